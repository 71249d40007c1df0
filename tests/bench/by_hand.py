"""The straightforward way to plan: an ORM session that loads each person, one query for each thing to know.

It asks the same questions of the same domain and writes the same words. It leaves out what a real bot also
needs (a moment taken once by several planners, spreading): it is a baseline, and is given every advantage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Session

from bot.coach.nudge import nudge_message
from bot.coach.turn import Kit
from bot.domain.activities import Activity
from bot.domain.calendar import Absence, WorkDays
from bot.domain.compose import compose
from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.moments import next_midnight, next_moment
from bot.domain.nudges import Nudge, NudgeKey, NudgeState
from bot.domain.outlook import Outlook, Subject, TeamOutlook
from bot.domain.people import Membership, Person, Rhythm, Role, Standing, Team
from bot.domain.periods import week_of
from bot.domain.verdicts import Due, Moment
from bot.store import Store
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import (
    AbsenceRow,
    ActivityRow,
    AddressRow,
    ClosingDayRow,
    MembershipRow,
    NudgeRow,
    PersonRow,
    SubjectRow,
    TeamRow,
)
from tests.bench.crowd import NOW, TODAY

_YEAR, _SEASON = timedelta(days=400), timedelta(days=120)


@dataclass(frozen=True)
class ByHand:
    """Plans one person after another."""

    kit: Kit
    store: Store
    thought: list[float] = field(default_factory=list)
    """The seconds that each decision took, which no way of loading and writing can spare."""

    def plan(self, people: Sequence[int]) -> int:
        """Plan the message of these people; return how many there are."""
        planned = 0
        for person in people:
            with Session(self.store.engine.execution_options(write=True)) as session:
                planned += self._one(session, person)
                session.commit()
        return planned

    def _one(self, session: Session, person_id: int) -> bool:
        row = session.get_one(PersonRow, person_id)
        outlook = self._look(session, _person(row))
        moment, begun = self._moment(outlook.person), perf_counter()
        composed = compose(outlook, self.kit.catalogue, moment, self.kit.budget, evening=False)
        self.thought.append(perf_counter() - begun)
        laters = _all(session, NudgeRow, NudgeRow.person_id == row.id, NudgeRow.state == NudgeState.LATER)
        works = [of.work for of in outlook.teams]
        instants = [each.later_until for each in laters if each.later_until]
        row.next_moment_at = next_moment(outlook.person, works, instants, NOW)
        if composed is None:
            return False
        question = composed.question
        asked = [_asked(session, row.id, due, due is not question) for due in composed.items]
        session.flush()
        nudges = [_nudge(each) for each in asked]
        message = nudge_message(self.kit, outlook, composed, nudges, TODAY)
        delivery = _delivery(session, outlook.person, message, composed.counted)
        session.flush()
        for each in asked:
            each.delivery_id = delivery.id
        return True

    def _look(self, session: Session, person: Person) -> Outlook:
        memberships = _all(session, MembershipRow, MembershipRow.person_id == person.id)
        teams = tuple(self._team(session, person, each) for each in memberships)
        week = week_of(TODAY)
        said = _all(
            session,
            DeliveryRow,
            DeliveryRow.person_id == person.id,
            DeliveryRow.local_date.between(week.first, week.last),
            DeliveryRow.key.startswith("moment:"),
        )
        return Outlook(person, teams, tuple((each.local_date, each.items) for each in said))

    def _team(self, session: Session, person: Person, membership: MembershipRow) -> TeamOutlook:
        team = session.get_one(TeamRow, membership.team_id)
        return TeamOutlook(
            _team(team),
            _membership(membership),
            self._work(session, person, team),
            tuple(map(_activity, _activities(session, team.id))),
            tuple(map(_nudge, _nudges(session, person.id, team.id))),
            _subjects(session, person.id, team.id),
            _volunteers(session, team.id),
        )

    def _work(self, session: Session, person: Person, team: TeamRow) -> WorkDays:
        closed = _all(session, ClosingDayRow, ClosingDayRow.workspace_id == team.workspace_id)
        absences = _all(session, AbsenceRow, AbsenceRow.person_id == person.id, AbsenceRow.confirmed)
        days = self.kit.closed_days(team.holidays) | {each.day for each in closed}
        return WorkDays(person.days, days, tuple(Absence(each.first_day, each.last_day) for each in absences))

    def _moment(self, person: Person) -> Moment:
        return Moment(
            now=NOW,
            today=TODAY,
            morning=person.asks_in_the_morning,
            arrived_on=person.arrived_on,
            gentle=person.rhythm is Rhythm.GENTLE,
        )


# Rows


def _all(session: Session, table: type[DeclarativeBase], *which: Any) -> Sequence[Any]:
    return session.scalars(select(table).where(*which)).all()


def _activities(session: Session, team: int) -> Sequence[ActivityRow]:
    recent = (ActivityRow.day >= TODAY - _YEAR, ActivityRow.undone_at.is_(None))
    found = _all(session, ActivityRow, ActivityRow.team_id == team, *recent)
    return sorted(found, key=lambda each: (each.day, each.id))


def _nudges(session: Session, person: int, team: int) -> Sequence[NudgeRow]:
    theirs = (NudgeRow.person_id == person, NudgeRow.team_id == team)
    found = _all(session, NudgeRow, *theirs, NudgeRow.asked_on >= TODAY - _SEASON)
    return sorted(found, key=lambda each: (each.asked_on, each.id))


def _subjects(session: Session, person: int, team: int) -> dict[str, Subject]:
    found = _all(session, SubjectRow, SubjectRow.person_id == person, SubjectRow.team_id == team)
    return {each.practice: Subject(each.practice, each.state, each.day, each.phase) for each in found}


def _volunteers(session: Session, team: int) -> frozenset[str]:
    active = (MembershipRow.role == Role.TEAMMATE, MembershipRow.standing == Standing.ACTIVE)
    found = _all(session, MembershipRow, MembershipRow.team_id == team, *active)
    return frozenset().union(*(each.asked for each in found))


def _asked(session: Session, person: int, due: Due, as_line: bool) -> NudgeRow:  # noqa: FBT001 - private
    key = due.key(person)
    _closed(session, person, due)
    row = NudgeRow(
        person_id=person,
        team_id=key.team,
        practice=key.practice,
        reminder=key.reminder,
        period=key.period,
        state=NudgeState.ASKED,
        asked_on=TODAY,
        ask=due.ask,
        about=due.about,
        as_line=as_line,
        on_screen=True,
    )
    session.add(row)
    return row


def _closed(session: Session, person: int, due: Due) -> None:
    theirs = (NudgeRow.person_id == person, NudgeRow.team_id == due.team, NudgeRow.practice == due.practice)
    for older in _all(session, NudgeRow, *theirs, NudgeRow.state == NudgeState.ASKED):
        older.state = NudgeState.CLOSED


def _delivery(session: Session, person: Person, message: Message, items: int) -> DeliveryRow:
    live = (AddressRow.person_id == person.id, ~AddressRow.gone)
    address = session.scalars(select(AddressRow).where(*live).order_by(AddressRow.id)).first()
    assert address
    row = DeliveryRow(
        key=f"moment:{person.id}:{TODAY}:morning",
        workspace_id=address.workspace_id,
        person_id=person.id,
        external_id=address.external_id,
        message=message,
        state=DeliveryState.PLANNED,
        not_before=NOW,
        expires_at=next_midnight(NOW, person.tz),
        local_date=TODAY,
        items=items,
        attempts=0,
    )
    session.add(row)
    return row


# What the domain takes


def _person(row: PersonRow) -> Person:
    names = ("id", "name", "language", "zone", "moment", "days", "rhythm", "arrived_on", "privacy_read")
    return Person(*(getattr(row, each) for each in names))


def _team(row: TeamRow) -> Team:
    what = ("id", "workspace_id", "name", "state", "phases", "holidays", "arrived_on")
    rest = ("funding_ends_on", "links", "source")
    return Team(*(getattr(row, each) for each in (*what, *rest)))


def _membership(row: MembershipRow) -> Membership:
    whole = ("team_id", "person_id", "role", "standing", "reads_since", "until", "asked", "invited_by")
    return Membership(*(getattr(row, each) for each in whole))


def _activity(row: ActivityRow) -> Activity:
    what = ("id", "team_id", "practice", "author_id", "day", "answers", "text", "tags", "links")
    rest = ("visibility", "recorded_at", "closed_on")
    return Activity(*(getattr(row, each) for each in (*what, *rest)))


def _nudge(row: NudgeRow) -> Nudge:
    key = NudgeKey(row.person_id, row.team_id, row.practice, row.reminder, row.period)
    when = (row.asked_on, row.ask, row.about, row.planned_on, row.later_until)
    what = (row.reason, row.activity_id, row.delivery_id, row.as_line, row.on_screen)
    return Nudge(row.id, key, row.state, *when, *what)
