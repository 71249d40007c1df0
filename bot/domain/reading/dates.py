"""A day that a sentence may mean, around today: its reading up to today, its reading after."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import WorkDays

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Typed:
    """A day, a month and perhaps a year, as typed; they may not exist."""

    day: int
    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day said in a sentence, from token `first` up to `last`, and what it may be."""

    first: int
    last: int
    past: date | None = None
    """Its reading up to today."""
    coming: date | None = None
    """Its reading after today."""
    bare: bool = False
    """A weekday and nothing else."""
    typed: Typed | None = None
    count: int | None = None
    """« 2 décembre » begins with a number that might have been a count."""

    @property
    def impossible(self) -> bool:
        """Say whether no calendar has this day."""
        return self.past is None and self.coming is None

    def read(self, *, ahead: bool) -> date:
        """Return the day: a bare weekday goes back unless `ahead`; a day of the year goes to the nearest."""
        if self.past is None or self.coming is None:
            return self.past or self.coming or date.min
        return self.coming if ahead else self.past


def existing(typed: Typed, year: int) -> date | None:
    """Return the date, if that year's calendar has it."""
    try:
        return date(year, typed.month, typed.day)
    except ValueError:
        return None


def neighbours(typed: Typed, today: date) -> tuple[date, ...]:
    """Return the days around one that does not exist: the last of its month, the first of the next."""
    if not 0 < typed.month <= len(MONTHS):
        return ()
    year = typed.year or min(
        (today.year, today.year + 1, today.year - 1), key=lambda each: _distance(typed, each, today)
    )
    last = date(year, typed.month, monthrange(year, typed.month)[1])
    return last, last + timedelta(days=1)


def _distance(typed: Typed, year: int, today: date) -> timedelta:
    return abs(date(year, typed.month, 28) - today)


def nearest(day: Day, today: date) -> date:
    """Return the reading nearest to today."""
    if day.past is None or day.coming is None:
        return day.read(ahead=False)
    return day.past if today - day.past <= day.coming - today else day.coming


def soonest(day: Day, today: date) -> date:
    """Return the coming reading, unless the other has only just gone by: for days one looks forward to."""
    if day.past and day.coming and today - day.past <= _RECENT and not day.bare:
        return day.past
    return day.read(ahead=True)


def _last_week(today: date, works: Callable[[], WorkDays]) -> date:
    sunday = today - timedelta(days=today.weekday() + 1)
    return _within_week(sunday, works)


def _next_week(today: date, works: Callable[[], WorkDays]) -> date:
    return _within_week(today + timedelta(days=13 - today.weekday()), works)


def _within_week(sunday: date, works: Callable[[], WorkDays]) -> date:
    """Return the last mission day of a week, its Friday if there is none."""
    days = works().between(sunday - timedelta(days=6), sunday)
    return days[-1] if days else sunday - timedelta(days=2)


NAMED: dict[str, Callable[[date, Callable[[], WorkDays]], date]] = {
    "today": lambda today, _: today,
    "yesterday": lambda today, _: today - timedelta(days=1),
    "day_before_yesterday": lambda today, _: today - timedelta(days=2),
    "tomorrow": lambda today, _: today + timedelta(days=1),
    "day_after_tomorrow": lambda today, _: today + timedelta(days=2),
    "last_week": _last_week,
    "next_week": _next_week,
    "last_month": lambda today, _: today.replace(day=1) - timedelta(days=1),
}
