"""Pouce on Mattermost as somebody puts it there: installed, run, looked at, stopped, run again, taken off."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.integrations import over_the_wire
from tests.mattermost.fake.server import with_sockets
from tests.mattermost.fake.sockets import Sockets
from tests.mattermost.fake.state import Mattermost, Settings
from tests.mattermost.people import People
from tests.mattermost.test_socket import until
from tests.nursery import begin, command

ADMIN = {"MATTERMOST_ADMIN_TOKEN": "token-root"}


@dataclass
class Machine:
    """A folder, a port, and what is typed there."""

    folder: Path
    port: int
    sockets: Sockets

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def people(self) -> People:
        return People(self.sockets.mattermost, lambda path, *sent: over_the_wire(f"{self.url}{path}", *sent))

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POUCE_")}
        ours = {"POUCE_WEB__PORT": str(self.port), "POUCE_WEB__PUBLIC_URL": self.url}
        return {**kept, **ours, "POUCE_SECRET_KEY": "a key of this machine alone", **more}

    def types(self, *words: str, **more: str) -> CompletedProcess[str]:
        return command(self.folder, words, self.environment(**more))

    @contextmanager
    def running(self) -> Iterator[Any]:
        """Run `pouce run` until it answers; at the end, ask it to stop."""
        said, told = self.folder / "said", self.folder / "told"
        before = self.sockets.opened
        process = begin(self.folder, ("run",), self.environment(), said, told)
        try:
            until(lambda: self._answers() or not process.is_alive())
            assert process.is_alive(), told.read_text("utf-8")
            self.sockets.until(before + 1)
            yield process
            began = monotonic()
            process.terminate()
            process.join(20)
            assert monotonic() - began < 12
        finally:
            process.kill()
            process.join()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 # of this machine
                return bool(answer.status == 200)
        except URLError:
            return False


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    mattermost = Mattermost(request.param)
    with socket.socket() as free, with_sockets(mattermost) as sockets:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        mattermost.settings = Settings(
            SiteURL=mattermost.base, AllowedUntrustedInternalConnections="127.0.0.1"
        )
        mattermost.admin("root", "aides")
        mattermost.user("ada", "aides")
        yield Machine(tmp_path, port, sockets)


def test_put_there_run_stopped_and_run_again_nothing_that_is_said_is_lost(machine: Machine) -> None:
    base, people = machine.sockets.mattermost.base, machine.people
    done = machine.types("mattermost", "install", "--url", base, **ADMIN)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    with machine.running():
        people.says("ada", "bonjour")
        until(lambda: "Pouce" in people.reads("ada"))
        people.commands("ada", "aide")
        assert "/coach" in people.reads("ada")
        done = machine.types("doctor")
        assert done.returncode == 0, done.stdout
        assert "the bot posts, and its button comes back" in done.stdout
    answered = len(people.sees("ada"))
    people.says("ada", "aide")
    assert machine.types("doctor").returncode == 1, "it is stopped"
    with machine.running():
        until(lambda: len(people.sees("ada")) > answered)
    done = machine.types("mattermost", "uninstall", "--url", base, **ADMIN)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.sockets.mattermost.commands == {}
