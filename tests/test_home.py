"""What the card of a home shows to each: theirs, in words that suffice, and nothing of anybody else's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from bot.domain.events import Arrived, Profile
from bot.domain.messages import Message
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.room.render import render
from bot.stories.steps import TeamLine
from tests.scene import PLAIN, TEAM, Scene, new_bot, on

OTHER = "Autre produit"


@dataclass
class Homes:
    """The cards of everybody in a scene."""

    scene: Scene

    def card(self, name: str, profile: Profile | None = None) -> Message:
        return self.scene.stage.bot.home(self.scene.address(name), self.scene.now, profile)

    def reads(self, name: str) -> str:
        """The card as text, as a chat without any home posts it."""
        return render(self.card(name)).translate(PLAIN)

    def press(self, name: str, label: str) -> str:
        buttons = [each for each in self.card(name).all_buttons() if each.label == label]
        return self.scene.presses(name, buttons[0])

    def new_team(self, name: str) -> None:
        self.scene.stage.add_team(TeamLine(name, Phase.CONSTRUCTION, date(2026, 6, 1)))


@pytest.fixture
def homes() -> Iterator[Homes]:
    bot = new_bot()
    yield Homes(on(bot))
    bot.store.close()


def test_a_member_reads_their_step_week_committee_plans_notes_and_settings(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    homes.scene.says("ada", "/coach comité 12 janvier")
    homes.scene.says("ada", "/coach interview jeudi prochain avec 2 maires")
    assert homes.reads("ada").splitlines() == [
        "Aides simples, construction. Rien ne t’attend aujourd’hui.",
        "Cette semaine : 2 notes de toi",
        "Comité        : mar. 12 janv., dans 50 jours",
        "Prévu         : Entretien (jeu. 26 nov.)",
        "[Ma semaine] [L’équipe]",
        "· Comité, mar. 12 janv. 2027",
        "  [Corriger] [Annuler]",
        "· Test utilisateur, 3 personnes, lun. 23 nov.",
        "  > le formulaire fait peur",
        "  [Corriger] [Annuler]",
        "· Je t’écris lundi, mardi, mercredi, jeudi et vendredi, à 9 h 30 (Europe/Paris). Rythme : normal.",
        "  [Réglages]",
    ]


def test_five_notes_are_shown_newest_first(homes: Homes) -> None:
    homes.scene.add("ada")
    for n in range(2, 9):
        homes.scene.says("ada", f"/coach test {n} essai {n}")
    quotes = [part.quote for part in homes.card("ada").parts if part.quote]
    assert quotes == [f"essai {n}" for n in (8, 7, 6, 5, 4)]


def test_a_private_note_is_on_its_authors_card_alone(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.add("bob", "teammate")
    homes.scene.add("cleo", "coach")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    homes.scene.presses("ada", *homes.scene.button("ada", "Rendre privé"))
    assert "fait peur" in homes.reads("ada")
    assert "Visible par toi seulement" in homes.reads("ada")
    for name in ("bob", "cleo"):
        assert "fait peur" not in homes.reads(name)


def test_an_undone_note_leaves_the_card_and_comes_back(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    assert "Annulé" in homes.press("ada", "Annuler")
    assert "fait peur" not in homes.reads("ada")
    homes.scene.presses("ada", *homes.scene.button("ada", "Remettre"))
    assert "fait peur" in homes.reads("ada")


def test_a_note_is_corrected_from_the_card(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    assert "┌ Test utilisateur" in homes.press("ada", "Corriger")
    homes.scene.fills("ada", participants="4", day="2026-11-23")
    assert "4 personnes" in homes.reads("ada")


def test_the_step_is_that_of_the_team_it_is_due_in(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.add("ada", team=OTHER)
    homes.scene.wait(days=1)
    card = homes.reads("ada")
    assert "construction. Prochain pas utile :" in card.splitlines()[0]
    assert f"· {OTHER} : construction" in card
    assert f"[{OTHER}]" in card


def test_a_reader_has_a_line_and_a_button_for_each_team_soonest_committee_first(homes: Homes) -> None:
    homes.scene.add("ada", team=OTHER)
    homes.scene.add("bob")
    homes.new_team("Troisième produit")
    homes.scene.add("cleo", "coach", OTHER)
    homes.scene.add("cleo", "observer")
    homes.scene.says("bob", "/coach comité 12 janvier")
    assert homes.reads("cleo").splitlines()[:5] == [
        "Tes équipes, du comité le plus proche au plus lointain.",
        f"· {TEAM} : construction, comité mar. 12 janv.",
        f"  [{TEAM}]",
        f"· {OTHER} : construction",
        f"  [{OTHER}]",
    ]
    assert "Troisième" not in homes.reads("cleo")
    assert f"{TEAM} (construction)" in homes.press("cleo", TEAM)


def test_somebody_unknown_is_welcomed_in_their_language_and_nothing_is_kept(homes: Homes) -> None:
    card = homes.card("zoe", Profile("Zoe", "en-GB"))
    assert card.text.startswith("Hello Zoe, I am Pouce")
    assert [each.label for each in card.buttons][:2] == ["Create my product’s team", "Join a product’s team"]
    with homes.scene.stage.bot.store.read(CLOCK) as memory:
        assert memory.person_at(homes.scene.address("zoe")) is None
    assert "┌ Ton produit" in homes.scene.presses("zoe", card.buttons[0])


def test_an_invitation_is_answered_from_the_card(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.add("bob", "teammate", OTHER)
    homes.scene.says("ada", "/coach inviter @bob coach")
    homes.scene.presses("ada", *homes.scene.button("ada", "Depuis le début"))
    assert f"Ada t’invite dans l’équipe du produit « {TEAM} »" in homes.reads("bob")
    homes.press("bob", "Accepter")
    assert f"· {TEAM} : construction" in homes.reads("bob")


def test_whoever_has_no_team_left_is_welcomed_and_reads_nothing_more(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.add("cleo", "coach")
    assert TEAM in homes.reads("cleo")
    homes.scene.says("ada", "/coach retirer @cleo")
    assert homes.reads("cleo").startswith("Bonjour Cleo, je suis Pouce")
    assert TEAM not in homes.reads("cleo")


def test_an_arrival_left_halfway_goes_on_from_the_card(homes: Homes) -> None:
    who = homes.scene.address("zoe")
    homes.scene.stage.bot.hear(Arrived(who, "hello", Profile("Zoé", "fr")), homes.scene.now)
    homes.press("zoe", "Créer l’équipe de mon produit")
    homes.scene.fills("zoe", name="Démarches", phase="construction", since="2026-09-01")
    assert "[Mes jours et mon heure]" in homes.reads("zoe")
    assert "┌ Tes jours" in homes.press("zoe", "Mes jours et mon heure")


def test_the_buttons_of_a_card_are_of_no_use_to_somebody_else(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.add("bob", "teammate")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    undo = next(each for each in homes.card("ada").all_buttons() if each.label == "Annuler")
    assert "ne t’est pas destiné" in homes.scene.presses("bob", undo)
    assert len(homes.scene.records()) == 1


def test_looking_changes_nothing(homes: Homes) -> None:
    homes.scene.add("ada")
    homes.scene.says("ada", "/coach test 3 le formulaire fait peur")
    homes.scene.wait(days=1)
    first = homes.card("ada")
    assert [homes.card("ada") for _ in range(3)] == [first] * 3
