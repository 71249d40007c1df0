"""What led to what: a test that led to a decision closes a loop, through a learning or not."""

from datetime import date, timedelta

from bot.domain.activities import Activity, Answers
from bot.domain.calendar import WorkDays
from bot.domain.counting import Seen, riskiest
from bot.domain.links import candidates, followed, link_to, linked_ids
from bot.domain.people import Team
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)


def did(n: int, practice: str, *because: int, answers: Answers | None = None, days_ago: int = 1) -> Activity:
    day = TODAY - timedelta(days=days_ago)
    return Activity(n, 1, practice, 1, day, answers or {}, links=tuple(map(link_to, because)))


def loops(*activities: Activity) -> int | None:
    since = TODAY - timedelta(days=27)
    return followed(Seen(Team(1, 1, "Aides simples"), activities, WorkDays(), TODAY, since, Thresholds()))


def test_a_link_is_told_from_an_address() -> None:
    assert linked_ids(("https://record.example/12", link_to(42), "record:x")) == {42}


def test_nothing_heard_is_no_zero() -> None:
    assert loops(did(1, "decision")) is None


def test_what_was_heard_and_led_to_nothing_is_zero() -> None:
    assert loops(did(1, "user_test"), did(2, "feedback"), did(3, "decision")) == 0


def test_a_decision_or_a_release_closes_the_loop() -> None:
    assert loops(did(1, "user_test"), did(2, "feedback"), did(3, "decision", 1), did(4, "release", 2)) == 2


def test_a_learning_on_the_way_counts() -> None:
    assert loops(did(1, "user_test"), did(2, "learning", 1), did(3, "decision", 2)) == 1


def test_a_learning_alone_closes_nothing() -> None:
    assert loops(did(1, "user_test"), did(2, "learning", 1)) == 0


def test_reasons_are_offered_newest_first_but_those_already_given() -> None:
    known = [did(1, "user_test"), did(2, "feedback"), did(3, "release"), did(4, "learning")]
    decision = did(5, "decision", 2)
    assert [each.id for each in candidates([*known, decision], decision, 8)] == [4, 1]


def test_the_riskiest_is_what_matters_most_and_is_known_least_then_the_oldest() -> None:
    mild = did(1, "unknown", answers={"importance": 2, "confidence": 1}, days_ago=90)
    risky = did(2, "unknown", answers={"importance": 5, "confidence": 0}, days_ago=2)
    older = did(3, "unknown", answers={"importance": 5, "confidence": 0}, days_ago=30)
    assert riskiest([mild, risky, older]) == older
    assert riskiest([]) is None
