"""A simulated year: people in six zones, who answer or not as the dice say."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.coach.turn import reschedule
from bot.domain.activities import Draft
from bot.domain.calendar import Absence
from bot.domain.events import Profile
from bot.domain.people import CLOCK, Address, Membership, Person, Rhythm, Role, Scope, Standing
from bot.domain.phases import Phase, PhaseSpan
from bot.stories.audience import StoryVoice
from bot.wiring import Bot

ZONES = (
    ("Europe/Paris", "FR"),
    ("Europe/Paris", "FR-57"),
    ("Indian/Reunion", "FR-974"),
    ("Pacific/Noumea", "FR-NC"),
    ("America/Guadeloupe", "FR-971"),
    ("America/Cayenne", "FR-973"),
    ("Pacific/Tahiti", "FR"),
)
DAYS = (
    frozenset(range(5)),
    frozenset({0, 1, 3}),
    frozenset({1, 3}),
    frozenset({2}),
    frozenset({0, 1, 2, 3}),
    frozenset({0, 4}),
)
MOMENTS = (time(9, 30), time(8, 0), time(16, 30), time(2, 30), time(23, 45))
PHASES = (Phase.INVESTIGATION, Phase.CONSTRUCTION, Phase.ACCELERATION, Phase.CONSOLIDATION)


@dataclass
class Resident:
    """Somebody of the year, as the test knows them."""

    id: int
    name: str
    team: int
    zone: str
    calendar: str
    days: frozenset[int]
    moment: time
    rhythm: Rhythm
    phase: Phase
    habit: float
    """How often they note what they do, from 0 to 1."""
    absence: Absence
    logged: dict[str, dict[date, datetime]] = field(default_factory=lambda: defaultdict(dict))
    """By practice: the days noted, and when they were first noted."""


@dataclass
class Year:
    """The bot, its room, and who lives there."""

    bot: Bot
    start: datetime
    seed: int
    residents: list[Resident] = field(default_factory=list)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.start
        self.dice = Random(self.seed)
        self.voice = StoryVoice(lambda: self.now)
        with self.bot.store.write(CLOCK) as memory:
            self.workspace = memory.workspace("room", "local")
        self.bot.voices[self.workspace] = self.voice

    def settle(self, number: int) -> None:
        """Bring people in, every zone and every kind of week among them."""
        for n in range(number):
            zone, calendar = ZONES[n % len(ZONES)]
            away = self.start.date() + timedelta(days=self.dice.randrange(30, 300))
            resident = Resident(
                id=0,
                name=f"p{n}",
                team=0,
                zone=zone,
                calendar=calendar,
                days=DAYS[n % len(DAYS)],
                moment=MOMENTS[n % len(MOMENTS)],
                rhythm=(Rhythm.NORMAL, Rhythm.NORMAL, Rhythm.GENTLE, Rhythm.SUSTAINED)[n % 4],
                phase=PHASES[n % len(PHASES)],
                habit=(0.0, 0.5, 1.0)[n % 3],
                absence=Absence(away, away + timedelta(days=self.dice.randrange(1, 25))),
            )
            self._welcome(resident)

    def _welcome(self, resident: Resident) -> None:
        with self.bot.store.write(Scope(self.workspace)) as memory:
            profile = Profile(resident.name, "fr", resident.zone)
            person = memory.welcome(Address(self.workspace, resident.name), profile, self.start)
            arrived = self.start.astimezone(person.tz).date()
            span = PhaseSpan(resident.phase, arrived - timedelta(days=10))
            team = memory.create_team(f"Produit {resident.name}", (span,), holidays=resident.calendar)
            person = _settled(person, resident, arrived)
            memory.save(person)
        resident.id, resident.team = person.id, team.id
        with self.bot.store.write(Scope(self.workspace, person.id)) as memory:
            memory.put_membership(Membership(team.id, person.id, Role.INTRAPRENEUR, Standing.ACTIVE))
            memory.add_absence(person.id, resident.absence)
            reschedule(self.bot.kit, memory, person, self.start)
        self.residents.append(resident)

    def note(self, resident: Resident, practice: str, day: date) -> None:
        """Somebody notes something by themselves."""
        with self.bot.store.write(Scope(self.workspace, resident.id)) as memory:
            memory.record(Draft(resident.team, practice, resident.id, day), self.now)
        resident.logged[practice].setdefault(day, self.now)

    def run(self, end: datetime) -> None:
        """Jump from wake to wake; once a day, the dice say who notes what."""
        noon = self.start.replace(hour=12, minute=0)
        while self.now < end:
            wake = self.bot.next_wake(self.now) or end
            if min(noon, wake) >= end:
                return
            if noon <= wake:
                self.now = noon
                self._habits()
                noon += timedelta(days=1)
            else:
                self.now = max(self.now, wake)
                self.bot.tick(self.now)

    def _habits(self) -> None:
        for resident in self.residents:
            if self.dice.random() < resident.habit * 0.6:
                practice = self.dice.choice(("feedback", "user_test", "release", "week_focus", "interview"))
                self.note(resident, practice, self.now.astimezone(ZoneInfo(resident.zone)).date())


def _settled(person: Person, resident: Resident, arrived: date) -> Person:
    return replace(
        person,
        zone=resident.zone,
        days=resident.days,
        moment=resident.moment,
        rhythm=resident.rhythm,
        arrived_on=arrived,
        privacy_read=True,
    )


START = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
END = datetime(2027, 9, 1, 6, 0, tzinfo=UTC)
