"""What measures count with: the records of a practice, a sum of answers, how many answered so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity, Value
from bot.domain.calendar import WorkDays
from bot.domain.people import Team
from bot.domain.practices import Practice, Visibility
from bot.domain.thresholds import Thresholds

_PATIENCE = timedelta(days=14)  # how long a promise whose day has passed is still one to keep


@dataclass(frozen=True, slots=True)
class Seen:
    """What a measure looks at: a team's shared records between two days."""

    team: Team
    activities: tuple[Activity, ...]
    work: WorkDays
    today: date
    since: date
    thresholds: Thresholds


def shared(activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """Return the records that enter a figure somebody else reads: never the private ones."""
    return tuple(each for each in activities if each.visibility is Visibility.TEAM)


def all_of(practice: Practice, seen: Seen) -> list[Activity]:
    """Return every record of a practice, under any name it had, oldest first."""
    names = {practice.id, *practice.formerly}
    return [each for each in seen.activities if each.practice in names and each.day <= seen.today]


def recent_of(practice: Practice, seen: Seen) -> list[Activity]:
    """Return the records since the day looked back to."""
    return [each for each in all_of(practice, seen) if each.day >= seen.since]


def total(records: Sequence[Activity], practice: Practice) -> int:
    """Add up the count of each record; one without a count is one."""
    field = practice.count_field
    return round(sum(number(each.answers.get(field.id) if field else None, 1) for each in records))


def number(value: Value | None, otherwise: float) -> float:
    """Return an answer as a figure; something else when it is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def answering(records: Sequence[Activity], field_id: str, *, value: Value) -> int | None:
    """Count the records that answered so; None when no record answers the question at all."""
    answers = [each.answers[field_id] for each in records if each.answers.get(field_id) is not None]
    return sum(answer == value for answer in answers) if answers else None


def is_lifted(blocker: Activity) -> bool:
    """Say whether what was stuck is so no more."""
    return blocker.closed_on is not None or blocker.answers.get("state") == "lifted"


def began_on(record: Activity) -> date:
    """Return since when what a record tells has lasted: the day it says, else its own."""
    return day_of(record.answers.get("since")) or record.day


def day_of(value: Value | None) -> date | None:
    """Return an answer as a day."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def last_day(records: Sequence[Activity], kind: str) -> date | None:
    """Return the day of the last record of a kind."""
    return max((each.day for each in records if each.answers.get("kind") == kind), default=None)


def since_last(practice: Practice, seen: Seen, counted: frozenset[str]) -> int | None:
    """Count the records of some practices since the last one of this practice."""
    own = all_of(practice, seen)
    known = [each for each in seen.activities if each.practice in counted and each.day <= seen.today]
    return sum(not own or each.id > own[-1].id for each in known) or None


def to_follow(practice: Practice, seen: Seen) -> int | None:
    """Count the next steps that have a day to come, or one that has just passed with nothing noted since."""
    records = all_of(practice, seen)
    dated = [(each, day) for each in records if (day := day_of(each.answers.get("due_on")))]
    last = max((each.id for each in records), default=0)
    waiting = [
        day for each, day in dated if day >= seen.today or (each.id == last and day + _PATIENCE >= seen.today)
    ]
    return len(waiting) or None


def sum_of(records: Sequence[Activity], field_id: str) -> int | None:
    """Add up an answer; None when nobody gave it."""
    given = [
        each.answers[field_id] for each in records if isinstance(each.answers.get(field_id), int | float)
    ]
    return round(sum(number(each, 0) for each in given)) if given else None


def latest_by(records: Sequence[Activity], field_id: str) -> list[Activity]:
    """Keep the last record about each thing, by the answer that names it."""
    named = {str(each.answers.get(field_id) or each.id).casefold(): each for each in records}
    return list(named.values())


def riskiest(records: Sequence[Activity]) -> Activity | None:
    """Return the open record that matters most and is known least; the oldest one of equals."""
    return min((each for each in records if each.closed_on is None), key=_risk, default=None)


def _risk(activity: Activity) -> tuple[float, date]:
    importance = number(activity.answers.get("importance"), 3)
    confidence = number(activity.answers.get("confidence"), 0)
    return (confidence - importance, activity.day)
