"""What the templates are given: plain shapes, and the words of a language that fill them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from bot.domain.messages import Input


class Tongue(Protocol):
    """The words of a language, and how it writes days and hours."""

    @property
    def language(self) -> str:
        """Its code, such as `fr`."""
        ...

    def say(self, key: str, /, **facts: object) -> str:
        """Return a phrase."""
        ...

    def day(self, day: date, *, year: bool = False) -> str:
        """Return a short day."""
        ...

    def long_day(self, day: date, *, year: bool = False) -> str:
        """Return a day in full."""
        ...

    def time(self, at: time) -> str:
        """Return an hour."""
        ...

    def join(self, words: Sequence[str]) -> str:
        """Return a list in words."""
        ...


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody, as the page presents them."""

    id: str
    name: str
    what: str
    hour: str
    language: str
    href: str


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A conversation one may go to."""

    id: str
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ClockView:
    """The hour of the room, for somebody."""

    text: str
    day: str


Buttons = Sequence[tuple[str, str, str]]
"""Label, token, style."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as somebody sees it."""

    id: int
    order: int
    place: str
    kind: str
    author: str
    mine: bool
    bot: bool
    when: str
    iso: str
    private: bool
    text: str
    long: bool
    head: str
    quote: str
    facts: Sequence[tuple[str, str]]
    table: tuple[Sequence[str], Sequence[Sequence[str]]] | None
    chart: tuple[str, str, str] | None
    files: Sequence[tuple[str, str, str]]
    parts: Sequence[tuple[str, str, Buttons]]
    buttons: Buttons
    footer: str


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to fill."""

    title: str
    intro: str
    submit: str
    token: str
    fields: Sequence[Input]


@dataclass(frozen=True, slots=True)
class WhyView:
    """The panel that says why."""

    when: str
    resting: bool
    next_look: str
    days: str
    budget: str
    rows: Sequence[tuple[str, str, str, bool, str]]
    past: Sequence[tuple[str, str, Sequence[tuple[str, str, str, bool, str]]]]
