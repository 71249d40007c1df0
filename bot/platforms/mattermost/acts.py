"""What people do on Mattermost becomes events, and each answer goes where that kind of act can be answered.

| what they did | answered at once | the rest |
|---|---|---|
| a slash command | to them alone, in the answer to the request | in the direct channel |
| a message in the direct channel, a mention | nothing: no answer goes with a post | in the direct channel |
| a button of a post | in place of it | in the direct channel |
| a button that only they see | where their command was, five times; then in words | in the direct channel |
| a dialog | what is wrong with its fields, or in place of what opened it | in the direct channel |

What goes to the direct channel is a delivery: it leaves exactly once, even when the act is brought again.
What is said to everybody is posted by Pouce: in the answer, it would be as if the person had written it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import structlog

from bot.domain.events import Pressed, Profile, Said, Submitted, Where
from bot.domain.messages import Message, Reply, To
from bot.domain.people import Address, AddressKind
from bot.platforms.base import PlatformError, Receipt, Unreachable
from bot.platforms.mattermost import payloads
from bot.platforms.mattermost.forms import values
from bot.platforms.mattermost.house import House, Seat
from bot.platforms.mattermost.mentioned import heading, with_ids
from bot.platforms.mattermost.sealed import ANSWER, CARD, Origin

Answer = dict[str, Any]
"""What goes back: old servers want an object, even an empty one."""

log = structlog.get_logger()


class Stranger(Exception):
    """The server knows nobody by this id: whoever sent this is not the server."""


@dataclass(frozen=True, slots=True)
class Acts:
    """The deeds of one person on one server."""

    house: House
    seat: Seat
    user: str

    @property
    def who(self) -> Address:
        """Where they are reached."""
        return Address(self.seat.workspace, self.user)

    @property
    def is_pouce(self) -> bool:
        """Say whether Pouce itself did it: the doctor looks whether what is done arrives."""
        return self.user == self.seat.bot_user

    # What they did

    def command(self, payload: payloads.Command) -> Answer:
        """Answer a slash command; raise Stranger."""
        arrived = self.house.arrived(self.who)
        profile = self._profile(known_there=True)
        text, mentioned = with_ids(self.seat, payload.text.strip(), payload.named)
        said = Said(
            self.who,
            f"command:{_act(payload.trigger_id)}",
            profile,
            text=text,
            where=Where.COMMAND,
            channel=payload.channel_id,
            mentioned=mentioned,
        )
        welcomed = self._reached() if arrived is None else None
        replies = self.house.hear(said, _not_shown if welcomed else _without_drawing)
        self._open_forms(replies, payload.trigger_id, payload.response_url)
        self.house.show_card(self.seat, self.who, asked=not text and bool(arrived))
        return self._told(replies, payload, welcomed=welcomed)

    def _told(self, replies: list[Reply], payload: payloads.Command, *, welcomed: bool | None) -> Answer:
        """Return what answers a command; somebody new learns that a first message waits, or cannot come."""
        messages = [each.message for each in replies if each.message and each.to is not To.ROOM]
        for each in replies:
            if each.message and each.to is To.ROOM:
                self._post(payload.channel_id, each.message)
        if welcomed is False:
            messages.append(Message(self._say("mattermost.no_direct")))
        if not replies:
            messages.append(Message(self._say("mattermost.welcomed" if welcomed else "chat.in_direct")))
        key = f"{ANSWER}{payload.response_url.rpartition('/')[2]}"
        first, *others = [self._alone(each, key) for each in messages] or [{}]
        return {**first, "extra_responses": others} if others else first

    def says(self, said: Said) -> None:
        """Hear what was typed in the direct channel, or in a thread that names Pouce."""
        text, mentioned = with_ids(self.seat, said.text)
        whole = replace(
            said, text=text, mentioned=mentioned, profile=self._profile(), under=heading(self.seat, said)
        )
        self.house.hear(whole, _never)
        self.house.show_card(self.seat, self.who, asked=False)

    def presses(self, payload: payloads.Action) -> Answer:
        """Answer a button: of a post that stays, of the card, or of what only they see."""
        context, act = payload.context, _act(payload.trigger_id)
        alone = context.key.startswith(ANSWER)
        stays = not alone and CARD not in context.key
        pressed = Pressed(
            self.who,
            f"press:{act}",
            self._profile(),
            token=context.token,
            receipt=payload.post_id if stays else None,
        )
        at_once = _without_drawing if alone else _in_place if stays else _not_shown
        replies = self.house.hear(pressed, at_once)
        there = (payload.channel_id, payload.post_id, context.key) if stays else ()
        hook = context.key.removeprefix(ANSWER) if alone else ""
        self._open_forms(replies, payload.trigger_id, hook, Origin(act, *there))
        self.house.show_card(self.seat, self.who, asked=False)
        messages = [each.message for each in replies if each.message]
        if stays and messages:
            return self._instead(messages[-1], context.key)
        if alone and (messages or not replies):
            return self._again(messages, context.key)
        return {}

    def submits(self, token: str, origin: Origin, payload: payloads.Submission, state: str) -> Answer:
        """Answer a dialog: what is wrong with it; else it closes."""
        filled = values(payload.submission, state)
        submitted = Submitted(
            self.who,
            f"form:{_act(f'{state}{sorted(filled.items())}')}",
            self._profile(),
            opens_forms=False,
            token=token,
            values=filled,
            receipt=origin.post or None,
        )
        replies = self.house.hear(submitted, _in_place if origin.post else _not_shown)
        self.house.show_card(self.seat, self.who, asked=False)
        receipt = Receipt(origin.channel, origin.post)
        for each in replies:
            if each.message:
                self._later("in place", self._put(receipt, each.message, origin.key))
        errors = {name: text for each in replies for name, text in each.errors.items()}
        return {"errors": errors} if errors else {}

    # Who they are

    def _profile(self, *, known_there: bool = False) -> Profile:
        """Return what Mattermost says of somebody who has not arrived; of others Pouce knows enough."""
        if self.house.arrived(self.who):
            return Profile()
        try:
            profile = self.seat.voice.profile(self.who)
        except Unreachable:
            profile = Profile(gone=True)
        except PlatformError as failure:  # they may still speak; their zone is asked on arrival
            log.warning("profile not known", action="profile", why=str(failure))
            return Profile()
        if known_there and (profile.gone or profile.is_bot):
            raise Stranger
        return profile

    # Where answers go

    def _open_forms(
        self, replies: list[Reply], trigger: str, response_url: str = "", origin: Origin | None = None
    ) -> None:
        form = next((each.form for each in replies if each.form), None)
        if form is None:
            return
        packed = (origin or Origin(_act(trigger))).packed()

        def show() -> None:
            try:
                self.seat.voice.open_form(trigger, form, packed)
            except PlatformError:
                self._tell_late(response_url, trigger)
                raise

        self._later("form", show)

    def _tell_late(self, response_url: str, trigger: str) -> None:
        """Say that no form came: where the act may be answered, else in the direct channel."""
        late = Message(self._say("mattermost.late"))
        if response_url:
            self.seat.voice.respond(response_url, late)
        else:
            self.seat.voice.send(self.who, late, f"late:{_act(trigger)}")

    def _put(self, receipt: Receipt, message: Message, key: str) -> Callable[[], None]:
        return lambda: self.seat.voice.update(receipt, message, key)

    def _post(self, channel: str, message: Message) -> None:
        where = Address(self.seat.workspace, channel, AddressKind.CHANNEL)
        key = f"room:{_act(f'{channel}{message.text}{self.user}')}"
        self._later("room", lambda: self.seat.voice.send(where, message, key))

    def _reached(self) -> bool:
        """Say whether somebody new can be written to: some servers keep direct messages within a team."""
        try:
            self.seat.voice.reach(self.who)
        except Unreachable as failure:
            log.warning("no direct channel", action="reach", why=str(failure))
            return False
        except PlatformError as failure:
            log.warning("direct channel not proven", action="reach", why=str(failure))
        return True

    def _alone(self, message: Message, key: str) -> Answer:
        """Return what answers a command, to whoever typed it alone."""
        ready = self.seat.voice.ready(message, key)
        said = {"response_type": "ephemeral", "text": ready.message, "skip_slack_parsing": True}
        return {**said, "props": ready.props}

    def _instead(self, message: Message, key: str) -> Answer:
        """Return what takes the place of a post; its props are always told, or the buttons would stay."""
        ready = self.seat.voice.ready(message, key)
        return {"update": {"message": ready.message, "props": ready.props}}

    def _again(self, messages: list[Message], key: str) -> Answer:
        """Answer where a command was answered; nothing takes the place of what only one person sees.

        That goes five times, within half an hour. Then it is said in words, which some clients show as an
        answer in a thread, and without buttons.
        """
        messages = messages or [Message(self._say("chat.in_direct"))]
        try:
            for each in messages:
                self.seat.voice.respond(key.removeprefix(ANSWER), each)
        except PlatformError as failure:
            log.info("answered in words", action="respond", why=str(failure))
        else:
            return {}
        text = "\n\n".join(self.seat.voice.ready(each, key).message for each in messages)
        return {"ephemeral_text": text, "skip_slack_parsing": True}

    def _say(self, key: str) -> str:
        return self.house.say(self.who, key)

    def _later(self, what: str, work: Callable[[], object]) -> None:
        self.house.later(what, work)


def _act(text: str) -> str:
    """Return a short name for something that is unique."""
    return sha256(text.encode()).hexdigest()[:32]


def _never(_: Reply) -> bool:
    """There is no answer to put a reply in."""
    return False


def _not_shown(reply: Reply) -> bool:
    """Only what opens a form, or says what is wrong with one."""
    return reply.message is None


def _in_place(reply: Reply) -> bool:
    """That, and what replaces something that is there."""
    return reply.message is None or reply.to is To.IN_PLACE


def _without_drawing(reply: Reply) -> bool:
    """What only one person sees holds no picture and no file: what has one goes to the direct channel."""
    said = reply.message
    return said is None or not (said.chart or said.files)
