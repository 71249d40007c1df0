"""The facts that a wording may name: what is known about a question at the moment it is put."""

from collections.abc import Mapping
from datetime import date

from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.counting import began_on
from bot.domain.measures import MEASURES, Seen, shared
from bot.domain.outlook import TeamOutlook
from bot.domain.periods import week_of
from bot.domain.practices import Field, FieldKind, Practice, Visibility
from bot.domain.summary import SPAN
from bot.domain.values import Age, Ahead, Choice, Money
from bot.domain.verdicts import Due


def facts_for(due: Due, practice: Practice, of: TeamOutlook, today: date) -> Mapping[str, object]:
    """Return the facts of a question; one that is not known is None, and its wordings are passed over."""
    measured = _measured(practice, of, today)
    known = {name: value for name, value in measured.items() if value is not None}
    return {
        **_of_phase(of, today),
        **_of_records(practice, of, today),
        **_of_due(due, practice, of, today),
        **known,
        **_of_record(due, practice, of, today),
    }


def _of_record(due: Due, practice: Practice, of: TeamOutlook, today: date) -> dict[str, object]:
    """Return what the record says that the question is about, by the ids of its fields, and its `age`."""
    records = of.records_of(practice.id)
    record = next((each for each in records if each.id == due.record), None)
    return {**told(practice, record), "age": Age((today - began_on(record)).days)} if record else {}


def told(practice: Practice, record: Activity) -> dict[str, object]:
    """Return the answers of a record as facts, by the ids of the fields."""
    answers = ((field, record.answers.get(field.id)) for field in practice.fields)
    return {field.id: _fact(field, value) for field, value in answers if value not in (None, "", [])}


def _fact(field: Field, value: object) -> object:
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return Money(value)
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(str(value))
    if field.kind is FieldKind.CHOICE:
        return Choice(field.id, str(value))
    return value


def _measured(practice: Practice, of: TeamOutlook, today: date) -> Mapping[str, object]:
    own = practice.visibility is Visibility.PRIVATE  # asked of them alone, in a message of its own
    seen = Seen(
        team=of.team,
        activities=of.activities if own else shared(of.activities),
        work=WorkDays(closed=of.work.closed),
        today=today,
        since=today - SPAN,
        thresholds=of.thresholds,
    )
    return MEASURES[practice.measure](practice, seen)


def _of_phase(of: TeamOutlook, today: date) -> dict[str, object]:
    span = of.team.span_on(today)
    weeks = (today - span.starts_on).days // 7 if span else None
    return {
        "product": of.team.name,
        "phase": span.phase.value if span else None,
        "weeks": weeks,
        "week": weeks + 1 if weeks is not None else None,
    }


def _of_records(practice: Practice, of: TeamOutlook, today: date) -> dict[str, object]:
    records = of.records_of(practice.id)
    this_week = [each for each in records if each.day in week_of(today)]
    return {"done": len(this_week) or None, "last": records[-1].day if records else None}


def _of_due(due: Due, practice: Practice, of: TeamOutlook, today: date) -> dict[str, object]:
    reminder = practice.reminder(due.reminder)
    facts: dict[str, object] = {"step": due.step, "day": due.about, "date": due.about}
    if due.about and due.about >= today:
        facts["ahead"] = Ahead((due.about - today).days)
        facts["days"] = (due.about - today).days or None
    if reminder:
        facts["goal"] = of.thresholds.figure(reminder.goal)
    return facts
