"""The conditions of reminders, one table each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.activities import Activity, Answers
from bot.domain.people import Team
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.predicates import PREDICATES, Facts
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)
DUE = timedelta(days=Thresholds().committee_max_gap_days)


def facts(*activities: Activity, phase: Phase = Phase.CONSTRUCTION, since: date = date(2026, 11, 1)) -> Facts:
    team = Team(1, 1, "Aides simples", phases=(PhaseSpan(phase, since),))
    return Facts(team, activities, TODAY, Thresholds())


def noted(practice: str, answers: Answers | None = None, closed_on: date | None = None) -> Activity:
    return Activity(1, 1, practice, 1, TODAY, answers or {}, closed_on=closed_on)


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("always", facts(), True),
        ("first_user_served", facts(), False),
        ("first_user_served", facts(noted("milestone", {"kind": "first_version"})), False),
        ("first_user_served", facts(noted("milestone", {"kind": "first_user"})), True),
        ("first_user_served", facts(noted("feedback")), True),
        ("first_user_served", facts(phase=Phase.INVESTIGATION), False),
        ("first_user_served", facts(phase=Phase.ACCELERATION), True),
        ("first_user_served", facts(phase=Phase.OPERATED), True),
        ("first_user_awaited", facts(), True),
        ("first_user_awaited", facts(noted("feedback")), False),
        ("no_interview_yet", facts(noted("user_test")), True),
        ("no_interview_yet", facts(noted("interview")), False),
        ("committee_undated", facts(), False),
        ("committee_undated", facts(since=TODAY - DUE + timedelta(days=61)), False),
        ("committee_undated", facts(since=TODAY - DUE + timedelta(days=60)), True),
        ("committee_undated", facts(since=TODAY - DUE - timedelta(days=30)), True),
        ("committee_undated", facts(noted("committee", {"date": "2027-01-12"}), since=TODAY - DUE), False),
        ("committee_undated", facts(since=TODAY - DUE, phase=Phase.STOPPED), False),
        ("committee_without_decision", facts(), False),
        ("committee_without_decision", facts(noted("committee", {"date": "2027-01-12"})), False),
        ("committee_without_decision", facts(noted("committee", {"date": "2026-11-23"})), True),
        (
            "committee_without_decision",
            facts(noted("committee", {"date": "2026-11-23", "decision": "continue"})),
            False,
        ),
        (
            "committee_without_decision",
            facts(
                noted("committee", {"date": "2026-11-23"}),
                noted("committee", {"decision": "continue", "next_date": "2027-05-04"}),
            ),
            False,
        ),
        ("budget_year_ends_soon", facts(), True),
        ("unknown_open", facts(), False),
        ("unknown_open", facts(noted("unknown", closed_on=TODAY)), False),
        ("unknown_open", facts(noted("unknown")), True),
    ],
)
def test_conditions(name: str, known: Facts, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert PREDICATES[name](known) is expected


def test_the_budget_year_is_not_about_to_end_in_spring() -> None:
    assert not PREDICATES["budget_year_ends_soon"](replace(facts(), today=date(2027, 4, 1)))


def test_the_reference_has_a_sentence_for_each() -> None:
    assert all((condition.__doc__ or "").strip().endswith(".") for condition in PREDICATES.values())
