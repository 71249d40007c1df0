"""What Slack's doors ask of the house they open on: whose workspace, what Pouce answers, what comes later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.events import Event, Profile
from bot.domain.messages import Form, Message, Reply
from bot.domain.people import Address
from bot.platforms.base import Platform
from bot.platforms.slack.shapes import Site


class Away(Exception):
    """The database cannot be reached, or Slack for what it takes: nothing was recorded."""


class Voice(Platform, Protocol):
    """What Slack can do besides what every chat can."""

    def ephemeral(self, channel: str, user: str, message: Message) -> None:
        """Show a message to one person in a channel; it is not kept."""
        ...

    def respond(self, response_url: str, message: Message, *, replace: bool) -> None:
        """Answer an act at the address that came with it."""
        ...

    def publish_home(self, user: str, card: Callable[[], Message]) -> None:
        """Show a message as somebody's App Home."""
        ...

    def open_form(self, trigger: str, form: Form, origin: str = "") -> None:
        """Show a form; `origin` is the message whose button opened it."""
        ...

    def introduced(self, users: Sequence[str], patience: timedelta) -> dict[str, Profile]:
        """Tell who people are, of those about whom Slack answers within so long."""
        ...

    def forget(self, user: str) -> None:
        """Ask Slack again, next time, who somebody is."""
        ...


@dataclass(frozen=True, slots=True)
class Seat:
    """Pouce in one workspace."""

    workspace: int
    bot_user: str
    bot: str
    voice: Voice


class House(Protocol):
    """Raises Away when the database cannot be reached."""

    command: str
    """The word that calls Pouce, after the slash."""
    patience: timedelta
    """How long somebody who acts may wait for what Pouce asks of Slack meanwhile."""

    def now(self) -> datetime:
        """Return the hour."""
        ...

    def seat(self, site: Site) -> Seat | None:
        """Return Pouce in a workspace; None where it is not installed."""
        ...

    def hear(self, event: Event, at_once: Callable[[Reply], bool]) -> list[Reply]:
        """Bring what somebody did to Pouce; return what is answered at once, the rest leaves by itself."""
        ...

    def opened(self, seat: Seat, who: Address) -> None:
        """Show their App Home to somebody who looks at it, and note that they do."""
        ...

    def refresh(self, seat: Seat, who: Address) -> None:
        """Show the App Home of somebody who looks at it as it is now, once the answer has left."""
        ...

    def knows(self, who: Address) -> bool:
        """Say whether somebody who is there met Pouce."""
        ...

    def met(self, who: Address) -> bool:
        """Say whether somebody ever met Pouce, even if their account was closed since."""
        ...

    def removed(self, seat: Seat) -> None:
        """Note that Pouce was taken out of a workspace, if its tokens are not taken there any more."""
        ...

    def say(self, who: Address | None, key: str, **facts: object) -> str:
        """Return a phrase in somebody's language."""
        ...

    def later(self, what: str, work: Callable[[], object]) -> None:
        """Do something once the answer has left; nothing that was recorded depends on it."""
        ...
