"""What should not be stored: addresses, telephone numbers, and what is perhaps a name (GRAMMAR, input 23).

It needs no lexicon: it also guards imports and forms, and titles are written alike in both languages.
"""

import re
from dataclasses import dataclass

from bot.domain.reading.tokens import Kind, sentence

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w’'-]+(?:[ \u00a0\u202f]{_CAPITAL}[\w’'-]+){{0,2}}"
_TITLED = re.compile(
    rf"""(?<!\w)(?:
        (?i:mme|mlle|mrs)\.?[ \u00a0\u202f]+(?P<surely>{_NAME}|(?!(?i:les|des|the|and)\b)[^\W\d_]{{3,}})
      | (?:[Mm]\.|M|(?i:mr\.?|ms\.?|miss|dr\.?|monsieur|madame|docteur))[ \u00a0\u202f]+(?P<perhaps>{_NAME})
    )""",
    re.VERBOSE,
)
_KINDS = {Kind.EMAIL: "email", Kind.PHONE: "phone"}
_MASK = "•••"


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal, from one character up to another."""

    kind: str
    """`email`, `phone` or `name`."""
    start: int
    end: int


def personal_data(text: str) -> tuple[Found, ...]:
    """Return what looks personal in a text, in the order it is said."""
    numbers = [
        Found(_KINDS[token.kind], token.start, token.end)
        for token in sentence(text).tokens
        if token.kind in _KINDS
    ]
    return tuple(sorted([*numbers, *_names(text)], key=lambda found: found.start))


def _names(text: str) -> list[Found]:
    """Return what follows a title; « madame la maire » and « un monsieur âgé » are nobody."""
    matches = _TITLED.finditer(text)
    return [Found("name", *each.span("surely" if each["surely"] else "perhaps")) for each in matches]


def masked(text: str, found: tuple[Found, ...]) -> str:
    """Return the text with what is personal hidden; titles stay."""
    for each in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: each.start] + _MASK + text[each.end :]
    return text
