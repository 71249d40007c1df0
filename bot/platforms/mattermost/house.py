"""What Mattermost's doors ask of the house they open on: what Pouce answers, and what comes later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.events import Event, Profile
from bot.domain.messages import Form, Message, Reply
from bot.domain.people import Address
from bot.platforms.base import Platform, Receipt
from bot.platforms.mattermost.render import Post


class Away(Exception):
    """The database cannot be reached: nothing was recorded."""


class Voice(Platform, Protocol):
    """What Mattermost can do besides what every chat can."""

    def ready(self, message: Message, key: str) -> Post:
        """Return a message as the server takes it, with the key of its post or of the answer that it is."""
        ...

    def update(self, receipt: Receipt, message: Message, key: str | None = None) -> None:
        """Put a message in place of one posted before, which bears that key."""
        ...

    def reach(self, who: Address) -> None:
        """Make sure that somebody may be written to."""
        ...

    def named(self, name: str) -> tuple[str, Profile]:
        """Tell who bears a name: their id, and what Mattermost knows of them."""
        ...

    def written(self, post_id: str) -> Mapping[str, Any]:
        """Return a post as it stands."""
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

    def called(self, team: str, token: str) -> Seat | None:
        """Return Pouce on the server whose command has this token in this team; None for any other token."""
        ...

    def bearer(self, token: str) -> tuple[Seat, str] | None:
        """Return where a button was sealed, and for whom; None when it was not, or Pouce is there no more."""
        ...

    def is_marked(self, text: str, mark: str) -> bool:
        """Say whether we wrote a text that comes back."""
        ...

    def hear(self, event: Event, at_once: Callable[[Reply], bool]) -> list[Reply]:
        """Bring what somebody did to Pouce; return what is answered at once, the rest leaves by itself."""
        ...

    def arrived(self, who: Address) -> bool | None:
        """Say whether somebody has finished arriving; None of whom Pouce never met."""
        ...

    def show_card(self, seat: Seat, who: Address, *, asked: bool) -> None:
        """Show somebody's card as it is now, in place, once the answer has left; post it when `asked`."""
        ...

    def say(self, who: Address | None, key: str, **facts: object) -> str:
        """Return a phrase in somebody's language."""
        ...

    def later(self, what: str, work: Callable[[], object]) -> None:
        """Do something once the answer has left; nothing that was recorded depends on it."""
        ...
