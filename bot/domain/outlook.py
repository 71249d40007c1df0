"""Everything there is to know about one person to decide whether to speak to them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.nudges import Nudge, NudgeState
from bot.domain.people import Membership, Person, Role, Team
from bot.domain.phases import Phase
from bot.domain.practices import Asks, Practice
from bot.domain.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Subject:
    """A practice that was introduced to someone, and what they said of it."""

    practice: str
    state: str
    """`introduced`, `accepted`, `refused` or `stopped`."""
    on: date
    phase: Phase | None = None


@dataclass(frozen=True)
class TeamOutlook:
    """One of their teams, as they see it."""

    team: Team
    membership: Membership
    work: WorkDays
    """Their mission days in this team, minus what is off."""
    activities: tuple[Activity, ...] = ()
    nudges: tuple[Nudge, ...] = ()
    """What this person was asked for this team."""
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    volunteers: frozenset[str] = frozenset()
    """Practices that some teammate accepted to be asked."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    """The figures of the method, as this team has them."""

    def asks_them(self, practice: str, asks: Asks) -> bool:
        """Say whether a reminder is put to this person rather than to somebody else, or nobody."""
        accepted = practice in self.membership.asked
        leads = self.membership.role is Role.INTRAPRENEUR
        if asks is Asks.INTRAPRENEUR:
            return leads
        if asks is Asks.VOLUNTEER:
            return accepted or (leads and practice not in self.volunteers)
        return accepted or leads

    def records_of(self, practice: str) -> Sequence[Activity]:
        """Return the team's records of a practice, oldest first."""
        return self._records_of.get(practice, ())

    def records(self, practices: frozenset[str]) -> Sequence[Activity]:
        """Return the team's records of some practices, oldest first."""
        if len(practices) == 1:
            return self.records_of(*practices)
        return [each for each in self.activities if each.practice in practices]

    def asked(self, practice: Practice) -> Sequence[Nudge]:
        """Return what this person was asked about a practice, oldest first."""
        if not practice.formerly:
            return self._asked_of.get(practice.id, ())
        names = {practice.id, *practice.formerly}
        return [nudge for nudge in self.nudges if nudge.key.practice in names]

    def waits(self, practice: Practice) -> bool:
        """Say whether something about a practice was planned, or put off, under any name it had."""
        return not self.waiting.isdisjoint((practice.id, *practice.formerly))

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The practices about which something was planned, or put off."""
        waiting = (each for each in self.nudges if each.state in {NudgeState.PLANNED, NudgeState.LATER})
        return frozenset(each.key.practice for each in waiting)

    @cached_property
    def _records_of(self) -> Mapping[str, list[Activity]]:
        """Every reminder looks for those of its practice: they are sorted out once."""
        found: dict[str, list[Activity]] = defaultdict(list)
        for each in self.activities:
            found[each.practice].append(each)
        return found

    @cached_property
    def _asked_of(self) -> Mapping[str, list[Nudge]]:
        found: dict[str, list[Nudge]] = defaultdict(list)
        for nudge in self.nudges:
            found[nudge.key.practice].append(nudge)
        return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """A person, their teams, and what was already said to them this week."""

    person: Person
    teams: tuple[TeamOutlook, ...]
    moments: tuple[tuple[date, int], ...] = ()
    """Local date and number of items of each message of the current week."""
