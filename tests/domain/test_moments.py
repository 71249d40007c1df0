"""Moments: in the person's own zone, once a day, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Absence, WorkDays
from bot.domain.moments import instant, is_evening, later_choices, next_midnight, next_moment
from bot.domain.people import Person, Rhythm

PARIS = ZoneInfo("Europe/Paris")
ADA = Person(1, "Ada", days=frozenset({0, 1, 3}))
WORK = WorkDays(ADA.days)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 11, 24), time(9, 30), "2026-11-24 08:30"),
        (date(2027, 3, 28), time(2, 30), "2027-03-28 01:30"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25 00:30"),
    ],
    ids=["winter", "in the gap: after it", "in the fold: the first one"],
)
def test_local_times_become_instants(day: date, at: time, expected: str) -> None:
    assert instant(day, at, PARIS) == utc(expected)


def test_the_next_moment_skips_the_other_job() -> None:
    assert next_moment(ADA, [WORK], [], utc("2026-11-24 08:30")) == utc("2026-11-26 08:30")


def test_a_snooze_comes_before_the_next_day() -> None:
    later = utc("2026-11-24 15:30")
    assert next_moment(ADA, [WORK], [later], utc("2026-11-24 09:00")) == later


def test_a_snooze_already_past_is_not_awaited() -> None:
    assert next_moment(ADA, [WORK], [utc("2026-11-24 08:00")], utc("2026-11-24 09:00")) == utc(
        "2026-11-26 08:30"
    )


def test_the_sustained_rhythm_has_an_evening() -> None:
    bob = Person(2, "Bob", rhythm=Rhythm.SUSTAINED)
    evening = next_moment(bob, [WorkDays()], [], utc("2026-11-24 08:30"))
    assert evening == utc("2026-11-24 15:30")
    assert is_evening(bob, evening)


def test_someone_away_for_long_is_looked_at_again() -> None:
    away = WorkDays(absences=(Absence(date(2026, 11, 1), date(2099, 1, 1)),))
    found = next_moment(ADA, [away], [], utc("2026-11-24 08:30"))
    assert timedelta(days=59) < found - utc("2026-11-24 08:30") < timedelta(days=61)


def test_later_is_never_past_the_end_of_the_day() -> None:
    morning = later_choices(ADA, WORK, utc("2026-11-24 08:31"))
    assert morning == {
        "evening": utc("2026-11-24 15:30"),
        "next_day": utc("2026-11-26 08:30"),
        "next_week": utc("2026-11-30 08:30"),
    }
    assert "evening" not in later_choices(ADA, WORK, utc("2026-11-24 15:15"))
    assert "next_week" not in later_choices(ADA, WORK, utc("2026-11-26 15:15")), "it is the next day already"


def test_a_message_expires_at_local_midnight() -> None:
    assert next_midnight(utc("2026-11-24 08:30"), PARIS) == utc("2026-11-24 23:00")


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(
        ["Europe/Paris", "Pacific/Noumea", "America/Cayenne", "Pacific/Tahiti", "America/New_York"]
    ),
    st.times(),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_one_moment_a_mission_day(now: datetime, zone: str, at: time, days: set[int]) -> None:
    at = at.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    person = Person(1, "x", zone=zone, moment=at, days=frozenset(days))
    work = WorkDays(person.days)
    first = next_moment(person, [work], [], now)
    second = next_moment(person, [work], [], first)
    assert now < first < second
    local = [each.astimezone(person.tz).date() for each in (first, second)]
    assert work.between(local[0], local[1]) == local
