"""Requests of Slack that went wrong on the way: bytes, fields and structures that nobody expects."""

import json
import os
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_FRESH = ("trigger_id", "event_id")
_SAMPLES = (
    *("SlashCommandPayload", "BlockActionPayload", "ViewSubmissionPayload", "ViewClosedPayload"),
    *("MessageShortcutPayload", "AttachmentActionPayload", "AppHomeOpenedPayload", "AppUninstalledPayload"),
    "TokensRevokedPayload",
)
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**53, 10**400, 1.5, float("inf"), float("nan"), "", " ", "\x00", "a\x00b"),
    *(
        "\ud800",
        "é" * 300,
        "x" * 5_000,
        "<!channel> & <@U1>",
        "null",
        "[]",
        "-1",
        "../..",
        "U\n",
        "😀",
        "T" * 256,
    ),
    *(
        [],
        [[]],
        [None],
        [1, "a", {}],
        {},
        {"a": {}},
        {"": ""},
        {"id": None},
        {"type": "message"},
        {"value": []},
    ),
    *("block_actions", "view_submission", "message_action", "event_callback", "url_verification", "shortcut"),
    *("block_suggestion", "view_closed", "dialog_submission", "workflow_step_edit", "interactive_message"),
    *("app_mention", "message", "function_executed", "message_changed", "bot_message", "im", "ephemeral"),
)


@dataclass
class Sample:
    """Something that Slack sends, taken apart."""

    kind: str
    """`command`, `interaction` or `event`."""
    content: dict[str, Any]

    def written(self) -> tuple[bytes, str]:
        if self.kind == "event":
            return _json(self.content), JSON
        fields = self.content if self.kind == "command" else {"payload": _json(self.content).decode()}
        return urlencode(fields, errors="surrogatepass").encode(), FORM


def taken_apart(body: bytes, kind: str) -> Sample:
    if kind == JSON:
        return Sample("event", json.loads(body))
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return (
        Sample("interaction", json.loads(fields["payload"]))
        if "payload" in fields
        else Sample("command", fields)
    )


def reference_samples(known: dict[str, str]) -> list[Sample]:
    """Return Slack's own samples, whose values are blank, filled with ids that exist; none without them."""
    folder = os.environ.get("POUCE_REFERENCE_DATA")
    if not folder:
        return []
    texts = {each: (Path(folder) / "slack-samples" / f"{each}.json").read_text("utf-8") for each in _SAMPLES}
    return [_sample(_filled(json.loads(text), known)) for text in texts.values()]


def _sample(content: dict[str, Any]) -> Sample:
    if "command" in content:
        return Sample("command", {key: str(value) for key, value in content.items()})
    return Sample("event" if content.get("type") == "event_callback" else "interaction", content)


def _filled(part: Any, known: dict[str, str], name: str = "", above: str = "") -> Any:
    if isinstance(part, dict):
        return {key: _filled(each, known, key, name) for key, each in part.items()}
    if isinstance(part, list):
        return [_filled(each, known, name, above) for each in part]
    return known.get(f"{above}.{name}", known.get(name, "x1")) if part == "" else part


@dataclass
class Mutant:
    """A request, and whether Slack would have signed it as it is."""

    sample: Sample
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)
    """In place of those that Slack writes."""
    signed: bool = True


@dataclass
class Mutants:
    """Gives mutants for ever, the same ones for the same seed."""

    samples: list[Sample]
    seed: int
    made: int = 0
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def __iter__(self) -> Iterator[Mutant]:
        while True:
            self.made += 1
            yield self._mutant()

    def _mutant(self) -> Mutant:
        sample = deepcopy(self.dice.choice(self.samples))
        self._freshen(sample)
        if self.dice.random() < 0.9:
            for _ in range(self.dice.choice((1, 1, 1, 2, 4))):
                self._change(sample)
        body, kind = sample.written()
        mutant = Mutant(sample, body, kind, signed=self.dice.random() < 0.85)
        if self.dice.random() < 0.15:
            mutant.body = self._bytes(mutant.body)
        if self.dice.random() < 0.15:
            self._headers(mutant)
        return mutant

    def _freshen(self, sample: Sample) -> None:
        """Let most of them be something new, rather than brought again."""
        if self.dice.random() < 0.5:
            sample.content |= {name: f"{name}.{self.made}" for name in _FRESH if name in sample.content}

    # The structure

    def _change(self, sample: Sample) -> None:
        holder, key = self.dice.choice(list(_places(sample.content)) or [({"": None}, "")])
        changes: tuple[Callable[[Any, Any], None], ...] = (
            self._put,
            self._put,
            self._drop,
            self._wrap,
            self._swap,
        )
        self.dice.choice(changes)(holder, key)

    def _put(self, holder: Any, key: Any) -> None:
        holder[key] = deepcopy(self.dice.choice(_ODD))

    def _drop(self, holder: Any, key: Any) -> None:
        del holder[key]

    def _wrap(self, holder: Any, key: Any) -> None:
        for _ in range(self.dice.choice((1, 1, 2, 300))):
            holder[key] = [holder[key]] if self.dice.random() < 0.5 else {"a": holder[key]}

    def _swap(self, holder: Any, key: Any) -> None:
        other = self.dice.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        holder[key], holder[other] = holder[other], holder[key]

    # The bytes

    def _bytes(self, body: bytes) -> bytes:
        cut = self.dice.randrange(len(body) + 1)
        junk = self.dice.choice(
            (b"\xff", b"%ff", b"%", b"&&&", b"=", b"\x00", b"{", b'"', b"&payload=", b"[" * 2_000)
        )
        return self.dice.choice((body[:cut], body[:cut] + junk + body[cut:], body[cut:], body * 2, junk, b""))

    def _headers(self, mutant: Mutant) -> None:
        name = self.dice.choice(
            ("content-type", "x-slack-signature", "x-slack-request-timestamp", "x-slack-retry-num", "cookie")
        )
        value = self.dice.choice(
            (
                "",
                "é",
                "\udc80",
                "\x00",
                "v0=",
                "-1",
                "1e9",
                "multipart/form-data",
                FORM,
                JSON,
                "text/plain",
                "9" * 99,
            )
        )
        mutant.headers[name] = value
        mutant.signed = mutant.signed and not name.startswith(("x-slack-s", "x-slack-req"))


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place of a structure: what holds it, and its key there."""
    keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield part, key
        yield from _places(part[key])


def _json(content: object) -> bytes:
    return json.dumps(content).encode()
