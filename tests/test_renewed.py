"""A profile changed in the chat: what somebody chose here stays, the rest follows, and nothing is said."""

from datetime import UTC, datetime

import pytest

from bot.domain.events import Arrived, Profile, Renewed
from bot.domain.people import CLOCK, Person
from tests.scene import Scene

RUN = Profile("Ada L.", "en-US", "Indian/Reunion")


def renewed(scene: Scene, profile: Profile, name: str = "ada") -> None:
    assert scene.brings(name, Renewed(scene.address(name), scene.act(), profile)) == ""


def person(scene: Scene, name: str = "ada") -> Person | None:
    with scene.stage.bot.store.read(CLOCK) as memory:
        return memory.person_at(scene.address(name))


def told(scene: Scene) -> tuple[str, str, str]:
    found = person(scene)
    assert found
    return found.name, found.language, found.zone


def awaited(scene: Scene) -> datetime | None:
    with scene.stage.bot.store.read(CLOCK) as memory:
        return memory.next_moment_of(scene.stage.cast.people["ada"])


def test_name_language_and_zone_follow_and_the_next_message_comes_at_their_hour(scene: Scene) -> None:
    renewed(scene, RUN)
    assert told(scene) == ("Ada L.", "en", "Indian/Reunion")
    assert awaited(scene) == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)  # 9:30 there, past already: at once
    assert "Logged" not in scene.says("ada", "/coach week")


def test_what_was_chosen_in_the_settings_stays(scene: Scene) -> None:
    scene.says("ada", "/coach réglages")
    scene.presses("ada", *scene.button("ada", "Changer"))
    scene.fills("ada", zone="America/Cayenne", language="en", days="mon,tue", moment="10:00")
    renewed(scene, Profile("Ada L.", "fr", "Indian/Reunion"))
    assert told(scene) == ("Ada L.", "en", "America/Cayenne")


def test_settings_sent_as_they_opened_choose_nothing(scene: Scene) -> None:
    scene.says("ada", "/coach réglages")
    scene.presses("ada", *scene.button("ada", "Changer"))
    scene.fills("ada", zone="Europe/Paris", language="fr", days="mon,tue", moment="10:00")
    renewed(scene, RUN)
    assert told(scene) == ("Ada L.", "en", "Indian/Reunion")


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile("Ada", "fr", "Europe/Paris"),
        Profile("Ada", "de", "Mars/Olympus"),
        Profile("Closed", "en", "Indian/Reunion", gone=True),
    ],
    ids=["nothing", "the same", "unknown", "closed"],
)
def test_what_says_nothing_new_changes_nothing(scene: Scene, profile: Profile) -> None:
    before = person(scene), awaited(scene)
    renewed(scene, profile)
    assert (person(scene), awaited(scene)) == before


def test_somebody_who_never_came_is_not_made_known(scene: Scene) -> None:
    renewed(scene, RUN, "zoe")
    assert person(scene, "zoe") is None
    assert scene.brings("zoe", Arrived(scene.address("zoe"), scene.act(), RUN)).startswith("Hello Ada L.")
