"""Who hears what in a story: the room's voice, kept in memory, and all that came before each one's eyes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events import Profile
from bot.domain.messages import Button, Chart, Form, Message
from bot.domain.people import Address
from bot.platforms.base import PlatformError, Receipt
from bot.platforms.room.client import RoomVoice
from bot.platforms.room.posts import MemoryPosts, Post
from bot.stories.lenses import ROOM, Lens


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
    elsewhere: tuple[str, ...] = ()
    """As rendered by the other chats that the story is played for."""
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    attachments: tuple[str, ...] = ()
    message_id: int = 0
    """Shared by a message and its updates."""
    problems: tuple[str, ...] = ()
    """The limits it breaks."""


class StoryVoice(RoomVoice):
    """A room that notes what it shows, and where writing may fail."""

    def __init__(self, now: Callable[[], datetime], lenses: Sequence[Lens] = (ROOM,)) -> None:
        """Begin with an empty room, read as the people of these chats would."""
        self.lenses = lenses
        self.kept = MemoryPosts()
        super().__init__(self.kept, now, self._known)
        self.shown: list[Seen] = []
        self.faults: dict[str, PlatformError] = {}
        """By external id: what writing there raises."""
        self.closed: set[str] = set()
        """The accounts that were closed."""
        self.profiles: dict[str, Profile] = {}
        self.channels: dict[str, frozenset[str]] = {}
        """By channel: who reads it."""

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message that nobody is waiting for, where that is possible."""
        self._reach(to.external_id)
        return super().send(to, message, key)

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before, where that is possible."""
        self._reach(receipt.channel)
        super().update(receipt, message)

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key, where that is possible."""
        self._reach(to.external_id)
        return super().find(to, key, since)

    def open_form(self, trigger: str, form: Form) -> None:
        """Show a form; in a story, the trigger is whose act it was."""
        self._reach(trigger)
        text, *others = [lens.render_form(form) for lens in self.lenses]
        problems = _once(fault for lens in self.lenses for fault in lens.form_limits(form))
        self._show(Seen(0, self.now(), trigger, "form", text, tuple(others), form=form, problems=problems))

    def seen_by(self, who: Address) -> list[Seen]:
        """Return what somebody can see, in order: what is said to them, and in the channels they read."""
        places = {name for name, readers in self.channels.items() if who.external_id in readers}
        return [each for each in self.shown if each.to in places | {who.external_id}]

    def charts(self) -> list[Chart]:
        """Return every drawing that was shown."""
        return [post.message.chart for post in self.kept.rows if post.message.chart]

    def _known(self, external_id: str) -> Profile:
        """Tell who is at an address, and whether their account was closed."""
        known = self.profiles.get(external_id, Profile(external_id.capitalize()))
        return replace(known, gone=external_id in self.closed)

    def _reach(self, external_id: str) -> None:
        if external_id in self.faults:
            raise self.faults[external_id]

    def _came(self, post: Post) -> None:
        message = post.message
        drawings = (message.chart.title,) if message.chart else ()
        text, *others = [lens.render(message) for lens in self.lenses]
        self._show(
            Seen(
                order=0,
                at=post.at,
                to=post.place,
                kind=post.kind,
                text=text,
                elsewhere=tuple(others),
                buttons=message.all_buttons(),
                attachments=drawings + tuple(file.name for file in message.files),
                message_id=post.root,
                problems=_once(fault for lens in self.lenses for fault in lens.limits(message)),
            )
        )

    def _show(self, seen: Seen) -> None:
        self.shown.append(replace(seen, order=len(self.shown)))


def _once(faults: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(faults))
