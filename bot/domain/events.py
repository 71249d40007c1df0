"""What a person did, with no platform in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Address


class Where(StrEnum):
    """How the words reached us."""

    DIRECT = "direct"
    """A message in the direct channel: everything is for Pouce."""
    COMMAND = "command"
    """After the slash command: never an answer to an earlier question unless it says so."""
    CHANNEL = "channel"
    """A mention where others read."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the chat says of someone."""

    name: str = ""
    language: str = ""
    zone: str = ""
    quiet_until: datetime | None = None
    """Do not disturb, as the chat knows it."""
    gone: bool = False
    """The account was deactivated."""
    is_bot: bool = False
    """An application, and nobody."""


@dataclass(frozen=True, slots=True)
class Event:
    """What every event carries: who acted, and the chat's own id of the act, unique."""

    who: Address
    id: str
    profile: Profile | None = field(default_factory=Profile)
    """None where the chat was not asked: for whomever Pouce met, it need not be."""
    opens_forms: bool = field(default=True, kw_only=True)
    """Whether a form may be the answer: no chat opens one because of a mere message."""

    @property
    def told(self) -> Profile:
        """What the chat says of them, nothing where it was not asked."""
        return self.profile or Profile()


@dataclass(frozen=True, slots=True)
class Written:
    """Words that stand in the chat, written by whomever."""

    text: str
    """As it is read: no escape nor mark of the chat is left in it."""
    at: datetime | None = None
    """When they were written, where the chat says."""


@dataclass(frozen=True, slots=True)
class Said(Event):
    """Somebody typed something."""

    text: str = ""
    where: Where = Where.DIRECT
    channel: str | None = None
    """The chat's id of the channel it was typed in."""
    thread: str | None = None
    """The chat's id of the message that heads the thread it was typed in, where the chat says."""
    under: Written | None = None
    """What heads the thread it was typed in, where the chat tells."""
    at: datetime | None = None
    """When it was typed, where the chat says: after a cut, it is heard later."""
    mentioned: Mapping[str, Profile] = field(default_factory=dict)
    """Who is named in the text, by the chat's own id, and what the chat says of each."""


@dataclass(frozen=True, slots=True)
class Pressed(Event):
    """Somebody pressed a button."""

    token: str = ""
    verb: str = ""
    """What the token says once opened at the door; `forged` or `expired` when it does not open."""
    args: tuple[str, ...] = ()
    receipt: str | None = None
    """The chat's id of the message that holds the button."""


@dataclass(frozen=True, slots=True)
class Submitted(Event):
    """Somebody sent a form."""

    token: str = ""
    verb: str = ""
    args: tuple[str, ...] = ()
    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    receipt: str | None = None
    """The chat's id of the message whose button opened the form, where the chat can tell."""


@dataclass(frozen=True, slots=True)
class Quoted(Event):
    """Somebody chose a message, written by whomever, to note it: it commands nothing and answers nothing."""

    text: str = ""
    """As it is read: no escape nor mark of the chat is left in it."""
    written_at: datetime | None = None
    """When it was written, where the chat says."""
    link: str = ""
    """Where it stands, where the chat says."""


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """First command, first direct message or first home opened; never merely joining a workspace."""


@dataclass(frozen=True, slots=True)
class Renewed(Event):
    """The chat says that somebody's profile changed: the event carries the new one."""


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The account was deactivated."""
