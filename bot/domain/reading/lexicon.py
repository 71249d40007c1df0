"""The words that reading knows, in every language at once. They are data: `prompts/grammar/*.toml`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.reading.normal import stem
from bot.domain.reading.tokens import Sentence, words


class Match(NamedTuple):
    """What a group of words stands for, and how many words it takes."""

    value: str
    size: int


@dataclass(frozen=True, slots=True)
class Phrases:
    """Groups of words and what each stands for. The longest group wins."""

    by_first_word: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    exact: bool
    """Whether plurals are told apart: « mars » is no plural of « mar. »."""

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[str]], *, exact: bool = False) -> "Phrases":
        """Gather phrases, given by what they stand for."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for value, phrases in entries.items():
            for phrase in phrases:
                group = words(phrase) if exact else tuple(stem(word) for word in words(phrase))
                found[group[0]].append((group, value))
        longest_first = {key: tuple(sorted(each, key=lambda e: -len(e[0]))) for key, each in found.items()}
        return cls(longest_first, exact)

    def at(self, sentence: Sentence, index: int, *values: str) -> Match | None:
        """Return the longest phrase that begins at a place, for one of some values if any are given."""
        for group, value in self.by_first_word.get(sentence.word(index, exact=self.exact), ()):
            if values and value not in values:
                continue
            if all(sentence.word(index + n, exact=self.exact) == word for n, word in enumerate(group)):
                return Match(value, len(group))
        return None

    def size(self, sentence: Sentence, index: int, *values: str) -> int:
        """Return how many words stand here for one of some values; 0 if none does."""
        match = self.at(sentence, index, *values)
        return match.size if match else 0

    def find(self, sentence: Sentence, start: int = 0, *values: str) -> int | None:
        """Return the first place at or after `start` where one of some values is said."""
        places = range(start, len(sentence))
        return next((place for place in places if self.size(sentence, place, *values)), None)

    @property
    def single_words(self) -> frozenset[str]:
        """Return the phrases made of one word."""
        return frozenset(
            first for first, each in self.by_first_word.items() if any(len(e[0]) == 1 for e in each)
        )

    def holds(self, word: str, value: str) -> bool:
        """Say whether a single word stands for a value."""
        key = word if self.exact else stem(word)
        return ((key,), value) in self.by_first_word.get(key, ())


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a language writes a day; only for days that a calendar library cannot write."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    impossible: str
    first: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One attribute per table of the grammar files; prompts/README says what each is for."""

    verbs: Phrases
    closed: Phrases
    skip: Phrases
    away: Phrases
    until: Phrases
    amend: Phrases
    question: Phrases
    negative: Phrases
    openers: Phrases
    deeds: Phrases
    encounters: Phrases
    coming: Phrases
    false_friends: Phrases
    one_each: Phrases
    days: Phrases
    units: Phrases
    weekdays: Phrases
    weekdays_short: Phrases
    months: Phrases
    numbers: Phrases
    rough_numbers: Phrases
    counting: Phrases
    nouns: Phrases
    channels: Phrases
    dated: Phrases
    profiles: Phrases
    money: Phrases
    cues: Phrases
    tags: Phrases
    search: Phrases
    guide: Phrases
    spoken: Mapping[str, Spoken]


EXACT = frozenset({"verbs", "days", "weekdays", "weekdays_short", "months", "numbers"})
"""Tables where a plural is another word."""

SINGLE = frozenset(
    {"verbs", "closed", "skip", "until", "amend", "deeds", "encounters", "false_friends"}
    | {"units", "weekdays", "weekdays_short", "months", "numbers", "rough_numbers", "channels", "money"}
    | {"profiles", "dated"}
)
"""Tables where a phrase has one meaning; in the others a word plays several parts (« et »)."""
