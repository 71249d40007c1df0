"""What Mattermost's doors ask of the house they open on: what Pouce answers, and what comes later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.events import Event
from bot.domain.messages import Form, Message, Reply
from bot.domain.people import Address
from bot.platforms.base import Platform
from bot.platforms.mattermost.limits import Features


class Away(Exception):
    """The database cannot be reached: nothing was recorded."""


class Voice(Platform, Protocol):
    """What Mattermost can do besides what every chat can."""

    def features(self) -> Features:
        """Tell what the server can do."""
        ...

    def respond(self, response_url: str, message: Message) -> None:
        """Answer a command later, to whoever typed it alone."""
        ...

    def open_form(self, trigger: str, form: Form, origin: str = "") -> None:
        """Show a form; `origin` is the message whose button opened it."""
        ...

    def forget(self, user: str) -> None:
        """Ask Mattermost again, next time, who somebody is."""
        ...


@dataclass(frozen=True, slots=True)
class Seat:
    """Pouce on one server."""

    workspace: int
    bot_user: str
    """The id of its account there."""
    bot_name: str
    """How people call it: `@pouce`."""
    voice: Voice


class House(Protocol):
    """Raises Away when the database cannot be reached."""

    command: str
    """The word that calls Pouce, after the slash."""

    def now(self) -> datetime:
        """Return the hour."""
        ...

    def hear(self, event: Event, at_once: Callable[[Reply], bool]) -> list[Reply]:
        """Bring what somebody did to Pouce; return what is answered at once, the rest leaves by itself."""
        ...

    def knows(self, who: Address) -> bool:
        """Say whether somebody ever met Pouce."""
        ...

    def say(self, who: Address | None, key: str, **facts: object) -> str:
        """Return a phrase in somebody's language."""
        ...

    def later(self, what: str, work: Callable[[], object]) -> None:
        """Do something once the answer has left; nothing that was recorded depends on it."""
        ...
