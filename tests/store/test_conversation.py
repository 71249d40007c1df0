from datetime import timedelta

import pytest

from bot.domain.people import CLOCK, Scope
from bot.store import OutOfScope, Pending, Workspace
from tests.store.world import NOW, TODAY, World


def test_an_open_question_is_seen_by_its_owner_alone(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(world.scope("ada")) as memory:
        asked = memory.open_pending(ada, "missing", {"activity": 3, "field": "segment"}, NOW)
        assert (
            memory.pending(asked.id)
            == asked
            == Pending(asked.id, "missing", {"activity": 3, "field": "segment"}, NOW)
        )
    with world.store.write(world.scope("bob")) as memory:
        assert memory.pending(asked.id) is None
        memory.close_pending(asked.id)
    with world.store.read(world.scope("ada")) as memory:
        assert memory.pending(asked.id) == asked


def test_the_last_open_question_is_the_newest(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(world.scope("ada")) as memory:
        assert memory.last_pending(ada) is None
        first = memory.open_pending(ada, "first", {}, NOW)
        second = memory.open_pending(ada, "second", {}, NOW)
        assert memory.last_pending(ada) == second
        memory.close_pending(second.id)
        assert memory.last_pending(ada) == first
        assert memory.open_pending(ada, "third", {}, NOW).id > second.id  # a late button cannot meet it
        memory.close_all_pending(ada)
        assert memory.last_pending(ada) is None


def test_a_question_stays_in_the_workspace_where_it_was_put(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(world.scope("ada")) as memory:
        asked = memory.open_pending(ada, "missing", {}, NOW)
    with world.store.write(Scope(world.elsewhere, ada)) as memory:
        assert memory.pending(asked.id) is None
        assert memory.last_pending(ada) is None
        with pytest.raises(OutOfScope):
            memory.open_pending(ada, "missing", {}, NOW)


def test_what_a_chat_brings_happens_once_per_workspace(world: World) -> None:
    for workspace in (world.workspace, world.elsewhere):
        with world.store.write(Scope(workspace)) as memory:
            assert memory.first_time("Ev1", NOW)
            assert not memory.first_time("Ev1", NOW + timedelta(minutes=1))
    with world.store.write(CLOCK) as memory, pytest.raises(OutOfScope):
        memory.first_time("Ev1", NOW)


def test_closing_days_are_those_of_the_workspace(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        memory.add_closing_day(TODAY, "Pont")
        memory.add_closing_day(TODAY, "Pont de novembre")
        assert memory.closing_days(world.workspace) == frozenset({TODAY})
    with world.store.read(Scope(world.elsewhere)) as memory:
        assert memory.closing_days(world.workspace) == frozenset()


def test_a_workspace_is_noted_once_and_sees_itself(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        slack = memory.workspace("slack", "T1", "Beta")
        assert memory.workspace("slack", "T1") == slack != memory.workspace("mattermost", "T1")
        assert len(memory.workspaces()) == 4
    with world.store.read(Scope(slack)) as memory:
        assert memory.workspaces() == [Workspace(slack, "slack", "T1", "Beta")]
