"""Jumping to the next wake against ticking every minute: the same fortnight, the same bot, one run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from bot.config import Config
from bot.wiring import build
from tests.year import Year

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
END = START + timedelta(days=14)


def fortnight() -> Year:
    bot = build(Config(database_url="sqlite://", secret_keys=("a key for the fortnight",)))
    year = Year(bot, START, 1)
    year.settle(20)
    for resident in year.residents:
        resident.habit = 0.0
    return year


def took(deed: Callable[[], None]) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun


def every_minute(year: Year) -> None:
    while year.now < END:
        year.bot.tick(year.now)
        year.now += timedelta(minutes=1)


@pytest.mark.bench
def test_jumps_beat_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    jumps, minutes = fortnight(), fortnight()
    fast, slow = took(lambda: jumps.run(END)), took(lambda: every_minute(minutes))
    with capsys.disabled():
        print(
            f"\na fortnight of 20 people: jumps {fast:.2f} s, minutes {slow:.2f} s, ratio {slow / fast:.1f}"
        )
    assert len(jumps.voice.shown) == len(minutes.voice.shown)
    assert slow / fast > 1.5
