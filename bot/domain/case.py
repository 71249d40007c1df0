"""What every reminder of a team is judged on."""

from dataclasses import dataclass
from datetime import date

from bot.domain.activities import Activity
from bot.domain.occasions import Day
from bot.domain.outlook import TeamOutlook
from bot.domain.phases import Phase
from bot.domain.predicates import Facts
from bot.domain.verdicts import Moment


@dataclass(frozen=True, slots=True)
class Case:
    """A team, seen by a person on a day: worked out once."""

    of: TeamOutlook
    moment: Moment
    phase: Phase | None
    day: Day
    facts: Facts
    nothing_new: bool
    """Whether no practice is introduced this week, whichever it is."""


def day_recorded(activity: Activity) -> date:
    """Return the day a fact was told, whatever the day it is about."""
    return activity.recorded_at.date() if activity.recorded_at else activity.day
