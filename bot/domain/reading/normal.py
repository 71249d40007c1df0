"""What is left of a text once accents, case, plurals and a chat's own markup no longer matter."""

import re
import unicodedata
from functools import lru_cache

_MARKUP = re.compile(r"<([@#!]?)([^<>|\s]+)(?:\|([^<>]*))?>")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
_HALF_CHARACTERS = re.compile(r"[\ud800-\udfff]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‘": "'"})
_SHORTEST_PLURAL = 4  # « pas », « mes » are no plurals


def clean(text: str) -> str:
    """Return what the person typed: a chat's `<…|…>` undone, nothing a database refuses.

    A chat that escapes what is typed undoes that at its own door: elsewhere, `&lt;` is what was meant.
    """
    text = _HALF_CHARACTERS.sub("�", _MARKUP.sub(_undone, text))
    return _UNPRINTABLE.sub(" ", text).strip()


def _undone(found: re.Match[str]) -> str:
    sign, target, label = found[1], found[2], (found[3] or "").strip()
    if sign == "!":
        return label or f"@{target}"
    if sign:
        return sign + (label or target).lstrip(sign)
    if not target.startswith(("http://", "https://")):
        return label or found[0]
    return f"{label} {target}" if label and label not in target else target


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text without accents, case, ligatures, or the many kinds of spaces and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a folded word without the mark of its plural: `tests` and `test` are the same word."""
    plural = len(word) >= _SHORTEST_PLURAL and word[-1] in "sx" and word[-2] != "s"
    return word[:-1] if plural else word
