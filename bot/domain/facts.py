"""The facts that a wording may name: what is known about a question at the moment it is put."""

from collections.abc import Mapping
from datetime import date

from bot.domain.calendar import WorkDays
from bot.domain.measures import MEASURES, Seen, shared
from bot.domain.outlook import TeamOutlook
from bot.domain.periods import week_of
from bot.domain.practices import Practice
from bot.domain.summary import SPAN
from bot.domain.thresholds import Thresholds
from bot.domain.verdicts import Due


def facts_for(
    due: Due, practice: Practice, of: TeamOutlook, today: date, thresholds: Thresholds
) -> Mapping[str, object]:
    """Return the facts of a question; one that is not known is None, and its wordings are passed over."""
    measured = _measured(practice, of, today, thresholds)
    known = {name: value for name, value in measured.items() if value is not None}
    return {
        **_of_phase(of, today),
        **_of_records(practice, of, today),
        **_of_due(due, practice, today),
        **known,
    }


def _measured(
    practice: Practice, of: TeamOutlook, today: date, thresholds: Thresholds
) -> Mapping[str, object]:
    seen = Seen(
        team=of.team,
        activities=shared(of.activities),
        work=WorkDays(closed=of.work.closed),
        today=today,
        since=today - SPAN,
        thresholds=thresholds,
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
    records = of.records(frozenset({practice.id}))
    this_week = [each for each in records if each.day in week_of(today)]
    return {"done": len(this_week) or None, "last": records[-1].day if records else None}


def _of_due(due: Due, practice: Practice, today: date) -> dict[str, object]:
    reminder = practice.reminder(due.reminder)
    facts: dict[str, object] = {"step": due.step, "day": due.about, "date": due.about}
    if due.about and due.about > today:
        facts["days"] = (due.about - today).days
    if reminder:
        facts["goal"] = reminder.goal
    return facts
