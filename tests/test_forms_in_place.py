"""After a form, the message whose button opened it shows the result; it never stays with its old buttons."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.events import Submitted
from bot.stories.audience import Seen
from tests.scene import MONDAY, PLAIN, Scene

NOTE = "/coach test 3 le formulaire fait peur"
FAR = datetime(2026, 12, 18, 11, tzinfo=UTC)


def standing(scene: Scene) -> list[Seen]:
    """The messages Ada has, each as its last change left it."""
    seen = scene.stage.seen_by("ada")
    shown = [replace(each, text=each.text.translate(PLAIN)) for each in seen if each.message_id]
    return list({each.message_id: each for each in shown}.values())


def labels(seen: Seen) -> list[str]:
    return [each.label for each in seen.buttons]


def asked(scene: Scene, *, lines: bool) -> Seen:
    """Let time go by until a message asks one thing, or more; only its own buttons are there to press."""
    while scene.now < FAR:
        before = len(scene.nudges("ada"))
        scene.tick_until(scene.stage.next_wake(scene.now) or FAR)
        for nudge in scene.nudges("ada")[before:]:
            if ("\n· " in nudge.text) is lines and labels(nudge)[0] == "Je note":
                return nudge
    raise AssertionError(scene.nudges("ada"))


def test_a_correction_changes_the_note_that_was_pressed(scene: Scene) -> None:
    scene.says("ada", NOTE)
    scene.presses("ada", *scene.button("ada", "Corriger"))
    before = len(standing(scene))
    assert "4 personnes" in scene.fills("ada", participants="4", day="2026-11-23")
    assert len(standing(scene)) == before
    assert "4 personnes" in standing(scene)[-1].text
    assert labels(standing(scene)[-1]) == ["Corriger", "Annuler", "Rendre privé"]


def test_wrong_fields_change_nothing_on_the_screen(scene: Scene) -> None:
    scene.says("ada", NOTE)
    scene.presses("ada", *scene.button("ada", "Corriger"))
    before = standing(scene)[-1]
    assert "Il me faut un nombre" in scene.fills("ada", participants="beaucoup")
    assert [each for each in standing(scene) if each.message_id == before.message_id] == [before]


@pytest.mark.parametrize(
    ("button", "values", "answer"),
    [
        ("Je note", {"day": "2026-11-24"}, "Noté"),
        ("C’est prévu…", {"on": "2026-11-27", "what": "deux agents"}, "Entendu"),
    ],
)
def test_a_question_alone_becomes_its_answer(
    scene: Scene, button: str, values: dict[str, str], answer: str
) -> None:
    question = asked(scene, lines=False)
    scene.presses("ada", *scene.button("ada", button))
    form = scene.stage.forms["ada"]
    required = {each.id: "quelque chose" for each in form.inputs if each.required and each.id not in values}
    assert answer in scene.fills("ada", **required, **values)
    (now,) = [each for each in standing(scene) if each.message_id == question.message_id]
    assert answer in now.text
    assert not {"Je note", "C’est prévu…"} & set(labels(now))
    assert sum(answer in each.text for each in standing(scene)) == 1


def test_a_message_that_asks_more_keeps_the_rest_and_is_answered_apart(scene: Scene) -> None:
    message = asked(scene, lines=True)
    line = message.buttons[-1]
    scene.presses("ada", line, message.message_id)
    form = scene.stage.forms["ada"]
    scene.fills("ada", **{each.id: "quelque chose" for each in form.inputs if each.required})
    (now,) = [each for each in standing(scene) if each.message_id == message.message_id]
    assert now.text.splitlines()[0] == message.text.translate(PLAIN).splitlines()[0]
    assert [each.args for each in now.buttons] == [each.args for each in message.buttons[:-1]]
    assert "Noté" in standing(scene)[-1].text
    assert standing(scene)[-1].message_id != message.message_id


def test_where_the_chat_cannot_tell_the_answer_comes_apart(scene: Scene) -> None:
    scene.says("ada", NOTE)
    scene.presses("ada", *scene.button("ada", "Corriger"))
    sent = Submitted(
        scene.address("ada"),
        scene.act(),
        token=scene.stage.forms["ada"].token,
        values={"participants": "4", "day": "2026-11-23"},
    )
    assert "4 personnes" in scene.brings("ada", sent)
    noted = [re.findall(r"\d personnes", each.text) for each in standing(scene)]
    assert noted == [["3 personnes"], ["4 personnes"]]


def test_a_form_that_was_typed_for_is_answered_by_a_message(scene: Scene) -> None:
    scene.says("ada", "/coach test")
    assert "Noté" in scene.fills("ada", participants="2", day=f"{MONDAY:%Y-%m-%d}")
    assert [each.kind for each in standing(scene)] == ["reply"]
