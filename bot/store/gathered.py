"""Deciding about many people: what is asked of the memory for each of them is read at once, for all of them.

The questions are those of any memory, and so are the answers; only what they cost differs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Insert, Row, Update, bindparam, update

from bot.domain.activities import Activity
from bot.domain.calendar import Absence
from bot.domain.deliveries import DeliveryState, Parcel
from bot.domain.nudges import Nudge, NudgeKey, NudgeState
from bot.domain.outlook import Subject
from bot.domain.people import Address, AddressKind, Membership, Person, Team
from bot.domain.practices import Visibility
from bot.store import asking
from bot.store.delivery_tables import DeliveryRow
from bot.store.memory import Memory
from bot.store.nudges import changing, identity, said_of
from bot.store.pace import RESTORED
from bot.store.scoped import Anything, insert_once, insert_or_change
from bot.store.tables import NudgeRow, PersonRow, SubjectRow
from bot.store.teams import TEAM

_CHANGE = update(NudgeRow).where(NudgeRow.id == bindparam("nudge"))
_CARRY = _CHANGE.values(delivery_id=bindparam("delivery"))
_NEW_NUDGE = (
    NudgeRow.id,
    NudgeRow.person_id,
    NudgeRow.team_id,
    NudgeRow.practice,
    NudgeRow.reminder,
    NudgeRow.period,
)
_NEW_DELIVERY = (DeliveryRow.id, DeliveryRow.key)
_SUBJECT_KEY, _SAID_OF_SUBJECT = ("person_id", "team_id", "practice"), ("state", "day", "phase")
_SET_MOMENT = update(PersonRow).where(PersonRow.id == bindparam("who")).values(next_moment_at=bindparam("at"))


@dataclass
class _Read:
    """What was read at once, by the id it is asked by."""

    people: dict[int, Person] = field(default_factory=dict)
    addresses: dict[int, Address] = field(default_factory=dict)
    teams: dict[int, list[tuple[Team, Membership]]] = field(default_factory=lambda: defaultdict(list))
    workspaces: dict[int, int] = field(default_factory=dict)
    volunteers: dict[int, frozenset[str]] = field(default_factory=dict)
    activities: dict[int, list[Activity]] = field(default_factory=lambda: defaultdict(list))
    nudges: dict[int, list[Nudge]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[tuple[int, int], dict[str, Subject]] = field(default_factory=lambda: defaultdict(dict))
    absences: dict[int, list[Absence]] = field(default_factory=lambda: defaultdict(list))
    moments: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    keys: set[str] = field(default_factory=set)
    closing: dict[int, frozenset[date]] = field(default_factory=dict)


class Gathered(Memory):
    """A memory opened by the clock to decide about many people, one after the other."""

    looked_at: int = 0
    """Who is being looked at: of the records, their eyes see what they may read."""

    def gather(
        self, people: Sequence[int], activities_since: date, nudges_since: date, messages_since: date
    ) -> None:
        """Read what deciding about these people needs."""
        self._read = _Read()
        self._moments: dict[int, datetime | None] = {}
        self._read_people(people)
        self._read_teams(people)
        self._read_activities(activities_since)
        self._read_nudges(people, nudges_since)
        self._read_subjects(people)
        self._read_absences(people)
        self._read_moments(people, nudges_since)
        self._read_keys(people, messages_since)

    def flush(self) -> None:
        """Write down the next moments that were set."""
        rows = [{"who": who, "at": at} for who, at in self._moments.items()]
        self._many(_SET_MOMENT, rows)

    # Reading at once

    def _read_people(self, people: Sequence[int]) -> None:
        rows = self._all(asking.PEOPLE, people=people)
        self._read.people = {row[0]: Person(*row) for row in rows}
        for row in self._all(asking.ADDRESSES, people=people):
            self._read.addresses.setdefault(row[0], Address(row[1], row[2], AddressKind(row[3])))

    def _read_teams(self, people: Sequence[int]) -> None:
        for row in self._all(asking.TEAMS, people=people):
            team, membership = Team(*row[: len(TEAM)]), Membership(*row[len(TEAM) :])
            self._read.teams[membership.person].append((team, membership))
            self._read.workspaces[team.id] = team.workspace
        self._read_volunteers()

    def _read_volunteers(self) -> None:
        asked: dict[int, set[str]] = {team: set() for team in self._team_ids()}
        for row in self._all(asking.VOLUNTEERS, teams=list(asked)):
            asked[row[0]] |= row[1]
        self._read.volunteers = {team: frozenset(practices) for team, practices in asked.items()}

    def _read_activities(self, since: date) -> None:
        for row in self._all(asking.ACTIVITIES, teams=self._team_ids(), since=since):
            self._read.activities[row[1]].append(Activity(*row))

    def _read_nudges(self, people: Sequence[int], since: date) -> None:
        for row in self._all(asking.NUDGES, people=people, since=since):
            self._read.nudges[row[1]].append(Nudge(row[0], NudgeKey(*row[1:6]), *row[6:]))

    def _read_subjects(self, people: Sequence[int]) -> None:
        for row in self._all(asking.SUBJECTS, people=people):
            self._read.subjects[row[0], row[1]][row[2]] = Subject(*row[2:])

    def _read_absences(self, people: Sequence[int]) -> None:
        for row in self._all(asking.ABSENCES, people=people):
            self._read.absences[row[0]].append(Absence(row[1], row[2]))

    def _read_moments(self, people: Sequence[int], since: date) -> None:
        for row in self._all(asking.MOMENTS, people=people, since=since):
            self._read.moments[row[0]].append((row[1], row[2]))

    def _read_keys(self, people: Sequence[int], since: date) -> None:
        self._read.keys = {row[0] for row in self._all(asking.KEYS, people=people, since=since)}

    def _team_ids(self) -> list[int]:
        return sorted(self._read.workspaces)

    # Answering

    def person(self, person_id: int) -> Person | None:
        """Return somebody."""
        return self._read.people.get(person_id)

    def address_of(self, person_id: int) -> Address | None:
        """Return where to write to somebody."""
        return self._read.addresses.get(person_id)

    def teams_of(self, person_id: int) -> list[tuple[Team, Membership]]:
        """Return somebody's teams."""
        return self._read.teams.get(person_id, [])

    def volunteers(self, team_id: int) -> frozenset[str]:
        """Return the practices that some active teammate accepted to be asked."""
        return self._read.volunteers[team_id]

    def activities(
        self, team_id: int, since: date | None = None, practice: str | None = None
    ) -> list[Activity]:
        """Return the team's records that who is looked at may read."""
        return [
            each
            for each in self._read.activities.get(team_id, ())
            if (each.visibility is Visibility.TEAM or each.author == self.looked_at)
            and (since is None or each.day >= since)
            and practice in {None, each.practice}
        ]

    def nudges(self, person_id: int, team_id: int | None = None, since: date | None = None) -> list[Nudge]:
        """Return what somebody was asked since a day, or planned for it or after, in order."""
        return [
            each
            for each in self._read.nudges.get(person_id, ())
            if team_id in {None, each.key.team} and (since is None or each.is_since(since))
        ]

    def nudges_later(self, person_id: int) -> list[Nudge]:
        """Return what somebody put off."""
        return [each for each in self._read.nudges.get(person_id, ()) if each.state is NudgeState.LATER]

    def subjects(self, person_id: int, team_id: int) -> dict[str, Subject]:
        """Return the practices introduced to somebody in a team."""
        return self._read.subjects.get((person_id, team_id), {})

    def absences(self, person_id: int) -> list[Absence]:
        """Return somebody's confirmed absences."""
        return self._read.absences.get(person_id, [])

    def moments(self, person_id: int, first: date, last: date) -> list[tuple[date, int]]:
        """Return the days on which Pouce spoke to somebody first."""
        return [each for each in self._read.moments.get(person_id, ()) if first <= each[0] <= last]

    def closing_days(self, workspace: int) -> frozenset[date]:
        """Return the days on which the organisation is closed."""
        if workspace not in self._read.closing:
            self._read.closing[workspace] = super().closing_days(workspace)
        return self._read.closing[workspace]

    def is_planned(self, key: str) -> bool:
        """Say whether a message was planned under this key lately, whatever became of it."""
        return key in self._read.keys

    def next_moment_of(self, person_id: int) -> datetime | None:
        """Return when somebody is looked at next; their moment was taken, nothing is awaited."""
        return self._moments.get(person_id)

    # Writing

    def set_next_moment(self, person_id: int, at: datetime | None) -> None:
        """Note when somebody is looked at next; written by `flush`."""
        self._moments[person_id] = at

    def change_all(self, nudges: Sequence[Nudge]) -> None:
        """Keep what became of these questions."""
        self._many(_CHANGE, [{"nudge": each.id, **changing(each)} for each in nudges])
        for nudge in nudges:
            known = self._read.nudges[nudge.key.person]
            known[:] = [nudge if each.id == nudge.id else each for each in known]

    def ask_all(self, nudges: Sequence[Nudge]) -> dict[NudgeKey, Nudge]:
        """Note that these are asked; return those that were not asked already, with their id."""
        new = {each.key: each for each in nudges}
        rows = [identity(each.key) | changing(each) for each in nudges]
        added = self._many(insert_once(self._on_postgresql, NudgeRow, _NEW_NUDGE), rows)
        return {key: replace(new[key], id=row[0]) for row in added if (key := NudgeKey(*row[1:]))}

    def plan_all(self, parcels: Sequence[Parcel]) -> dict[str, int]:
        """Plan these messages; return the id of each by its key, but for the keys that were used already."""
        once = insert_once(self._on_postgresql, DeliveryRow, _NEW_DELIVERY)
        restored = self.beats().get(RESTORED) if parcels else None
        rows = [_planned(each) | _doubted(each, restored) for each in parcels]
        return {row[1]: row[0] for row in self._many(once, rows)}

    def attach_all(self, carried: Sequence[tuple[int, Sequence[Nudge]]]) -> None:
        """Note which message carries which questions."""
        pairs = [(nudge.id, delivery) for delivery, nudges in carried for nudge in nudges]
        self._many(_CARRY, [{"nudge": nudge, "delivery": delivery} for nudge, delivery in pairs])

    def introduce_all(self, subjects: Iterable[tuple[NudgeKey, Subject]]) -> None:
        """Note what is known of the practices of these questions."""
        rows = [
            {"person_id": key.person, "team_id": key.team, "practice": subject.practice, **said_of(subject)}
            for key, subject in subjects
        ]
        self._many(insert_or_change(self._on_postgresql, SubjectRow, _SUBJECT_KEY, _SAID_OF_SUBJECT), rows)

    def _many(self, change: Insert | Update, rows: Iterable[dict[str, Any]]) -> Sequence[Row[*Anything]]:
        """Write rows with one statement for all of them; return what it returns."""
        given = list(rows)
        done = self._connection.execute(change, given) if given else None
        return done.all() if done and done.returns_rows else ()

    def _workspace_of(self, team_id: int) -> int:
        known = self._read.workspaces.get(team_id)
        return known if known is not None else super()._workspace_of(team_id)


def _planned(parcel: Parcel) -> dict[str, object]:
    return {
        "key": parcel.key,
        "person_id": parcel.person,
        "workspace_id": parcel.address.workspace,
        "external_id": parcel.address.external_id,
        "message": parcel.message,
        "not_before": parcel.not_before,
        "expires_at": parcel.expires_at,
        "local_date": parcel.local_date,
        "items": parcel.items,
        "attempts": 0,
    }


def _doubted(parcel: Parcel, restored: datetime | None) -> dict[str, object]:
    """Return how a message begins: on the day on which a copy came back, it may have left before.

    Its chat knows: it is looked for when it is due. It expires at midnight, hence at most a day, and the hour
    that autumn adds, after a return on the same day.
    """
    if restored and parcel.expires_at <= restored + timedelta(hours=25):
        return {"state": DeliveryState.IN_DOUBT, "settle_at": parcel.not_before}
    return {"state": DeliveryState.PLANNED, "settle_at": None}
