"""T2: around every change of hour, minute by minute: each local day has its moment, once."""

from datetime import datetime, time
from random import Random

import pytest

from bot.domain.calendar import WorkDays
from bot.domain.moments import next_moment
from bot.domain.people import Person
from tests.time.zones import DAY, MINUTE, ZONES, changes, local

SEED = 20261124
EVERY_DAY = WorkDays(frozenset(range(7)))
CHANGES = [(zone, at) for zone in ZONES for at in changes(zone, 2024, 2030)]
FIXED = (time(0), time(9, 30), time(23, 45))
AROUND = (-61, -60, -31, -1, 0, 1, 29, 59, 60)  # minutes from the hour that the clock skips or repeats


def moments(at: datetime, zone: str) -> list[time]:
    """Hours that a change skips, repeats or leaves alone."""
    wall = local(at, zone)
    return sorted({*FIXED, *((wall + MINUTE * n).time() for n in AROUND)})


def walked(at: datetime, zone: str, moment: time) -> list[datetime]:
    """The instants at which somebody is looked at, when a clock ticks every minute for five days."""
    person = Person(1, "Ada", zone=zone, moment=moment)
    now, end, looked = at - 3 * DAY, at + 2 * DAY, []
    awaited = next_moment(person, [EVERY_DAY], [], now)
    while now < end:
        now += MINUTE
        if awaited <= now:
            looked.append(now)
            awaited = next_moment(person, [EVERY_DAY], [], now)
    return looked


def wrong(at: datetime, zone: str) -> list[tuple[str, datetime, time, list[datetime]]]:
    """The hours at which some whole day of the walk has not exactly one moment."""
    day = local(at - MINUTE, zone).date()
    whole = [day - DAY, day, day + DAY]
    found = []
    for moment in moments(at, zone):
        looked = walked(at, zone, moment)
        days = [local(each, zone).date() for each in looked]
        if [day for day in days if day in whole] != whole:
            found.append((zone, at, moment, looked))
    return found


def test_there_are_changes_to_walk_through() -> None:
    assert len(CHANGES) > 300
    assert all(local(at, zone) - local(at - MINUTE, zone) != MINUTE for zone, at in CHANGES)


@pytest.mark.parametrize(
    "number", [pytest.param(60, id="suite"), pytest.param(len(CHANGES), id="soak", marks=pytest.mark.soak)]
)
def test_each_day_around_a_change_of_hour_has_one_moment(number: int) -> None:
    print(f"seed {SEED}")
    sample = Random(SEED).sample(CHANGES, number)
    assert [fault for zone, at in sample for fault in wrong(at, zone)] == []
