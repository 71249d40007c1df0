"""Who leaves is told to the team, once; who cannot be reached is nobody's business."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.domain.events import Left, Profile, Renewed
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Unreachable
from bot.stage import Stage
from tests.scene import Scene, new_bot
from tests.test_ticks import TUESDAY

DAY = timedelta(days=1)
WEEK = 7


@pytest.fixture
def scene(database_url: str) -> Iterator[Scene]:
    """Ada and Bob in a team with Cleo who only reads; Dan has another product."""
    bot = new_bot(database_url)
    scene = Scene(Stage(bot, TUESDAY - timedelta(hours=15)))
    scene.add("ada")
    scene.add("bob")
    scene.add("eve", "teammate")
    scene.add("cleo", "observer")
    scene.add("dan", team="Autre produit")
    yield scene
    bot.store.close()


def told(scene: Scene, name: str) -> int:
    """How many times somebody was told that Bob left."""
    return sum("Bob" in each.text and each.kind == "nudge" for each in scene.nudges(name))


def awaited(scene: Scene, name: str) -> datetime | None:
    with scene.stage.bot.store.read(CLOCK) as memory:
        return memory.next_moment_of(scene.stage.cast.people[name])


def all_told(scene: Scene) -> dict[str, int]:
    return {name: told(scene, name) for name in ("ada", "eve", "cleo", "dan")}


TOLD_ONCE = {"ada": 1, "eve": 1, "cleo": 0, "dan": 0}
TOLD_NOTHING = dict.fromkeys(TOLD_ONCE, 0)


def test_a_closed_account_is_told_to_each_member_once_and_asked_nothing_more(scene: Scene) -> None:
    scene.stage.voice.closed.add("bob")
    scene.tick_until(TUESDAY + WEEK * DAY)
    assert scene.nudges("bob") == []
    assert all_told(scene) == TOLD_ONCE
    assert awaited(scene, "bob") is None
    assert len(scene.nudges("ada")) > 2


def test_an_account_whose_end_the_chat_announces_twice_is_told_once(scene: Scene) -> None:
    bot, who = scene.stage.bot, Address(scene.stage.workspace, "bob")
    scene.stage.voice.closed.add("bob")
    for n in range(3):
        bot.hear(Left(who, f"left-{n // 2}"), scene.now)
    scene.tick_until(TUESDAY + 2 * DAY)
    assert scene.nudges("bob") == []
    assert all_told(scene) == TOLD_ONCE


def test_who_comes_back_is_asked_again(scene: Scene) -> None:
    scene.stage.voice.closed.add("bob")
    scene.tick_until(TUESDAY)
    scene.stage.voice.closed.clear()
    assert scene.says("bob", "/coach aide")
    assert awaited(scene, "bob") is not None
    scene.tick_until(TUESDAY + 2 * DAY)
    assert scene.nudges("bob")


@pytest.mark.parametrize("tells", [True, False])
def test_an_account_that_is_open_again_is_asked_again(scene: Scene, *, tells: bool) -> None:
    """Whether the chat says so, or they come back by themselves."""
    bot, who = scene.stage.bot, Address(scene.stage.workspace, "bob")
    bot.hear(Left(who, "left"), scene.now)
    scene.tick_until(TUESDAY + DAY)
    assert scene.nudges("bob") == []
    if tells:
        bot.hear(Renewed(who, "back", Profile("Bob")), scene.now)
    else:
        scene.says("bob", "/coach aide")
    scene.tick_until(TUESDAY + 2 * DAY)
    assert scene.nudges("bob")


def test_nobody_is_made_known_by_a_change_of_their_account(scene: Scene) -> None:
    who = Address(scene.stage.workspace, "zoe")
    scene.stage.bot.hear(Renewed(who, "changed", Profile("Zoe")), scene.now)
    with scene.stage.bot.store.read(CLOCK) as memory:
        assert memory.person_at(who) is None


def unreachable(scene: Scene, until: datetime) -> None:
    scene.stage.voice.faults["bob"] = Unreachable("his messages are closed")
    scene.tick_until(until)


def test_who_cannot_be_reached_three_times_is_left_alone_and_nobody_is_told(scene: Scene) -> None:
    assert "Noté" in scene.says("bob", "/coach test 3 le formulaire fait peur")
    before = scene.records()
    unreachable(scene, TUESDAY + WEEK * DAY)
    assert awaited(scene, "bob") is None
    assert all_told(scene) == TOLD_NOTHING
    assert scene.records() == before
    assert awaited(scene, "ada") is not None


def test_twice_is_not_enough_and_an_arrival_starts_the_count_again(scene: Scene) -> None:
    unreachable(scene, TUESDAY + DAY)
    assert awaited(scene, "bob") is not None
    scene.stage.voice.faults.clear()
    scene.tick_until(TUESDAY + 2 * DAY)
    assert scene.nudges("bob")
    unreachable(scene, TUESDAY + 4 * DAY)
    assert awaited(scene, "bob") is not None


def test_who_acts_after_being_out_of_reach_is_asked_again(scene: Scene) -> None:
    unreachable(scene, TUESDAY + WEEK * DAY)
    scene.stage.voice.faults.clear()
    scene.tick_until(TUESDAY + 2 * WEEK * DAY)
    assert scene.nudges("bob") == []
    assert scene.says("bob", "/coach semaine")
    assert awaited(scene, "bob") is not None
    scene.tick_until(TUESDAY + 3 * WEEK * DAY)
    assert scene.nudges("bob")
