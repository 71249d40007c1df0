"""Counting: what is known, what is zero, and what nobody said are three different things."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activities import Activity, Answers
from bot.domain.calendar import WorkDays
from bot.domain.measures import MEASURES, Seen, contact_weeks, release_class, satisfies_user_test, shared
from bot.domain.people import Team
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Field, FieldKind, Practice, Reminder, Tier, Visibility
from bot.domain.thresholds import Thresholds
from bot.domain.values import Age, Ahead, Choice, Money, Phrase

TODAY = date(2026, 11, 24)  # a Tuesday
SINCE = TODAY - timedelta(days=27)
START = date(2026, 6, 1)
COUNTED = {"user_test": "participants", "interview": "people", "feedback": "count", "release": "count"}


def practice(name: str, measure: str) -> Practice:
    fields = (Field(COUNTED[name], FieldKind.NUMBER, count=True),) if name in COUNTED else ()
    phases = frozenset({Phase.CONSTRUCTION})
    reminder = Reminder(
        "steps",
        phases,
        Tier.DATED,
        after="phase start",
        days=(14, 45, 90, 200, 240),
        steps=("name_and_sheet", "first_user", "first_version", "stats_page", "security_plan"),
    )
    reminders = (reminder,) if measure == "milestones" else ()
    return Practice(name, 1, phases, Tier.CORE, fields, reminders, {}, measure)


def did(name: str, days_ago: int, answers: Answers | None = None, *tags: str, n: int = 0) -> Activity:
    return Activity(n, 1, name, 1, TODAY - timedelta(days=days_ago), answers or {}, "in words", tags)


def facts(name: str, measure: str, *activities: Activity, **changes: object) -> dict[str, object]:
    team = Team(1, 1, "Aides simples", phases=(PhaseSpan(Phase.CONSTRUCTION, START),), arrived_on=START)
    ordered = tuple(sorted(activities, key=lambda each: each.day))
    seen = Seen(team, ordered, WorkDays(), TODAY, SINCE, Thresholds())
    seen = replace(seen, **changes)  # type: ignore[arg-type] # the fields of Seen
    return MEASURES[measure](practice(name, measure), seen)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_nothing_recorded_is_nothing_known_and_never_zero(measure: str) -> None:
    of_the_method = {"target", "kind", "w"}
    known = {name: value for name, value in facts("some", measure).items() if name not in of_the_method}
    known.pop("next", None)  # what the calendar says, whatever was noted
    assert set(known.values()) == {None}


def test_count() -> None:
    assert facts("news", "count", did("news", 2), did("news", 27), did("news", 28), did("idea", 1)) == {
        "n": 2,
        "last": TODAY - timedelta(days=2),
    }
    assert facts("news", "count", did("news", 28))["n"] == 0


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        pytest.param([did("user_test", 40, {"participants": 4})], (0, 0, None, None), id="none lately"),
        pytest.param(
            [
                did("user_test", 27, {"participants": 4, "before_build": True, "verdict": "refuted"}),
                did("user_test", 28, {"participants": 9, "before_build": True, "verdict": "refuted"}),
            ],
            (1, 4, 1, 1),
            id="28 days, today included",
        ),
        pytest.param(
            [did("user_test", 1, {"verdict": "confirmed", "before_build": False}), did("user_test", 2)],
            (2, 2, 0, 0),
            id="answered, and not so: zero",
        ),
        pytest.param([did("user_test", 1)], (1, 1, None, None), id="not answered: unknown"),
        pytest.param([did("user_test", -1)], (None, None, None, None), id="a coming day is not one"),
        pytest.param([did("interview", 1)], (None, None, None, None), id="an interview is no test"),
    ],
)
def test_rounds_and_people(tests: list[Activity], expected: tuple[int | None, ...]) -> None:
    found = facts("user_test", "rounds_and_people", *tests)
    assert tuple(found[name] for name in ("n", "people", "before", "refuted")) == expected
    assert found["target"] == 5


def test_contacts() -> None:
    met = (
        did("interview", 60, {"people": 2, "kind": "user", "place": "field"}, "pêcheurs"),
        did("interview", 10, {"kind": "expert", "place": "phone"}),
        did("interview", 3, {"people": 3, "kind": "agent"}, "pêcheurs", "mairies"),
    )
    assert facts("interview", "contacts", *met) == {
        "n": 3,
        "people": 6,
        "target": 30,
        "segments": ["pêcheurs (5)", "mairies (3)"],
        "coverage": ["pêcheurs (5)", "mairies (3)"],
        "field": 1,
        "users": 5,
        "experts": 1,
    }
    bare = facts("interview", "contacts", did("interview", 1))
    assert (bare["n"], bare["people"], bare["users"], bare["field"]) == (1, 1, None, None)


def test_in_an_investigation_a_profile_is_counted_out_of_what_is_worth_meeting() -> None:
    team = Team(1, 1, "Pêche à pied", phases=(PhaseSpan(Phase.INVESTIGATION, START),))
    met = [did("interview", n, None, "pêcheurs") for n in (1, 2)]
    assert facts("interview", "contacts", *met, team=team)["coverage"] == ["pêcheurs (2/7)"]
    fewer = facts("interview", "contacts", *met, team=team, thresholds=Thresholds(interviews_a_segment=5))
    assert fewer["coverage"] == ["pêcheurs (2/5)"]


def test_a_decision_that_waited_for_nobody() -> None:
    took = (
        did("decision", 1, {"title": "a", "waited": 0}),
        did("decision", 2, {"title": "b", "waited": 12, "who": "team"}),
        did("decision", 3, {"title": "c", "who": "intrapreneur"}),
        did("decision", 4, {"title": "d", "who": "hierarchy"}),
    )
    assert facts("decision", "decisions", *took)["own"] == 2


def test_people_met_together_count_one_by_one_in_every_figure() -> None:
    met = (
        did("interview", 3, {"people": 2, "kind": "user"}, "pêcheurs"),
        did("interview", 2, {"people": 3, "kind": "agent"}, "mairies"),
        did("interview", 1, {"people": 4, "kind": "expert"}),
    )
    found = facts("interview", "contacts", *met)
    assert (found["n"], found["people"]) == (3, 9)
    assert (found["users"], found["experts"]) == (5, 4)
    assert found["segments"] == ["mairies (3)", "pêcheurs (2)"]


def test_feedback_days_are_working_days() -> None:
    said = (
        did("feedback", 0, None, "inscription"),
        did("feedback", 1, None, "inscription", "mot de passe"),
        did("feedback", 1, {"action": "to_do"}),
        did("feedback", 2, {"action": "fixed"}),  # a Sunday
    )
    found = facts("feedback", "feedback_days", *said)
    assert found == {"n": 4, "d": 2, "w": 20, "themes": ["inscription", "mot de passe"], "done": 1}
    holidays = WorkDays(closed=frozenset({date(2026, 11, 11), TODAY}))
    found = facts("feedback", "feedback_days", *said, work=holidays)
    assert (found["d"], found["w"]) == (1, 18)


def test_release_rhythm() -> None:
    seen = did("release", 5, {"count": 3, "user_visible": True})
    found = facts("release", "release_rhythm", seen, did("release", 30, {"user_visible": True}))
    assert found == {"n": 3, "days": 5, "class": "monthly", "visible": 1}
    none = {"n": 0, "days": 28, "class": "rare", "visible": None}
    assert facts("release", "release_rhythm", did("release", 28)) == none


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        pytest.param(range(12), "daily", id="twelve distinct days"),
        pytest.param(range(11), "monthly", id="eleven days of two weeks"),
        pytest.param([1, 8, 15, 22], "weekly", id="four weeks"),
        pytest.param([6, 12, 20, 26], "weekly", id="four weeks, on various days"),
        pytest.param([1, 8, 15], "monthly", id="three weeks"),
        pytest.param([27], "monthly", id="one, on the first day of the four weeks"),
        pytest.param([28], "rare", id="one, the day before"),
        pytest.param([-1], "rare", id="tomorrow"),
        pytest.param([], "rare", id="none"),
        pytest.param([3] * 20, "monthly", id="twenty of one day"),
    ],
)
def test_classes_of_rhythm(days_ago: list[int], expected: str) -> None:
    assert release_class([did("release", days) for days in days_ago], TODAY, Thresholds()) == expected


@given(today=st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_a_release_on_the_same_day_each_week_is_weekly_whatever_today_is(today: date) -> None:
    friday = today - timedelta(days=(today.weekday() - 4) % 7)
    releases = [Activity(n, 1, "release", 1, friday - timedelta(weeks=n), {}) for n in range(4)]
    assert release_class(releases, today, Thresholds()) == "weekly"


def test_unknowns() -> None:
    known = (
        did("unknown", 80, {"question": "Ont-ils un mot de passe ?", "importance": 2, "confidence": 1}),
        did("unknown", 20, {"question": "Qui paie ?", "importance": 5, "confidence": 1}),
        did("release", 3),
        replace(did("unknown", 90), closed_on=TODAY),
        replace(did("unknown", 90), closed_on=TODAY - timedelta(days=28)),
    )
    assert facts("unknown", "unknowns", *known) == {
        "open": 2,
        "age": Age(20),
        "question": "Qui paie ?",
        "closed": 1,
        "releases": 1,
    }
    all_closed = facts("unknown", "unknowns", known[3])
    assert (all_closed["open"], all_closed["age"], all_closed["closed"]) == (0, None, 1)
    assert all_closed["releases"] is None


def test_the_focus_is_that_of_this_week() -> None:
    monday = did("week_focus", 1, {"goal": "Deux agents s’inscrivent seuls", "contact_on": "2026-11-26"})
    before = did("week_focus", 2, {"goal": "Autre chose"})
    assert facts("week_focus", "focus", before, monday) == {
        "goal": "Deux agents s’inscrivent seuls",
        "contact_on": date(2026, 11, 26),
        "release_on": None,
    }
    assert facts("week_focus", "focus", before)["goal"] is None


def test_committee() -> None:
    assert facts("committee", "committee", did("committee", 9, {"date": "2027-01-12"})) == {
        "kind": Phrase("committee.investment"),
        "date": date(2027, 1, 12),
        "ahead": Ahead(49),
        "days": 49,
        "ready": 0,
        "total": 11,
        "outcome": None,
    }


CONTINUED = Choice("decision", "continue")


@pytest.mark.parametrize(
    ("answers", "key", "told"),
    [
        pytest.param({"date": "2026-11-12"}, "last", {}, id="nothing noted of it yet"),
        pytest.param({"decision": "continue"}, "last_decision", {"decision": CONTINUED}, id="decided"),
        pytest.param(
            {"decision": "continue", "amount": 18_000_000},
            "last_decision_amount",
            {"decision": CONTINUED, "amount": Money(18_000_000)},
            id="granted",
        ),
        pytest.param(
            {"decision": "pivot", "criteria": "200 dossiers\npar mois"},
            "last_decision_criteria",
            {"decision": Choice("decision", "pivot"), "criteria": "200 dossiers par mois"},
            id="with criteria",
        ),
        pytest.param(
            {"decision": "continue", "amount": 18_000_000, "criteria": "200 dossiers"},
            "last_decision_amount_criteria",
            {"decision": CONTINUED, "amount": Money(18_000_000), "criteria": "200 dossiers"},
            id="all of it",
        ),
    ],
)
def test_what_the_last_committee_decided(answers: Answers, key: str, told: dict[str, object]) -> None:
    found = facts("committee", "committee", did("committee", 12, answers))
    assert found["outcome"] == Phrase(f"committee.{key}", {"last": date(2026, 11, 12), **told})
    assert found["date"] is None


def test_what_the_last_committee_decided_is_told_next_to_the_coming_one() -> None:
    known = (did("committee", 12, {"decision": "continue", "next_date": "2027-05-04"}), did("release", 1))
    found = facts("committee", "committee", *known)
    assert found["date"] == date(2027, 5, 4)
    assert found["outcome"] == Phrase(
        "committee.last_decision",
        {"last": date(2026, 11, 12), "decision": CONTINUED},
    )


def reached(kind: str, day: date) -> Activity:
    return Activity(1, 1, "milestone", 1, day, {"kind": kind}, "enfin")


def test_milestones_count_from_the_start_of_construction() -> None:
    reaches = (
        reached("first_user", START + timedelta(days=52)),
        reached("first_user", START + timedelta(days=90)),
        reached("first_version", START + timedelta(days=90)),
    )
    marks = {"d_target": 60, "v_target": 90}
    assert facts("milestone", "milestones", *reaches) == {"d": 52, "v": 90, "next": "stats_page"} | marks
    later = Team(
        1,
        1,
        "Aides simples",
        phases=(PhaseSpan(Phase.CONSTRUCTION, START), PhaseSpan(Phase.ACCELERATION, date(2026, 11, 1))),
        arrived_on=START,
    )
    assert facts("milestone", "milestones", *reaches, team=later) == {"d": 52, "v": 90, "next": None} | marks


def test_a_milestone_already_reached_is_not_the_next() -> None:
    assert facts("milestone", "milestones", reached("stats_page", TODAY))["next"] == "security_plan"


def test_a_milestone_ticked_at_arrival_has_no_known_day() -> None:
    ticked = replace(reached("first_user", TODAY), text="")
    arrived = Team(1, 1, "Aides simples", phases=(PhaseSpan(Phase.CONSTRUCTION, START),), arrived_on=TODAY)
    found = facts("milestone", "milestones", ticked, team=arrived)
    assert found["d"] is None
    told = replace(ticked, text="premier usager servi ce matin")
    assert facts("milestone", "milestones", told, team=arrived)["d"] == (TODAY - START).days


@pytest.mark.parametrize(
    ("name", "phase", "counts"),
    [
        ("user_test", Phase.CONSTRUCTION, True),
        ("interview", Phase.INVESTIGATION, True),
        ("interview", Phase.CONSTRUCTION, False),
        ("interview", Phase.ACCELERATION, False),
        ("feedback", Phase.CONSTRUCTION, False),
    ],
)
def test_what_counts_as_a_test(name: str, phase: Phase, counts: bool) -> None:  # noqa: FBT001 - a column of the table
    assert satisfies_user_test(did(name, 1), phase) is counts


def test_weeks_with_users_are_complete_ones() -> None:
    met = [did("user_test", 0), did("interview", 2), did("user_test", 5), did("feedback", 9)]
    assert contact_weeks(met, TODAY) == 1
    assert contact_weeks([did("user_test", 1 + 7 * n) for n in range(20)], TODAY) == 12


def test_what_is_private_is_in_no_figure_that_is_shared() -> None:
    private = replace(did("user_test", 1, {"participants": 4}), visibility=Visibility.PRIVATE)
    open_to_all = did("user_test", 2, {"participants": 2})
    assert shared((private, open_to_all)) == (open_to_all,)
