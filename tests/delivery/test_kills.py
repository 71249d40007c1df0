"""R1: workers are killed while the chat loses answers; by its log, nothing is lost, nothing sent twice."""

import random
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from bot.store import Store
from tests.delivery.judge import Judge, chat_server, missing, twice
from tests.delivery.mail import Worker, plan_many, start_worker, until_all_left, workers, workspaces
from tests.delivery.worker_main import Spec

LEASE, TIMEOUT, SPACES = 3.0, 0.5, 5
RULES = {"lost": 0.01, "stall": 2 * TIMEOUT, "busy": 0.01, "retry_after": 0.3, "broken": 0.005}


@dataclass(frozen=True)
class Ordeal:
    """How much is sent, and how often everything is killed meanwhile."""

    kills: int
    sends: int
    patience: float
    """Seconds for the last messages to arrive, once nobody is killed any more.

    More than two minutes: a search that a loaded machine answered too late is made again a minute later.
    """
    hard_to_search: bool = False
    """Whether the chat fails while it is searched, too, and not only when the machine is busy."""


SHORT, LONG = Ordeal(25, 1_000, 180), Ordeal(200, 10_000, 300, hard_to_search=True)


def test_nothing_is_lost_or_sent_twice_through_kills(database_url: str, store: Store) -> None:
    through_kills(database_url, store, SHORT)


@pytest.mark.soak
def test_nothing_is_lost_or_sent_twice_through_many_kills(database_url: str, store: Store) -> None:
    through_kills(database_url, store, LONG)


def through_kills(database_url: str, store: Store, ordeal: Ordeal) -> None:
    """Kill workers while they speak to a chat of our own."""
    with chat_server() as judge:
        addresses = ordeal.sends // 2
        planned = plan_many(store, ordeal.sends, workspaces(store, SPACES), addresses)
        spec = Spec(database_url, judge.port, lease=LEASE, timeout=TIMEOUT)
        carry_through(judge, store, ordeal, planned, spec)


def carry_through(judge: Judge, store: Store, ordeal: Ordeal, planned: list[str], spec: Spec) -> None:
    """Kill workers while they carry what is planned, and judge by what the chat server noted."""
    several, began = spec.database.startswith("postgres"), time.monotonic()
    judge.rules(delay=0.1 if several else 0.05, hard_to_search=ordeal.hard_to_search, **RULES)
    with workers(4 if several else 1, spec) as running:
        for _ in range(ordeal.kills):
            kill_one(running, spec)
        until_all_left(store, ordeal.patience)
    verdict(judge, planned, ordeal, began)


def kill_one(running: list[Worker], spec: Spec) -> None:
    """Kill one worker at some moment, even while it starts; let another one begin at once."""
    n = random.randrange(len(running))
    time.sleep(random.uniform(0.0, 1.0))
    running[n].kill()
    running[n] = start_worker(spec)
    running[n].begin()


def verdict(judge: Judge, planned: list[str], ordeal: Ordeal, began: float) -> None:
    stored, outcomes = judge.stored(), Counter(each.outcome for each in judge.log())
    took = time.monotonic() - began
    print(f"{ordeal.kills} kills, {ordeal.sends} sends in {took:.0f} s: {dict(outcomes)}")
    assert (missing(stored, planned), twice(stored)) == ([], [])
    assert outcomes["found"] + outcomes["missing"] > 0
