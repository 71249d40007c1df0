"""One person in two workspaces sees their own teams from both; the workspaces see nothing of each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.activities import Draft
from bot.domain.calendar import Absence
from bot.domain.events import Profile
from bot.domain.messages import Message
from bot.domain.nudges import Ask
from bot.domain.people import CLOCK, Address, Membership, Role, Scope, Standing
from bot.domain.practices import Visibility
from bot.store import Memory, OutOfScope
from tests.store.world import NOW, PHASES, TODAY, World

CLOSED = date(2026, 12, 24)


def link(world: World, name: str) -> Scope:
    """Give somebody an address elsewhere, and return in whose name they act there."""
    with world.store.write(CLOCK) as memory:
        assert memory.link_address(world.people[name], Address(world.elsewhere, f"{name}-bis"))
    return Scope(world.elsewhere, world.people[name])


def nudge(world: World) -> int:
    with world.store.write(world.scope("ada")) as memory:
        asked = memory.ask(world.key(), TODAY, Ask.NUDGE, None, None, as_line=False)
    assert asked
    return asked.id


def sights(memory: Memory, world: World, record: int, question: int) -> dict[str, object]:
    """Return all that is seen of Ada's team, its people and its notes, by name."""
    ada, bob = world.people["ada"], world.people["bob"]
    seen: dict[str, object] = {
        "team": memory.team(world.team),
        "teams of": memory.teams_of(ada),
        "members": memory.members(world.team),
        "membership": memory.membership(world.team, ada),
        "trail": memory.trail(world.team),
        "note": memory.activity(record),
        "notes": memory.activities(world.team),
        "last note": memory.last_by(ada, NOW - timedelta(days=9)),
        "question": memory.nudge(question),
        "questions": memory.nudges(ada),
        "moments": memory.moments(ada, TODAY, TODAY),
        "closing days": memory.closing_days(world.workspace),
        "mate": memory.person(bob),
        "address of a mate": memory.address_of(bob),
        "herself": memory.person(ada),
        "absences": memory.absences(ada),
        "found": memory.find_person("ada"),
        "a mate found": memory.find_person("bob"),
        "teams there": memory.teams(),
        "teams by name": memory.teams_named("aides"),
    }
    return {name: each for name, each in seen.items() if each}


HER_OWN = {"herself", "absences", "found"}
OF_THE_WORKSPACE = {"a mate found", "teams there", "teams by name"}


def live(world: World) -> tuple[int, int]:
    """Leave in the workspace something of each kind that could be seen; return a note and a question."""
    record, question = world.record(), nudge(world)
    world.record(visibility=Visibility.PRIVATE)
    world.plan("moment:ada")
    with world.store.write(world.scope("ada")) as memory:
        memory.note(world.team, "entered", {}, NOW)
        memory.add_absence(world.people["ada"], Absence(TODAY, TODAY))
        memory.add_closing_day(CLOSED, "closed")
    return record.id, question


def test_whoever_is_linked_with_nobody_sees_nothing_of_another_workspace(world: World) -> None:
    seen = live(world)
    for scope in (world.scope("zoe"), Scope(world.elsewhere)):
        with world.store.read(scope) as memory:
            assert sights(memory, world, *seen) == {}


def test_being_somebody_opens_nothing_through_a_workspace_where_they_are_not(world: World) -> None:
    seen = live(world)
    with world.store.read(Scope(world.elsewhere, world.people["ada"])) as memory:
        assert sights(memory, world, *seen) == {}


def test_a_member_linked_elsewhere_shows_nothing_of_their_team_to_those_who_are_there(world: World) -> None:
    seen = live(world)
    link(world, "ada")
    with world.store.read(world.scope("zoe")) as memory:
        assert sights(memory, world, *seen).keys() == HER_OWN


def test_a_linked_person_finds_their_teams_notes_and_questions_and_writes_there(world: World) -> None:
    record, question = live(world)
    with world.store.read(world.scope("ada")) as memory:
        at_home = sights(memory, world, record, question)
    scope = link(world, "ada")
    with world.store.read(scope) as memory:
        away = sights(memory, world, record, question)
    assert away == {name: each for name, each in at_home.items() if name not in OF_THE_WORKSPACE}
    assert at_home.keys() - away.keys() == OF_THE_WORKSPACE
    with world.store.write(scope) as memory:
        draft = Draft(world.team, "interview", world.people["ada"], TODAY, source="event:elsewhere")
        made = memory.record(draft, NOW)
        memory.undo(record, NOW)
        asked = memory.nudge(question)
        assert asked
        memory.change(replace(asked, reason="said from elsewhere"))
    with world.store.read(world.scope("bob")) as memory:
        assert [each.id for each in memory.activities(world.team)] == [made.id]


def test_a_linked_person_sees_no_other_team_of_the_other_workspace(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        other = memory.create_team("Another product", PHASES).id
        memory.put_membership(Membership(other, world.people["bob"], Role.INTRAPRENEUR, Standing.ACTIVE))
    with world.store.write(world.scope("bob")) as memory:
        note = memory.record(Draft(other, "interview", world.people["bob"], TODAY), NOW)
    with world.store.write(link(world, "ada")) as memory:
        assert [team.id for team, _ in memory.teams_of(world.people["bob"])] == [world.team]
        assert memory.team(other) is None
        assert memory.members(other) == []
        assert memory.activity(note.id) is None
        assert memory.person(world.people["nemo"]) is None
        with pytest.raises(OutOfScope):
            memory.put_membership(Membership(other, world.people["ada"], Role.TEAMMATE, Standing.ACTIVE))
        with pytest.raises(OutOfScope):
            memory.record(Draft(other, "interview", world.people["ada"], TODAY), NOW)


@pytest.mark.parametrize("standing", [Standing.ENDED, Standing.REFUSED, Standing.REQUESTED])
def test_a_team_left_or_only_asked_for_is_not_seen_from_elsewhere(world: World, standing: Standing) -> None:
    record, question = live(world)
    with world.store.write(CLOCK) as memory:
        memory.put_membership(Membership(world.team, world.people["ada"], Role.TEAMMATE, standing))
    with world.store.read(link(world, "ada")) as memory:
        assert memory.team(world.team) is None
        assert memory.members(world.team) == []
        assert memory.activity(record) is None
        assert memory.nudge(question) is None
        assert memory.person(world.people["bob"]) is None


def test_what_is_private_to_others_stays_so_and_a_readers_dates_hold_from_elsewhere(world: World) -> None:
    world.record(visibility=Visibility.PRIVATE)
    world.record(day=TODAY - timedelta(days=30))
    recent = world.record()
    since = Membership(
        world.team, world.people["cleo"], Role.COACH, Standing.ACTIVE, reads_since=TODAY - timedelta(days=7)
    )
    with world.store.write(Scope(world.workspace)) as memory:
        memory.put_membership(since)
    with world.store.write(link(world, "cleo")) as memory:
        assert memory.activities(world.team) == [recent]
        with pytest.raises(OutOfScope):
            memory.undo(recent.id, NOW)


def test_a_message_goes_to_another_workspace_only_to_a_team_mate(world: World) -> None:
    bob, nemo = world.people["bob"], world.people["nemo"]
    with world.store.write(link(world, "ada")) as memory:
        assert writes(memory, bob, world.address("bob"))
        with pytest.raises(OutOfScope):
            writes(memory, nemo, world.address("nemo"))
        with pytest.raises(OutOfScope):
            writes(memory, bob, world.address("nemo"))
    with world.store.write(world.scope("zoe")) as memory, pytest.raises(OutOfScope):
        writes(memory, bob, world.address("bob"))


def writes(memory: Memory, person: int, address: Address) -> object:
    hour, key = timedelta(hours=1), f"{person}:{address.external_id}"
    message = Message("Hello")
    return memory.plan(key, person, address, message, not_before=NOW, expires_at=NOW + hour, local_date=TODAY)


# Codes, and merging


def test_a_code_serves_once_and_a_newer_one_replaces_it(world: World) -> None:
    ada, later = world.people["ada"], NOW + timedelta(minutes=10)
    with world.store.write(world.scope("ada")) as memory:
        assert memory.give_code(ada, "first", later)
        assert memory.give_code(ada, "second", later)
    with world.store.write(world.scope("bob")) as memory:
        assert not memory.give_code(world.people["bob"], "second", later)
    with world.store.write(world.scope("zoe")) as memory:
        assert memory.code_of("first", NOW) is None
        assert memory.code_of("second", later) is None
        assert memory.code_of("second", NOW) == ada
        assert memory.use_code("second")
        assert not memory.use_code("second")
        assert memory.code_of("second", NOW) is None


def test_somebody_new_is_merged_with_what_was_theirs_alone(world: World) -> None:
    zoe, ada = world.people["zoe"], world.people["ada"]
    world.plan("reply:zoe", to="zoe")
    with world.store.write(world.scope("zoe")) as memory:
        memory.open_pending(zoe, "options", {}, NOW)
        memory.add_absence(zoe, Absence(TODAY, TODAY))
        memory.note_wrong_try(zoe, NOW)
        assert memory.is_blank(zoe)
        memory.merge(world.address("zoe"), ada)
    with world.store.read(CLOCK) as memory:
        found = memory.person_at(world.address("zoe"))
        assert found
        assert found.id == ada
        assert memory.person(zoe) is None
        assert memory.home_of(ada) == world.address("ada")
        assert memory.absences(ada) == []


def test_whoever_is_part_of_anything_is_not_blank(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        nemo = world.people["nemo"]
        assert memory.is_blank(nemo)
        assert not any(memory.is_blank(world.people[name]) for name in ("ada", "bob", "cleo", "ines"))
        memory.link_address(nemo, Address(world.elsewhere, "nemo-bis"))
        assert not memory.is_blank(nemo)
        proposer = memory.welcome(Address(world.workspace, "U7"), Profile("Paul"), NOW).id
        assert memory.is_blank(proposer)
    with world.store.write(Scope(world.workspace, proposer)) as memory:
        memory.create_team("Proposed", PHASES, proposed_by=proposer)
        assert not memory.is_blank(proposer)
