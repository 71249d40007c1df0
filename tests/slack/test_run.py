"""`pouce run` on Slack, as somebody starts it: over HTTP or by a socket, and the one line when it cannot."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.slack.fake.server import served, with_sockets
from tests.slack.fake.state import Slack
from tests.slack.house import TEAM
from tests.slack.people import People, through

ROOT = Path(__file__).parents[2]
ADA = "UADA"
PATIENCE = 60.0
NOWHERE = "http://127.0.0.1:9/api/"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with served() as slack:
        slack.team(TEAM)
        slack.user(TEAM, ADA, real_name="Ada")
        yield slack


@dataclass
class Run:
    """A process, and what it says."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    ear: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.ear = Thread(target=self._listen, daemon=True)
        self.ear.start()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.ear.join()
        assert self.process.stdout
        self.process.stdout.close()

    def _listen(self) -> None:
        assert self.process.stdout
        self.said.extend(iter(self.process.stdout.readline, ""))

    @property
    def address(self) -> str:
        """Where it says that it is, once it does."""
        until(lambda: self._found() or self.process.poll() is not None)
        found = self._found()
        assert found, "".join(self.said)
        return found[1]

    def _found(self) -> re.Match[str] | None:
        return re.search(r"Pouce is there: (\S+)", "".join(self.said))

    def post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        request = Request(f"{self.address}{path.lstrip('/')}", body, headers)  # noqa: S310 # of this machine
        try:
            with urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, dict(answer.headers), answer.read()
        except HTTPError as answer:
            return answer.code, {}, answer.read()

    def stop(self) -> float:
        """Ask it to stop; return how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        return time.monotonic() - began


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        Event().wait(0.01)


def settings(slack: Slack, **more: str) -> dict[str, str]:
    return {
        "POUCE_SLACK__BOT_TOKEN": f"xoxb-{TEAM}",
        "POUCE_SLACK__API_URL": f"{slack.base}/api/",
        "POUCE_WEB__PORT": "0",
        **more,
    }


def by_http(slack: Slack, **more: str) -> dict[str, str]:
    return settings(slack, POUCE_SLACK__SIGNING_SECRET=slack.signing_secret, **more)


def by_socket(slack: Slack, **more: str) -> dict[str, str]:
    return settings(slack, POUCE_SLACK__APP_TOKEN=slack.app_token, **more)


@contextmanager
def running(folder: Path, environment: Mapping[str, str]) -> Iterator[Run]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POUCE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    run = Run(process)
    try:
        yield run
    finally:
        run.end()


def said_in_direct(slack: Slack) -> list[str]:
    return [each["text"] for each in slack.messages(TEAM)]


def test_over_http_it_answers_and_stops_and_starts_again_without_slack(slack: Slack, tmp_path: Path) -> None:
    with running(tmp_path, by_http(slack)) as run:
        people = People(slack, run.post, TEAM)
        assert "entretien" in people.commands(ADA, "aide").body.decode()
        began = time.monotonic()
        assert people.says(ADA, "aide").status == 200
        until(lambda: said_in_direct(slack))
        print(f"a direct message is answered after {time.monotonic() - began:.2f} s")
        assert time.monotonic() - began < 1
        assert run.post("/slack/events", {}, b"x")[0] == 401
        assert run.stop() < 10
    with running(tmp_path, by_http(slack, POUCE_SLACK__API_URL=NOWHERE)) as run:
        people = People(slack, run.post, TEAM)
        assert "entretien" in people.commands(ADA, "aide").body.decode()
        assert run.stop() < 10
    told = "".join(run.said)
    assert "Traceback" not in told


def test_by_a_socket_it_needs_no_address(slack: Slack, tmp_path: Path) -> None:
    with with_sockets(slack) as sockets, running(tmp_path, by_socket(slack)) as run:
        sockets.until(1, PATIENCE)
        people = People(slack, through(sockets), TEAM)
        assert "entretien" in people.commands(ADA, "aide").body.decode()
        people.says(ADA, "aide")
        until(lambda: said_in_direct(slack))
        assert run.post("/slack/events", {}, b"x")[0] == 404, "nobody listens there"
        assert run.stop() < 10
    assert "Traceback" not in "".join(run.said)


WRONG = {
    "a bot token that Slack does not know": (
        by_http,
        {"POUCE_SLACK__BOT_TOKEN": "xoxb-wrong"},
        "slack.bot_token: Slack does not know the token",
    ),
    "an app token that Slack does not know": (
        by_socket,
        {"POUCE_SLACK__APP_TOKEN": "xapp-wrong"},
        "slack.app_token: Slack does not take it",
    ),
    "Slack is away, and never told whose the token is": (
        by_http,
        {"POUCE_SLACK__API_URL": NOWHERE},
        f"slack: {NOWHERE} does not answer",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_at_the_start_is_one_line(slack: Slack, tmp_path: Path, what: str) -> None:
    configured, wrong, line = WRONG[what]
    with running(tmp_path, {**configured(slack), **wrong}) as run:
        assert run.process.wait(PATIENCE) == 1
    told = [each for each in run.said if each.strip()]
    assert len(told) == 1, told
    assert told[0].startswith(line)
    assert "wrong" not in told[0], "tokens are not repeated"
