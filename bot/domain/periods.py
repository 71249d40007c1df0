"""What is « this week »? A period is a local calendar period, never an instant.

A change of hour or of zone therefore neither skips nor doubles one (DESIGN §2, Time).
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_FIRST_MONDAY = date(2000, 1, 3)  # fortnights are counted from here, whatever the year
_REMEMBERED = 2_000  # years of weeks and days: whoever is decided about asks for the same few


class Every(StrEnum):
    """How long a period lasts."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of local days, both ends included, and the key that names it in the store."""

    key: str
    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@lru_cache(_REMEMBERED)
def period_of(every: Every, day: date) -> Period:
    """Return the period that holds a day: `2026-11-23`, `2026-W48`, `F2026-11-23`, `2026-11`, `2026-Q4`."""
    return _MAKERS[every](day)


@lru_cache(_REMEMBERED)
def week_of(day: date) -> Period:
    """Return the ISO week of a day, Monday to Sunday, keyed `2026-W48`."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=6))


def _day(day: date) -> Period:
    return Period(day.isoformat(), day, day)


def _fortnight(day: date) -> Period:
    first = day - timedelta(days=(day - _FIRST_MONDAY).days % 14)
    return Period(f"F{first.isoformat()}", first, first + timedelta(days=13))


def _month(day: date) -> Period:
    last = monthrange(day.year, day.month)[1]
    return Period(f"{day:%Y-%m}", day.replace(day=1), day.replace(day=last))


def _quarter(day: date) -> Period:
    quarter = (day.month - 1) // 3
    first = date(day.year, quarter * 3 + 1, 1)
    last = _month(date(day.year, quarter * 3 + 3, 1)).last
    return Period(f"{day.year}-Q{quarter + 1}", first, last)


_MAKERS: Mapping[Every, Callable[[date], Period]] = {
    Every.DAY: _day,
    Every.WEEK: week_of,
    Every.FORTNIGHT: _fortnight,
    Every.MONTH: _month,
    Every.QUARTER: _quarter,
}
