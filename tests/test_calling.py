"""A message to one's coach: it goes to whom it was written, once, or nowhere."""

import pytest

from tests.scene import Scene


@pytest.fixture
def scene(scene: Scene) -> Scene:
    for name in ("chloé", "dan"):
        scene.add(name, "coach")
    return scene


def heard(scene: Scene, name: str) -> str:
    return "\n".join(each.text for each in scene.stage.seen_by(name))


@pytest.mark.parametrize("whom", ["", "zoé", "0", "999"])
def test_nobody_is_guessed_among_several(scene: Scene, whom: str) -> None:
    scene.says("ada", "/coach appeler")
    assert "Choisis parmi" in scene.fills("ada", to=whom, text="Entre nous.")
    assert "Entre nous." not in heard(scene, "chloé") + heard(scene, "dan")


def test_a_name_is_enough_for_a_sheet_that_is_typed(scene: Scene) -> None:
    scene.says("ada", "/coach appeler")
    assert "Dan" in scene.fills("ada", to="DAN", text="Entre nous.")
    assert "Entre nous." in heard(scene, "dan")
    assert "Entre nous." not in heard(scene, "chloé")


def test_pressed_twice_it_leaves_once(scene: Scene) -> None:
    scene.says("ada", "/coach appeler Entre nous.")
    button = scene.button("ada", "À Dan")
    scene.presses("ada", *button)
    assert "une fois suffit" in scene.presses("ada", *button).replace("\u00a0", " ")
    assert heard(scene, "dan").count("Entre nous.") == 1


def test_what_is_too_long_is_given_back_and_goes_nowhere(scene: Scene) -> None:
    told = scene.says("ada", f"/coach appeler {'long ' * 500}")
    assert "Rien n’est parti" in told
    assert "long" not in heard(scene, "chloé") + heard(scene, "dan")
