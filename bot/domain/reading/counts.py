"""How many? The number right after the verb, or one that touches what is counted (GRAMMAR §1.3)."""

from dataclasses import dataclass

from bot.domain.practices import Practice
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import stem
from bot.domain.reading.numbers import Number, number_at, whole
from bot.domain.reading.tokens import Sentence, words

_MOST = 100_000
_SHORTEST_NOUN = 3  # « piece of feedback » does not count « of »
_YEARS = range(1900, 2100)
_POSTCODES = range(10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a practice counts: the nouns of its unit, people if the unit is one of them, channels."""

    stems: frozenset[str]
    people: bool
    channels: bool
    divisible: bool
    whole: tuple[tuple[str, ...], ...] = ()
    """The units of a count that is read only with one of them."""

    @classmethod
    def by(cls, practice: Practice, lexicon: Lexicon) -> "Counted":
        """Return what the count of a practice counts, from the words of its unit in every language."""
        field = practice.count_field
        units = [
            each.fields[field.id].unit
            for each in practice.words.values()
            if field and field.id in each.fields
        ]
        texts = [tuple(map(stem, words(text))) for unit in units for text in unit.values()]
        said = {word for text in texts for word in text}
        stems = frozenset(word for word in said if len(word) >= _SHORTEST_NOUN)
        channels = practice.field("channel") is not None
        return cls(
            stems=stems,
            people=channels or any(lexicon.nouns.holds(word, "people") for word in stems),
            channels=channels,
            divisible=not stems or any(lexicon.nouns.holds(word, "divisible") for word in stems),
            whole=tuple(texts) if field and field.with_unit else (),
        )

    def touches(self, sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
        """Say whether what is counted stands at a place, perhaps after an adjective."""
        if self.whole:
            return any(sentence.says(index, unit) for unit in self.whole)
        index += lexicon.counting.size(sentence, index, "adjective")
        if sentence.word(index, exact=False) in self.stems:
            return True
        if self.channels and lexicon.channels.at(sentence, index):
            return True
        return self.people and bool(lexicon.nouns.size(sentence, index, "people"))


@dataclass(frozen=True, slots=True)
class Count:
    """A count, where it stands, and how sure it is."""

    value: int | float
    first: int
    last: int
    alone: bool = True
    """It touches no noun: a bare figure after the verb, which may leave the text."""
    approximate: bool = False
    check: bool = False
    """It was added up."""


class Counter:
    """Looks for the count of one practice in one sentence."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon, counted: Counted, taken: frozenset[int]) -> None:
        self.sentence = sentence
        self.lexicon = lexicon
        self.counted = counted
        self.taken = taken

    def find(self, start: int) -> Count | None:
        """Return the count: right after the verb first, else touching a noun; joined ones add up."""
        first = self._leading(start)
        touching = self._touching(start)
        if first is None:
            certain = [number for number in touching if not number.article] or touching
            if not certain:
                return None
            first = certain[0]
        return self._added(first, [number for number in touching if number.first >= first.last])

    def _leading(self, start: int) -> Number | None:
        place = start
        while place < len(self.sentence) and (place in self.taken or self._leads_to_a_count(place)):
            place += 1
        number = self._number(place)
        if number is None or ((number.article or self.counted.whole) and not self._touches(number)):
            return None
        plain = self.lexicon.nouns.size(self.sentence, number.last, "thing") == 0
        return number if (plain and not self._looks_like_a_code(number)) or self._touches(number) else None

    def _leads_to_a_count(self, index: int) -> bool:
        return self.sentence.word(index) in {":", ",", "(", "="} or bool(
            self.lexicon.counting.size(self.sentence, index, "lead")
        )

    def _touching(self, start: int) -> list[Number]:
        found, place = [], start
        while place < len(self.sentence):
            number = self._number(place)
            if number and self._touches(number):
                found.append(number)
            place = number.last if number else place + 1
        return found

    def _touches(self, number: Number) -> bool:
        return self.counted.touches(self.sentence, number.last, self.lexicon)

    def _number(self, index: int) -> Number | None:
        """Return a number that may be a count: positive, not a day, not « ddt 31 »."""
        if index in self.taken or self.lexicon.nouns.size(self.sentence, index - 1, "numbered"):
            return None
        number = number_at(self.sentence, index, self.lexicon)
        if number is None or not 0 < number.value <= _MOST or number.last - 1 in self.taken:
            return None
        return number if self.counted.divisible or isinstance(number.value, int) else None

    def _looks_like_a_code(self, number: Number) -> bool:
        return number.last == number.first + 1 and (number.value in _YEARS or number.value in _POSTCODES)

    def _added(self, first: Number, touching: list[Number]) -> Count:
        """Add what is joined: « 2+1 », « 2 maires … + 1 secrétaire », « 2 agents et 1 maire »."""
        total, last, check = first.value, first.last, False
        while self.sentence.word(last) == "+" and (more := self._number(last + 1)):
            total, last, check = total + more.value, more.last, True
        for number in touching:
            if number.first >= last and self._joined(number.first - 1):
                total, check = total + number.value, True
        alone = not self.counted.touches(self.sentence, last, self.lexicon)
        return Count(whole(total), first.first, last, alone, first.approximate, check)

    def _joined(self, index: int) -> bool:
        return self.sentence.word(index) in {"+", "&"} or bool(
            self.lexicon.counting.size(self.sentence, index, "join")
        )
