"""An imported team is claimed while it is empty; the next person who wants it asks its members."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.people import CLOCK, Scope
from bot.imports import import_products
from bot.stories.steps import PersonLine
from tests.scene import Scene, new_bot, on

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PRODUCTS = {
    "data": [
        {
            "id": "aides-simples",
            "type": "startup",
            "attributes": {
                "name": "Aides simples",
                "phases": [{"name": "construction", "start": "2026-06-01", "end": ""}],
                "events": [{"name": "committee", "date": "2026-11-02"}],
            },
        }
    ]
}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    there = on(new_bot("sqlite://"), MONDAY)
    file = tmp_path / "startups.json"
    file.write_text(json.dumps(PRODUCTS), encoding="utf-8")
    stage = there.stage
    import_products(stage.bot.store, Scope(stage.workspace), file, date(2026, 11, 23), dry_run=False)
    for name in ("ada", "eve"):
        stage.add_person(PersonLine(name, "nobody", None), MONDAY)
    return there


def claims(scene: Scene, name: str) -> str:
    """Somebody says that this product is theirs."""
    scene.says(name, "/coach")
    scene.presses(name, *scene.button(name, "Créer l’équipe de mon produit"))
    return scene.fills(name, name="aides simples", phase="construction", since="2026-06-01")


def test_the_first_who_claims_it_has_it_with_its_past(scene: Scene) -> None:
    assert "Aides simples" in claims(scene, "ada")
    said = scene.presses("ada", *scene.button("ada", "Oui, c’est mon produit"))
    assert "L’équipe de « Aides simples » est prête" in said
    with scene.stage.bot.store.read(CLOCK) as memory:
        past = memory.activities(memory.teams()[0].id, practice="committee")
    assert [each.answers["date"] for each in past] == ["2026-11-02"]


def test_the_next_one_asks_the_members(scene: Scene) -> None:
    claims(scene, "eve")
    claims(scene, "ada")
    scene.presses("ada", *scene.button("ada", "Oui, c’est mon produit"))
    said = scene.presses("eve", *scene.button("eve", "Oui, c’est mon produit"))
    assert "ses membres ont reçu ta demande" in said
    assert "Eve est dans l’équipe" in scene.presses("ada", *scene.button("ada", "Accepter"))
    assert "Aides simples" in scene.says("eve", "/coach équipe")


def test_who_is_refused_learns_nothing(scene: Scene) -> None:
    claims(scene, "eve")
    claims(scene, "ada")
    scene.presses("ada", *scene.button("ada", "Oui, c’est mon produit"))
    scene.presses("eve", *scene.button("eve", "Oui, c’est mon produit"))
    scene.presses("ada", *scene.button("ada", "Refuser"))
    assert "je suis Pouce" in scene.says("eve", "/coach équipe aides")
