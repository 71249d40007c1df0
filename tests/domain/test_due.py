"""What is due, and why the rest is silent: one promise a test."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.domain.nudges import Nudge, NudgeState
from bot.domain.outlook import Subject
from bot.domain.people import Rhythm, Role
from bot.domain.phases import Phase
from bot.domain.practices import Catalogue
from bot.domain.verdicts import Why
from tests.diary import Diary

MON = date(2026, 11, 23)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in range(1, 5))


def why(diary: Diary, practice: str, reminder: str, day: date) -> Why | None:
    verdicts = {(each.practice, each.reminder): each.why for each in diary.weigh(day).verdicts}
    return verdicts[practice, reminder]


@pytest.fixture
def ada(catalogue: Catalogue) -> Diary:
    diary = Diary(catalogue).only("week_focus", "unknown")
    diary.did("milestone", date(2026, 7, 1), {"kind": "first_user"})
    diary.did("committee", date(2026, 9, 2), {"date": "2027-05-04"})
    return diary


def test_a_record_of_the_week_makes_the_question_pointless(ada: Diary) -> None:
    assert why(ada, "user_test", "weekly", THU) is None
    ada.did("user_test", MON)
    assert why(ada, "user_test", "weekly", THU) is Why.ALREADY_DONE


def test_an_interview_does_not_stand_for_a_test_in_construction(ada: Diary) -> None:
    ada.did("interview", MON)
    assert why(ada, "user_test", "weekly", THU) is None


def test_what_was_asked_is_not_asked_twice(ada: Diary) -> None:
    ada.live(THU)
    assert why(ada, "user_test", "weekly", THU) is Why.ALREADY_ASKED


def test_nothing_from_before_the_arrival(catalogue: Catalogue) -> None:
    newcomer = Diary(catalogue, arrived_on=TUE)
    newcomer.did("milestone", MON, {"kind": "first_user"})
    assert why(newcomer, "feedback", "daily", TUE) is Why.BEFORE_ARRIVAL, "Monday was before"
    assert why(newcomer, "feedback", "daily", WED) is None


def test_feedback_waits_for_a_first_user(catalogue: Catalogue) -> None:
    assert why(Diary(catalogue), "feedback", "daily", TUE) is Why.CONDITION


def test_a_plan_silences_until_the_day_after_it(ada: Diary) -> None:
    ada.plans("user_test", FRI)
    assert ada.live(THU) == ["feedback"]
    assert "criterion user_test" in ada.live(FRI)
    assert ada.live(MON + timedelta(days=7))[0] == "past user_test"


def test_a_plan_that_was_recorded_is_over(ada: Diary) -> None:
    ada.plans("user_test", WED)
    ada.did("user_test", WED)
    assert "past user_test" not in ada.live(THU)


def test_a_snooze_silences_until_its_instant(ada: Diary) -> None:
    ada.live(THU)
    ada.nudges = [
        each if each.key.practice != "user_test" else _until(each, MON + timedelta(days=7))
        for each in ada.nudges
    ]
    assert why(ada, "user_test", "weekly", FRI) is Why.SNOOZED
    assert "user_test" in ada.live(MON + timedelta(days=7))


def _until(nudge: Nudge, day: date) -> Nudge:
    return replace(nudge, state=NudgeState.LATER, later_until=datetime.combine(day, time(8), tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "expected"),
    [("stopped", Why.STOPPED), ("refused", Why.REFUSED), ("accepted", None), ("introduced", None)],
)
def test_what_was_said_of_a_subject(ada: Diary, state: str, expected: Why | None) -> None:
    ada.subjects["user_test"] = Subject("user_test", state, MON, Phase.CONSTRUCTION)
    assert why(ada, "user_test", "weekly", THU) == expected


def test_a_refusal_ends_with_the_phase(ada: Diary) -> None:
    ada.subjects["user_test"] = Subject("user_test", "refused", MON, Phase.INVESTIGATION)
    assert why(ada, "user_test", "weekly", THU) is None


def test_one_new_subject_a_week_and_none_near_a_committee(catalogue: Catalogue) -> None:
    newcomer = Diary(catalogue, arrived_on=MON - timedelta(days=21))
    assert newcomer.live(MON)[0] == "new week_focus"
    assert why(newcomer, "unknown", "fortnightly", WED) is Why.ONE_SUBJECT_A_WEEK
    busy = Diary(catalogue, arrived_on=MON - timedelta(days=21))
    busy.did("committee", MON - timedelta(days=60), {"date": (MON + timedelta(days=10)).isoformat()})
    assert why(busy, "week_focus", "weekly", MON) is Why.ONE_SUBJECT_A_WEEK


def test_a_subject_waits_for_its_week(catalogue: Catalogue) -> None:
    newcomer = Diary(catalogue, arrived_on=MON)
    assert why(newcomer, "week_focus", "weekly", MON) is Why.NOT_YET_INTRODUCED


def test_a_weekly_question_that_meets_silence_comes_less_often(ada: Diary) -> None:
    asked = [
        day
        for weeks in range(12)
        for day in ada.live_through(MON + timedelta(weeks=weeks), FRI + timedelta(weeks=weeks))
        if any(d == day and any(due.practice == "user_test" for due in items) for d, items in ada.said)
    ]
    gaps = [(after - before).days // 7 for before, after in pairwise(asked)]
    assert gaps == [1, 2, 2, 4]


def test_another_phase_asks_nothing_of_the_kind(catalogue: Catalogue) -> None:
    assert why(Diary(catalogue, phase=Phase.INVESTIGATION), "release", "weekly", FRI) is Why.OTHER_PHASE


def test_a_teammate_is_asked_only_what_they_accepted(ada: Diary) -> None:
    ada.role = Role.TEAMMATE
    assert why(ada, "release", "weekly", FRI) is Why.ASKED_OF_SOMEBODY_ELSE


def test_the_intrapreneur_is_left_alone_when_a_teammate_ships(ada: Diary) -> None:
    ada.volunteers = frozenset({"release"})
    assert why(ada, "release", "weekly", FRI) is Why.ASKED_OF_SOMEBODY_ELSE


def test_the_gentle_rhythm_has_one_message_a_week(ada: Diary) -> None:
    ada.rhythm = Rhythm.GENTLE
    weeks = [
        list(ada.live_through(MON + timedelta(weeks=n), FRI + timedelta(weeks=n)).items()) for n in range(2)
    ]
    assert [len(week) for week in weeks] == [1, 1]
    day, said = weeks[0][0]
    assert day == THU
    assert said == ["user_test", "release", "feedback"]


def test_a_countdown_step_just_after_the_date_was_given_is_pointless(catalogue: Catalogue) -> None:
    diary = Diary(catalogue, days=frozenset({0, 1, 3}))
    diary.did("committee", MON, {"date": "2027-01-12"})
    assert why(diary, "committee", "countdown", THU) is Why.ALREADY_DONE
    assert why(diary, "committee", "countdown", date(2026, 12, 10)) is None


def test_ticking_the_pack_silences_no_step(catalogue: Catalogue) -> None:
    diary = Diary(catalogue, days=frozenset({0, 1, 3}))
    diary.did("committee", date(2026, 9, 2), {"date": "2026-12-24"})
    diary.did("committee", MON, {"ready": ["demo"]})
    assert why(diary, "committee", "countdown", TUE) is None, "thirty days before"


def test_nothing_that_was_noted_silences_the_eve(catalogue: Catalogue) -> None:
    diary = Diary(catalogue, days=frozenset({0, 1, 2, 3}))
    diary.did("committee", date(2026, 12, 8), {"date": "2026-12-10"})
    assert why(diary, "committee", "countdown", date(2026, 12, 9)) is None


def test_what_was_asked_for_does_not_weigh_on_the_budget(ada: Diary) -> None:
    ada.days = frozenset({0, 3})
    ada.live(MON)
    ada.said.append((MON, ()))  # the evening of that day: a question put off, and nothing else
    assert ada.live(THU), "two mission days, two messages"
