"""What every reminder of a team is judged on."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.activities import Activity
from bot.domain.committees import COMMITTEE, in_committee_week
from bot.domain.nudges import Ask
from bot.domain.occasions import Day
from bot.domain.outlook import TeamOutlook
from bot.domain.periods import week_of
from bot.domain.phases import Phase
from bot.domain.predicates import Facts
from bot.domain.verdicts import Moment


@dataclass(frozen=True)
class Case:
    """A team, seen by a person on a day: worked out once."""

    of: TeamOutlook
    moment: Moment
    phase: Phase | None
    day: Day
    facts: Facts

    @cached_property
    def nothing_new(self) -> bool:
        """Whether no practice is introduced this week, whichever it is."""
        near = in_committee_week(self.of.records_of(COMMITTEE), self.moment.today, self.of.thresholds)
        return near or self._introduced_lately()

    def _introduced_lately(self) -> bool:
        monday = week_of(self.moment.today).first
        return any(each.ask is Ask.INTRODUCE and each.asked_on >= monday for each in self.of.nudges)


def day_recorded(activity: Activity) -> date:
    """Return the day a fact was told, whatever the day it is about."""
    return activity.recorded_at.date() if activity.recorded_at else activity.day
