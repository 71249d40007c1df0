"""What people do on the page becomes events; what Pouce answers is posted where it was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.events import Arrived, Event, Pressed, Said, Submitted, Where
from bot.domain.messages import Form, Message, Reply, To
from bot.domain.people import Address, AddressKind
from bot.platforms.base import Receipt
from bot.platforms.room.client import RoomVoice
from bot.platforms.room.house import House, Place
from bot.platforms.room.posts import Post

COMMAND = "/coach"
MENTION = "@pouce"
_AGAIN = timedelta(days=366)
"""How far the clock may have been moved between two attempts of the same act."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page is told: a form to open, or the faults of the one just sent."""

    form: Form | None = None
    errors: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The deeds of one person in one place of the room."""

    house: House
    voice: RoomVoice
    who: Address
    place: Place

    @property
    def _in_channel(self) -> bool:
        return self.place.address.kind is AddressKind.CHANNEL

    @property
    def _seen_by(self) -> str:
        """In a channel, an answer is for the person who acted alone."""
        return self.who.external_id if self._in_channel else ""

    def say(self, act: str, text: str) -> Outcome:
        """Post what somebody typed, and bring it to Pouce if it is meant for it."""
        command, _, rest = text.strip().partition(" ")
        is_command = command.casefold() == COMMAND
        self._post_words(act, text, self._seen_by if is_command else "")
        if is_command:
            return self._hear(
                Said(self.who, act, text=rest.strip(), where=Where.COMMAND, channel=self._channel)
            )
        if not self._in_channel:
            return self._hear(Said(self.who, act, text=text))
        if command.casefold().rstrip(":,") == MENTION:
            return self._hear(
                Said(self.who, act, text=rest.strip(), where=Where.CHANNEL, channel=self._channel)
            )
        return Outcome()

    def arrive(self, act: str) -> Outcome:
        """Let Pouce say hello to somebody it has never met."""
        return self._hear(Arrived(self.who, act)) if self.house.is_new(self.who.external_id) else Outcome()

    def press(self, act: str, token: str, post: Post) -> Outcome:
        """Press a button of a message that is there."""
        return self._hear(Pressed(self.who, act, token=token, receipt=str(post.root)), post)

    def submit(
        self, act: str, token: str, values: Mapping[str, str | list[str]], post: Post | None = None
    ) -> Outcome:
        """Send a form, opened by a button of a message that is there, or by what was typed."""
        opener = post if post and self.who.external_id in {post.place, post.only_for} else None
        receipt = str(opener.root) if opener else None
        return self._hear(Submitted(self.who, act, token=token, values=values, receipt=receipt), opener)

    @property
    def _channel(self) -> str | None:
        return self.place.address.external_id if self._in_channel else None

    def _post_words(self, act: str, text: str, only_for: str) -> None:
        """Post somebody's words once, even when the page sends them again for want of an answer."""
        place, key = self.place.address.external_id, f"said:{act}"
        if not self._is_there(key):
            author, now = self.who.external_id, self.house.now()
            said = Post(place, Message(text), "said", now, author=author, only_for=only_for, key=key)
            self.voice.posts.add(said)

    def _is_there(self, key: str) -> bool:
        """Say whether this was posted already: the page sent an act again, for want of an answer."""
        since = self.house.now() - _AGAIN
        return self.voice.posts.find(self.place.address.external_id, key, since) is not None

    def _hear(self, event: Event, pressed: Post | None = None) -> Outcome:
        outcome = Outcome()
        for n, reply in enumerate(self.house.hear(event)):
            outcome = self._answer(reply, f"answer:{event.id}:{n}", pressed, outcome)
        self.house.deliver()
        return outcome

    def _answer(self, reply: Reply, key: str, pressed: Post | None, outcome: Outcome) -> Outcome:
        if reply.message and reply.to is To.IN_PLACE and pressed:
            self.voice.update(Receipt(pressed.place, str(pressed.root)), reply.message)
        elif reply.message and not self._is_there(key):
            only_for = "" if reply.to is To.ROOM else self._seen_by
            self.voice.reply(self.place.address, reply.message, only_for, key)
        return Outcome(reply.form or outcome.form, {**(outcome.errors or {}), **reply.errors} or None)
