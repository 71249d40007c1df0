"""The operations of the API that Pouce asks for, by their names in Mattermost's own OpenAPI file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.mattermost.fake.state import PERMISSIONS, Channel, Json, Mattermost, Team, User, refuse

_ONE = re.compile(r"\{(\w+)\}")
PREFIX = "/api/v4"


@dataclass
class Call:
    """One request."""

    mattermost: Mattermost
    asker: User | None
    ids: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: list[tuple[str, bytes]] = field(default_factory=list)
    pause: Callable[[], None] = field(default=lambda: None)
    """How long the server takes to store something, as the day's rules say."""
    fresh: bool = False
    """Whether a post was made, rather than found again by its mark."""

    @property
    def user(self) -> User:
        if self.asker is None:
            refuse(401, "api.context.session_expired.app_error")
        return self.asker

    def text(self, name: str) -> str:
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if not value or not isinstance(value, str):
            refuse(400, "api.context.invalid_body_param.app_error", f"Invalid or missing {name}.")
        return value

    def strings(self) -> list[str]:
        if not isinstance(self.body, list) or not all(isinstance(each, str) for each in self.body):
            refuse(400, "api.context.invalid_body_param.app_error")
        return self.body

    def require(self, *, allowed: bool) -> None:
        if not allowed:
            refuse(403, PERMISSIONS, "You do not have the appropriate permissions.")

    def require_admin(self) -> None:
        self.require(allowed=self.user.is_admin)

    def somebody(self, name: str = "user_id") -> User:
        id_ = self.ids[name]
        if id_ == "me":
            return self.user
        if id_ not in self.mattermost.users:
            refuse(404, "app.user.missing_account.const")
        return self.mattermost.users[id_]

    def channel(self, id_: str) -> Channel:
        """Return a channel that the asker is a member of; another one is not said to exist."""
        found = self.mattermost.channels.get(id_)
        self.require(allowed=found is not None and (self.user.is_admin or self.user.id in found.members))
        assert found
        return found

    def team(self) -> Team:
        found = self.mattermost.teams.get(self.ids["team_id"])
        self.require(allowed=found is not None and (self.user.is_admin or self.user.id in found.members))
        assert found
        return found


Answer = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    """One operation, and where it is."""

    method: str
    path: str
    operation: str
    pattern: re.Pattern[str]
    answer: Answer
    status: int = 200
    session: bool = True
    locks: bool = True
    """Whether nothing else happens meanwhile; another one locks by itself."""


ROUTES: list[Route] = []


def route(
    method: str, path: str, operation: str, status: int = 200, *, session: bool = True, locks: bool = True
) -> Callable[[Answer], Answer]:
    pattern = re.compile(_ONE.sub(r"(?P<\1>[^/]+)", PREFIX + path))

    def _named(answer: Answer) -> Answer:
        ROUTES.append(Route(method, PREFIX + path, operation, pattern, answer, status, session, locks))
        return answer

    return _named


def found(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the operation that is asked for; what is written in full comes before what varies."""
    hits = [
        (each, hit.groupdict())
        for each in ROUTES
        if each.method == method and (hit := each.pattern.fullmatch(path))
    ]
    return min(hits, key=lambda hit: len(hit[1]), default=None)


def status_ok() -> Json:
    return {"status": "OK"}
