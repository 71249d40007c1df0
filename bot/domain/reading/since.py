"""Since when: « depuis le 2 novembre » tells a date of its own, not the day of the record."""

from collections.abc import Iterator
from datetime import date

from bot.domain.practices import FieldKind, Practice
from bot.domain.reading.context import Context
from bot.domain.reading.dates import Day, nearest
from bot.domain.reading.edges import Pair
from bot.domain.reading.fields import Fault
from bot.domain.reading.normal import clean
from bot.domain.reading.tokens import Sentence, sentence

SINCE = "since"
"""The field of a practice that is asked since when."""


def since(said: Sentence, start: int, practice: Practice, context: Context) -> Iterator[Pair]:
    """Yield « depuis le 2 novembre » or « depuis 3 semaines » as what is said of the field."""
    field = practice.field(SINCE)
    if field is None or field.kind is not FieldKind.DATE:
        return
    for place, day in _after_since(said, start, context):
        if day.past:
            yield Pair(place, day.last, SINCE, day.past.isoformat())


def began(text: str, context: Context) -> date | Fault:
    """Return the one day that a text says; today if it says none."""
    said = sentence(clean(text))
    days = [day for _, day in _after_since(said, 0, context)] or context.days(said).find(fractions=False)
    if not days:
        return context.today
    if len(days) > 1:
        return Fault("not_a_date")
    return Fault("impossible_date") if days[0].impossible else _of_this_year(days[0], context.today)


def _of_this_year(day: Day, today: date) -> date:
    """Return the last such day; said without its year, another year only if that is nearer than this one."""
    unsaid = day.typed is not None and day.typed.year is None
    if unsaid and day.past and day.past.year < today.year:
        return nearest(day, today)
    return day.read(ahead=False)


def _after_since(said: Sentence, start: int, context: Context) -> Iterator[tuple[int, Day]]:
    reader = context.days(said)
    for place in range(start, len(said)):
        after = place + context.lexicon.cues.size(said, place, SINCE)
        day = (reader.at(after) or reader.lasting(after)) if after > place else None
        if day:
            yield place, day
