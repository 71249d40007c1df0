"""The room's own voice: what Pouce says there, kept with the rest of what was posted."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import Address, AddressKind
from bot.platforms.base import Pace, Receipt, Refused
from bot.platforms.room.posts import Post, Posts

_REPLY = "reply:"  # how the key of an answer begins; every other one comes from the clock


@dataclass
class RoomVoice:
    """Implements `Platform`; the chat it speaks to is kept by us."""

    posts: Posts
    now: Callable[[], datetime]
    directory: Callable[[str], Profile]
    """What the room knows of somebody, by external id."""
    pace: Pace = field(default_factory=Pace)

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        """Post a message that nobody is waiting for."""
        return self._post(Post(to.external_id, message, _kind(to, key), self.now(), key=key))

    def reply(self, to: Address, message: Message, only_for: str = "", key: str = "") -> Receipt:
        """Post the answer to what somebody just did."""
        return self._post(Post(to.external_id, message, "reply", self.now(), only_for=only_for, key=key))

    def update(self, receipt: Receipt, message: Message) -> None:
        """Put a message in place of one posted before: its buttons are the new ones alone."""
        post = self.posts.standing(int(receipt.message))
        if post is None:
            fault = f"there is no message {receipt.message} in the room"
            raise Refused(fault)
        self._post(replace(post, message=message, kind="update", at=self.now()))

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        """Look for a message by its key among those posted since, newest first."""
        post = self.posts.find(to.external_id, key, since)
        return _receipt(post) if post else None

    def open_form(self, trigger: str, form: Form) -> None:
        """Refuse: the room answers an act with its form, and shows none by itself."""
        fault = f"the form « {form.title} » has to be the answer to what {trigger} did"
        raise Refused(fault)

    def profile(self, who: Address) -> Profile:
        """Tell who is at an address."""
        return self.directory(who.external_id)

    def _post(self, post: Post) -> Receipt:
        kept = self.posts.add(post)
        self._came(kept)
        return _receipt(kept)

    def _came(self, post: Post) -> None:
        """Be told of each post: whoever watches the room redefines it."""


def _kind(to: Address, key: str) -> str:
    if to.kind is AddressKind.CHANNEL:
        return "post"
    return "reply" if key.startswith(_REPLY) else "nudge"


def _receipt(post: Post) -> Receipt:
    return Receipt(post.place, str(post.root))
