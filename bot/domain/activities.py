"""What was done: an activity is a recorded fact, editable and undoable by its author."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.practices import Visibility

Value = str | int | float | bool | list[str]
Answers = Mapping[str, Value]
"""By field id. Dates are ISO text, money is integer cents, a link is the id of an activity."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A recorded fact of a team."""

    id: int
    team: int
    practice: str
    author: int | None
    """None when it came with an import."""
    day: date
    answers: Answers
    text: str = ""
    """The sentence as it was typed, whole."""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    visibility: Visibility = Visibility.TEAM
    recorded_at: datetime | None = None
    closed_on: date | None = None
    """For a practice that opens: the day it was closed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity about to be recorded: what was understood, before it has an id."""

    team: int
    practice: str
    author: int | None
    day: date
    answers: Answers = field(default_factory=dict)
    text: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    visibility: Visibility = Visibility.TEAM
    source: str | None = None
    """What it came from (an inbound id, an import key): unique, so that it is recorded once."""
