"""What is said beside the practices: when a tip rides, when it is spoken of again, if Pouce helps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.library import Library, Source, Tip, TipWords
from bot.domain.nudges import Ask, NudgeState
from bot.domain.outlook import Subject
from bot.domain.people import Rhythm, Role
from bot.domain.phases import Phase
from bot.domain.practices import Catalogue
from bot.domain.thresholds import Thresholds
from tests.diary import Diary

MON = date(2026, 11, 23)
WED, THU, FRI = (MON + timedelta(days=n) for n in (2, 3, 4))
SOURCE = Source("A book", "https://example.org/")
WORDS = {language: TipWords("trying", "Try this.", "What if?") for language in ("fr", "en")}
BUILDS = frozenset({Phase.CONSTRUCTION})


def tip(name: str, topic: str = "research", **more: object) -> Tip:
    given: dict[str, object] = {"phases": BUILDS, "source": SOURCE, "words": WORDS} | more
    return Tip(id=name, topic=topic, **given)  # type: ignore[arg-type] # the test names Tip's own fields


def ada(catalogue: Catalogue, *tips: Tip) -> Diary:
    """Long arrived, every subject known, feedback noted by herself: there is room in her weeks."""
    diary = Diary(replace(catalogue, library=Library(tips=tips))).only("week_focus", "unknown")
    diary.did("milestone", date(2026, 7, 1), {"kind": "first_user"})
    diary.did("unknown", date(2026, 9, 1), {"question": "?"})
    diary.did("committee", date(2026, 9, 2), {"date": "2027-05-04"})
    for n in range(-7, 60):
        diary.did("feedback", MON + timedelta(days=n))
    return diary


def tips_of(diary: Diary) -> dict[date, str]:
    return {day: due.practice for day, items in diary.said for due in items if due.ask is Ask.TIP}


def offered(diary: Diary, first: date = MON, last: date = FRI) -> dict[date, str]:
    diary.live_through(first, last)
    return tips_of(diary)


def test_a_tip_rides_once_a_week_and_never_comes_twice(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("one"), tip("two"), tip("three"))
    given = offered(diary, MON, MON + timedelta(days=58))
    weeks = [day.isocalendar().week for day in given]
    assert sorted(given.values()) == ["tip:one", "tip:three", "tip:two"]
    assert len(set(weeks)) == len(weeks)
    assert all(len(items) > 1 for day, items in diary.said if day in given)


def full(catalogue: Catalogue, *tips: Tip) -> Diary:
    """Nothing is noted of one's own accord: the weeks are full of questions."""
    diary = ada(catalogue, *tips)
    diary.activities = [each for each in diary.activities if each.practice != "feedback"]
    diary.did("feedback", MON - timedelta(days=3))
    return diary


def test_a_tip_takes_the_place_of_no_question(catalogue: Catalogue) -> None:
    without, given = full(catalogue), full(catalogue, *(tip(f"t{n}") for n in range(9)))
    for diary in (without, given):
        diary.arrived_on = MON - timedelta(days=20)
    plain, said = without.live_through(MON, FRI), given.live_through(MON, FRI)
    assert said == plain


def test_where_weeks_are_full_one_takes_the_place_of_a_daily_line_now_and_then(catalogue: Catalogue) -> None:
    end = MON + timedelta(days=60)
    without, given = full(catalogue), full(catalogue, *(tip(f"t{n}") for n in range(9)))
    without.live_through(MON, end)
    first = min(offered(given, MON, end))
    plain, said = dict(without.said)[first], dict(given.said)[first]
    assert {due.practice for due in plain} - {due.practice for due in said} == {"feedback"}
    assert len(said) == len(plain)


def test_a_tip_comes_beside_the_question_it_helps_with(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("release_one", beside="release"), tip("test_one", beside="user_test"))
    assert offered(diary, THU, FRI) == {THU: "tip:test_one"}
    assert offered(ada(catalogue, tip("interview_one", beside="interview"))) == {}


@pytest.mark.parametrize(
    ("condition", "comes"), [("unknown_open", True), ("no_interview_yet", True), ("committee_undated", False)]
)
def test_a_tip_waits_for_its_condition(catalogue: Catalogue, condition: str, *, comes: bool) -> None:
    assert bool(offered(ada(catalogue, tip("one", when=condition)))) is comes


def test_topics_take_turns(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("one"), tip("two"), tip("budget_one", topic="budget"))
    assert list(offered(diary, MON, MON + timedelta(days=58)).values()) == [
        "tip:one",
        "tip:budget_one",
        "tip:two",
    ]


def test_nothing_in_the_first_fortnight_nor_near_a_committee(catalogue: Catalogue) -> None:
    new = ada(catalogue, tip("one"))
    new.arrived_on = MON - timedelta(days=7)
    assert offered(new) == {}
    near = ada(catalogue, tip("one"), tip("rehearse", beside="committee"))
    near.did("committee", date(2026, 11, 20), {"date": "2026-12-04"})
    assert set(offered(near).values()) <= {"tip:rehearse"}


def test_whoever_wants_none_gets_none_nor_does_a_teammate(catalogue: Catalogue) -> None:
    stopped = ada(catalogue, tip("one"))
    stopped.subjects["tip"] = Subject("tip", "stopped", MON)
    assert offered(stopped) == {}
    teammate = ada(catalogue, tip("one"))
    teammate.role = Role.TEAMMATE
    assert offered(teammate) == {}


def test_left_alone_three_times_tips_come_once_a_month(catalogue: Catalogue) -> None:
    diary = ada(catalogue, *(tip(f"t{n}") for n in range(9)))
    days = sorted(offered(diary, MON, MON + timedelta(days=100)))
    gaps = [(after - before).days for before, after in pairwise(days)]
    assert max(gaps[:2]) < 28 <= min(gaps[2:])


def test_the_gentle_rhythm_keeps_its_one_message(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("one"))
    diary.rhythm = Rhythm.GENTLE
    diary.live_through(MON, MON + timedelta(days=20))
    weeks = [day.isocalendar().week for day, _ in diary.said]
    assert len(weeks) == len(set(weeks))


def test_a_team_may_have_its_tips_sooner_or_later(catalogue: Catalogue) -> None:
    new = ada(catalogue, tip("one"))
    new.arrived_on = MON - timedelta(days=7)
    new.thresholds = Thresholds(tips_after_days=7)
    assert list(offered(new).values()) == ["tip:one"]
    alone = ada(catalogue, *(tip(f"t{n}") for n in range(9)))
    alone.thresholds = Thresholds(tips_left_alone=1, tip_rare_days=40)
    days = sorted(offered(alone, MON, MON + timedelta(days=100)))
    assert min((after - before).days for before, after in pairwise(days)) >= 40


# What is tried


def tries(diary: Diary, on: date) -> None:
    """Press « J’essaie » under the tip that came: it is spoken of again on a day."""
    diary.nudges = [
        replace(each, state=NudgeState.PLANNED, planned_on=on) if each.ask is Ask.TIP else each
        for each in diary.nudges
    ]


def asked(diary: Diary, ask: Ask) -> list[date]:
    return [day for day, items in diary.said if any(due.ask is ask for due in items)]


def test_what_is_tried_is_spoken_of_once(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("one"))
    offered(diary)
    due = MON + timedelta(days=14)
    tries(diary, due)
    diary.live_through(MON + timedelta(days=7), MON + timedelta(days=58))
    (spoken,) = asked(diary, Ask.TRIED)
    assert due <= spoken <= due + timedelta(days=7)


@pytest.mark.parametrize(
    ("figures", "days"),
    [
        pytest.param(Thresholds(), 7, id="after a week of waiting"),
        pytest.param(Thresholds(aside_waits_days=2), 2, id="as a team has its own patience"),
    ],
)
def test_it_comes_by_itself_only_after_a_while(catalogue: Catalogue, figures: Thresholds, days: int) -> None:
    diary = ada(catalogue, tip("one"))
    diary.thresholds = figures
    offered(diary)
    tries(diary, MON + timedelta(days=14))
    for each in ("week_focus", "user_test", "release", "unknown"):
        diary.subjects[each] = Subject(each, "stopped", MON)
    diary.live_through(MON + timedelta(days=7), MON + timedelta(days=40))
    assert asked(diary, Ask.TRIED) == [MON + timedelta(days=14 + days)]


def test_put_off_it_comes_back_when_it_was_asked_to(catalogue: Catalogue) -> None:
    diary = ada(catalogue, tip("one"))
    offered(diary)
    tries(diary, MON + timedelta(days=14))
    diary.live_through(MON + timedelta(days=7), MON + timedelta(days=21))
    (spoken,) = asked(diary, Ask.TRIED)
    until = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)
    diary.nudges = [
        replace(each, state=NudgeState.LATER, later_until=until) if each.ask is Ask.TRIED else each
        for each in diary.nudges
    ]
    back = diary.weigh(date(2026, 12, 17)).composed
    assert spoken < until.date()
    assert back is not None
    assert [due.ask for due in back.items if due.nudge] == [Ask.TRIED]


# Does it help?


def test_pouce_asks_whether_it_helps_at_weeks_4_and_12_and_no_more(catalogue: Catalogue) -> None:
    diary = ada(catalogue)
    diary.arrived_on = date(2026, 11, 2)
    diary.live_through(date(2026, 11, 3), date(2027, 3, 1))
    weeks = [(day - diary.arrived_on).days // 7 + 1 for day in asked(diary, Ask.HELPS)]
    assert weeks == [4, 12]


def test_a_team_may_be_asked_so_in_other_weeks(catalogue: Catalogue) -> None:
    diary = ada(catalogue)
    diary.arrived_on = date(2026, 11, 2)
    diary.thresholds = Thresholds(helps_first_week=6, helps_second_week=9)
    diary.live_through(date(2026, 11, 3), date(2027, 3, 1))
    weeks = [(day - diary.arrived_on).days // 7 + 1 for day in asked(diary, Ask.HELPS)]
    assert weeks == [6, 9]


def test_it_waits_until_a_committee_is_over(catalogue: Catalogue) -> None:
    diary = ada(catalogue)
    diary.arrived_on = date(2026, 11, 2)
    diary.did("committee", date(2026, 11, 3), {"date": "2026-11-26"})
    diary.live_through(date(2026, 11, 3), date(2026, 12, 31))
    (spoken,) = asked(diary, Ask.HELPS)
    assert date(2026, 11, 30) <= spoken <= date(2026, 12, 14)


def test_one_day_a_week_leaves_it_room_too(catalogue: Catalogue) -> None:
    diary = ada(catalogue)
    diary.arrived_on, diary.days = date(2026, 11, 2), frozenset({0})
    diary.live_through(date(2026, 11, 3), date(2027, 3, 1))
    assert len(asked(diary, Ask.HELPS)) == 2


def test_it_is_asked_only_of_whoever_leads_the_product(catalogue: Catalogue) -> None:
    diary = ada(catalogue)
    diary.arrived_on, diary.role = date(2026, 11, 2), Role.TEAMMATE
    diary.live_through(date(2026, 11, 3), date(2026, 12, 31))
    assert asked(diary, Ask.HELPS) == []
