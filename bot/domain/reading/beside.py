"""What stands beside a figure says more than how many: who was met, and what else is counted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.domain.activities import Value
from bot.domain.practices import Field, FieldKind, Practice
from bot.domain.reading.counts import Count
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import stem
from bot.domain.reading.numbers import number_at
from bot.domain.reading.tokens import Sentence, words

_Units = dict[tuple[str, ...], Field]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number whose unit names another field than the count: « 3 réponses »."""

    first: int
    last: int
    field: str
    value: int | float


def who(sentence: Sentence, practice: Practice, count: Count | None, lexicon: Lexicon) -> dict[str, Value]:
    """Return the choice that the people counted are: « 2 agents »; none if several kinds were added up."""
    if count is None or count.alone or count.check:
        return {}
    place = count.last + lexicon.counting.size(sentence, count.last, "adjective")
    match = lexicon.profiles.at(sentence, place)
    choices = (each for each in practice.fields if each.kind is FieldKind.CHOICE)
    return {each.id: match.value for each in choices if match and match.value in each.choices}


def figures(sentence: Sentence, start: int, practice: Practice, lexicon: Lexicon) -> Iterator[Figure]:
    """Yield every number that is followed by the unit of a field that is not the count."""
    units = _units(practice)
    for place in range(start, len(sentence) if units else start):
        number = number_at(sentence, place, lexicon)
        field = _of_unit(sentence, number.last, units) if number else None
        if number and field:
            yield Figure(place, number.last, field.id, number.value)


def counted_by(practice: Practice, alias: str, said: Collection[str]) -> Field | None:
    """Return the field that a bare figure fills: the one whose unit named the practice, else the count."""
    named = _units(practice).get((stem(alias),))
    return named if named and named.id not in said else practice.count_field


def _units(practice: Practice) -> _Units:
    return {
        tuple(map(stem, words(text))): field
        for field in practice.fields
        if field.kind is FieldKind.NUMBER and not field.count
        for said in practice.words.values()
        for text in (said.fields[field.id].unit.values() if field.id in said.fields else ())
    }


def _of_unit(sentence: Sentence, index: int, units: _Units) -> Field | None:
    return next((field for unit, field in units.items() if sentence.says(index, unit)), None)
