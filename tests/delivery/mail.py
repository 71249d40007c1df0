"""Messages that wait in a store, planned straight away, and the worker processes that carry them."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from sqlalchemy import func, select

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.people import CLOCK, Address
from bot.store import Memory, Store
from bot.store.delivery_tables import DeliveryRow
from tests.delivery.worker_main import Spec, work
from tests.nursery import NURSERY

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


@dataclass
class Worker:
    """A worker process, and the line to it."""

    process: ForkServerProcess
    desk: "Connection[str, str]"

    def begin(self) -> None:
        """Let it begin."""
        self.desk.send("begin")

    def told(self) -> str:
        """Wait for its next word."""
        return self.desk.recv()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process.pid
        os.kill(self.process.pid, number)

    def ended(self, patience: float = 0.0) -> int | None:
        """Return how it ended, or None when it still goes on; wait for that if need be."""
        self.process.join(patience)
        return self.process.exitcode

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.join()
        self.desk.close()


def start_worker(spec: Spec) -> Worker:
    """Start a worker process, which is ready to begin and waits for `begin`."""
    ours, theirs = NURSERY.Pipe()
    process = NURSERY.Process(target=work, args=(spec, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


@contextmanager
def workers(number: int, spec: Spec) -> Iterator[list[Worker]]:
    """Start worker processes; whatever the test put in the list is killed at the end."""
    running = [start_worker(spec) for _ in range(number)]
    try:
        for each in running:
            each.begin()
        for each in running:
            assert each.told() == "ready"
        yield running
    finally:
        for each in running:
            each.kill()
