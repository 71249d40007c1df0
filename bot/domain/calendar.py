"""Is this a day to speak? Mission days, minus holidays, closing days and absences.

Everything that counts days counts *these*: « mission days that are not off » (DESIGN §2, Time).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = frozenset(range(5))
_FAR = 400  # days; past this, somebody who never works is simply never there
_REMEMBERED = 4_000  # most people share their days off, and are asked about the same few dates


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away, both ends included. No reason is kept (LIVED §2.3)."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Say whether the day lies in the absence."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The days one person gives to one team."""

    mission: frozenset[int] = WEEKDAYS
    """Weekdays, Monday = 0."""
    closed: frozenset[date] = frozenset()
    """Public holidays of the team's calendar and the organisation's closing days."""
    absences: tuple[Absence, ...] = field(default=())

    def works(self, day: date) -> bool:
        """Say whether it is a mission day that is not off."""
        return (
            day.weekday() in self.mission
            and day not in self.closed
            and not any(absence.covers(day) for absence in self.absences)
        )

    def between(self, first: date, last: date) -> list[date]:
        """Return the mission days from first to last, both included."""
        return list(_worked(self, first, last))

    def next(self, day: date) -> date | None:
        """Return the first mission day after a day, or None within 400 days."""
        return _next(self, day)

    def on_or_after(self, day: date) -> date | None:
        """Return the day itself if it is a mission day, else the next one."""
        return day if self.works(day) else self.next(day)

    def brought_since(self, day: date) -> date:
        """Return the first day of which what is due slides forward to this one; a later day if it is off."""
        return _brought_since(self, day)

    def previous(self, day: date) -> date | None:
        """Return the last mission day before a day, or None within 400 days."""
        return _previous(self, day)

    def on_or_before(self, day: date) -> date | None:
        """Return the day itself if it is a mission day, else the one before: countdowns slide back."""
        return day if self.works(day) else self.previous(day)


@lru_cache(_REMEMBERED)
def _worked(work: WorkDays, first: date, last: date) -> tuple[date, ...]:
    return tuple(day for day in _days(first, last) if work.works(day))


@lru_cache(_REMEMBERED)
def _next(work: WorkDays, day: date) -> date | None:
    ahead = _days(day + timedelta(days=1), day + timedelta(days=_FAR))
    return next((candidate for candidate in ahead if work.works(candidate)), None)


@lru_cache(_REMEMBERED)
def _brought_since(work: WorkDays, day: date) -> date:
    before = work.previous(day)
    if not work.works(day):
        return date.max
    return before + timedelta(days=1) if before else date.min


@lru_cache(_REMEMBERED)
def _previous(work: WorkDays, day: date) -> date | None:
    back = (day - timedelta(days=n) for n in range(1, _FAR))
    return next((candidate for candidate in back if work.works(candidate)), None)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
