"""The ordeals of `make soak`, at the smallest size that shows something (R2, R7, R9, R11).

Whoever works, stops and wakes does so at an instant that the test chooses, hence nobody waits.
"""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from time import monotonic
from typing import Any

import pytest

from bot import worker
from bot.domain.deliveries import DeliveryState
from bot.domain.events import Said, Where
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Pace
from bot.postman import Postman
from bot.store import StoreUnavailable
from bot.wiring import Bot
from tests.delivery.mail import HOUR, plan, plan_many, states, workspaces
from tests.delivery.memory_chat import Desk, MemoryChat
from tests.scene import new_bot

MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=0.6)
AT_ONCE = Pace()
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def bot(database_url: str) -> Iterator[Bot]:
    found = new_bot(database_url)
    yield found
    found.store.close()


def postman(
    bot: Bot, chat: MemoryChat, label: Callable[[str], None] = lambda _: None, pace: Pace = AT_ONCE
) -> Postman:
    """Return whoever carries the messages of every workspace; what he holds is his for a moment only."""
    with bot.store.read(CLOCK) as memory:
        voices = {each.id: Desk(chat, pace) for each in memory.workspaces()}
    return Postman(bot.store, bot.seal, dict(voices), lambda *_: None, LEASE, label=label)


def at(label: str, act: Callable[[], None]) -> Callable[[str], None]:
    """Do something at the first passage by a label."""
    acts = [act]

    def passing(name: str) -> None:
        if name == label and acts:
            acts.pop()()

    return passing


# R2: PostgreSQL stops while messages leave.


@ON_POSTGRESQL
@pytest.mark.parametrize("where", ["before_request", "after_request"])
def test_a_restart_of_postgresql_loses_nothing_and_who_acts_is_told(
    bot: Bot, postgres_server: Any, where: str
) -> None:
    (space,), chat = workspaces(bot.store, 1), MemoryChat(now, lambda _: None)
    keys = plan_many(bot.store, 15, [space], 15)
    said = Said(Address(space, "ada"), "an act", text="test 3", where=Where.COMMAND)
    ours = postman(bot, chat, at(where, lambda: stop(postgres_server)))
    with pytest.raises(StoreUnavailable):
        ours.send(now())
    began = monotonic()
    with pytest.raises(StoreUnavailable, match="does not answer"):
        bot.hear(said, now())
    assert monotonic() - began < 3
    postgres_server.ensure_postgres_running()
    ours.settle(now())
    ours.settle(now() + MINUTE)
    ours.send(now() + MINUTE)
    assert sorted(chat.posted()) == sorted(keys)
    assert bot.hear(said, now()), "heard again, it is answered"


def stop(server: Any) -> None:
    """Stop at once, as when the power goes."""
    command = [server.bin_path / "pg_ctl", "-D", server.pgdata, "-m", "immediate", "-w", "stop"]
    subprocess.run(command, user=server.system_user, check=True, capture_output=True)


# R7: after an outage.


def test_after_an_outage_what_is_late_never_leaves_and_the_rest_leaves_at_its_pace(bot: Bot) -> None:
    (space,), chat, back = workspaces(bot.store, 1), MemoryChat(now, lambda _: None), now()
    ago = back - 6 * HOUR
    with bot.store.write(CLOCK) as memory:
        late = [plan(memory, f"late{n}", (space, f"p{n}"), ago + n * MINUTE, 5 * HOUR) for n in range(10)]
        good = [plan(memory, f"good{n}", (space, f"p{n}"), ago + n * MINUTE, 12 * HOUR) for n in range(10)]
    ours = postman(bot, chat, pace=Pace(per_second=1, burst=5))
    ours.send(back)
    assert len(chat.posted()) == 5
    ours.send(back + timedelta(seconds=5))
    assert sorted(chat.posted()) == sorted(good)
    assert states(bot.store) == {DeliveryState.SENT: len(good), DeliveryState.SKIPPED: len(late)}


# R9: a worker that sleeps past its lease, then goes on.


@ON_POSTGRESQL
@pytest.mark.parametrize("where", ["claimed", "before_request", "after_request"])
def test_whoever_wakes_after_another_one_took_over_sends_nothing_twice(bot: Bot, where: str) -> None:
    (space,), chat = workspaces(bot.store, 1), MemoryChat(now, lambda _: None)
    keys = plan_many(bot.store, 15, [space], 15)
    other = postman(bot, chat)

    def sleep_while_the_other_works() -> None:
        Event().wait(1.1 * LEASE.total_seconds())  # by the clock of PostgreSQL, which no test holds
        other.settle(now())
        other.settle(now() + MINUTE)
        other.send(now() + MINUTE)

    postman(bot, chat, at(where, sleep_while_the_other_works)).send(now())
    other.send(now() + MINUTE)
    assert sorted(chat.posted()) == sorted(keys)
    assert states(bot.store) == {DeliveryState.SENT: len(keys)}


# R11: told to stop while a chat does not answer.


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_told_to_stop_while_a_chat_hangs_it_ends_and_the_next_one_finds_what_it_held(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_LAST", 0.2)
    asked, over, stopped = Event(), Event(), Event()

    def hang(instant: str) -> None:
        if instant == "answer":
            asked.set()
            over.wait()
            raise SystemExit  # the process ended meanwhile

    spaces, chat = workspaces(bot.store, 2), MemoryChat(now, hang)
    keys = plan_many(bot.store, 100, spaces, 100)
    bot.voices.update({each: Desk(chat, AT_ONCE) for each in spaces})
    working = Thread(target=worker.run, args=(bot, stopped))
    working.start()
    assert asked.wait(20)
    stopped.set()
    working.join(10)
    assert not working.is_alive()
    found = states(bot.store)
    assert DeliveryState.SENDING not in found
    assert found[DeliveryState.IN_DOUBT] > 0
    chat.at = lambda _: None
    following = postman(bot, chat)
    following.settle(now() + MINUTE)
    following.send(now() + MINUTE)
    assert sorted(chat.posted()) == sorted(keys)
    assert states(bot.store) == {DeliveryState.SENT: 100}
    over.set()
    for each in senders():
        each.join(10)


def senders() -> list[Thread]:
    return [each for each in enumerate_threads() if each.name.startswith("sender-")]
