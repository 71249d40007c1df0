"""An hour changed in the day, or « later »: the day still has one message, and loses none."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.domain.people import CLOCK
from tests.scene import Scene, new_bot, on

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday in Paris, half an hour before Ada's moment
DAYS = "mon,tue,wed,thu,fri"


@pytest.fixture
def scene() -> Iterator[Scene]:
    bot = new_bot()
    scene = on(bot, NINE.replace(day=23))
    scene.add("ada")
    yield scene
    bot.store.close()


def settle(scene: Scene, moment: str, zone: str = "Europe/Paris") -> None:
    scene.says("ada", "/coach réglages")
    scene.presses("ada", *scene.button("ada", "Changer"))
    scene.fills("ada", days=DAYS, moment=moment, zone=zone)


def ghosts(scene: Scene) -> list[str]:
    """The questions noted as asked that no message holds."""
    with scene.stage.bot.store.read(CLOCK) as memory:
        nudges = memory.nudges(scene.stage.cast.people["ada"])
    return [each.key.practice for each in nudges if each.delivery is None]


def at(hour: int, minute: int = 0) -> datetime:
    """An hour of that Tuesday in Paris."""
    return NINE.replace(hour=hour - 1, minute=minute)


def test_an_hour_moved_behind_the_present_one_brings_the_message_at_once(scene: Scene) -> None:
    scene.tick_until(at(9))
    scene.says("ada", "/coach aide")
    before = len(scene.nudges("ada"))
    settle(scene, "8:00")
    scene.tick_until(at(9, 1))
    assert len(scene.nudges("ada")) == before + 1


def test_a_zone_where_the_hour_is_past_brings_the_message_at_once(scene: Scene) -> None:
    scene.tick_until(at(9))
    before = len(scene.nudges("ada"))
    settle(scene, "9:30", "Asia/Tokyo")
    scene.tick_until(at(9, 1))
    assert len(scene.nudges("ada")) == before + 1


@pytest.mark.parametrize("moment", ["14:00", "8:00", "11:01"])
def test_an_hour_changed_after_the_message_brings_no_other_that_day(scene: Scene, moment: str) -> None:
    scene.tick_until(at(11))
    before = len(scene.nudges("ada"))
    assert before
    settle(scene, moment)
    scene.tick_until(at(23, 59))
    assert len(scene.nudges("ada")) == before
    assert ghosts(scene) == []


def test_later_comes_back_in_the_evening_to_those_who_are_asked_in_the_afternoon(scene: Scene) -> None:
    settle(scene, "14:00")
    scene.tick_until(at(14, 1))
    before = len(scene.nudges("ada"))
    scene.presses("ada", *scene.button("ada", "Plus tard…"))
    scene.presses("ada", *scene.button("ada", "En fin de journée"))
    scene.tick_until(at(16, 31))
    assert len(scene.nudges("ada")) == before + 1
    assert ghosts(scene) == []
