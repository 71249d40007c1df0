"""Teams, who is in them, and the trail of who came and who may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from bot.domain.people import READERS, Membership, Person, Role, Standing, Team, TeamState
from bot.domain.phases import PhaseSpan
from bot.store.people import PERSON, folded
from bot.store.scoped import Anything, Scoped, here, one_of, team_here
from bot.store.tables import MembershipRow, PersonRow, TeamRow, TrailRow

TEAM = (
    TeamRow.id,
    TeamRow.workspace_id,
    TeamRow.name,
    TeamRow.state,
    TeamRow.phases,
    TeamRow.holidays,
    TeamRow.arrived_on,
    TeamRow.funding_ends_on,
    TeamRow.links,
    TeamRow.source,
    TeamRow.season,
    TeamRow.season_until,
)
_MEMBERSHIP = (
    MembershipRow.team_id,
    MembershipRow.person_id,
    MembershipRow.role,
    MembershipRow.standing,
    MembershipRow.reads_since,
    MembershipRow.until,
    MembershipRow.asked,
    MembershipRow.invited_by,
)
_PRESENT = (Standing.ACTIVE, Standing.INVITED, Standing.REQUESTED)
_TEAMS = select(*TEAM)
_MEMBERSHIPS = select(*_MEMBERSHIP)
TEAMS_WITH_MEMBERSHIP = (
    select(*TEAM, *_MEMBERSHIP)
    .join(MembershipRow, MembershipRow.team_id == TeamRow.id)
    .where(one_of(MembershipRow.standing, _PRESENT), team_here(TeamRow.id))
    .order_by(TeamRow.id)
)
_TEAMS_OF = TEAMS_WITH_MEMBERSHIP.where(MembershipRow.person_id == bindparam("person"))
_TEAM = _TEAMS.where(TeamRow.id == bindparam("team"), team_here(TeamRow.id))
_MEMBERS = (
    select(*PERSON, *_MEMBERSHIP)
    .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
    .where(
        MembershipRow.team_id == bindparam("team"),
        one_of(MembershipRow.standing, _PRESENT),
        team_here(MembershipRow.team_id),
    )
    .order_by(PersonRow.id)
)
_READERS = _MEMBERS.where(
    one_of(MembershipRow.role, sorted(READERS)), one_of(MembershipRow.standing, (Standing.ACTIVE,))
)
_TRAIL = select(TrailRow.team_id, TrailRow.verb, TrailRow.detail, TrailRow.at, TrailRow.by)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """Something that happened to a team, and who did it (nobody: the clock or an import)."""

    team: int
    verb: str
    detail: Mapping[str, Any]
    at: datetime
    by: int | None


class Teams(Scoped):
    """Teams and memberships."""

    def team(self, team_id: int) -> Team | None:
        """Return one team of this workspace, or of the person who looks."""
        row = self._first(_TEAM, team=team_id)
        return Team(*row) if row else None

    def team_by_source(self, source: str) -> Team | None:
        """Return the team imported under an id of the public data."""
        row = self._first(_TEAMS.where(TeamRow.source == source, here(TeamRow.workspace_id)))
        return Team(*row) if row else None

    def teams(self) -> list[Team]:
        """Return every team of this workspace, oldest first."""
        rows = self._all(_TEAMS.where(here(TeamRow.workspace_id)).order_by(TeamRow.id))
        return [Team(*row) for row in rows]

    def teams_named(self, words: str) -> list[Team]:
        """Return the teams whose name holds some words, whatever the accents and the case."""
        wanted = folded(words)
        return [team for team in self.teams() if wanted in folded(team.name)]

    def teams_of(self, person_id: int) -> list[tuple[Team, Membership]]:
        """Return somebody's teams, those they are invited to or asked to join included."""
        rows = self._all(_TEAMS_OF, person=person_id)
        return [(Team(*row[: len(TEAM)]), Membership(*row[len(TEAM) :])) for row in rows]

    def create_team(
        self,
        name: str,
        phases: tuple[PhaseSpan, ...],
        state: TeamState = TeamState.ACTIVE,
        *,
        holidays: str = "FR",
        source: str | None = None,
        links: Mapping[str, str] | None = None,
        proposed_by: int | None = None,
    ) -> Team:
        """Note a new team of this workspace."""
        team = Team(0, self._own_workspace(), name, state, phases, holidays, links=links or {}, source=source)
        values = _values(team) | {"workspace_id": team.workspace, "proposed_by": proposed_by}
        team_id = self._add(TeamRow, TeamRow.id, **values)
        return Team(*self._all(_TEAMS.where(TeamRow.id == team_id))[0])

    def save_team(self, team: Team) -> None:
        """Keep what changed of a team; its phases are replaced by those given."""
        mine = (TeamRow.id == team.id, team_here(TeamRow.id))
        self._change_one(update(TeamRow).where(*mine).values(_values(team)))

    def members(self, team_id: int) -> list[tuple[Person, Membership]]:
        """Return who is in a team, those invited or asking to join included."""
        return self._members(_MEMBERS, team_id)

    def readers(self, team_id: int) -> list[tuple[Person, Membership]]:
        """Return the coaches and the observers that a team has, its own members left out."""
        return self._members(_READERS, team_id)

    def _members(self, query: Select[*Anything], team_id: int) -> list[tuple[Person, Membership]]:
        rows = self._all(query, team=team_id)
        return [(Person(*row[: len(PERSON)]), Membership(*row[len(PERSON) :])) for row in rows]

    def membership(self, team_id: int, person_id: int) -> Membership | None:
        """Return what somebody is in a team, or was."""
        same = (MembershipRow.team_id == team_id, MembershipRow.person_id == person_id)
        row = self._first(_MEMBERSHIPS.where(*same, team_here(MembershipRow.team_id)))
        return Membership(*row) if row else None

    def put_membership(self, membership: Membership) -> None:
        """Note what somebody is in a team, in place of what they were."""
        self._workspace_of(membership.team)
        key = {"team_id": membership.team, "person_id": membership.person}
        values = {
            "role": membership.role,
            "standing": membership.standing,
            "reads_since": membership.reads_since,
            "until": membership.until,
            "asked": membership.asked,
            "invited_by": membership.invited_by,
        }
        self._put(MembershipRow, key, values)

    def volunteers(self, team_id: int) -> frozenset[str]:
        """Return the practices that some active teammate accepted to be asked."""
        active = (MembershipRow.role == Role.TEAMMATE, MembershipRow.standing == Standing.ACTIVE)
        query = select(MembershipRow.asked).where(MembershipRow.team_id == team_id, *active)
        return frozenset().union(
            *(row[0] for row in self._all(query.where(team_here(MembershipRow.team_id))))
        )

    def note(self, team_id: int, verb: str, detail: Mapping[str, Any], now: datetime) -> None:
        """Add a line to the trail of a team, in the name of who looks."""
        self._workspace_of(team_id)
        self._add(
            TrailRow, TrailRow.id, team_id=team_id, verb=verb, detail=detail, at=now, by=self.scope.viewer
        )

    def trail(self, team_id: int) -> list[TrailLine]:
        """Return what happened to a team, oldest first."""
        mine = (TrailRow.team_id == team_id, team_here(TrailRow.team_id))
        return [TrailLine(*row) for row in self._all(_TRAIL.where(*mine).order_by(TrailRow.at, TrailRow.id))]


def _values(team: Team) -> dict[str, object]:
    return {
        "name": team.name,
        "state": team.state,
        "phases": team.phases,
        "holidays": team.holidays,
        "arrived_on": team.arrived_on,
        "funding_ends_on": team.funding_ends_on,
        "links": team.links,
        "source": team.source,
        "season": team.season,
        "season_until": team.season_until,
    }
