"""The room's own voice: what was posted, kept in memory, and what each person there can see of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.events import Profile
from bot.domain.messages import Button, Form, Message
from bot.domain.people import Address, AddressKind
from bot.platforms.base import PlatformError, Receipt, Refused, Unreachable
from bot.platforms.room.render import form_limits, limits, render, render_form

_REPLY = "reply:"  # how the key of an answer begins; every other one comes from the clock


@dataclass(frozen=True, slots=True)
class Post:
    """A message that is in the room, as it stands now."""

    id: int
    to: Address
    message: Message
    key: str
    at: datetime
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that came before somebody's eyes."""

    order: int
    """Its place among everything that was shown, to whomever."""
    at: datetime
    to: str
    kind: str
    """`nudge`, `reply`, `update` (an earlier message changed in place), `form` or `post` (in a channel)."""
    text: str
    """As rendered."""
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    attachments: tuple[str, ...] = ()
    message_id: int = 0
    """Shared by a message and its updates."""
    problems: tuple[str, ...] = ()
    """The limits it breaks."""


@dataclass
class RoomVoice:
    """Implements `Platform` without any network."""

    now: Callable[[], datetime]
    echo: Callable[[Seen], None] | None = None
    """Told of each thing shown, as it happens: the terminal prints it."""
    faults: dict[str, PlatformError] = field(default_factory=dict)
    """By external id: what writing there raises."""
    profiles: dict[str, Profile] = field(default_factory=dict)
    channels: dict[str, frozenset[str]] = field(default_factory=dict)
    """By channel: who reads it."""
    posts: dict[int, Post] = field(default_factory=dict)
    shown: list[Seen] = field(default_factory=list)

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message that nobody is waiting for."""
        return self._post(to, message, key, _kind(to, key))

    def reply(self, to: Address, message: Message) -> Receipt:
        """Post the answer to what somebody just did."""
        return self._post(to, message, "", "reply")

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before: its buttons are the new ones alone."""
        self._reach(receipt.channel)
        post = self.posts.get(int(receipt.message))
        if post is None:
            fault = f"there is no message {receipt.message} in the room"
            raise Refused(fault)
        self.posts[post.id] = replace(post, message=message, updated=self.now())
        self._show(post.to.external_id, "update", message, post.id)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those posted since, newest first."""
        self._reach(to.external_id)
        for post in reversed(self.posts.values()):
            if (post.to, post.key) == (to, key) and post.at >= since:
                return _receipt(post)
        return None

    def open_form(self, trigger: str, form: Form) -> None:
        """Show a form; in the room, the trigger is whose act it was."""
        self._reach(trigger)
        problems = tuple(form_limits(form))
        self._keep(
            Seen(
                len(self.shown), self.now(), trigger, "form", render_form(form), form=form, problems=problems
            )
        )

    def profile(self, who: Address) -> Profile:
        """Tell who is at an address; who cannot be reached has left."""
        known = self.profiles.get(who.external_id, Profile(who.external_id.capitalize()))
        return replace(known, gone=isinstance(self.faults.get(who.external_id), Unreachable))

    def seen_by(self, who: Address) -> list[Seen]:
        """Return what somebody can see, in order: what is said to them, and in the channels they read."""
        places = {name for name, readers in self.channels.items() if who.external_id in readers}
        return [each for each in self.shown if each.to in places | {who.external_id}]

    def _post(self, to: Address, message: Message, key: str, kind: str) -> Receipt:
        self._reach(to.external_id)
        post = Post(len(self.posts) + 1, to, message, key, self.now())
        self.posts[post.id] = post
        self._show(to.external_id, kind, message, post.id)
        return _receipt(post)

    def _reach(self, external_id: str) -> None:
        if external_id in self.faults:
            raise self.faults[external_id]

    def _show(self, to: str, kind: str, message: Message, message_id: int) -> None:
        drawings = (message.chart.title,) if message.chart else ()
        files = tuple(file.name for file in message.files)
        self._keep(
            Seen(
                order=len(self.shown),
                at=self.now(),
                to=to,
                kind=kind,
                text=render(message),
                buttons=message.all_buttons(),
                attachments=drawings + files,
                message_id=message_id,
                problems=tuple(limits(message)),
            )
        )

    def _keep(self, seen: Seen) -> None:
        self.shown.append(seen)
        if self.echo:
            self.echo(seen)


def _kind(to: Address, key: str) -> str:
    if to.kind is AddressKind.CHANNEL:
        return "post"
    return "reply" if key.startswith(_REPLY) else "nudge"


def _receipt(post: Post) -> Receipt:
    return Receipt(post.to.external_id, str(post.id))
