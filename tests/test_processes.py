"""`pouce web` and `pouce worker` on PostgreSQL, as somebody starts them: one hears, the other sends."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.mattermost.fake.integrations import over_the_wire
from tests.nursery import begin
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack
from tests.slack.house import TEAM
from tests.slack.people import People
from tests.slack.test_run import ADA, by_http, said_in_direct, until
from tests.test_cli import free_port


@contextmanager
def started(folder: Path, word: str, environment: dict[str, str]) -> Iterator[None]:
    """Start one process; at the end, ask it to stop, which takes less than ten seconds."""
    told = folder / f"{word}.log"
    process = begin(folder, (word,), environment, folder / f"{word}.said", told)
    try:
        yield
        assert process.is_alive(), told.read_text("utf-8")
        process.terminate()
        began = monotonic()
        process.join(20)
        assert monotonic() - began < 10
        assert process.exitcode == 0, told.read_text("utf-8")
    finally:
        process.kill()
        process.join()


def answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310 # of this machine
            return bool(answer.status == 200)
    except URLError:
        return False


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_one_process_hears_another_one_answers(database_url: str, tmp_path: Path) -> None:
    """Slack is busy while the one that heard tries to answer, which it does once: the other sends later."""
    with served() as slack, ExitStack() as processes:
        slack.team(TEAM)
        slack.user(TEAM, ADA, real_name="Ada")
        port = free_port()
        environment = _environment(slack, POUCE_DATABASE__URL=database_url, POUCE_WEB__PORT=str(port))
        for word in ("web", "worker"):
            processes.enter_context(started(tmp_path, word, environment))
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url))
        slack.rules.busy, slack.rules.retry_after = 1.0, 1.0
        people = People(slack, lambda path, *sent: over_the_wire(f"{url}{path}", *sent), TEAM)
        assert "entretien" in people.commands(ADA, "aide").body.decode()
        assert people.says(ADA, "aide").status == 200
        until(lambda: "busy" in [each.outcome for each in slack.requests])
        slack.rules.busy = 0.0
        until(lambda: said_in_direct(slack))
        assert len(said_in_direct(slack)) == 1


def _environment(slack: Slack, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POUCE_")}
    return kept | by_http(slack, **more) | {"POUCE_SECRET_KEY": "a key for these processes"}
