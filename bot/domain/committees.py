"""Committees: which is next, which was last, when one should be held, and its countdown's quiet weeks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.people import Team
from bot.domain.phases import ACTIVE, Phase, PhaseSpan
from bot.domain.thresholds import Thresholds

COMMITTEE = "committee"
BUDGET = "budget"
_SAME_COMMITTEE = timedelta(days=92)
_FRIDAY = 4


def next_committee(activities: Sequence[Activity], today: date) -> date | None:
    """Return the earliest known committee from today on; today's is over once its decision is noted."""
    committees = _committees(activities)
    coming = {day for day in _dates(committees, today) if day >= today}
    return min(coming - _decided(committees, today), default=None)


def last_committee(activities: Sequence[Activity], today: date) -> date | None:
    """Return the latest committee held: before today, or today once its decision is noted."""
    committees = _committees(activities)
    held = {day for day in _dates(committees, today) if day < today}
    return max(held | _decided(committees, today), default=None)


def was_decided(activities: Sequence[Activity], day: date, today: date) -> bool:
    """Say whether what the committee of a day decided is noted."""
    return day in _decided(_committees(activities), today)


def decision_of(activities: Sequence[Activity], day: date, today: date) -> Activity | None:
    """Return the record that says what the committee of a day decided; the last one that does."""
    found = [each for each in _committees(activities) if _decided_on(each, today) == day]
    return max(found, key=lambda each: each.id, default=None)


def has_still_to_say(record: Activity, field_id: str, activities: Sequence[Activity], today: date) -> bool:
    """Say whether an answer left out of a committee's record is worth asking for.

    Before the committee it is the date; once it decided, what will show that it was right, then when the
    next one is; nothing more of a product that it stopped.
    """
    decision = record.answers.get("decision")
    if field_id == "criteria":
        return bool(decision) and decision != "stop"
    if field_id == "next_date":
        return bool(decision) and decision != "stop" and next_committee(activities, today) is None
    return not decision


def committee_due(
    team: Team, activities: Sequence[Activity], today: date, thresholds: Thresholds
) -> date | None:
    """Return the day by which a committee should be held; None when the product is over.

    It is six months after the last one or the start of the phase (nine weeks after the start of an
    investigation), or 45 days before the money ends, whichever comes first (METHOD §7).
    """
    span = team.span_on(today)
    if span is None or span.phase not in ACTIVE:
        return None
    last = last_committee(activities, today)
    candidates = [_by_the_rhythm(span, last, thresholds)]
    ends_on = funding_end(team, activities)
    if ends_on:
        before = ends_on - timedelta(days=thresholds.committee_before_budget_end_days)
        candidates += [before] if last is None or last < before else []
    return min(candidates)


def said_to_be_due(day: date) -> date:
    """Return the day around which a committee is said to be due: no weekend, but the Friday before."""
    return day - timedelta(days=max(day.weekday() - _FRIDAY, 0))


def funding_end(team: Team, activities: Sequence[Activity]) -> date | None:
    """Return the day the money ends: as the last budget noted says, else as the team was told."""
    noted = (_day(each, "ends_on") for each in reversed(activities) if each.practice == BUDGET)
    return next((day for day in noted if day), team.funding_ends_on)


def _by_the_rhythm(span: PhaseSpan, last: date | None, thresholds: Thresholds) -> date:
    if last and last >= span.starts_on:
        return last + timedelta(days=thresholds.committee_max_gap_days)
    investigates = span.phase is Phase.INVESTIGATION
    gap = thresholds.investigation_days if investigates else thresholds.committee_max_gap_days
    return span.starts_on + timedelta(days=gap)


def committee_kind(phase: Phase | None) -> str:
    """Return the kind of the next committee: `launch`, `investment` or `exit` (METHOD §2.3)."""
    if phase is Phase.INVESTIGATION:
        return "launch"
    return "exit" if phase is Phase.CONSOLIDATION else "investment"


def in_committee_week(activities: Sequence[Activity], today: date, thresholds: Thresholds) -> bool:
    """Say whether a committee is near: nothing new is introduced a while before and after (PRACTICES §4)."""
    before, after = thresholds.committee_quiet_before_days, thresholds.committee_quiet_after_days
    days = _dates(_committees(activities), today)
    return any(-after <= (day - today).days <= before for day in days)


def _dates(committees: Sequence[Activity], today: date) -> Iterator[date]:
    moved = _moved(committees)
    for activity in committees:
        date_kept = None if activity.id in moved else _day(activity, "date")
        days = (date_kept, _day(activity, "next_date"), _decided_on(activity, today))
        yield from (day for day in days if day)


def _moved(committees: Sequence[Activity]) -> set[int]:
    """Return the records whose committee was put off, or brought forward, by a later record.

    Two committees are about six months apart (METHOD §2.3): a date given again, before the first one and
    within three months of it, is the same committee.
    """
    dated = [(each, day) for each in committees if (day := _day(each, "date"))]
    return {
        old.id
        for old, first in dated
        for new, second in dated
        if new.id > old.id and new.day < first and timedelta() < abs(second - first) <= _SAME_COMMITTEE
    }


def _decided(committees: Sequence[Activity], today: date) -> set[date]:
    days = (_decided_on(activity, today) for activity in committees)
    return {day for day in days if day}


def _decided_on(activity: Activity, today: date) -> date | None:
    """Return the day of the committee whose decision a record holds.

    « Comité : poursuivre » is about the day of the record, and so is a decision next to a coming date.
    """
    if not activity.answers.get("decision"):
        return None
    said = _day(activity, "date")
    day = said if said and said <= today else activity.day
    return day if day <= today else None


def _committees(activities: Sequence[Activity]) -> list[Activity]:
    return [each for each in activities if each.practice == COMMITTEE]


def _day(activity: Activity, field_id: str) -> date | None:
    value = activity.answers.get(field_id)
    return date.fromisoformat(value) if isinstance(value, str) and value else None
