"""How far the committee's pack is: what records show in each phase, and what was ticked by hand."""

from datetime import date, timedelta

import pytest

from bot.domain.activities import Activity, Answers
from bot.domain.calendar import WorkDays
from bot.domain.counting import Seen
from bot.domain.people import Team
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.readiness import pieces, readiness
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)


def did(practice: str, answers: Answers | None = None, days_ago: int = 10) -> Activity:
    return Activity(1, 1, practice, 1, TODAY - timedelta(days=days_ago), answers or {})


def seen(*activities: Activity, phase: Phase = Phase.CONSTRUCTION) -> Seen:
    team = Team(1, 1, "Aides simples", phases=(PhaseSpan(phase, date(2026, 6, 1)),))
    return Seen(team, activities, WorkDays(), TODAY, TODAY - timedelta(days=27), Thresholds())


def ready(*activities: Activity, phase: Phase = Phase.CONSTRUCTION) -> set[str]:
    return {each.id for each in pieces(seen(*activities, phase=phase)) if each.ready}


def test_nothing_noted_is_nothing_ready_and_what_is_expected_depends_on_the_phase() -> None:
    assert readiness(seen()) == (0, 11)
    assert readiness(seen(phase=Phase.INVESTIGATION)) == (0, 10)
    assert readiness(seen(phase=Phase.CONSOLIDATION)) == (0, 12)
    assert readiness(seen(phase=Phase.STOPPED)) == (0, 0)


@pytest.mark.parametrize(
    ("phase", "record", "piece"),
    [
        (Phase.INVESTIGATION, did("milestone", {"kind": "problem_sheet"}), "problem"),
        (Phase.INVESTIGATION, did("learning", {"kind": "synthesis"}), "research"),
        (Phase.INVESTIGATION, did("scenario", {"tested_with": 3}), "scenarios"),
        (Phase.CONSTRUCTION, did("user_test"), "research"),
        (Phase.CONSTRUCTION, did("decision"), "strategy"),
        (Phase.CONSTRUCTION, did("ritual", {"kind": "demo"}), "demo"),
        (Phase.ACCELERATION, did("budget", {"envelope": 100, "engaged": 50}), "budget"),
        (Phase.ACCELERATION, did("committee_ask", {"hypotheses": "deux mairies"}), "next_six_months"),
        (Phase.CONSOLIDATION, did("milestone", {"kind": "transition_plan"}), "transition"),
        (Phase.CONSOLIDATION, did("committee", {"ready": ["sent"]}), "sent"),
    ],
)
def test_what_shows_a_piece(phase: Phase, record: Activity, piece: str) -> None:
    assert piece in ready(record, phase=phase)


def test_an_ask_without_criteria_is_no_ask() -> None:
    assert "ask" not in ready(did("committee_ask", {"amount": 100}))
    assert "ask" in ready(did("committee_ask", {"amount": 100, "criteria": "50 usagers"}))


def test_each_committee_has_a_pack_of_its_own() -> None:
    held = did("committee", {"date": "2026-11-10", "decision": "continue"}, days_ago=14)
    assert ready(held, did("decision", days_ago=20), did("user_test", days_ago=5)) == {"research"}


def test_the_impact_is_ready_once_its_five_dimensions_are_recent() -> None:
    measures = [
        did("measure", {"indicator": name, "dimension": name, "value": 3})
        for name in ("usable", "used", "useful", "impactful", "efficient")
    ]
    assert "impact" not in ready(*measures[:4])
    assert "impact" in ready(*measures)


def test_the_cost_of_a_use_takes_what_was_paid_and_who_used() -> None:
    used = did("measure", {"indicator": "usagers actifs", "dimension": "used", "value": 200})
    assert "cost" not in ready(used)
    assert "cost" in ready(used, did("budget", {"paid": 1_000_000}))
