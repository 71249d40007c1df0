"""What happens when a button is pressed twice, by somebody else, too late, or after being tampered with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import Said, Where
from bot.domain.people import Address
from tests.scene import MONDAY, Scene

TEST = "/coach test 3 le formulaire fait peur"
PHONE = "/coach retour un maire, rappeler au 06 12 34 56 78"


@pytest.fixture
def scene(scene: Scene) -> Scene:
    scene.add("bob", "teammate")
    return scene


def test_a_button_pressed_twice_answers_kindly_and_records_once(scene: Scene) -> None:
    assert "Je n’ai encore rien gardé" in scene.says("ada", PHONE)
    mask, post = scene.button("ada", "Masquer et noter")
    assert "Noté : Retour utilisateur" in scene.presses("ada", mask, post)
    assert "C’est déjà fait, une fois suffit" in scene.presses("ada", mask, post)
    (record,) = scene.records()
    assert "06 12 34 56 78" not in record.text


def test_undoing_twice_undoes_once(scene: Scene) -> None:
    scene.says("ada", TEST)
    undo, post = scene.button("ada", "Annuler")
    assert "Annulé. Rien n’est compté" in scene.presses("ada", undo, post)
    assert "C’était déjà annulé" in scene.presses("ada", undo, post)
    assert scene.records() == []


def test_an_undone_record_is_put_back_as_it_was(scene: Scene) -> None:
    scene.says("ada", TEST)
    before = scene.records()
    scene.presses("ada", *scene.button("ada", "Annuler"))
    assert "Noté : Test utilisateur, 3 personnes" in scene.presses("ada", *scene.button("ada", "Remettre"))
    assert scene.records() == before


def test_a_button_is_of_no_use_to_somebody_else(scene: Scene) -> None:
    scene.says("ada", TEST)
    undo, post = scene.button("ada", "Annuler")
    before = scene.records()
    assert "ne t’est pas destiné" in scene.presses("bob", undo, post)
    assert scene.records() == before


def test_a_form_is_of_no_use_to_somebody_else(scene: Scene) -> None:
    scene.says("ada", "/coach test")
    scene.stage.forms["bob"] = scene.stage.forms["ada"]
    assert "ne t’est pas destiné" in scene.fills("bob", people="3")
    assert scene.records() == []


def test_a_button_lives_seven_days(scene: Scene) -> None:
    scene.says("ada", TEST)
    undo, post = scene.button("ada", "Annuler")
    scene.wait(days=7, seconds=1)
    before = scene.records()
    assert "plus d’une semaine" in scene.presses("ada", undo, post)
    assert scene.records() == before


def test_a_token_altered_by_one_character_changes_nothing(scene: Scene) -> None:
    scene.says("ada", TEST)
    undo, post = scene.button("ada", "Annuler")
    before = scene.records()
    for n, sign in enumerate(undo.token):
        altered = undo.token[:n] + ("B" if sign == "A" else "A") + undo.token[n + 1 :]
        assert "a été modifié" in scene.presses("ada", replace(undo, token=altered), post)
    assert scene.records() == before


def test_an_older_question_loses_its_buttons_to_a_newer_one(scene: Scene) -> None:
    scene.tick_until(MONDAY + timedelta(days=1, hours=2))
    (older,) = scene.nudges("ada")
    assert "[Je note]" in older.text
    scene.tick_until(MONDAY + timedelta(days=2, hours=2))
    assert len(scene.nudges("ada")) == 2
    now = [each for each in scene.stage.seen_by("ada") if each.message_id == older.message_id][-1]
    assert (now.kind, now.buttons) == ("update", ())
    answer = scene.presses("ada", older.buttons[0], older.message_id)
    assert answer == "Une question plus récente a remplacé celle-ci."
    assert "ada" not in scene.stage.forms


def test_the_same_event_heard_again_records_once_and_is_answered_the_same(scene: Scene) -> None:
    said = Said(Address(scene.stage.workspace, "ada"), "Ev0001", text="test 3 peur", where=Where.COMMAND)
    first = scene.stage.bot.hear(said, scene.now)
    again = [scene.stage.bot.hear(said, scene.now) for _ in range(2)]
    assert (len(first), again) == (1, [first, first])
    assert len(scene.records()) == 1


def test_an_amendment_corrects_the_last_count_and_can_be_undone(scene: Scene) -> None:
    scene.says("ada", TEST)
    answer = scene.says("ada", "erreur c'était 2 pas 3")
    assert "Corrigé : 2 personnes (au lieu de 3)" in answer
    assert [each.answers["participants"] for each in scene.records()] == [2]
    assert "3 personnes" in scene.presses("ada", *scene.button("ada", "Annuler"))
    assert [each.answers["participants"] for each in scene.records()] == [3]


def test_a_note_past_its_limit_is_refused_and_given_back(scene: Scene) -> None:
    text = "un très long retour " * 600
    answer = scene.says("ada", f"/coach retour {text}")
    assert "Rien n’est perdu" in answer
    assert f"> {text[:1000]}" in answer
    assert scene.records() == []


HOSTILE = "<b>gras</b> *étoile* @channel <@U1> \u202eà l’envers\u202c \x1b[31mrouge\x07 \x00"
READ = "<b>gras</b> *étoile* @channel @U1  à l’envers   [31mrouge"


def test_markup_is_kept_and_shown_inert(scene: Scene) -> None:
    answer = scene.says("ada", f"/coach retour {HOSTILE}")
    (record,) = scene.records()
    assert record.text == READ
    assert " ".join(READ.split()) in answer
    assert not set("\u202e\u202c\x1b\x07\x00") & set(answer)


def test_markup_in_a_form_is_kept_and_shown_inert(scene: Scene) -> None:
    scene.says("ada", "/coach retour")
    answer = scene.fills("ada", verbatim=HOSTILE, day="2026-11-23")
    (record,) = scene.records()
    assert record.answers["verbatim"] == record.text == READ
    assert " ".join(READ.split()) in answer
