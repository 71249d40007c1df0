"""Every kind of reminder, and the days on which it comes up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.occasions import Day, occasions, position
from bot.domain.outlook import TeamOutlook
from bot.domain.people import Membership, Role, Standing, Team
from bot.domain.periods import Every, week_of
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Catalogue, Practice, Reminder, Slot, Tier
from bot.domain.thresholds import Thresholds

MON = date(2026, 11, 23)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in range(1, 5))
ARRIVED = date(2026, 6, 1)


@pytest.fixture
def practice(catalogue: Catalogue) -> Practice:
    return catalogue["committee"]


def rule(**words: Any) -> Reminder:
    return Reminder("r", frozenset(Phase), Tier.CORE, **words)


def team(*activities: Activity, days: frozenset[int] = frozenset(range(5)), **words: Any) -> TeamOutlook:
    about = Team(1, 1, "Aides simples", phases=(PhaseSpan(Phase.CONSTRUCTION, date(2026, 11, 2)),))
    membership = Membership(1, 1, Role.INTRAPRENEUR, Standing.ACTIVE)
    return TeamOutlook(replace(about, **words), membership, WorkDays(days), activities)


def did(number: int, practice: str, day: date, **answers: str) -> Activity:
    at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    return Activity(number, 1, practice, 1, day, answers, recorded_at=at)


def comes_up(practice: Practice, reminder: Reminder, of: TeamOutlook, first: date, last: date) -> list[date]:
    """The days, of those that are worked, on which a reminder comes up."""
    days = of.work.between(first, last)
    return [day for day in days if occasions(practice, reminder, of, Day(day, arrived_on=ARRIVED))]


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        ("first", range(5), MON),
        ("second", range(5), TUE),
        ("middle", range(5), WED),
        ("penultimate", range(5), THU),
        ("last", range(5), FRI),
        ("penultimate", {0, 1, 3}, TUE),
        ("penultimate", {2}, WED),
        ("monday", {1, 3}, TUE),
        ("friday", {1, 3}, THU),
        ("wednesday", {0, 1, 3}, THU),
    ],
)
def test_positions_slide_inside_the_week(on: str, days: range | set[int], expected: date) -> None:
    assert position(WorkDays(frozenset(days)), week_of(MON), on) == expected


def test_no_position_in_a_week_without_mission_days() -> None:
    assert position(WorkDays(closed=frozenset({MON, TUE, WED, THU, FRI})), week_of(MON), "first") is None


def test_daily_asks_in_the_morning_about_the_previous_mission_day(practice: Practice) -> None:
    of, reminder = team(days=frozenset({0, 1, 3})), rule(every=Every.DAY)
    assert [each.about for each in occasions(practice, reminder, of, Day(THU))] == [TUE]
    assert [each.about for each in occasions(practice, reminder, of, Day(THU, morning=False))] == [THU]


def test_a_slow_question_is_open_all_the_fortnight(practice: Practice) -> None:
    reminder = rule(every=Every.FORTNIGHT, slot=Slot.SLOW)
    assert len(comes_up(practice, reminder, team(), MON, FRI)) == 5


def test_after_the_phase_start_slides_forward_and_is_announced_once(practice: Practice) -> None:
    reminder = rule(after="phase start", days=(28,), steps=("review",), announce=7)
    of = team(days=frozenset({0, 1, 3}))
    keys = [
        each.period
        for day in of.work.between(MON, MON + timedelta(days=14))
        for each in occasions(practice, reminder, of, Day(day))
    ]
    assert keys == ["2026-11-02+28:announced"] * 3 + ["2026-11-02+28"]
    wednesday = rule(after="phase start", days=(23,), steps=("review",))
    assert comes_up(practice, wednesday, of, MON, FRI) == [THU]


def test_after_arrival_comes_on_the_next_mission_day(practice: Practice) -> None:
    reminder = rule(after="arrival", days=(0,), steps=("hello",))
    found = [
        day for day in (MON, TUE, THU) if occasions(practice, reminder, team(), Day(day, arrived_on=MON))
    ]
    assert found == [TUE]


def test_a_countdown_slides_back_and_never_forward(practice: Practice) -> None:
    """12 January 2027 less 30 days is a Sunday: Ada's Thursday before (LIVED §3)."""
    reminder = rule(before="next committee", days=(30, 7, 1), steps=("sponsor", "documents", "eve"))
    of = team(did(1, "committee", MON, date="2027-01-12"), days=frozenset({0, 1, 3}))
    days = comes_up(practice, reminder, of, MON, date(2027, 1, 12))
    assert days == [date(2026, 12, 10), date(2027, 1, 5), date(2027, 1, 11)]


def test_two_steps_on_the_same_day_say_the_nearest(practice: Practice) -> None:
    reminder = rule(before="next committee", days=(7, 6), steps=("documents", "last call"))
    of = team(did(1, "committee", MON, date="2026-12-03"), days=frozenset({0, 1, 3}))
    found = occasions(practice, reminder, of, Day(THU))
    assert [(each.step, each.about) for each in found] == [("last call", date(2026, 12, 3))]


def test_before_the_end_of_the_money(practice: Practice) -> None:
    reminder = rule(before="end of funding", days=(75,))
    of = team(funding_ends_on=MON + timedelta(days=75))
    assert comes_up(practice, reminder, of, MON, FRI) == [MON]
    assert comes_up(practice, reminder, team(), MON, FRI) == []


def test_dates_of_the_year(practice: Practice) -> None:
    reminder = rule(on_dates=("11-22", "11-26"))
    assert comes_up(practice, reminder, team(), MON, FRI) == [MON, THU], "a Sunday slides to Monday"


def test_stale_counts_from_the_last_record_and_never_before_arrival(practice: Practice) -> None:
    reminder = rule(stale_after=30)
    of = team(did(1, "committee", WED - timedelta(days=30)))
    assert comes_up(practice, reminder, of, MON, FRI) == [WED, THU, FRI]
    arrived = Day(FRI, arrived_on=MON)
    assert occasions(practice, reminder, team(), arrived) == []


def test_a_day_may_be_a_figure_of_the_team(practice: Practice) -> None:
    milestone = rule(after="phase start", days=("name_and_sheet_days", 45), steps=("sheet", "first_user"))
    assert comes_up(practice, milestone, team(), MON, FRI) == []
    sooner = replace(team(), thresholds=Thresholds(name_and_sheet_days=22))
    assert comes_up(practice, milestone, sooner, MON, FRI) == [TUE]
    stale = rule(stale_after="research_cycle_days")
    of = replace(team(did(1, "committee", MON)), thresholds=Thresholds(research_cycle_days=3))
    assert comes_up(practice, stale, of, MON, FRI) == [THU, FRI]


def test_every_so_many_records_of_another_practice(practice: Practice) -> None:
    reminder = rule(each=(2, "interview"))
    one, two = did(1, "interview", MON), did(2, "interview", MON)
    assert comes_up(practice, reminder, team(one), TUE, TUE) == []
    assert comes_up(practice, reminder, team(one, two), TUE, TUE) == [TUE]
    assert comes_up(practice, reminder, team(one, two, did(3, "committee", MON)), TUE, TUE) == []


def test_a_date_in_a_record_is_followed_once(practice: Practice) -> None:
    reminder = rule(on_field="date", offset=1)
    of = team(did(9, "committee", MON, date=TUE.isoformat()))
    assert comes_up(practice, reminder, of, MON, FRI) == [WED, THU, FRI]
    assert {each.period for day in (WED, THU) for each in occasions(practice, reminder, of, Day(day))} == {
        "record-9"
    }


def test_after_an_event(practice: Practice) -> None:
    reminder = rule(after_event="user_test")
    tested = did(4, "user_test", TUE)
    assert comes_up(practice, reminder, team(tested), MON, WED) == [TUE, WED]
    assert comes_up(practice, reminder, team(tested, did(5, "committee", TUE)), WED, WED) == []


def test_once(practice: Practice) -> None:
    assert occasions(practice, rule(once=True), team(), Day(MON))[0].period == "once"
