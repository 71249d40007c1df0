"""What the page asks of the house it opens on: who is there, what time it is, and why Pouce spoke or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.events import Event
from bot.domain.messages import Reply
from bot.domain.people import Address, Person, Role
from bot.domain.phases import Phase
from bot.domain.verdicts import Why
from bot.domain.week import WeekSoFar
from bot.platforms.room.posts import Post


class Obstacle(StrEnum):
    """Why something cannot be done in the room; the value is the phrase that says so."""

    CLOCK_PAST = "room.clock_past"
    CLOCK_FAR = "room.clock_far"
    CLOCK_NO_DATE = "room.clock_no_date"
    CLOCK_BUSY = "room.clock_busy"
    NO_NAME = "room.no_name"
    NO_ZONE = "room.no_zone"
    NAME_TAKEN = "room.name_taken"
    NOT_PRODUCTS = "room.not_products"
    SHARED = "room.shared"


class Impossible(Exception):
    """What was asked cannot be done; nothing changed."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody in the room, and what they are in which team."""

    id: str
    name: str
    language: str
    zone: str
    roles: Sequence[tuple[Role, str]] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: the direct one with Pouce, or a team's channel."""

    address: Address
    name: str
    """Of the team; empty for the direct one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What was decided about one reminder."""

    practice: str
    """Its label, in the language of whoever asks."""
    team: str
    reminder: str
    """Where it is written: practice and reminder, by their ids."""
    why: Why | None
    """None when it is said."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A moment at which Pouce looked at somebody."""

    at: datetime
    spoke: bool
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why Pouce spoke to somebody or not: now, and at the last moments."""

    person: Person | None = None
    next_look: datetime | None = None
    resting: bool = False
    """Whether today is no mission day of theirs, or off."""
    week: WeekSoFar | None = None
    now: Sequence[Reason] = ()
    past: Sequence[Glance] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """What came while the clock went on."""

    posts: Sequence[Post]
    silent: int
    """How many times Pouce looked at somebody and said nothing."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file of products brought."""

    created: int
    updated: int
    unchanged: int
    unusable: int
    phases: Mapping[Phase | None, int] = field(default_factory=dict)


class House(Protocol):
    """The room as it is run. Raises Impossible for what cannot be done."""

    def beginning(self) -> int | None:
        """Return which beginning this is; None before any."""
        ...

    def now(self) -> datetime:
        """Return the hour of the room."""
        ...

    def occupants(self) -> list[Occupant]:
        """Return who is there, in the order they came."""
        ...

    def places(self, who: str) -> list[Place]:
        """Return the conversations somebody reads, the direct one first."""
        ...

    def is_new(self, who: str) -> bool:
        """Say whether Pouce has never met somebody."""
        ...

    def hear(self, event: Event) -> list[Reply]:
        """Bring what somebody did to Pouce."""
        ...

    def deliver(self) -> None:
        """Let leave what was meant for others, or takes time."""
        ...

    def explain(self, who: str) -> Explanation:
        """Say why Pouce speaks to somebody or not."""
        ...

    def travel(self, who: str, wish: str) -> Journey:
        """Move the clock: to the next `message`, to tomorrow's `moment`, or to a date written in ISO."""
        ...

    def begin(self, kind: str, language: str) -> None:
        """Begin again: with the people of the `tour`, or with `nothing`."""
        ...

    def cast(self, language: str) -> list[Occupant]:
        """Return who would be there if the room began with the tour."""
        ...

    def let_in(self, name: str, language: str, zone: str) -> str:
        """Let somebody in, and return their id."""
        ...

    def load(self, content: bytes) -> Loaded:
        """Bring in the teams of a file of products."""
        ...

    def examples(self, language: str) -> list[tuple[str, str]]:
        """Return what may be recorded: the label of a practice, and a line that records it."""
        ...

    def imported(self) -> int:
        """Count the teams that wait to be claimed."""
        ...

    def subscribe(self, bell: Callable[[], None]) -> Callable[[], None]:
        """Call this each time something happened; return what ends that."""
        ...
