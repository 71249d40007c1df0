from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import inf

import pytest

from bot.domain.deliveries import Delivery, DeliveryState
from bot.domain.messages import Button, Message, Part
from bot.domain.nudges import Ask
from bot.domain.people import CLOCK, Scope
from bot.store import Memory, OutOfScope
from tests.store.world import NOW, TODAY, World

LATER = NOW + timedelta(minutes=5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_key_is_planned_once_for_ever(world: World) -> None:
    first = world.plan("moment:1")
    assert first
    with world.store.write(CLOCK) as memory:
        (claimed,) = memory.claim(world.workspace, NOW, 1)
        memory.failed(claimed, "no such channel")
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
        assert [each.message for each in memory.claim(world.workspace, NOW, 1)] == [message]


def test_only_what_may_leave_now_is_claimed_oldest_first(world: World) -> None:
    world.plan("expired", NOW - timedelta(days=1))
    world.plan("coming", LATER)
    second, first = world.plan("second", NOW, to="bob"), world.plan("first", NOW - HOUR)
    assert first
    assert second
    with world.store.write(CLOCK) as memory:
        claimed = memory.claim(world.workspace, NOW, 10)
        assert [(each.key, each.state, each.attempts) for each in claimed] == [
            ("first", DeliveryState.SENDING, 1),
            ("second", DeliveryState.SENDING, 1),
        ]
        assert memory.claim(world.workspace, NOW, 10) == []


def test_a_claim_takes_no_more_than_its_limit(world: World) -> None:
    for n in range(3):
        world.plan(f"k{n}", to=f"p{n}")
    with world.store.write(CLOCK) as memory:
        assert [each.key for each in memory.claim(world.workspace, NOW, 2)] == ["k0", "k1"]
        assert [each.key for each in memory.claim(world.workspace, NOW, 2)] == ["k2"]


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
        assert (found.id, found.state) == (claimed.id, DeliveryState.SENT)
        assert memory.delivery_by_receipt("D1:170.3") is None


def test_a_busy_chat_puts_the_message_back(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        assert memory.put_back(claimed, LATER)
        assert memory.claim(world.workspace, NOW, 1) == []
        assert [each.attempts for each in memory.claim(world.workspace, LATER, 1)] == [2]


def test_a_message_in_doubt_is_neither_sent_again_nor_forgotten(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        assert memory.doubt(claimed, LATER)
        assert memory.claim(world.workspace, LATER, 10) == []
        assert memory.expire(NOW + timedelta(days=2)) == []
        assert [each.id for each in memory.in_doubt()] == [claimed.id]
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
        assert not memory.doubt(claimed, LATER)
        assert not memory.sent(claimed, "other", NOW)
        assert not memory.failed(claimed, "late")
        after = memory.delivery(claimed.id)
        assert after
        assert after.state == end
        assert memory.resume_after_crash(HOUR, NOW) == []


def test_a_planned_message_cannot_be_sent_without_being_claimed(world: World) -> None:
    planned = world.plan("k")
    assert planned
    with world.store.write(CLOCK) as memory:
        assert not memory.sent(planned, "r", NOW)
        assert memory.delivery(planned.id) == planned


def test_after_a_crash_what_was_being_sent_is_in_doubt(world: World) -> None:
    claimed = claim_one(world)
    world.plan("untouched", to="bob")
    with world.store.write(CLOCK) as memory:
        assert [(each.id, each.state) for each in memory.resume_after_crash(timedelta(0), NOW)] == [
            (claimed.id, DeliveryState.IN_DOUBT)
        ]
        assert [each.key for each in memory.claim(world.workspace, NOW, 10)] == ["untouched"]


def test_on_postgresql_what_another_worker_just_took_is_left_to_it(world: World) -> None:
    claimed = claim_one(world)
    with world.store.write(CLOCK) as memory:
        taken = [each.id for each in memory.resume_after_crash(HOUR, NOW)]
    on_postgresql = world.store.engine.dialect.name == "postgresql"
    assert taken == ([] if on_postgresql else [claimed.id])


def test_moments_tell_what_was_said_first_this_week(world: World) -> None:
    world.plan("moment:1:a", NOW, items=3)
    world.plan("moment:1:b", NOW + timedelta(days=1), items=1)
    world.plan("moment:1:c", NOW + timedelta(days=9), items=1)
    world.plan("later:1", NOW, items=1)
    world.plan("moment:1:expired", NOW - timedelta(days=1), items=2)
    with world.store.write(CLOCK) as memory:
        memory.expire(NOW)
        memory.claim(world.workspace, NOW, 10)
        said = memory.moments(world.people["ada"], TODAY - timedelta(1), TODAY + timedelta(5))
        assert said == [(TODAY, 3), (TODAY + timedelta(1), 1)]
        assert memory.moments(world.people["bob"], TODAY, TODAY) == []


def test_messages_of_another_workspace_are_not_there(world: World) -> None:
    planned = world.plan("moment:1")
    assert planned
    with world.store.write(Scope(world.elsewhere)) as memory:
        assert memory.delivery(planned.id) is None
        assert memory.claim(world.workspace, NOW, 10) == memory.expire(NOW + timedelta(days=2)) == []
        assert memory.moments(world.people["ada"], TODAY, TODAY) == []
        with pytest.raises(OutOfScope):
            world.planned_by(memory, "other")


def test_two_workers_never_claim_the_same_message(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        for n in range(200):
            world.planned_by(memory, f"k{n}", to=f"p{n}")
    with ThreadPoolExecutor(4) as threads:
        batches = [each.result() for each in [threads.submit(_claim_all, world) for _ in range(4)]]
    claimed = [key for batch in batches for key in batch]
    assert sorted(claimed) == sorted(f"k{n}" for n in range(200))


def _claim_all(world: World) -> list[str]:
    keys: list[str] = []
    while True:
        with world.store.write(CLOCK) as memory:
            allowed = memory.draw(world.workspace, NOW, inf, 20, 7)
            batch = memory.claim(world.workspace, NOW, allowed) if allowed else []
        if not batch and allowed is not None:
            return keys
        keys += [each.key for each in batch]


def claim_one(world: World) -> Delivery:
    world.plan("k")
    with world.store.write(CLOCK) as memory:
        return memory.claim(world.workspace, NOW, 1)[0]


# Who may be written to, and by whom


def test_an_address_has_one_message_on_its_way_at_a_time(world: World) -> None:
    world.plan("first")
    world.plan("second")
    world.plan("to bob", to="bob")
    with world.store.write(CLOCK) as memory:
        first, to_bob = memory.claim(world.workspace, NOW, 10)
        assert (first.key, to_bob.key) == ("first", "to bob")
        assert memory.claim(world.workspace, NOW, 10) == []
        memory.doubt(first, LATER)
        assert memory.claim(world.workspace, NOW, 10) == []
        memory.sent(first, "r", NOW)
        assert [each.key for each in memory.claim(world.workspace, NOW, 10)] == ["second"]


def test_an_address_that_was_just_written_to_is_left_alone_for_its_gap(world: World) -> None:
    world.plan("k")
    with world.store.write(CLOCK) as memory:
        memory.wrote_to(world.workspace, ["ada"], NOW + timedelta(seconds=1))
        assert memory.claim(world.workspace, NOW, 10) == []
        assert len(memory.claim(world.workspace, NOW + timedelta(seconds=1), 10)) == 1


def test_a_worker_that_comes_back_late_changes_nothing(world: World) -> None:
    stale = claim_one(world)
    with world.store.write(CLOCK) as memory:
        memory.put_back(stale, NOW)
        (fresh,) = memory.claim(world.workspace, NOW, 1)
        ends = (
            memory.sent(stale, "r", NOW),
            memory.failed(stale, "late"),
            memory.put_back(stale, LATER),
            memory.doubt(stale, LATER),
        )
        assert ends == (False, False, False, False)
        assert memory.sent(fresh, "r", NOW)


def test_messages_that_arrived_together_are_noted_each_with_its_proof(world: World) -> None:
    for name in ("ada", "bob", "cleo"):
        world.plan(f"to {name}", to=name)
    with world.store.write(CLOCK) as memory:
        ada, bob, cleo = memory.claim(world.workspace, NOW, 10)
        memory.put_back(bob, NOW)
        assert len(memory.claim(world.workspace, NOW, 10)) == 1, "another worker has it"
        noted = memory.all_sent([(ada, "r1"), (bob, "r2"), (cleo, "r3")], NOW)
        assert [each.key for each in noted] == ["to ada", "to cleo"]
        found = [memory.delivery_by_receipt(proof) for proof in ("r1", "r2", "r3")]
        assert [each.key if each else None for each in found] == ["to ada", None, "to cleo"]


def test_a_message_in_doubt_is_looked_for_once_the_chat_has_settled(world: World) -> None:
    doubtful = claim_one(world)
    with world.store.write(CLOCK) as memory:
        memory.doubt(doubtful, LATER)
        assert memory.in_doubt(NOW) == []
        assert [each.id for each in memory.in_doubt(LATER)] == [doubtful.id]
        back = NOW - timedelta(hours=2)
        assert [each.id for each in memory.in_doubt(back)] == [doubtful.id], "the clock went back"
        assert memory.unknown(doubtful)
        assert memory.in_doubt() == memory.claim(world.workspace, LATER, 10) == []


def test_only_workspaces_that_may_speak_are_waiting(world: World) -> None:
    world.plan("here")
    world.plan("there", to="zoe")
    with world.store.write(CLOCK) as memory:
        assert memory.waiting(NOW) == [world.workspace, world.elsewhere]
        memory.draw(world.workspace, NOW, inf, 20, 1)
        memory.block(world.workspace, LATER, NOW)
        assert memory.waiting(NOW) == [world.elsewhere]
        assert memory.waiting(LATER) == [world.workspace, world.elsewhere]


# Forgetting


def test_a_message_that_ended_long_ago_goes_and_what_it_asked_stays_asked(world: World) -> None:
    old, recent = world.plan("old"), world.plan("recent", NOW + 30 * DAY)
    assert old
    assert recent
    with world.store.write(CLOCK) as memory:
        nudge = memory.ask(world.key(), TODAY, Ask.NUDGE, None, old.id, as_line=False)
        assert nudge
        memory.sent(memory.claim(world.workspace, NOW, 1)[0], "r", NOW)
        assert memory.forget_messages(NOW, 10) == 0
        assert memory.forget_messages(NOW + 29 * DAY, 10) == 1
        assert (memory.delivery(old.id), memory.delivery(recent.id)) == (None, recent)
        assert [each.delivery for each in memory.nudges(world.people["ada"])] == [None]
        assert memory.ask(world.key(), TODAY, Ask.NUDGE, None, None, as_line=False) is None


def test_a_message_that_nobody_knows_about_yet_is_never_forgotten(world: World) -> None:
    doubtful = claim_one(world)
    world.plan("waits")
    with world.store.write(CLOCK) as memory:
        memory.doubt(doubtful, NOW)
        assert memory.forget_messages(NOW + 999 * DAY, 10) == 0
        memory.unknown(doubtful)
        memory.expire(NOW + 999 * DAY)
        assert [memory.forget_messages(NOW + 999 * DAY, 1) for _ in range(3)] == [1, 1, 0]
