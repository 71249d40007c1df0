"""What is due for a person now, and why the rest is not: the heart of Pouce, pure and table-tested."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from bot.domain.answered import is_answered
from bot.domain.case import Case
from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.occasions import Day, Occasion, occasions
from bot.domain.outlook import TeamOutlook
from bot.domain.periods import Every
from bot.domain.phases import Phase
from bot.domain.practices import Catalogue, Practice, Reminder, Slot, Tier, Visibility
from bot.domain.predicates import PREDICATES, Facts
from bot.domain.restraint import (
    backs_off,
    introduction,
    place,
    rests,
    silences,
    turned_on,
)
from bot.domain.seasons import silences as silences_in
from bot.domain.verdicts import Due, Moment, Urgency, Verdict, Why

PLAN = "plan"
"""The reminder id of what follows a plan, whatever the practice."""
_PATIENCE = timedelta(days=14)  # how long a passed plan may still be asked about
_REMEMBERED = 100  # ways to look at the catalogue: by phase


Which = Callable[[Practice, Reminder], bool]
"""The reminders looked at, where only what is due matters."""


def weigh(of: TeamOutlook, catalogue: Catalogue, moment: Moment) -> list[Verdict]:
    """Decide on every reminder of a team for a person, and say why not for what is not due."""
    case = _case(of, moment)
    held = _held(catalogue, case)
    return [
        verdict
        for practice in catalogue.practices
        for verdict in held.get(practice.id) or _weighed(practice, case)
    ]


def dues(of: TeamOutlook, catalogue: Catalogue, moment: Moment, which: Which) -> Iterator[Due]:
    """Return what is due of some reminders, without a word about the others.

    Most of these are not for this day, which is quickly seen.
    """
    case = _case(of, moment)
    held = _held(catalogue, case)
    yield from (each.due for verdicts in held.values() for each in verdicts if each.due)
    for practice, reminder in _in_phase(catalogue, case.phase, which):
        if practice.id not in held and occasions(practice, reminder, of, case.day):
            found = _judge(practice, reminder, case)
            if isinstance(found, Due):
                yield found


def often(_: Practice, reminder: Reminder) -> bool:
    """Keep what has no slot of the week to wait for."""
    return reminder.slot is not Slot.SLOW


def waits_for_slot(practice: Practice, reminder: Reminder) -> bool:
    """Keep what only ever comes as the slow question of the week: nothing private, nothing dated."""
    dated = reminder.before or reminder.after
    return reminder.slot is Slot.SLOW and practice.visibility is not Visibility.PRIVATE and not dated


def any_day(practice: Practice, reminder: Reminder) -> bool:
    """Keep the rest."""
    return not waits_for_slot(practice, reminder)


@lru_cache(_REMEMBERED)
def _in_phase(catalogue: Catalogue, phase: Phase | None, which: Which) -> Sequence[tuple[Practice, Reminder]]:
    return [
        (practice, each)
        for practice in catalogue.practices
        for each in practice.reminders
        if phase in each.phases and which(practice, each)
    ]


def _case(of: TeamOutlook, moment: Moment) -> Case:
    return Case(
        of=of,
        moment=moment,
        phase=of.team.phase_on(moment.today),
        day=Day(moment.today, moment.morning, moment.arrived_on, moment.gentle),
        facts=Facts(of.team, of.activities, moment.today, of.thresholds),
    )


def _held(catalogue: Catalogue, case: Case) -> Mapping[str, list[Verdict]]:
    """Return what becomes of the practices about which something was put off, or planned."""
    waiting = [each for each in catalogue.practices if case.of.waits(each)] if case.of.waiting else ()
    found = ((each.id, _put_off(each, case) or _planned(each, case)) for each in waiting)
    return {practice: verdicts for practice, verdicts in found if verdicts}


def _weighed(practice: Practice, case: Case) -> list[Verdict]:
    return [_verdict(case, practice, each.id, _judge(practice, each, case)) for each in practice.reminders]


def _verdict(case: Case, practice: Practice, reminder: str, found: Why | Due) -> Verdict:
    if isinstance(found, Due):
        return Verdict(case.of.team.id, practice.id, reminder, None, found)
    return Verdict(case.of.team.id, practice.id, reminder, found)


def _put_off(practice: Practice, case: Case) -> list[Verdict]:
    """A snooze silences its practice until the instant asked for, then comes back."""
    later = [n for n in case.of.asked(practice) if n.state is NudgeState.LATER and n.later_until]
    return [_return_of(nudge, practice, case) for nudge in later[-1:]]


def _return_of(nudge: Nudge, practice: Practice, case: Case) -> Verdict:
    reminder = nudge.key.reminder
    if nudge.later_until and nudge.later_until > case.moment.now:
        return _verdict(case, practice, reminder, Why.SNOOZED)
    if any(each.day >= nudge.asked_on for each in case.of.records_of(practice.id)):
        return _verdict(case, practice, reminder, Why.ALREADY_DONE)
    due = Due(
        team=case.of.team.id,
        practice=practice.id,
        reminder=reminder,
        period=nudge.key.period,
        urgency=Urgency.PLANNED,
        order=practice.order,
        slot=Slot.QUESTION,
        ask=nudge.ask,
        private=practice.visibility is Visibility.PRIVATE,
        about=nudge.about,
        nudge=nudge.id,
    )
    return _verdict(case, practice, reminder, due)


def _planned(practice: Practice, case: Case) -> list[Verdict]:
    """A plan silences its practice until the first mission day after it, but for one line on the day."""
    plans = [n for n in case.of.asked(practice) if n.state is NudgeState.PLANNED and n.planned_on]
    if not plans:
        return []
    found = _after_plan(plans[-1], practice, case)
    return [_verdict(case, practice, PLAN, found)] if found else []


def _after_plan(plan: Nudge, practice: Practice, case: Case) -> Why | Due | None:
    """Return what a plan calls for; None when it is over and the usual rules apply again."""
    planned_on = plan.planned_on or plan.asked_on
    if any(each.day >= planned_on for each in case.of.records_of(practice.id)):
        return None
    if case.moment.today > planned_on + _PATIENCE:
        return None
    if case.moment.today < planned_on or (case.moment.today == planned_on and not practice.plannable):
        return Why.PLANNED
    ask, key = (Ask.PLAN_PAST, "past") if case.moment.today > planned_on else (Ask.PLANNED_DAY, "day")
    period = f"{planned_on}:{key}"
    if _asked(case, practice, PLAN, period):
        return None if ask is Ask.PLAN_PAST else Why.PLANNED
    return Due(
        team=case.of.team.id,
        practice=practice.id,
        reminder=PLAN,
        period=period,
        urgency=Urgency.PLANNED,
        order=practice.order,
        slot=Slot.LINE if ask is Ask.PLANNED_DAY else Slot.QUESTION,
        ask=ask,
        about=planned_on,
        private=practice.visibility is Visibility.PRIVATE,
    )


def _judge(practice: Practice, reminder: Reminder, case: Case) -> Why | Due:
    """Go through the reasons to keep quiet, from the most lasting to the most passing."""
    refusal = _not_for_them(practice, reminder, case)
    if refusal:
        return refusal
    ask = introduction(practice, reminder, case)
    if isinstance(ask, Why):
        return ask
    silence: Why = Why.NOT_TODAY
    for occasion in occasions(practice, reminder, case.of, case.day):
        found = _answer(occasion, practice, reminder, ask, case)
        if isinstance(found, Due):
            return found
        silence = found
    return silence


def _not_for_them(practice: Practice, reminder: Reminder, case: Case) -> Why | None:
    if case.phase is None or case.phase not in reminder.phases:
        return Why.OTHER_PHASE
    if not case.of.asks_them(practice.id, reminder.asks):
        return Why.ASKED_OF_SOMEBODY_ELSE
    subject = case.of.subjects.get(practice.id)
    if subject and subject.state == "stopped":
        return Why.STOPPED
    if subject and subject.state == "refused" and subject.phase == case.phase:
        return Why.REFUSED
    if reminder.tier in {Tier.QUIET, Tier.SELF} and not turned_on(subject, practice, case):
        return Why.OFF
    season = case.of.team.season_on(case.moment.today)
    if season and silences_in(season, practice, reminder):
        return Why.SEASON
    if reminder.when and not PREDICATES[reminder.when](case.facts):
        return Why.CONDITION
    return None


def _answer(occasion: Occasion, practice: Practice, reminder: Reminder, ask: Ask, case: Case) -> Why | Due:
    """Decide on one occasion."""
    if case.moment.arrived_on is None or occasion.fell_due < case.moment.arrived_on:
        return Why.BEFORE_ARRIVAL
    if _asked(case, practice, reminder.id, occasion.period):
        return Why.ALREADY_ASKED
    if is_answered(occasion, practice, reminder, case):
        return Why.ALREADY_DONE
    silent = silences(practice, reminder, case)
    if backs_off(reminder, silent, case) or rests(practice, reminder, case):
        return Why.BACKED_OFF
    rides = reminder.every is Every.DAY and len(silent) >= case.of.thresholds.silences
    return Due(
        team=case.of.team.id,
        practice=practice.id,
        reminder=reminder.id,
        period=occasion.period,
        urgency=_urgency(practice, reminder, occasion, ask),
        order=place(practice, reminder, ask, case),
        slot=Slot.LINE if occasion.announced else reminder.slot,
        ask=ask,
        alone=reminder.alone and not rides,
        private=practice.visibility is Visibility.PRIVATE,
        about=occasion.about,
        step=occasion.step,
        record=occasion.record,
    )


def _urgency(practice: Practice, reminder: Reminder, occasion: Occasion, ask: Ask) -> Urgency:
    if occasion.urgent:
        return Urgency.URGENT
    if practice.visibility is Visibility.PRIVATE and ask is Ask.NUDGE:
        return Urgency.PLANNED  # they wanted it, and it shares no message
    if reminder.slot is Slot.SLOW:
        return Urgency.SLOW
    if reminder.every is Every.DAY:
        return Urgency.LINE
    return Urgency.CORE if reminder.tier is Tier.CORE else Urgency.DATED


def _asked(case: Case, practice: Practice, reminder: str, period: str) -> bool:
    return any(
        nudge.key.reminder == reminder and nudge.key.period == period for nudge in case.of.asked(practice)
    )
