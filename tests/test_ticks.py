"""A message leaves exactly once: second ticks, restarts, two clocks, and chats that fail in four ways."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from bot.domain.messages import Message
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Busy, Lost, PlatformError, Receipt, Refused, Unreachable
from bot.stories.audience import StoryVoice
from bot.wiring import Bot
from tests.scene import Scene, new_bot, on

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # half past nine in Paris: the moment of everybody
WEDNESDAY = TUESDAY + timedelta(days=1)
THURSDAY = TUESDAY + timedelta(days=2)
PEOPLE = 20

Start = Callable[[], Bot]


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    """Start a Pouce on the same database as the others; all are stopped at the end."""
    started: list[Bot] = []

    def _start() -> Bot:
        started.append(new_bot(database_url))
        return started[-1]

    yield _start
    for bot in started:
        bot.store.close()


@pytest.fixture
def scene(start: Start) -> Scene:
    scene = on(start(), TUESDAY - timedelta(hours=15))
    scene.add("ada")
    return scene


def asked(scene: Scene) -> int:
    """How many questions Ada has been asked, as far as Pouce remembers."""
    with scene.stage.bot.store.read(CLOCK) as memory:
        return len(memory.nudges(scene.stage.cast.people["ada"]))


def test_a_second_tick_of_the_minute_says_nothing_more(scene: Scene) -> None:
    scene.tick(TUESDAY)
    scene.tick(TUESDAY)
    scene.tick(TUESDAY + timedelta(seconds=59))
    assert len(scene.nudges("ada")) == 1


def test_a_restart_says_nothing_twice(scene: Scene, start: Start) -> None:
    scene.tick(TUESDAY)
    again = start()
    again.voices[scene.stage.workspace] = scene.stage.voice
    again.postman.resume(TUESDAY)
    again.tick(TUESDAY)
    again.tick(TUESDAY + timedelta(minutes=1))
    assert len(scene.nudges("ada")) == 1


class Forgetful(StoryVoice):
    """Cannot change what was posted before."""

    fault: PlatformError = Busy(30)

    def update(self, receipt: Receipt, message: Message) -> None:
        raise self.fault


FAULTS = (Busy(30), Unreachable("closed"), Refused("no such message"), Lost())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_an_older_message_that_cannot_be_changed_stops_nothing(scene: Scene, fault: PlatformError) -> None:
    scene.add("bob", team="Autre produit")
    scene.tick(TUESDAY)
    voice = Forgetful(lambda: WEDNESDAY)
    voice.fault = fault
    scene.stage.bot.voices[scene.stage.workspace] = voice
    scene.tick(WEDNESDAY)
    assert sorted(each.to for each in voice.shown) == ["ada", "bob"]


class Hurried(StoryVoice):
    """Has changed enough messages for this minute."""

    busy = True

    def update(self, receipt: Receipt, message: Message) -> None:
        if self.busy:
            raise Busy(30)
        super().update(receipt, message)


def test_an_older_message_that_could_not_be_changed_yet_is_changed_with_the_next_one(scene: Scene) -> None:
    voice = Hurried(lambda: scene.now)
    scene.stage.bot.voices[scene.stage.workspace] = voice
    for day in (TUESDAY, WEDNESDAY):
        scene.tick(day)
    voice.busy = False
    scene.tick(THURSDAY)
    tuesday, wednesday, _ = [each.message_id for each in voice.shown if each.kind == "nudge"]
    assert {each.message_id for each in voice.shown if each.kind == "update"} == {tuesday, wednesday}


def test_two_clocks_speak_to_each_person_once(scene: Scene, start: Start) -> None:
    names = [f"p{n}" for n in range(PEOPLE)]
    for name in names:
        scene.add(name, team=f"Produit {name}")
    other = start()
    voice = StoryVoice(lambda: TUESDAY)
    other.voices[scene.stage.workspace] = voice
    together(lambda: scene.tick(TUESDAY), lambda: other.tick(TUESDAY))
    heard = Counter(each.to for each in (*scene.stage.voice.shown, *voice.shown))
    assert heard == dict.fromkeys(["ada", *names], 1)


def together(*deeds: Callable[[], None]) -> None:
    """Do things at the same instant, each in its thread."""
    ready = Barrier(len(deeds))

    def _do(deed: Callable[[], None]) -> None:
        ready.wait()
        deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        list(threads.map(_do, deeds))


def test_what_was_due_while_everything_was_stopped_is_not_said_afterwards(scene: Scene) -> None:
    scene.tick(THURSDAY - timedelta(minutes=1))
    assert scene.nudges("ada") == []
    scene.tick(THURSDAY)
    assert len(scene.nudges("ada")) == 1


def test_what_is_due_today_is_said_late_however_long_everything_was_stopped(scene: Scene) -> None:
    scene.tick(THURSDAY + timedelta(hours=1))
    scene.tick(THURSDAY + timedelta(hours=1))
    (nudge,) = scene.nudges("ada")
    assert nudge.at.date() == THURSDAY.date()


def test_a_message_that_waited_past_midnight_is_dropped_and_its_question_was_never_asked(
    scene: Scene,
) -> None:
    scene.stage.voice.faults["ada"] = Busy(30)
    scene.tick(TUESDAY)
    assert asked(scene) > 0
    scene.stage.voice.faults.clear()
    scene.tick(THURSDAY - timedelta(minutes=1))
    assert (scene.nudges("ada"), asked(scene)) == ([], 0)


def test_a_question_that_cannot_arrive_was_never_asked(scene: Scene) -> None:
    scene.stage.voice.faults["ada"] = Unreachable("the account is closed to us")
    scene.tick(TUESDAY)
    assert asked(scene) == 0
    scene.stage.voice.faults.clear()
    scene.tick(WEDNESDAY)
    (nudge,) = scene.nudges("ada")
    assert "[Je note]" in nudge.text


def test_a_busy_chat_is_left_alone_for_as_long_as_it_asks(scene: Scene) -> None:
    scene.stage.voice.faults["ada"] = Busy(30)
    scene.tick(TUESDAY)
    scene.stage.voice.faults.clear()
    scene.tick(TUESDAY + timedelta(seconds=29))
    assert scene.nudges("ada") == []
    scene.tick(TUESDAY + timedelta(seconds=30))
    scene.tick(TUESDAY + timedelta(seconds=60))
    assert len(scene.nudges("ada")) == 1


class Silent(StoryVoice):
    """Takes a message, and its answer is lost on the way back."""

    silent = True

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        receipt = super().send(to, message, key)
        if self.silent:
            raise Lost
        return receipt


def test_a_message_whose_answer_was_lost_is_found_by_its_key(scene: Scene) -> None:
    stage = scene.stage
    voice = Silent(lambda: stage.now)
    stage.voice = voice
    stage.bot.voices[stage.workspace] = voice
    scene.tick(TUESDAY)
    assert len(scene.nudges("ada")) == 1
    voice.silent = False
    scene.tick(TUESDAY + timedelta(minutes=1))
    stage.bot.postman.resume(scene.now)
    scene.tick(TUESDAY + timedelta(minutes=2))
    assert len(scene.nudges("ada")) == 1
    assert "Noté" in scene.says("ada", "un maire demande la date, un autre remercie")


def test_a_message_that_was_lost_for_good_leaves_again_only_once_looked_for(scene: Scene) -> None:
    scene.stage.voice.faults["ada"] = Lost()
    scene.tick(TUESDAY)
    scene.stage.voice.faults.clear()
    assert scene.nudges("ada") == []
    for minute in (1, 2, 3):
        scene.tick(TUESDAY + timedelta(minutes=minute))
    assert len(scene.nudges("ada")) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_chat_that_fails_while_it_is_searched_stops_nothing(scene: Scene, fault: PlatformError) -> None:
    voice = scene.stage.voice
    voice.faults["ada"] = Lost()
    scene.tick(TUESDAY)
    voice.faults["ada"] = fault
    scene.stage.bot.postman.resume(scene.now)
    voice.faults.clear()
    scene.stage.bot.postman.resume(scene.now)
    scene.tick(TUESDAY + timedelta(minutes=1))
    assert len(scene.nudges("ada")) == 1
