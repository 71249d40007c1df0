"""Ada's first week (LIVED §3), lived by clicks and typing only, Bob and Chloé in windows of their own."""

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenWindow
from tests.browser.server import Server
from tests.browser.window import Window, spaced

TESTED = "2 agents, bloqués tous les 2 au mot de passe"
CRITERION = "s’ils ne retrouvent pas leur mot de passe"
NUDGES = [
    "mar. 24 nov., 9 h 30, Ada",
    "jeu. 26 nov., 9 h 30, Ada",
    "lun. 30 nov., 9 h 30, Ada",
    "mar. 1er déc., 9 h 30, Ada",
    "jeu. 3 déc., 9 h 30, Ada",
]


def card(window: Window, name: str) -> Locator:
    return window.page.locator(".card").filter(has_text=name)


def reason(window: Window, reminder: str) -> Locator:
    return window.page.locator(f"#why > .reasons [data-reminder='{reminder}'] .reason")


def asked_so_far(window: Window, text: str) -> None:
    """Read in the panel what was asked this week."""
    expect(window.page.locator("#why > .facts")).to_contain_text(spaced(text))


def day_off(window: Window) -> None:
    sentence = "Aujourd’hui n’est pas un jour de travail sur ce produit : Pouce se tait."
    expect(window.page.locator("#why .resting")).to_have_text(spaced(sentence))


def nothing_came(window: Window, day: str) -> None:
    """Go to the moment of a day, and find no message there."""
    before = window.posts.count()
    window.moves_to(day)
    expect(window.page.locator("#way .mine")).to_have_count(0)
    assert window.posts.count() == before


def test_the_first_week(window: OpenWindow, server: Server) -> None:
    ada = window("/")
    opens_the_room(ada)
    bob = window("/room/bob", "en-GB")
    tuesday(ada)
    wednesday(ada)
    bob_notes_with_forms(bob)
    bob_ships(bob)
    they_talk_in_the_channel(ada, bob)
    thursday(ada)
    a_note_is_corrected_and_undone(ada)
    how_it_goes(ada)
    friday(ada)
    monday(ada)
    chloe_reads_the_team(window("/room/chloé"), ada)
    the_second_week(ada)


def opens_the_room(ada: Window) -> None:
    expect(ada.page.locator("h1")).to_have_text("Bienvenue chez Pouce")
    expect(card(ada, "Chloé")).to_contain_text("coach, Aides simples et Pêche à pied")
    card(ada, "Ada").click()
    ada.page.wait_for_url("**/room/ada")
    expect(ada.page.locator("html")).to_have_attribute("lang", "fr")
    ada.clock("lundi 23 novembre 2026, 20 h")
    expect(ada.page.locator("#nothing")).to_contain_text("Rien pour l’instant, et c’est normal.")


def tuesday(ada: Window) -> None:
    ada.moves()
    ada.clock("mardi 24 novembre 2026, 9 h 30")
    ada.hears("Bonjour Ada.", "montrer à de vrais usagers", "Un usager vous a-t-il parlé du service lundi ?")
    own = ada.last.locator(".said > .buttons button")
    expect(own).to_have_text(["Je note", "C’est prévu…", "Plus tard…", "Pas cette fois…"])
    ada.says("oui jeudi avec 2 agents de la CAF")
    ada.hears("Entendu : Test utilisateur, 2 personnes, jeudi 26 novembre.", "lundi 30 novembre")
    expect(ada.last.locator(".quote")).to_have_text("oui jeudi avec 2 agents de la CAF")
    expect(ada.last.get_by_role("button")).to_have_text(["Changer la date", "C’était autre chose"])


def bob_notes_with_forms(bob: Window) -> None:
    """A wrong figure first: the sentence is next to its field, and what was typed stays."""
    expect(bob.page.locator("html")).to_have_attribute("lang", "en")
    bob.says("/coach feedback")
    expect(bob.dialog.locator("h2")).to_have_text("User feedback")
    bob.dialog.get_by_label("How many").fill("lots of them")
    bob.dialog.get_by_label("What we were told").fill("the button cannot be found")
    bob.dialog.get_by_label("email").check()
    bob.dialog.get_by_role("button", name="Log").click()
    expect(bob.dialog.locator("[data-field=count] .error")).to_be_visible()
    expect(bob.dialog.get_by_label("How many")).to_be_focused()
    expect(bob.dialog.get_by_label("How many")).to_have_value("lots of them")
    expect(bob.dialog.get_by_label("What we were told")).to_have_value("the button cannot be found")
    expect(bob.dialog.get_by_label("email")).to_be_checked()
    bob.dialog.get_by_label("How many").fill("1")
    bob.dialog.get_by_label("Which day").fill("2026-11-24")
    bob.dialog.get_by_role("button", name="Log").click()
    expect(bob.dialog).to_be_hidden()
    bob.hears("Noted: User feedback", "Tue 24 Nov", "the button cannot be found")


def bob_ships(bob: Window) -> None:
    bob.says("/coach release")
    bob.dialog.get_by_label("What changes").fill("the new sign-in path")
    bob.dialog.get_by_label("Yes").check()
    bob.dialog.get_by_role("button", name="Log").click()
    bob.hears("Noted: Release", "the new sign-in path")


def they_talk_in_the_channel(ada: Window, bob: Window) -> None:
    bob.page.get_by_role("link", name="Aides simples").click()
    bob.page.wait_for_url("**/in/team-*")
    bob.says("the sign-in is live, have a look")
    places = ada.page.get_by_role("link", name="Aides simples")
    expect(places).to_contain_text("nouveau")
    places.click()
    ada.page.wait_for_url("**/in/team-*")
    ada.hears("the sign-in is live, have a look")
    bob.says("thanks for the tests on Thursday")
    ada.hears("Bob", "thanks for the tests on Thursday")
    ada.page.get_by_role("link", name="Pouce", exact=True).click()
    ada.page.wait_for_url("**/room/ada")


def wednesday(ada: Window) -> None:
    """The day of her other job."""
    nothing_came(ada, "2026-11-25")
    day_off(ada)
    expect(reason(ada, "feedback.daily")).to_have_text("Ce n’est pas un jour de travail sur ce produit.")


def thursday(ada: Window) -> None:
    """The day of the test: its criterion, and not a word about the release, which Bob noted."""
    ada.moves()
    ada.clock("jeudi 26 novembre 2026, 9 h 30")
    ada.hears("Bon test tout à l’heure.", "qu’est-ce qui te ferait dire que l’idée ne marche pas ?")
    expect(ada.last.locator(".said > .buttons button")).to_have_text(["Je l’écris", "Passer"])
    expect(ada.last).not_to_contain_text("livraison")
    expect(reason(ada, "release.weekly")).to_contain_text("déjà noté")
    asked_so_far(ada, "2 messages sur 3, 3 questions sur 5")
    ada.says(CRITERION)
    ada.hears("Gardé. Je te le rappellerai")
    ada.says(TESTED)
    ada.hears("Noté : Test utilisateur, 2 personnes, jeu. 26 nov.", "Visible par l’équipe et Chloé.")
    ada.hears("Avant, tu avais écrit ce qui ferait tomber l’idée", CRITERION)


def a_note_is_corrected_and_undone(ada: Window) -> None:
    """Undone, the message changes where it is, in both tabs; a double click does the thing once."""
    ada.presses("Corriger")
    expect(ada.dialog.get_by_label("Combien de personnes")).to_have_value("2")
    expect(ada.dialog.get_by_label("Ce que ça nous apprend")).to_have_value(TESTED)
    ada.dialog.get_by_label("Combien de personnes").fill("3")
    ada.dialog.get_by_label("infirmé").check()
    ada.dialog.get_by_role("button", name="Noter").click()
    expect(ada.dialog).to_be_hidden()
    ada.hears("Test utilisateur, 3 personnes")
    count, where = ada.posts.count(), ada.last.get_attribute("id")
    tab = Window(ada.page.context.new_page(), ada.url)
    tab.goes("/room/ada")
    ada.last.get_by_role("button", name="Annuler", exact=True).dblclick()
    for each in (ada, tab):
        each.hears("Annulé. Rien n’est compté.")
    tab.presses("Remettre")
    for each in (ada, tab):
        each.hears("Noté : Test utilisateur, 3 personnes")
        expect(each.posts).to_have_count(count)
        assert each.last.get_attribute("id") == where
    assert tab.unexpected() == []
    tab.page.close()


def how_it_goes(ada: Window) -> None:
    ada.says("/coach semaine")
    ada.hears("Ta semaine, depuis le lundi 23 novembre.", "Test utilisateur", TESTED)
    ada.says("/coach équipe")
    picture_of_the_team(ada)


def picture_of_the_team(window: Window) -> None:
    window.hears("Aides simples, douze semaines en un dessin.")
    window.hears("Test utilisateur : 1 note en 12 semaines.")
    window.hears("Retour utilisateur : 1 note", "Livraison : 1 note")
    drawing = window.last.locator(".chart img")
    expect(drawing).to_have_js_property("complete", value=True)
    assert drawing.evaluate("img => img.naturalWidth") > 0


def friday(ada: Window) -> None:
    nothing_came(ada, "2026-11-27")
    day_off(ada)
    expect(reason(ada, "feedback.daily")).to_have_text("Ce n’est pas un jour de travail sur ce produit.")


def monday(ada: Window) -> None:
    """One new subject, taken or left."""
    ada.moves()
    ada.clock("lundi 30 novembre 2026, 9 h 30")
    ada.hears("Nouveau, si tu veux", "choisir un cap chaque semaine")
    ada.presses("On essaie")
    ada.hears("Avec plaisir.")


def chloe_reads_the_team(chloe: Window, ada: Window) -> None:
    """The coach reads what the team reads."""
    chloe.says("/coach équipe")
    chloe.hears("De quelle équipe parles-tu ?")
    chloe.presses("Aides simples")
    picture_of_the_team(chloe)
    hers = ada.page.locator("figure.chart figcaption").last.inner_text()
    assert chloe.last.locator("figcaption").inner_text() == hers


def the_second_week(ada: Window) -> None:
    """As the story counts: five messages that came by themselves, none on the days of her other job."""
    ada.says("ok")
    ada.moves()
    ada.clock("mardi 1er décembre 2026, 9 h 30")
    ada.says("oui jeudi avec 3 usagers de la MSA")
    ada.hears("Entendu : Test utilisateur, 3 personnes, jeudi 3 décembre")
    ada.moves()
    ada.clock("jeudi 3 décembre 2026, 9 h 30")
    asked_so_far(ada, "3 messages sur 3, 5 questions sur 5")
    nothing_came(ada, "2026-12-06")
    assert [" ".join(each.split()) for each in ada.came] == NUDGES


def test_the_first_opening_in_english(window: OpenWindow, tmp_path: Path) -> None:
    with Server(tmp_path) as fresh:
        ada = window("/", "en-GB", at=fresh)
        expect(ada.page.locator("h1")).to_have_text("Welcome to Pouce")
        expect(card(ada, "Bob")).to_contain_text("speaks French")
        card(ada, "Ada").click()
        ada.page.wait_for_url("**/room/ada")
        ada.clock("Monday 23 November 2026, 20:00")
        ada.moves()
        ada.hears("Ada", "real users")
        ada.says("yes Thursday with 2 people from the benefits office")
        ada.hears("User test, 2 people, Thursday 26 November")
        expect(ada.page.locator("#why")).to_contain_text(spaced("1 of 3 messages"))
        french = re.compile(r"\b(est|les|une|pour|équipe)\b")
        assert not french.search(ada.page.locator("body").inner_text())
        ada.page.close()


def test_beginning_again_in_another_language(window: OpenWindow, tour: Server) -> None:
    lobby = window("/")
    lobby.page.get_by_role("link", name="English").click()
    expect(lobby.page.locator("h1")).to_have_text("Welcome to Pouce")
    lobby.page.get_by_role("button", name="Start again…").click()
    expect(lobby.page.locator("#confirm")).to_be_visible()
    lobby.page.get_by_role("button", name="Take the tour from the beginning").click()
    expect(card(lobby, "Ada")).to_contain_text("speaks English")
    expect(card(lobby, "Bob")).to_contain_text("speaks French")
