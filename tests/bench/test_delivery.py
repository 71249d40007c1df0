"""Sending through the whole machine against a bare loop of the same client: same server, same run.

Both have as many processes and as many threads in each. The chat takes 5 ms to answer, and its log tells the
rate: that of the messages in the middle, so that neither a slow start nor a last straggler counts. Everything
shares the cores of one machine: the senders (four processes on PostgreSQL), the chat, and PostgreSQL itself,
which the bare loop does without.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import monotonic, perf_counter, sleep

import pytest
from sqlalchemy import insert

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.people import CLOCK
from bot.postman import BATCH
from bot.store import Store
from bot.store.delivery_tables import DeliveryRow
from tests.delivery.judge import ROOT, Judge, chat_server, missing, twice
from tests.delivery.mail import left, plan_many, workers, workspaces
from tests.delivery.worker_main import Spec

DELAY = 0.005
SENDERS = 8
SPACES = 20
MESSAGES = {"sqlite": 3_000, "postgresql": 6_000}
PROCESSES = {"sqlite": 1, "postgresql": 4}
SHARES = {"sqlite": 0.5, "postgresql": 0.1}
"""Half is the target; on two cores, four workers, PostgreSQL and the chat keep a fifth: a floor guards it."""
AIMS = {"sqlite": 300, "postgresql": 800}
PATIENCE = 180.0
SHORT, LONG = 50, 2_000
"""Messages that wait in each workspace."""


@pytest.fixture
def chat() -> Iterator[Judge]:
    with chat_server(1) as judge:
        judge.rules(delay=DELAY)
        yield judge


@pytest.mark.bench
def test_the_whole_machine_keeps_half_of_the_speed(
    database_url: str,
    open_store: Callable[[str], Store],
    chat: Judge,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = open_store(database_url)
    kind = store.engine.dialect.name
    number = MESSAGES[kind]
    bare = bare_rate(chat, PROCESSES[kind], number)
    whole = whole_rate(store, database_url, chat, PROCESSES[kind], number)
    with capsys.disabled():
        print(
            f"\n{kind}, {PROCESSES[kind]} × {SENDERS} senders: {whole:.0f} messages/s (aim {AIMS[kind]}); "
            f"a bare loop {bare:.0f}/s; share {whole / bare:.2f}"
        )
    assert whole / bare >= SHARES[kind]


def bare_rate(chat: Judge, processes: int, number: int) -> float:
    """Messages a second when nothing is remembered."""
    share = number // processes
    running = [start_bare(chat.port, n * share, (n + 1) * share) for n in range(processes)]
    for each in running:
        assert each.stdout
        assert each.stdout.readline().strip() == "ready"
    for each in running:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in running:
        each.communicate(timeout=PATIENCE)
    return middle_rate(chat, "b", share * processes)


def start_bare(port: int, first: int, last: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bench.bare_main", *map(str, (port, SENDERS, first, last))]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def whole_rate(store: Store, url: str, chat: Judge, processes: int, number: int) -> float:
    """Messages a second with the database, its buckets and its mailboxes, at a pace that never holds back."""
    spaces = workspaces(store, SPACES)
    spec = Spec(url, chat.port, senders=SENDERS, per_second=1_000, burst=1_000, gap=1.0, timeout=10.0)
    with workers(processes, spec):
        planned = plan_many(store, number, spaces, addresses=number)
        give_up = monotonic() + PATIENCE
        while left(store) and monotonic() < give_up:
            sleep(0.5)
    stored = chat.stored()
    assert not missing(stored, planned)
    assert not twice(stored)
    return middle_rate(chat, "k", number)


def middle_rate(chat: Judge, first_letter: str, number: int) -> float:
    """Messages a second between the tenth and the ninetieth hundredth of those that were stored."""
    at = sorted(each.stored_at for each in chat.log() if each.stored_at and each.key[0] == first_letter)
    assert len(at) == number
    tenth = number // 10
    return (number - 2 * tenth) / (at[-tenth] - at[tenth])


@pytest.mark.bench
def test_a_long_queue_is_taken_from_as_fast_as_a_short_one(
    database_url: str, open_store: Callable[[str], Store], capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(database_url)
    spaces = workspaces(store, SPACES)
    few, many = SHORT * SPACES, LONG * SPACES
    queue(store, spaces, range(SHORT))
    short = seconds_to_take(store)
    queue(store, spaces, range(SHORT, LONG))
    long = seconds_to_take(store)
    with capsys.disabled():
        print(
            f"\n{store.engine.dialect.name}: ten are taken in {short * 1000:.1f} ms when {few:,} wait, "
            f"{long * 1000:.1f} ms when {many:,} do; ratio {long / short:.1f}"
        )
    assert long / short < 3


def queue(store: Store, spaces: list[int], numbers: range) -> None:
    """Put messages in the queue of each workspace."""
    now = datetime.now(UTC)
    same = {
        "message": Message("Where are we?"),
        "state": DeliveryState.PLANNED,
        "not_before": now,
        "expires_at": now + timedelta(hours=12),
        "local_date": now.date(),
        "items": 1,
        "attempts": 0,
    }
    rows = [
        {"key": f"q{space}.{n}", "workspace_id": space, "external_id": f"p{n}", **same}
        for space in spaces
        for n in numbers
    ]
    with store.engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(DeliveryRow), rows)


def seconds_to_take(store: Store) -> float:
    """The usual time between wanting to send something and holding ten messages."""
    took = []
    for n in range(30):
        now, begun = datetime.now(UTC), perf_counter()
        with store.read(CLOCK) as memory:
            waiting = memory.waiting(now)
        with store.write(CLOCK) as memory:
            assert memory.claim(waiting[n % SPACES], now, BATCH)
        took.append(perf_counter() - begun)
    return median(took)
