"""The interplay of LIVED §2, settled: construction, five mission days, a morning moment."""

from datetime import date, timedelta

import pytest

from bot.domain.nudges import Nudge, NudgeKey, NudgeState
from bot.domain.practices import Catalogue
from tests.diary import Diary

MON = date(2026, 11, 23)
TUE, WED, THU, FRI = (MON + timedelta(days=n) for n in range(1, 5))
LAST_FRI = MON - timedelta(days=3)


@pytest.fixture
def diary(catalogue: Catalogue) -> Diary:
    """Ada, long arrived, every subject known, one unknown open, a committee far away."""
    ada = Diary(catalogue).only("week_focus", "unknown")
    ada.did("milestone", date(2026, 7, 1), {"kind": "first_user"})
    ada.did("unknown", date(2026, 9, 1), {"question": "Les agents ont-ils un mot de passe ?"})
    ada.did("committee", date(2026, 9, 2), {"date": "2027-05-04"})
    for practice in ("week_focus", "user_test", "release", "feedback"):
        ada.did(practice, LAST_FRI - timedelta(days=1))
    return ada


def test_logs_nothing(diary: Diary) -> None:
    assert diary.live_through(MON, FRI) == {
        MON: ["week_focus", "feedback"],
        TUE: ["feedback"],
        WED: ["unknown", "feedback"],
        THU: ["user_test", "feedback"],
        FRI: ["release"],
    }
    assert sum(len(items) for _, items in diary.said) == 8


def test_logs_nothing_after_two_silences_on_feedback(diary: Diary) -> None:
    diary.activities = [each for each in diary.activities if each.practice != "feedback"]
    for n, day in enumerate((LAST_FRI - timedelta(days=1), LAST_FRI), start=100):
        key = NudgeKey(1, 1, "feedback", "daily", (day - timedelta(days=1)).isoformat())
        diary.nudges.append(Nudge(n, key, NudgeState.CLOSED, day))
    assert diary.live_through(MON, FRI) == {
        MON: ["week_focus", "feedback"],
        WED: ["unknown", "feedback"],
        THU: ["user_test", "feedback"],
        FRI: ["release", "feedback"],
    }


def test_logs_feedback_unasked(diary: Diary) -> None:
    for day in (LAST_FRI, MON, TUE, WED, THU, FRI):
        diary.did("feedback", day)
    assert diary.live_through(MON, FRI) == {
        MON: ["week_focus"],
        WED: ["unknown"],
        THU: ["user_test"],
        FRI: ["release"],
    }


def test_planned_a_test_on_monday_with_releases_that_log_themselves(diary: Diary) -> None:
    diary.did("release", WED)
    said = {MON: diary.live(MON)}
    diary.plans("user_test", WED)
    said[TUE] = diary.live(TUE)
    for day in (TUE, WED, THU):
        diary.did("feedback", day)
    said |= {day: items for day in (WED, THU, FRI) if (items := diary.live(day))}
    assert said == {
        MON: ["week_focus", "feedback"],
        TUE: ["feedback"],
        WED: ["unknown", "criterion user_test"],
        THU: ["past user_test"],
    }


def test_logs_all_unasked(diary: Diary) -> None:
    for day in (LAST_FRI, MON, TUE, WED, THU, FRI):
        diary.did("feedback", day)
    diary.did("user_test", TUE)
    diary.did("release", TUE)
    assert diary.live_through(MON, FRI) == {MON: ["week_focus"], WED: ["unknown"]}
