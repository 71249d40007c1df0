"""Since when: « depuis le 2 novembre » tells a date of the form, not the day of the record."""

from collections.abc import Iterator

from bot.domain.practices import FieldKind, Practice
from bot.domain.reading.context import Context
from bot.domain.reading.edges import Pair
from bot.domain.reading.tokens import Sentence

SINCE = "since"
"""The field of a practice that is asked since when."""


def since(sentence: Sentence, start: int, practice: Practice, context: Context) -> Iterator[Pair]:
    """Yield « depuis le 2 novembre » or « depuis 3 semaines » as what is said of the field."""
    field = practice.field(SINCE)
    if field is None or field.kind is not FieldKind.DATE:
        return
    reader = context.days(sentence)
    for place in range(start, len(sentence)):
        after = place + context.lexicon.cues.size(sentence, place, SINCE)
        day = (reader.at(after) or reader.lasting(after)) if after > place else None
        if day and day.past:
            yield Pair(place, day.last, SINCE, day.past.isoformat())
