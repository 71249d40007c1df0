"""`/coach relier`: one person in two chats, on one bot; and what a code does not open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.coach import links
from bot.domain.events import Left, Said, Where
from bot.domain.people import CLOCK
from bot.stage import Stage
from tests.scene import MONDAY, TEAM, Scene, new_bot

OTHER = "Autre produit"
NOTE = "le formulaire fait peur"
TUESDAY = datetime(2026, 11, 24, 8, 45, tzinfo=UTC)


@dataclass
class Chats:
    """Two chats on the same bot, where the same hour goes by."""

    here: Scene
    there: Scene

    def code(self, name: str, scene: Scene | None = None) -> str:
        """Somebody asks for a code, here unless said otherwise."""
        answer = (scene or self.here).says(name, "/coach relier")
        found = re.search(r"/coach \w+ (\d{4} \d{4})", answer)
        assert found, answer
        return found[1]

    def join(self, name: str, code: str) -> str:
        """Somebody types a code in the other chat."""
        return self.there.says(name, f"/coach relier {code}")

    def link(self, name: str) -> None:
        assert "ne font plus qu’une seule personne" in self.join(name, self.code(name))

    def wait(self, **time: int) -> None:
        self.here.wait(**time)
        self.there.wait(**time)


@pytest.fixture
def chats() -> Iterator[Chats]:
    bot = new_bot()
    chats = Chats(Scene(Stage(bot, MONDAY, room="here")), Scene(Stage(bot, MONDAY, room="there")))
    chats.here.add("ada")
    chats.here.add("bob", "teammate")
    chats.here.add("cleo", "coach")
    chats.there.add("zoe", team=OTHER)
    yield chats
    bot.store.close()


def test_somebody_linked_notes_reads_and_corrects_from_the_other_chat(chats: Chats) -> None:
    chats.here.says("ada", f"/coach test 3 {NOTE}")
    chats.link("ada")
    assert "Le compte de ada (Room) vient d’être relié au tien" in chats.here.stage.seen_by("ada")[-1].text
    assert NOTE in chats.there.says("ada", "/coach semaine")
    assert "Visible par l’équipe et Cleo" in chats.there.says("ada", "/coach test 2 la page est lue")
    assert "Annulé" in chats.there.presses("ada", *chats.there.button("ada", "Annuler"))
    assert f"{TEAM} (construction)" in chats.there.says("ada", "/coach équipe")
    assert [each.text for each in chats.here.records()] == [NOTE]


def test_the_same_act_id_in_two_chats_is_two_notes(chats: Chats) -> None:
    chats.link("ada")
    for scene, text in ((chats.here, "test 3 ici"), (chats.there, "test 2 ailleurs")):
        assert "Noté" in scene.brings(
            "ada", Said(scene.address("ada"), "Ev1", text=text, where=Where.COMMAND)
        )
    assert sorted(each.text for each in chats.here.records()) == ["ailleurs", "ici"]


def test_those_of_the_other_chat_see_nothing_more_and_the_others_do_not_appear_there(chats: Chats) -> None:
    chats.here.says("ada", f"/coach test 3 {NOTE}")
    chats.link("ada")
    for text in ("/coach", "/coach semaine", "/coach équipes", "/coach équipe", f"/coach équipe {TEAM}"):
        answer = chats.there.says("zoe", text)
        assert NOTE not in answer
        assert f"{TEAM} (" not in answer
    for name in ("bob", "cleo"):
        assert f"Je ne connais pas encore {name}" in chats.there.says("zoe", f"/coach inviter @{name} coach")
    assert OTHER not in chats.there.says("ada", "/coach équipes")
    assert OTHER not in chats.here.says("ada", "/coach équipes")


def test_a_coach_of_two_chats_follows_each_of_their_teams_from_both(chats: Chats) -> None:
    chats.link("cleo")
    chats.there.says("zoe", "/coach inviter @cleo coach")
    chats.there.presses("zoe", *chats.there.button("zoe", "Depuis le début"))
    assert "C’est fait" in chats.there.presses("cleo", *chats.there.button("cleo", "Accepter"))
    for scene in (chats.here, chats.there):
        answer = scene.says("cleo", "/coach équipes")
        assert (TEAM in answer, OTHER in answer) == (True, True)


def test_an_invitation_is_accepted_from_the_other_chat_and_the_team_is_told(chats: Chats) -> None:
    chats.here.says("nemo", "/coach")
    chats.link("nemo")
    chats.here.says("ada", "/coach inviter @nemo observation")
    chats.here.presses("ada", *chats.here.button("ada", "Depuis le début"))
    assert f"« {TEAM} »" in chats.there.says("nemo", "/coach")
    assert "C’est fait" in chats.there.presses("nemo", *chats.there.button("nemo", "Accepter"))
    for name in ("ada", "bob"):
        assert "Nemo lit désormais tout" in chats.here.stage.seen_by(name)[-1].text.replace("nemo", "Nemo")


def test_people_are_called_in_and_let_go_where_the_team_lives(chats: Chats) -> None:
    chats.link("ada")
    assert "Ton équipe vit dans ton autre messagerie" in chats.there.says("ada", "/coach inviter @zoe coach")
    assert "Je ne trouve personne" in chats.there.says("ada", "/coach retirer @zoe")


def test_questions_go_on_where_they_came_and_acting_elsewhere_loses_none(chats: Chats) -> None:
    chats.link("ada")
    chats.there.says("ada", "/coach réglages")
    chats.there.presses("ada", *chats.there.button("ada", "Changer"))
    chats.there.fills("ada", days="mon,tue,wed,thu,fri", moment="9:40", zone="Europe/Paris")
    chats.here.tick_until(TUESDAY)
    (question,) = [each for each in chats.here.nudges("ada") if "relié" not in each.text]
    assert "[Je note]" in question.text
    assert chats.there.nudges("ada") == []


def test_a_person_leaves_when_the_last_of_their_accounts_closes_and_their_team_is_told(chats: Chats) -> None:
    chats.link("ada")
    bot = chats.here.stage.bot
    bot.hear(Left(chats.here.address("ada"), "left-1"), chats.here.now)
    assert "Aides simples" in chats.there.says("ada", "/coach")
    bot.hear(Left(chats.there.address("ada"), "left-2"), chats.here.now)
    chats.here.tick()
    assert "Le compte de Ada est fermé" in chats.here.stage.seen_by("bob")[-1].text


# What a code does not open


def test_a_code_lives_ten_minutes_and_serves_once(chats: Chats) -> None:
    late, first = chats.code("ada"), chats.code("bob")
    assert "ne font plus qu’une" in chats.join("bob", first)
    chats.there.says("nemo", "/coach")
    assert "Ce code n’existe pas" in chats.join("nemo", first)
    chats.wait(minutes=10)
    assert "Ce code n’existe pas" in chats.join("nemo", late)


def test_a_newer_code_kills_the_older(chats: Chats) -> None:
    older, newer = chats.code("ada"), chats.code("ada")
    assert "Ce code n’existe pas" in chats.join("ada", older)
    assert "ne font plus qu’une" in chats.join("ada", newer.replace(" ", ""))


def test_nobody_tries_more_than_five_codes_an_hour(chats: Chats) -> None:
    code = chats.code("ada")
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"
    for _ in range(5):
        assert "Ce code n’existe pas" in chats.join("nemo", wrong)
    assert "Trop de codes faux" in chats.join("nemo", code)
    assert "ne font plus qu’une" in chats.join("ada", code)  # another person still may
    chats.wait(minutes=61)
    assert "ne font plus qu’une" in chats.join("nemo", chats.code("bob"))


def test_what_is_no_code_is_no_try(chats: Chats) -> None:
    code = chats.code("ada")
    for typed in ("4821", "code", "４８２１ ７７３０", "1" * 9, f"{code} 1"):
        assert "huit chiffres" in chats.join("ada", typed)
    assert "ne font plus qu’une" in chats.join("ada", code)


def test_a_code_is_not_for_the_chat_it_comes_from(chats: Chats) -> None:
    code = chats.code("ada")
    for name in ("ada", "nemo"):
        assert "pas dans celle-ci" in chats.here.says(name, f"/coach relier {code}")
    chats.there.says("ada", "/coach")
    chats.link("ada")
    chats.there.says("nemo", "/coach")
    assert "pas dans celle-ci" in chats.join("nemo", chats.code("ada"))


def test_two_histories_are_never_mixed_and_the_empty_one_may_join(chats: Chats) -> None:
    code = chats.code("ada")
    assert "je ne mélange pas deux histoires" in chats.join("zoe", code)
    assert OTHER in chats.there.says("zoe", "/coach")
    assert "ne font plus qu’une" in chats.join("ada", code)  # refused, it was not used up


def test_a_linked_account_knows_its_places_and_cannot_be_given_away(chats: Chats) -> None:
    chats.link("ada")
    assert "Déjà reliés : Room et Room" in chats.there.says("ada", "relier")
    bot = chats.here.stage.bot
    third = Scene(Stage(bot, MONDAY, room="third"))
    third.add("paul", team="Troisième")
    code = chats.code("paul", third)
    assert "je ne mélange pas" in chats.join("ada", code)
    with bot.store.read(CLOCK) as memory:
        assert memory.person_at(chats.there.address("ada")) == memory.person_at(chats.here.address("ada"))


def test_codes_are_kept_as_digests_and_have_eight_digits(chats: Chats) -> None:
    code = chats.code("ada").replace(" ", "")
    assert (len(code), code.isdecimal()) == (8, True)
    with chats.here.stage.bot.store.read(CLOCK) as memory:
        assert memory.code_of(code, MONDAY) is None
        assert memory.code_of(links.digest(code), MONDAY + timedelta(minutes=9)) is not None
