"""A signed slash command with a durable record: Pouce, its doors alone, Bolt by default, and a bare endpoint.

All in one run, on the same machine, which the load shares: ratios say more than figures.
"""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

from bot.casting import Cast
from bot.chats.installs import PLATFORM
from bot.config import Config
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.slack.guard import sign
from bot.platforms.slack.listen import EVENTS
from bot.store import Installation
from bot.stories.steps import PersonLine, TeamLine
from bot.vault import Vault
from bot.wiring import build
from tests.bench.slack_main import KEY, SECRET
from tests.delivery.judge import ROOT, percentile
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack

TEAM, OTHER, PEOPLE = "T0AIDES", "T0OTHER", 32
ONE, SIXTEEN, OK = 1, 16, 200
NUMBER = {"bolt": (150, 600), "bare": (600, 2_000), "doors": (600, 2_000), "pouce": (150, 600)}
"""How many commands of each kind, on one connection and on sixteen."""


@dataclass
class Figures:
    rate: float
    latencies: list[float]

    def line(self) -> str:
        return f"{self.rate:6.0f}/s  {times(self.latencies)}"


def times(latencies: list[float]) -> str:
    p50, p99 = (percentile(latencies, share) * 1e3 for share in (0.5, 0.99))
    return f"p50 {p50:6.1f} ms  p99 {p99:6.1f} ms"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with served() as slack:
        slack.team(TEAM)
        for n in range(PEOPLE):
            slack.user(TEAM, f"U{n:05d}")
        yield slack


def populated(database: str, team: str = TEAM) -> str:
    """Put people there who have a team and have read the first screen, where Pouce was installed."""
    config = Config(secret_keys=(KEY,), database_url=database)
    bot, secrets = build(config), {"token": f"xoxb-{team}", "refresh": ""}
    with bot.store.write(CLOCK) as memory:
        workspace = memory.workspace(PLATFORM, team)
        closed = Vault(config.sealing_keys()).close(secrets)
        memory.install(Installation(workspace, closed, f"U{team}", f"B{team}", ()))
    cast = Cast(bot, workspace)
    cast.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
    for n in range(PEOPLE):
        cast.add_person(PersonLine(f"U{n:05d}", "intrapreneur", "Aides simples"), datetime.now(UTC))
    bot.store.close()
    return database


@contextmanager
def serving(kind: str, database: str, api: str) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.slack_main", kind, database, api]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def requests(number: int, first: int, teams: Sequence[str] = (TEAM,)) -> list[tuple[bytes, dict[str, str]]]:
    """Sign commands beforehand, so that the load costs as little as it can."""
    stamp = str(int(time.time()))
    made = []
    for n in range(first, first + number):
        fields = {
            "team_id": teams[n % len(teams)],
            "user_id": f"U{n // len(teams) % PEOPLE:05d}",
            "channel_id": "C00001",
            "command": "/coach",
            "text": "test 2 agents bloqués au mot de passe",
            "response_url": "",
            "trigger_id": f"t.{n}",
        }
        body = urlencode(fields).encode()
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(SECRET, stamp, body),
        }
        made.append((body, headers))
    return made


def measured(port: int, connections: int, number: int, first: int) -> Figures:
    """Send so many commands over so many connections, and say how fast they were answered."""
    shares = [requests(number // connections, first + n * number) for n in range(connections)]
    latencies: list[float] = []
    threads = [Thread(target=ask, args=(port, share, latencies)) for share in shares]
    began = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(latencies) == number // connections * connections, "some were not answered"
    return Figures(len(latencies) / (time.perf_counter() - began), latencies)


def ask(port: int, share: list[tuple[bytes, dict[str, str]]], latencies: list[float]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for body, headers in share:
            began = time.perf_counter()
            connection.request("POST", EVENTS, body, headers)
            response = connection.getresponse()
            response.read()
            if response.status == OK:
                latencies.append(time.perf_counter() - began)


@pytest.mark.bench
def test_a_signed_command_is_recorded_faster_than_bolt_does_it(
    slack: Slack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, tuple[Figures, Figures]] = {}
    for kind, (few, many) in NUMBER.items():
        database = f"sqlite:///{tmp_path}/{kind}.db"
        if kind in {"pouce", "doors"}:
            populated(database)
        with serving(kind, database, f"{slack.base}/api/") as port:
            measured(port, ONE, 32, 10**6)  # warm
            found[kind] = measured(port, ONE, few, 0), measured(port, SIXTEEN, many, 10**5)
    with capsys.disabled():
        told(found)
    assert found["doors"][0].rate / found["bolt"][0].rate > FLOORS["doors on one"]
    assert found["pouce"][0].rate / found["bolt"][0].rate > FLOORS["pouce on one"]
    assert found["doors"][1].rate / found["bare"][1].rate > FLOORS["doors on sixteen"]


@pytest.mark.bench
def test_where_many_installed_it_slack_is_not_asked_who_calls(
    slack: Slack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bolt by default asks auth.test of Slack before each command of each workspace."""
    slack.team(OTHER)
    for n in range(PEOPLE):
        slack.user(OTHER, f"U{n:05d}")
    slack.delays["auth.test"] = 0.2
    database = populated(populated(f"sqlite:///{tmp_path}/oauth.db"), OTHER)
    latencies: list[float] = []
    with serving("oauth", database, f"{slack.base}/api/") as port:
        ask(port, requests(32, 10**6, (TEAM, OTHER)), [])  # warm
        ask(port, requests(200, 0, (TEAM, OTHER)), latencies)
    with capsys.disabled():
        print(f"\ntwo workspaces, while auth.test takes 200 ms: {times(latencies)}")
    assert len(latencies) == 200
    assert [name for name, _ in slack.calls if name == "auth.test"] == []
    assert percentile(latencies, 0.99) < 0.1


FLOORS = {"doors on one": 2.0, "pouce on one": 0.5, "doors on sixteen": 0.3}
"""The target is 15, and is missed: one durable insert alone is only six times faster than Bolt. A guard."""


def told(found: dict[str, tuple[Figures, Figures]]) -> None:
    print()
    for kind, (one, sixteen) in found.items():
        print(f"{kind:6}  1 connection {one.line()}   16 connections {sixteen.line()}")
    of_bolt: Callable[[str], float] = lambda kind: found[kind][0].rate / found["bolt"][0].rate  # noqa: E731
    of_bare: Callable[[str], float] = lambda kind: found[kind][1].rate / found["bare"][1].rate  # noqa: E731
    print(f"times Bolt by default, 1 connection: doors {of_bolt('doors'):.1f}, pouce {of_bolt('pouce'):.1f}")
    print(f"of a bare endpoint, 16 connections: doors {of_bare('doors'):.2f}, pouce {of_bare('pouce'):.2f}")
