"""What is said beside the practices: a tip that helps now, what became of it, and whether Pouce helps.

Each goes through the composer and the week's budget like the rest, and none is ever said twice.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from bot.domain.committees import COMMITTEE, in_committee_week
from bot.domain.library import Library, Tip
from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.outlook import Outlook, TeamOutlook
from bot.domain.people import Role
from bot.domain.periods import week_of
from bot.domain.phases import ACTIVE
from bot.domain.practices import Slot
from bot.domain.predicates import PREDICATES, Facts
from bot.domain.thresholds import Thresholds
from bot.domain.verdicts import Due, Moment, Urgency

TIPS = "tip"
"""The subject under which somebody says that they want no tips; each tip has its own under `tip:`."""
POUCE = "pouce"
STOPPED = "stopped"
TRIED, HELPS = "tried", "helps"
_WEEK = "week-"
_LAST = 1_000  # after every practice


def tip_subject(tip_id: str) -> str:
    """Return the name under which a tip is remembered."""
    return f"{TIPS}:{tip_id}"


def tip_id(practice: str) -> str | None:
    """Return which tip a question is about, if it is about one."""
    kind, colon, name = practice.partition(":")
    return name if colon and kind == TIPS else None


def wants_tips(outlook: Outlook) -> bool:
    """Say whether somebody still wants tips: a word in one of their teams is enough to stop them."""
    subjects = (of.subjects.get(TIPS) for of in outlook.teams)
    return not any(each and each.state == STOPPED for each in subjects)


# What was tried, and whether Pouce helps


def asides(outlook: Outlook, moment: Moment) -> list[Due]:
    """Return what is to be asked beside the practices today, one at a time."""
    return list(islice(_due(outlook, moment), 1))


def _due(outlook: Outlook, moment: Moment) -> Iterator[Due]:
    for of in outlook.teams:
        yield from _put_off(of, moment)
    for of in outlook.teams:
        yield from _tried(of, moment)
    yield from _helps(outlook, moment)


def _put_off(of: TeamOutlook, moment: Moment) -> Iterator[Due]:
    """What somebody asked to be asked later comes back then."""
    for nudge in of.nudges:
        waits = nudge.state is NudgeState.LATER and nudge.later_until
        if waits and nudge.ask in {Ask.TRIED, Ask.HELPS} and waits <= moment.now:
            yield Due(
                team=of.team.id,
                practice=nudge.key.practice,
                reminder=nudge.key.reminder,
                period=nudge.key.period,
                urgency=Urgency.PLANNED,
                order=_LAST,
                slot=Slot.QUESTION,
                ask=nudge.ask,
                nudge=nudge.id,
            )


def _tried(of: TeamOutlook, moment: Moment) -> Iterator[Due]:
    """Some time after « j’essaie », once: with another message if one comes, else by itself."""
    figures = of.thresholds
    asked = {(nudge.key.practice, nudge.key.period) for nudge in of.nudges if nudge.ask is Ask.TRIED}
    for nudge in of.nudges:
        day = nudge.planned_on
        if nudge.ask is not Ask.TIP or nudge.state is not NudgeState.PLANNED or day is None:
            continue
        late = (moment.today - day).days
        if 0 <= late <= figures.tip_forgotten_days and (nudge.key.practice, nudge.key.period) not in asked:
            waited = late >= figures.aside_waits_days
            key = (nudge.key.practice, TRIED, nudge.key.period)
            yield _aside(of, key, Ask.TRIED, alone=waited, waited=waited)


def _helps(outlook: Outlook, moment: Moment) -> Iterator[Due]:
    """Twice after they arrived, of whoever leads a product; never near a committee."""
    of = next((each for each in outlook.teams if _leads(each) and _is_on(each, moment)), None)
    arrived = outlook.person.arrived_on
    if of is None or arrived is None:
        return
    figures = of.thresholds
    if in_committee_week(of.records_of(COMMITTEE), moment.today, figures):
        return
    asked = {nudge.key.period for each in outlook.teams for nudge in each.nudges if nudge.ask is Ask.HELPS}
    for week in (figures.helps_first_week, figures.helps_second_week):
        since = (moment.today - (arrived + timedelta(weeks=week - 1))).days
        period = f"{_WEEK}{week}"
        if 0 <= since < figures.helps_open_days and period not in asked:
            waited = since >= figures.aside_waits_days
            yield _aside(of, (POUCE, HELPS, period), Ask.HELPS, alone=True, waited=waited)


def week_in(period: str) -> int:
    """Return in which week of somebody's Pouce asks whether it helps."""
    return int(period.removeprefix(_WEEK))


def _aside(of: TeamOutlook, key: tuple[str, str, str], ask: Ask, *, alone: bool, waited: bool) -> Due:
    """Put it after the practices; once it has waited for a week, before what comes back every week."""
    practice, reminder, period = key
    return Due(
        team=of.team.id,
        practice=practice,
        reminder=reminder,
        period=period,
        urgency=Urgency.PLANNED if waited else Urgency.DATED,
        order=_LAST,
        slot=Slot.QUESTION,
        ask=ask,
        alone=alone,
    )


# Tips


def tip_for(items: Sequence[Due], outlook: Outlook, library: Library, moment: Moment) -> Due | None:
    """Return the tip that helps with what is asked today, if one may come: at most one a week."""
    of = next((each for each in outlook.teams if each.team.id == items[0].team), None)
    arrived = outlook.person.arrived_on
    if of is None or not _leads(of) or arrived is None:
        return None
    settled = (moment.today - arrived).days >= of.thresholds.tips_after_days
    alone = any(due.private or due.ask is not Ask.NUDGE for due in items)
    if not settled or alone or not wants_tips(outlook) or _too_soon(outlook, of.thresholds, moment.today):
        return None
    beside = frozenset(due.practice for due in items if due.team == of.team.id)
    found = helpful(library, of, moment, beside)
    if not found:
        return None
    week = week_of(moment.today).key
    return Due(
        team=of.team.id,
        practice=tip_subject(found[0].id),
        reminder=TIPS,
        period=week,
        urgency=Urgency.LINE,
        order=_LAST,
        slot=Slot.LINE,
        ask=Ask.TIP,
        alone=False,
    )


def helpful(library: Library, of: TeamOutlook, moment: Moment, beside: frozenset[str]) -> list[Tip]:
    """Return the tips that help a team now and were not given yet, the most to the point first.

    First those about what is asked, then those whose condition holds, then the topics heard of least.
    """
    facts = Facts(of.team, of.activities, moment.today, of.thresholds)
    near = in_committee_week(of.records_of(COMMITTEE), moment.today, of.thresholds)
    given = {tip_id(name) for name in of.subjects}
    heard = [each.topic for each in library.tips if each.id in given]
    fresh = [
        each
        for each in library.tips
        if each.id not in given
        and (each.beside is None or each.beside in beside)
        and (each.beside == COMMITTEE or not near)
        and helps_now(each, facts)
    ]
    return sorted(fresh, key=lambda each: (each.beside is None, each.when is None, heard.count(each.topic)))


def helps_now(tip: Tip, facts: Facts) -> bool:
    """Say whether a tip is of this phase, and its condition holds."""
    in_phase = facts.team.phase_on(facts.today) in tip.phases
    return in_phase and (tip.when is None or PREDICATES[tip.when](facts))


def _is_on(of: TeamOutlook, moment: Moment) -> bool:
    """Say whether a product goes on, in weeks like any others: nothing is asked of one that has ended."""
    season = of.team.season_on(moment.today)
    return of.team.phase_on(moment.today) in ACTIVE and season is None


def _leads(of: TeamOutlook) -> bool:
    return of.membership.role is Role.INTRAPRENEUR


def _too_soon(outlook: Outlook, figures: Thresholds, today: date) -> bool:
    """One a week, whatever the team; more rarely once several were left alone."""
    given = sorted(_given(outlook), key=lambda nudge: (nudge.asked_on, nudge.id))
    if not given:
        return False
    most = figures.tips_left_alone
    last = given[-most:] if most else []
    left_alone = len(last) == most and all(nudge.unanswered for nudge in last)
    if left_alone and (today - given[-1].asked_on).days < figures.tip_rare_days:
        return True
    return given[-1].asked_on in week_of(today)


def is_long_without_tip(outlook: Outlook, figures: Thresholds, today: date) -> bool:
    """Say whether weeks went by without a tip, once somebody is well settled."""
    arrived = outlook.person.arrived_on
    settled = arrived is not None and (today - arrived).days >= 2 * figures.tips_after_days
    return settled and all(
        (today - each.asked_on).days >= figures.tip_missing_days for each in _given(outlook)
    )


def _given(outlook: Outlook) -> list[Nudge]:
    return [nudge for of in outlook.teams for nudge in of.nudges if nudge.ask is Ask.TIP]
