"""Holding back: what is too new, too often unanswered, or has to wait for its turn (PRACTICES §3 and 4)."""

from datetime import date
from itertools import takewhile

from bot.domain.case import Case, day_recorded
from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.outlook import Subject
from bot.domain.periods import Every, week_of
from bot.domain.practices import Practice, Reminder, Slot, Tier
from bot.domain.verdicts import Why

_NEW_FIRST, _FOLLOWING_FIRST = -1_000, -2_000  # among slow questions, before what is known


def turned_on(subject: Subject | None, practice: Practice, case: Case) -> bool:
    """Say whether a personal practice is accepted; where it has a week of arrival, it is offered once."""
    if subject is None:
        return case.phase in practice.arrives
    return subject.state == "accepted"


def introduction(practice: Practice, reminder: Reminder, case: Case) -> Ask | Why:
    """Decide whether the practice is known to them, may be introduced now, or must wait (PRACTICES §4)."""
    week = practice.arrives.get(case.phase) if case.phase else None
    known = practice.id in case.of.subjects or bool(case.of.records_of(practice.id))
    if known or week == 1 or reminder.tier is Tier.DATED:
        return Ask.NUDGE
    if week is None or case.moment.arrived_on is None:
        return Why.NOT_YET_INTRODUCED
    if (case.moment.today - case.moment.arrived_on).days // 7 + 1 < week:
        return Why.NOT_YET_INTRODUCED
    if case.of.team.season_on(case.moment.today):
        return Why.SEASON
    if case.nothing_new:
        return Why.ONE_SUBJECT_A_WEEK
    return Ask.INTRODUCE


def silences(practice: Practice, reminder: Reminder, case: Case) -> list[Nudge]:
    """Return the last nudges of a reminder that met silence one after the other, newest first."""
    asked = [nudge for nudge in case.of.asked(practice) if nudge.key.reminder == reminder.id]
    if not asked or not asked[-1].unanswered:
        return []
    records = case.of.records_of(practice.id)
    last = max((day_recorded(each) for each in records), default=date.min)
    return list(takewhile(lambda nudge: nudge.unanswered and nudge.asked_on > last, reversed(asked)))


def backs_off(reminder: Reminder, silent: list[Nudge], case: Case) -> bool:
    """Say whether a weekly question waits: every other week after some silences, a month after twice that."""
    few = case.of.thresholds.silences
    if reminder.every is not Every.WEEK or not silent or len(silent) < few:
        return False
    weeks = (week_of(case.moment.today).first - week_of(silent[0].asked_on).first).days // 7
    return weeks < (2 if len(silent) < 2 * few else 4)


def rests(practice: Practice, reminder: Reminder, case: Case) -> bool:
    """Say whether a slow question rests: passed over or unanswered too many times running (PRACTICES §3)."""
    figures = case.of.thresholds
    if reminder.slot is not Slot.SLOW or reminder.on_field:
        return False
    asked = [nudge for nudge in case.of.asked(practice) if nudge.key.reminder == reminder.id]
    last = asked[-figures.silences :]
    unwanted = [nudge for nudge in last if nudge.unanswered or nudge.state is NudgeState.SKIPPED]
    if len(unwanted) < max(figures.silences, 1) or _recorded_since(unwanted[0].asked_on, practice, case):
        return False
    return (case.moment.today - unwanted[-1].asked_on).days < figures.rest_days


def _recorded_since(day: date, practice: Practice, case: Case) -> bool:
    return any(day_recorded(each) >= day for each in case.of.records_of(practice.id))


def place(practice: Practice, reminder: Reminder, ask: Ask, case: Case) -> int:
    """Return the place of an item among equals.

    In the slow slot: first what follows a record, which has its day; then what is new, in its order of
    arrival. Of the rest, a week of waiting moves a subject up by one place: the order of the table is kept,
    and nothing at its end is forgotten (PRACTICES §3).
    """
    own = practice.order if reminder.rank is None else reminder.rank
    if reminder.slot is not Slot.SLOW:
        return own
    if reminder.on_field:
        return _FOLLOWING_FIRST + own
    if ask is Ask.INTRODUCE and case.phase:
        return _NEW_FIRST + practice.arrives.get(case.phase, 0)
    return own - (case.moment.today - _last_spoken_of(practice, case)).days // 7


def _last_spoken_of(practice: Practice, case: Case) -> date:
    """Return when a subject was last asked about, introduced, or else when the person arrived."""
    subject = case.of.subjects.get(practice.id)
    days = [nudge.asked_on for nudge in case.of.asked(practice)[-1:]] + ([subject.on] if subject else [])
    return max(days, default=case.moment.arrived_on or case.moment.today)
