"""Series of an indicator, the five dimensions, the cost of a use, and how long the money lasts."""

from datetime import date, timedelta

from bot.domain.activities import Activity, Answers
from bot.domain.calendar import WorkDays
from bot.domain.committees import committee_due, funding_end
from bot.domain.counting import Seen
from bot.domain.impact import cost_per_use, indicators, north_star, stale_dimensions
from bot.domain.money import left_of, runway_ends
from bot.domain.people import Team
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)
USUAL = Thresholds()


def did(n: int, practice: str, days_ago: int, answers: Answers) -> Activity:
    return Activity(n, 1, practice, 1, TODAY - timedelta(days=days_ago), answers)


def seen(*activities: Activity) -> Seen:
    return Seen(Team(1, 1, "x"), activities, WorkDays(), TODAY, TODAY - timedelta(days=27), USUAL)


SERIES = (
    did(
        1,
        "measure",
        90,
        {"indicator": "Usagers actifs", "value": 200, "unit": "par mois", "dimension": "used"},
    ),
    did(2, "measure", 60, {"indicator": "usagers actifs", "value": 260, "target": 500}),
    did(3, "measure", 20, {"indicator": "satisfaction", "value": 4.2, "dimension": "useful"}),
    did(4, "measure", 10, {"indicator": "usagers actifs", "value": 320}),
)


def test_the_same_name_makes_a_series_whose_unit_and_target_are_given_once() -> None:
    star = north_star(SERIES)
    assert star is not None
    assert (star.value, star.unit, star.target, star.delta) == (320, "par mois", 500, 60)
    assert [each.name for each in indicators(SERIES)] == ["usagers actifs", "satisfaction"]


def test_what_was_not_measured_lately_is_stale() -> None:
    assert stale_dimensions(SERIES, TODAY, USUAL) == ["usable", "impactful", "efficient"]
    assert "useful" in stale_dimensions(SERIES, TODAY + timedelta(days=170), USUAL)
    assert north_star([]) is None


def test_the_cost_of_a_use_is_what_was_paid_over_who_used_it() -> None:
    paid = did(5, "budget", 5, {"paid": 9_600_000})
    assert cost_per_use(seen(*SERIES, paid)) == 30_000, "96 000 € over 320 users: 300 €"
    assert cost_per_use(seen(*SERIES)) is None, "unknown is no zero"


def test_the_runway_takes_two_readings() -> None:
    first = did(1, "budget", 100, {"envelope": 18_000_000, "engaged": 6_000_000})
    last = did(2, "budget", 0, {"envelope": 18_000_000, "engaged": 10_000_000})
    assert left_of([first, last]) == 8_000_000
    assert runway_ends([first, last], TODAY) == TODAY + timedelta(days=200)
    assert runway_ends([last], TODAY) is None
    assert runway_ends([last, last], TODAY) is None, "nothing was spent in between"


def test_a_committee_is_due_before_the_money_ends_as_the_last_budget_says() -> None:
    team = Team(1, 1, "x", phases=(PhaseSpan(Phase.CONSTRUCTION, date(2026, 11, 1)),))
    budget = did(1, "budget", 3, {"ends_on": "2027-02-28"})
    assert funding_end(team, [budget]) == date(2027, 2, 28)
    assert committee_due(team, [budget], TODAY, USUAL) == date(2027, 1, 14)
    assert committee_due(team, [], TODAY, USUAL) == date(2026, 11, 1) + timedelta(days=183)
