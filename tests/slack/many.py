"""A Pouce that many workspaces install, and the browser of whoever installs it."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.chats.slack import installing
from bot.config import Config, Web
from bot.config import Slack as SlackConfig
from bot.domain.people import CLOCK
from bot.platforms.base import Answer, Request
from bot.platforms.slack.oauth import INSTALL, REDIRECT, Installing
from bot.store import Installation
from tests.slack.fake.oauth import allow
from tests.slack.fake.state import Slack
from tests.slack.house import KEY, NOW, World
from tests.slack.people import People

PUBLIC = "https://pouce.example.org"


def given(slack: Slack) -> SlackConfig:
    return SlackConfig(
        signing_secret=slack.signing_secret,
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        api_url=f"{slack.base}/api/",
    )


@dataclass
class Many:
    """One process of it."""

    slack: Slack
    database: str
    keys: tuple[str, ...] = (KEY,)
    world: World = field(init=False)
    installing: Installing = field(init=False)

    def __post_init__(self) -> None:
        self.slack.fixed = NOW.timestamp()
        self.world = World(self.slack, keys=self.keys).open(self.database, given(self.slack))
        config = Config(secret_keys=self.keys, web=Web(public_url=PUBLIC))
        self.installing = installing(self.world.house, config, given(self.slack))

    def close(self) -> None:
        self.world.bot.store.close()

    def people(self, team: str) -> People:
        return People(self.slack, self.world.post, team)

    def standing(self) -> list[Installation]:
        with self.world.bot.store.read(CLOCK) as memory:
            return memory.installations("slack")

    def number(self, team: str) -> int:
        with self.world.bot.store.read(CLOCK) as memory:
            found = memory.known_workspace("slack", team)
        assert found is not None
        return found

    def look_around(self) -> None:
        """What the clock does each minute."""
        self.world.bot.plan(self.world.now)
        self.world.bot.postman.settle(self.world.now)
        self.world.bot.postman.send(self.world.now)

    def go_on(self, **length: float) -> None:
        self.world.go_on(timedelta(**length))

    def get(self, path: str, query: Mapping[str, str], cookie: str = "") -> Answer:
        headers = {"cookie": cookie} if cookie else {}
        return self.installing.listen(Request("GET", path, dict(query), headers, b""))

    def install(self, team: str = "", enterprise: str = "") -> Answer:
        """Press « Add to Slack », allow it there, and come back."""
        browser = Browser(self)
        return browser.back(browser.allowed(team, enterprise))


@dataclass
class Browser:
    """Somebody on their way to Slack and back."""

    many: Many
    cookie: str = ""
    page: str = ""
    """Where they were sent."""

    def __post_init__(self) -> None:
        answer = self.many.get(INSTALL, {})
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert answer.status == 302
        self.page = headers["location"]
        self.cookie = headers["set-cookie"].partition(";")[0]

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page).query).items()}

    def allowed(self, team: str = "", enterprise: str = "") -> dict[str, str]:
        """Press « Allow »; return what Slack sends back."""
        back = urlsplit(allow(self.many.slack, self.page, team, enterprise))
        assert f"{back.scheme}://{back.netloc}{back.path}" == f"{PUBLIC}{REDIRECT}"
        return {name: values[0] for name, values in parse_qs(back.query).items()}

    def back(self, query: Mapping[str, str]) -> Answer:
        return self.many.get(REDIRECT, query, self.cookie)


def page(answer: Answer) -> str:
    """What somebody reads."""
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", answer.body.decode(), flags=re.DOTALL)


def all_bytes(folder: Path) -> bytes:
    """Everything that is kept in a folder: the file, and what its log still holds."""
    return b"".join(each.read_bytes() for each in folder.iterdir() if each.is_file())


def copied(file: Path, folder: Path) -> str:
    return f"sqlite:///{shutil.copy(file, folder / 'pouce.db')}"
