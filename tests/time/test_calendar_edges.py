"""T5: the week numbered 53, the 29th of February, the ends of years; and the holidays of France."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.calendars import closed_days
from bot.coach.turn import Kit
from bot.domain.activities import Draft
from bot.domain.budget import Allowance, Budget
from bot.domain.nudges import Ask
from bot.domain.people import CLOCK, Scope
from bot.domain.periods import Every, period_of
from bot.domain.phases import Phase
from bot.domain.practices import Catalogue, Practice
from bot.domain.wakes import wakes
from bot.stage import Stage
from bot.stories.steps import PersonLine, TeamLine
from bot.wiring import Bot
from tests.scene import new_bot
from tests.test_calendars import alsace_moselle, easter, national
from tests.time.zones import DAY

RULES = {
    "weekly": (Every.WEEK, "penultimate"),
    "fortnightly": (Every.FORTNIGHT, "middle"),
    "monthly": (Every.MONTH, "last"),
    "quarterly": (Every.QUARTER, "first"),
}
PLACES = {"first": 0, "penultimate": -2, "last": -1}
WINDOWS = [(date(2026, 12, 14), date(2027, 1, 11)), (date(2028, 2, 21), date(2028, 3, 6))]
PEOPLE = {
    "ada": ("Europe/Paris", frozenset(range(5))),
    "bob": ("Pacific/Noumea", frozenset({0, 1, 3})),
    "cleo": ("America/Guadeloupe", frozenset({1, 3})),
    "dan": ("Pacific/Tahiti", frozenset({0, 4, 5, 6})),
}


def only_rules(kit: Kit) -> Kit:
    """A catalogue of one question for each kind of period, and room for all of them."""
    model = kit.catalogue["week_focus"]
    practices = tuple(_practice(model, n, name) for n, name in enumerate(RULES, 1))
    return replace(kit, catalogue=Catalogue(practices), budget=Budget({1: Allowance(50, 50)}))


def _practice(model: Practice, order: int, name: str) -> Practice:
    every, on = RULES[name]
    again = replace(model.reminders[0], every=every, on=on)
    return replace(model, id=name, order=order, reminders=(again,), arrives={Phase.CONSTRUCTION: 1})


@pytest.fixture
def bot() -> Iterator[Bot]:
    found = new_bot()
    yield replace(found, kit=only_rules(found.kit))
    found.store.close()


def live(bot: Bot, first: date, last: date) -> Stage:
    """Let days go by; whoever is asked answers, and is asked again in the next period."""
    stage = Stage(bot, datetime(first.year, first.month, first.day, tzinfo=UTC) - DAY)
    for name, (zone, days) in PEOPLE.items():
        stage.add_team(TeamLine(f"Produit {name}", Phase.CONSTRUCTION, date(2026, 6, 1)))
        line = PersonLine(name, "intrapreneur", f"Produit {name}", zone=zone, days=days)
        stage.add_person(line, stage.now)
    end = datetime(last.year, last.month, last.day, 23, tzinfo=UTC)
    for now in wakes(stage.next_wake, stage.now, end):
        stage.tick(now)
        _answer(stage)
    return stage


def _answer(stage: Stage) -> None:
    for name, number in stage.cast.people.items():
        with stage.bot.store.write(Scope(stage.workspace, number)) as memory:
            for nudge in memory.nudges(number):
                source = f"answer:{nudge.id}"
                draft = Draft(
                    stage.cast.teams[f"Produit {name}"].id,
                    nudge.key.practice,
                    number,
                    nudge.asked_on,
                    source=source,
                )
                memory.record(draft, stage.now)


def expected(name: str, first: date, last: date) -> set[tuple[str, str, date]]:
    """The oracle: for each rule, the period and the day of each question that falls in the window."""
    days = PEOPLE[name][1]
    closed = {day for year in range(first.year - 1, last.year + 2) for day in national(year)}
    span = [first + DAY * n for n in range(-100, (last - first).days + 100)]
    found = set()
    for rule, (every, on) in RULES.items():
        for key in {label(every, day) for day in span}:
            period = [day for day in span if label(every, day) == key]
            work = [day for day in period if day.weekday() in days and day not in closed]
            place = (len(work) - 1) // 2 if on == "middle" else max(PLACES[on], -len(work))
            if work and first <= work[place] <= last:
                found.add((rule, key, work[place]))
    return found


def label(every: Every, day: date) -> str:
    """The name of a period, written another way."""
    monday = day - timedelta(days=(day - date(2000, 1, 3)).days % 14)
    return {
        Every.WEEK: f"{day:%G-W%V}",
        Every.FORTNIGHT: f"F{monday}",
        Every.MONTH: f"{day:%Y-%m}",
        Every.QUARTER: f"{day.year}-Q{(day.month + 2) // 3}",
    }[every]


@pytest.mark.parametrize(("first", "last"), WINDOWS, ids=["year-end", "leap-day"])
def test_each_period_is_asked_about_once_on_its_day(bot: Bot, first: date, last: date) -> None:
    stage = live(bot, first, last)
    with bot.store.read(CLOCK) as memory:
        for name, number in stage.cast.people.items():
            nudges = [n for n in memory.nudges(number) if n.asked_on <= last and n.ask is not Ask.HELPS]
            asked = [(n.key.practice, n.key.period, n.asked_on) for n in nudges]
            assert len(asked) == len(set(asked))
            assert set(asked) == expected(name, first, last), name


def test_the_window_of_the_year_end_holds_week_53_and_the_other_one_the_leap_day() -> None:
    keys = {key for _, key, _ in expected("ada", *WINDOWS[0])}
    assert {"2026-W51", "2026-W52", "2026-W53", "2027-W01", "2026-12", "2027-Q1"} <= keys
    assert ("monthly", "2028-02", date(2028, 2, 29)) in expected("ada", *WINDOWS[1])


def test_periods_have_the_names_of_the_calendar_from_2026_to_2033() -> None:
    day, long_years = date(2026, 1, 1), set()
    while day.year < 2034:
        for every in (Every.WEEK, Every.FORTNIGHT, Every.MONTH, Every.QUARTER):
            assert period_of(every, day).key == label(every, day)
        if period_of(Every.WEEK, day).key.endswith("W53"):
            long_years.add(day.isocalendar().year)
        day += DAY
    assert long_years == {2026, 2032}


@pytest.mark.parametrize("year", [2028, 2032])
def test_the_29th_of_february_belongs_to_its_periods(year: int) -> None:
    leap = date(year, 2, 29)
    assert period_of(Every.DAY, leap).key == f"{year}-02-29"
    assert period_of(Every.MONTH, leap).last == leap
    assert leap in period_of(Every.QUARTER, leap)
    assert period_of(Every.MONTH, leap + DAY).first == leap + DAY


def guadeloupe(year: int) -> set[date]:
    """27 May by law; the others by custom: nobody is asked anything on a day when offices are closed."""
    return {
        date(year, 5, 27),
        date(year, 7, 21),
        easter(year) - 2 * DAY,
        easter(year) - 24 * DAY,
    }


OWN: dict[str, Callable[[int], set[date]]] = {
    "FR": lambda _: set(),
    "FR-57": alsace_moselle,
    "FR-971": guadeloupe,
    "FR-974": lambda year: {date(year, 12, 20)},
}


@pytest.mark.parametrize("calendar", OWN)
def test_no_holiday_differs_from_2024_to_2035(calendar: str) -> None:
    own = {day for year in range(2024, 2036) for day in national(year) | OWN[calendar](year)}
    assert closed_days(calendar, 2024, 2035) ^ own == frozenset()
