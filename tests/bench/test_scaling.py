"""What 1,000, 100,000 and 10,000,000 people ask of Pouce: the busiest morning simulated, and sums for a year.

Nothing here is measured: it starts from `MEASURED`, which the other benches print, and from `SUPPOSED`, which
is cautious. `docs/scaling.md` quotes what this prints, and the test says so when it no longer does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "scaling.md"
SEED = 2026
STEP = 10  # seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """What this machine of two busy cores does: see the other benches."""

    planned: float
    """People planned in a second by one process."""
    sent: float
    """Messages sent in a second by one process."""


MEASURED = {"SQLite": Measured(280, 900), "PostgreSQL": Measured(180, 220)}
BYTES = {"delivery": 810, "nudge": 270, "activity": 280}
"""Of a row and its indexes, on whichever database takes more."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What nobody measured."""

    messages_a_week: float = 2.5
    items_a_message: float = 1.6
    records_a_week: float = 1.5
    weeks: int = 46
    busiest: float = 1.0
    """Share of people who hear something on the busiest morning: on some Thursdays, all of them."""
    spread: int = 600
    """Seconds over which a crowd is spread."""
    crowd: int = 100
    chat: float = 5.0
    """Messages a second that Pouce sends to a whole workspace, on Slack as on Mattermost."""
    database: float = 2_500.0
    """Messages a second that a PostgreSQL server of some eight cores carries, whatever the workers."""


SUPPOSED = Supposed()


@dataclass(frozen=True, slots=True)
class Zone:
    """Where half past nine comes at its own hour (UTC, in winter), and for which share of the people."""

    name: str
    hour: float
    share: float


ZONES = (
    Zone("Paris", 8.5, 0.92),
    Zone("La Réunion, Mayotte", 5.5, 0.03),
    Zone("Guyane", 12.5, 0.01),
    Zone("Guadeloupe, Martinique", 13.5, 0.02),
    Zone("Tahiti", 19.5, 0.01),
    Zone("Nouméa", 22.5, 0.01),
)


@dataclass(frozen=True, slots=True)
class House:
    """How many people, and what serves them."""

    people: int
    largest: int
    """The people of the largest workspace."""
    database: str
    workers: int

    @property
    def planned_per_second(self) -> float:
        return min(MEASURED[self.database].planned * self.workers, SUPPOSED.database)

    @property
    def sent_per_second(self) -> float:
        return min(MEASURED[self.database].sent * self.workers, SUPPOSED.database)


HOUSES = (
    House(1_000, 1_000, "SQLite", 1),
    House(10_000, 5_000, "SQLite", 1),
    House(100_000, 20_000, "SQLite", 1),
    House(100_000, 20_000, "PostgreSQL", 4),
    House(100_000, 20_000, "PostgreSQL", 16),
    House(10_000_000, 200_000, "PostgreSQL", 64),
)


@dataclass(frozen=True, slots=True)
class Morning:
    """How the busiest morning went, in seconds after half past nine in Paris."""

    messages: int
    planned: float
    """When the last message was planned."""
    half: float
    most: float
    """When 95 of 100 had left."""
    last: float


def simulated(house: House) -> Morning:
    """Play half past nine in Paris: people planned one after another, spread, sent in turn by workspace."""
    due = [round(size * ZONES[0].share * SUPPOSED.busiest) for size in sizes(house)]
    total, now, gone = sum(due), 0, 0.0
    planning = total / house.planned_per_second
    waiting, sent_by = [0.0] * len(due), {}
    while gone < total - 0.5:
        now += STEP
        crowd, few = (_arriving(now, planning, spread) for spread in (SUPPOSED.spread, 1e-3))
        more = (each * (crowd if each > SUPPOSED.crowd else few) for each in due)
        waiting = [each + new for each, new in zip(waiting, more, strict=True)]
        sent = shared([min(each, SUPPOSED.chat * STEP) for each in waiting], house.sent_per_second * STEP)
        waiting = [each - left for each, left in zip(waiting, sent, strict=True)]
        gone += sum(sent)
        sent_by[now] = gone
    half, most = (next(at for at, sent in sent_by.items() if sent >= part * total) for part in (0.5, 0.95))
    return Morning(total, planning, half, most, now)


def _arriving(now: float, planning: float, spread: float) -> float:
    """The share of people who may leave in the step that ends now."""
    return _arrived(now, planning, spread) - _arrived(now - STEP, planning, spread)


def _arrived(now: float, planning: float, spread: float) -> float:
    """The share of people whose instant of planning and own delay, both even, add up to less than now."""
    before = [max(now - each, 0.0) ** 2 for each in (0.0, planning, spread, planning + spread)]
    return (before[0] - before[1] - before[2] + before[3]) / (2 * planning * spread)


def sizes(house: House) -> list[int]:
    """The people of each workspace: few are large, most are small."""
    dice, found, left = Random(SEED), [house.largest], house.people - house.largest
    while left > 0:
        size = min(left, house.largest, round(50 * dice.paretovariate(0.8)))
        found.append(size)
        left -= size
    return found


def shared(wanted: Sequence[float], room: float) -> list[float]:
    """Give every workspace an equal part of what can be sent, and what some do not want to the others."""
    if sum(wanted) <= room:
        return list(wanted)
    given = [0.0] * len(wanted)
    poorest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for n, which in enumerate(poorest_first):
        given[which] = min(wanted[which], room / (len(wanted) - n))
        room -= given[which]
    return given


def year(people: int) -> dict[str, int]:
    """The rows that a year of these people adds."""
    messages = people * SUPPOSED.messages_a_week * SUPPOSED.weeks
    return {
        "delivery": round(messages),
        "nudge": round(messages * SUPPOSED.items_a_message),
        "activity": round(people * SUPPOSED.records_a_week * SUPPOSED.weeks),
    }


# What is said of it


def morning_row(house: House) -> str:
    """A line of the table of mornings."""
    went = simulated(house)
    cells = (
        f"{house.people:,}",
        f"{house.database}, {house.workers} process{'es' * (house.workers > 1)}",
        f"{went.messages:,}",
        clock(went.planned),
        clock(went.half),
        clock(went.most),
        clock(went.last),
    )
    return f"| {' | '.join(cells)} |"


def year_row(people: int) -> str:
    """A line of the table of years."""
    rows = year(people)
    size = sum(number * BYTES[table] for table, number in rows.items())
    day = people * SUPPOSED.messages_a_week / 5
    cells = (f"{people:,}", f"{day:,.0f}", *(f"{each:,}" for each in rows.values()), weight(size))
    return f"| {' | '.join(cells)} |"


def zone_row(zone: Zone) -> str:
    """A line of the table of zones."""
    most = (round(people * zone.share) for people in (1_000, 100_000, 10_000_000))
    return f"| {zone.name} | {int(zone.hour):02}:30 | {' | '.join(f'{each:,}' for each in most)} |"


def clock(seconds: float) -> str:
    """Write a duration as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02}"


def weight(size: int) -> str:
    """Write a size in the unit that fits."""
    thousands = min((len(str(size)) - 1) // 3, 4)
    return f"{size / 1000**thousands:,.1f} {('B', 'kB', 'MB', 'GB', 'TB')[thousands]}"


@pytest.mark.bench
def test_the_document_says_what_the_simulation_says(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        *map(morning_row, HOUSES),
        *map(year_row, (1_000, 100_000, 10_000_000)),
        *map(zone_row, ZONES),
    ]
    with capsys.disabled():
        print("", *rows, sep="\n")
    written = DOCUMENT.read_text(encoding="utf-8")
    assert [row for row in rows if row not in written] == []


@pytest.mark.bench
def test_no_workspace_and_no_machine_goes_faster_than_it_may() -> None:
    house = HOUSES[3]
    went = simulated(house)
    assert went.last >= house.largest * ZONES[0].share / SUPPOSED.chat
    assert went.last >= went.messages / house.sent_per_second
    assert sum(sizes(house)) == house.people


@pytest.mark.bench
def test_what_can_be_sent_is_shared_evenly() -> None:
    assert shared([1, 50, 50], 61) == [1, 30, 30]
    assert shared([1, 2, 3], 100) == [1, 2, 3]
