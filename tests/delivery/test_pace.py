"""How fast messages leave, and who waits for whom: one chat's trouble is its own (R5, R6, R7, R9, R11)."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import worker
from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK
from bot.store import Store
from tests.delivery.chat_server import Noted
from tests.delivery.http_voice import HttpVoice
from tests.delivery.judge import Judge, busiest, chat_server, early, missing, percentile, too_close, twice
from tests.delivery.mail import (
    HOUR,
    Worker,
    left,
    plan,
    plan_many,
    states,
    until_all_left,
    workers,
    workspaces,
)
from tests.delivery.worker_main import Spec, bot_on

pytestmark = pytest.mark.soak
"""These wait for real seconds, on a machine that may be busy: `make soak` runs them."""

TOLERANCE = 1.05
MINUTE = timedelta(minutes=1)


@pytest.fixture
def judge() -> Iterator[Judge]:
    with chat_server() as held:
        yield held


@contextmanager
def at_work(spec: Spec) -> Iterator[None]:
    """Work in a thread of this process, as `pouce run` does."""
    bot, stopped = bot_on(spec), threading.Event()
    thread = threading.Thread(target=worker.run, args=(bot, stopped), kwargs={"senders": spec.senders})
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
        for voice in bot.voices.values():
            if isinstance(voice, HttpVoice):
                voice.close()
        bot.store.close()


# R5: a chat that asks to wait makes nobody else wait, and is left alone.


def test_a_busy_workspace_delays_nobody_else_and_is_left_alone(
    store: Store, database_url: str, judge: Judge
) -> None:
    spaces = workspaces(store, 10)
    alone, judged = delays(store, database_url, judge, spaces, "calm")
    judge.rules(always_busy=spaces[:1], retry_after=3.0)
    beside, log = delays(store, database_url, judge, spaces, "storm")
    print(f"p95 of the others: {alone * 1000:.0f} ms, then {beside * 1000:.0f} ms beside a busy one")
    asked = [each for each in log if each.workspace == spaces[0] and each.at > judged[-1].at]
    assert len(asked) > 1
    assert early(log, grace=0.25) == []
    assert beside < alone * 1.1 + 0.15


def delays(store: Store, url: str, judge: Judge, spaces: list[int], name: str) -> tuple[float, list[Noted]]:
    """Plan a message now and then in each workspace; return how long 95 % took elsewhere, and the log."""
    planned: dict[str, float] = {}
    with at_work(Spec(url, judge.port)):
        for turn in range(25):
            with store.write(CLOCK) as memory:
                for ws in spaces:
                    planned[plan(memory, f"{name}-{ws}-{turn}", (ws, f"p{turn}"))] = time.monotonic()
            time.sleep(0.2)
        time.sleep(2.0)
    log = judge.log()
    others = {each.key: each.at for each in log if each.workspace != spaces[0] and each.stored_at}
    waited = [at - planned[key] for key, at in others.items() if key in planned]
    assert len(waited) == 25 * (len(spaces) - 1)
    return percentile(waited, 0.95), log


# R6: the gap and the rate, as the chat sees them.


def test_the_rate_and_the_gap_are_kept(store: Store, database_url: str, judge: Judge) -> None:
    paced(store, database_url, judge, sends=300)


@pytest.mark.soak
def test_the_rate_and_the_gap_are_kept_for_long(store: Store, database_url: str, judge: Judge) -> None:
    paced(store, database_url, judge, sends=5_000)


def paced(store: Store, url: str, judge: Judge, sends: int, chat: str = "http", person: str = "p") -> None:
    """Send to few addresses, through a chat that is slow now and then; from two processes on PostgreSQL."""
    judge.rules(delay=0.05)
    plan_many(store, sends, workspaces(store, 2), addresses=30, person=person)
    spec = Spec(url, judge.port, chat, per_second=20, burst=5, gap=0.5)
    with workers(2 if url.startswith("postgres") else 1, spec):
        until_all_left(store, patience=20 + sends / 20)
    log = judge.log()
    most = busiest(log)
    print(f"{sends} sends: at most {most} a second")
    assert too_close(log, gap=0.5) == []
    assert {ws: number for ws, number in most.items() if number > (20 + 5) * TOLERANCE} == {}


# Fair share.


def test_a_crowded_workspace_does_not_delay_a_small_one(
    store: Store, database_url: str, judge: Judge
) -> None:
    judge.rules(delay=0.02)
    crowded, small = workspaces(store, 2)
    plan_many(store, 2_000, [crowded], addresses=2_000)
    with store.write(CLOCK) as memory:
        few = [plan(memory, f"small{n}", (small, f"p{n}")) for n in range(5)]
    with at_work(Spec(database_url, judge.port)):
        deadline = time.monotonic() + 20
        while missing(judge.stored(), few) and time.monotonic() < deadline:
            time.sleep(0.1)
    order = [each.key for each in judge.log()]
    print(f"the five were there after {max(order.index(key) for key in few) + 1} messages")
    assert max(order.index(key) for key in few) < 60


# R7: after an outage.


def test_after_an_outage_nothing_late_leaves_and_nothing_bursts(
    store: Store, database_url: str, judge: Judge
) -> None:
    (ws,) = workspaces(store, 1)
    ago = datetime.now(UTC) - 6 * HOUR
    with store.write(CLOCK) as memory:
        late = [plan(memory, f"late{n}", (ws, f"p{n}"), ago + n * MINUTE, 5 * HOUR) for n in range(60)]
        good = [plan(memory, f"good{n}", (ws, f"p{n}"), ago + n * MINUTE, 12 * HOUR) for n in range(60)]
    with at_work(Spec(database_url, judge.port, per_second=20, burst=5)):
        until_all_left(store, patience=20)
    stored = judge.stored()
    assert (sorted(stored), twice(stored)) == (sorted(good), [])
    assert busiest(judge.log())[ws] <= (20 + 5) * TOLERANCE
    assert states(store) == {DeliveryState.SENT: len(good), DeliveryState.SKIPPED: len(late)}


# R9: a worker that sleeps past its lease, then goes on.


INSTANTS = ("claimed", "before_request", "after_request", "noted", "doubt", "busy", "found", "not_found")
"""All of them but the write on the socket, which follows the last look at the database at once."""
SLEEPS = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@SLEEPS
@pytest.mark.parametrize("turn", range(12))
def test_workers_stopped_past_their_lease_send_nothing_twice(
    store: Store, database_url: str, judge: Judge, turn: int
) -> None:
    """Stopped, even between the last look and the write: the kernel ends it before it goes on."""
    spec = Spec(database_url, judge.port, lease=4.0, timeout=0.5, senders=2)
    through_sleep(store, judge, spec, (*INSTANTS, "write"))


@SLEEPS
@pytest.mark.parametrize("turn", range(13))
def test_workers_whose_machine_was_frozen_past_their_lease_send_nothing_twice(
    store: Store, database_url: str, judge: Judge, turn: int
) -> None:
    """Frozen with its kernel, hence without watchdog, anywhere but between the last look and the write."""
    spec = Spec(database_url, judge.port, lease=2.0, timeout=0.5, senders=1, watchdog=False)
    through_sleep(store, judge, spec, INSTANTS)


def through_sleep(store: Store, judge: Judge, spec: Spec, instants: tuple[str, ...]) -> None:
    """Put one worker after another to sleep at some instant; another one takes over; then wake them all."""
    judge.rules(delay=0.02, lost=0.1, busy=0.02, broken=0.05, retry_after=0.2, stall=1.0)
    spaces = workspaces(store, 3)
    planned: list[str] = []
    sleepers: list[Worker] = []
    with ExitStack() as asleep:
        for n, label in enumerate(instants):
            planned += plan_many(store, 100, spaces, addresses=100, prefix=f"{n}-")
            (sleeper,) = asleep.enter_context(workers(1, replace(spec, stop_at=(label, 2))))
            assert sleeper.told() == "stopped"
            sleepers.append(sleeper)
        (awake,) = asleep.enter_context(workers(1, replace(spec, senders=2, watchdog=False)))
        time.sleep(3 * spec.lease)
        woken = time.monotonic()
        for sleeper in sleepers:
            sleeper.signal(signal.SIGCONT)
        time.sleep(2.0)
        until_all_left(store, patience=90)
        assert awake.ended() is None
        ended = {label: each.ended() for label, each in zip(instants, sleepers, strict=True)}
    stored = judge.stored()
    told_twice = [
        f"{each.key} {each.kind} {each.outcome} {each.at - woken:+.3f} s after they woke"
        for each in judge.log()
        if each.key in twice(stored)
    ]
    assert (missing(stored, planned), told_twice) == ([], [])
    assert set(ended.values()) == ({-signal.SIGALRM} if spec.watchdog else {None}), ended


# R11: told to stop.


@pytest.mark.parametrize("delay", [0.1, 30.0], ids=["at work", "hung"])
def test_told_to_stop_a_worker_hands_back_in_time(
    store: Store, database_url: str, judge: Judge, delay: float
) -> None:
    judge.rules(delay=delay)
    plan_many(store, 100, workspaces(store, 2), addresses=100)
    spec = Spec(database_url, judge.port, timeout=10.0)
    with workers(1, spec) as running:
        while not judge.log():
            time.sleep(0.05)
        began = time.monotonic()
        running[0].signal(signal.SIGTERM)
        assert running[0].ended(20) == 0
        took = time.monotonic() - began
    print(f"stopped in {took:.1f} s with {left(store)} waiting: {states(store)}")
    assert took < 10
    assert DeliveryState.SENDING not in states(store)
    assert left(store) > 0
