"""Weeks that are not like the others: a committee to prepare, summer, a freeze. A season ends by itself."""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain.practices import Practice, Reminder, Slot, Tier
from bot.domain.thresholds import Thresholds

LONGEST = timedelta(days=120)
_USUAL = timedelta(days=28)


class Season(StrEnum):
    """What a team is going through; the values are stored."""

    COMMITTEE = "committee"
    """Only what leads to it: no new subject, no slow question."""
    SUMMER = "summer"
    """Only what has a date."""
    FREEZE = "freeze"
    """Nothing is released: nothing is asked about releases."""
    RESERVE = "reserve"
    """Before an election, an administration keeps quiet in public."""


_IN_PUBLIC = frozenset({"public_voice", "outreach", "news", "workshop", "growth"})


def silences(season: Season, practice: Practice, reminder: Reminder) -> bool:
    """Say whether a reminder keeps quiet in a season."""
    match season:
        case Season.COMMITTEE:
            return reminder.slot is Slot.SLOW
        case Season.SUMMER:
            return reminder.tier is not Tier.DATED
        case Season.FREEZE:
            return practice.id == "release"
    return practice.id in _IN_PUBLIC


def usual_end(season: Season, today: date, committee: date | None, thresholds: Thresholds) -> date:
    """Return the last day of a season of which nobody said the end: not that of another time of the year."""
    ends = today + _USUAL
    if season is Season.COMMITTEE and committee:
        ends = committee + timedelta(days=thresholds.committee_quiet_after_days)
    if season is Season.SUMMER:
        ends = date(today.year + (today.month > 8), 8, 31)  # noqa: PLR2004 - August
    return ends if ends <= today + LONGEST else today + _USUAL
