"""How fast each chat may be spoken to, who is hard to reach, who holds what."""

from datetime import timedelta
from math import inf

from bot.domain.people import CLOCK
from tests.store.world import NOW, World

SECOND = timedelta(seconds=1)


def drawn(
    world: World, seconds: float, most: int = 100, per_second: float = 2.0, burst: int = 4
) -> int | None:
    with world.store.write(CLOCK) as memory:
        allowed = memory.draw(world.workspace, NOW + seconds * SECOND, per_second, 4, most)
        memory.spend(world.workspace, allowed or 0)
    return allowed


def test_a_bucket_gives_its_burst_then_its_rate(world: World) -> None:
    assert [drawn(world, at) for at in (0, 0, 0.5, 1, 60)] == [4, 0, 1, 1, 4]


def test_a_bucket_gives_no_more_than_is_asked(world: World) -> None:
    assert [drawn(world, 0, most=3), drawn(world, 0, most=3)] == [3, 1]


def test_a_chat_without_a_rate_gives_what_is_asked(world: World) -> None:
    assert [drawn(world, 0, most=7, per_second=inf) for _ in range(3)] == [7, 7, 7]


def test_a_clock_that_goes_back_neither_fills_nor_empties_a_bucket(world: World) -> None:
    assert drawn(world, 0) == 4
    assert drawn(world, -7200) == 0
    assert drawn(world, -7199) == 2


def test_a_blocked_workspace_gives_nothing_until_its_hour(world: World) -> None:
    assert drawn(world, 0, most=1) == 1
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + 30 * SECOND, NOW)
    assert (drawn(world, 29), drawn(world, 30)) == (0, 4)


def test_a_workspace_that_refuses_says_what_to_mend_until_it_takes_a_message(world: World) -> None:
    drawn(world, 0)
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + SECOND, NOW, "invite the bot")
    with world.store.write(CLOCK) as memory:
        (blocked,) = memory.blocked(NOW + 60 * SECOND)
        assert (blocked.workspace, blocked.why) == (world.workspace, "invite the bot")
        memory.unblock(world.workspace, NOW + 60 * SECOND)
        assert memory.blocked(NOW + 60 * SECOND) == []


def test_what_arrived_before_a_refusal_does_not_end_it(world: World) -> None:
    drawn(world, 0)
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + 30 * SECOND, NOW, "invite the bot")
        memory.unblock(world.workspace, NOW)
    with world.store.read(CLOCK) as memory:
        assert [each.why for each in memory.blocked(NOW)] == ["invite the bot"]


def test_a_wait_asked_for_by_a_clock_that_was_ahead_is_not_believed(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + timedelta(days=3), NOW + timedelta(days=3))
    with world.store.read(CLOCK) as memory:
        assert memory.blocked(NOW) == []


def test_failures_of_an_address_are_counted_in_a_row(world: World) -> None:
    ada = world.address("ada")
    with world.store.write(CLOCK) as memory:
        assert [memory.missed(ada, NOW), memory.missed(ada, NOW)] == [1, 2]
        assert [memory.reached(world.workspace, ["ada", "bob"]) for _ in range(2)] == [True, False]
        assert memory.missed(ada, NOW) == 1
        assert not memory.reached(world.workspace, ["bob"])


def test_one_owner_at_a_time_holds_a_lease(world: World) -> None:
    def take(owner: str, name: str = "socket:1", length: timedelta = 60 * SECOND) -> bool:
        with world.store.write(CLOCK) as memory:
            return memory.take_lease(name, owner, NOW, length)

    assert (take("a"), take("b"), take("a"), take("b", "socket:2")) == (True, False, True, True)
    with world.store.write(CLOCK) as memory:
        memory.give_up_lease("socket:1", "b", NOW)
    assert not take("b")
    with world.store.write(CLOCK) as memory:
        memory.give_up_lease("socket:1", "a", NOW)
    assert (take("b"), take("a")) == (True, False)
    assert (take("c", "socket:3", -SECOND), take("d", "socket:3")) == (True, True), "it ran out"


def test_the_last_beat_of_each_thing_is_kept(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.beat("tick", NOW)
        memory.beat("tick", NOW + SECOND)
        memory.beat("backup", NOW)
        assert memory.beats() == {"tick": NOW + SECOND, "backup": NOW}
