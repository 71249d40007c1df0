"""The words of a decision: why a reminder is silent, what is due and how urgent, seen from when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.domain.nudges import Ask, NudgeKey
from bot.domain.practices import Slot


class Why(StrEnum):
    """Why a reminder says nothing now: what a contributor needs to read."""

    OTHER_PHASE = "other_phase"
    ASKED_OF_SOMEBODY_ELSE = "asked_of_somebody_else"
    OFF = "off"
    """Private or quiet: never asked unless turned on."""
    REFUSED = "refused"
    STOPPED = "stopped"
    NOT_YET_INTRODUCED = "not_yet_introduced"
    ONE_SUBJECT_A_WEEK = "one_subject_a_week"
    SEASON = "season"
    """The team is in weeks that are not like the others."""
    CONDITION = "condition"
    """Its named predicate is false."""
    NOT_TODAY = "not_today"
    BEFORE_ARRIVAL = "before_arrival"
    ALREADY_ASKED = "already_asked"
    ALREADY_DONE = "already_done"
    PLANNED = "planned"
    SNOOZED = "snoozed"
    BACKED_OFF = "backed_off"
    NO_ROOM = "no_room"
    BUDGET = "budget"
    NOT_ALONE = "not_alone"
    DAY_OFF = "day_off"
    GENTLE = "gentle"


class Urgency(IntEnum):
    """The order in a message (PRACTICES §3): dated and urgent, just planned, core, dated, slow, daily."""

    URGENT = 0
    PLANNED = 1
    CORE = 2
    DATED = 3
    SLOW = 4
    LINE = 5


@dataclass(frozen=True, slots=True)
class Due:
    """Something to ask a person about a team, today."""

    team: int
    practice: str
    reminder: str
    period: str
    urgency: Urgency
    order: int
    slot: Slot
    ask: Ask = Ask.NUDGE
    alone: bool = True
    private: bool = False
    about: date | None = None
    step: str | None = None
    record: int | None = None
    """The record that the question is about."""
    nudge: int | None = None
    """The nudge put off until now: the person asked for it, so it does not count in the budget."""

    def key(self, person: int) -> NudgeKey:
        """Return what makes the nudge unique."""
        return NudgeKey(person, self.team, self.practice, self.reminder, self.period)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about one reminder."""

    team: int
    practice: str
    reminder: str
    why: Why | None
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant, seen from the person's own calendar."""

    now: datetime
    today: date
    morning: bool
    """Whether what comes every day is asked about the previous mission day."""
    arrived_on: date | None
    gentle: bool = False
    """Whether the week has one message, on the penultimate mission day."""
