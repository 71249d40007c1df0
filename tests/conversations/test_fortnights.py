"""The two fortnights of LIVED §3, counted: messages that came by themselves, and what they asked."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.config import Config
from bot.stage import Stage
from bot.stories.player import PlayReport, play
from bot.stories.script import parse
from bot.wiring import build

FOURTH_MONTH = date(2027, 2, 22)
HERE = Path(__file__).parent


def played(name: str) -> PlayReport:
    bot = build(Config(database_url="sqlite://", secret_keys=("a key for the fortnights",)))
    return play(parse((HERE / name).read_text(encoding="utf-8")), Stage(bot, datetime.now(UTC)))


@pytest.mark.parametrize(
    ("story", "who", "messages", "items", "weekdays"),
    [
        ("ada_fortnight.story", "ada", 5, 8, {0, 1, 3}),
        ("karim_fortnight.story", "karim", 4, 7, {1, 3}),
    ],
)
def test_counts_of_the_fortnight(story: str, who: str, messages: int, items: int, weekdays: set[int]) -> None:
    report = played(story)
    assert report.passed
    scheduled = [each for each in report.messages if each.kind == "nudge" and each.to == who]
    asked = sum(1 + each.text.count("\n· ") for each in scheduled)
    assert (len(scheduled), asked) == (messages, items)
    assert {each.at.astimezone(report.zone).weekday() for each in scheduled} <= weekdays


def test_ada_in_her_fourth_month_hears_at_most_one_message_a_week() -> None:
    report = played("ada_fourth_month.story")
    assert report.passed
    private = "Visible par toi seulement"  # offered once, in a message of its own
    scheduled = [each.at for each in report.messages if each.kind == "nudge" and private not in each.text]
    weeks = [at.isocalendar()[:2] for at in scheduled if at.date() >= FOURTH_MONTH]
    assert weeks, "the slow question still comes"
    assert len(weeks) == len(set(weeks))
