"""What a text may mean (GRAMMAR). Reading returns one of these; deeds act on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.activities import Answers


@dataclass(frozen=True, slots=True)
class Log:
    """Something done: to be recorded. `text` is the sentence whole; the rest is read off it."""

    practice: str
    day: date
    answers: Answers = field(default_factory=dict)
    text: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    day_given: bool = False
    """Whether the sentence named the day; otherwise it is today."""
    approximate: bool = False
    """« une dizaine »: shown as « environ 10 »."""
    check: bool = False
    """A count was added up (« 2 + 1 »): record it, and ask whether it is right."""
    times: int = 1
    """« 3 tests » that were three sessions: as many records."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Something to come, for a practice that has plans, or a date field that may be future."""

    practice: str
    on: date
    answers: Answers = field(default_factory=dict)
    text: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settle:
    """What was found about a record that is open: its answer, or a step towards it."""

    record: int
    text: str
    closes: bool


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A practice named alone: the person wants the form, or a question where there is none."""

    practice: str


@dataclass(frozen=True, slots=True)
class Verb:
    """One of Pouce's own verbs (`help`, `week`, `team`, `settings`…) and what followed it."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A verb or alias with a slip of the finger: ask, never record. `meant` is what it would be."""

    typed: str
    suggestion: str
    meant: "Intent"
    text: str
    answer: "Log | Plan | None" = None
    """What it answers without any slip, when the question left open is about something else."""


@dataclass(frozen=True, slots=True)
class Propose:
    """A natural opening (« on a livré… ») that is probably a record: ask first."""

    log: Log


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two readings live: say them and let the person choose. The text is kept."""

    kind: str
    """`date_or_count`, `people_or_sessions`, `impossible_date`, `false_friend`, `until`, `amount`,
    `future_record`."""
    options: tuple["Intent", ...]
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nothing:
    """An explicit nothing: closes the question, records no zero."""


@dataclass(frozen=True, slots=True)
class Negative:
    """« shipped nothing, waiting on legal »: no record; perhaps a blocker."""

    practice: str
    blocker: str
    text: str


@dataclass(frozen=True, slots=True)
class Social:
    """`thanks`, `ok` or `greeting`: never a record."""

    kind: str


@dataclass(frozen=True, slots=True)
class NoContent:
    """A thumb or a smile alone: done, or seen?"""


@dataclass(frozen=True, slots=True)
class Later:
    """Ask again `later` today, on the next mission day (`tomorrow`), or `next_week`."""

    when: str


@dataclass(frozen=True, slots=True)
class NotThisTime:
    """Skip this one. A health word is neither kept nor shown."""

    reason: str = ""
    health: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """« stop »: ask what to stop."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence until a day, included; None asks how long."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """« je suis de retour ». Never a feedback."""


@dataclass(frozen=True, slots=True)
class Amend:
    """« erreur, c'était 2 pas 3 »: corrects the last record."""

    new: float
    old: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody asks for figures; nothing is recorded. `practice` is None when not understood."""

    practice: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed: show the state and the next useful step."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not understood: keep the text and ask where it belongs. `nearest` are practices to offer."""

    text: str
    nearest: tuple[str, ...] = ()
    on: date | None = None
    """The day it tells of, if it is not today."""
    links: tuple[str, ...] = ()


Intent = (
    Log
    | Plan
    | OpenForm
    | Settle
    | Verb
    | NearMiss
    | Propose
    | Doubt
    | Nothing
    | Negative
    | Social
    | NoContent
    | Later
    | NotThisTime
    | Stop
    | Pause
    | Back
    | Amend
    | Question
    | Empty
    | Unclear
)
