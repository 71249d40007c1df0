"""Nothing that axe-core calls serious or critical, and no sideways scroll, on any page in any state."""

from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.domain.messages import File, Message, Table
from bot.domain.people import CLOCK
from bot.local.chat import Bells, KeptPosts
from bot.platforms.room.posts import Post
from bot.store import Store
from tests.browser.conftest import OpenWindow
from tests.browser.server import Server
from tests.browser.window import Window

GRAVE = {"serious", "critical"}
VIEWS = pytest.mark.parametrize(
    ("lang", "width", "dark"),
    [
        pytest.param("fr-FR", 1440, False, id="fr-light-wide"),
        pytest.param("en-GB", 360, True, id="en-dark-360"),
    ],
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(window: Window) -> list[str]:
    """Return what is wrong with a page as it stands."""
    found: list[dict[str, Any]] = Axe().run(window.page).response["violations"]
    wrong = [_line(each) for each in found if each["impact"] in GRAVE]
    beyond = window.page.evaluate(OVERFLOW)
    return wrong + ([f"{beyond} pixels stick out"] if beyond > 0 else [])


def _line(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"


@VIEWS
def test_the_lobby_before_anything_begins(
    window: OpenWindow, server: Server, lang: str, width: int, *, dark: bool
) -> None:
    lobby = window("/", lang, width, dark=dark)
    expect(lobby.page.locator("[data-begin=nothing]")).to_be_visible()
    assert faults(lobby) == []


@VIEWS
def test_the_lobby(window: OpenWindow, server: Server, lang: str, width: int, *, dark: bool) -> None:
    server.begin(language=lang[:2])
    lobby = window("/", lang, width, dark=dark)
    assert faults(lobby) == []
    lobby.page.locator("#again").click()
    expect(lobby.page.locator("#confirm")).to_be_visible()
    assert faults(lobby) == []
    lobby.page.locator("#keep").click()
    lobby.expects("status of 422")
    lobby.page.locator("#add [type=submit]").click()
    expect(lobby.page.locator("#err-name")).to_be_visible()
    assert faults(lobby) == []


@VIEWS
def test_the_conversation(window: OpenWindow, server: Server, lang: str, width: int, *, dark: bool) -> None:
    server.begin(language=lang[:2])
    words = FRENCH if lang == "fr-FR" else ENGLISH
    ada = window("/room/ada", lang, width, dark=dark)
    wrong = {"empty": faults(ada)}
    if width < 1000:
        ada.page.locator("#fold > summary").click()
    ada.moves()
    wrong["why"] = faults(ada)
    if width < 1000:
        ada.page.locator("#fold > summary").click()
    ada.says(words["answer"])
    ada.says(words["team"])
    expect(ada.last.locator(".chart img")).to_be_visible()
    wrong["messages and a drawing"] = faults(ada)
    post(server, TABLE)
    ada.page.reload()
    expect(ada.last.get_by_role("table")).to_be_visible()
    wrong["table"] = faults(ada)
    ada.box.fill("/coach ")
    ada.page.keyboard.type("t")
    ada.page.keyboard.press("ArrowDown")
    wrong["suggestions"] = faults(ada)
    ada.page.keyboard.press("Escape")
    ada.box.fill("")
    ada.says("/coach test")
    expect(ada.dialog).to_be_visible()
    wrong["form"] = faults(ada)
    ada.dialog.locator("[name=participants]").fill("?")
    ada.dialog.locator("[type=submit]").click()
    expect(ada.dialog.locator("#err-participants")).to_be_visible()
    wrong["form with a fault"] = faults(ada)
    assert {state: each for state, each in wrong.items() if each} == {}


def post(server: Server, message: Message) -> None:
    """Put a message in Ada's conversation: nothing that Pouce says in a week has a wide table, or a file."""
    store = Store(server.database)
    with store.read(CLOCK) as memory:
        workspace = memory.workspaces()[0].id
    KeptPosts(store, workspace, Bells()).add(Post("ada", message, "reply", AT))
    store.close()


AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TABLE = Message(
    "Aides simples",
    table=Table(tuple(f"Colonne {n}" for n in range(12)), (("une valeur",) * 12,) * 3),
    files=(File("notes.csv", "text/csv", b"a,b", "Notes"),),
)
FRENCH = {"answer": "oui jeudi avec 2 agents", "team": "/coach équipe"}
ENGLISH = {"answer": "yes Thursday with 2 people", "team": "/coach team"}
