"""Who is who: people, how they are reached, their team, and what each may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendar import WEEKDAYS
from bot.domain.phases import Phase, PhaseSpan, phase_on
from bot.domain.seasons import Season

DEFAULT_MOMENT = time(9, 30)
NOON = time(12, 0)


class Role(StrEnum):
    """What someone is in a team."""

    INTRAPRENEUR = "intrapreneur"
    TEAMMATE = "teammate"
    """May record everything; asked nothing until they accept."""
    COACH = "coach"
    """Invited; reads what the team reads, between two dates."""
    OBSERVER = "observer"
    """Invited; reads, and is never asked."""


READERS = frozenset({Role.COACH, Role.OBSERVER})


class Standing(StrEnum):
    """Where a membership is."""

    INVITED = "invited"
    REQUESTED = "requested"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


class Rhythm(StrEnum):
    """How much a person wants to hear (PRACTICES §3)."""

    GENTLE = "gentle"
    """One message a week."""
    NORMAL = "normal"
    SUSTAINED = "sustained"
    """Normal, and an end-of-day line for what is asked every day."""


class TeamState(StrEnum):
    """Where a team comes from, hence who may enter it."""

    ACTIVE = "active"
    PROPOSED = "proposed"
    """By a coach, who sees nothing of it until its intrapreneur accepts."""
    IMPORTED = "imported"
    """From public data, still empty: the first person who claims it has it."""


class Stranger(LookupError):
    """Pouce never met whoever acted, and the event does not say what their chat tells of them."""


@dataclass(frozen=True, slots=True)
class Scope:
    """In whose name the store is asked: a workspace, and the person who looks.

    The clock looks at everything: it is the only reader with neither.
    """

    workspace: int | None
    viewer: int | None = None


CLOCK = Scope(None, None)


class AddressKind(StrEnum):
    """What an address leads to."""

    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone or some channel is reached: the chat's own id in one workspace."""

    workspace: int
    external_id: str
    kind: AddressKind = AddressKind.PERSON


@dataclass(frozen=True, slots=True)
class Person:
    """Someone Pouce speaks with."""

    id: int
    name: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    moment: time = DEFAULT_MOMENT
    days: frozenset[int] = WEEKDAYS
    rhythm: Rhythm = Rhythm.NORMAL
    arrived_on: date | None = None
    """The local day onboarding ended; None while it has not. Nothing due before it is nudged."""
    privacy_read: bool = False
    own_language: bool = False
    """They chose their language here: it no longer follows the chat's."""
    own_zone: bool = False
    """They chose their zone here: it no longer follows the chat's."""

    @property
    def tz(self) -> ZoneInfo:
        """The person's own time zone."""
        return ZoneInfo(self.zone)

    @property
    def asks_in_the_morning(self) -> bool:
        """A morning asks about the previous mission day, an afternoon about today."""
        return self.moment < NOON


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one product."""

    id: int
    workspace: int
    name: str
    state: TeamState = TeamState.ACTIVE
    phases: tuple[PhaseSpan, ...] = ()
    holidays: str = "FR"
    """`FR`, or `FR-57`, `FR-971`, `FR-974`, `FR-NC` for a subdivision."""
    arrived_on: date | None = None
    """The day its first member finished onboarding."""
    funding_ends_on: date | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    """The id in the public data it was imported from."""
    season: Season | None = None
    season_until: date | None = None
    """The last day of the season."""

    def span_on(self, day: date) -> PhaseSpan | None:
        """Return the phase in force on a day, with its start."""
        return phase_on(self.phases, day)

    def phase_on(self, day: date) -> Phase | None:
        """Return the phase in force on a day."""
        span = self.span_on(day)
        return span.phase if span else None

    def season_on(self, day: date) -> Season | None:
        """Return the season that a day is in, if it is in one: it ends by itself."""
        return self.season if self.season_until and day <= self.season_until else None


@dataclass(frozen=True, slots=True)
class Membership:
    """One person in one team."""

    team: int
    person: int
    role: Role
    standing: Standing
    reads_since: date | None = None
    """For a reader: records of earlier days are not shown. None is from the beginning."""
    until: date | None = None
    """For a reader: the last day of access."""
    asked: frozenset[str] = frozenset()
    """For a teammate: the practices they accepted to be asked."""
    invited_by: int | None = None

    def is_member(self) -> bool:
        """Say whether they record for the team (intrapreneur or teammate)."""
        return self.standing is Standing.ACTIVE and self.role not in READERS

    def reads_on(self, today: date) -> bool:
        """Say whether they may read the team today: members always, readers between their dates."""
        if self.standing is not Standing.ACTIVE:
            return False
        return self.role not in READERS or self.until is None or today <= self.until
