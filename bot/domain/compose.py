"""One message a day: one question, at most two lines, inside the week's budget (DESIGN §2, PRACTICES §3).

Everything proactive passes here. What does not fit is dropped until its next turn, never queued.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.asides import asides, is_long_without_tip, tip_for
from bot.domain.budget import Allowance, Budget
from bot.domain.due import weigh
from bot.domain.nudges import Ask, Nudge
from bot.domain.occasions import GENTLE_DAY, position
from bot.domain.outlook import Outlook, TeamOutlook
from bot.domain.people import Rhythm
from bot.domain.periods import week_of
from bot.domain.practices import Catalogue, Reminder, Slot
from bot.domain.verdicts import Due, Moment, Urgency, Verdict, Why

LINES = 2
_SLOW_DAY_FROM = 4  # mission days in the week from which the slow question has a day of its own


@dataclass(frozen=True, slots=True)
class Composed:
    """What the message of a moment holds."""

    question: Due
    lines: tuple[Due, ...] = ()

    @property
    def items(self) -> tuple[Due, ...]:
        """Return the question and the lines."""
        return (self.question, *self.lines)

    @property
    def counted(self) -> int:
        """How many items weigh on the budget: what was asked for does not."""
        return sum(due.nudge is None for due in self.items)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is said at a moment, if anything, and why the rest is not."""

    composed: Composed | None
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class WeekSoFar:
    """What was said to somebody this week of their own, and the most that may be."""

    messages: int
    items: int
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of the week's budget today."""

    messages: int
    items: int
    reserved: int
    """Items that the core and dated questions of the coming days will need."""
    lines: int
    """Lines that the coming days may bring besides: a tip takes the place of none."""
    rides: bool
    """Whether the slow question only rides with another one today."""


def agenda(
    outlook: Outlook, catalogue: Catalogue, moment: Moment, budget: Budget, *, evening: bool
) -> Agenda:
    """Decide the message of this moment. In the evening: what was put off, and daily lines if asked for."""
    filters = [_of_working_days(outlook, moment.today), _of_rhythm(outlook, moment.today)]
    if evening:
        filters.append(_of_evening(outlook, moment.today))
    filters.append(_of_slow_slot(outlook, catalogue, moment.today))
    weighed = [each for of in outlook.teams for each in weigh(of, catalogue, moment)]
    weighed += asides(outlook, moment)
    verdicts = weighed
    for keep in filters:
        verdicts = [_filtered(each, keep) for each in verdicts]
    slow_waits = any(each.due and each.due.urgency is Urgency.SLOW for each in weighed)
    left = _left(outlook, catalogue, moment, budget, slow_waits=slow_waits)
    found = _fit(verdicts, left)
    return found if evening else _with_tip(found, outlook, catalogue, moment, left)


_Filter = Callable[[Due], Why | None]


def _filtered(verdict: Verdict, keep: _Filter) -> Verdict:
    """Silence a due item unless it may pass; what the person asked for always does."""
    due = verdict.due
    why = keep(due) if due and due.nudge is None else None
    return _silenced(verdict, why) if why else verdict


def _silenced(verdict: Verdict, why: Why) -> Verdict:
    return Verdict(verdict.team, verdict.practice, verdict.reminder, why)


def _of_working_days(outlook: Outlook, today: date) -> _Filter:
    at_work = {of.team.id for of in outlook.teams if of.work.works(today)}
    return lambda due: None if due.team in at_work else Why.DAY_OFF


def _of_rhythm(outlook: Outlook, today: date) -> _Filter:
    """Keep the gentle rhythm to its one day, except for what is dated and urgent."""
    if outlook.person.rhythm is not Rhythm.GENTLE:
        return lambda _: None
    days = {position(of.work, week_of(today), GENTLE_DAY) for of in outlook.teams}
    return lambda due: None if today in days or due.urgency is Urgency.URGENT else Why.GENTLE


def _of_evening(outlook: Outlook, today: date) -> _Filter:
    """Keep a daily line for the sustained rhythm, on a day when nothing was said yet."""
    spoke = any(day == today for day, _ in outlook.moments)
    lines = outlook.person.rhythm is Rhythm.SUSTAINED and not spoke
    return lambda due: None if lines and due.urgency is Urgency.LINE else Why.NOT_TODAY


def _of_slow_slot(outlook: Outlook, catalogue: Catalogue, today: date) -> _Filter:
    """Keep the slow question to its place: once a week (PRACTICES §3).

    The middle mission day is its own when there are four or more; otherwise it rides with the first
    message that has room, and on the last day of the week it may come by itself.
    """
    days = _week_days(outlook, today)
    taken = _slow_was_asked(outlook, catalogue, today)
    elsewhere = len(days) >= _SLOW_DAY_FROM and today != _slow_day(days)
    return lambda due: Why.NOT_TODAY if due.urgency is Urgency.SLOW and (taken or elsewhere) else None


def _week_days(outlook: Outlook, today: date) -> list[date]:
    week = week_of(today)
    return sorted({day for of in outlook.teams for day in of.work.between(week.first, week.last)})


def _slow_day(days: Sequence[date]) -> date | None:
    return days[(len(days) - 1) // 2] if len(days) >= _SLOW_DAY_FROM else None


def _slow_was_asked(outlook: Outlook, catalogue: Catalogue, today: date) -> bool:
    week = week_of(today)
    nudges = [nudge for of in outlook.teams for nudge in of.nudges if nudge.asked_on in week]
    reminders = (_reminder_of(nudge, catalogue) for nudge in nudges)
    return any(reminder is not None and reminder.slot is Slot.SLOW for reminder in reminders)


def _reminder_of(nudge: Nudge, catalogue: Catalogue) -> Reminder | None:
    practice = catalogue.get(nudge.key.practice)
    return practice.reminder(nudge.key.reminder) if practice else None


def week_so_far(outlook: Outlook, budget: Budget, today: date) -> WeekSoFar:
    """Count what came in the week of a day, next to what its mission days allow."""
    week = week_of(today)
    said = [items for day, items in outlook.moments if day in week and items]
    allowance = budget.for_week(len(_week_days(outlook, today)), outlook.person.rhythm)
    return WeekSoFar(len(said), sum(said), allowance)


def _left(
    outlook: Outlook, catalogue: Catalogue, moment: Moment, budget: Budget, *, slow_waits: bool
) -> _Left:
    days = _week_days(outlook, moment.today)
    so_far = week_so_far(outlook, budget, moment.today)
    ahead = [day for day in days if day > moment.today]
    coming = [each for of in outlook.teams for day in ahead for each in _expected(of, catalogue, moment, day)]
    reserved = sum(each <= Urgency.DATED for each in coming)
    return _Left(
        messages=so_far.allowance.messages - so_far.messages,
        items=so_far.allowance.items - so_far.items,
        reserved=reserved + (slow_waits and _slow_day(days) in ahead),
        lines=coming.count(Urgency.LINE),
        rides=len(days) < _SLOW_DAY_FROM and bool(ahead),
    )


def _expected(of: TeamOutlook, catalogue: Catalogue, moment: Moment, day: date) -> list[Urgency]:
    """Return how urgent is each thing that a coming day of the week will bring, as things stand."""
    verdicts = weigh(of, catalogue, replace(moment, today=day), slow=False)
    return [each.due.urgency for each in verdicts if each.due]


def _fit(verdicts: Sequence[Verdict], left: _Left) -> Agenda:
    """Fill the message in order of urgency, and say why for each item left out."""
    chosen: list[Due] = []
    refused: dict[Due, Why] = {}
    for due in sorted((each.due for each in verdicts if each.due), key=_rank):
        why = _no_place(due, chosen, left)
        if why:
            refused[due] = why
        else:
            chosen.append(due)
    if not any(_stands_alone(due, left) for due in chosen):
        refused |= dict.fromkeys(chosen, Why.NOT_ALONE)
        chosen = []
    final = [_silenced(each, refused[each.due]) if each.due in refused else each for each in verdicts]
    return Agenda(_composed(chosen), tuple(final))


def _with_tip(found: Agenda, outlook: Outlook, catalogue: Catalogue, moment: Moment, left: _Left) -> Agenda:
    """Let a tip ride with what is asked, where there is room in the message and in the week.

    Where there never is, it takes the place of a daily line, which comes back the day after.
    """
    composed = found.composed
    if composed is None:
        return found
    needed = composed.counted + left.reserved + left.lines
    room = len(composed.lines) < LINES and needed < left.items
    line = None if room else _gives_way(composed, outlook, moment)
    others = tuple(due for due in composed.lines if due is not line)
    tip = tip_for((composed.question, *others), outlook, catalogue.library, moment) if room or line else None
    if tip is None:
        return found
    kept = [_silenced(each, Why.NO_ROOM) if line and each.due is line else each for each in found.verdicts]
    said = Verdict(tip.team, tip.practice, tip.reminder, None, tip)
    return Agenda(replace(composed, lines=(*others, tip)), (*kept, said))


def _gives_way(composed: Composed, outlook: Outlook, moment: Moment) -> Due | None:
    """Return the daily line whose place a tip may take: none came for long."""
    asked = composed.question.team
    figures = next(of.thresholds for of in outlook.teams if of.team.id == asked)
    if not is_long_without_tip(outlook, figures, moment.today):
        return None
    lines = (due for due in composed.lines if due.nudge is None)
    return next((due for due in lines if due.urgency is Urgency.LINE), None)


def _rank(due: Due) -> tuple[bool, int, int, str]:
    return (due.nudge is None, due.urgency, due.order, due.period)


def _no_place(due: Due, chosen: Sequence[Due], left: _Left) -> Why | None:
    if len(chosen) > LINES or any(_competes(due, other) for other in chosen):
        return Why.NO_ROOM
    if due.ask is Ask.INTRODUCE and any(other.ask is Ask.INTRODUCE for other in chosen):
        return Why.ONE_SUBJECT_A_WEEK
    if due.nudge is not None:
        return None
    counted = sum(other.nudge is None for other in chosen)
    kept = left.reserved if due.urgency > Urgency.DATED else 0
    if left.messages <= 0 or counted + kept >= left.items:
        return Why.BUDGET
    return None


def _competes(due: Due, other: Due) -> bool:
    """Say whether two items cannot share a message: one per practice, one slow, private ones alone."""
    same = (due.team, due.practice) == (other.team, other.practice)
    both_slow = due.urgency is other.urgency is Urgency.SLOW
    return same or both_slow or due.private or other.private


def _stands_alone(due: Due, left: _Left) -> bool:
    return due.alone and not (due.urgency is Urgency.SLOW and left.rides)


def _composed(chosen: Sequence[Due]) -> Composed | None:
    if not chosen:
        return None
    question = next((due for due in chosen if due.slot is not Slot.LINE), chosen[0])
    return Composed(question, tuple(due for due in chosen if due is not question))
