"""The heartbeat: which committee comes, which was held, by when one is due."""

from datetime import date, timedelta

import pytest

from bot.domain.activities import Activity, Answers
from bot.domain.committees import (
    committee_due,
    committee_kind,
    has_still_to_say,
    in_committee_week,
    last_committee,
    next_committee,
    said_to_be_due,
    was_decided,
)
from bot.domain.people import Team
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.thresholds import Thresholds

TODAY = date(2026, 11, 24)
START = date(2026, 6, 1)


def noted(answers: Answers, day: date = TODAY, n: int = 1) -> Activity:
    return Activity(n, 1, "committee", 1, day, answers)


def team(phase: Phase = Phase.CONSTRUCTION, start: date = START, funding: date | None = None) -> Team:
    return Team(1, 1, "Aides simples", phases=(PhaseSpan(phase, start),), funding_ends_on=funding)


JANUARY, MARCH, MAY = "2027-01-12", "2027-03-02", "2026-05-20"


@pytest.mark.parametrize(
    ("records", "coming", "last"),
    [
        pytest.param([], None, None, id="nothing noted"),
        pytest.param([noted({"date": JANUARY})], JANUARY, None, id="a date to come"),
        pytest.param([noted({"date": MARCH}), noted({"date": JANUARY}, n=2)], JANUARY, None, id="earliest"),
        pytest.param([noted({"date": "2026-11-24"})], "2026-11-24", None, id="today is still to come"),
        pytest.param(
            [noted({"date": "2026-11-24", "decision": "continue"})], None, "2026-11-24", id="today, decided"
        ),
        pytest.param(
            [noted({"date": "2026-11-24", "decision": "continue"}, date(2026, 10, 1))],
            None,
            "2026-11-24",
            id="today, decided in the record that gave the date",
        ),
        pytest.param([noted({"date": "2026-11-23"})], None, "2026-11-23", id="yesterday"),
        pytest.param(
            [noted({"decision": "continue", "next_date": MARCH}, date(2026, 11, 20))],
            MARCH,
            "2026-11-20",
            id="a decision without a date was taken on the day of the record",
        ),
        pytest.param(
            [noted({"date": MARCH, "decision": "continue"}, date(2026, 11, 20))],
            MARCH,
            "2026-11-20",
            id="a decision next to a coming date is not about it",
        ),
        pytest.param([noted({"next_date": MARCH})], MARCH, None, id="only announced"),
        pytest.param([noted({"amount": 5_000_000})], None, None, id="no date at all"),
        pytest.param([Activity(1, 1, "sponsor", 1, TODAY, {"date": JANUARY})], None, None, id="not one"),
    ],
)
def test_next_and_last(records: list[Activity], coming: str | None, last: str | None) -> None:
    assert next_committee(records, TODAY) == (date.fromisoformat(coming) if coming else None)
    assert last_committee(records, TODAY) == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("of", "records", "due"),
    [
        pytest.param(team(), [], START + timedelta(183), id="six months after the start of the phase"),
        pytest.param(team(Phase.INVESTIGATION), [], START + timedelta(63), id="nine weeks of investigation"),
        pytest.param(
            team(), [noted({"date": "2026-09-01"})], date(2026, 9, 1) + timedelta(183), id="after the last"
        ),
        pytest.param(
            team(Phase.INVESTIGATION),
            [noted({"date": "2026-09-01"})],
            date(2026, 9, 1) + timedelta(183),
            id="an investigation that goes on after its committee",
        ),
        pytest.param(
            team(), [noted({"date": MAY})], START + timedelta(183), id="the last belongs to the phase before"
        ),
        pytest.param(
            team(funding=date(2026, 12, 31)), [], date(2026, 11, 16), id="45 days before the money ends"
        ),
        pytest.param(
            team(funding=date(2027, 12, 31)), [], START + timedelta(183), id="the money lasts longer"
        ),
        pytest.param(
            team(funding=date(2026, 12, 31)),
            [noted({"date": "2026-11-16"})],
            date(2026, 11, 16) + timedelta(183),
            id="held since for that money",
        ),
        pytest.param(team(Phase.STOPPED), [noted({"date": MAY})], None, id="a product that stopped"),
        pytest.param(team(start=date(2027, 1, 1)), [], None, id="not begun"),
    ],
)
def test_when_one_is_due(of: Team, records: list[Activity], due: date | None) -> None:
    assert committee_due(of, records, TODAY, Thresholds()) == due


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        (Phase.INVESTIGATION, "launch"),
        (Phase.CONSTRUCTION, "investment"),
        (Phase.ACCELERATION, "investment"),
        (Phase.CONSOLIDATION, "exit"),
        (None, "investment"),
    ],
)
def test_kinds(phase: Phase | None, kind: str) -> None:
    assert committee_kind(phase) == kind


@pytest.mark.parametrize(
    ("days", "near"), [(15, False), (14, True), (0, True), (-3, True), (-4, False)], ids=str
)
def test_the_week_of_a_committee_runs_from_14_days_before_to_3_after(days: int, near: bool) -> None:  # noqa: FBT001 - a column of the table
    record = noted({"date": (TODAY + timedelta(days=days)).isoformat()})
    assert in_committee_week([record], TODAY, Thresholds()) is near


def test_a_decision_may_be_added_to_the_record_that_gave_the_date() -> None:
    held = date(2026, 11, 20)
    record = noted({"date": held.isoformat(), "decision": "continue"}, date(2026, 10, 1))
    assert last_committee([record], TODAY) == held
    assert was_decided([record], held, TODAY)
    assert not was_decided([noted({"date": held.isoformat()}, date(2026, 10, 1))], held, TODAY)


def test_a_committee_put_off_has_only_its_new_date() -> None:
    records = [noted({"date": JANUARY}), noted({"date": "2027-02-02"}, n=2)]
    assert next_committee(records, TODAY) == date(2027, 2, 2)
    assert last_committee(records, date(2027, 1, 20)) is None, "nothing was held on 12 January"


def test_the_committee_after_the_next_one_is_another() -> None:
    records = [noted({"date": JANUARY}), noted({"date": "2027-07-06"}, n=2)]
    assert next_committee(records, TODAY) == date(2027, 1, 12)
    assert next_committee(records, date(2027, 1, 13)) == date(2027, 7, 6)


def test_a_date_given_after_the_committee_was_held_moves_nothing() -> None:
    records = [noted({"date": JANUARY}), noted({"date": "2027-02-02"}, day=date(2027, 1, 13), n=2)]
    assert last_committee(records, date(2027, 1, 20)) == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        pytest.param({"kind": "investment"}, ["date"], id="a committee without a date"),
        pytest.param({"decision": "continue"}, ["criteria", "next_date"], id="it decided"),
        pytest.param({"decision": "stop"}, [], id="it stopped the product"),
        pytest.param({"decision": "pivot", "next_date": MARCH}, ["criteria"], id="the next one is known"),
    ],
)
def test_what_a_record_has_still_to_say(answers: Answers, asked: list[str]) -> None:
    record = noted(answers)
    left = ("date", "criteria", "next_date")
    assert [field for field in left if has_still_to_say(record, field, [record], TODAY)] == asked


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2027, 5, 13), date(2027, 5, 13)),
        (date(2027, 5, 14), date(2027, 5, 14)),
        (date(2027, 5, 15), date(2027, 5, 14)),
        (date(2027, 5, 16), date(2027, 5, 14)),
        (date(2027, 5, 17), date(2027, 5, 17)),
    ],
    ids=str,
)
def test_no_committee_is_said_to_be_due_on_a_weekend(due: date, said: date) -> None:
    assert said_to_be_due(due) == said
