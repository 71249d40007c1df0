"""What is a practice? One thing worth doing, asking about and recording; one file of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.domain.library import Library
from bot.domain.periods import Every
from bot.domain.phases import Phase
from bot.domain.thresholds import Thresholds


class FieldKind(StrEnum):
    """What an answer is, and how it is stored (DESIGN §2, catalogue)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    RATING = "rating"
    MONEY = "money"
    URL = "url"
    YES_NO = "yes_no"
    LINK = "link"


class Tier(StrEnum):
    """How a reminder competes for attention (PRACTICES §1)."""

    DATED = "dated"
    CORE = "core"
    SLOW = "slow"
    QUIET = "quiet"
    SELF = "self"


class Visibility(StrEnum):
    """Who reads a record: its author, or the team with its coaches and observers."""

    PRIVATE = "private"
    TEAM = "team"


class Asks(StrEnum):
    """Who a reminder is put to. Teammates are asked only what they accepted."""

    INTRAPRENEUR = "intrapreneur"
    VOLUNTEER = "volunteer"
    """A teammate who accepted the practice; if there is none, the intrapreneur."""
    BOTH = "both"
    """The intrapreneur and every teammate who accepted."""
    ANY = "any"
    """Each active member who is not a reader."""


class Satisfies(StrEnum):
    """Whose record makes the reminder unnecessary."""

    PERSON = "person"
    TEAM = "team"


class Slot(StrEnum):
    """Where an item may stand in the message of the day."""

    QUESTION = "question"
    LINE = "line"
    """One line with one button; becomes the question when nothing better is due."""
    SLOW = "slow"
    """Competes for the one slow question of the week."""


@dataclass(frozen=True, slots=True)
class Field:
    """One answer of a practice's form."""

    id: str
    kind: FieldKind
    required: bool = False
    count: bool = False
    """The one number that a bare figure in a sentence fills."""
    with_unit: bool = False
    """For a count: only a figure whose unit is said fills it: « 12 jours d’attente »."""
    main: bool = False
    """The text that the whole sentence fills; one per practice."""
    future: bool = False
    """For a date: whether a coming day is allowed."""
    choices: tuple[str, ...] = ()
    """Stable ids of the values, in order; their words are in `FieldWords.choices`."""
    links_to: str | None = None
    """For a link: the practice whose record is pointed at."""
    minimum: float | None = None
    maximum: float | None = None
    """For a rating that does not go up to 5."""


@dataclass(frozen=True)
class Reminder:
    """A rule that says when a practice is due and who is asked.

    Exactly one of `every`, `after`, `before`, `on_dates`, `stale_after`, `each`, `on_field`,
    `after_event` and `once` says when; the rest says for whom and how.
    """

    id: str
    phases: frozenset[Phase]
    tier: Tier
    every: Every | None = None
    on: str | None = None
    """`first`, `second`, `middle`, `penultimate`, `last` mission day of the period, or a weekday name."""
    goal: int | str = 1
    """How many records of the period are enough; as `days` and `stale_after`, it may name a threshold."""
    after: str | None = None
    """`phase start` or `arrival`; `days` says how many days later, one step each."""
    before: str | None = None
    """`next committee` or `end of funding`; `days` says how many days earlier, one step each."""
    days: tuple[int | str, ...] = ()
    steps: tuple[str, ...] = ()
    """A name for each of `days`: the step of a countdown, the kind of a milestone."""
    announce: int = 0
    """For `after`: also say it once, this many days before."""
    on_dates: tuple[str, ...] = ()
    """`MM-DD` dates of every year."""
    stale_after: int | str | None = None
    """Days since the team's last record; or the name of a threshold, which configuration may change."""
    each: tuple[int, frozenset[str]] | None = None
    """Every n records of some practices since the last one of this practice."""
    on_field: str | None = None
    """A date field of a record of this practice, or its `day`: asked once per record, `offset` days later."""
    offset: int = 0
    after_event: str | None = None
    """A practice whose record calls for this one."""
    about_open: bool = False
    """Whether it is about the riskiest record that is still open, when one is."""
    at_most: Every | None = None
    """However often it comes up, it is asked once in this period."""
    once: bool = False
    when: str | None = None
    """The name of a predicate in `bot.domain.predicates`; false means not due."""
    asks: Asks = Asks.INTRAPRENEUR
    scope: Satisfies = Satisfies.TEAM
    satisfied_by: frozenset[str] = frozenset()
    """Practices whose record counts as done; this one if empty."""
    slot: Slot = Slot.QUESTION
    rank: int | None = None
    """Its place among equally urgent questions, if it is not its practice's `order`."""
    alone: bool = True
    """Whether it may make a message by itself."""

    def timetable(self, thresholds: Thresholds) -> tuple[tuple[int, str], ...]:
        """Return each of `days` as a team has it, and its step."""
        steps = self.steps or ("",) * len(self.days)
        return tuple((thresholds.figure(n), step) for n, step in zip(self.days, steps, strict=True))

    @cached_property
    def rule(self) -> str:
        """Return which of the fields says when."""
        names = ("every", "after", "before", "on_dates", "stale_after", "each", "on_field", "after_event")
        return next((name for name in names if getattr(self, name)), "once")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field is called in one language."""

    label: str
    """At most 24 characters: Mattermost cuts the labels of its dialogs there (PLATFORMS §2)."""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, str] = field(default_factory=dict)
    """For a number: what is counted, by plural category: `one = "personne"`, `other = "personnes"`."""


@dataclass(frozen=True, slots=True)
class PracticeWords:
    """Everything said about a practice in one language; `{…}` are facts that code supplies."""

    label: str
    aliases: tuple[str, ...]
    help: str
    introduction: str
    nudge: tuple[str, ...]
    """Wordings of the question; one whose fact is missing is passed over."""
    line: tuple[str, ...]
    """The same, as one line under another question."""
    by_reminder: Mapping[str, tuple[str, ...]]
    """Wordings of particular reminders or steps, instead of `nudge`."""
    noted: str
    missing: Mapping[str, str]
    """The one thing asked when a field was left out, by field id, in the order asked."""
    planned: tuple[str, ...]
    """What is said on the planned day: the success criterion."""
    plan_past: tuple[str, ...]
    """What is asked on the first mission day after the planned one."""
    summary: tuple[str, ...]
    none: str
    """The summary when nothing was noted: said as a fact, never as a fault."""
    examples: tuple[str, ...]
    """Lines that must parse as a record of this practice; tests read them."""
    fields: Mapping[str, FieldWords]
    steps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Practice:
    """One thing worth doing, asking about and recording."""

    id: str
    order: int
    phases: frozenset[Phase]
    tier: Tier
    fields: tuple[Field, ...]
    reminders: tuple[Reminder, ...]
    words: Mapping[str, PracticeWords]
    measure: str = "count"
    """The name of a measure in `bot.domain.measures`."""
    visibility: Visibility = Visibility.TEAM
    plannable: bool = False
    """Whether a coming day makes a plan; without it a coming day is refused or is part of the record."""
    ahead: bool = False
    """Whether it tells of days to come: a day in its sentence is the date of something, not of the record."""
    opens: bool = False
    """Whether a record has a state, and the verb *close*."""
    arrives: Mapping[Phase, int] = field(default_factory=dict)
    """The week after arrival when it may be introduced; 1 is on from the first day; absent is never."""
    formerly: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    """What may be recorded because of it: offered with its confirmation."""
    rows: tuple[str, ...] = ()
    """The rows of the method that it serves: the ids of `prompts/method.toml`."""
    keep_days: int | None = None
    """How long its private records are kept; None is until their author erases them."""
    emoji: str = ""

    @property
    def count_field(self) -> Field | None:
        """The field that a bare figure fills."""
        return next((each for each in self.fields if each.count), None)

    @property
    def main_field(self) -> Field | None:
        """The field that the whole sentence fills."""
        return next((each for each in self.fields if each.main), None)

    def field(self, field_id: str) -> Field | None:
        """Return one field by its id."""
        return next((each for each in self.fields if each.id == field_id), None)

    def reminder(self, reminder_id: str) -> Reminder | None:
        """Return one reminder by its id."""
        return next((each for each in self.reminders if each.id == reminder_id), None)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every practice, in the order of the method, and the library.

    There is one: what is worked out from it is remembered.
    """

    practices: tuple[Practice, ...]
    library: Library = field(default_factory=Library)
    """What may be lent: tips and sets of questions."""

    def __getitem__(self, practice_id: str) -> Practice:
        found = self.get(practice_id)
        if found is None:
            raise KeyError(practice_id)
        return found

    def get(self, practice_id: str) -> Practice | None:
        """Return a practice by its id, or by one it had before."""
        for practice in self.practices:
            if practice.id == practice_id or practice_id in practice.formerly:
                return practice
        return None

    def renamed(self) -> dict[str, str]:
        """Return the ids that practices had before, and the ids they have."""
        return {old: practice.id for practice in self.practices for old in practice.formerly}

    def in_phase(self, phase: Phase | None) -> tuple[Practice, ...]:
        """Return the practices of a phase, in order."""
        return tuple(each for each in self.practices if phase in each.phases)
