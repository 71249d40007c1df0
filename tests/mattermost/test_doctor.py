"""Installed, run and looked at: what `pouce doctor` says of Mattermost, when all is well and when not."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chats import mattermost_servers
from bot.chats.mattermost import MattermostHouse
from bot.chats.mattermost_doctor import look
from bot.chats.mattermost_installs import forget, keep
from bot.chats.opening import open_chats
from bot.config import Config, Web
from bot.config import Mattermost as MattermostConfig
from bot.domain.people import Address, Person, Scope
from bot.findings import Finding
from bot.platforms.base import Answer, Listen, Request
from bot.platforms.mattermost.client import typed_driver
from bot.platforms.mattermost.command import Wanted, Wording
from bot.platforms.mattermost.install import Installer
from bot.sockets import Keeper
from bot.vault import Vault
from bot.wiring import Bot
from tests.mattermost import contract
from tests.mattermost.desk import QUICK
from tests.mattermost.fake.directory import about_user
from tests.mattermost.fake.editions import EDITIONS, NEW, OLD
from tests.mattermost.fake.integrations import over_the_wire
from tests.mattermost.fake.server import with_sockets
from tests.mattermost.fake.sockets import Sockets
from tests.mattermost.fake.state import Mattermost, Settings
from tests.mattermost.house import KEY, assembled
from tests.mattermost.people import People
from tests.mattermost.test_socket import hour, until

NOWHERE = "http://127.0.0.1:9"
WORDS = {"fr": Wording("Pouce", "Rappelle.", "Noter", "[retour] …")}


@dataclass
class Gate:
    """Our own address: what answers there, and nothing while it is shut."""

    url: str = ""
    listen: Listen | None = None
    others: int = 0
    """What is answered instead of ours: a status."""
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        self.asked.append(path)
        if self.others:
            return Answer(self.others, {}, b'{"text": "somebody else"}')
        if path == "/healthz":
            return Answer()
        return self.listen(Request(method, path, {}, headers, body)) if self.listen else Answer(404)


@contextmanager
def gate() -> Iterator[Gate]:
    made = Gate()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = made.answer(self.command, self.path, headers, body)
            self.send_response(answer.status)
            for name, value in {"content-type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST  # noqa: N815 # named by the library

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # same
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Place:
    """A server, and a Pouce that was installed on it by the command and runs."""

    sockets: Sockets
    gate: Gate
    config: Config
    bot: Bot

    @property
    def mattermost(self) -> Mattermost:
        return self.sockets.mattermost

    @property
    def people(self) -> People:
        url = self.gate.url
        return People(self.mattermost, lambda path, told, body: over_the_wire(f"{url}{path}", told, body))

    @property
    def workspace(self) -> int:
        return next(iter(self.bot.voices))

    def person(self, name: str) -> Person | None:
        """Return somebody whom Pouce met."""
        with self.bot.store.read(Scope(self.workspace)) as memory:
            return memory.person_at(Address(self.workspace, self.mattermost.who(name).id))

    def install(self) -> None:
        wanted = Wanted(self.mattermost.base, f"{self.gate.url}/mattermost", "coach", "pouce", WORDS, "fr")
        drivers: list[Any] = []

        def connect(token: str) -> Any:
            drivers.append(typed_driver(self.mattermost.base, token, QUICK))
            return drivers[-1]

        made = Installer(connect("token-root"), wanted, connect).install()
        for each in drivers:
            each.close()
        assert made
        keep(self.bot.store, Vault(self.config.sealing_keys()), *made, datetime.now(UTC))

    def run(self) -> None:
        """Open the doors as `pouce run` does."""
        (way,) = open_chats(self.config, self.bot)
        self.gate.listen = way.listen

    def wrong(self, config: Config | None = None, away: timedelta = timedelta(0)) -> dict[str, Finding]:
        """Return what the doctor says is to be mended, by what it is about."""
        return {each.what: each for each in self.findings(config, away) if each.fix}

    def findings(self, config: Config | None = None, away: timedelta = timedelta(0)) -> list[Finding]:
        with capture_logs():
            found = list(look(config or self.config, datetime.now(UTC) + away))
        lines = [each.line() for each in found]
        secrets = [*self.mattermost.tokens, *(each["token"] for each in self.mattermost.commands.values())]
        assert [line for line in lines if "\n" in line or any(each in line for each in secrets)] == []
        assert len({each.what for each in found}) == len(found), lines
        name = self.mattermost.base.removeprefix("http://")
        return [replace(each, what=each.what.removeprefix(f"mattermost {name} ")) for each in found]


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path / "pouce.db"))


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def place(request: pytest.FixtureRequest, database: Path) -> Iterator[Place]:
    with placed(Mattermost(request.param), database) as made:
        yield made


@pytest.fixture
def new(database: Path) -> Iterator[Place]:
    with placed(Mattermost(NEW), database) as made:
        yield made


@contextmanager
def placed(mattermost: Mattermost, file: Path) -> Iterator[Place]:
    with gate() as ours, with_sockets(mattermost) as sockets:
        mattermost.settings = Settings(
            SiteURL=mattermost.base, AllowedUntrustedInternalConnections="127.0.0.1"
        )
        mattermost.admin("root", "aides")
        mattermost.user("ada", "aides")
        web = Web(public_url=ours.url)
        config = Config(secret_keys=(KEY,), database_url=f"sqlite:///{file}", web=web)
        place = Place(sockets, ours, config, assembled(config))
        place.install()
        place.run()
        voices = list(place.bot.voices.values())
        yield place
        for chore in place.bot.chores:
            if isinstance(house := getattr(chore, "__self__", None), MattermostHouse):
                house.hands.__self__.shutdown()  # type: ignore[attr-defined] # of its threads: all is done
        for voice in voices:
            voice.driver.close()  # type: ignore[attr-defined] # all of them are of Mattermost
        place.bot.store.close()
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []


# All is well


def test_the_whole_way_there_and_back(place: Place) -> None:
    found = place.findings()
    assert [each for each in found if each.fix] == []
    assert [(each.what, each.said) for each in found] == [
        ("token", "opens @pouce"),
        ("version", ".".join(place.mattermost.edition.version.split(".")[:2])),
        ("/coach in aides", "it reaches Pouce, which believes it"),
        ("button", "the bot posts, and its button comes back"),
        ("socket", "the server tells what is written to Pouce"),
    ]


def test_it_leaves_nothing_behind_and_meets_nobody(place: Place) -> None:
    place.findings()
    channels = place.mattermost.channels.values()
    assert [each for where in channels for each in where.posts if not each["delete_at"]] == []
    assert place.person("pouce") is None
    assert place.mattermost.who("pouce").status == "offline"


def test_installed_and_run_people_are_heard_by_every_way(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(place.bot.store, place.bot.sockets)
    with capture_logs():
        keeper.turn(hour())
        place.sockets.until(1)
        place.people.says("ada", "bonjour")
        until(lambda: place.people.sees("ada"))
        assert place.people.commands("ada", "aide").body
        monkeypatch.setattr(mattermost_servers, "_FRESH", timedelta(0))
        forget(place.bot.store, place.workspace, hour())
        for chore in place.bot.chores:
            chore(hour())
        keeper.turn(hour())
        until(lambda: not place.sockets.listeners)
        assert place.people.commands("ada", "aide").error
        keeper.close(hour())


def test_a_profile_that_changes_is_heard(place: Place) -> None:
    keeper = Keeper(place.bot.store, place.bot.sockets)
    with capture_logs():
        keeper.turn(hour())
        place.sockets.until(1)
        place.people.says("ada", "bonjour")
        until(lambda: place.person("ada"))
        ada = about_user(place.people.changes("ada", zone="America/Cayenne"))
        place.sockets.publish("user_updated", {"user": ada}, {"user_id": place.mattermost.who("pouce").id})
        until(lambda: str(getattr(place.person("ada"), "tz", "")) == "America/Cayenne")
        keeper.close(hour())


def test_one_that_is_told_by_the_configuration_is_looked_at_too(place: Place) -> None:
    given = MattermostConfig(place.mattermost.base, "token-given")
    place.mattermost.token(place.mattermost.who("pouce").id, "token-given")
    assert place.wrong(replace(place.config, mattermost=given)) == {}
    elsewhere = replace(place.config, mattermost=MattermostConfig("https://autre.example.org"))
    told = place.wrong(elsewhere)["mattermost"]
    assert told.said == "Pouce is not installed on https://autre.example.org yet"


# What may be wrong


def test_a_token_that_opens_nothing(place: Place) -> None:
    place.mattermost.who("pouce").delete_at = 1
    told = place.wrong()
    assert told.keys() == {"token"}
    assert "see that the bot is enabled" in told["token"].fix


def test_a_server_that_does_not_answer_or_asks_to_wait(new: Place) -> None:
    new.mattermost.fail("GetUser", "broken")
    assert new.wrong()["token"].fix.startswith(f"let this machine reach {new.mattermost.base}")
    new.mattermost.fail("GetUser", "busy 7")
    assert new.wrong()["token"].fix == "look again in 7 s"


def test_a_version_that_was_never_tried(database: Path) -> None:
    with placed(Mattermost(replace(OLD, version="5.37.0")), database) as place:
        assert place.wrong()["version"].fix == "upgrade it to 5.38 or later"


def test_a_clock_that_is_wrong(new: Place) -> None:
    assert "clocks" not in new.wrong(away=timedelta(seconds=30))
    assert "s away from ours" in new.wrong(away=timedelta(seconds=200))["clocks"].said


def test_settings_that_block(place: Place) -> None:
    place.mattermost.settings.SiteURL = ""
    told = place.wrong()
    assert told.keys() >= {"ServiceSettings.SiteURL", "/coach in aides"}
    place.mattermost.settings.SiteURL = place.mattermost.base
    place.mattermost.settings.EnableCommands = False
    told = place.wrong()
    assert told.keys() == {"ServiceSettings.EnableCommands", "/coach in aides"}
    assert "ServiceSettings.EnableCommands" in told["/coach in aides"].fix


def test_an_address_that_the_server_does_not_call(place: Place) -> None:
    place.mattermost.settings.AllowedUntrustedInternalConnections = ""
    told = place.wrong()
    assert told.keys() == {"/coach in aides", "button"}
    for each in told.values():
        assert "add « 127.0.0.1 » to ServiceSettings.AllowedUntrustedInternalConnections" in each.fix


def test_a_pouce_that_is_stopped(place: Place) -> None:
    (command,) = place.mattermost.commands.values()
    command["url"] = f"{NOWHERE}/mattermost/command"
    told = place.wrong(replace(place.config, web=Web(public_url=NOWHERE)))
    assert told.keys() == {"/coach in aides", "button"}
    for each in told.values():
        assert each.fix.startswith(f"start Pouce: {NOWHERE}/healthz does not answer from here either")


def test_somebody_else_at_our_address(place: Place) -> None:
    place.gate.others = 200
    told = place.wrong()
    assert told["/coach in aides"].said == "something else answers"
    assert told["button"].said == "it is pressed, and nothing changes"
    place.gate.others = 502
    assert "a proxy answers in the place of Pouce" in place.wrong()["/coach in aides"].fix


def test_a_command_whose_token_is_not_ours_or_that_is_gone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mattermost_servers, "_AGAIN", timedelta(0))
    (command,) = place.mattermost.commands.values()
    command["token"] = "x" * 26
    told = place.wrong()
    assert told.keys() == {"/coach in aides"}
    assert told["/coach in aides"].fix.startswith("run `pouce mattermost install --team aides` again")
    place.mattermost.commands.clear()
    assert place.wrong()["/coach in aides"].said == "no such command is registered in this team"
    place.install()
    assert place.wrong() == {}


def test_a_pouce_with_other_keys_does_not_believe_its_button(place: Place) -> None:
    told = place.wrong(replace(place.config, secret_keys=("another key, which is long enough", KEY)))
    assert told.keys() == {"button"}


def test_keys_that_open_nothing(place: Place) -> None:
    told = place.wrong(replace(place.config, secret_keys=("another key, which is long enough",)))
    assert told.keys() == {"token"}
    assert told["token"].said == "no key of POUCE_SECRET_KEY opens it"


def test_a_bot_that_is_in_no_team(place: Place) -> None:
    place.mattermost.team("aides").members.discard(place.mattermost.who("pouce").id)
    assert place.wrong().keys() == {"teams"}


def test_a_server_that_opens_no_socket(place: Place) -> None:
    place.sockets.closed = True
    told = place.wrong()
    assert told.keys() == {"socket"}
    assert "WebSocket" in told["socket"].fix


def test_without_files_it_is_said_and_nothing_is_to_be_mended(place: Place) -> None:
    place.mattermost.settings.EnableFileAttachments = False
    assert [each.fix for each in place.findings() if each.what == "files"] == [""]
    assert place.wrong() == {}


def test_a_database_that_is_not_there_is_told_elsewhere(tmp_path: Path) -> None:
    assert list(look(Config(database_url=f"sqlite:///{tmp_path}/none.db"), hour())) == []
