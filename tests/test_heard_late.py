"""What was typed while nobody listened is heard later, and is of the day on which it was typed."""

from datetime import date, datetime, timedelta

from bot.domain.events import Said
from tests.scene import MONDAY, Scene

FRIDAY_EVENING = MONDAY - timedelta(days=3) + timedelta(hours=8)


def heard_late(scene: Scene, text: str, at: datetime | None) -> str:
    return scene.brings("ada", Said(scene.address("ada"), scene.act(), text=text, at=at))


def test_a_record_is_of_the_day_on_which_it_was_typed(scene: Scene) -> None:
    assert "ven. 20 nov." in heard_late(scene, "livraison v1.4.2", FRIDAY_EVENING)
    assert [each.day for each in scene.records()] == [date(2026, 11, 20)]


def test_its_yesterday_is_the_day_before_that_one(scene: Scene) -> None:
    heard_late(scene, "livraison v1.4.2 hier", FRIDAY_EVENING)
    assert [each.day for each in scene.records()] == [date(2026, 11, 19)]


def test_its_tomorrow_is_the_day_after_that_one(scene: Scene) -> None:
    thursday = FRIDAY_EVENING - timedelta(days=1)
    assert "vendredi 20 novembre" in heard_late(scene, "test demain avec 2 agents", thursday)
    assert scene.records() == []


def test_a_chat_whose_clock_is_ahead_does_not_bring_tomorrow(scene: Scene) -> None:
    heard_late(scene, "livraison v1.4.2", MONDAY + timedelta(days=2))
    assert [each.day for each in scene.records()] == [MONDAY.date()]
