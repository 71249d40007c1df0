"""What is typed to Pouce on Mattermost, heard by a WebSocket that Pouce opened.

A server tells what happens to whoever listens at that instant, and nothing again after a cut (PLATFORMS
§2.7). So each connection begins by reading what was posted since the last post that was heard, and so does a
look every few minutes, for a server drops what a slow listener has no room for. The same post comes by both
ways: whoever hears knows it by its id.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import uniform
from threading import Event, Thread
from time import monotonic
from typing import Any, Protocol

import structlog
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from bot.platforms.base import Busy, Lost, PlatformError, Refused
from bot.platforms.mattermost.client import trusted, typed_driver
from bot.platforms.mattermost.house import Away
from bot.platforms.mattermost.missed import Missed, hour
from bot.platforms.mattermost.shapes import Malformed

PATH = "/api/v4/websocket"
_MOST = 8 * 1024 * 1024  # bytes of a frame: a post and its props
_WAITING = 1_024  # frames
_JOIN = 5.0  # seconds
_RECENT = 2_000
_UNAUTHORIZED, _TOO_MANY, _BROKEN = (401, 403), 429, 500
_UNKNOWN = "the server does not know the token: make a new one with `pouce mattermost install`"
_PING = json.dumps({"seq": 1, "action": "ping"})
"""Any server answers it: that it is there, and not only what stands in front of it (wsapi/system.go)."""

log = structlog.get_logger()


class Ear(Protocol):
    """Hears, and remembers what it heard last."""

    def posted(self, post: Mapping[str, Any], channel_type: str) -> None:
        """Hear a post, were it for somebody else; raise Away when it cannot be recorded."""
        ...

    def changed(self, user: Mapping[str, Any]) -> None:
        """Hear that an account changed; raise Away likewise."""
        ...

    def since(self) -> datetime | None:
        """Return the hour of the last post that was heard, by the server's clock; None when there is none."""
        ...

    def note(self, at: datetime) -> None:
        """Remember that hour."""
        ...


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient a line is, in seconds."""

    ping: float = 10.0
    """Between two questions whether the server is there."""
    first_wait: float = 1.0
    """Before the second attempt at a connection; twice as long before each one after that."""
    longest_wait: float = 60.0
    look: float = 300.0
    """Between two looks at what may have been missed."""
    keep: float = 5.0
    """Between two times that what was heard is written down."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where a server is, and what opens it."""

    base: str
    token: str = field(repr=False)


@dataclass
class Line:
    """A connection that opens again by itself until it is closed."""

    name: str
    """Of the server, for logs."""
    access: Callable[[], Access]
    """Asked before each connection: the token may be another one; raises Refused when there is none."""
    ear: Ear
    now: Callable[[], datetime]
    manners: Manners = Manners()
    heard_at: datetime | None = None
    """The hour of the newest post of which all earlier ones were heard too."""
    frame_at: datetime | None = None
    kept_at: float = 0.0
    recent: dict[str, None] = field(default_factory=dict)
    """The last posts that were heard: most of what a look reads again."""
    wire: ClientConnection | None = None
    stopped: Event = field(default_factory=Event)
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.frame_at = self.now()  # one that never connects is silent from now on
        self.thread = Thread(target=self._go_on, name="mattermost", daemon=True)
        self.thread.start()

    def last_frame(self) -> datetime | None:
        """Return when something last came from the server."""
        return self.frame_at

    def close(self) -> None:
        """Let go of the connection; what is being heard at this instant is heard to its end."""
        self.stopped.set()
        wire = self.wire
        if wire:
            with suppress(OSError):
                wire.close_socket()
        self.thread.join(_JOIN)

    # Staying there

    def _go_on(self) -> None:
        failures = 0
        while not self.stopped.is_set():
            began = monotonic()
            self._listen_once()
            failures = 0 if monotonic() - began > self.manners.longest_wait else failures + 1
            self.stopped.wait(self._pause(failures))

    def _pause(self, failures: int) -> float:
        """Return how long to wait: about twice as long each time, and not all at once after a cut."""
        longest = min(self.manners.first_wait * 2 ** min(failures - 1, 10), self.manners.longest_wait)
        return uniform(longest / 2, longest)  # noqa: S311 # spreads, and hides nothing

    def _listen_once(self) -> None:
        try:
            access = self.access()
            with closing(typed_driver(access.base, access.token)) as driver:
                self._listen(access, Missed(driver, self.stopped))
        except (PlatformError, Away) as failure:
            if not self.stopped.is_set():
                why = str(failure) or "database away"
                log.warning("connection lost", action="socket", server=self.name, why=why)
        except Exception:  # a fault of ours must not end what hears everybody
            log.exception("fault", action="socket", server=self.name)
        finally:
            self.wire = None
            self._keep(at_once=True)

    def _listen(self, access: Access, missed: Missed) -> None:
        with opened(access, self.manners.ping) as wire:
            self.wire = wire
            self.frame_at = self.now()
            self._catch_up(missed)
            looked = monotonic()
            while not self.stopped.is_set():
                self._next(wire)
                if monotonic() - looked > self.manners.look:
                    self._catch_up(missed)
                    looked = monotonic()

    def _next(self, wire: ClientConnection) -> None:
        try:
            frame = wire.recv(timeout=self.manners.ping)
        except TimeoutError:
            wire.send(_PING)
            return
        self.frame_at = self.now()
        event = _read(frame)
        data = event.get("data")
        if isinstance(data, Mapping):
            self._told(str(event.get("event")), data)

    # Hearing

    def _told(self, event: str, data: Mapping[str, Any]) -> None:
        if event == "posted":  # the post is text within the event
            post = _read(data.get("post"))
            self._hear(post, str(data.get("channel_type")))
            self.heard_at = max(self.heard_at or hour(post), hour(post))
            self._keep()
        if event == "user_updated" and isinstance(user := data.get("user"), Mapping):
            with self._going_on():
                self.ear.changed(user)

    def _catch_up(self, missed: Missed) -> None:
        """Hear what was posted since; only once all of it is, is the newest the last that was heard."""
        since = self.heard_at or self.ear.since()
        if since is None:  # nothing was ever heard: what was said before Pouce came is not for it
            newest = missed.newest()
        else:
            newest = since
            for post, channel_type in missed.posts(since, self.now()):
                self._hear(post, channel_type)
                newest = max(newest, hour(post))
        self.heard_at = newest
        self._keep()

    def _hear(self, post: Mapping[str, Any], channel_type: str) -> None:
        name = str(post.get("id"))
        if name in self.recent:
            return
        with self._going_on():
            self.ear.posted(post, channel_type)
        self.recent[name] = None
        if len(self.recent) > _RECENT:
            del self.recent[next(iter(self.recent))]

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        """Let what cannot be heard be a line in the log: heard again it would fail again, and others wait."""
        try:
            yield
        except Away:
            raise
        except Malformed:
            log.warning("event not understood", action="hear", server=self.name)
        except Exception:
            log.exception("not heard", action="hear", server=self.name)

    def _keep(self, *, at_once: bool = False) -> None:
        """Write down what was heard last, not at each post of a channel where people talk."""
        if self.heard_at is None or not (at_once or monotonic() - self.kept_at > self.manners.keep):
            return
        with suppress(Away):
            self.ear.note(self.heard_at)
            self.kept_at = monotonic()


@contextmanager
def opened(access: Access, ping: float) -> Iterator[ClientConnection]:
    """Open a connection on which the server knows us; raises Refused or Lost, then or when it is cut."""
    url = f"{access.base}{PATH}"
    try:
        with connect(
            url.replace("http", "ws", 1),
            ssl=trusted() if url.startswith("https") else None,
            additional_headers={"Authorization": f"Bearer {access.token}"},
            ping_interval=ping,
            ping_timeout=ping,
            close_timeout=1,
            max_size=_MOST,
            max_queue=_WAITING,
        ) as wire:
            _require_hello(wire, ping)
            yield wire
    except InvalidStatus as refusal:
        raise _refused(refusal.response.status_code) from refusal
    except (WebSocketException, OSError) as cut:
        raise Lost(str(cut) or "no answer") from cut


def _require_hello(wire: ClientConnection, patience: float) -> None:
    """Wait for the server's first word; it says nothing to somebody whom it does not know."""
    try:
        if _read(wire.recv(timeout=patience)).get("event") == "hello":
            return
    except (TimeoutError, ConnectionClosed) as silence:
        raise Refused(_UNKNOWN) from silence
    raise Refused(_UNKNOWN)


def _refused(status: int) -> PlatformError:
    if status in _UNAUTHORIZED:
        return Refused(_UNKNOWN)
    if status == _TOO_MANY:
        return Busy(30)
    if status >= _BROKEN:
        return Lost(f"status {status}")
    return Refused(f"something in front of the server lets no WebSocket pass: let it, at {PATH} ({status})")


def _read(text: object) -> Mapping[str, Any]:
    """Return a frame, or what is text within it; nothing when it cannot be read."""
    with suppress(ValueError, TypeError, RecursionError):
        found = json.loads(text)  # type: ignore[arg-type] # what is no text is not read
        if isinstance(found, dict):
            return found
    return {}
