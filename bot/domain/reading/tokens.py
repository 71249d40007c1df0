"""A text as a row of tokens: words, numbers, and the things that look like numbers and are not."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.domain.reading.normal import fold, stem


class Kind(StrEnum):
    """What a token is. Only `NUMBER` may ever be a count."""

    URL = "url"
    EMAIL = "email"
    MENTION = "mention"
    EMOJI = "emoji"
    TAG = "tag"
    ISO = "iso"
    SLASHED = "slashed"
    PHONE = "phone"
    TIME = "time"
    VERSION = "version"
    ORDINAL = "ordinal"
    AMOUNT = "amount"
    NUMBER = "number"
    WORD = "word"
    QUOTE = "quote"
    MARK = "mark"


_SPACE = r"[ \u00a0\u202f]"
_GAP = r"[ \u00a0\u202f.-]"
_FIGURE = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}|\d{1,15})(?:[.,]\d{1,6})?"
_TOKEN = re.compile(
    rf"""
      (?P<url>https?://[^\s<>"«»“”]*[^\s<>"«»“”.,;:!?)\]])
    | (?P<email>(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,5}})
    | (?P<mention>@\w[\w.-]*)
    | (?P<emoji>:[a-z0-9_+-]{{1,64}}:)
    | (?P<tag>\#[\w-]*[^\W\d_][\w-]*)
    | (?P<iso>(?<![\w-])\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\w-]))
    | (?P<slashed>(?<![\w/.])(?:
          \d{{1,2}}(?P<sign>[/.-])\d{{1,2}}(?P=sign)(?:\d{{4}}|\d{{2}})
        | \d{{1,2}}/\d{{1,2}}
      )(?!\w|[/.-]\d))
    | (?P<phone>(?<!\w)(?:
          0[1-9](?:{_GAP}?\d{{2}}){{4}}
        | 0\d{{2,4}}{_GAP}\d{{3,4}}{_GAP}?\d{{3,4}}
        | (?:\+|00)\d{{1,3}}{_GAP}?(?:\(0\){_GAP}?)?\d{{1,4}}(?:{_GAP}?\d{{2,4}}){{2,4}}
      )(?!\w))
    | (?P<time>(?<!\w)\d{{1,2}}(?:h(?:[0-5]\d)?|{_SPACE}h(?:{_SPACE}[0-5]\d)?|:[0-5]\d|[ ]?[ap]m)(?!\w))
    | (?P<version>(?<!\w)(?:v\.?[ ]?\d+(?:\.\d+){{0,4}}|\d+(?:\.\d+){{2,4}})(?:-[\w.]+)?(?!\w))
    | (?P<ordinal>(?<!\w)\d{{1,2}}(?:er|re|ère|e|eme|ème|st|nd|rd|th)(?!\w))
    | (?P<amount>(?<!\w){_FIGURE}[ \u00a0\u202f]?(?:[km]?€|%|ke|k|m|meur|keur|eur|euros?)(?!\w))
    | (?P<number>(?<!\w){_FIGURE}(?!\w))
    | (?P<word>[^\W_]+)
    | (?P<quote>["«»“”„])
    | (?P<mark>[^\s'’ʼ‘_-]|(?<=[\d\s])-(?=[\d\s]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED_NOUN = re.compile(r"(\d{1,4})([^\W\d_]{3,})")
_PAIRS = {"«": "»", "“": "”", "„": "”", '"': '"'}
_SINGLE_QUOTES = re.compile(r"(?<![\w'’])['‘](?=\S)([^'‘’]|(?<=\w)['’](?=\w)){1,400}['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int
    folded: str
    stem: str
    quoted: bool = False
    """Said by somebody else: kept, never read."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def kind(self, index: int) -> Kind | None:
        """Return what is read at a place: nothing past the end or between quotes."""
        inside = 0 <= index < len(self.tokens) and not self.tokens[index].quoted
        return self.tokens[index].kind if inside else None

    def word(self, index: int, *, exact: bool = True) -> str:
        """Return the folded word read at a place, with or without the mark of its plural."""
        token = self.tokens[index] if 0 <= index < len(self.tokens) else None
        if token is None or token.quoted:
            return ""
        return token.folded if exact else token.stem

    def says(self, index: int, stems: Sequence[str]) -> bool:
        """Say whether some words, without the marks of their plurals, stand at a place."""
        return bool(stems) and all(self.word(index + n, exact=False) == each for n, each in enumerate(stems))

    def hyphenated(self, index: int) -> bool:
        """Say whether a token goes on after a hyphen: « ci-joint » is not « ci »."""
        end = self.tokens[index].end
        return self.text[end : end + 1] == "-" and self.text[end + 1 : end + 2].isalnum()

    def after(self, index: int) -> str:
        """Return the text that follows the first `index` tokens."""
        return self.text[self.tokens[index - 1].end :].strip() if index else self.text


@lru_cache(maxsize=32)  # one text is looked at several times in one turn
def sentence(text: str) -> Sentence:
    """Cut a clean text into tokens and mark what stands between quotes."""
    return Sentence(text, tuple(_quoted(text, list(_tokens(text)))))


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of an alias or a phrase, cut as sentences are."""
    return tuple(token.folded for token in _tokens(text) if token.kind is not Kind.MARK)


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = Kind(found.lastgroup or "mark")
        glued = _GLUED_NOUN.fullmatch(found[0]) if kind is Kind.WORD else None
        if glued:
            cut = found.start() + glued.end(1)
            yield _token(Kind.NUMBER, glued[1], found.start(), cut)
            yield _token(Kind.WORD, glued[2], cut, found.end())
        else:
            yield _token(kind, found[0], found.start(), found.end())


def _token(kind: Kind, text: str, start: int, end: int) -> Token:
    folded = fold(text)
    return Token(kind, text, start, end, folded, stem(folded))


def _quoted(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Mark what stands between two quotes; one that is never closed does no harm."""
    edges = sorted(_quotations(text, tokens))
    for token in tokens:
        after = bisect_right(edges, (token.start, token.start)) - 1
        inside = after >= 0 and edges[after][0] < token.start and token.end < edges[after][1]
        yield replace(token, quoted=True) if inside else token


def _quotations(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    yield from ((found.start(), found.end()) for found in _SINGLE_QUOTES.finditer(text))
    opened: Token | None = None
    for token in (each for each in tokens if each.kind is Kind.QUOTE):
        if opened and token.text == _PAIRS[opened.text]:
            yield opened.start, token.end
            opened = None
        elif opened is None and token.text in _PAIRS:
            opened = token
