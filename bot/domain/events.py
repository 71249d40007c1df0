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


@dataclass(frozen=True, slots=True)
class Event:
    """What every event carries: who acted, and the chat's own id of the act, unique."""

    who: Address
    id: str
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True)
class Said(Event):
    """Somebody typed something."""

    text: str = ""
    where: Where = Where.DIRECT
    channel: str | None = None
    """The chat's id of the channel it was typed in."""
    trigger: str | None = None
    """What a form may be opened with, on chats that have such a thing."""


@dataclass(frozen=True, slots=True)
class Pressed(Event):
    """Somebody pressed a button."""

    token: str = ""
    verb: str = ""
    """What the token says once opened at the door; `forged` or `expired` when it does not open."""
    args: tuple[str, ...] = ()
    trigger: str | None = None
    receipt: str | None = None
    """The chat's id of the message that holds the button."""


@dataclass(frozen=True, slots=True)
class Submitted(Event):
    """Somebody sent a form."""

    token: str = ""
    verb: str = ""
    args: tuple[str, ...] = ()
    values: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived(Event):
    """First command, first direct message or first home opened; never merely joining a workspace."""


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The account was deactivated."""
