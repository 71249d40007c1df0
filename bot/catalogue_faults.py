"""What is wrong in a file of `prompts/`, where, and how to mend it; and the typography of French."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails

_AT = re.compile(r"(?P<why>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_RULES = (
    (re.compile(r"(?<=\S) (?=[:;?!](?:\s|$|[\"”)]))"), "has a plain space before « : ; ? ! ».", "no-break"),
    (re.compile(r"(?<=\w)[;?!]|(?<=[^\W\d]):(?=\s)"), "has no space before « : ; ? ! ».", "no-break"),
    (
        re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"),
        "has no no-break space inside « ».",
        "no-break",
    ),
    (re.compile(r"'"), "has a straight apostrophe.", "apostrophe"),
    (re.compile(r"(?<=\w)·(?=\w)"), "has a median dot.", "dot"),
)
_MENDED_BY = {
    "no-break": "Put a no-break space there (U+00A0 before : and inside « », U+202F before ; ! ?).",
    "apostrophe": "Write ’.",
    "dot": "Turn the sentence so that nothing agrees with the reader.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend."""

    file: str
    key: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message} {self.fix}"


class CatalogueFaults(Exception):
    """The words or the practices cannot be used as they are. Its text is one line a fault."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep every fault."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


Found = Iterator[tuple[str, str, str]]
"""A key, what is wrong with it, and how to mend it."""


def read_toml(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """Return what a file holds, or the line at which it stops being TOML."""
    file = named(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), []
    except tomllib.TOMLDecodeError as error:
        return {}, [_syntax_fault(file, str(error))]
    except UnicodeDecodeError:
        return {}, [Fault(file, "file", "is not UTF-8 text.", "Save it again as UTF-8.")]


def named(path: Path) -> str:
    """Return the name of a file as people know it: `practices/interview.toml`."""
    return f"{path.parent.name}/{path.name}"


def _syntax_fault(file: str, said: str) -> Fault:
    at = _AT.fullmatch(said)
    where = f"line {at['line']}" if at and at["line"] else "last line"
    why = at["why"] if at else said
    return Fault(
        file, where, f"is not TOML: {why}.", "Mend that line: often a quote or a bracket is missing."
    )


def schema_fault(file: str, error: ErrorDetails, data: Any, see: str) -> Fault:  # noqa: ANN401 - TOML is what it is
    """Say what does not fit the schema of a file, and where to look."""
    key = _key(error["loc"], data)
    match error["type"]:
        case "missing":
            return Fault(file, key, "is missing.", f"Add it. {see}")
        case "extra_forbidden":
            return Fault(file, key, "is not a key that Pouce knows.", f"Check its spelling. {see}")
        case "enum":
            choices = error.get("ctx", {}).get("expected", "")
            return Fault(file, key, f"cannot be {error['input']!r}.", f"Choose among {choices}.")
        case "string_pattern_mismatch":
            return Fault(file, key, f"cannot be {error['input']!r}.", "Use small letters, digits and _ only.")
    return Fault(file, key, f"has the wrong kind of value: {error['msg']}.", see)


def _key(loc: tuple[int | str, ...], data: Any) -> str:  # noqa: ANN401 - same
    """Return where an error is, items of a list by their own id: `reminders.weekly.every`."""
    names = []
    for step in loc:
        if step == "[key]":
            continue
        data = _inside(data, step)
        own = data.get("id", step) if isinstance(step, int) and isinstance(data, dict) else step
        names.append(str(own))
    return ".".join(names)


def _inside(data: Any, step: int | str) -> Any:  # noqa: ANN401 - same
    if isinstance(data, list) and isinstance(step, int):
        return data[step]
    return data.get(step) if isinstance(data, dict) else None


def typography(key: str, text: str) -> Found:
    """Yield what French typography has to say about a sentence."""
    for rule, wrong, kind in _RULES:
        if rule.search(text):
            yield key, f"“{text}” {wrong}", _MENDED_BY[kind]
