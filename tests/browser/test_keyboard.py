"""The path of a first visit with the keyboard alone: no mouse here, and the focus is never lost."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenWindow
from tests.browser.server import Server
from tests.browser.window import Window

SEND = "#composer [type=submit]"
_REACHED = """([css, text]) => {
  const focused = document.activeElement;
  return focused.matches(css) && focused.innerText.includes(text);
}"""
NEXT = "#clock [data-to=message]"


def keys(window: Window, *names: str) -> None:
    for name in names:
        window.page.keyboard.press(name)


def types(window: Window, text: str) -> None:
    window.page.keyboard.type(text)


def focused(window: Window) -> Locator:
    """Return what has the focus; losing it is a fault wherever it happens."""
    assert window.page.evaluate("document.activeElement !== document.body"), "the focus is lost"
    return window.page.locator("*:focus")


def goes_to(window: Window, selector: str, text: str = "", key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until something is reached."""
    for _ in range(80):
        keys(window, key)
        if window.page.evaluate(_REACHED, [selector, text]):
            return
    pytest.fail(f"no key leads to {selector} {text}")


def test_from_the_lobby_to_a_note(window: OpenWindow, server: Server) -> None:
    ada = window("/")
    enters(ada)
    moves_the_clock(ada)
    answers_with_suggestions(ada)
    looks_at_a_form_and_closes_it(ada)
    fills_a_form(ada)
    undoes_and_puts_back(ada)
    changes_place(ada)


def enters(ada: Window) -> None:
    keys(ada, "Tab")
    expect(focused(ada)).to_have_text("Aller au contenu")
    expect(focused(ada)).to_be_in_viewport()
    keys(ada, "Enter")
    expect(ada.page.locator("main")).to_be_focused()
    goes_to(ada, ".card", "Ada")
    keys(ada, "Enter")
    ada.page.wait_for_url("**/room/ada")
    keys(ada, "Tab")
    expect(focused(ada)).to_have_text("Aller au message à écrire")
    keys(ada, "Enter")
    expect(ada.box).to_be_focused()


def moves_the_clock(ada: Window) -> None:
    goes_to(ada, NEXT)
    keys(ada, "Enter")
    ada.rests()
    ada.hears("Bonjour Ada.")
    expect(ada.page.locator(NEXT)).to_be_focused()


def answers_with_suggestions(ada: Window) -> None:
    """Nothing is chosen until an arrow says so; Escape closes the list and keeps the words."""
    goes_to(ada, "#say", key="Shift+Tab")
    options = ada.page.get_by_role("option")
    types(ada, "/coach sem")
    expect(options.first).to_be_visible()
    expect(ada.page.get_by_role("option", selected=True)).to_have_count(0)
    keys(ada, "ArrowDown")
    expect(ada.page.get_by_role("option", selected=True)).to_have_count(1)
    expect(ada.box).to_have_attribute("aria-activedescendant", "suggestion-0")
    keys(ada, "Escape")
    expect(options).to_have_count(0)
    expect(ada.box).to_have_value("/coach sem")
    types(ada, "a")
    keys(ada, "ArrowDown", "Enter")
    expect(ada.box).to_have_value("/coach semaine")
    expect(ada.box).to_be_focused()
    keys(ada, "Enter")
    ada.hears("Rien de noté depuis le lundi 23 novembre.")
    expect(ada.box).to_be_focused()
    types(ada, "oui jeudi avec 2 agents")
    keys(ada, "Shift+Enter")
    types(ada, "de la CAF")
    expect(ada.box).to_have_value("oui jeudi avec 2 agents\nde la CAF")
    keys(ada, "Enter")
    ada.hears("Entendu : Test utilisateur, 2 personnes")
    expect(ada.box).to_have_value("")


def looks_at_a_form_and_closes_it(ada: Window) -> None:
    goes_to(ada, "#posts button", "Changer la date", key="Shift+Tab")
    keys(ada, "Enter")
    expect(ada.dialog).to_be_visible()
    expect(ada.dialog.locator("*:focus")).to_have_count(1)
    keys(ada, "Escape")
    expect(ada.dialog).to_be_hidden()
    expect(focused(ada)).to_have_text("Changer la date")


def fills_a_form(ada: Window) -> None:
    """A fault takes the focus; what was typed and chosen stays; once sent, one writes again."""
    goes_to(ada, "#say")
    types(ada, "/coach test")
    keys(ada, "Escape", "Enter")
    people, learned = (
        ada.dialog.get_by_label(each) for each in ("Combien de personnes", "Ce que ça nous apprend")
    )
    expect(people).to_be_focused()
    types(ada, "beaucoup")
    goes_to(ada, "textarea")
    types(ada, "ils cherchent le bouton")
    goes_to(ada, "[name=verdict]")
    keys(ada, "ArrowDown")
    expect(focused(ada)).to_be_checked()
    chosen = focused(ada).get_attribute("value")
    assert chosen
    goes_to(ada, "#dialog [type=submit]")
    keys(ada, "Enter")
    expect(people).to_be_focused()
    expect(people).to_have_attribute("aria-invalid", "true")
    expect(people).to_have_accessible_description(ada.dialog.locator("#err-participants").inner_text())
    expect(learned).to_have_value("ils cherchent le bouton")
    expect(ada.dialog.locator(f"[name=verdict][value={chosen}]")).to_be_checked()
    keys(ada, "Control+a")
    types(ada, "2")
    keys(ada, "Enter")
    expect(ada.dialog).to_be_hidden()
    ada.hears("Noté : Test utilisateur, 2 personnes", "ils cherchent le bouton")
    expect(ada.box).to_be_focused()


def undoes_and_puts_back(ada: Window) -> None:
    """The button that was pressed goes; the focus stays on its message."""
    goes_to(ada, "#posts > :last-child button", "Annuler", key="Shift+Tab")
    keys(ada, "Enter")
    ada.hears("Annulé.")
    expect(ada.last).to_be_focused()
    goes_to(ada, "button", "Remettre")
    keys(ada, "Enter")
    ada.hears("Noté : Test utilisateur, 2 personnes")
    expect(ada.last).to_be_focused()


def changes_place(ada: Window) -> None:
    goes_to(ada, "nav a", "Aides simples", key="Shift+Tab")
    keys(ada, "Enter")
    ada.page.wait_for_url("**/in/team-*")
    goes_to(ada, "#say")
    types(ada, "bonjour à tous")
    goes_to(ada, SEND)
    keys(ada, "Enter")
    ada.hears("bonjour à tous")
    assert focused(ada).count() == 1


def test_the_far_clock_and_the_fold_of_a_telephone(window: OpenWindow, tour: Server) -> None:
    """On a narrow screen the clock is folded above the conversation."""
    ada = window("/room/ada", width=360, height=740)
    goes_to(ada, "summary", "Horloge")
    keys(ada, "Enter")
    expect(ada.page.locator("#fold")).to_have_attribute("open", "")
    goes_to(ada, "#day")
    keys(ada, "ArrowUp")  # a day later, or a month: the browser's language says which comes first
    day = ada.page.locator("#day").input_value()
    assert day > "2026-11-23"
    keys(ada, "Enter")
    ada.rests()
    expect(ada.page.locator("#day")).to_have_attribute("min", day)
    assert focused(ada).count() == 1


def test_beginning_again_is_asked_twice(window: OpenWindow, tour: Server) -> None:
    lobby = window("/")
    goes_to(lobby, "#again")
    keys(lobby, "Enter")
    confirm = lobby.page.locator("#confirm")
    expect(confirm).to_be_visible()
    keys(lobby, "Escape")
    expect(confirm).to_be_hidden()
    expect(lobby.page.locator("#again")).to_be_focused()
    keys(lobby, "Enter")
    goes_to(lobby, "#confirm button", "Ne rien effacer")
    keys(lobby, "Enter")
    expect(confirm).to_be_hidden()
    expect(lobby.page.locator("#again")).to_be_focused()
