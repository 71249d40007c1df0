"""One message a day: one question, at most two lines, inside the week's budget (DESIGN §2, PRACTICES §3).

Everything proactive passes here. What does not fit is dropped until its next turn, never queued.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.asides import asides, is_long_without_tip, tip_for
from bot.domain.budget import Budget
from bot.domain.due import any_day, often, weigh
from bot.domain.nudges import Ask
from bot.domain.occasions import GENTLE_DAY, position
from bot.domain.outlook import Outlook
from bot.domain.people import Rhythm
from bot.domain.periods import week_of
from bot.domain.practices import Catalogue, Slot
from bot.domain.verdicts import Due, Moment, Urgency, Verdict, Why
from bot.domain.week import Today, week_so_far

LINES = 2


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
    verdicts: tuple[Verdict, ...] = ()


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


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is said of what is due, and why the rest is not."""

    composed: Composed | None
    refused: Mapping[Due, Why]


def compose(
    outlook: Outlook, catalogue: Catalogue, moment: Moment, budget: Budget, *, evening: bool
) -> Composed | None:
    """Decide the message of this moment. In the evening: what was put off, and daily lines if asked for."""
    today = Today(outlook, catalogue, moment, budget, evening)
    slow = today.slow_dues()
    found = [*today.dues(any_day), *asides(outlook, moment), *(slow if today.takes_slow else ())]
    return _choose(found, slow, today).composed


def agenda(
    outlook: Outlook, catalogue: Catalogue, moment: Moment, budget: Budget, *, evening: bool
) -> Agenda:
    """Decide the same message, and tell of each reminder why it is left out."""
    today = Today(outlook, catalogue, moment, budget, evening)
    weighed = [each for of in outlook.teams for each in weigh(of, catalogue, moment)]
    weighed += [_said(due) for due in asides(outlook, moment)]
    found = [each.due for each in weighed if each.due]
    choice = _choose(found, (due for due in found if due.urgency is Urgency.SLOW), today)
    verdicts = [_silenced(each, choice.refused.get(each.due)) if each.due else each for each in weighed]
    items = choice.composed.items if choice.composed else ()
    return Agenda(choice.composed, (*verdicts, *(_said(due) for due in items if due.ask is Ask.TIP)))


def _said(due: Due) -> Verdict:
    return Verdict(due.team, due.practice, due.reminder, None, due)


def _silenced(verdict: Verdict, why: Why | None) -> Verdict:
    return Verdict(verdict.team, verdict.practice, verdict.reminder, why) if why else verdict


def _choose(found: Sequence[Due], slow: Iterator[Due], today: Today) -> _Choice:
    """Keep what may come today, and fit it in the message and in the week.

    What the person asked for may always come.
    """
    silences = _silences(today)
    whys = ((due, next(filter(None, (why(due) for why in silences)), None)) for due in found)
    refused = {due: why for due, why in whys if why and due.nudge is None}
    kept = [due for due in found if due not in refused]
    if not kept:
        return _Choice(None, refused)
    left = _left(today, slow)
    choice = _fit(kept, left)
    choice = choice if today.evening else _with_tip(choice, today, left)
    return replace(choice, refused={**refused, **choice.refused})


_Silence = Callable[[Due], Why | None]


def _silences(today: Today) -> list[_Silence]:
    """Return the reasons for which something due does not come today."""
    found = [_of_working_days(today), _of_rhythm(today)]
    if today.evening:
        found.append(_of_evening(today))
    return [*found, _of_slow_slot(today)]


def _of_working_days(today: Today) -> _Silence:
    at_work = {of.team.id for of in today.outlook.teams if of.work.works(today.moment.today)}
    return lambda due: None if due.team in at_work else Why.DAY_OFF


def _of_rhythm(today: Today) -> _Silence:
    """Keep the gentle rhythm to its one day, except for what is dated and urgent."""
    if today.outlook.person.rhythm is not Rhythm.GENTLE:
        return lambda _: None
    week = week_of(today.moment.today)
    theirs = any(position(of.work, week, GENTLE_DAY) == today.moment.today for of in today.outlook.teams)
    return lambda due: None if theirs or due.urgency is Urgency.URGENT else Why.GENTLE


def _of_evening(today: Today) -> _Silence:
    """Keep a daily line for the sustained rhythm, on a day when nothing was said yet."""
    spoke = any(day == today.moment.today for day, _ in today.outlook.moments)
    lines = today.outlook.person.rhythm is Rhythm.SUSTAINED and not spoke
    return lambda due: None if lines and due.urgency is Urgency.LINE else Why.NOT_TODAY


def _of_slow_slot(today: Today) -> _Silence:
    """Keep the slow question to its place: once a week."""
    return lambda due: Why.NOT_TODAY if due.urgency is Urgency.SLOW and not today.takes_slow else None


def _left(today: Today, slow: Iterator[Due]) -> _Left:
    so_far = week_so_far(today.outlook, today.budget, today.moment.today)
    coming = [urgency for day in today.ahead for urgency in _expected(today, day)]
    slow_waits = today.slow_day in today.ahead and any(True for _ in slow)
    return _Left(
        messages=so_far.allowance.messages - so_far.messages,
        items=so_far.allowance.items - so_far.items,
        reserved=sum(each <= Urgency.DATED for each in coming) + slow_waits,
        lines=coming.count(Urgency.LINE),
        rides=today.rides,
    )


def _expected(today: Today, day: date) -> list[Urgency]:
    """Return how urgent is each thing that a coming day of the week will bring, as things stand."""
    then = replace(today, moment=replace(today.moment, today=day))
    return [due.urgency for due in then.dues(often)]


def _fit(dues: Sequence[Due], left: _Left) -> _Choice:
    """Fill the message in order of urgency, and say why for each item left out."""
    chosen: list[Due] = []
    refused: dict[Due, Why] = {}
    for due in sorted(dues, key=_rank):
        why = _no_place(due, chosen, left)
        if why:
            refused[due] = why
        else:
            chosen.append(due)
    if not any(_stands_alone(due, left) for due in chosen):
        refused |= dict.fromkeys(chosen, Why.NOT_ALONE)
        chosen = []
    return _Choice(_composed(chosen), refused)


def _with_tip(choice: _Choice, today: Today, left: _Left) -> _Choice:
    """Let a tip ride with what is asked, where there is room in the message and in the week.

    Where there never is, it takes the place of a daily line, which comes back the day after.
    """
    composed = choice.composed
    if composed is None:
        return choice
    needed = composed.counted + left.reserved + left.lines
    room = len(composed.lines) < LINES and needed < left.items
    line = None if room else _gives_way(composed, today)
    others = tuple(due for due in composed.lines if due is not line)
    library, items = today.catalogue.library, (composed.question, *others)
    tip = tip_for(items, today.outlook, library, today.moment) if room or line else None
    if tip is None:
        return choice
    refused = {**choice.refused, line: Why.NO_ROOM} if line else choice.refused
    return _Choice(replace(composed, lines=(*others, tip)), refused)


def _gives_way(composed: Composed, today: Today) -> Due | None:
    """Return the daily line whose place a tip may take: none came for long."""
    asked = composed.question.team
    figures = next(of.thresholds for of in today.outlook.teams if of.team.id == asked)
    if not is_long_without_tip(today.outlook, figures, today.moment.today):
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
