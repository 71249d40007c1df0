"""When the local room opens, when it refuses to, and how `pouce run` begins and ends."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.config import Config, Web, load_config
from bot.domain.people import CLOCK
from bot.local.opening import BESIDE, RoomClosed, open_room
from bot.store import Store, migrate

ROOT = Path(__file__).parents[1]
KEY = "a key for these rooms"
SLACK = {"POUCE_SLACK__BOT_TOKEN": "xoxb-1", "POUCE_SLACK__SIGNING_SECRET": "0" * 32}
MATTERMOST = {"POUCE_MATTERMOST__URL": "https://chat.example.org"}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in an empty folder, with no variable of Pouce but a key."""
    for name in [each for each in os.environ if each.startswith("POUCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POUCE_SECRET_KEY", KEY)
    monkeypatch.chdir(tmp_path)


def configured(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Config:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_config()


def opens_on(config: Config) -> Path:
    """Open the room, close it, and return the file it remembers in."""
    room = open_room(config)
    file = room.store.engine.url.database
    room.store.close()
    assert file
    return Path(file)


def serving(url: str, *chats: str) -> str:
    """Make a database that serves chats already."""
    store = Store(url)
    migrate(store.engine)
    with store.write(CLOCK) as memory:
        for chat in chats:
            memory.workspace(chat, "T1")
    store.close()
    return url


# Whether it opens


def test_with_nothing_configured_the_room_opens_on_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opens_on(configured(monkeypatch)) == Path("var/pouce.db")
    assert opens_on(configured(monkeypatch)) == Path("var/pouce.db")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_the_room_opens_on_this_machine(host: str) -> None:
    opens_on(Config(secret_keys=(KEY,), web=Web(host=host)))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "pouce.example.org", "127.0.0.1.example"])  # noqa: S104 - it has to be refused
def test_the_room_stays_closed_where_others_could_come(host: str) -> None:
    with pytest.raises(RoomClosed, match="on this machine only") as closed:
        open_room(Config(secret_keys=(KEY,), web=Web(host=host), room_beside_chats=True))
    assert host in str(closed.value)
    assert "POUCE_WEB__HOST=127.0.0.1" in str(closed.value)
    assert not Path("var").exists()


@pytest.mark.parametrize(
    ("variables", "named"),
    [(SLACK, "slack"), (MATTERMOST, "mattermost"), (SLACK | MATTERMOST, "slack and mattermost")],
)
def test_the_room_stays_closed_next_to_a_chat(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    with pytest.raises(RoomClosed, match=f"^{named} is configured here") as closed:
        open_room(configured(monkeypatch, **variables))
    assert "POUCE_ROOM__BESIDE_CHATS=true" in str(closed.value)
    assert "xoxb-1" not in str(closed.value)
    assert not Path("var").exists()


def test_the_room_stays_closed_on_a_database_that_serves_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    url = serving("sqlite:///pouce.db", "room", "slack")
    with pytest.raises(RoomClosed, match=r"^slack is configured here"):
        open_room(configured(monkeypatch, POUCE_DATABASE__URL=url))


def test_when_told_the_room_opens_on_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    url = serving("sqlite:///pouce.db", "slack")
    before = Path("pouce.db").read_bytes()
    config = configured(monkeypatch, POUCE_ROOM__BESIDE_CHATS="true", POUCE_DATABASE__URL=url, **SLACK)
    assert f"sqlite:///{opens_on(config)}" == BESIDE
    assert Path("pouce.db").read_bytes() == before


def test_permission_to_open_next_to_a_chat_moves_nothing_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert opens_on(configured(monkeypatch, POUCE_ROOM__BESIDE_CHATS="true")) == Path("var/pouce.db")


# The process


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run Pouce, and give the process and the address it printed."""
    kept = {name: value for name, value in os.environ.items() if name != "PORT"}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "run"],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "POUCE_WEB__PORT": "0", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        yield process, next((word for word in line.split() if word.startswith("http://")), line)
    finally:
        process.kill()
        process.communicate()


def connection(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    assert parts.hostname
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)


def asked(address: str, path: str, content: object = None) -> tuple[int, str]:
    """Ask for a page, or post an act."""
    body = json.dumps(content) if content else None
    with closing(connection(address)) as opened:
        opened.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"})
        answer = opened.getresponse()
        return answer.status, answer.read().decode()


def event(stream: http.client.HTTPResponse) -> str:
    """Read the next event of a stream, and return its name."""
    block: dict[str, str] = {}
    while line := stream.readline().decode():
        name, _, value = line.rstrip("\r\n").partition(": ")
        if name:
            block[name] = value
        elif "event" in block:
            return block["event"]
    raise EOFError


def test_run_prints_its_address_and_answers(tmp_path: Path) -> None:
    with running(tmp_path) as (_, address):
        assert address.startswith("http://127.0.0.1:")
        assert urlsplit(address).port
        status, page = asked(address, "/")
        assert (status, "Bienvenue chez Pouce" in page) == (200, True)
        assert asked(address, "/healthz") == (200, '{"status":"ok"}')
        status, told = asked(address, "/readyz")
        assert (status, json.loads(told)["faults"]) == (200, {})
        assert (tmp_path / "var" / "pouce.db").exists()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_run_ends_soon_and_well_even_with_a_window_open(tmp_path: Path, sign: signal.Signals) -> None:
    with running(tmp_path) as (process, address):
        assert asked(address, "/room/begin", {"kind": "tour"})[0] == 200
        with closing(connection(address)) as opened:
            opened.request("GET", "/room/ada/stream")
            stream = opened.getresponse()
            assert stream.getheader("content-type", "").startswith("text/event-stream")
            assert "no-store" in stream.getheader("cache-control", "")
            assert event(stream) == "clock"
            act = {"id": "a", "place": "pouce", "text": "bonjour"}
            assert asked(address, "/room/ada/say", act)[0] == 200
            assert event(stream) == "post"
            began = time.monotonic()
            process.send_signal(sign)
            _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")
        assert time.monotonic() - began < 10


def test_what_was_said_is_there_after_a_stop(tmp_path: Path) -> None:
    with running(tmp_path) as (process, address):
        asked(address, "/room/begin", {"kind": "tour"})
        asked(address, "/room/ada/say", {"id": "a", "place": "pouce", "text": "/coach test 2 agents"})
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    with running(tmp_path) as (_, address):
        assert "/coach test 2 agents" in asked(address, "/room/ada")[1]


def test_run_opens_no_room_next_to_a_chat_that_is_not_ready_and_says_why_in_one_line(tmp_path: Path) -> None:
    with running(tmp_path, **MATTERMOST) as (process, printed):
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, printed) == (1, "")
    assert errors.startswith("mattermost: Pouce is not installed on https://chat.example.org yet; run ")
    assert errors.count("\n") == 1
