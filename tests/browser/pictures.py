"""Makes the pictures of the tutorial again: `make pictures`. The same week, lived in a room of its own."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.palette import slimmed
from tests.browser.server import ROOT, Server
from tests.browser.window import Window

FOLDER = ROOT / "docs" / "pictures"
WIDE = (1200, 760)
TELEPHONE = (360, 740)
TALL = (1200, 1000)
STEADY = ["--no-sandbox", "--disable-partial-raster", "--disable-skia-runtime-opts"]
"""The same page gives the same points, down to the edges of round corners."""
_FRENCH = {
    "locale": "fr-FR",
    "plan": "oui jeudi avec 2 agents de la CAF",
    "criterion": "s’ils ne retrouvent pas leur mot de passe",
    "record": "2 agents, bloqués tous les 2 au mot de passe",
    "correct": "Corriger",
    "feedback": "/coach feedback a mayor cannot find the button",
    "release": "/coach release the sign-in page explains the password",
    "team": "/coach équipe",
    "noted": "Noté",
    "hours": "10 h,10 h,10 h,13 h",
}
_ENGLISH = {
    "locale": "en-GB",
    "plan": "yes Thursday with 2 people from the benefits office",
    "criterion": "if they cannot find their password again",
    "record": "2 people, both stuck at the password",
    "correct": "Correct",
    "feedback": "/coach retour un maire ne trouve pas le bouton",
    "release": "/coach livraison la page de connexion explique le mot de passe",
    "team": "/coach team",
    "noted": "Noted",
    "hours": "10:00,10:00,10:00,13:00",
}
WORDS: Mapping[str, Mapping[str, str]] = {"fr": _FRENCH, "en": _ENGLISH}
_SAME_HOURS = """hours => document.querySelectorAll(".card").forEach((card, n) => {
  const last = card.querySelector(".card-words > :last-child");
  last.textContent = last.textContent.replace(/\\d+(:\\d+|\\u00a0h(\\u00a0\\d+)?)/, hours.split(",")[n]);
})"""

# Dates as a browser in that language writes them: the one that takes the pictures may speak only English.
_DATES = """locale => document.querySelectorAll("input[type=date]").forEach((input) => {
  const figures = { day: "2-digit", month: "2-digit", year: "numeric" };
  const shown = new Date(`${input.value}T12:00`).toLocaleDateString(locale, figures);
  input.dataset.date = input.value;
  input.type = "text";
  input.value = shown;
})"""
_BACK = """() => document.querySelectorAll("[data-date]").forEach((input) => {
  input.type = "date";
  input.value = input.dataset.date;
  delete input.dataset.date;
})"""


@dataclass(frozen=True)
class Album:
    """The pictures of one language."""

    browser: Browser
    darkroom: Page
    server: Server
    language: str

    @property
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    def window(self, path: str, size: tuple[int, int] = WIDE, *, dark: bool = False) -> Window:
        context = self.browser.new_context(
            locale=self.words["locale"],
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        window = Window(context.new_page(), self.server.url)
        window.goes(path)
        return window

    def keep(self, window: Window, name: str, only: str = "") -> None:
        """Keep what is on the screen, or a part of it, once the pictures in it have come."""
        page = window.page
        page.evaluate("Promise.all([...document.images].map(each => each.decode()))")
        page.evaluate(_DATES, self.words["locale"])
        page.mouse.move(0, 0)  # over nothing that lights up
        seen = page.locator(only) if only else page
        shot = seen.screenshot(animations="disabled")
        page.evaluate(_BACK)
        file = FOLDER / self.language / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(slimmed(self.darkroom, shot))

    def make(self) -> None:
        """Live the week, and keep eight moments of it."""
        ada = self.window("/")
        ada.page.evaluate(_SAME_HOURS, self.words["hours"])
        self.keep(ada, "1-entrance")
        ada.page.locator(".card").filter(has_text="Ada").click()
        ada.page.wait_for_url("**/room/ada")
        self._tuesday(ada)
        self._wednesday(ada)
        self._bob_notes()
        self._thursday(ada)
        self.keep(self.window("/room/ada", TELEPHONE, dark=True), "8-telephone")

    def _tuesday(self, ada: Window) -> None:
        ada.moves()
        ada.hears("Ada")
        ada.why_is_fresh()
        self.keep(ada, "2-first-message")
        ada.says(self.words["plan"])
        ada.hears(self.words["plan"])
        expect(ada.posts).to_have_count(3)
        self.keep(ada, "3-answer")

    def _bob_notes(self) -> None:
        bob = self.window("/room/bob")
        bob.says(self.words["feedback"])
        bob.says(self.words["release"])
        expect(bob.posts).to_have_count(4)

    def _wednesday(self, ada: Window) -> None:
        ada.moves_to("2026-11-25")
        expect(ada.page.locator("#way .mine")).to_have_count(0)
        ada.why_is_fresh()
        ada.page.set_viewport_size({"width": TALL[0], "height": TALL[1]})
        self.keep(ada, "4-clock-and-why", ".bench")
        ada.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def _thursday(self, ada: Window) -> None:
        ada.moves()
        ada.why_is_fresh()
        ada.says(self.words["criterion"])
        expect(ada.posts).to_have_count(6)
        ada.says(self.words["record"])
        ada.hears(self.words["noted"])
        self.keep(ada, "5-record")
        ada.presses(self.words["correct"])
        expect(ada.dialog).to_be_visible()
        self.keep(ada, "7-form")
        ada.page.keyboard.press("Escape")
        ada.says(self.words["team"])
        expect(ada.last.locator(".chart img")).to_be_visible()
        self.keep(ada, "6-team")


def main() -> None:
    """Make all of them."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The pictures are taken with Chromium: install it first (on Debian and Ubuntu, chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=STEADY)
        darkroom = browser.new_page()
        for language in WORDS:
            with TemporaryDirectory() as folder, Server(Path(folder)) as server:
                Album(browser, darkroom, server, language).make()
        browser.close()
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
