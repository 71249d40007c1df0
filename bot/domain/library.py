"""What a coach would lend from the shelf: tips, sets of questions, and where each comes from (METHOD §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.phases import Phase


@dataclass(frozen=True, slots=True)
class Source:
    """Whose idea it is: shown with what is drawn from it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TipWords:
    """A tip in one language: our own words, never a sentence of the source."""

    name: str
    """What it is called when it is spoken of again, two weeks later."""
    text: str
    """One or two sentences, which stand as one line under a question."""
    question: str
    """One open question, to begin with."""


@dataclass(frozen=True, slots=True)
class Tip:
    """One thing to try."""

    id: str
    topic: str
    phases: frozenset[Phase]
    source: Source
    words: Mapping[str, TipWords]
    beside: str | None = None
    """The practice whose question it comes with; None is any."""
    when: str | None = None
    """The name of a predicate in `bot.domain.predicates`; false means that it would not help now."""


@dataclass(frozen=True, slots=True)
class ShelfWords:
    """What a topic or a situation is called in one language, and what people type for it."""

    label: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with its tips."""

    id: str
    order: int
    words: Mapping[str, ShelfWords]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Open questions for a situation that coaches meet (METHOD §6.1)."""

    id: str
    order: int
    words: Mapping[str, ShelfWords]
    questions: Mapping[str, tuple[str, ...]]
    source: Source


@dataclass(frozen=True, slots=True)
class Library:
    """Everything on the shelf, in order."""

    topics: Sequence[Topic] = ()
    tips: Sequence[Tip] = ()
    questions: Sequence[QuestionSet] = field(default=())

    def tip(self, tip_id: str) -> Tip | None:
        """Return a tip by its id."""
        return next((each for each in self.tips if each.id == tip_id), None)
