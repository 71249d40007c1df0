"""« Noter ce message »: what becomes of words that somebody chose in the chat."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.events import Quoted, Said, Where, Written
from tests.scene import MONDAY, Scene

LINK = "https://chat.example/archives/C1/p1"
FRIDAY = MONDAY - timedelta(days=3)
NO_NOTES = (
    "stop",
    "pause",
    "pouce",
    "merci !",
    "👍",
    "demain",
    "rien aujourd'hui",
    "pas eu le temps, j'étais malade",
    "/coach oublie-moi",
    "retirer @bob",
    "combien de tests ce mois-ci ?",
    "erreur c'était 2 pas 3",
    "oui c'est fait",
    "test",
    "tset 2 maquette ok",
    "test demain avec 2 agents",
    "Le bouton ne marche pas chez moi",
)
"""Orders, answers, questions, slips, plans whose day is past, and what nobody can tell."""


def chosen(scene: Scene, text: str, written_at: datetime | None = None, name: str = "ada") -> str:
    """Choose a message, and return what is answered, shown to whoever chose it."""
    who, act = scene.address(name), scene.act()
    return scene.brings(name, Quoted(who, act, text=text, written_at=written_at, link=LINK))


def test_a_certain_note_is_recorded_of_its_day_with_the_way_back(scene: Scene) -> None:
    answer = chosen(scene, "retour 3 mails : le formulaire fait peur", FRIDAY)
    assert "Noté : Retour utilisateur" in answer
    assert "ven. 20 nov." in answer
    assert "[Corriger] [Annuler]" in answer
    (record,) = scene.records()
    assert (record.day, record.links) == (date(2026, 11, 20), (LINK,))
    assert record.text.endswith("le formulaire fait peur")


def test_its_yesterday_is_that_of_the_day_it_was_written(scene: Scene) -> None:
    assert "Je note : Livraison, jeu. 19 nov. ?" in chosen(scene, "on a livré le parcours hier", FRIDAY)
    assert scene.records() == []
    scene.presses("ada", *scene.button("ada", "Oui"))
    (record,) = scene.records()
    assert (record.day, record.links) == (date(2026, 11, 19), (LINK,))


def test_words_that_are_no_certain_note_are_kept_and_nothing_else_happens(scene: Scene) -> None:
    for text in NO_NOTES:
        before = scene.records()
        answer = chosen(scene, text, FRIDAY - timedelta(days=7))
        assert "où est-ce que je la range ?" in answer, text
        assert f"> {text}" in answer
        assert scene.records() == before
        scene.presses("ada", *scene.button("ada", "Retour utilisateur"))
        record = max(scene.records(), key=lambda each: each.id)
        assert (record.practice, record.day, record.text) == ("feedback", date(2026, 11, 13), text)
        assert record.links == (LINK,)


def test_it_does_not_answer_the_question_left_open(scene: Scene) -> None:
    scene.tick_until(MONDAY + timedelta(days=1, hours=2))
    assert scene.nudges("ada")
    assert "où est-ce que je la range ?" in chosen(scene, "deux personnes bloquées au mot de passe")
    assert scene.records() == []
    assert "Noté" in scene.says("ada", "deux personnes bloquées au mot de passe")


def test_a_plan_of_somebody_is_kept_while_it_is_to_come(scene: Scene) -> None:
    assert "jeudi 26 novembre" in chosen(scene, "test jeudi prochain avec 2 agents", FRIDAY)
    assert scene.records() == []


def test_what_shows_somebody_is_masked_first(scene: Scene) -> None:
    assert "Je n’ai encore rien gardé" in chosen(scene, "retour : rappeler Mme Dupont au 06 12 34 56 78")
    assert scene.records() == []
    scene.presses("ada", *scene.button("ada", "Masquer et noter"))
    (record,) = scene.records()
    assert "06 12" not in record.text
    assert record.links == (LINK,)


def test_without_a_team_or_without_words_nothing_is_noted_and_the_text_is_given_back(scene: Scene) -> None:
    scene.add("cleo", "coach")
    assert "seuls ses membres notent" in chosen(scene, "retour : trop long", name="cleo")
    assert "> retour : trop long" in chosen(scene, "retour : trop long", name="zoe")
    assert "pas de mots" in chosen(scene, " \n")
    assert scene.records() == []


# « @pouce retour » in a thread: what heads it is noted.


def named_under(scene: Scene, typed: str, heading: str) -> str:
    """Name Pouce in a thread; return what is answered."""
    who, act = scene.address("ada"), scene.act()
    under = Written(heading, FRIDAY)
    said = Said(who, act, text=typed, where=Where.CHANNEL, thread="p1", under=under, opens_forms=False)
    return scene.brings("ada", said)


@pytest.mark.parametrize("typed", ["retour", "Retour !", ", feedback"])
def test_a_practice_named_under_a_message_takes_that_message(scene: Scene, typed: str) -> None:
    assert "Noté : Retour utilisateur" in named_under(scene, typed, "stop, le bouton ne marche pas chez moi")
    (record,) = scene.records()
    assert (record.practice, record.day) == ("feedback", date(2026, 11, 20))
    assert record.text == "stop, le bouton ne marche pas chez moi"


def test_named_alone_it_asks_where_the_message_belongs(scene: Scene) -> None:
    assert "où est-ce que je la range ?" in named_under(scene, "", "3 agents perdus")
    assert scene.records() == []


def test_anything_more_is_what_is_noted_and_the_message_is_left(scene: Scene) -> None:
    assert "Noté : Livraison" in named_under(scene, "livraison v1.4.2", "3 agents perdus")
    (record,) = scene.records()
    assert "perdus" not in record.text
    assert "perdus" not in named_under(scene, "semaine", "3 agents perdus")
