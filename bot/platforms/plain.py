"""People's text, so that it can only be read, and no longer than there is room for: for every chat."""

from collections.abc import Iterable

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_TURNS = (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_HARMLESS = _PICTURES | {0x09: " ", 0x7F: "␡"} | dict.fromkeys((*range(0x80, 0xA0), *_TURNS), "\ufffd")
_COUNT = 12
"""Characters kept for « … (+12345) »."""


def clean(text: str) -> str:
    """Return people's text so that it can only be read: no command to a terminal, no turned direction."""
    return text.replace("\r\n", "\n").translate(_HARMLESS)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.splitlines())


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, at a word if one ends near."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    space = start.rfind(" ")
    return f"{(start[:space] if space > most * 2 // 3 else start).rstrip()}…"


def fold(text: str, most: int) -> str:
    """Return the beginning of a text, and how many of its characters are not shown."""
    if len(text) <= most:
        return text
    if most < 2 * _COUNT:
        return cut(text, max(most, 1))
    kept = text[: most - _COUNT]
    return f"{kept}… (+{len(text) - len(kept)})"


def level(lengths: Iterable[int], most: int) -> int:
    """Return the length past which texts are folded so that all of them fit: the longest give way first."""
    waiting = sorted(lengths)
    left = most
    for n, each in enumerate(waiting):
        share = left // (len(waiting) - n)
        if each > share:
            return share
        left -= each
    return most
