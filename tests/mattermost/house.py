"""Pouce on a Mattermost of our own: its real doors, its real voice, and whatever waits done at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from socket import AF_INET, socket
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from typing import Any
from urllib.parse import urlencode

import uvicorn

from bot import web
from bot.chats.mattermost import MattermostHouse, open_mattermost
from bot.chats.mattermost_installs import keep
from bot.chats.mattermost_sockets import Sockets
from bot.coach.turn import Kit
from bot.config import Config, Web
from bot.health import Health
from bot.platforms.base import Answer, Request
from bot.platforms.mattermost.client import MattermostVoice
from bot.platforms.mattermost.guard import ACTION, COMMAND, DIALOG, MOST
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.install import Account, Kept
from bot.platforms.mattermost.listen import Doors
from bot.platforms.mattermost.socket import Line
from bot.signing import Seal
from bot.store import Store, migrate
from bot.vault import Vault
from bot.wiring import Bot, build_kit
from tests.mattermost import contract
from tests.mattermost.fake.integrations import over_the_wire
from tests.mattermost.fake.server import served, with_sockets
from tests.mattermost.fake.state import Json, Mattermost

KEY = "a key for these houses"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PUBLIC = "https://pouce.example.org"
TEAM = "aides"


@dataclass
class World:
    """One Pouce and the servers it is on, at an hour that only moves when told to."""

    servers: list[Mattermost]
    database: str
    now: datetime = NOW
    keys: tuple[str, ...] = (KEY,)
    bot: Bot = field(init=False)
    house: MattermostHouse = field(init=False)
    doors: Doors = field(init=False)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    workspaces: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    """The sockets, when what is posted is heard by them."""
    port: int = 0
    """Where requests come in by HTTP, when they do not come straight to the doors."""

    def open(self, bot: Bot | None = None) -> "World":
        """Install Pouce as the command does, and open its doors as `pouce run` does."""
        config = Config(secret_keys=self.keys, database_url=self.database, web=Web(public_url=PUBLIC))
        self.bot = bot or assembled(config)
        for each in self.servers:
            self.workspaces.append(self._installed(each))
        self.house = open_mattermost(config, self.bot, lambda: self.now, self.waiting.append)
        self.doors = Doors(self.house)
        for each, workspace in zip(self.servers, self.workspaces, strict=True):
            each.published.append(self._ear(each, workspace))
        return self

    def listen(self) -> None:
        """Hear what is posted by the servers' sockets, as a worker does."""
        self.doors = Attentive(self.house)
        Sockets(self.house, self.doors).look_around(self.now)
        self.lines = [open_() for name, open_ in self.bot.sockets.items() if name.startswith("mattermost:")]  # type: ignore[misc] # lines of Mattermost

    def close(self) -> None:
        for line in self.lines:
            line.close()
        for voice in self.bot.voices.values():
            if isinstance(voice, MattermostVoice):
                voice.driver.close()
        self.bot.store.close()

    def _installed(self, mattermost: Mattermost) -> int:
        mattermost.fixed = self.now.timestamp()
        mattermost.settings.SiteURL = mattermost.base
        bot = mattermost.bot("pouce", TEAM)
        tokens = {each: command(mattermost, each) for each in mattermost.teams}
        kept = Kept(mattermost.base, "token-pouce", "", tokens)
        account = Account(bot.id, bot.username)
        return keep(self.bot.store, Vault(self.keys), account, kept, self.now)

    def _ear(self, mattermost: Mattermost, workspace: int) -> Callable[[str, Json, Json], None]:
        """Hear what is posted where Pouce is, once whoever posted it has done."""

        def tell(event: str, data: Json, to: Json) -> None:
            post, kind, bot = json.loads(data["post"]), data["channel_type"], mattermost.who("pouce").id
            if bot not in mattermost.channels[to["channel_id"]].members or post["user_id"] == bot:
                return
            if isinstance(self.doors, Attentive):
                self.doors.expects(post["id"])
            else:
                self.waiting.append(lambda: self.hear(post, kind, workspace))

        return tell

    def hear(self, post: Json, kind: str, workspace: int) -> None:
        server = self.house.servers.at(workspace)
        assert server
        self.doors.hear(post, kind, self.house.seated(server))

    def go_on(self, length: timedelta) -> None:
        """Let time go by, there as here."""
        self.now += length
        for each in self.servers:
            each.fixed = self.now.timestamp()

    def post(
        self, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Bring a request to the doors, as a server does."""
        if self.port:
            return over_the_wire(f"http://127.0.0.1:{self.port}{path}", dict(headers), body)
        answer = self.knock(path, headers, body)
        return answer.status, answer.headers, answer.body

    def knock(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        small = {name.lower(): each for name, each in headers.items()}
        return self.doors.listen(Request("POST", path, {}, small, body))

    def json(self, path: str, content: object) -> Answer:
        """Bring JSON, as anybody could."""
        return self.knock(path, {"Content-Type": "application/json"}, json.dumps(content).encode())

    def form(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Bring a form, as anybody could."""
        body = urlencode(fields, doseq=True).encode()
        return self.knock(path, {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def work(self) -> None:
        """Do what waits, and what waits because of it."""
        if isinstance(self.doors, Attentive):
            self.doors.until_all_heard()
        while self.waiting:
            self.waiting.pop(0)()


@dataclass(frozen=True)
class Attentive(Doors):
    """Doors that remember which posts they heard, by the socket."""

    awaited: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    changed: Condition = field(default_factory=Condition)

    def expects(self, post: str) -> None:
        with self.changed:
            self.awaited.add(post)

    def hear(self, post: Mapping[str, Any], channel_type: str, seat: Seat) -> None:
        super().hear(post, channel_type, seat)
        with self.changed:
            self.heard.add(post["id"])
            self.changed.notify_all()

    def until_all_heard(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.awaited <= self.heard, 20), self.awaited - self.heard


@cache
def usual_kit() -> Kit:
    return build_kit(Config())


@cache
def empty_database() -> bytes:
    """Return a database in which nothing was written, as migrations make it."""
    with TemporaryDirectory() as folder:
        with closing(Store(f"sqlite:///{folder}/empty.db")) as store:
            migrate(store.engine)
        return (Path(folder) / "empty.db").read_bytes()


def assembled(config: Config) -> Bot:
    """Assemble Pouce as `bot.wiring.build` does, on a catalogue and a database that are made once."""
    file = Path(config.database_url.removeprefix("sqlite:///"))
    if config.on_sqlite and not file.exists():
        file.write_bytes(empty_database())
    store = Store(config.database_url)
    if not config.on_sqlite:
        migrate(store.engine)
    return Bot(usual_kit(), store, Seal(config.sealing_keys()))


def command(mattermost: Mattermost, team: str, word: str = "coach") -> str:
    """Register the command in a team, by its id, and return its token."""
    id_, token = mattermost.new_id("m"), f"token-of-{mattermost.number}-{team}"
    wish = {"id": id_, "trigger": word, "url": f"{PUBLIC}/mattermost/command", "method": "P"}
    mattermost.commands[id_] = wish | {"token": token, "team_id": team}
    return token


@contextmanager
def by_http(world: World) -> Iterator[None]:
    """Let requests come in by the server that people run, on a port of this machine."""
    doors = web.Doors((COMMAND, ACTION, DIALOG), lambda request: world.doors.listen(request), MOST)  # noqa: PLW0108 # they may change
    server = uvicorn.Server(uvicorn.Config(web.application(Health, [doors]), log_level="critical"))
    with socket(AF_INET) as door:
        door.bind(("127.0.0.1", 0))
        thread = Thread(target=server.run, args=([door],))
        thread.start()
        world.port = door.getsockname()[1]
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def opened(
    mattermost: Mattermost, folder: Path, *, by_socket: bool = False, database: str = ""
) -> Iterator[World]:
    """Serve a Mattermost and open a Pouce on it; all that was said holds to Mattermost's own file."""
    mattermost.team(TEAM)
    with with_sockets(mattermost) if by_socket else served(mattermost):
        world = World([mattermost], database or f"sqlite:///{folder}/pouce.db").open()
        if by_socket:
            world.listen()
        try:
            yield world
        finally:
            world.close()
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []
