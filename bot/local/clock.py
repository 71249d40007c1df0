"""Where may the clock of the room be moved to? Forward only, a year at most."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.moments import instant
from bot.domain.people import Person
from bot.platforms.room.house import Impossible, Obstacle

_HORIZON = timedelta(days=14)  # how long a next message is waited for
_FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Goal:
    """How far to go."""

    instant: datetime
    stops_at_message: bool = False


def goal(person: Person, now: datetime, wish: str) -> Goal:
    """Return how far `message`, `moment` (tomorrow's) or a date in ISO is, for somebody.

    Raises Impossible for anything else, for the past, and past a year.
    """
    if wish == "message":
        return Goal(now + _HORIZON, stops_at_message=True)
    today = now.astimezone(person.tz).date()
    day = today + timedelta(days=1) if wish == "moment" else _day(wish)
    if day < today:
        raise Impossible(Obstacle.CLOCK_PAST)
    if day > today + _FARTHEST:
        raise Impossible(Obstacle.CLOCK_FAR)
    at = instant(day, person.moment, person.tz)
    if at <= now:
        raise Impossible(Obstacle.CLOCK_PAST)
    return Goal(at)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Impossible(Obstacle.CLOCK_NO_DATE) from None
