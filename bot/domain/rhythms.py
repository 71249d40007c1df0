"""How often is a practice asked about in a phase? Days, so that two phases can be compared."""

from bot.domain.periods import Every
from bot.domain.phases import Phase
from bot.domain.practices import Practice, Reminder
from bot.domain.thresholds import Thresholds

_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.FORTNIGHT: 14, Every.MONTH: 30, Every.QUARTER: 91}


def asked_every(practice: Practice, phase: Phase | None, thresholds: Thresholds) -> int | None:
    """Return the fewest days between two of its regular questions; None if no question is regular."""
    asked = (_days(each, thresholds) for each in practice.reminders if phase in each.phases)
    return min((days for days in asked if days), default=None)


def _days(reminder: Reminder, thresholds: Thresholds) -> int | None:
    if reminder.every:
        return _DAYS[reminder.every]
    return thresholds.figure(reminder.stale_after) if reminder.stale_after else None
