"""Requests of Mattermost that went wrong on the way: bytes, fields and structures that nobody expects."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**53, 10**400, 1.5, float("inf"), float("nan"), "", " ", "\x00", "a\x00b"),
    *("\ud800", "é" * 300, "x" * 5_000, "@all <@U1> [a](b)", "null", "[]", "-1", "../..", "a" * 26, "😀"),
    *([], [[]], [None], [1, "a", {}], {}, {"a": {}}, {"": ""}, {"id": None}, {"token": []}, {"multi": ["a"]}),
    *("dialog_submission", "dialog_cancelled", "button", "select", "text", "default", "system_x", "v1.a.b"),
)
_TYPES = (
    FORM,
    JSON,
    "",
    "text/plain",
    "application/json; charset=latin-1",
    'application/json; charset="utf-8"',
)
_FRESH = ("trigger_id", "id")


@dataclass
class Sample:
    """Something that Mattermost brings, taken apart."""

    path: str
    content: dict[str, Any]

    @property
    def kind(self) -> str:
        return FORM if self.path.endswith("/command") else JSON

    def written(self) -> bytes:
        if self.kind == FORM:
            return urlencode(self.content, doseq=True, errors="surrogatepass").encode()
        return json.dumps(self.content).encode("utf-8", "surrogatepass")


def taken_apart(path: str, body: bytes) -> Sample:
    if path.endswith("/command"):
        return Sample(path, dict(parse_qs(body.decode(), keep_blank_values=True)))
    return Sample(path, json.loads(body))


@dataclass
class Mutant:
    """One request, changed."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Mutants:
    """As many as are asked for, from a few samples."""

    samples: list[Sample]
    seed: int
    dice: random.Random = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def __iter__(self) -> Iterator[Mutant]:
        while True:
            self.made += 1
            yield self._mutant(deepcopy(self.dice.choice(self.samples)))

    def _mutant(self, sample: Sample) -> Mutant:
        for name in _FRESH:
            if name in sample.content:
                sample.content[name] = f"trigger{self.made}"
        kind, path = sample.kind, sample.path
        for _ in range(self.dice.randint(0, 3)):
            self._change(sample)
        body = sample.written()
        if self.dice.random() < 0.1:
            body = self._torn(body)
        if self.dice.random() < 0.1:
            kind = self.dice.choice(_TYPES)
        if self.dice.random() < 0.05:
            path = self.dice.choice([each.path for each in self.samples])
        return Mutant(path, {"content-type": kind}, body)

    def _change(self, sample: Sample) -> None:
        """Change, drop, add or double one thing, somewhere."""
        changes: list[Callable[[dict[str, Any], str], None]]
        changes = [
            self._odd,
            self._odd,
            self._dropped,
            self._doubled,
        ]
        where = self._somewhere(sample.content)
        if where:
            self.dice.choice(changes)(where, self.dice.choice(list(where)))
        if self.dice.random() < 0.1:
            sample.content[self.dice.choice(["submission", "context", "state", "x"])] = self._value()

    def _somewhere(self, part: dict[str, Any]) -> dict[str, Any]:
        inner = [each for each in part.values() if isinstance(each, dict) and each]
        return self._somewhere(self.dice.choice(inner)) if inner and self.dice.random() < 0.5 else part

    def _odd(self, part: dict[str, Any], name: str) -> None:
        part[name] = self._value()

    def _dropped(self, part: dict[str, Any], name: str) -> None:
        del part[name]

    def _doubled(self, part: dict[str, Any], name: str) -> None:
        part[name] = [part[name], part[name]]

    def _value(self) -> Any:
        return deepcopy(self.dice.choice(_ODD))

    def _torn(self, body: bytes) -> bytes:
        at = self.dice.randrange(len(body) + 1)
        return self.dice.choice(
            [
                body[:at],
                body[:at] + bytes([self.dice.randrange(256)]) + body[at + 1 :],
                body + b"\xff\xfe",
                b"[" * 5_000,
                b"",
                b"%00&=&" + body,
            ]
        )
