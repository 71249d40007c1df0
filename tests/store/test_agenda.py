from datetime import timedelta

from bot.domain.people import CLOCK, Scope
from tests.store.world import NOW, World

MINUTE = timedelta(minutes=1)


def test_those_whose_moment_has_come_are_taken_longest_waiting_first(world: World) -> None:
    ada, bob, cleo = (world.people[name] for name in ("ada", "bob", "cleo"))
    with world.store.write(CLOCK) as memory:
        for person, at in ((ada, NOW), (bob, NOW - MINUTE), (cleo, NOW + MINUTE)):
            memory.set_next_moment(person, at)
        assert memory.take_moments(NOW, 1) == [(bob, NOW - MINUTE)]
        assert memory.take_moments(NOW, 10) == [(ada, NOW)]


def test_a_moment_is_taken_by_one_alone(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(world.people["ada"], NOW)
        assert len(memory.take_moments(NOW, 10)) == 1
        assert memory.take_moments(NOW, 10) == []
        assert memory.next_moment_of(world.people["ada"]) is None


def test_the_next_wake_is_the_first_thing_that_may_happen(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        assert memory.next_wake(NOW) is None
        memory.set_next_moment(world.people["ada"], NOW + 3 * MINUTE)
        assert memory.next_wake(NOW) == NOW + 3 * MINUTE
        world.planned_by(memory, "k", NOW + 2 * MINUTE)
        assert memory.next_wake(NOW) == NOW + 2 * MINUTE
        world.planned_by(memory, "past", NOW - MINUTE)
        assert memory.next_wake(NOW) == NOW - MINUTE


def test_what_was_sent_or_expired_wakes_nobody(world: World) -> None:
    world.plan("sent")
    world.plan("expired", NOW - timedelta(days=1))
    with world.store.write(CLOCK) as memory:
        memory.sent(memory.claim(world.workspace, NOW, 1)[0], "r", NOW)
        assert memory.next_wake(NOW) is None


def test_the_moments_of_another_workspace_wake_nobody_here(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(world.people["zoe"], NOW)
        world.planned_by(memory, "k")
    with world.store.write(Scope(world.workspace)) as memory:
        assert memory.take_moments(NOW, 10) == []
    with world.store.write(Scope(world.elsewhere)) as memory:
        assert memory.next_wake(NOW + MINUTE) == NOW
        assert memory.take_moments(NOW, 10) == [(world.people["zoe"], NOW)]


def test_a_workspace_that_asked_to_wait_wakes_somebody_once_it_is_over(world: World) -> None:
    world.plan("waits")
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + 5 * MINUTE, NOW)
        assert memory.next_wake(NOW) == NOW + 5 * MINUTE
        world.planned_by(memory, "elsewhere", NOW + 2 * MINUTE, to="zoe")
        assert memory.next_wake(NOW) == NOW + 2 * MINUTE
        assert memory.next_wake(NOW + 5 * MINUTE) == NOW


def test_a_workspace_that_rests_with_nothing_to_say_wakes_nobody(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.block(world.workspace, NOW + 5 * MINUTE, NOW)
        assert memory.next_wake(NOW) is None
