"""T1: the next moment of somebody, wherever they live, against an oracle that only reads clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.calendar import WorkDays
from bot.domain.moments import instant, next_midnight, next_moment
from bot.domain.people import Person
from tests.time.zones import DAY, MINUTE, ZONES, changes, first_instant, local

SEED = 20261124
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
EDGES = (time(0), time(0, 30), time(1, 15), time(2, 30), time(3, 0), time(23, 45), time(9, 30))
CASES = [
    pytest.param(3_000, id="suite"),
    pytest.param(1_000_000, id="soak", marks=pytest.mark.soak),
]


@dataclass(frozen=True)
class Case:
    """Somebody, and an instant."""

    zone: str
    moment: time
    days: frozenset[int]
    now: datetime

    @property
    def person(self) -> Person:
        return Person(1, "Ada", zone=self.zone, moment=self.moment, days=self.days)


def case(dice: Random) -> Case:
    """Half of the cases fall near a change of hour, at hours that it may skip or repeat."""
    zone = dice.choice(ZONES)
    moment = dice.choice(EDGES) if dice.random() < 0.5 else time(dice.randrange(24), dice.randrange(60))
    days = frozenset(dice.sample(range(7), dice.randint(1, 7)))
    near = changes(zone, FIRST.year, LAST.year)
    if near and dice.random() < 0.5:
        now = dice.choice(near) + MINUTE * dice.randint(-4000, 2000)
    else:
        spread = (LAST - FIRST) // timedelta(seconds=1)
        now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(spread))
    return Case(zone, moment, days, now)


def expected(of: Case) -> datetime:
    """The first of the instants of their mission days that is ahead."""
    today = local(of.now, of.zone).date()
    days = [today + DAY * n for n in range(-2, 10)]
    instants = [first_instant(day, of.moment, of.zone) for day in days if day.weekday() in of.days]
    return min(each for each in instants if each > of.now)


@pytest.mark.parametrize("number", CASES)
def test_the_next_moment_is_the_first_one_ahead_on_a_mission_day(number: int) -> None:
    print(f"seed {SEED}")
    dice = Random(SEED)
    wrong = []
    for _ in range(number):
        of = case(dice)
        found = next_moment(of.person, [WorkDays(of.days)], [], of.now)
        if not (found > of.now and found == expected(of) and local(found, of.zone).weekday() in of.days):
            wrong.append((of, found, expected(of)))
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_day_has_one_moment_and_it_falls_on_that_day(zone: str) -> None:
    for at in EDGES:
        for year in range(FIRST.year, LAST.year + 1):
            for change in changes(zone, year, year):
                day = local(change, zone).date()
                for each in (day - DAY, day, day + DAY):
                    found = instant(each, at, Person(1, "Ada", zone=zone).tz)
                    assert local(found, zone).date() == each, (zone, each, at)
                    assert found == first_instant(each, at, zone), (zone, each, at)


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_ends_when_the_date_changes(zone: str) -> None:
    for change in changes(zone, FIRST.year, LAST.year):
        for minutes in range(-1500, 1500, 7):
            now = change + MINUTE * minutes
            end = next_midnight(now, Person(1, "Ada", zone=zone).tz)
            day = local(now, zone).date()
            assert end > now, (zone, now)
            assert (local(end, zone).date() - day, local(end - MINUTE, zone).date()) == (DAY, day), (
                zone,
                now,
            )


def test_the_hour_that_spring_skips_comes_after_and_the_one_that_autumn_repeats_comes_once() -> None:
    paris = Person(1, "Ada").tz
    assert instant(date(2027, 3, 28), time(2, 30), paris) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(2, 30), paris) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
