"""Somebody who presses everything and types anything: nothing breaks, nothing said is malformed."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.domain.messages import Form, Input
from bot.domain.practices import FieldKind
from bot.stage import Stage
from bot.stories.steps import PersonLine
from tests.domain.grammar_table import TABLE
from tests.every_chat import EVERY_CHAT
from tests.scene import Scene, new_bot

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WORDS = (
    "",
    "3",
    "oui",
    "hier",
    "2026-12-01",
    "31/11",
    "@bob",
    "@bob coach",
    "👍",
    "x" * 600,
    "14 h",
    "Indian/Reunion",
    "-1",
)
VERBS = (
    "",
    "aide",
    "semaine",
    "équipe",
    "équipes",
    "réglages",
    "annuler",
    "corriger",
    "clore inconnue oui",
    "stop",
    "pouce",
)


def typed(dice: Random) -> str:
    """Something a person might type, or something nobody would."""
    sentence = dice.choice([row.typed for row in TABLE])
    kind = dice.randrange(4)
    if kind == 0:
        return sentence
    if kind == 1:
        return f"/coach {dice.choice(VERBS)} {dice.choice(WORDS)}"
    if kind == 2:
        return f"/coach {sentence.removeprefix('/coach ')}"
    return " ".join(dice.choices((*WORDS, *sentence.split()), k=dice.randrange(1, 6)))


def filled(form: Form, dice: Random) -> dict[str, str]:
    """A form filled by somebody in a hurry."""
    return {each.id: _value(each, dice) for each in form.inputs if dice.random() < 0.8}


def _value(field: Input, dice: Random) -> str:
    if field.choices and dice.random() < 0.8:
        return dice.choice(field.choices)[0]
    if field.kind is FieldKind.DATE and dice.random() < 0.6:
        return dice.choice(("2026-11-20", "2026-12-15", "jeudi", "2026-02-30"))
    return dice.choice(WORDS)


def act(scene: Scene, name: str, dice: Random) -> None:
    buttons = [
        (button, seen.message_id) for seen in scene.stage.seen_by(name)[-12:] for button in seen.buttons
    ]
    chance = dice.random()
    if chance < 0.45 and buttons:
        scene.presses(name, *dice.choice(buttons))
    elif chance < 0.65 and name in scene.stage.forms:
        scene.fills(name, **filled(scene.stage.forms[name], dice))
    elif chance < 0.72:
        scene.tick_until(scene.now + timedelta(hours=dice.randrange(1, 60)))
    else:
        scene.says(name, typed(dice))


@pytest.mark.parametrize("seed", [1, 2, 3, *(pytest.param(n, marks=pytest.mark.soak) for n in range(4, 60))])
def test_wandering_breaks_nothing(seed: int) -> None:
    print(f"seed {seed}")
    dice = Random(seed)
    scene = Scene(Stage(new_bot(), START, EVERY_CHAT))
    scene.add("ada")
    scene.add("bob", "teammate")
    scene.add("chloe", "coach")
    scene.stage.add_person(PersonLine("zoe", "nobody", None, "en", days=frozenset({1, 3})), START)
    for _ in range(150):
        act(scene, dice.choice(("ada", "ada", "bob", "chloe", "zoe")), dice)
    problems = [(seen.text, seen.problems) for seen in scene.stage.voice.shown if seen.problems]
    assert problems == []
