from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Button, Message, Part
from bot.domain.people import CLOCK, Scope
from bot.store import Memory, OutOfScope, Store
from tests.store.world import NOW, TODAY, World

LATER = NOW + timedelta(minutes=5)
HOUR = timedelta(hours=1)


def test_a_key_is_planned_once_for_ever(world: World) -> None:
    first = world.plan("moment:1")
    assert first
    with world.store.write(CLOCK) as memory:
        memory.claim(NOW, 1)
        memory.failed(first.id, "no such channel")
    assert world.plan("moment:1") is None


def test_a_message_leaves_as_it_was_composed(world: World) -> None:
    message = Message("Où en est-on ?", (Button("Je note", "note", ("3",)),), parts=(Part("Et aussi"),))
    with world.store.write(CLOCK) as memory:
        memory.plan(
            "k",
            None,
            world.address("ada"),
            message,
            not_before=NOW,
            expires_at=LATER,
            local_date=TODAY,
        )
        assert [each.message for each in memory.claim(NOW, 1)] == [message]


def test_only_what_may_leave_now_is_claimed_oldest_first(world: World) -> None:
    world.plan("expired", NOW - timedelta(days=1))
    world.plan("coming", LATER)
    second, first = world.plan("second", NOW), world.plan("first", NOW - HOUR)
    assert first
    assert second
    with world.store.write(CLOCK) as memory:
        claimed = memory.claim(NOW, 10)
        assert [(each.key, each.state, each.attempts) for each in claimed] == [
            ("first", DeliveryState.SENDING, 1),
            ("second", DeliveryState.SENDING, 1),
        ]
        assert memory.claim(NOW, 10) == []


def test_a_claim_takes_no_more_than_its_limit(world: World) -> None:
    for n in range(3):
        world.plan(f"k{n}")
    with world.store.write(CLOCK) as memory:
        assert [each.key for each in memory.claim(NOW, 2)] == ["k0", "k1"]
        assert [each.key for each in memory.claim(NOW, 2)] == ["k2"]


def test_what_expired_is_skipped_and_told(world: World) -> None:
    world.plan("old", NOW - timedelta(days=1))
    world.plan("fresh")
    with world.store.write(CLOCK) as memory:
        assert [(each.key, each.state) for each in memory.expire(NOW)] == [("old", DeliveryState.SKIPPED)]
        assert memory.expire(NOW) == []


def test_a_sent_message_is_found_by_its_receipt(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        assert memory.sent(claimed, "D1:170.2", NOW)
        found = memory.delivery_by_receipt("D1:170.2")
        assert found
        assert (found.id, found.state) == (claimed, DeliveryState.SENT)
        assert memory.delivery_by_receipt("D1:170.3") is None


def test_a_busy_chat_puts_the_message_back(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        assert memory.put_back(claimed, LATER)
        assert memory.claim(NOW, 1) == []
        assert [each.attempts for each in memory.claim(LATER, 1)] == [2]


def test_a_message_in_doubt_is_neither_sent_again_nor_forgotten(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        assert memory.doubt(claimed)
        assert memory.claim(LATER, 10) == []
        assert memory.expire(NOW + timedelta(days=2)) == []
        assert [each.id for each in memory.in_doubt()] == [claimed]
        assert memory.sent(claimed, "found", NOW)
        assert memory.in_doubt() == []


@pytest.mark.parametrize("end", ["sent", "failed"])
def test_nothing_moves_a_message_that_arrived_at_its_end(world: World, end: str) -> None:
    claimed = claim_one(world)
    finish: dict[str, Callable[[Memory], bool]] = {
        "sent": lambda memory: memory.sent(claimed, "r", NOW),
        "failed": lambda memory: memory.failed(claimed, "refused"),
    }
    with world.store.write(CLOCK) as memory:
        assert finish[end](memory)
        assert not memory.put_back(claimed, NOW)
        assert not memory.doubt(claimed)
        assert not memory.sent(claimed, "other", NOW)
        assert not memory.failed(claimed, "late")
        after = memory.delivery(claimed)
        assert after
        assert after.state == end
        assert memory.resume_after_crash() == []


def test_a_planned_message_cannot_be_sent_without_being_claimed(world: World) -> None:
    planned = world.plan("k")
    assert planned
    with world.store.write(CLOCK) as memory:
        assert not memory.sent(planned.id, "r", NOW)
        assert memory.delivery(planned.id) == planned


def test_after_a_crash_what_was_being_sent_is_in_doubt(world: World) -> None:
    claimed = claim_one(world)
    world.plan("untouched")
    with world.store.write(CLOCK) as memory:
        assert [(each.id, each.state) for each in memory.resume_after_crash()] == [
            (claimed, DeliveryState.IN_DOUBT)
        ]
        assert [each.key for each in memory.claim(NOW, 10)] == ["untouched"]


def test_on_postgresql_what_another_worker_just_took_is_left_to_it(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        taken = [each.id for each in memory.resume_after_crash(lease=HOUR)]
    on_postgresql = world.store.engine.dialect.name == "postgresql"
    assert taken == ([] if on_postgresql else [claimed])


def test_moments_tell_what_was_said_first_this_week(world: World) -> None:
    world.plan("moment:1:a", NOW, items=3)
    world.plan("moment:1:b", NOW + timedelta(days=1), items=1)
    world.plan("moment:1:c", NOW + timedelta(days=9), items=1)
    world.plan("later:1", NOW, items=1)
    world.plan("moment:1:expired", NOW - timedelta(days=1), items=2)
    with world.store.write(CLOCK) as memory:
        memory.expire(NOW)
        memory.claim(NOW, 10)
        said = memory.moments(world.people["ada"], TODAY - timedelta(1), TODAY + timedelta(5))
        assert said == [(TODAY, 3), (TODAY + timedelta(1), 1)]
        assert memory.moments(world.people["bob"], TODAY, TODAY) == []


def test_messages_of_another_workspace_are_not_there(world: World) -> None:
    planned = world.plan("moment:1")
    assert planned
    with world.store.write(Scope(world.elsewhere)) as memory:
        assert memory.delivery(planned.id) is None
        assert memory.claim(NOW, 10) == memory.expire(NOW + timedelta(days=2)) == []
        assert memory.moments(world.people["ada"], TODAY, TODAY) == []
        with pytest.raises(OutOfScope):
            world.planned_by(memory, "other")


def test_two_workers_never_claim_the_same_message(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        for n in range(200):
            world.planned_by(memory, f"k{n}")
    with ThreadPoolExecutor(4) as threads:
        batches = [each.result() for each in [threads.submit(_claim_all, world.store) for _ in range(4)]]
    claimed = [key for batch in batches for key in batch]
    assert sorted(claimed) == sorted(f"k{n}" for n in range(200))


def _claim_all(store: Store) -> list[str]:
    keys: list[str] = []
    while True:
        with store.write(CLOCK) as memory:
            batch = memory.claim(NOW, 7)
        if not batch:
            return keys
        keys += [each.key for each in batch]


def claim_one(world: World) -> int:
    world.plan("k")
    with world.store.write(CLOCK) as memory:
        return memory.claim(NOW, 1)[0].id
