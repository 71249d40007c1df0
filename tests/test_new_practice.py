"""Somebody who does not program adds a practice: one file of words, and everything follows from it."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.exports import export_csv
from tests.conftest import PROMPTS
from tests.scene import MONDAY, TEAM, Scene, new_bot, on

OPEN_HOURS = """
id = "open_hours"
order = 3
phases = ["construction"]
tier = "core"
arrives = { construction = 1 }

[[fields]]
id = "people"
kind = "number"
count = true
minimum = 1

[[fields]]
id = "seen"
kind = "long_text"
main = true

[[fields]]
id = "mood"
kind = "choice"
choices = ["warm", "cold"]

[[reminders]]
id = "weekly"
every = "week"
on = "wednesday"

[words.fr]
label = "Permanence"
aliases = ["permanence"]
help = "Montrer ce qui marche à ceux qui ne l’ont pas fait."
introduction = "Nouveau, si tu veux : montrer chaque semaine ce qui marche."
nudge = ["À qui montrer cette semaine ce qui marche déjà ?", "Qui pourrait voir ce qui marche ?"]
line = ["Une permanence cette semaine ?"]
noted = "C’est noté, une permanence de plus."
summary = ["{n} permanence(s) tenue(s).", "Des permanences sont notées."]
none = "Pas encore de permanence ici."
examples = ["permanence 3 le support a souri", "permanence hier, la mairie a tout compris"]

[words.fr.fields]
people = { label = "Combien de personnes", unit = { one = "personne", other = "personnes" } }
seen = { label = "Ce qu’on a vu" }
mood = { label = "Accueil", choices = { warm = "chaleureux", cold = "froid" } }

[words.en]
label = "Open hours"
aliases = ["open-hours"]
help = "Show what works to people who did not make it."
introduction = "New, if you like: show what works, once a week."
nudge = ["Who could you show this week what already works?", "Who could see this week what works?"]
line = ["Open hours this week?"]
noted = "Noted, once more."
summary = ["{n} time(s) open.", "Open hours are logged."]
none = "No open hours logged here yet."
examples = ["open-hours 3 the support team smiled", "open-hours yesterday, the town hall got it all"]

[words.en.fields]
people = { label = "How many people", unit = { one = "person", other = "people" } }
seen = { label = "What was seen" }
mood = { label = "Welcome", choices = { warm = "warm", cold = "cold" } }
"""


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Ada's Pouce, with a practice that no code knows."""
    prompts = tmp_path / "prompts"
    shutil.copytree(PROMPTS, prompts)
    (prompts / "practices" / "open_hours.toml").write_text(OPEN_HOURS, encoding="utf-8")
    bot = new_bot(prompts=prompts)
    scene = on(bot)
    scene.add("ada")
    yield scene
    bot.store.close()


def test_a_line_records_it(scene: Scene) -> None:
    answer = scene.says("ada", "/coach permanence 4 l’équipe support a applaudi")
    assert "Noté : Permanence, 4 personnes, lun. 23 nov." in answer
    (record,) = scene.records()
    assert record.answers == {"people": 4, "seen": "l’équipe support a applaudi"}


def test_help_shows_it(scene: Scene) -> None:
    assert "permanence 3 le support a souri" in scene.says("ada", "/coach aide")


def test_its_form_opens_and_records(scene: Scene) -> None:
    assert "chaleureux" in scene.says("ada", "/coach permanence")
    answer = scene.fills("ada", people="2", seen="le maire a souri", mood="warm", day="2026-11-20")
    assert "Noté : Permanence, 2 personnes, ven. 20 nov." in answer
    (record,) = scene.records()
    assert record.answers == {"people": 2, "seen": "le maire a souri", "mood": "warm"}


def test_it_is_asked_on_its_day_once_it_has_arrived(scene: Scene) -> None:
    scene.tick_until(MONDAY + timedelta(days=28))
    asked = [each for each in scene.nudges("ada") if "ce qui marche" in each.text]
    assert asked
    assert {each.at.strftime("%A") for each in asked} == {"Wednesday"}


def test_its_row_is_in_the_summary_of_the_team(scene: Scene) -> None:
    assert "Pas encore de permanence ici." in scene.says("ada", "/coach équipe")
    scene.says("ada", "/coach permanence 4 l’équipe support a applaudi")
    assert "1 permanence tenue." in scene.says("ada", "/coach équipe")


def test_its_columns_are_in_the_export(scene: Scene) -> None:
    scene.says("ada", "/coach permanence 4 l’équipe support a applaudi")
    names = {scene.stage.cast.teams[TEAM].id: TEAM}
    page = export_csv(scene.records(), scene.stage.bot.kit.catalogue, names)
    (row,) = csv.DictReader(io.StringIO(page, newline=""))
    assert (row["open_hours.people"], row["open_hours.seen"], row["open_hours.mood"]) == (
        "4",
        "l’équipe support a applaudi",
        "",
    )
