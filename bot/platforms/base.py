"""What a chat must be able to do to carry Pouce, the four ways it may fail, and how it comes in by HTTP."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Protocol

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Receipt:
    """The chat's own proof that a message is there: enough to find it again and change it."""

    channel: str
    message: str

    def packed(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps([self.channel, self.message])

    @classmethod
    def unpacked(cls, text: str) -> "Receipt":
        """Return a receipt from what the store keeps."""
        channel, message = json.loads(text)
        return cls(channel, message)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a chat may be spoken to, and how long it may take to answer."""

    per_second: float = inf
    """Messages, for the whole workspace."""
    burst: int = 20
    gap: timedelta = timedelta(0)
    """Between two messages to one address."""
    timeout: timedelta = timedelta(seconds=10)
    """The longest a request may take: without an answer by then, it is lost."""


class PlatformError(Exception):
    """The chat did not take the message."""


class Busy(PlatformError):
    """The chat asks to wait; nothing was posted."""

    def __init__(self, retry_after: float) -> None:
        """Keep how many seconds to wait."""
        super().__init__(f"busy for {retry_after} s")
        self.retry_after = retry_after


class Unreachable(PlatformError):
    """This person or channel cannot be written to; nothing was posted."""


class Refused(PlatformError):
    """The configuration is at fault: the message says what to mend; nothing was posted."""


class Lost(PlatformError):
    """No answer came: the message may be there or not."""


class Platform(Protocol):
    """A voice. Raises Busy, Unreachable, Refused or Lost, and nothing else."""

    @property
    def pace(self) -> Pace:
        """How fast this chat may be spoken to."""
        ...

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message; `key` is opaque and is kept with it so that it can be found."""
        ...

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before."""
        ...

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those posted since."""
        ...

    def open_form(self, trigger: str, form: Form) -> None:
        """Show a form to the person whose act gave the trigger."""
        ...

    def profile(self, who: Address) -> Profile:
        """Tell what the chat knows of someone."""
        ...


# The way in: `listen` is a function from a request to its answer; `web.py` alone knows what carries them.


@dataclass(frozen=True, slots=True)
class Request:
    """What came by HTTP. Names of headers are in small letters; the path is decoded."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Notice:
    """One server-sent event; `id` is where to go on from after a cut."""

    event: str
    data: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What goes on being answered: notices, each time a bell rings."""

    fetch: Callable[[], Sequence[Notice]]
    """Return what is new since the last call."""
    subscribe: Callable[[Callable[[], None]], Callable[[], None]]
    """Take what to call, from any thread, when there may be something new; return what ends that."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back by HTTP: a body, or a feed."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    feed: Feed | None = None


Listen = Callable[[Request], Answer]
