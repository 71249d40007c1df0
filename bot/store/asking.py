"""What is asked of the memory to decide about many people: statements built once, given people and days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BindParameter, bindparam, select

from bot.domain.nudges import NudgeState
from bot.domain.people import Role, Standing
from bot.store import absences, activities, nudges, outbox, people, teams
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import (
    AbsenceRow,
    ActivityRow,
    AddressRow,
    MembershipRow,
    NudgeRow,
    PersonRow,
    SubjectRow,
)

_PEOPLE: BindParameter[Sequence[int]] = bindparam("people", expanding=True)
_SINCE: BindParameter[date] = bindparam("since")
PEOPLE = people.PEOPLE.where(PersonRow.id.in_(_PEOPLE))
ADDRESSES = (
    select(AddressRow.person_id, AddressRow.workspace_id, AddressRow.external_id, AddressRow.kind)
    .where(AddressRow.person_id.in_(_PEOPLE), ~AddressRow.gone)
    .order_by(AddressRow.id)
)
TEAMS = teams.TEAMS_WITH_MEMBERSHIP.where(MembershipRow.person_id.in_(_PEOPLE))
VOLUNTEERS = select(MembershipRow.team_id, MembershipRow.asked).where(
    MembershipRow.role == Role.TEAMMATE,
    MembershipRow.standing == Standing.ACTIVE,
    MembershipRow.team_id.in_(bindparam("teams", expanding=True)),
)
ACTIVITIES = activities.ACTIVITIES.where(
    ActivityRow.team_id.in_(bindparam("teams", expanding=True)),
    ActivityRow.day >= _SINCE,
    ActivityRow.undone_at.is_(None),
).order_by(ActivityRow.day, ActivityRow.id)
NUDGES = nudges.NUDGES.where(
    NudgeRow.person_id.in_(_PEOPLE),
    (NudgeRow.asked_on >= _SINCE) | (NudgeRow.planned_on >= _SINCE) | (NudgeRow.state == NudgeState.LATER),
)
ABSENCES = absences.ABSENCES.where(AbsenceRow.person_id.in_(_PEOPLE))
_RECENT = (DeliveryRow.person_id.in_(_PEOPLE), DeliveryRow.local_date >= _SINCE)
MOMENTS = outbox.MOMENTS.where(*_RECENT)
KEYS = select(DeliveryRow.key).where(*_RECENT)
_SUBJECT = (
    SubjectRow.person_id,
    SubjectRow.team_id,
    SubjectRow.practice,
    SubjectRow.state,
    SubjectRow.day,
    SubjectRow.phase,
)
SUBJECTS = select(*_SUBJECT).where(SubjectRow.person_id.in_(_PEOPLE)).order_by(SubjectRow.day)
