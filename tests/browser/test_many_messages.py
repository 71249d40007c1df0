"""Somebody who talked with Pouce for years: the page opens at once, and what came before is there."""

import shutil
from pathlib import Path
from time import perf_counter

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert

from bot.config import Config
from bot.domain.messages import Message
from bot.local.room import LocalRoom
from bot.store.room_tables import RoomPostRow
from tests.browser.conftest import OpenWindow
from tests.browser.server import Server
from tests.browser.window import Window


def test_ten_thousand_messages(window: OpenWindow, migrated_file: Path, tmp_path: Path) -> None:
    """Opened in less than a second on a quiet machine: the bound is wider, for those that are not."""
    server = Server(tmp_path)
    shutil.copy(migrated_file, tmp_path / "room.db")
    crowd(server, 10_000)
    with server:
        ada = window("/", at=server)
        seconds = sorted(time_to_open(ada, "message 10000") for _ in range(3))
        print(f"10,000 messages: opened in {seconds[1]:.2f} s (median of {seconds})")
        assert seconds[1] < 3
        reads_what_came_before(ada)
        ada.page.close()


def crowd(server: Server, count: int) -> None:
    """Fill Ada's conversation before the server starts."""
    room = LocalRoom(Config(secret_keys=(server.key,), database_url=server.database))
    room.begin("tour", "fr")
    rows = [
        {
            "id": n,
            "root": n,
            "workspace_id": room.workspace,
            "place": "ada",
            "message": Message(f"message {n}"),
            "kind": "said" if n % 2 else "reply",
            "at": room.now(),
            "author": "ada" if n % 2 else "",
            "only_for": "",
            "key": f"many:{n}",
        }
        for n in range(1, count + 1)
    ]
    with room.store.engine.begin() as connection:
        connection.execute(insert(RoomPostRow), rows)
    room.store.close()


def time_to_open(ada: Window, last: str) -> float:
    begun = perf_counter()
    ada.goes("/room/ada")
    ada.last.get_by_text(last, exact=True).wait_for()
    return perf_counter() - begun


def reads_what_came_before(ada: Window) -> None:
    """Older messages come on top; what is being read does not move."""
    count, first = ada.posts.count(), ada.page.get_by_text("message 9951", exact=True)
    earlier = ada.page.get_by_role("button", name="Voir les messages précédents")
    earlier.scroll_into_view_if_needed()
    before = first.bounding_box()
    earlier.click()
    expect(ada.posts).to_have_count(count * 2)
    after = first.bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=1.5)
    expect(ada.posts.first).to_contain_text("message 9901")
    expect(earlier).to_be_focused()
