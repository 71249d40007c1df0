"""R1 on Mattermost: workers die while servers lose answers; nothing is lost, nothing sent twice."""

import time

import pytest

from bot.store import Store
from tests.delivery.judge import chat_server
from tests.delivery.mail import plan_many, until_all_left, workers
from tests.delivery.test_kills import LEASE, RULES, SHORT, SPACES, TIMEOUT, kill_one, verdict
from tests.delivery.worker_main import Spec
from tests.mattermost.worker_main import installed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_lost_or_sent_twice_through_kills(database_url: str, store: Store) -> None:
    through_kills(database_url, store, "old")


@pytest.mark.soak
@pytest.mark.parametrize("edition", ["old", "new"])
def test_nothing_is_lost_or_sent_twice_through_kills_on_any_server(
    database_url: str, store: Store, edition: str
) -> None:
    through_kills(database_url, store, edition)


def through_kills(database_url: str, store: Store, edition: str) -> None:
    """Kill workers while they speak to servers of our own."""
    several = database_url.startswith("postgres")
    began, addresses = time.monotonic(), SHORT.sends // 2
    with chat_server(module="tests.mattermost.fake.server") as judge:
        judge.seed(servers=SPACES, users=[f"p{n}" for n in range(addresses)], edition=edition)
        judge.rules(delay=0.1 if several else 0.05, **RULES)
        planned = plan_many(store, SHORT.sends, installed(store, judge.port, SPACES), addresses)
        spec = Spec(
            database_url, judge.port, lease=LEASE, timeout=TIMEOUT, module="tests.mattermost.worker_main"
        )
        with workers(4 if several else 1, spec) as running:
            for _ in range(SHORT.kills):
                kill_one(running, spec)
            until_all_left(store, SHORT.patience)
        verdict(judge, planned, SHORT, began)
