"""What is measured: « 340 simulations par mois », "satisfaction 82 %". A value, what follows it, its name."""

from dataclasses import dataclass

from bot.domain.practices import Practice
from bot.domain.reading.counts import Count
from bot.domain.reading.edges import text_between
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.numbers import figure
from bot.domain.reading.tokens import Kind, Sentence

UNIT = "unit"
"""The field of a practice whose count has a unit: any figure may be its value."""
_LONGEST = 4  # words of a unit, without its period; beyond, it is a sentence
_OUT_OF = 2  # words between « 4,2 » and « 5 » in "4.2 out of 5"
_PERCENT = "%"
_GLUED = frozenset({"%", "€", "/"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and what it is a value of."""

    count: Count
    unit: str
    name: str
    """What was said before the value; empty when it comes first, and the unit names it."""


def is_measured(practice: Practice) -> bool:
    """Say whether the count of a practice has a unit."""
    return practice.count_field is not None and practice.field(UNIT) is not None


def measured(
    sentence: Sentence, start: int, counted: Count | None, lexicon: Lexicon, taken: frozenset[int]
) -> Measured | None:
    """Return the value: what counts as one anywhere, else the figure that comes first, or the only one."""
    count = counted or _figure(sentence, start, lexicon, taken)
    if count is None:
        return None
    name = text_between(sentence, start, _before(sentence, start, count.first, lexicon))
    unit = _unit(sentence, count.last, lexicon, taken)
    if unit.startswith(_PERCENT) and not name:  # « 82 % de satisfaction »
        after = count.last + lexicon.counting.size(sentence, count.last, "by", "lead")
        return Measured(count, _PERCENT, text_between(sentence, after, len(sentence)))
    return Measured(count, unit, name)


def _figure(sentence: Sentence, start: int, lexicon: Lexicon, taken: frozenset[int]) -> Count | None:
    places = [n for n in range(start, len(sentence)) if n not in taken and _is_figure(sentence, n)]
    values = [n for n in places if not _is_out_of(sentence, n, places, lexicon)]
    first = start + (sentence.word(start) == ":")
    if not values or (len(values) > 1 and values[0] != first):
        return None
    place = values[0]
    return Count(figure(sentence.word(place).rstrip(_PERCENT).strip()), place, place + 1)


def _is_figure(sentence: Sentence, place: int) -> bool:
    percent = sentence.kind(place) is Kind.AMOUNT and sentence.word(place).endswith(_PERCENT)
    return percent or sentence.kind(place) is Kind.NUMBER


def _is_out_of(sentence: Sentence, place: int, places: list[int], lexicon: Lexicon) -> bool:
    """Say whether a figure is what another one is out of: « 4,2 sur 5 »."""
    near = any(0 < place - each - 1 <= _OUT_OF for each in places)
    return near and (
        sentence.word(place - 1) == "/" or bool(lexicon.counting.size(sentence, place - 1, "lead"))
    )


def _before(sentence: Sentence, start: int, place: int, lexicon: Lexicon) -> int:
    """Return where the name ends: « satisfaction à 82 % » is called « satisfaction »."""
    while place > start and lexicon.counting.size(sentence, place - 1, "by", "lead") == 1:
        place -= 1
    return place


def _unit(sentence: Sentence, start: int, lexicon: Lexicon, taken: frozenset[int]) -> str:
    """Return what follows a value: a few words, and by which time."""
    sign = _PERCENT if sentence.word(start - 1).endswith(_PERCENT) else ""
    period = end = start
    while end < len(sentence) and end not in taken and _goes_on(sentence, end):
        size = lexicon.counting.size(sentence, end, "period")
        if size:
            period, end = end, end + size
            break
        period = end = end + 1
    if period - start > _LONGEST:
        return sign
    return f"{sign} {text_between(sentence, start, end)}".strip() if end > start else sign


def _goes_on(sentence: Sentence, place: int) -> bool:
    return sentence.kind(place) in {Kind.WORD, Kind.NUMBER} or sentence.word(place) in _GLUED
