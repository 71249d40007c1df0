"""Pouce on a Slack of our own: its real doors, its real voice, and whatever waits done at once."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from bot.chats.slack import SlackHouse, doors, open_slack
from bot.config import Config
from bot.config import Slack as SlackConfig
from bot.platforms.base import Answer, Request
from bot.platforms.slack.guard import sign
from bot.platforms.slack.listen import EVENTS, Doors
from bot.wiring import Bot, build
from tests.slack.fake.state import Slack

KEY = "a key for these houses"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TEAM = "T0AIDES"


@dataclass
class World:
    """One Pouce and its Slack, at an hour that only moves when told to."""

    slack: Slack
    now: datetime = NOW
    keys: tuple[str, ...] = (KEY,)
    bot: Bot = field(init=False)
    house: SlackHouse = field(init=False)
    doors: Doors = field(init=False)
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def open(self, database: str, given: SlackConfig | None = None) -> "World":
        """Assemble Pouce as `pouce run` does."""
        token = f"xoxb-{next(iter(self.slack.teams))}"
        config = Config(
            secret_keys=self.keys,
            database_url=database,
            slack=given
            or SlackConfig(token, "", self.slack.signing_secret, api_url=f"{self.slack.base}/api/"),
        )
        assert config.slack
        self.bot = build(config)
        self.house = open_slack(config, self.bot, config.slack, lambda: self.now, self.waiting.append)
        self.doors = doors(self.house, config.slack)
        return self

    def go_on(self, length: timedelta) -> None:
        """Let time go by, there as here."""
        self.now += length
        self.slack.fixed = self.now.timestamp()

    def post(
        self, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Bring a request to the doors, as Slack does; then do what waited for the answer."""
        assert path == EVENTS
        answer = self.doors.listen(
            Request("POST", path, {}, {name.lower(): each for name, each in headers.items()}, body)
        )
        self.work()
        return answer.status, answer.headers, answer.body

    def work(self) -> None:
        """Do what waits, and what waits because of it."""
        while self.waiting:
            self.waiting.pop(0)()

    def signed(self, body: bytes, content_type: str, at: datetime | None = None) -> Answer:
        """Bring a body that Slack signed."""
        stamp = str(int((at or self.now).timestamp()))
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign(self.slack.signing_secret, stamp, body),
        }
        answer = self.doors.listen(Request("POST", EVENTS, {}, headers, body))
        self.work()
        return answer

    def form(self, **fields: str) -> Answer:
        """Bring a signed form."""
        return self.signed(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def json(self, content: object) -> Answer:
        """Bring signed JSON."""
        return self.signed(json.dumps(content).encode(), "application/json")


@contextmanager
def opened(slack: Slack, folder: Path) -> Iterator[World]:
    """Open a Pouce on a Slack, and close it."""
    slack.fixed = NOW.timestamp()
    world = World(slack).open(f"sqlite:///{folder}/pouce.db")
    try:
        yield world
    finally:
        world.bot.store.close()
