"""On which days does a reminder come up? One function per kind of rule; `due` decides whether to ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.committees import BUDGET, COMMITTEE, funding_end, next_committee
from bot.domain.counting import day_of, riskiest
from bot.domain.outlook import TeamOutlook
from bot.domain.periods import Every, Period, period_of
from bot.domain.practices import Practice, Reminder, Slot

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GENTLE_DAY = "penultimate"
_PATIENCE = timedelta(days=14)  # how long what follows a record may wait for room in a message


_WEEK = 7


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reason to ask today."""

    period: str
    """What makes it unique for this person, team, practice and reminder."""
    fell_due: date
    """The day it became due: nothing from before someone's arrival is asked."""
    about: date | None = None
    """The day, date or deadline the question is about."""
    step: str | None = None
    announced: bool = False
    """It is only said to be coming: a line."""
    urgent: bool = False
    """Dated, and a week away at most."""
    record: int | None = None
    """The record that calls for it."""
    within: Period | None = None
    """Where a record makes it unnecessary, for what comes every period."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which the question is whether to speak, and how it is looked at."""

    today: date
    morning: bool = True
    arrived_on: date | None = None
    gentle: bool = False
    """One message a week: what comes every week comes that day, except what opens the week."""


def occasions(practice: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> list[Occasion]:
    """Return why this reminder comes up today, if it does."""
    found = list(_KINDS[reminder.rule](practice, reminder, of, day))
    if found and reminder.about_open:
        record = riskiest(of.records_of(practice.id))
        found = [replace(each, record=record.id if record else None) for each in found]
    if reminder.at_most is None:
        return found
    return [replace(each, period=period_of(reminder.at_most, day.today).key) for each in found]


def position(work: WorkDays, period: Period, on: str | None) -> date | None:
    """Return the mission day of a period that a position or a weekday designates.

    A weekday slides forward inside the period, else back (DESIGN §2, catalogue).
    """
    days = work.between(period.first, period.last)
    if not days:
        return None
    if on in _WEEKDAYS:
        weekday = _WEEKDAYS.index(on)
        return next((day for day in days if day.weekday() >= weekday), days[-1])
    return days[_index(on, len(days))]


def _index(on: str | None, length: int) -> int:
    places = {"first": 0, "second": 1, "middle": (length - 1) // 2, "penultimate": length - 2}
    return min(max(places.get(on or "last", length - 1), 0), length - 1)


def _every(_: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    every = reminder.every or Every.DAY
    if every is Every.DAY:
        about = of.work.previous(day.today) if day.morning else day.today
        if about:
            period = period_of(every, about)
            yield Occasion(period.key, about, about, within=period)
        return
    period = period_of(every, day.today)
    on = GENTLE_DAY if day.gentle and every is Every.WEEK and reminder.on != "first" else reminder.on
    if reminder.slot is Slot.SLOW or position(of.work, period, on) == day.today:
        yield Occasion(period.key, day.today, within=period)


def _after(_: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    if reminder.after == "arrival":
        yield from _after_arrival(reminder, of, day)
        return
    span = of.team.span_on(day.today)
    if span is None:
        return
    announced, since = timedelta(days=reminder.announce), of.work.brought_since(day.today)
    for n, step in reminder.timetable(of.thresholds):
        due = span.starts_on + timedelta(days=n)
        if since <= due <= day.today:
            yield Occasion(f"{span.starts_on}+{n}", due, due, step, urgent=True)
        elif due - announced <= day.today < due:
            key = f"{span.starts_on}+{n}:announced"
            yield Occasion(key, due, due, f"{step}:announced", announced=True, urgent=True)


def _after_arrival(reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    if day.arrived_on is None:
        return
    for n, _ in reminder.timetable(of.thresholds):
        if of.work.next(day.arrived_on + timedelta(days=n)) == day.today:
            yield Occasion(f"arrival+{n}", day.today)


def _before(_: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    target = _target(reminder, of, day.today)
    if target is None:
        return
    for n, step in sorted(reminder.timetable(of.thresholds)):
        if of.work.on_or_before(target - timedelta(days=n)) == day.today:
            yield Occasion(f"{target}-{n}", day.today, target, step or None, urgent=n <= _WEEK)
            return  # two steps that slide to the same day: the nearest is said


def _target(reminder: Reminder, of: TeamOutlook, today: date) -> date | None:
    if reminder.before == "end of funding":
        return funding_end(of.team, of.records_of(BUDGET))
    return next_committee(of.records_of(COMMITTEE), today)


def _on_dates(_: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    for text in reminder.on_dates:
        due = date.fromisoformat(f"{day.today.year}-{text}")
        if of.work.brought_since(day.today) <= due <= day.today:
            yield Occasion(due.isoformat(), due, due)


def _stale_after(practice: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    records = of.records_of(practice.id)
    since = max([*(each.day for each in records), *_beginnings(practice, of, day)], default=None)
    most = of.thresholds.figure(reminder.stale_after or 0)
    if since is None or not most:
        return
    times = (day.today - since).days // most
    if times:
        yield Occasion(f"{since}+{times * most}", day.today, since)


def _beginnings(practice: Practice, of: TeamOutlook, day: Day) -> list[date]:
    subject = of.subjects.get(practice.id)
    return [each for each in (day.arrived_on, subject.on if subject else None) if each]


def _each(practice: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    n, counted = reminder.each or (1, frozenset[str]())
    records = of.records(counted)
    own = of.records_of(practice.id)
    since = [each for each in records if not own or each.id > own[-1].id]
    if len(since) >= n:
        yield Occasion(f"{'+'.join(sorted(counted))}:{len(records) // n * n}", day.today)


def _on_field(practice: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    for record in of.records_of(practice.id):
        due = _field_date(practice, record, reminder)
        if due and record.closed_on is None and due <= day.today <= due + _PATIENCE:
            yield Occasion(f"record-{record.id}", due, due, record=record.id)


def _field_date(practice: Practice, record: Activity, reminder: Reminder) -> date | None:
    """Return when a record is asked about, after its day; a past date that was left out is that day."""
    field = practice.field(reminder.on_field or "")
    said = day_of(record.answers.get(field.id)) if field else None
    later = timedelta(days=reminder.offset)
    if field and field.future:
        return said + later if said else None
    return max((said or record.day) + later, record.day + timedelta(days=1))


def _after_event(practice: Practice, reminder: Reminder, of: TeamOutlook, day: Day) -> Iterator[Occasion]:
    events = of.records_of(reminder.after_event or "")
    recent = [each for each in events if each.day <= day.today <= each.day + _PATIENCE]
    own = of.records_of(practice.id)
    if recent and not any(each.id > recent[-1].id for each in own):
        yield Occasion(f"event-{recent[-1].id}", recent[-1].day, recent[-1].day)


def _once(_: Practice, __: Reminder, ___: TeamOutlook, day: Day) -> Iterator[Occasion]:
    yield Occasion("once", day.today)


_KINDS = {
    "every": _every,
    "after": _after,
    "before": _before,
    "on_dates": _on_dates,
    "stale_after": _stale_after,
    "each": _each,
    "on_field": _on_field,
    "after_event": _after_event,
    "once": _once,
}
