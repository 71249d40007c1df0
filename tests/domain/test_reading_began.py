"""Since when something has been so: a day without its year is not taken for one of last year."""

from datetime import date

import pytest

from bot.catalogue import find_prompts
from bot.domain.reading import Fault, began
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import TODAY, context
from tests.domain.small_catalogue import SMALL

LEXICON = load_lexicon(find_prompts())


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("consolidation", TODAY, TODAY),
        ("consolidation depuis le 1er mars", TODAY, date(2026, 3, 1)),
        ("consolidation depuis lundi", TODAY, date(2026, 11, 16)),
        ("consolidation depuis 3 semaines", TODAY, date(2026, 11, 2)),
        ("consolidation depuis le 1er décembre", TODAY, date(2026, 12, 1)),
        ("consolidation 1 décembre 2026", TODAY, date(2026, 12, 1)),
        ("consolidation depuis le 1er décembre 2025", TODAY, date(2025, 12, 1)),
        ("consolidation depuis le 1er décembre", date(2027, 1, 11), date(2026, 12, 1)),
        ("consolidation since december 1st", TODAY, date(2026, 12, 1)),
        ("consolidation since 2 november", TODAY, date(2026, 11, 2)),
    ],
)
def test_the_day_is_that_of_this_year_or_the_nearest(typed: str, today: date, day: date) -> None:
    assert began(typed, context(SMALL, LEXICON, today=today)) == day


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("consolidation depuis le 31 novembre", "impossible_date"),
        ("consolidation le 2 novembre ou le 3 novembre", "not_a_date"),
    ],
)
def test_no_day_or_two_are_a_fault(typed: str, fault: str) -> None:
    assert began(typed, context(SMALL, LEXICON)) == Fault(fault)
