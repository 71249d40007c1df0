"""A year of a crowd: the promises, judged from what the room saw by an oracle of its own."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendars import closed_days
from bot.config import Config
from bot.domain.budget import Budget
from bot.domain.moments import instant
from bot.domain.nudges import Ask, Nudge
from bot.domain.people import Rhythm, Scope
from bot.domain.phases import Phase
from bot.wiring import build
from tests.year import END, START, Resident, Year

SEED = 20261123
_MOST = 3  # items in a message
BUILDS = {Phase.CONSTRUCTION, Phase.ACCELERATION}


SHORT = pytest.param((SEED, 7), id="seven")
LONG = [pytest.param((SEED + n, 50), id=f"fifty-{n}", marks=pytest.mark.soak) for n in range(1, 6)]


@pytest.fixture(scope="module", params=[SHORT, *LONG])
def year(request: pytest.FixtureRequest) -> Year:
    seed, people = request.param
    print(f"seed {seed}, {people} people")
    bot = build(Config(database_url="sqlite://", secret_keys=("a key for the simulated year",)))
    year = Year(bot, START, seed)
    year.settle(people)
    year.run(END)
    return year


def days_of(year: Year, resident: Resident) -> list[date]:
    """The local dates on which somebody was spoken to first, one per message."""
    zone = ZoneInfo(resident.zone)
    seen = [each for each in year.voice.shown if each.to == resident.name and each.kind == "nudge"]
    return [each.at.astimezone(zone).date() for each in seen]


def nudges_of(year: Year, resident: Resident) -> list[Nudge]:
    with year.bot.store.read(Scope(year.workspace, resident.id)) as memory:
        return memory.nudges(resident.id)


def works(resident: Resident, day: date) -> bool:
    away = resident.absence.covers(day)
    return day.weekday() in resident.days and day not in closed_days(resident.calendar) and not away


def week(resident: Resident, day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [d for n in range(7) if works(resident, d := monday + timedelta(days=n))]


def test_everybody_was_spoken_to(year: Year) -> None:
    assert all(days_of(year, resident) for resident in year.residents)


def test_at_most_one_message_a_person_a_day(year: Year) -> None:
    for resident in year.residents:
        assert max(Counter(days_of(year, resident)).values()) == 1, resident


def test_none_on_a_day_off(year: Year) -> None:
    for resident in year.residents:
        wrong = [day for day in days_of(year, resident) if not works(resident, day)]
        assert wrong == [], resident


def test_the_budget_is_kept_every_week(year: Year) -> None:
    budget = Budget()
    for resident in year.residents:
        messages: Counter[date] = Counter()
        items: Counter[date] = Counter()
        for day in days_of(year, resident):
            messages[day - timedelta(days=day.weekday())] += 1
        for nudge in nudges_of(year, resident):
            items[nudge.asked_on - timedelta(days=nudge.asked_on.weekday())] += 1
        for monday in items:
            allowed = budget.for_week(len(week(resident, monday)), resident.rhythm)
            assert messages[monday] <= allowed.messages, (resident, monday)
            assert items[monday] <= allowed.items, (resident, monday)


def test_none_twice(year: Year) -> None:
    for resident in year.residents:
        keys = Counter(nudge.key for nudge in nudges_of(year, resident))
        assert not keys or max(keys.values()) == 1


def known(resident: Resident, practice: str, day: date, asked_on: date) -> bool:
    """Whether a record of that day was there at the moment of another."""
    noted = resident.logged[practice].get(day)
    return noted is not None and noted < instant(asked_on, resident.moment, ZoneInfo(resident.zone))


def test_none_when_already_done(year: Year) -> None:
    for resident in year.residents:
        for nudge in nudges_of(year, resident):
            if nudge.key.practice == "feedback" and nudge.about:
                assert not known(resident, "feedback", nudge.about, nudge.asked_on), (resident.name, nudge)
            if nudge.key.practice == "user_test" and nudge.key.reminder == "weekly":
                monday = nudge.asked_on - timedelta(days=nudge.asked_on.weekday())
                week_days = [monday + timedelta(days=n) for n in range(7)]
                assert not any(known(resident, "user_test", d, nudge.asked_on) for d in week_days), (
                    resident.name,
                    nudge,
                )


def test_none_missed(year: Year) -> None:
    """Each week that calls for a test has its question, unless done, resting, or out of room."""
    for resident in (
        each for each in year.residents if each.phase in BUILDS and each.rhythm is not Rhythm.GENTLE
    ):
        nudges = [n for n in nudges_of(year, resident) if n.key.practice == "user_test"]
        asked = {n.asked_on for n in nudges}
        on_that_day = Counter(n.asked_on for n in nudges_of(year, resident))
        spent = items_by_week(year, resident)
        silences: list[date] = []
        monday = date(2026, 8, 31)
        while monday < END.date() - timedelta(days=14):
            days = week(resident, monday)
            if days:
                due = days[max(len(days) - 2, 0)]
                noted = [d for d in resident.logged["user_test"] if known(resident, "user_test", d, due)]
                done = [d for d in noted if d >= monday]
                last = max(noted, default=date.min)
                silences = [d for d in silences if d > last]
                gap = 4 if len(silences) >= 4 else 2 if len(silences) >= 2 else 1
                resting = bool(silences) and (monday - _monday(silences[-1])).days // 7 < gap
                full = spent[monday] >= Budget().for_week(len(days), resident.rhythm).items
                crowded = on_that_day[due] >= _MOST
                if due <= START.date():
                    silences += [due] if due in asked else []
                elif due in asked:
                    silences.append(due)
                else:
                    assert done or resting or full or crowded, (resident.name, due)
            monday += timedelta(days=7)


def items_by_week(year: Year, resident: Resident) -> dict[date, int]:
    spent: dict[date, int] = defaultdict(int)
    for nudge in nudges_of(year, resident):
        spent[_monday(nudge.asked_on)] += 1
    return spent


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def test_introductions_come_one_a_week(year: Year) -> None:
    for resident in year.residents:
        new = Counter(_monday(n.asked_on) for n in nudges_of(year, resident) if n.ask is Ask.INTRODUCE)
        assert not new or max(new.values()) == 1
