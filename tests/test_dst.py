"""The days when the clocks change: step by step or by jumps, the same messages at the same instants."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Config
from bot.wiring import build
from tests.year import Year

AUTUMN = datetime(2026, 10, 24, 0, 0, tzinfo=UTC)
SPRING = datetime(2027, 3, 27, 0, 0, tzinfo=UTC)
SEED = 7
STEP = timedelta(minutes=5)
"""Every moment of these people is at such a minute."""


def begun(at: datetime) -> Year:
    """Twelve people, on every kind of moment, of whom none notes anything."""
    bot = build(Config(database_url="sqlite://", secret_keys=("a key for the days of change",)))
    year = Year(bot, at, SEED)
    year.settle(12)
    for resident in year.residents:
        resident.habit = 0.0
    return year


def heard(year: Year) -> list[tuple[datetime, str, str]]:
    return [(each.at, each.to, each.text) for each in year.voice.shown]


@pytest.mark.parametrize("at", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_steps_and_jumps_say_the_same(at: datetime) -> None:
    end = at + timedelta(days=4)  # past Easter Monday, which follows the change of 2027
    jumps = begun(at)
    jumps.run(end)
    steps = begun(at)
    while steps.now < end:
        steps.bot.tick(steps.now)
        steps.now += STEP
    assert heard(jumps) == heard(steps)
    assert heard(jumps), "somebody was spoken to"
