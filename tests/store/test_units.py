from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.people import CLOCK, Scope
from bot.store import Store, migrate
from bot.store.columns import NaiveInstant
from tests.store.world import NOW, World, make_world

Open = Callable[[str], Store]


class Crash(Exception):
    pass


def test_an_exception_leaves_nothing_behind(world: World) -> None:
    def write_and_crash() -> None:
        with world.store.write(world.scope("ada")) as memory:
            memory.record(world.draft(), NOW)
            world.planned_by(memory, "k")
            raise Crash

    with pytest.raises(Crash):
        write_and_crash()
    with world.store.read(CLOCK) as memory:
        assert memory.activities(world.team) == []
        assert memory.next_wake(NOW) is None


def test_what_was_written_is_there_for_everyone_once_the_write_returns(
    world: World, database_url: str, open_store: Open
) -> None:
    witness = open_store(database_url)
    with world.store.write(world.scope("ada")) as memory:
        record = memory.record(world.draft(), NOW)
        with witness.read(CLOCK) as other:
            assert other.activities(world.team) == []
    with witness.read(CLOCK) as other:
        assert other.activities(world.team) == [record]


def test_a_read_inside_a_write_sees_what_was_written(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        record = memory.record(world.draft(), NOW)
        with world.store.read(world.scope("bob")) as other:
            assert other.activities(world.team) == [record]


def test_a_write_inside_another_unit_is_refused(world: World) -> None:
    with (
        world.store.read(CLOCK),
        pytest.raises(RuntimeError, match="inside another"),
        world.store.write(CLOCK),
    ):
        pass
    assert world.plan("afterwards")


def test_a_memory_opened_to_read_writes_nothing(world: World) -> None:
    with world.store.read(CLOCK) as memory, pytest.raises(RuntimeError, match=r"store\.write"):
        memory.set_next_moment(world.people["ada"], NOW)
    with world.store.read(CLOCK) as memory:
        assert memory.next_wake(NOW) is None


def test_a_read_sees_everything_as_it_was_at_one_instant(
    world: World, database_url: str, open_store: Open
) -> None:
    other = open_store(database_url)
    with other.read(CLOCK) as memory:
        assert memory.activities(world.team) == []
        world.record()
        assert memory.activities(world.team) == []


def test_instants_come_back_in_utc_wherever_they_were_taken(world: World) -> None:
    cayenne = timezone(timedelta(hours=-3))
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(world.people["ada"], NOW.astimezone(cayenne))
        [(_, instant)] = memory.take_moments(NOW, 1)
    assert (instant, instant.utcoffset()) == (NOW, timedelta(0))


def test_an_instant_without_a_zone_is_refused(world: World) -> None:
    with world.store.write(CLOCK) as memory, pytest.raises(NaiveInstant, match="no time zone"):
        memory.set_next_moment(world.people["ada"], datetime(2026, 11, 24, 8, 30))


def test_writers_of_one_store_queue(world: World) -> None:
    def write(n: int) -> bool:
        with world.store.write(Scope(world.workspace)) as memory:
            return memory.first_time(f"event-{n % 20}", NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(write, range(80))) == 20


def test_a_database_in_memory_serves_several_threads(open_store: Open) -> None:
    store = open_store("sqlite://")
    migrate(store.engine)
    world = make_world(store)

    def act(_: int) -> int:
        world.record()
        with store.read(world.scope("bob")) as memory:
            return len(memory.activities(world.team))

    with ThreadPoolExecutor(4) as threads:
        assert max(threads.map(act, range(20))) == 20
