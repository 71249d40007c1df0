"""What a story is made of, once read: who is there, and what happens, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendar import WEEKDAYS
from bot.domain.phases import Phase


@dataclass(frozen=True, slots=True)
class Line:
    """Where something was written."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team that is there from the start."""

    name: str
    phase: Phase
    since: date


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who is there from the start; without a zone, they live in the story's."""

    name: str
    role: str
    team: str | None
    language: str = "fr"
    zone: str | None = None
    days: frozenset[int] = WEEKDAYS
    moment: time | None = None
    rhythm: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """Words for whoever reads."""

    text: str


@dataclass(frozen=True, slots=True)
class At:
    """Time goes on until this hour, local to the story."""

    local: datetime


@dataclass(frozen=True, slots=True)
class Says:
    """Somebody types."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses the newest button whose label starts so."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Fills:
    """Somebody fills the form that is open, and sends it."""

    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hears:
    """Somebody must have been told this since their last act; None is silence."""

    name: str
    text: str | None


Deed = Comment | At | Says | Presses | Fills | Hears


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, or must have happened."""

    line: Line
    deed: Deed


@dataclass(frozen=True, slots=True)
class Script:
    """A story, read and checked."""

    zone: ZoneInfo
    teams: tuple[TeamLine, ...]
    people: tuple[PersonLine, ...]
    steps: tuple[Step, ...]

    @property
    def first_hour(self) -> datetime:
        """The first hour it names, local to the story."""
        return next(step.deed.local for step in self.steps if isinstance(step.deed, At))


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be played, and what to write instead."""

    number: int
    what: str
    example: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.what}; for example: {self.example}"
