"""Reading a sentence: a long text against as many short ones, in one run."""

from pathlib import Path
from time import perf_counter

import pytest

from bot.domain.reading import Context, read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import TABLE, context
from tests.domain.small_catalogue import WITH_BUDGET

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")
HOSTILE = ("06 12 34 " * 1_100, "2 mars " * 1_400, "+" * 10_000, "a@" * 5_000, "test 3 " + "é" * 10_000)


def seconds(text: str, there: Context) -> float:
    started = perf_counter()
    read(text, there)
    return perf_counter() - started


@pytest.mark.bench
def test_a_long_text_costs_what_its_length_says(capsys: pytest.CaptureFixture[str]) -> None:
    there = context(WITH_BUDGET, LEXICON)
    short = [min(seconds(row.typed, there) for _ in range(5)) for row in TABLE]
    usual = sum(short) / len(short)
    longest = max(seconds(text, there) for text in HOSTILE)
    times = longest / usual
    with capsys.disabled():
        print(f"\na sentence {usual * 1000:.2f} ms; 10,000 characters at worst {times:.0f} times that")
    assert times < 5_000, "no text makes the reader run away"
