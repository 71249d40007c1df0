"""What happens to a page in life: reloads, two tabs, a server that goes away, hostile words, other sites."""

import json
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Dialog, Route, expect

from tests.browser.conftest import OpenWindow
from tests.browser.elsewhere import another_site
from tests.browser.server import Server
from tests.browser.window import Window, spaced

GONE = (
    "ERR_CONNECTION_REFUSED",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def to_the_channel(window: Window) -> None:
    window.page.locator("nav").get_by_role("link", name="Aides simples").click()
    window.page.wait_for_url("**/in/team-*")


# Reloads, and the way back


def test_a_reload_keeps_what_was_said_and_what_is_being_written(window: OpenWindow, tour: Server) -> None:
    ada = window("/room/ada")
    ada.moves()
    ada.says("/coach aide")
    shown = ada.posts.all_inner_texts()
    ada.box.fill("une phrase\nà moitié")
    ada.page.reload()
    expect(ada.box).to_have_value("une phrase\nà moitié")
    assert ada.posts.all_inner_texts()[: len(shown)] == shown
    expect(ada.last).to_be_in_viewport()


def test_back_and_forward_between_two_conversations(window: OpenWindow, tour: Server) -> None:
    """Each has its words and its draft, and is alive when one comes back."""
    ada, bob = window("/room/ada"), window("/room/bob", "en-GB")
    to_the_channel(bob)
    ada.box.fill("pour Pouce")
    to_the_channel(ada)
    ada.says("bonjour l’équipe")
    ada.box.fill("pour l’équipe")
    ada.page.go_back()
    expect(ada.box).to_have_value("pour Pouce")
    expect(ada.posts).to_have_count(0)
    ada.page.go_forward()
    expect(ada.box).to_have_value("pour l’équipe")
    ada.hears("bonjour l’équipe")
    bob.says("hello Ada")
    ada.hears("hello Ada")


def test_two_tabs_of_the_same_person(window: OpenWindow, tour: Server) -> None:
    first = window("/room/ada")
    second = Window(first.page.context.new_page(), first.url)
    second.goes("/room/ada")
    first.says("oui, dit ici")
    expect(second.page.get_by_text("oui, dit ici").first).to_be_visible()
    second.moves()
    first.hears("Bonjour Ada.")
    first.clock("mardi 24 novembre 2026, 9 h 30")
    assert second.unexpected() == []


def test_beginning_again_in_a_window_sends_the_other_to_the_lobby(window: OpenWindow, tour: Server) -> None:
    ada, other = window("/room/ada"), window("/")
    ada.moves()
    other.page.locator("#again").click()
    other.page.get_by_role("button", name="Reprendre la visite au début").click()
    ada.page.wait_for_url(tour.url + "/")
    expect(ada.page.locator(".lobby-clock")).to_contain_text(spaced("lundi 23 novembre 2026, 20 h"))
    ada.page.locator(".card").filter(has_text="Ada").click()
    expect(ada.page.locator("#nothing")).to_be_visible()


# A server that goes away


def test_the_server_goes_away_and_comes_back(window: OpenWindow, tour: Server) -> None:
    """What is typed stays, with a sentence; then the page mends itself, and nothing is lost or doubled."""
    ada = window("/room/ada")
    ada.expects(*GONE)
    ada.moves()
    ada.says("/coach aide")
    count = ada.posts.count()
    line, fault = ada.page.locator("#line"), ada.page.locator("#say-error")
    tour.stop()
    try:
        expect(line).to_contain_text("La liaison est coupée.")
        ada.box.fill("oui jeudi avec 2 agents de la CAF")
        ada.page.keyboard.press("Enter")
        expect(fault).to_contain_text("ton texte est gardé ici")
        expect(ada.box).to_have_value("oui jeudi avec 2 agents de la CAF")
        ada.presses("C’est prévu…", ada.posts.first)
        expect(ada.posts.first.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    finally:
        tour.start()
    expect(line).to_have_text("La liaison est revenue.", timeout=15_000)
    ada.page.locator("#composer [type=submit]").click()
    ada.hears("Entendu : Test utilisateur, 2 personnes, jeudi 26 novembre.")
    expect(ada.box).to_have_value("")
    expect(fault).to_be_empty()
    expect(ada.posts).to_have_count(count + 2)
    ada.presses("Changer la date")
    expect(ada.dialog).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.posts.first.get_by_role("button", name="Je note", exact=True).first.click()
    expect(ada.dialog.locator("h2")).to_have_text("Test utilisateur")
    ada.page.reload()
    expect(ada.posts).to_have_count(count + 2)


def test_an_answer_that_is_lost_is_not_said_twice(window: OpenWindow, tour: Server) -> None:
    """The server heard, its answer never came: the same words sent again are the same act."""
    ada = window("/room/ada")
    ada.expects("ERR_FAILED")
    ada.moves()

    def heard_and_lost(route: Route) -> None:
        route.fetch()
        route.abort()

    ada.page.route("**/say?*", heard_and_lost)
    ada.box.fill("oui jeudi avec 2 agents")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("#say-error")).not_to_be_empty()
    ada.hears("Entendu : Test utilisateur")
    count = ada.posts.count()
    ada.page.unroute("**/say?*")
    ada.page.keyboard.press("Enter")
    expect(ada.box).to_have_value("")
    ada.says("/coach")  # what comes after comes once
    expect(ada.posts.nth(count)).to_contain_text("/coach")
    assert ada.page.locator(".post.mine").get_by_text("oui jeudi avec 2 agents").count() == 1


# Hostile words

HOSTILE = [
    "<script>window.__hacked = 1; alert(1)</script>",
    '<img src=x onerror="window.__hacked = 1"><svg onload="window.__hacked = 1">',
    '"><a href="javascript:window.__hacked=1">ici</a> {{ 7*7 }} **gras** </textarea>',
    '<img src="https://pouce.example/suivi.png"> https://pouce.example/',
    "👩‍🚀 é👨‍👩‍👧‍👦 שלום",
]


def test_hostile_words_are_only_words(window: OpenWindow, tour: Server) -> None:
    """Shown as typed: as they come, quoted in a note, in a channel, and after a reload."""
    ada = window("/room/ada")
    ada.page.on("dialog", refused)
    sends(ada, [f"/coach retour {text}" for text in HOSTILE], answers=1)
    to_the_channel(ada)
    sends(ada, [f"{text} &lt;b&gt;" for text in HOSTILE])
    for _ in range(2):
        assert texts(ada) == [f"{text} &lt;b&gt;" for text in HOSTILE]
        harmless(ada)
        ada.page.reload()
    ada.goes("/room/ada")
    assert texts(ada)[::2] == [f"/coach retour {text}" for text in HOSTILE]
    assert ada.page.locator("#posts .quote").all_text_contents() == HOSTILE
    harmless(ada)


def sends(window: Window, lines: list[str], answers: int = 0) -> None:
    for n, line in enumerate(lines, start=1):
        window.box.fill(line)
        window.page.keyboard.press("Enter")
        expect(window.posts).to_have_count(n * (1 + answers))
        expect(window.box).to_have_value("")


def texts(window: Window) -> list[str]:
    return window.page.locator("#posts .text").all_text_contents()


def harmless(window: Window) -> None:
    assert window.page.locator("#posts :is(script, a, svg, textarea, img:not(.face))").count() == 0
    assert window.page.evaluate("window.__hacked === undefined")


def refused(dialog: Dialog) -> None:
    message = f"a dialog opened: {dialog.message}"
    raise AssertionError(message)


def test_letters_that_turn_the_reading_round_are_taken_out(window: OpenWindow, tour: Server) -> None:
    ada = window("/room/ada")
    to_the_channel(ada)
    ada.box.fill("facture\u202egpj.exe\u2066\u0007 fin")
    ada.page.keyboard.press("Enter")
    ada.hears("fin")
    shown = ada.last.locator(".text").text_content() or ""
    assert not set(shown) & set("\u202e\u2066\u0007")
    assert shown.startswith("facture")
    assert shown.endswith("fin")


@pytest.mark.parametrize("width", [360, 1440])
def test_ten_thousand_characters_are_folded(window: OpenWindow, tour: Server, width: int) -> None:
    ada = window("/room/ada", width=width)
    to_the_channel(ada)
    long = "a" * 9_990 + " la fin"
    ada.box.fill(long)
    ada.page.keyboard.press("Enter")
    expect(ada.box).to_have_value("")
    expect(ada.last.locator("details.whole")).to_have_count(1)
    assert len(ada.last.locator(".text").inner_text()) < 2_000
    whole = ada.last.locator("details.whole p")
    expect(whole).to_be_hidden()
    ada.last.get_by_text("Tout lire").click()
    expect(whole).to_be_visible()
    assert whole.inner_text() == long
    assert ada.page.evaluate(OVERFLOW) <= 0


# Other sites


def test_a_page_from_elsewhere_changes_nothing(browser: Browser, window: OpenWindow, tour: Server) -> None:
    before = tour.ask("GET", "/room/ada")[1].count("data-post=")
    act = json.dumps({"id": "an intruder", "place": "pouce", "text": "/coach intrus"})
    with another_site(f"{tour.url}/room/ada/say", act) as address:
        context = browser.new_context()
        intruder = context.new_page()
        statuses: list[int] = []
        intruder.on(
            "response", lambda answer: statuses.append(answer.status) if "/room/" in answer.url else None
        )
        intruder.goto(address)
        expect(intruder.locator("#done")).to_have_text("fetched")
        with intruder.expect_navigation():
            intruder.locator("button").click()
        context.close()
    assert statuses
    assert set(statuses) <= {403, 415}
    status, after = tour.ask("GET", "/room/ada")
    assert status == HTTPStatus.OK
    assert "intrus" not in after
    assert after.count("data-post=") == before


@pytest.mark.parametrize("name", ["pouce.example", "127.0.0.1.pouce.example", "pouce.example:8080"])
def test_the_room_answers_to_no_other_name(tour: Server, name: str) -> None:
    for method, path in (("GET", "/"), ("GET", "/room/ada"), ("POST", "/room/ada/say")):
        assert tour.ask(method, path, {}, Host=name)[0] == HTTPStatus.FORBIDDEN
