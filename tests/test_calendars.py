"""T5 of the test list: French holidays 2024–2035 against a table computed here, by another way."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.calendars import closed_days, known_calendars

YEARS = range(2024, 2036)


def easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_century, century_rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_century - shift + 15) % 30
    leap, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap - epact - leap_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def national(year: int) -> set[date]:
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    return {date(year, month, day) for month, day in fixed} | {
        easter(year) + timedelta(days=after) for after in (1, 39, 50)
    }


def alsace_moselle(year: int) -> set[date]:
    return {easter(year) - timedelta(days=2), date(year, 12, 26)}


def no_other(_: int) -> set[date]:
    return set()


OWN_DAYS: dict[str, Callable[[int], set[date]]] = {
    "FR": no_other,
    "FR-57": alsace_moselle,
    "FR-67": alsace_moselle,
    "FR-68": alsace_moselle,
    "FR-974": lambda year: {date(year, 12, 20)},
    "FR-NC": lambda year: {date(year, 9, 24)},
}


def test_the_table_itself_knows_easter() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]


@pytest.mark.parametrize("calendar", OWN_DAYS)
def test_no_difference_with_an_independent_table(calendar: str) -> None:
    expected = {day for year in YEARS for day in national(year) | OWN_DAYS[calendar](year)}
    assert closed_days(calendar, YEARS[0], YEARS[-1]) ^ expected == frozenset()


def test_every_known_calendar_has_at_least_the_national_days() -> None:
    for calendar in known_calendars():
        assert closed_days(calendar, 2026, 2026) >= national(2026), calendar


def test_an_overseas_department_keeps_the_day_of_its_abolition_of_slavery() -> None:
    abolition = {"FR-971": (5, 27), "FR-972": (5, 22), "FR-973": (6, 10), "FR-976": (4, 27)}
    for calendar, (month, day) in abolition.items():
        assert date(2026, month, day) in closed_days(calendar)


@pytest.mark.parametrize("wrong", ["DE", "FR-75", "FR-", "974", "", "fr", "FR-Zone A"])
def test_a_wrong_code_is_told_the_right_ones(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"unknown holiday calendar .* FR, .*FR-57, .*FR-974, .*FR-NC"):
        closed_days(wrong)
