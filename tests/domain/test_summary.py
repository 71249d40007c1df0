"""The summary a team and its coach read: facts, twelve weeks, flags, one question."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activities import Activity, Answers
from bot.domain.calendar import WorkDays
from bot.domain.flags import Flag
from bot.domain.people import Team
from bot.domain.periods import week_of
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Catalogue, Practice, Tier, Visibility
from bot.domain.summary import ChartFact, TeamSummary, chart_facts, my_week, summarise
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)  # a Tuesday
START = date(2026, 8, 3)
FIRST_DAY = dict.fromkeys(Phase, 1)


def practice(name: str, measure: str = "count", *, first: bool = False, private: bool = False) -> Practice:
    return Practice(
        name,
        1,
        frozenset(Phase),
        Tier.SELF if private else Tier.CORE,
        (),
        (),
        {},
        measure,
        Visibility.PRIVATE if private else Visibility.TEAM,
        arrives=FIRST_DAY if first else {},
    )


CATALOGUE = Catalogue(
    (
        practice("committee", "committee", first=True),
        practice("milestone", "milestones", first=True),
        practice("user_test", "rounds_and_people", first=True),
        practice("interview", "contacts"),
        practice("feedback", "feedback_days", first=True),
        practice("release", "release_rhythm", first=True),
        practice("unknown", "unknowns"),
        practice("week_focus", "focus"),
        practice("news"),
        practice("drive", private=True),
    )
)
COMMITTEE = Activity(99, 1, "committee", 2, date(2026, 9, 1), {"date": "2027-01-12"})


def did(name: str, days_ago: int, answers: Answers | None = None, n: int = 0, author: int = 1) -> Activity:
    return Activity(n, 1, name, author, TODAY - timedelta(days=days_ago), answers or {})


def team(phase: Phase = Phase.CONSTRUCTION, arrived: date | None = START) -> Team:
    return Team(1, 1, "Aides simples", phases=(PhaseSpan(phase, START),), arrived_on=arrived)


def summary(
    *activities: Activity,
    of: Team | None = None,
    closed: frozenset[date] = frozenset(),
    today: date = TODAY,
) -> TeamSummary:
    of = of or team()
    work = WorkDays(closed=closed)
    return summarise(of, of.span_on(today), activities, CATALOGUE, work, today, Thresholds())


def flags(*activities: Activity, of: Team | None = None, closed: frozenset[date] = frozenset()) -> list[Flag]:
    return list(summary(*activities, of=of, closed=closed).flags)


def lately() -> tuple[Activity, ...]:
    """A team that lacks nothing."""
    return (COMMITTEE, did("user_test", 5, n=1), did("release", 4, n=2), did("feedback", 1, n=3))


def test_a_team_that_lacks_nothing() -> None:
    found = summary(*lately())
    assert found.flags == ()
    assert found.question == "what_changes"
    assert [row.practice for row in found.rows if row.has_data] == [
        "committee",
        "user_test",
        "feedback",
        "release",
    ]
    assert found.noted_until == TODAY - timedelta(days=1)
    assert not found.short_week


def test_rows_say_what_is_known_and_what_is_on_from_the_first_day() -> None:
    found = summary(did("news", 3), did("interview", 100))
    assert [(row.practice, row.has_data) for row in found.rows] == [
        ("committee", False),
        ("milestone", False),
        ("user_test", False),
        ("interview", True),
        ("feedback", False),
        ("release", False),
        ("news", True),
    ]


def test_an_old_record_is_a_zero_and_not_an_absence_of_data() -> None:
    rows = {row.practice: row for row in summary(did("news", 40), did("user_test", 40)).rows}
    assert rows["news"].facts == {"n": 0, "last": TODAY - timedelta(days=40)}
    assert (rows["user_test"].facts["n"], rows["user_test"].has_data) == (0, True)
    assert (rows["release"].facts["n"], rows["release"].has_data) == (None, False)


def test_what_was_recorded_is_never_said_to_be_missing() -> None:
    held = did("committee", 9, {"date": "2026-11-15", "decision": "continue"})
    ticked = did("milestone", (TODAY - START).days, {"kind": "first_user"})
    told = [row.practice for row in summary(held, ticked).rows]
    assert told == ["committee", "user_test", "feedback", "release"]


def test_what_was_only_for_last_week_is_no_longer_told() -> None:
    last_week, this_week = did("week_focus", 2, {"goal": "Avant"}), did("week_focus", 1, {"goal": "Ici"})
    assert "week_focus" not in [row.practice for row in summary(last_week).rows]
    assert "week_focus" in [row.practice for row in summary(last_week, this_week).rows]


def test_twelve_weeks_oldest_first_the_current_one_included() -> None:
    found = summary(did("feedback", 0), did("feedback", 1), did("feedback", 2), did("release", 12 * 7))
    assert found.weeks[0] == "2026-W37"
    assert found.weeks[-1] == "2026-W48"
    assert len(found.weeks) == 12
    assert found.series == {
        "user_test": (0,) * 12,
        "feedback": (0,) * 10 + (1, 2),
        "release": (0,) * 12,
    }


def test_the_words_of_the_drawing() -> None:
    assert chart_facts({"feedback": (0, 3, 0, 2), "release": (0, 0, 0, 0)}) == (
        ChartFact("feedback", total=5, weeks=2),
        ChartFact("release", total=0, weeks=0),
    )


@given(private=st.lists(st.sampled_from([each.id for each in CATALOGUE.practices]), max_size=8))
def test_private_records_change_nothing_that_others_read(private: list[str]) -> None:
    hidden = [
        replace(did(name, n, {"decision": "stop", "date": "2026-12-01"}), visibility=Visibility.PRIVATE)
        for n, name in enumerate(private)
    ]
    assert summary(*lately(), *hidden) == summary(*lately())


def test_nobody_is_named_and_personal_practices_are_not_told() -> None:
    by_one = summary(*lately(), did("drive", 1))
    by_another = summary(*(replace(each, author=7) for each in lately()))
    assert by_one == by_another
    assert "author" not in str(asdict(by_one))


@pytest.mark.parametrize(
    ("days_ago", "closed", "expected"),
    [
        pytest.param(7, frozenset(), [], id="7 days"),
        pytest.param(8, frozenset(), [Flag("release_gap", {"n": 8})], id="8 days"),
        pytest.param(8, frozenset({date(2026, 11, 20)}), [], id="8 days, one of them off"),
        pytest.param(
            9, frozenset({date(2026, 11, 20)}), [Flag("release_gap", {"n": 9})], id="9 days, one of them off"
        ),
        pytest.param(8, frozenset({date(2026, 11, 22)}), [Flag("release_gap", {"n": 8})], id="off on Sunday"),
    ],
)
def test_a_gap_between_releases(days_ago: int, closed: frozenset[date], expected: list[Flag]) -> None:
    assert flags(COMMITTEE, did("user_test", 5), did("release", days_ago), closed=closed) == expected


def test_a_first_release_not_yet_made_is_no_gap() -> None:
    assert flags(COMMITTEE, did("user_test", 5)) == []
    investigation = team(Phase.INVESTIGATION)
    assert flags(COMMITTEE, did("interview", 5), did("release", 60), of=investigation) == []


@pytest.mark.parametrize(
    ("met", "closed", "expected"),
    [
        pytest.param(did("user_test", 20), frozenset(), [], id="14 working days"),
        pytest.param(did("user_test", 21), frozenset(), [Flag("no_contact", {"n": 3})], id="15 working days"),
        pytest.param(did("user_test", 21), frozenset({date(2026, 11, 11)}), [], id="one of them a holiday"),
        pytest.param(did("interview", 5), frozenset(), [], id="an interview is a meeting"),
        pytest.param(
            did("feedback", 5), frozenset(), [Flag("no_contact", {"n": 16})], id="a feedback is not"
        ),
    ],
)
def test_weeks_without_users(met: Activity, closed: frozenset[date], expected: list[Flag]) -> None:
    assert flags(COMMITTEE, met, closed=closed) == expected


@pytest.mark.parametrize(
    ("of", "raised"),
    [
        pytest.param(team(arrived=TODAY - timedelta(days=20)), [], id="arrived less than three weeks ago"),
        pytest.param(team(arrived=TODAY - timedelta(days=21)), ["no_contact"], id="three weeks ago"),
        pytest.param(team(arrived=None), [], id="nobody arrived"),
        pytest.param(team(Phase.STOPPED), [], id="stopped"),
        pytest.param(team(Phase.TRANSFERRED), [], id="transferred"),
    ],
)
def test_nothing_is_raised_about_what_nobody_could_note(of: Team, raised: list[str]) -> None:
    imported = replace(COMMITTEE, author=None)
    assert [flag.id for flag in flags(imported, of=of)] == raised


@pytest.mark.parametrize(("days_ago", "raised"), [(90, []), (91, ["no_contact"])])
def test_a_settled_service_tests_every_three_months(days_ago: int, raised: list[str]) -> None:
    met = did("user_test", days_ago)
    assert [flag.id for flag in flags(COMMITTEE, met, of=team(Phase.OPERATED))] == raised


@pytest.mark.parametrize(
    ("held_ago", "expected"),
    [
        (183 - 61, []),
        (183 - 60, [Flag("committee_undated", {"date": TODAY + timedelta(days=59)})]),  # for a Saturday
        (183, [Flag("committee_undated", {"date": TODAY})]),
        (184, [Flag("committee_overdue", {"date": TODAY - timedelta(days=1)})]),
    ],
)
def test_a_committee_without_a_date(held_ago: int, expected: list[Flag]) -> None:
    held = TODAY - timedelta(days=held_ago)
    of = Team(1, 1, "A", phases=(PhaseSpan(Phase.CONSTRUCTION, date(2026, 1, 5)),), arrived_on=START)
    record = Activity(1, 1, "committee", 1, held, {"date": held.isoformat()})
    assert flags(record, did("user_test", 1), of=of) == expected
    assert flags(record, COMMITTEE, did("user_test", 1), of=of) == []


@pytest.mark.parametrize(
    ("verdicts", "raised"),
    [
        (["confirmed"] * 4, []),
        (["confirmed"] * 4 + ["unclear"], ["never_refuted"]),
        (["confirmed"] * 9 + ["refuted"], []),
        ([""] * 9, []),
    ],
)
def test_tests_that_never_refute_anything(verdicts: list[str], raised: list[str]) -> None:
    tests = [did("user_test", 1, {"verdict": verdict}) for verdict in verdicts]
    assert [flag.id for flag in flags(COMMITTEE, *tests)] == raised


@pytest.mark.parametrize(("age", "expected"), [(55, []), (56, [Flag("unknown_old", {"n": 56})])])
def test_an_unknown_that_stays_open(age: int, expected: list[Flag]) -> None:
    asked = did("unknown", age)
    assert flags(COMMITTEE, did("user_test", 1), asked) == expected
    assert flags(COMMITTEE, did("user_test", 1), replace(asked, closed_on=TODAY)) == []


@pytest.mark.parametrize(
    ("activities", "of", "question"),
    [
        pytest.param([did("release", 30), did("user_test", 1)], None, "release_gap", id="the flag"),
        pytest.param([did("unknown", 90), did("release", 30)], None, "no_contact", id="the first flag"),
        pytest.param([did("user_test", 1)], None, "what_changes", id="a test"),
        pytest.param([did("user_test", 2), did("interview", 1)], None, "who_else", id="a meeting"),
        pytest.param([], team(arrived=TODAY), "phase_construction", id="nothing yet"),
        pytest.param([], team(Phase.INVESTIGATION, TODAY), "phase_investigation", id="in investigation"),
        pytest.param([did("user_test", 1)], team(Phase.STOPPED), None, id="a product that is over"),
    ],
)
def test_one_question(activities: list[Activity], of: Team | None, question: str | None) -> None:
    assert summary(COMMITTEE, *activities, of=of).question == question


def test_a_team_without_a_phase() -> None:
    found = summary(did("news", 1), of=Team(1, 1, "A"))
    assert (found.flags, found.question) == ((), None)
    assert [row.practice for row in found.rows] == ["news"]


def test_noted_until_is_when_it_was_noted() -> None:
    late = replace(did("release", 9), recorded_at=datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert summary(late).noted_until == date(2026, 11, 23)
    assert summary().noted_until is None


@pytest.mark.parametrize(("off", "short"), [(0, False), (1, False), (2, True), (5, True)])
def test_a_short_week_has_three_working_days_at_most(off: int, short: bool) -> None:  # noqa: FBT001 - a column of the table
    monday = week_of(TODAY).first
    closed = frozenset(monday + timedelta(days=n) for n in range(off))
    assert summary(closed=closed).short_week is short


def test_my_week_holds_my_own_records_even_private_ones_and_nobody_elses() -> None:
    private = replace(did("drive", 0, n=1), visibility=Visibility.PRIVATE)
    monday = did("news", 1, n=2)
    others = [did("news", 1, author=2), did("news", 2), did("news", -1)]
    assert my_week(1, [private, monday, *others], TODAY, week_of(TODAY)) == [monday, private]
