"""Reminding: at a person's moment, decide, write down what will leave, and set the next moment.

One transaction for some people: of each, the delivery (unique on its key) and its nudges (unique on person,
team, practice, reminder, period) are committed together, or not at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zlib import crc32

import structlog

from bot.coach.nudge import nudge_message
from bot.coach.turn import Kit, reschedule, thresholds_of, under_present_names, work_days
from bot.domain.compose import Agenda, Composed, agenda, compose
from bot.domain.deliveries import Parcel
from bot.domain.moments import is_evening, last_night, local_date, next_midnight
from bot.domain.nudges import Ask, Nudge, NudgeKey, NudgeState
from bot.domain.outlook import Outlook, Subject, TeamOutlook
from bot.domain.people import CLOCK, Address, Membership, Person, Rhythm, Team
from bot.domain.periods import week_of
from bot.domain.verdicts import Due, Moment
from bot.store import Gathered, Memory, Store, StoreUnavailable

_BATCH = 50  # people decided about in one transaction: on SQLite whoever acts waits for it to end
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
            moments = [_Moment(who, at, now, crowded) for who, at in due]
            spoken = remind(self.kit, memory, moments, self.witness)
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
    """Who is looked at and when: the instant that was meant, the present one, and where many are due."""

    person: int
    at: datetime
    now: datetime
    crowded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Look:
    """What was decided about somebody at a moment."""

    moment: _Moment
    outlook: Outlook
    today: date
    found: Agenda


@dataclass(frozen=True, slots=True)
class _Talk:
    """What is about to be said to somebody, with the question of each item: a new one has no id yet."""

    look: _Look
    address: Address
    key: str
    said: tuple[tuple[Due, Nudge], ...]


def remind(kit: Kit, memory: Gathered, moments: Sequence[_Moment], witness: Witness | None) -> int:
    """Plan the message of each moment that has something to say; set everybody's next moment in any case.

    Return how many messages were planned. All are decided, then all is written down.
    """
    told = witness is not None
    looks = [each for moment in moments if (each := _look(kit, memory, moment, told=told))]
    planned = _speak(kit, memory, looks)
    for each in looks:
        memory.looked_at = each.moment.person
        if witness:
            witness(memory, each.outlook.person, each.moment.at, each.found)
        reschedule(kit, memory, each.outlook.person, each.moment.now)
    return planned


def _look(kit: Kit, memory: Gathered, moment: _Moment, *, told: bool) -> _Look | None:
    """Decide about somebody, with the reasons if they are told.

    A moment looked at after the person's day is over says nothing: no burst after a stop. The moment of
    today, if it passed during that stop too, comes next.
    """
    at, now, memory.looked_at = moment.at, moment.now, moment.person
    person = memory.person(moment.person)
    if person is None:
        return None
    today = local_date(now, person)
    if local_date(at, person) != today:
        reschedule(kit, memory, person, last_night(now, person.tz))
        return None
    outlook = look(kit, memory, person, now)
    found = explain(kit, outlook, at, now) if told else Agenda(decide(kit, outlook, at, now))
    return _Look(moment, outlook, today, found)


def _speak(kit: Kit, memory: Gathered, looks: Sequence[_Look]) -> int:
    """Write down together what is said to these people: questions, messages, and which carries which."""
    talks = [each for one in looks if (each := _talk(memory, one))]
    memory.change_all([nudge for each in talks for nudge in _changed(memory, each)])
    asked = memory.ask_all([nudge for each in talks for _, nudge in each.said if not nudge.id])
    letters = [letter for talk in talks if (letter := _letter(kit, talk, asked))]
    planned = memory.plan_all([parcel for parcel, _ in letters])
    memory.attach_all([(planned[parcel.key], nudges) for parcel, nudges in letters if parcel.key in planned])
    _introduce(memory, talks)
    return len(planned)


def _introduce(memory: Gathered, talks: Sequence[_Talk]) -> None:
    """Note the practices that are said for the first time, and the tips, which are said once."""
    memory.introduce_all(
        (nudge.key, Subject(due.practice, "introduced", talk.look.today))
        for talk in talks
        for due, nudge in talk.said
        if due.ask in {Ask.INTRODUCE, Ask.TIP}
    )


def _talk(memory: Gathered, one: _Look) -> _Talk | None:
    person, composed = one.outlook.person, one.found.composed
    address = memory.address_of(person.id)
    if composed is None or address is None:
        return None
    when = "evening" if is_evening(person, one.moment.at) else "morning"
    key = f"moment:{person.id}:{one.today}:{when}"
    if memory.is_planned(key):  # their hour or zone changed since
        return None
    put = ((due, _nudge_of(memory, one, due, as_line=due is not composed.question)) for due in composed.items)
    return _Talk(one, address, key, tuple((due, nudge) for due, nudge in put if nudge))


def _nudge_of(memory: Gathered, one: _Look, due: Due, *, as_line: bool) -> Nudge | None:
    """Return the question of an item: a new one, or the one that was put off until now."""
    person = one.outlook.person.id
    if due.nudge is None:
        return Nudge(0, due.key(person), NudgeState.ASKED, one.today, due.ask, due.about, as_line=as_line)
    put_off = next((each for each in memory.nudges(person) if each.id == due.nudge), None)
    if put_off is None:
        return None
    return replace(put_off, state=NudgeState.ASKED, asked_on=one.today, later_until=None, as_line=as_line)


def _changed(memory: Gathered, talk: _Talk) -> Iterator[Nudge]:
    """Return what becomes of older questions: asked again, or closed in favour of a newer one."""
    for due, nudge in talk.said:
        if nudge.id:
            yield nudge
        for each in memory.nudges(nudge.key.person, due.team):
            older = each.key.practice == due.practice and each.id != due.nudge
            if older and each.state is NudgeState.ASKED:
                yield replace(each, state=NudgeState.CLOSED)


def _letter(kit: Kit, talk: _Talk, asked: Mapping[NudgeKey, Nudge]) -> tuple[Parcel, list[Nudge]] | None:
    """Put into words what is not asked already, with the questions that the message carries."""
    put = ((due, nudge if nudge.id else asked.get(nudge.key)) for due, nudge in talk.said)
    kept = [(due, nudge) for due, nudge in put if nudge]
    if not kept:
        return None
    items, nudges = [due for due, _ in kept], [nudge for _, nudge in kept]
    composed = Composed(items[0], tuple(items[1:]))
    moment, today, person = talk.look.moment, talk.look.today, talk.look.outlook.person
    crowded = talk.address.workspace in moment.crowded
    parcel = Parcel(
        key=talk.key,
        person=person.id,
        address=talk.address,
        message=nudge_message(kit, talk.look.outlook, composed, nudges, today),
        not_before=moment.now + (_spread(person) if crowded else timedelta(0)),
        expires_at=next_midnight(moment.now, person.tz),
        local_date=today,
        items=composed.counted,
    )
    return parcel, nudges


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
        activities=under_present_names(kit, memory.activities(team.id, since=today - _PAST)),
        nudges=tuple(memory.nudges(person.id, team.id, since=today - _NUDGES)),
        subjects=subjects_of(kit, memory, person, team),
        volunteers=memory.volunteers(team.id),
        thresholds=thresholds_of(kit, memory, team),
    )


def subjects_of(kit: Kit, memory: Memory, person: Person, team: Team) -> dict[str, Subject]:
    """Return the practices introduced to somebody, under the ids that these have now; the present id wins."""
    known, renamed = memory.subjects(person.id, team.id), kit.catalogue.renamed()
    before = {renamed[name]: subject for name, subject in known.items() if name in renamed}
    return before | known if before else known


def decide(kit: Kit, outlook: Outlook, at: datetime, now: datetime) -> Composed | None:
    """Ask the domain what to say at this moment."""
    evening = is_evening(outlook.person, at)
    moment = _moment(outlook.person, now, evening=evening)
    return compose(outlook, kit.catalogue, moment, kit.budget, evening=evening)


def explain(kit: Kit, outlook: Outlook, at: datetime, now: datetime) -> Agenda:
    """Ask the same, and why the rest is left out."""
    evening = is_evening(outlook.person, at)
    moment = _moment(outlook.person, now, evening=evening)
    return agenda(outlook, kit.catalogue, moment, kit.budget, evening=evening)


def _moment(person: Person, now: datetime, *, evening: bool) -> Moment:
    return Moment(
        now=now,
        today=local_date(now, person),
        morning=person.asks_in_the_morning and not evening,
        arrived_on=person.arrived_on,
        gentle=person.rhythm is Rhythm.GENTLE,
    )
