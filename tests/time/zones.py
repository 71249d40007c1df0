"""Forty time zones, their changes of hour, and an oracle that only ever goes from UTC to the local hour."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "Europe/Athens",
    "Europe/Chisinau",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Wallis",
    "America/Nuuk",
    "America/Scoresbysund",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Dakar",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
_HOUR = timedelta(hours=1)


def local(at: datetime, zone: str) -> datetime:
    """The wall clock of a zone, without the zone."""
    return at.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def offsets(zone: str) -> frozenset[timedelta]:
    """Every distance from UTC that a zone has, from 2019 to 2037."""
    first = datetime(2019, 1, 1, 12, tzinfo=UTC)
    return frozenset(_offset(first + DAY * n, zone) for n in range(19 * 365))


def _offset(at: datetime, zone: str) -> timedelta:
    return local(at, zone) - at.replace(tzinfo=None)


@cache
def changes(zone: str, first: int, last: int) -> tuple[datetime, ...]:
    """The first instant of each new distance from UTC, both years included."""
    days = [datetime(first, 1, 1, tzinfo=UTC) + DAY * n for n in range((last - first + 1) * 366)]
    days = [day for day in days if day.year <= last]
    return tuple(
        _change(day, day + DAY, zone) for day in days if _offset(day, zone) != _offset(day + DAY, zone)
    )


def _change(before: datetime, after: datetime, zone: str) -> datetime:
    while after - before > MINUTE:
        middle = before + ((after - before) // 2 // MINUTE) * MINUTE
        before, after = (
            (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
        )
    return after


def first_instant(day: date, at: time, zone: str) -> datetime:
    """The oracle: when a zone's clock first shows an hour of a day.

    When it never does, it is as long after the last hour shown as the clock says; and where that would be the
    next day, as long before the first hour shown.
    """
    wall = datetime.combine(day, at)
    shown = [u for each in offsets(zone) if local(u := (wall - each).replace(tzinfo=UTC), zone) == wall]
    return min(shown) if shown else _skipped(wall, zone)


def _skipped(wall: datetime, zone: str) -> datetime:
    u = wall.replace(tzinfo=UTC) - 15 * _HOUR
    while local(u + MINUTE, zone) < wall:
        u += MINUTE
    after = u + (wall - local(u, zone))
    if local(after, zone).date() == wall.date():
        return after
    return u + MINUTE - (local(u + MINUTE, zone) - wall)
