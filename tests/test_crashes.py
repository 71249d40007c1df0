"""R3: the process dies at each labelled point of a send; once started again, the message is there once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.domain.people import Address
from bot.platforms.base import Busy, Lost, Pace, PlatformError, Receipt, Refused, Unreachable
from bot.postman import Postman
from bot.stories.audience import StoryVoice
from bot.wiring import Bot
from tests.delivery.mail import states
from tests.scene import Scene, new_bot, on
from tests.test_ticks import TUESDAY

STEPS = [*(timedelta(seconds=n) for n in range(0, 60, 5)), *(timedelta(minutes=n) for n in range(1, 9))]
PACES = {"room": Pace(), "slack": Pace(per_second=5.0, burst=5, gap=timedelta(seconds=1))}


class Crash(BaseException):
    """The power is cut."""


class Lossy(StoryVoice):
    """Loses the answer to what is written to Ada, or the message itself."""

    loses = ""

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        if to.external_id == "ada" and self.loses:
            if self.loses == "answer":
                super().send(to, message, key)
            raise Lost
        return super().send(to, message, key)


@dataclass(frozen=True)
class Point:
    """Where the process dies, what the chat does before that, and how many messages Ada has in the end."""

    label: str
    fault: PlatformError | None = None
    loses: str = ""
    arrives: int = 1

    def __str__(self) -> str:
        return f"{self.label}-{self.loses}".rstrip("-")


POINTS = (
    Point("expired"),
    Point("claimed"),
    Point("before_request"),
    Point("after_request"),
    Point("noted"),
    Point("busy", Busy(30)),
    Point("refused", Refused("the scope chat:write is missing")),
    Point("unreachable", Unreachable("her messages are closed"), arrives=0),
    Point("doubt", loses="message"),
    Point("doubt", loses="answer"),
    Point("not_found", loses="message"),
    Point("found", loses="answer"),
)


@dataclass
class Fuse:
    """Dies the nth time that a point is reached."""

    label: str
    left: int = 1

    def __call__(self, label: str) -> None:
        self.left -= label == self.label
        if self.left == 0 and label == self.label:
            raise Crash(label)


Start = Callable[[], Bot]


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    started: list[Bot] = []

    def _start() -> Bot:
        started.append(new_bot(database_url))
        return started[-1]

    yield _start
    for bot in started:
        bot.store.close()


def scene_of(bot: Bot, point: Point, pace: Pace) -> Scene:
    """Ada and Bob, to each of whom something is planned, and a chat that behaves as the point wants."""
    scene = on(bot, TUESDAY - timedelta(hours=15))
    scene.add("ada")
    scene.add("bob", team="Autre produit")
    stage = scene.stage
    stage.voice = voice = Lossy(lambda: stage.now)
    voice.pace, voice.loses = pace, point.loses
    if point.fault:
        stage.voice.faults["ada"] = point.fault
    bot.voices[stage.workspace] = stage.voice
    bot.plan(TUESDAY)
    return scene


def go_on(scene: Scene, postman: Postman, first: datetime) -> None:
    """Let some minutes pass, a few seconds at a time at first."""
    for step in STEPS:
        scene.stage.now = first + step
        postman.settle(scene.now)
        postman.send(scene.now)


def mended(scene: Scene) -> None:
    scene.stage.voice.faults.clear()
    if isinstance(scene.stage.voice, Lossy):
        scene.stage.voice.loses = ""


def restarted(scene: Scene, start: Start) -> Bot:
    """A process that knows nothing of the one before; the lease of that one is over."""
    bot = start()
    bot.voices[scene.stage.workspace] = scene.stage.voice
    if bot.store.engine.dialect.name == "postgresql":
        with bot.store.engine.begin() as connection:
            connection.execute(text("UPDATE delivery SET sending_since = sending_since - interval '1 hour'"))
    return bot


@pytest.mark.parametrize("pace", PACES.values(), ids=PACES)
@pytest.mark.parametrize(
    "nth", [pytest.param(1, id="first"), pytest.param(2, id="second", marks=pytest.mark.soak)]
)
@pytest.mark.parametrize("point", POINTS, ids=str)
def test_a_crash_loses_nothing_and_repeats_nothing(start: Start, point: Point, nth: int, pace: Pace) -> None:
    bot = start()
    scene = scene_of(bot, point, pace)
    crashing = replace(bot.postman, label=Fuse(point.label, nth))
    died = False
    try:
        go_on(scene, crashing, TUESDAY)
    except Crash:
        died = True
    assert died or nth == 2
    mended(scene)
    again = restarted(scene, start)
    again.postman.resume(scene.now)
    go_on(scene, again.postman, scene.now + STEPS[1])
    arrived = {name: len(scene.nudges(name)) for name in ("ada", "bob")}
    assert arrived == {"ada": point.arrives, "bob": 1}
    final = states(again.store)
    assert final.get(DeliveryState.SENT, 0) == point.arrives + 1
    assert not set(final) & {DeliveryState.SENDING, DeliveryState.IN_DOUBT, DeliveryState.PLANNED}
