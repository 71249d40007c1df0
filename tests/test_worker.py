"""A process that works: plans and sends what is due, shares its threads fairly, and stops in good order."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

import pytest
from sqlalchemy import event

from bot.domain.deliveries import DeliveryState
from bot.domain.events import Profile
from bot.domain.messages import Form, Message
from bot.domain.people import CLOCK, Address
from bot.health import TICK
from bot.platforms.base import Pace, Receipt
from bot.wiring import Bot
from bot.worker import run
from tests.delivery.mail import plan, plan_many, states, workspaces
from tests.scene import new_bot, on

PATIENCE = 20.0  # seconds; a test that waits longer has failed
SLOW = 0.01


@dataclass
class Chat:
    """A chat that takes a while, and notes what it is given, in order."""

    takes: float = 0.0
    pace: Pace = field(default_factory=Pace)
    log: list[tuple[int, str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        Event().wait(self.takes)
        with self.lock:
            self.log.append((to.workspace, key))
        return Receipt(to.external_id, key)

    def update(self, receipt: Receipt, message: Message) -> None:
        """Nothing is changed here."""

    def find(self, to: Address, key: str, since: datetime) -> Receipt | None:
        found = any(each == key for _, each in self.log)
        return Receipt(to.external_id, key) if found else None

    def open_form(self, trigger: str, form: Form) -> None:
        """Nothing is shown here."""

    def profile(self, who: Address) -> Profile:
        return Profile(who.external_id)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    found = new_bot(f"sqlite:///{tmp_path / 'pouce.db'}")
    yield found
    found.store.close()


@contextmanager
def working(bot: Bot, senders: int = 4) -> Iterator[None]:
    """Let a worker run meanwhile; it has to end by itself soon after it is told to."""
    stopped = Event()
    thread = Thread(target=run, args=(bot, stopped), kwargs={"senders": senders})
    thread.start()
    try:
        yield
    finally:
        told = monotonic()
        stopped.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert monotonic() - told < 10


def until(happened: Callable[[], bool]) -> None:
    """Wait for something to happen."""
    end = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < end, "it never happened"
        Event().wait(0.01)


def test_what_waits_leaves_once_and_nothing_is_left_half_way(bot: Bot) -> None:
    spaces, chat = workspaces(bot.store, 3), Chat()
    bot.voices.update(dict.fromkeys(spaces, chat))
    keys = plan_many(bot.store, 60, spaces, 20)
    with working(bot):
        until(lambda: len(chat.log) >= 60)
    assert sorted(key for _, key in chat.log) == sorted(keys)
    assert states(bot.store) == {DeliveryState.SENT: 60}


def test_people_whose_moment_has_come_are_looked_at(bot: Bot) -> None:
    now = datetime.now(UTC)
    scene = on(bot, now - timedelta(days=3))
    scene.add("ada")
    person = scene.stage.cast.people["ada"]
    with bot.store.write(CLOCK) as memory:
        memory.set_next_moment(person, now - timedelta(minutes=1))

    def _looked_at() -> bool:
        with bot.store.read(CLOCK) as memory:
            following = memory.next_moment_of(person)
            return following is not None and following > now

    with working(bot):
        until(_looked_at)
    with bot.store.read(CLOCK) as memory:
        assert memory.beats()[TICK] >= now


def test_a_workspace_with_much_to_say_does_not_delay_one_with_little(bot: Bot) -> None:
    (much, little), chat = workspaces(bot.store, 2), Chat(SLOW)
    bot.voices.update({much: chat, little: chat})
    plan_many(bot.store, 300, [much], 300)
    with bot.store.write(CLOCK) as memory:
        for n in range(5):
            plan(memory, f"little-{n}", (little, f"p{n}"))
    with working(bot):
        until(lambda: len(chat.log) >= 60)
    first = Counter(workspace for workspace, _ in chat.log[:60])
    assert first[little] == 5


def test_told_to_stop_it_hands_back_what_it_had_taken(bot: Bot) -> None:
    (space,), chat = workspaces(bot.store, 1), Chat(SLOW)
    bot.voices[space] = chat
    plan_many(bot.store, 400, [space], 400)
    with working(bot):
        until(lambda: len(chat.log) >= 20)
    found = states(bot.store)
    assert set(found) <= {DeliveryState.SENT, DeliveryState.PLANNED}
    assert found[DeliveryState.SENT] == len(chat.log) < 400
    assert sum(found.values()) == 400
    with working(bot):
        until(lambda: len(chat.log) >= 400)
    assert Counter(Counter(key for _, key in chat.log).values()) == {1: 400}


def test_a_database_that_is_away_for_a_while_stops_nothing(bot: Bot, tmp_path: Path) -> None:
    (space,), chat = workspaces(bot.store, 1), Chat()
    bot.voices[space] = chat
    event.listen(bot.store.engine, "checkout", _impatient)
    felt = Event()
    event.listen(bot.store.engine, "handle_error", lambda _: felt.set())
    with working(bot):
        with closing(sqlite3.connect(tmp_path / "pouce.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            assert felt.wait(PATIENCE), "nobody felt that the database was held"
            other.rollback()
        plan_many(bot.store, 30, [space], 30)
        until(lambda: len(chat.log) >= 30)
    assert states(bot.store) == {DeliveryState.SENT: 30}


def _impatient(connection: sqlite3.Connection, *_: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20").fetchall()


def test_what_a_stopped_process_was_sending_is_looked_for_when_the_next_one_starts(bot: Bot) -> None:
    (space,), chat = workspaces(bot.store, 1), Chat(pace=Pace(timeout=timedelta(0)))
    bot.voices[space] = chat
    keys = plan_many(bot.store, 4, [space], 4)
    with bot.store.write(CLOCK) as memory:
        taken = memory.claim(space, datetime.now(UTC), 2)
    chat.log.append((space, taken[0].key))  # the request left, and its answer was never noted
    with working(bot):
        until(lambda: states(bot.store) == {DeliveryState.SENT: 4})
    assert sorted(key for _, key in chat.log) == sorted(keys)
