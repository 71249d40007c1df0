"""The local room behind its own doors, as a browser reaches it: a file, a server's answers, and no screen."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from bot.config import Config
from bot.health import Health
from bot.local.opening import PATHS, doors
from bot.local.room import LocalRoom
from bot.platforms.base import Feed, Notice, Request
from bot.platforms.room.listen import Doors
from bot.web import Doors as Served
from bot.web import application

KEY = "a key for these rooms"
HOST = "127.0.0.1:8080"
REAL_NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
JSON = {"content-type": "application/json"}
_ACTS = count(1)


@dataclass
class Said:
    """What a door answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self) -> dict[str, Any]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")


@dataclass
class House:
    """A room on a file, and the client that knocks at its doors."""

    room: LocalRoom
    listen: Doors = field(init=False)
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.listen = doors(self.room)
        app = application(Health, [Served(PATHS, self.listen.listen)])
        self.client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.__exit__()
        self.room.store.close()

    def get(self, path: str, **headers: str) -> Said:
        return self._asked("GET", path, b"", headers)

    def post(self, path: str, content: object = None, **headers: str) -> Said:
        """Post JSON, or bytes as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self._asked("POST", path, body, JSON | headers)

    def act(self, who: str, door: str, place: str = "pouce", **content: object) -> Said:
        """Do something as the page does: each time another act."""
        known = {"id": f"act-{next(_ACTS)}", "place": place}
        return self.post(f"/room/{quote(who)}/{door}", known | content)

    def says(self, who: str, text: str, place: str = "pouce") -> Said:
        return self.act(who, "say", place, text=text)

    def goes(self, who: str, to: str) -> Said:
        """Move the clock."""
        return self.post(f"/room/{quote(who)}/clock", {"to": to})

    def shows(self, who: str, place: str = "") -> BeautifulSoup:
        """Return somebody's window."""
        return self.get(f"/room/{quote(who)}" + (f"/in/{place}" if place else "")).page

    def feed(self, who: str, after: int | None = None) -> Feed:
        """Open somebody's stream: what was posted after, else what comes from now on."""
        query = {} if after is None else {"after": str(after)}
        answer = self.listen.listen(Request("GET", f"/room/{who}/stream", query, {"host": HOST}))
        assert answer.feed
        return answer.feed

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Said:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.request(method, path, content=body, headers=given)
        return Said(answer.status_code, dict(answer.headers), answer.content)


def opened(database_url: str) -> House:
    """Open the room on a database, as `pouce run` does."""
    config = Config(secret_keys=(KEY,), database_url=database_url)
    return House(LocalRoom(config, lambda: REAL_NOW))


def on_file(file: Path) -> str:
    return f"sqlite:///{file}"


def told(feed: Feed) -> list[Notice]:
    """Return the posts that a stream tells of."""
    return [each for each in feed.fetch() if each.event == "post"]
