"""Inviting somebody whom Pouce has never met, and whom the chat tells of."""

import pytest

from bot.domain.events import Profile, Said, Where
from bot.domain.people import CLOCK, Person
from tests.scene import Scene

CHLOE = {"U123": Profile("Chloé Martin", "fr-FR", "Indian/Reunion")}


def types(scene: Scene, text: str, mentioned: dict[str, Profile] | None = None) -> str:
    who, act = scene.address("ada"), scene.act()
    return scene.brings("ada", Said(who, act, text=text, where=Where.COMMAND, mentioned=mentioned or {}))


def known(scene: Scene, external_id: str) -> Person | None:
    with scene.stage.bot.store.read(CLOCK) as memory:
        return memory.person_at(scene.address(external_id))


@pytest.mark.parametrize(
    "typed", ["<@U123|chloe>", "<@U123>", "@U123", "U123", "@<Chloé>", "<@U123|chloe> !"]
)
def test_somebody_never_met_is_invited_in_their_language_and_zone(scene: Scene, typed: str) -> None:
    mentioned = {"U9": Profile("Chloé"), **CHLOE} if "<Chloé>" in typed else CHLOE
    expected = "U9" if "<Chloé>" in typed else "U123"
    typed = typed.replace("<Chloé>", "Chloé")
    assert "lira ce que l’équipe note (coach)" in types(scene, f"inviter {typed} coach", mentioned)
    person = known(scene, expected)
    assert person
    assert person.name.startswith("Chloé")
    scene.presses("ada", *scene.button("ada", "Depuis le début"))
    (letter,) = scene.stage.seen_by(expected)
    assert "Ada t’invite" in letter.text
    assert (letter.buttons[0].label, person.language) == ("Accepter", "fr")


def test_accepting_opens_the_team(scene: Scene) -> None:
    types(scene, "inviter <@U123|chloe> observatrice", CHLOE)
    scene.presses("ada", *scene.button("ada", "À partir d’aujourd’hui"))
    assert "C’est fait" in scene.presses("U123", *scene.button("U123", "Accepter"))
    assert "Aides simples (construction)" in scene.says("U123", "/coach équipe")
    person = known(scene, "U123")
    assert person
    assert person.zone == "Indian/Reunion"


@pytest.mark.parametrize(
    "profile", [Profile("Pouce", is_bot=True), Profile("Chloé", gone=True)], ids=["application", "closed"]
)
def test_nobody_is_invited_where_nobody_reads(scene: Scene, profile: Profile) -> None:
    answer = types(scene, "inviter <@U123|chloe> coach", {"U123": profile})
    assert f"{profile.name} est une application, ou un compte fermé" in answer
    assert known(scene, "U123") is None


def test_a_name_of_which_the_chat_says_nothing_is_not_made_up(scene: Scene) -> None:
    assert "Je ne connais pas encore U123" in types(scene, "inviter <@U123> coach")
    assert "Je ne connais pas encore chloe" in types(scene, "inviter @chloe coach")
    assert known(scene, "U123") is None


def test_a_mention_in_a_note_makes_nobody_known(scene: Scene) -> None:
    assert "Noté" in types(scene, "test 3 vu avec <@U123|chloe>", CHLOE)
    assert "Je ne trouve personne" in types(scene, "retirer <@U123|chloe>", CHLOE)
    assert known(scene, "U123") is None


def test_somebody_met_is_found_by_the_mention_whatever_their_name_there(scene: Scene) -> None:
    scene.add("bob", "coach")
    assert "Bob n’a plus accès" in types(scene, "retirer <@bob|le-grand-bob>")
