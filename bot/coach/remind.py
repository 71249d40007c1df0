"""Reminding: at a person's moment, decide, write down what will leave, and set the next moment.

One transaction a person: the delivery (unique on its key) and its nudges (unique on person, team,
practice, reminder, period) are committed together, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zlib import crc32

import structlog

from bot.coach.nudge import nudge_message
from bot.coach.turn import Kit, reschedule, work_days
from bot.domain.compose import Agenda, Composed, agenda
from bot.domain.moments import is_evening, last_night, local_date, next_midnight
from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.outlook import Outlook, Subject, TeamOutlook
from bot.domain.people import CLOCK, Membership, Person, Rhythm, Team
from bot.domain.periods import week_of
from bot.domain.verdicts import Due, Moment
from bot.store import Gathered, Memory, Store, StoreUnavailable

_BATCH = 100  # people decided about in one transaction
_PAST = timedelta(days=400)  # what a decision looks back on: a year of committees and milestones
_NUDGES = timedelta(days=120)
_ZONES = timedelta(days=2)  # somewhere it is another day
_CROWD = 100  # people of one workspace due at once, past which they are spread
_SPREAD = 600  # seconds
Witness = Callable[[Memory, Person, datetime, Agenda], None]
"""Told what was decided about somebody, in the transaction that carries it out."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Remind:
    """The deed of the clock."""

    kit: Kit
    store: Store
    witness: Witness | None = None

    def plan(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Look at everybody whose moment has come; return how many messages were planned."""
        with self.store.read(CLOCK) as memory:
            crowded = memory.crowded(now, _CROWD)
        planned, most = 0, _BATCH
        while not stopping():
            try:
                looked_at, spoken = self._plan_some(now, crowded, most)
            except StoreUnavailable:
                raise
            except Exception:  # one person's data must not keep the others from hearing anything
                log.exception("planning failed", action="plan", people=most)
                looked_at, spoken = (self._pass_over(now), 0) if most == 1 else (most, 0)
                most = 1
            planned += spoken
            if looked_at == 0:
                break
        return planned

    def _plan_some(self, now: datetime, crowded: frozenset[int], most: int) -> tuple[int, int]:
        """Decide about some people in one transaction; return how many were looked at, and spoken to."""
        with self.store.write_many() as memory:
            due = memory.take_moments(now, most)
            if not due:
                return 0, 0
            day = now.date() - _ZONES
            memory.gather([who for who, _ in due], day - _PAST, day - _NUDGES, day)
            spoken = sum(
                remind(self.kit, memory, who, _Moment(at, now, crowded), self.witness) for who, at in due
            )
            memory.flush()
        return len(due), spoken

    def _pass_over(self, now: datetime) -> int:
        """Leave out the moment of the first person due, about whom nothing can be decided."""
        with self.store.write(CLOCK) as memory:
            due = memory.take_moments(now, 1)
            for who, _ in due:
                person = memory.person(who)
                if person:
                    reschedule(self.kit, memory, person, now)
        return len(due)


@dataclass(frozen=True, slots=True)
class _Moment:
    """When somebody is looked at: the instant that was meant, the present one, and where many are due."""

    at: datetime
    now: datetime
    crowded: frozenset[int] = frozenset()


def remind(kit: Kit, memory: Gathered, person_id: int, moment: _Moment, witness: Witness | None) -> bool:
    """Plan the message of one moment, if there is something to say; set the next moment in any case.

    A moment looked at after the person's day is over says nothing: no burst after a stop. The moment of
    today, if it passed during that stop too, comes next.
    """
    at, now, memory.looked_at = moment.at, moment.now, person_id
    person = memory.person(person_id)
    if person is None:
        return False
    today = local_date(now, person)
    if local_date(at, person) != today:
        reschedule(kit, memory, person, last_night(now, person.tz))
        return False
    outlook = look(kit, memory, person, now)
    found = decide(kit, outlook, at, now)
    planned = _speak(kit, memory, outlook, found, moment)
    if witness:
        witness(memory, person, at, found)
    reschedule(kit, memory, person, now)
    return planned


def _speak(kit: Kit, memory: Memory, outlook: Outlook, found: Agenda, moment: _Moment) -> bool:
    person = outlook.person
    address = memory.address_of(person.id)
    if found.composed is None or address is None:
        return False
    when = "evening" if is_evening(person, moment.at) else "morning"
    today = local_date(moment.now, person)
    key = f"moment:{person.id}:{today}:{when}"
    if memory.is_planned(key):  # their hour or zone changed since
        return False
    composed, nudges = _put_down(memory, person, found.composed, today)
    if composed is None:
        return False
    message = nudge_message(kit, outlook, composed, nudges, today)
    delivery = memory.plan(
        key=key,
        person_id=person.id,
        address=address,
        message=message,
        not_before=moment.now + (_spread(person) if address.workspace in moment.crowded else timedelta(0)),
        expires_at=next_midnight(moment.now, person.tz),
        local_date=today,
        items=composed.counted,
    )
    if delivery is None:
        return False
    memory.attach(nudges, delivery.id)
    return True


def _spread(person: Person) -> timedelta:
    """Return each person's own delay, always the same, when many are due in the same minute."""
    return timedelta(seconds=crc32(str(person.id).encode()) % _SPREAD)


def look(kit: Kit, memory: Memory, person: Person, now: datetime) -> Outlook:
    """Gather what there is to know about a person for a decision."""
    today = local_date(now, person)
    week = week_of(today)
    teams = tuple(
        _of_team(kit, memory, person, team, membership, today)
        for team, membership in memory.teams_of(person.id)
        if membership.is_member()
    )
    return Outlook(person, teams, tuple(memory.moments(person.id, week.first, week.last)))


def _of_team(
    kit: Kit, memory: Memory, person: Person, team: Team, membership: Membership, today: date
) -> TeamOutlook:
    return TeamOutlook(
        team=team,
        membership=membership,
        work=work_days(kit, memory, person, team),
        activities=tuple(memory.activities(team.id, since=today - _PAST)),
        nudges=tuple(memory.nudges(person.id, team.id, since=today - _NUDGES)),
        subjects=memory.subjects(person.id, team.id),
        volunteers=memory.volunteers(team.id),
    )


def decide(kit: Kit, outlook: Outlook, at: datetime, now: datetime) -> Agenda:
    """Ask the domain what to say at this moment, and why the rest is left out."""
    person = outlook.person
    evening = is_evening(person, at)
    moment = Moment(
        now=now,
        today=local_date(now, person),
        morning=person.asks_in_the_morning and not evening,
        arrived_on=person.arrived_on,
        thresholds=kit.thresholds,
        gentle=person.rhythm is Rhythm.GENTLE,
    )
    return agenda(outlook, kit.catalogue, moment, kit.budget, evening=evening)


def _put_down(
    memory: Memory, person: Person, composed: Composed, today: date
) -> tuple[Composed | None, list[Nudge]]:
    """Write a nudge for each item; close the older question of the same practice in its favour."""
    kept: list[Due] = []
    nudges: list[Nudge] = []
    for due in composed.items:
        _close_older(memory, person, due)
        nudge = _nudge_of(memory, person, due, today, as_line=due is not composed.question)
        if nudge:
            kept.append(due)
            nudges.append(nudge)
        if due.ask is Ask.INTRODUCE:
            memory.set_subject(person.id, due.team, Subject(due.practice, "introduced", today))
    return (Composed(kept[0], tuple(kept[1:])) if kept else None), nudges


def _nudge_of(memory: Memory, person: Person, due: Due, today: date, *, as_line: bool) -> Nudge | None:
    if due.nudge is None:
        return memory.ask(due.key(person.id), today, due.ask, due.about, None, as_line=as_line)
    put_off = memory.nudge(due.nudge)
    if put_off is None:
        return None
    again = replace(put_off, state=NudgeState.ASKED, asked_on=today, later_until=None, as_line=as_line)
    memory.change(again)
    return again


def _close_older(memory: Memory, person: Person, due: Due) -> None:
    for nudge in memory.nudges(person.id, due.team):
        older = nudge.key.practice == due.practice and nudge.id != due.nudge
        if older and nudge.state is NudgeState.ASKED:
            memory.change(replace(nudge, state=NudgeState.CLOSED))
