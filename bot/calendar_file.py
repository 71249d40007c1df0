"""Days as a calendar reads them: the iCalendar format (RFC 5545), whole days only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"


@dataclass(frozen=True, slots=True)
class Day:
    """Something on a day; `uid` keeps it one and the same when the file is opened again."""

    uid: str
    on: date
    title: str


def as_calendar(days: Iterable[Day], now: datetime) -> bytes:
    """Return the file that calendars open."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Pouce//Pouce//FR")
    for each in days:
        calendar.add_component(_event(each, now))
    content: bytes = calendar.to_ical()
    return content


def _event(day: Day, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.uid}@pouce")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    return event
