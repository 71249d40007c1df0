"""What may leave the text: a bare count after the verb; tags, the day and `key:value` at either end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.reading.counts import Count
from bot.domain.reading.dates import Day
from bot.domain.reading.tokens import Kind, Sentence

_LIGHT = frozenset({":", ",", ";", "-", "–"})
_BLANK = " \t\n,;:–-"
_QUOTES = {"«": "»", "“": "”", "„": "”", '"': '"', "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Pair:
    """`key:value`, with nothing between."""

    first: int
    last: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Edges:
    """The head and the tail of a sentence after its verb, and the day that was chosen."""

    day: Day | None
    head: int
    """Where the text begins, once what may leave the head has left."""
    tail: int
    """Where it ends."""

    @property
    def day_at_edge(self) -> bool:
        """Say whether the day stands at either end."""
        return self.day is not None and (self.day.last <= self.head or self.day.first >= self.tail)


def edges(sentence: Sentence, start: int, count: Count | None, days: list[Day], pairs: list[Pair]) -> Edges:
    """Find both ends. Of several days, the one at an end is meant, else the first."""
    light: list[Pair | Count | Day] = [*pairs, *([count] if count and count.alone else [])]
    reached = _ends(sentence, start, [*light, *days])
    at_edge = [day for day in days if day.last <= reached[0] or day.first >= reached[1]]
    day = next(iter(at_edge or days), None)
    return Edges(day, *_ends(sentence, start, [*light, *([day] if day else [])]))


def _ends(sentence: Sentence, start: int, leaving: Iterable[Pair | Count | Day]) -> tuple[int, int]:
    spans = [(each.first, each.last) for each in leaving]
    onward, backward = dict(spans), {last: first for first, last in spans}
    head, tail = start, len(sentence)
    while head < tail and (head in onward or _is_light(sentence, head)):
        head = onward.get(head, head + 1)
    while tail > head and (tail in backward or _is_light(sentence, tail - 1)):
        tail = backward.get(tail, tail - 1)
    return head, max(head, tail)


def _is_light(sentence: Sentence, index: int) -> bool:
    return sentence.kind(index) is Kind.TAG or sentence.word(index) in _LIGHT


def text_between(sentence: Sentence, head: int, tail: int) -> str:
    """Return the text from one token to another, every character between them kept."""
    start = sentence.tokens[head - 1].end if head else 0
    end = sentence.tokens[tail].start if tail < len(sentence) else len(sentence.text)
    return _unquoted(sentence.text[start:end].strip(_BLANK)) if start < end else ""


def _unquoted(text: str) -> str:
    """Take off quotes that surround the whole text, or one that was never closed."""
    closing = _QUOTES.get(text[:1])
    inner = text[1:]
    if closing is None or (closing in inner and inner.index(closing) != len(inner) - 1):
        return text
    return inner.removesuffix(closing).strip()


def find_pairs(sentence: Sentence, start: int, keys: frozenset[str]) -> Iterator[Pair]:
    """Yield every `key:value` whose key is known."""
    for place in range(start, len(sentence) - 2):
        token, colon, value = sentence.tokens[place : place + 3]
        glued = token.end == colon.start and colon.text == ":" and value.start == colon.end
        if not glued or token.folded not in keys or token.quoted:
            continue
        last = place + 3
        while (
            last < len(sentence)
            and not sentence.text[sentence.tokens[last - 1].end : sentence.tokens[last].start].isspace()
        ):
            last += 1
        text = sentence.text[value.start : sentence.tokens[last - 1].end]
        yield Pair(place, last, token.folded, text.strip(',;.«»“”"'))
