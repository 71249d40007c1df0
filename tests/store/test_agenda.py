from datetime import timedelta

from bot.domain.people import CLOCK, Scope
from tests.store.world import NOW, World

MINUTE = timedelta(minutes=1)


def test_those_whose_moment_has_come_are_due_longest_waiting_first(world: World) -> None:
    ada, bob, cleo = (world.people[name] for name in ("ada", "bob", "cleo"))
    with world.store.write(CLOCK) as memory:
        for person, at in ((ada, NOW), (bob, NOW - MINUTE), (cleo, NOW + MINUTE)):
            memory.set_next_moment(person, at)
        assert memory.people_due(NOW, 10) == [(bob, NOW - MINUTE), (ada, NOW)]
        assert memory.people_due(NOW, 1) == [(bob, NOW - MINUTE)]
        memory.set_next_moment(bob, None)
        assert memory.people_due(NOW, 10) == [(ada, NOW)]


def test_a_moment_is_taken_by_one_alone(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(ada, NOW)
        assert not memory.take_moment(ada, NOW + MINUTE)
        assert memory.take_moment(ada, NOW)
        assert not memory.take_moment(ada, NOW)
        assert memory.people_due(NOW, 10) == []


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
        memory.sent(memory.claim(NOW, 1)[0].id, "r", NOW)
        assert memory.next_wake(NOW) is None


def test_the_moments_of_another_workspace_wake_nobody_here(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        memory.set_next_moment(world.people["zoe"], NOW)
        world.planned_by(memory, "k")
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.people_due(NOW, 10) == []
    with world.store.read(Scope(world.elsewhere)) as memory:
        assert memory.people_due(NOW, 10) == [(world.people["zoe"], NOW)]
        assert memory.next_wake(NOW + MINUTE) == NOW
