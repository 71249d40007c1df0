"""What a Mattermost of our own remembers: people, teams, channels, posts, tokens, commands, open dialogs."""

import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, NoReturn

from tests.delivery.chat_server import Noted, Rules
from tests.mattermost.fake.editions import NEW, Edition

Json = dict[str, Any]

HOOK_LIFE, HOOK_USES = 30 * 60.0, 5
"""The life of a `response_url`, in seconds, and how many messages it takes."""
ID = 26
PERMISSIONS = "api.context.permissions.app_error"


class Problem(Exception):
    """An answer that is an error, as the server words it: clients branch on the id."""

    def __init__(self, status: int, id_: str, message: str = "") -> None:
        super().__init__(id_)
        self.status = status
        self.id = id_
        self.message = message or f"The server says: {id_}"


def refuse(status: int, id_: str, message: str = "") -> NoReturn:
    raise Problem(status, id_, message)


def id_of(name: str) -> str:
    """Return the id of what a test names: 26 letters and digits, as all of them are."""
    return name.lower().ljust(ID, "x")[:ID]


@dataclass
class User:
    id: str
    username: str
    locale: str = "fr"
    zone: str = "Europe/Paris"
    """Set by hand, or found by the client when `automatic`."""
    automatic: bool = True
    nickname: str = ""
    first_name: str = ""
    last_name: str = ""
    is_bot: bool = False
    owner: str = ""
    """Of a bot: who made it."""
    roles: str = "system_user"
    delete_at: int = 0
    status: str = "offline"
    dnd_end_time: int = 0
    """In seconds since 1970; 0 is without an end."""

    @property
    def is_admin(self) -> bool:
        return "system_admin" in self.roles


@dataclass
class Team:
    id: str
    name: str
    members: set[str] = field(default_factory=set)


@dataclass
class Channel:
    id: str
    kind: str
    """`O` (public), `P` (private) or `D` (direct)."""
    name: str
    team: str = ""
    """Nothing in direct channels."""
    members: set[str] = field(default_factory=set)
    posts: list[Json] = field(default_factory=list)
    """Oldest first, as stored: with what is never shown to clients."""
    last_post_at: int = 0
    delete_at: int = 0


@dataclass
class Upload:
    id: str
    user: str
    channel: str
    name: str
    content: bytes
    post: str = ""


@dataclass
class Hook:
    """Where a command may be answered without a token."""

    command: str
    user: str
    channel: str
    root: str
    at: float
    uses: int = 0


@dataclass
class Token:
    value: str
    user: str
    id: str
    active: bool = True


@dataclass
class Settings:
    """Of the server, by the names that administrators know."""

    SiteURL: str = "https://chat.example.org"
    EnableBotAccountCreation: bool = True
    EnableCommands: bool = True
    EnableUserAccessTokens: bool = True
    EnableFileAttachments: bool = True
    EnablePostUsernameOverride: bool = False
    AllowedUntrustedInternalConnections: str = ""
    RestrictDirectMessage: str = "any"
    PostEditTimeLimit: int = -1
    RateLimit: tuple[float, int] | None = None
    """Requests a second for one token, and how many more at once; nothing is held unless it is set."""


@dataclass
class Mattermost:
    """The state, under one lock. Whatever enforces and answers is in the other files."""

    edition: Edition = NEW
    base: str = ""
    """Where it is served, such as http://127.0.0.1:1234."""
    number: int = 1
    """For logs, that know workspaces by number."""
    settings: Settings = field(default_factory=Settings)
    offset: float = 0.0
    fixed: float | None = None
    """An hour that only moves when told to."""
    rules: Rules = field(default_factory=Rules)
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    lock: Any = field(default_factory=RLock)
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    commands: dict[str, Json] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    pending: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Posts lately asked for, by `pending_post_id`: their id, empty while they are stored, and until when."""
    triggers: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """The last one of each person's client, with the team and the channel where it stood."""
    dialogs: dict[str, Json] = field(default_factory=dict)
    """The one that each person has open."""
    warnings: list[str] = field(default_factory=list)
    """What the server wrote in its log about dialogs: it shows them all the same."""
    ephemerals: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """What only one person sees, until they load the page again."""
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    requests: list[Noted] = field(default_factory=list)
    """Sends and searches alone, as the judge of deliveries reads them."""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    """Every operation that was asked, by the name that the API gives it, with what was sent."""
    answers: list[tuple[str, int, Any]] = field(default_factory=list)
    """What was answered to each, and its status."""
    levels: dict[str, tuple[float, float]] = field(default_factory=dict)
    """How full the bucket of each token is, and since when."""
    published: list[Callable[[str, Json, Json], None]] = field(default_factory=list)
    """Told of each event, its data and to whom it goes: the sockets."""
    secret: bytes = b"signs what opens dialogs"
    last_ms: int = 0
    counter: int = 0

    # Making a world

    def user(self, name: str, *teams: str, **known: Any) -> User:
        """Make somebody, a member of some teams."""
        user = User(id_of(name), name, **known)
        self.users[user.id] = user
        for each in teams:
            self.team(each).members.add(user.id)
        return user

    def bot(self, name: str, *teams: str, token: str = "", owner: str = "") -> User:
        """Make a bot and its token, `token-{name}` unless said."""
        made = self.user(name, *teams, is_bot=True, locale="en", zone="", automatic=False, owner=owner)
        self.token(made.id, token or f"token-{name}")
        return made

    def admin(self, name: str, *teams: str, token: str = "") -> User:
        made = self.user(name, *teams, roles="system_user system_admin")
        self.token(made.id, token or f"token-{name}")
        return made

    def token(self, user: str, value: str = "") -> Token:
        value = value or self.new_id("t")
        self.tokens[value] = Token(value, user, self.new_id("k"))
        return self.tokens[value]

    def team(self, name: str) -> Team:
        """Return a team, made the first time."""
        return self.teams.setdefault(id_of(name), Team(id_of(name), name))

    def channel(self, team: str, name: str, *members: str, kind: str = "O") -> Channel:
        made = Channel(id_of(f"c{name}"), kind, name, id_of(team), {id_of(each) for each in members})
        self.channels[made.id] = made
        return made

    def direct(self, one: str, other: str) -> Channel:
        """Return the direct channel of two people, made the first time."""
        name = "__".join(sorted((one, other)))
        for each in self.channels.values():
            if each.name == name:
                return each
        made = Channel(self.new_id("d"), "D", name, members={one, other})
        self.channels[made.id] = made
        return made

    def keeps_apart(self, users: set[str]) -> bool:
        """Say whether people share no team, where that keeps them from writing to each other."""
        bound = self.settings.RestrictDirectMessage == "team"
        return bound and not any(users <= each.members for each in self.teams.values())

    def who(self, name: str) -> User:
        """Return somebody by id or by name."""
        return self.users.get(name) or self.users[id_of(name)]

    # Time and ids

    def now(self) -> float:
        return (time.time() if self.fixed is None else self.fixed) + self.offset

    def instant(self) -> float:
        """Return when something came, as the judge of deliveries compares it."""
        return time.monotonic() if self.fixed is None else self.fixed

    def ms(self) -> int:
        """Return the hour in milliseconds, later than the last time."""
        self.last_ms = max(round(self.now() * 1e3), self.last_ms + 1)
        return self.last_ms

    def new_id(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter:025d}"

    # Faults

    def fail(self, operation: str, *faults: str) -> None:
        """Decide what becomes of the next calls of an operation, such as CreatePost.

        `lost` (done, no answer), `dropped` (neither), `late` (done, answered after what anyone waits for),
        `busy 7` (429 in plain text), `broken` (502 of a proxy), `junk` (200, not JSON), `list` (200, JSON and
        no object), `403 some.error.id` (the server's own error), `after 500 some.id` (done, and answered so),
        `ok`.
        """
        self.faults[operation].extend(faults)

    # Reading

    def find_post(self, id_: str) -> tuple[Channel, Json] | None:
        found = (
            (where, each) for where in self.channels.values() for each in where.posts if each["id"] == id_
        )
        return next(found, None)

    def posts_of(self, user: str) -> Iterator[Json]:
        """Give every post of somebody, oldest first."""
        found = [each for where in self.channels.values() for each in where.posts if each["user_id"] == user]
        yield from sorted(found, key=lambda post: post["create_at"])

    def keys(self, bot: str) -> list[str]:
        """Give the key of every post that has one."""
        return [each["props"]["pouce_key"] for each in self.posts_of(bot) if "pouce_key" in each["props"]]

    def asked(self, operation: str) -> list[Json]:
        return [content for name, content in self.calls if name == operation]
