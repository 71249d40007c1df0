"""A workspace takes Pouce out while its messages are being sent: none is lost, none is there twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import CLOCK
from bot.platforms.base import Pace, Platform
from bot.postman import Postman
from bot.signing import Seal
from bot.store import Store
from tests.delivery.mail import plan, states, workspaces
from tests.delivery.memory_chat import Desk, MemoryChat

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def test_what_was_taken_is_looked_for_once_the_workspace_is_back(store: Store) -> None:
    chat = MemoryChat(lambda: NOW, lambda _: None)
    (space,) = workspaces(store, 1)
    desk = Desk(chat, Pace())
    voices: dict[int, Platform] = {space: desk}

    def leaves(where: str) -> None:
        if where == "claimed":
            voices.clear()

    postman = Postman(store, Seal(("key",)), voices, departed=lambda *_: None, label=leaves)
    with store.write(CLOCK) as memory:
        keys = [plan(memory, f"k{n}", (space, f"p{n}"), NOW) for n in range(3)]
    with pytest.raises(KeyError):
        postman.serve(space, NOW)
    voices[space] = desk
    back = Postman(store, Seal(("key",)), voices, departed=lambda *_: None, orphans=postman.orphans)
    back.settle(NOW)
    back.settle(LATER)
    back.send(LATER)
    assert sorted(chat.posted()) == keys, states(store)
