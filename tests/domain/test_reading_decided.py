"""What a committee decided, in one line: the day before it or after it takes nothing from the decision."""

from pathlib import Path

import pytest

from bot.domain.activities import Answers
from bot.domain.intents import Log
from bot.domain.practices import Catalogue
from bot.domain.reading import read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import TODAY, asked, context

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")
CONTINUED = {"decision": "continue"}


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("comité : poursuivre", CONTINUED),
        ("comité hier : poursuivre", {"date": "2026-11-22", **CONTINUED}),
        ("comité d’hier : poursuivre", {"date": "2026-11-22", **CONTINUED}),
        ("comité 10 novembre : poursuivre", {"date": "2026-11-10", **CONTINUED}),
        (
            "comité du 10 novembre : poursuivre, 180k",
            {"date": "2026-11-10", **CONTINUED, "amount": 18_000_000},
        ),
        ("comité 10/11 poursuivre", {"date": "2026-11-10", **CONTINUED}),
        ("comité jeudi : poursuivre", {"date": "2026-11-19", **CONTINUED}),
        ("comité 10 octobre : poursuivre", {"date": "2026-10-10", **CONTINUED}),
        ("comité jeudi", {"date": "2026-11-26"}),
        ("comité poursuivre hier", {"date": "2026-11-22", **CONTINUED}),
        ("hier comité : autre cadre", {"date": "2026-11-22", "decision": "other_setting"}),
        ("committee on 10 november: stop", {"date": "2026-11-10", "decision": "stop"}),
        ("committee yesterday, continue", {"date": "2026-11-22", **CONTINUED}),
        ("comité hier : ils ont dit de poursuivre autrement", {"date": "2026-11-22"}),
    ],
)
def test_a_decision_is_read_whatever_day_comes_first(
    typed: str, answers: Answers, catalogue: Catalogue
) -> None:
    understood = read(typed, context(catalogue, LEXICON))
    assert isinstance(understood, Log)
    assert (understood.practice, understood.day) == ("committee", TODAY)
    assert understood.answers == answers


@pytest.mark.parametrize(
    ("reply", "answers"),
    [
        ("poursuivre, 180k", {**CONTINUED, "amount": 18_000_000}),
        ("hier : pivoter", {"date": "2026-11-22", "decision": "pivot"}),
    ],
)
def test_a_decision_answers_the_question_by_itself(
    reply: str, answers: Answers, catalogue: Catalogue
) -> None:
    understood = read(reply, context(catalogue, LEXICON, **asked("committee")))
    assert isinstance(understood, Log)
    assert understood.answers == answers
