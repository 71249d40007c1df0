"""Days to come that a sentence names for something: « usagers jeudi, livraison vendredi »."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, takewhile

from bot.domain.activities import Value
from bot.domain.practices import FieldKind, Practice
from bot.domain.reading.dates import Day, nearest
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.tokens import Sentence

_STOPS = frozenset({",", ";", "."})


def looked_forward_to(day: Day, today: date) -> date | None:
    """Return the day as one to come, if it may be one: a bare weekday is the next."""
    on = day.coming if day.bare else nearest(day, today)
    return on if on and on >= today else None


def dates(
    sentence: Sentence, start: int, practice: Practice, days: Sequence[Day], today: date, lexicon: Lexicon
) -> dict[str, Value]:
    """Return each date of the form that a day is said for: what stands before it, else after it."""
    fields = {each.id for each in practice.fields if each.kind is FieldKind.DATE and each.future}
    edges = [start, *chain.from_iterable((day.first, day.last) for day in days), len(sentence)]
    found: dict[str, Value] = {}
    for n, day in enumerate(days):
        before, after = (edges[2 * n], day.first), (day.last, edges[2 * n + 3])
        said = [each for each in _said(sentence, before, after, lexicon) if each in fields - found.keys()]
        on = looked_forward_to(day, today)
        if said and on:
            found[said[0]] = on.isoformat()
    return found


def _said(
    sentence: Sentence, before: tuple[int, int], after: tuple[int, int], lexicon: Lexicon
) -> Iterator[str]:
    """Yield what a day may be for, the nearest first, as far as the next comma."""
    for places in (reversed(range(*before)), range(*after)):
        for place in takewhile(lambda each: sentence.word(each) not in _STOPS, places):
            match = lexicon.dated.at(sentence, place)
            if match:
                yield match.value
