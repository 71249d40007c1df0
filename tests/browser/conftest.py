"""Browsers for whoever needs one: the system's Chromium; missing, it is a fault when `POUCE_REQUIRE` says."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Server
from tests.browser.window import Window

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One per module: while it is there, playwright's loop runs in this thread, and no other can."""
    path = shutil.which("chromium")
    if path is None:
        required = "browser" in os.environ.get("POUCE_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)("chromium is not on this machine (see CONTRIBUTING)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Pouce, running, with nothing begun."""
    with Server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def tour(server: Server) -> Server:
    """The same, begun again with the people of the tour, on Monday evening."""
    server.begin()
    return server


@pytest.fixture
def window(browser: Browser, server: Server) -> Iterator[OpenWindow]:
    """Open windows, each in a browser of its own; at the end, nothing may have gone wrong in any."""
    opened: list[Window] = []

    def _open(
        path: str = "/",
        lang: str = "fr-FR",
        width: int = 1440,
        height: int = 900,
        *,
        dark: bool = False,
        at: Server | None = None,
    ) -> Window:
        context = browser.new_context(
            locale=lang,
            timezone_id="Europe/Paris",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        opened.append(Window(context.new_page(), server.url if at is None else at.url))
        opened[-1].goes(path)
        return opened[-1]

    yield _open
    for each in opened:
        each.page.context.close()
    assert [fault for each in opened for fault in each.unexpected()] == []
