"""Days as a calendar reads them: the iCalendar format (RFC 5545), whole days only.

Own code: what it takes is one kind of event, and no library of the design writes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar"
_LINE = 75  # octets of a line, after which it is folded (RFC 5545 §3.1)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Day:
    """Something on a day; `uid` keeps it one and the same when the file is opened again."""

    uid: str
    on: date
    title: str


def as_calendar(days: Iterable[Day], now: datetime) -> bytes:
    """Return the file that calendars open."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pouce//Pouce//FR", "CALSCALE:GREGORIAN"]
    for each in days:
        lines += _event(each, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(day: Day, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{day.uid}@pouce",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{day.title.translate(_ESCAPED)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _folded(line: str) -> Iterator[str]:
    """Cut a long line between characters; what follows begins with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
