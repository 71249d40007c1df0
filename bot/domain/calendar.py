"""Is this a day to speak? Mission days, minus holidays, closing days and absences.

Everything that counts days counts *these*: « mission days that are not off » (DESIGN §2, Time).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = frozenset(range(5))
_FAR = 400  # days; past this, somebody who never works is simply never there


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
        return [day for day in _days(first, last) if self.works(day)]

    def next(self, day: date) -> date | None:
        """Return the first mission day after a day, or None within 400 days."""
        ahead = _days(day + timedelta(days=1), day + timedelta(days=_FAR))
        return next((candidate for candidate in ahead if self.works(candidate)), None)

    def on_or_after(self, day: date) -> date | None:
        """Return the day itself if it is a mission day, else the next one."""
        return day if self.works(day) else self.next(day)

    def previous(self, day: date) -> date | None:
        """Return the last mission day before a day, or None within 400 days."""
        back = (day - timedelta(days=n) for n in range(1, _FAR))
        return next((candidate for candidate in back if self.works(candidate)), None)

    def on_or_before(self, day: date) -> date | None:
        """Return the day itself if it is a mission day, else the one before: countdowns slide back."""
        return day if self.works(day) else self.previous(day)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
