"""A person's day, inside their week: what was said, what may be, and when the slow question has its turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.budget import Allowance, Budget
from bot.domain.due import Which, dues, waits_for_slot
from bot.domain.nudges import Nudge
from bot.domain.outlook import Outlook
from bot.domain.periods import week_of
from bot.domain.practices import Catalogue, Reminder, Slot
from bot.domain.verdicts import Due, Moment, Urgency

_SLOW_DAY_FROM = 4  # mission days in the week from which the slow question has a day of its own


@dataclass(frozen=True)
class Today:
    """A person's day, inside their week."""

    outlook: Outlook
    catalogue: Catalogue
    moment: Moment
    budget: Budget
    evening: bool

    @cached_property
    def days(self) -> Sequence[date]:
        """Their mission days of this week."""
        return _week_days(self.outlook, self.moment.today)

    @cached_property
    def ahead(self) -> Sequence[date]:
        """Those that are still to come."""
        return [day for day in self.days if day > self.moment.today]

    @cached_property
    def slow_day(self) -> date | None:
        """The day that the slow question has for itself, where there are enough of them: the middle one."""
        return self.days[(len(self.days) - 1) // 2] if len(self.days) >= _SLOW_DAY_FROM else None

    @property
    def rides(self) -> bool:
        """Whether the slow question only rides with another one today: it has no day, and others come."""
        return self.slow_day is None and bool(self.ahead)

    @cached_property
    def takes_slow(self) -> bool:
        """Whether the slow question of the week may come today (PRACTICES §3).

        Where it has no day of its own, it rides with the first message that has room, and on the last day
        of the week it may come by itself.
        """
        elsewhere = self.slow_day is not None and self.slow_day != self.moment.today
        return not elsewhere and not _slow_was_asked(self.outlook, self.catalogue, self.moment.today)

    def dues(self, which: Which) -> Iterator[Due]:
        """Return what is due of some reminders."""
        for of in self.outlook.teams:
            yield from dues(of, self.catalogue, self.moment, which)

    def slow_dues(self) -> Iterator[Due]:
        """Return the slow questions that may be asked, one after the other: one is often enough to know."""
        return (due for due in self.dues(waits_for_slot) if due.urgency is Urgency.SLOW)


@dataclass(frozen=True, slots=True)
class WeekSoFar:
    """What was said to somebody this week of their own, and the most that may be."""

    messages: int
    items: int
    allowance: Allowance


def _week_days(outlook: Outlook, today: date) -> list[date]:
    week = week_of(today)
    return sorted({day for of in outlook.teams for day in of.work.between(week.first, week.last)})


def _slow_was_asked(outlook: Outlook, catalogue: Catalogue, today: date) -> bool:
    week = week_of(today)
    nudges = [nudge for of in outlook.teams for nudge in of.nudges if nudge.asked_on in week]
    reminders = (_reminder_of(nudge, catalogue) for nudge in nudges)
    return any(reminder is not None and reminder.slot is Slot.SLOW for reminder in reminders)


def _reminder_of(nudge: Nudge, catalogue: Catalogue) -> Reminder | None:
    practice = catalogue.get(nudge.key.practice)
    return practice.reminder(nudge.key.reminder) if practice else None


def week_so_far(outlook: Outlook, budget: Budget, today: date) -> WeekSoFar:
    """Count what came in the week of a day, next to what its mission days allow."""
    week = week_of(today)
    said = [items for day, items in outlook.moments if day in week and items]
    allowance = budget.for_week(len(_week_days(outlook, today)), outlook.person.rhythm)
    return WeekSoFar(len(said), sum(said), allowance)
