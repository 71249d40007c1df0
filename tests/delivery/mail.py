"""Messages that wait in a store, planned straight away, and the worker processes that carry them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.people import CLOCK, Address
from bot.store import Memory, Store
from bot.store.delivery_tables import DeliveryRow
from tests.delivery.judge import ROOT
from tests.delivery.worker_main import Spec

HOUR = timedelta(hours=1)
OPEN = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.IN_DOUBT)


def workspaces(store: Store, number: int) -> list[int]:
    """Make workspaces."""
    with store.write(CLOCK) as memory:
        return [memory.workspace("chat", f"w{n}") for n in range(number)]


def plan(
    memory: Memory,
    key: str,
    where: tuple[int, str],
    at: datetime | None = None,
    life: timedelta = 12 * HOUR,
) -> str:
    """Plan one message in a workspace for an address; it may leave at once."""
    at = at or datetime.now(UTC)
    planned = memory.plan(
        key,
        None,
        Address(*where),
        Message(f"Where are we with {key}?"),
        not_before=at,
        expires_at=at + life,
        local_date=at.date(),
    )
    assert planned
    return key


def plan_many(
    store: Store, number: int, spaces: list[int], addresses: int, prefix: str = "k", person: str = "p"
) -> list[str]:
    """Plan messages turn by turn over workspaces and addresses, which are numbered after `person`."""
    with store.write(CLOCK) as memory:
        return [
            plan(memory, f"{prefix}{n}", (spaces[n % len(spaces)], f"{person}{n % addresses}"))
            for n in range(number)
        ]


def states(store: Store) -> dict[DeliveryState, int]:
    """How many messages are in each state."""
    with store.engine.connect() as connection:
        rows = connection.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state))
        return {row[0]: row[1] for row in rows}


def left(store: Store) -> int:
    """How many messages are still on their way."""
    return sum(number for state, number in states(store).items() if state in OPEN)


def until_all_left(store: Store, patience: float) -> None:
    """Wait until nothing is on its way any more."""
    deadline = time.monotonic() + patience
    while left(store):
        assert time.monotonic() < deadline, f"still on their way: {states(store)}"
        time.sleep(0.1)


def start_worker(spec: Spec) -> subprocess.Popen[str]:
    """Start a worker process, which is ready to begin and waits for `begin`."""
    command = [sys.executable, "-m", spec.module, spec.written()]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def begin(process: subprocess.Popen[str]) -> None:
    """Let a worker begin."""
    assert process.stdin
    process.stdin.write("begin\n")
    process.stdin.flush()


def told(process: subprocess.Popen[str]) -> str:
    """Wait for the next line of a worker."""
    assert process.stdout
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    """End a worker as a power cut does."""
    process.kill()
    process.communicate()


@contextmanager
def workers(number: int, spec: Spec) -> Iterator[list[subprocess.Popen[str]]]:
    """Start worker processes; whatever the test put in the list is killed at the end."""
    running = [start_worker(spec) for _ in range(number)]
    try:
        for each in running:
            begin(each)
        for each in running:
            assert told(each) == "ready"
        yield running
    finally:
        for each in running:
            kill(each)
