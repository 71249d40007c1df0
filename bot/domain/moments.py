"""When may Pouce speak to someone? At their moment, in their own zone, on their mission days."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import WorkDays
from bot.domain.people import Person, Rhythm

EVENING = time(16, 30)
"""« Later » and end-of-day lines never come past this (LIVED L18)."""
_HORIZON = 60  # days looked ahead at a time; someone away for longer is looked at again then


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a local time: after the gap in spring, the first one in autumn.

    Where the gap ends the day, as in Nuuk, before it: a day's moment falls on that day.
    """
    found = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).date() == day:
        return found
    return datetime.combine(day, at.replace(fold=1), tzinfo=zone).astimezone(UTC)


def local_date(now: datetime, person: Person) -> date:
    """Return the date on the person's own calendar."""
    return now.astimezone(person.tz).date()


def last_night(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last instant of yesterday: every moment of today is after it."""
    return instant(now.astimezone(zone).date(), time(0), zone) - timedelta(microseconds=1)


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the message of the day expires: the person's next local midnight, in UTC."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return instant(tomorrow, time(0), zone)


def next_moment(
    person: Person, works: Sequence[WorkDays], laters: Iterable[datetime], now: datetime
) -> datetime:
    """Return the next instant (UTC, after now) at which this person is looked at.

    It is their moment on a day that some team works, the end of the day for the sustained rhythm,
    or an instant they asked for. Someone away comes back under review after 60 days.
    """
    candidates = [each for each in laters if each > now]
    today = local_date(now, person)
    for n in range(_HORIZON):
        day = today + timedelta(days=n)
        regular = _of_day(person, works, day)
        ahead = [each for each in regular if each > now]
        if ahead:
            return min([*candidates, *ahead])
    return min([*candidates, instant(today + timedelta(days=_HORIZON), person.moment, person.tz)])


def _of_day(person: Person, works: Sequence[WorkDays], day: date) -> list[datetime]:
    if not any(work.works(day) for work in works):
        return []
    times = [person.moment]
    if person.rhythm is Rhythm.SUSTAINED and person.asks_in_the_morning:
        times.append(EVENING)
    return [instant(day, each, person.tz) for each in times]


def is_evening(person: Person, now: datetime) -> bool:
    """Say whether this is the second moment of the day, after the regular one."""
    local = now.astimezone(person.tz).time()
    return person.moment < EVENING <= local


def later_choices(person: Person, work: WorkDays, now: datetime) -> dict[str, datetime]:
    """Return what « Plus tard… » offers: `evening` (while it is ahead), `next_day`, `next_week`."""
    choices: dict[str, datetime] = {}
    today = local_date(now, person)
    evening = instant(today, EVENING, person.tz)
    if evening - now > timedelta(minutes=30):
        choices["evening"] = evening
    following = work.next(today)
    if following:
        choices["next_day"] = instant(following, person.moment, person.tz)
    week_after = work.on_or_after(today + timedelta(days=7 - today.weekday()))
    if week_after and week_after != following:
        choices["next_week"] = instant(week_after, person.moment, person.tz)
    return choices
