"""What Pouce says, with no platform in it. Each chat renders these as it can; text alone must suffice."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.practices import FieldKind


class Style(StrEnum):
    """How much a button stands out."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `verb` and `args` come back as they left, sealed on the way."""

    label: str
    verb: str
    args: tuple[str, ...] = ()
    style: Style = Style.PLAIN
    token: str = ""
    """The sealed form of verb and args; set at the door, never by a deed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known about it: one row of a summary."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, for what is really a table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of counts: one row of numbers per label. `alt` says the same in words."""

    title: str
    columns: tuple[str, ...]
    """One per week, oldest first."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    """Something to open or keep."""

    name: str
    media_type: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with the buttons that belong to it."""

    text: str
    buttons: tuple[Button, ...] = ()
    quote: str = ""
    """Somebody's own words, shown as such and never read as markup."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. The first line of `text` must make sense alone on a telephone."""

    text: str
    buttons: tuple[Button, ...] = ()
    quote: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    files: tuple[File, ...] = ()
    parts: tuple[Part, ...] = ()
    """What follows under the main text: the one-line items of a nudge, each with its button."""
    footer: str = ""

    def all_buttons(self) -> tuple[Button, ...]:
        """Return every button, in reading order."""
        return self.buttons + tuple(button for part in self.parts for button in part.buttons)

    def without_buttons_of(self, nudges: frozenset[str]) -> "Message":
        """Return the same message without the buttons of some of its questions, by their nudges."""
        parts = tuple(replace(part, buttons=_others(part.buttons, nudges)) for part in self.parts)
        return replace(self, buttons=_others(self.buttons, nudges), parts=parts)

    def with_last_line(self, line: str) -> "Message":
        """Return the same message with one more line under it."""
        return replace(self, footer="\n".join(filter(None, (self.footer, line))))


def _others(buttons: tuple[Button, ...], nudges: frozenset[str]) -> tuple[Button, ...]:
    return tuple(each for each in buttons if not each.args or each.args[0] not in nudges)


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form."""

    id: str
    kind: FieldKind
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Values and what they are called."""
    value: str | list[str] | None = None
    """What it is filled with when it opens."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields to fill. `verb` and `args` come back with the values."""

    title: str
    verb: str
    args: tuple[str, ...]
    inputs: tuple[Input, ...]
    submit: str
    intro: str = ""
    token: str = ""


class To(StrEnum):
    """Where a reply goes."""

    ME = "me"
    """Privately to the person who acted."""
    ROOM = "room"
    """To everyone where it was said; only what was deliberately shared."""
    IN_PLACE = "in_place"
    """Instead of the message whose button was pressed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message and where it goes; or a form to open; or the errors of the form just sent."""

    message: Message | None = None
    to: To = To.ME
    form: Form | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    """By field id: shown in the form, which stays open with what was typed."""
    later: bool = False
    """A delivery rather than the immediate answer: a file, a chart, or over 1 s of work."""
    recipient: int | None = None
    """Somebody else than the person who acted (an invitation, a request)."""
