"""What people do on Slack becomes events, and each answer goes where that kind of act can be answered.

| what they did | answered at once | the rest |
|---|---|---|
| a slash command | to them alone, in the answer to the request | in the direct channel |
| a message in the direct channel | nothing: no answer goes with an event | in the direct channel |
| a mention in a channel | to them alone, there | in the direct channel |
| a button | in place of what was pressed; all of it where only they see it | in the direct channel |
| a form | what is wrong with its fields, or in place of what opened it | in the direct channel |

What goes to the direct channel is a delivery: it leaves exactly once, even when Slack brings the act again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.domain.events import Arrived, Event, Left, Pressed, Profile, Quoted, Renewed, Said, Submitted, Where
from bot.domain.messages import Message, Reply, To
from bot.domain.people import Address, Stranger
from bot.platforms.base import Receipt
from bot.platforms.slack import happenings, payloads
from bot.platforms.slack.forms import modal, opened_by, sending, values
from bot.platforms.slack.house import House, Seat
from bot.platforms.slack.render import blocks, fallback, rest
from bot.platforms.slack.text import mentions, typed

QUOTE = "record_this"
"""The callback id of the shortcut in the menu of a message."""
_MOST_MENTIONS = 3
Answer = dict[str, Any] | None
"""What goes back with the acknowledgement."""


def nothing(_: Reply) -> bool:
    """There is no answer to put a reply in."""
    return False


def in_place(reply: Reply) -> bool:
    """Only what replaces something that is there, opens a form, or says what is wrong with one."""
    return reply.message is None or reply.to is To.IN_PLACE


@dataclass(frozen=True, slots=True)
class Acts:
    """The deeds of one person in one workspace."""

    house: House
    seat: Seat
    user: str

    @property
    def who(self) -> Address:
        """Where they are reached."""
        return Address(self.seat.workspace, self.user)

    # What they did

    def command(self, payload: payloads.Command) -> Answer:
        """Answer a slash command."""
        text = typed(payload.text)
        said = Said(
            self.who,
            f"command:{payload.trigger_id}",
            profile=None,
            text=text,
            where=Where.COMMAND,
            channel=payload.channel_id,
            mentioned=self._mentioned(text),
        )
        replies = self._hear(said, _without_drawing)
        self._open_forms(replies, payload.trigger_id)
        self._home()
        messages = [each for each in replies if each.message]
        if not replies:
            return _shown(Message(self.house.say(self.who, "chat.in_direct")))
        if len(messages) == 1:
            return _of(messages[0])
        for each in messages:
            self._respond(payload.response_url, each, replace_it=False)
        return None

    def says(self, payload: happenings.EventCallback, event: happenings.MessageEvent) -> None:
        """Hear what was typed in the direct channel."""
        text = typed(event.text)
        said = Said(
            self.who,
            payload.event_id,
            profile=None,
            text=text,
            opens_forms=False,
            mentioned=self._mentioned(text),
            at=_instant(event.ts),
        )
        self._hear(said, nothing)
        self._home()

    def mentions(self, payload: happenings.EventCallback, event: happenings.MessageEvent) -> None:
        """Answer a mention in a channel, to whoever wrote it alone."""
        text = typed(event.text).replace(f"@{self.seat.bot_user}", "", 1).strip()
        said = Said(
            self.who,
            payload.event_id,
            profile=None,
            text=text,
            where=Where.CHANNEL,
            channel=event.channel,
            opens_forms=False,
            mentioned=self._mentioned(text),
            at=_instant(event.ts),
        )
        for reply in self._hear(said, _without_drawing):
            if reply.message:
                self._later("mention", self._ephemeral(event.channel, reply.message))
        self._home()

    def presses(self, payload: payloads.BlockActions) -> None:
        """Hear a button: in a message, in one that only they see, or in the App Home."""
        action, held = payload.actions[0], payload.container
        receipt = _receipt(held)
        pressed = Pressed(
            self.who,
            f"press:{payload.trigger_id}",
            profile=None,
            token=action.token,
            receipt=receipt.message if receipt else None,
        )
        replies = self._hear(pressed, _answerable(held, receipt))
        self._open_forms(replies, payload.trigger_id, receipt)
        for reply in replies:
            if reply.message and receipt:
                self._put(reply, receipt)
            elif reply.message:
                self._respond(payload.response_url, reply, replace_it=reply.to is To.IN_PLACE)
        self._home()

    def submits(self, payload: payloads.ViewSubmission) -> Answer:
        """Answer a form: what is wrong with it, or another one; else it closes."""
        view = payload.view.model_dump()
        token, origin = opened_by(view)
        submitted = Submitted(
            self.who,
            sending(view),
            profile=None,
            token=token,
            values=values(view),
            receipt=Receipt.unpacked(origin).message if origin else None,
        )
        replies = self._hear(submitted, in_place if origin else _not_a_message)
        self._home()
        for reply in replies:
            if reply.message:
                self._put(reply, Receipt.unpacked(origin))
        return _closing(replies, origin)

    def quotes(self, payload: payloads.MessageAction) -> None:
        """Hear « record this », chosen in the menu of a message."""
        quoted = Quoted(
            self.who,
            f"quote:{payload.trigger_id}",
            profile=None,
            text=typed(payload.message.text),
            written_at=_instant(payload.message.ts),
        )
        replies = self._hear(quoted, _without_drawing)
        self._open_forms(replies, payload.trigger_id)
        for reply in replies:
            if reply.message:  # Pouce may not be a member of that channel
                self._respond(payload.response_url, reply, replace_it=False)
        self._home()

    def opens_home(self, payload: happenings.EventCallback) -> None:
        """Show the App Home; somebody whom Pouce never met is welcomed."""
        if not self.house.knows(self.who):
            self._hear(Arrived(self.who, payload.event_id, profile=None), nothing)
        self.house.opened(self.seat, self.who)

    def changes(self, payload: happenings.EventCallback, account: happenings.Account) -> None:
        """Hear that an account changed, of somebody who met Pouce: members of the workspace are many."""
        self.seat.voice.forget(self.user)
        if account.is_bot or not self.house.met(self.who):
            return
        kind: type[Event] = Left if account.deleted else Renewed
        self.house.hear(kind(self.who, payload.event_id, profile_of(account)), nothing)

    # Who they are

    def _mentioned(self, text: str) -> Mapping[str, Profile]:
        """Return whom they mention: what Slack says in time.

        Whom it does not tell of goes by their id meanwhile, and is asked about once the answer has left.
        """
        named = mentions(text)[:_MOST_MENTIONS]
        found = self.seat.voice.introduced(named, self.house.patience)
        for each in set(named) - set(found):
            self._later("profile", partial(self.seat.voice.profile, Address(self.seat.workspace, each)))
        return found

    def _hear(self, event: Event, at_once: Callable[[Reply], bool]) -> list[Reply]:
        """Bring what they did to Pouce; of somebody new, Slack is asked who they are, for a moment only."""
        try:
            return self.house.hear(event, at_once)
        except Stranger:
            told = self.seat.voice.introduced([self.user], self.house.patience).get(self.user)
        replies = self.house.hear(replace(event, profile=told or Profile(self.user)), at_once)
        if told is None:
            self._later("profile", self._learn)
        return replies

    def _learn(self) -> None:
        told = self.seat.voice.profile(self.who)
        self.house.hear(Renewed(self.who, f"told:{self.user}", told), nothing)

    # Where answers go

    def _open_forms(self, replies: list[Reply], trigger: str, receipt: Receipt | None = None) -> None:
        origin = receipt.packed() if receipt else ""
        form = next((each.form for each in replies if each.form), None)
        if form:
            self._later("form", lambda: self.seat.voice.open_form(trigger, form, origin))

    def _put(self, reply: Reply, receipt: Receipt) -> None:
        message = reply.message or Message("")
        self._later("in place", lambda: self.seat.voice.update(receipt, message))

    def _respond(self, response_url: str, reply: Reply, *, replace_it: bool) -> None:
        message = reply.message or Message("")
        self._later("respond", lambda: self.seat.voice.respond(response_url, message, replace=replace_it))

    def _ephemeral(self, channel: str, message: Message) -> Callable[[], None]:
        return lambda: self.seat.voice.ephemeral(channel, self.user, message)

    def _home(self) -> None:
        self.house.refresh(self.seat, self.who)

    def _later(self, what: str, work: Callable[[], object]) -> None:
        self.house.later(what, work)


def profile_of(account: happenings.Account) -> Profile:
    """Return an account as Pouce knows people."""
    return Profile(
        name=account.profile.display_name or account.profile.real_name,
        language=(account.locale or "")[:2],
        zone=account.tz or "",
        gone=account.deleted,
    )


def _without_drawing(reply: Reply) -> bool:
    """An ephemeral message holds no picture and no file: what has one goes to the direct channel."""
    said = reply.message
    return said is None or not (said.chart or said.files or rest(said))


def _answerable(held: payloads.Container, receipt: Receipt | None) -> Callable[[Reply], bool]:
    """Say what can be shown where a button was pressed: of the App Home, nothing but the App Home itself."""
    if held.is_ephemeral:
        return _without_drawing
    return in_place if receipt else _not_a_message


def _not_a_message(reply: Reply) -> bool:
    return reply.message is None


def _receipt(held: payloads.Container) -> Receipt | None:
    """Return the message that holds a button, if it is one that stays."""
    if held.is_ephemeral or not held.channel_id or not held.message_ts:
        return None
    return Receipt(held.channel_id, held.message_ts)


def _instant(ts: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _shown(message: Message, response_type: str = "ephemeral") -> Answer:
    return {"response_type": response_type, "text": fallback(message), "blocks": blocks(message)}


def _of(reply: Reply) -> Answer:
    return _shown(reply.message or Message(""), "in_channel" if reply.to is To.ROOM else "ephemeral")


def _closing(replies: list[Reply], origin: str) -> Answer:
    """Return what the form does next; an empty answer closes it."""
    errors: dict[str, str] = {}
    for reply in replies:
        errors |= dict(reply.errors)
    if errors:
        return {"response_action": "errors", "errors": errors}
    following = next((each.form for each in replies if each.form), None)
    return {"response_action": "update", "view": modal(following, origin)} if following else None
