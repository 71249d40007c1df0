from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.people import CLOCK, Membership, Role, Scope, Standing, Team, TeamState
from bot.domain.phases import Phase, PhaseSpan
from bot.store import OutOfScope, TrailLine
from tests.store.world import NOW, PHASES, TODAY, World


def test_a_team_is_read_back_as_it_was_saved(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        team = memory.create_team(
            "Démarches", PHASES, state=TeamState.IMPORTED, source="demarches", links={"site": "https://d.fr"}
        )
        changed = replace(
            team,
            name="Démarches+",
            state=TeamState.ACTIVE,
            phases=(PhaseSpan(Phase.ACCELERATION, TODAY),),
            holidays="FR-971",
            arrived_on=TODAY,
            funding_ends_on=date(2027, 3, 1),
        )
        memory.save_team(changed)
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.team(team.id) == memory.team_by_source("demarches") == changed


def test_a_source_gives_one_team_in_a_workspace(world: World) -> None:
    with world.store.write(Scope(world.elsewhere)) as memory:
        memory.create_team("A", (), source="a")
    with world.store.write(Scope(world.workspace)) as memory:
        memory.create_team("A", (), source="a")
    with pytest.raises(IntegrityError), world.store.write(Scope(world.workspace)) as memory:
        memory.create_team("A", (), source="a")


def test_teams_of_keeps_those_that_await_an_answer_and_leaves_out_those_that_ended(world: World) -> None:
    ines = world.people["ines"]
    with world.store.write(Scope(world.workspace)) as memory:
        for standing in (Standing.REQUESTED, Standing.REFUSED, Standing.ENDED):
            team = memory.create_team(standing, ())
            memory.put_membership(Membership(team.id, ines, Role.TEAMMATE, standing))
        found = [(team.name, membership.standing) for team, membership in memory.teams_of(ines)]
    assert found == [("Aides simples", Standing.INVITED), ("requested", Standing.REQUESTED)]


def test_a_membership_is_put_in_place_of_the_former(world: World) -> None:
    cleo = world.people["cleo"]
    limited = Membership(
        world.team,
        cleo,
        Role.COACH,
        Standing.ACTIVE,
        date(2026, 6, 1),
        date(2026, 12, 31),
        invited_by=world.people["ada"],
    )
    with world.store.write(world.scope("ada")) as memory:
        memory.put_membership(limited)
        assert memory.membership(world.team, cleo) == limited
        assert [membership for _, membership in memory.members(world.team)].count(limited) == 1


def test_volunteers_are_what_active_teammates_accepted(world: World) -> None:
    bob, ines = world.people["bob"], world.people["ines"]
    accepted = frozenset({"release", "feedback"})
    with world.store.write(world.scope("ada")) as memory:
        memory.put_membership(Membership(world.team, bob, Role.TEAMMATE, Standing.ACTIVE, asked=accepted))
        invited = Membership(world.team, ines, Role.TEAMMATE, Standing.INVITED, asked=frozenset({"talk"}))
        memory.put_membership(invited)
        assert memory.volunteers(world.team) == accepted


@pytest.mark.parametrize("words", ["demarches", "DÉMARCHES  simplifiees", "l’état", "l'etat"])
def test_teams_are_found_whatever_the_accents_and_the_case(world: World, words: str) -> None:
    with world.store.write(world.scope("ada")) as memory:
        wanted = memory.create_team("Démarches simplifiées de l'État", ())
        assert memory.teams_named(words) == [wanted]


def test_the_trail_tells_who_did_what_in_order(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        memory.note(world.team, "invited", {"who": "Cléo"}, NOW)
        memory.note(world.team, "left", {}, NOW)
        ada = world.people["ada"]
        assert memory.trail(world.team) == [
            TrailLine(world.team, "invited", {"who": "Cléo"}, NOW, ada),
            TrailLine(world.team, "left", {}, NOW, ada),
        ]


def test_a_team_of_another_workspace_is_not_there(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        memory.note(world.team, "invited", {}, NOW)
        team = memory.team(world.team)
    assert team
    with world.store.write(world.scope("zoe")) as memory:
        assert memory.team(world.team) is None
        assert memory.teams() == memory.teams_named("aides") == []
        assert memory.teams_of(world.people["ada"]) == []
        assert not memory.members(world.team)
        assert not memory.trail(world.team)
        assert memory.membership(world.team, world.people["ada"]) is None
        with pytest.raises(OutOfScope):
            memory.save_team(replace(team, name="Taken"))
        with pytest.raises(OutOfScope):
            memory.note(world.team, "taken", {}, NOW)
        with pytest.raises(OutOfScope):
            memory.put_membership(_member(world, "zoe"))


def test_one_person_in_two_workspaces_sees_both_teams_where_each_workspace_sees_its_own(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(CLOCK) as memory:
        memory.link_address(ada, replace(world.address("zoe"), external_id="ada-bis"))
    with world.store.write(Scope(world.elsewhere)) as memory:
        other = memory.create_team("Ailleurs", ())
        memory.put_membership(Membership(other.id, ada, Role.TEAMMATE, Standing.ACTIVE))
        assert _names(memory.teams_of(ada)) == ["Ailleurs"]
    for scope in (Scope(world.workspace), world.scope("bob")):
        with world.store.read(scope) as memory:
            assert _names(memory.teams_of(ada)) == ["Aides simples"]
    for scope in (world.scope("ada"), Scope(world.elsewhere, ada), CLOCK):
        with world.store.read(scope) as memory:
            assert _names(memory.teams_of(ada)) == ["Aides simples", "Ailleurs"]


def _member(world: World, name: str) -> Membership:
    return Membership(world.team, world.people[name], Role.TEAMMATE, Standing.ACTIVE)


def _names(teams: list[tuple[Team, Membership]]) -> list[str]:
    return [team.name for team, _ in teams]
