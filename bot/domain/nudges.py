"""What was asked: one reminder, one person, one team, one period."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class NudgeState(StrEnum):
    """Where a question is. Silence is *asked* (or *closed*) without an answer."""

    ASKED = "asked"
    ANSWERED = "answered"
    PLANNED = "planned"
    LATER = "later"
    SKIPPED = "skipped"
    CLOSED = "closed"
    """A newer nudge of the same practice took its place."""


OPEN = frozenset({NudgeState.ASKED, NudgeState.LATER, NudgeState.PLANNED})
"""What still waits for an answer."""


class Ask(StrEnum):
    """How an item of a message is put."""

    NUDGE = "nudge"
    INTRODUCE = "introduce"
    """First time: one sentence, [On essaie] [Pas pour nous]."""
    PLANNED_DAY = "planned_day"
    """On the day something is planned: what would say that the idea fails?"""
    PLAN_PAST = "plan_past"
    """The first mission day after a plan: what did it give?"""
    TIP = "tip"
    """Something to try, lent from the library: [J’essaie]."""
    TRIED = "tried"
    """Two weeks after a tip was taken: what did it give? Once."""
    HELPS = "helps"
    """At weeks 4 and 12: does Pouce help?"""


ASIDES = frozenset({Ask.TIP, Ask.TRIED, Ask.HELPS})
"""What is said beside the practices: no record answers it."""


@dataclass(frozen=True, slots=True)
class NudgeKey:
    """What makes a nudge unique, for ever."""

    person: int
    team: int
    practice: str
    reminder: str
    period: str


@dataclass(frozen=True, slots=True)
class Nudge:
    """One question that was put, and what became of it."""

    id: int
    key: NudgeKey
    state: NudgeState
    asked_on: date
    ask: Ask = Ask.NUDGE
    about: date | None = None
    """The day the question is about, when it is about one."""
    planned_on: date | None = None
    later_until: datetime | None = None
    reason: str | None = None
    """Why it was skipped; for a planned day, what would make the idea fail."""
    activity: int | None = None
    delivery: int | None = None
    as_line: bool = False
    on_screen: bool = True
    """Whether its buttons still show; a question that was replaced loses them once."""

    @property
    def unanswered(self) -> bool:
        """Say whether it met silence."""
        return self.state in {NudgeState.ASKED, NudgeState.CLOSED}

    def is_since(self, day: date) -> bool:
        """Say whether it was put on a day or later, or planned for it or later."""
        return self.asked_on >= day or (self.planned_on is not None and self.planned_on >= day)
