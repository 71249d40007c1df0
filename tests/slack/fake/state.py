"""What a Slack of our own remembers: organisations, workspaces, people, conversations, tokens, views."""

import random
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, NoReturn

from tests.delivery.chat_server import Noted, Rules

Json = dict[str, Any]

BOT_SCOPES = frozenset(
    {
        *("app_mentions:read", "chat:write", "commands", "dnd:read", "files:write"),
        *("im:history", "im:read", "im:write", "users:read"),
    }
)
TRIGGER_LIFE, RESPONSE_LIFE, CODE_LIFE, TOKEN_LIFE = 3.0, 30 * 60.0, 10 * 60.0, 12 * 3600.0
RESPONSE_USES = 5
LEAK, BURST = 1.0, 5.0
"""Messages a second in one conversation, and how many more at once."""


class Problem(Exception):
    """An answer that is not `ok`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body: Json = {"ok": False, "error": error, **more}


def refuse(error: str, **more: Any) -> NoReturn:
    raise Problem(error, **more)


@dataclass
class User:
    id: str
    name: str
    tz: str = "Europe/Paris"
    locale: str = "fr-FR"
    real_name: str = ""
    deleted: bool = False
    is_bot: bool = False
    dnd: tuple[float, float] | None = None
    """Their next do-not-disturb, in seconds since 1970."""


@dataclass
class Conversation:
    id: str
    kind: str
    """`im`, `channel` (public) or `group` (private)."""
    name: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[Json] = field(default_factory=list)
    """Oldest first."""
    level: float = 0.0
    leaked_at: float = 0.0


@dataclass
class Team:
    id: str
    number: int
    """For logs, that know workspaces by number."""
    enterprise: str = ""
    bot: str = ""
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    messages_tab: bool = True
    home_tab: bool = True

    @property
    def bot_user(self) -> str:
        return f"U{self.bot}"


@dataclass
class Token:
    value: str
    team: str
    """Nothing for a whole organisation."""
    scopes: frozenset[str]
    enterprise: str = ""
    expires_at: float | None = None
    revoked: str = ""
    """The error it is answered with since then."""
    refresh: str = ""
    is_app: bool = False


@dataclass
class Trigger:
    team: str
    user: str
    at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an act may be answered without a token."""

    team: str
    user: str
    channel: str
    at: float
    original: Json | None = None
    """The message whose button was pressed."""
    uses: int = 0


@dataclass
class Upload:
    id: str
    name: str
    length: int
    alt: str
    content: bytes | None = None


@dataclass
class Code:
    """What comes back from the page where somebody installs the app."""

    team: str
    enterprise: str
    scopes: frozenset[str]
    redirect_uri: str
    at: float


Place = tuple[str, str]
"""A workspace and somebody in it."""


@dataclass
class Slack:
    """The state, under one lock. Whatever enforces and answers is in the other files."""

    base: str = ""
    """Where it is served, such as http://127.0.0.1:1234."""
    socket_base: str = ""
    """Where sockets are served, such as ws://127.0.0.1:1235."""
    app_id: str = "A0POUCE"
    client_id: str = "1111.2222"
    client_secret: str = "client-secret"  # noqa: S105 # of a fake
    signing_secret: str = "signing-secret"  # noqa: S105
    redirect_uri: str = ""
    app_token: str = "xapp-1-A0POUCE-1-secret"  # noqa: S105
    rotates: bool = False
    """Whether tokens expire and are renewed."""
    holds_rate: bool = False
    """Whether more than about a message a second in one conversation, or than a tier, is answered 429."""
    offset: float = 0.0
    fixed: float | None = None
    """An hour that only moves when told to."""
    rules: Rules = field(default_factory=Rules)
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    lock: Any = field(default_factory=RLock)
    teams: dict[str, Team] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    """What opens a socket, once."""
    homes: dict[Place, Json] = field(default_factory=dict)
    modals: dict[Place, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """The stack of each person, the last on top."""
    ephemerals: dict[Place, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """What only one person sees, until they look again."""
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds that a method takes."""
    requests: list[Noted] = field(default_factory=list)
    """Sends and searches alone, as the judge of deliveries reads them."""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    """Every method that was asked, with its arguments."""
    last_ts: int = 0
    asked_at: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    """When each method was asked with each token, within a minute."""
    counter: int = 0

    # Making a world

    def team(self, id_: str, enterprise: str = "", scopes: frozenset[str] = BOT_SCOPES) -> Team:
        """Make a workspace where Pouce is installed, with the token `xoxb-{id}`."""
        team = self.empty_team(id_, enterprise)
        value = f"xoxb-{id_}"
        self.tokens[value] = Token(value, id_, scopes, enterprise)
        return team

    def empty_team(self, id_: str, enterprise: str = "") -> Team:
        """Make a workspace where Pouce is not installed."""
        team = Team(id_, len(self.teams) + 1, enterprise, bot=f"B{id_}")
        team.users[team.bot_user] = User(team.bot_user, "pouce", is_bot=True)
        self.teams[id_] = team
        return team

    def user(self, team: str, id_: str, **known: Any) -> User:
        user = User(id_, **{"name": id_.lower(), **known})
        self.teams[team].users[id_] = user
        return user

    def channel(self, team: str, id_: str, *members: str, kind: str = "channel") -> Conversation:
        """Make a channel; the bot is a member if `pouce` is among the names."""
        there = {self.teams[team].bot_user if each == "pouce" else each for each in members}
        made = Conversation(id_, kind, name=id_.lower(), members=there)
        self.teams[team].conversations[id_] = made
        return made

    def im(self, team: str, user: str) -> Conversation:
        """Return the direct conversation of somebody with Pouce."""
        there = self.teams[team]
        id_ = f"D{user}"
        if id_ not in there.conversations:
            there.conversations[id_] = Conversation(id_, "im", members={user, there.bot_user})
        return there.conversations[id_]

    # Time

    def now(self) -> float:
        return (time.time() if self.fixed is None else self.fixed) + self.offset

    def ts(self) -> str:
        """Return the id of a new message: the hour, unique."""
        self.last_ts = max(round(self.now() * 1e6), self.last_ts + 1)
        return f"{self.last_ts // 10**6}.{self.last_ts % 10**6:06d}"

    def new_id(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter:08d}"

    # What people's acts give

    def trigger(self, team: str, user: str) -> str:
        id_ = f"{self.counter}.{round(self.now())}.{self.new_id('t').lower()}"
        self.triggers[id_] = Trigger(team, user, self.now())
        return id_

    def response_url(self, team: str, user: str, channel: str, original: Json | None = None) -> str:
        id_ = self.new_id("r")
        self.responses[id_] = ResponseUrl(team, user, channel, self.now(), original)
        return f"{self.base}/response/{team}/{id_}"

    # Tokens

    def revoke(self, value: str, error: str = "token_revoked") -> None:
        self.tokens[value].revoked = error

    def uninstall(self, team: str) -> None:
        for token in self.tokens.values():
            if token.team == team:
                token.revoked = "account_inactive"

    # Faults

    def fail(self, method: str, *faults: str) -> None:
        """Decide what becomes of the next calls of a method.

        `lost` (done, no answer), `dropped` (neither), `late` (done, answered after what anyone waits for),
        `busy 7`, `broken` (502), `junk` (200, not JSON), `list` (200, JSON and no object), `after CODE`
        (done, and answered with that error), `ok`, or an error code.
        """
        self.faults[method].extend(faults)

    # Reading

    def messages(self, team: str) -> Iterator[Json]:
        """Give every message that Pouce posted in a workspace, oldest first."""
        there = self.teams[team]
        found = [
            {**message, "channel": each.id}
            for each in there.conversations.values()
            for message in each.messages
            if message.get("bot_id") == there.bot
        ]
        yield from sorted(found, key=lambda message: message["ts"])

    def keys(self, team: str) -> list[str]:
        """Give the key of every message that has one."""
        payloads = (each.get("metadata", {}).get("event_payload", {}) for each in self.messages(team))
        return [each["key"] for each in payloads if "key" in each]

    def asked(self, method: str) -> list[Json]:
        return [arguments for name, arguments in self.calls if name == method]
