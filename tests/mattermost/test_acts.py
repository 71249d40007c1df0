"""Where each answer goes on Mattermost, and that what is brought again changes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.messages import Message, Reply, To
from bot.domain.people import Address
from bot.domain.phases import Phase
from bot.platforms.mattermost.acts import Acts
from bot.platforms.mattermost.payloads import Command
from bot.stories.steps import PersonLine, TeamLine
from tests.mattermost.eyes import Shown
from tests.mattermost.fake.editions import EDITIONS, OLD, Edition
from tests.mattermost.fake.state import Mattermost, id_of
from tests.mattermost.house import NOW, TEAM, World, opened
from tests.mattermost.people import People
from tests.mattermost.world import MattermostWorld
from tests.scene import PLAIN

CHANNEL = "general"
PHASE = (Phase.CONSTRUCTION, date(2026, 6, 1))
BOTH = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS, indirect=True)


@pytest.fixture
def edition(request: pytest.FixtureRequest) -> Edition:
    """The oldest server that people run, unless a test asks for others."""
    return getattr(request, "param", OLD)


@pytest.fixture
def stage(edition: Edition, tmp_path: Path) -> Iterator[MattermostWorld]:
    """Ada and Bob, who record for one team, Zoé whom Pouce never met, and a channel where Pouce is too."""
    with opened(Mattermost(edition), tmp_path) as world:
        stage = MattermostWorld(world)
        stage.begin(NOW)
        stage.add_team(TeamLine("Aides simples", *PHASE))
        for name in ("ada", "bob"):
            stage.add_person(PersonLine(name, "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
        stage.mattermost.user("zoe", TEAM, nickname="Zoé")
        stage.mattermost.channel(TEAM, CHANNEL, "ada", "bob", "zoe", "pouce")
        yield stage


@pytest.fixture
def people(stage: MattermostWorld) -> Iterator[People]:
    """People whose gestures are followed by all that waits; nothing may be a fault of ours."""
    yield Settled(stage)  # type: ignore[misc] # it answers as they do
    assert not stage.mattermost.warnings


class Settled:
    """People, a moment after each of their gestures."""

    def __init__(self, stage: MattermostWorld) -> None:
        self.stage, self.people = stage, stage.people

    def __getattr__(self, name: str) -> Any:
        gesture = getattr(self.people, name)
        if name in {"sees", "form", "reads", "direct", "mattermost"}:
            return gesture

        def act(*given: Any, **more: Any) -> Any:
            answer = gesture(*given, **more)
            self.stage._settle()
            return answer

        return act


@pytest.fixture
def world(stage: MattermostWorld) -> World:
    return stage.world


def said(shown: Shown) -> str:
    """What a message says, with plain spaces."""
    return shown.text.translate(PLAIN)


def press(people: People, name: str, label: str) -> Any:
    """Press a button of the newest message: the first whose label begins so."""
    shown = people.sees(name)[-1]
    return people.press(name, next(each for each in shown.buttons if each.label.startswith(label)))


def texts(people: People, name: str) -> list[str]:
    return [said(each) for each in people.sees(name)]


# Commands


@BOTH
def test_a_command_in_a_channel_is_answered_to_them_alone(people: People) -> None:
    people.commands("ada", "test 2 agents bloqués au mot de passe", channel=CHANNEL)
    (shown,) = people.sees("ada")
    assert shown.only_for_me
    assert said(shown).startswith("Noté : Test utilisateur, 2 personnes")
    assert people.sees("bob") == []


@BOTH
def test_what_only_they_see_is_undone_where_they_see_it(people: People) -> None:
    """Nothing can take its place: the answer comes under it, to them alone, with the way back."""
    people.commands("ada", "test 2 agents bloqués au mot de passe", channel=CHANNEL)
    answer = people.presses("ada", "Annuler")
    assert (answer.status, answer.error, answer.said) == (200, "", {})
    _, undone = people.sees("ada")
    assert undone.only_for_me
    assert said(undone).startswith("Annulé")
    assert [each.label for each in undone.buttons] == ["Remettre"]
    assert people.sees("bob") == []


@BOTH
def test_after_five_answers_there_it_is_said_in_words(people: People) -> None:
    people.commands("ada", "test 2 agents bloqués au mot de passe", channel=CHANNEL)
    for n in range(6):
        press(people, "ada", "Remettre" if n % 2 else "Annuler")
    newest = people.sees("ada")[-1]
    assert said(newest).startswith("Noté")
    assert newest.only_for_me
    assert (len(people.sees("ada")), newest.buttons) == (7, ())


def test_signs_that_people_type_are_left_as_they_typed_them(people: People) -> None:
    people.commands("ada", "retour de @bob : <b>gras</b> & (*)")
    assert "de @Bob : <b>gras</b> & (*)" in people.sees("ada")[-1].text


@BOTH
def test_a_command_opens_its_form_and_what_is_wrong_is_said_there(people: People, edition: Edition) -> None:
    people.commands("ada", "réglages", channel=CHANNEL)
    press(people, "ada", "Changer")
    assert people.submits("ada", {"moment": "25:99"}).errors.keys() == {"moment"}
    assert people.form("ada"), "what was typed is still there"
    people.submits("ada", {"moment": "16:30"})
    assert people.form("ada") is None
    assert "16 h 30" in texts(people, "ada")[-1]


def test_two_messages_answer_a_command_in_their_order(stage: MattermostWorld, people: People) -> None:
    stage.cast.people  # noqa: B018 # they are known
    people.commands("ada", "inviter @zoe coach")
    assert "lira ce que" in texts(people, "ada")[-1]
    people.presses("ada", "Depuis le début")
    assert "Ada t’invite" in people.reads("zoe")


def test_a_drawing_goes_to_the_direct_channel(people: People) -> None:
    people.commands("ada", "équipe", channel=CHANNEL)
    direct = people.direct("ada").id
    drawn = [each for each in people.sees("ada") if each.files]
    assert [each.place for each in drawn] == [direct] * len(drawn)


# Somebody new


@BOTH
def test_somebody_new_is_answered_in_private_by_a_message_with_buttons(people: People) -> None:
    people.commands("zoe", "", channel=CHANNEL)
    ephemeral, first = sorted(people.sees("zoe"), key=lambda each: not each.only_for_me)
    assert "Je viens de t’écrire dans notre conversation privée" in said(ephemeral)
    assert said(first).startswith("Bonjour Zoé, je suis Pouce.")
    people.presses("zoe", "Créer l’équipe de mon produit")
    form = people.form("zoe")
    assert form, "its buttons answer"


def test_where_nobody_can_be_written_to_it_is_said_at_once(
    people: People, stage: MattermostWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.mattermost.fail(
        "CreateDirectChannel", "403 api.channel.create_channel.direct_channel.team_restricted_error"
    )
    people.commands("zoe", "", channel=CHANNEL)
    text = "\n".join(texts(people, "zoe"))
    assert "Bonjour Zoé, je suis Pouce." in text
    assert "RestrictDirectMessage" in text
    assert all(each.only_for_me for each in people.sees("zoe"))


def test_a_zone_that_the_profile_lacks_is_asked(people: People, stage: MattermostWorld) -> None:
    people.changes("zoe", zone="")
    people.commands("zoe", "")
    people.presses("zoe", "Créer l’équipe de mon produit")
    people.submits("zoe", {"name": "Aides simples 2", "phase": "construction", "since": "2026-09-01"})
    people.presses("zoe", "Mes jours")
    assert people.submits("zoe").errors.keys() == {"zone"}
    people.submits("zoe", {"zone": "Indian/Reunion"})
    assert people.form("zoe") is None
    people.commands("bob", "réglages")
    press(people, "bob", "Changer")
    assert people.submits("bob").errors == {}, "whoever's chat tells it is not asked"


# Words, mentions, threads


@BOTH
def test_a_word_in_the_direct_channel_is_answered_there_and_stays(
    people: People, stage: MattermostWorld
) -> None:
    people.says("ada", "test 2 agents bloqués au mot de passe")
    (shown,) = people.sees("ada")
    assert not shown.only_for_me
    assert said(shown).startswith("Noté : Test utilisateur")
    assert len(stage.mattermost.keys(stage.mattermost.who("pouce").id)) == 1


def test_a_post_that_is_brought_again_is_recorded_once_and_answered_once(
    people: People, world: World, stage: MattermostWorld
) -> None:
    post = people.says("ada", "test 2 agents bloqués au mot de passe")
    for _ in range(2):
        world.hear(post, "D", world.workspaces[0])
        stage._settle()
    assert len(people.sees("ada")) == 1


def test_a_form_asked_for_by_a_word_waits_behind_a_button(people: People) -> None:
    people.says("ada", "entretien")
    assert people.form("ada") is None
    people.presses("ada", "Ouvrir le formulaire")
    form = people.form("ada")
    assert form
    assert form.text.startswith("Entretien")


def test_a_mention_is_answered_in_private(people: People) -> None:
    people.mentions("ada", CHANNEL, "test 2 agents bloqués au mot de passe")
    (shown,) = people.sees("ada")
    assert shown.place == people.direct("ada").id
    assert said(shown).startswith("Noté : Test utilisateur, 2 personnes")
    assert people.sees("bob") == []


@BOTH
def test_naming_a_practice_in_a_thread_takes_what_heads_it(people: People) -> None:
    first = people.writes("bob", CHANNEL, "3 agents **perdus** au <login>")
    people.mentions("ada", CHANNEL, "retour", root=first["id"])
    (shown,) = people.sees("ada")
    assert said(shown).startswith("Noté : Retour utilisateur")
    assert "3 agents **perdus** au <login>" in shown.source["message"].replace("\\", "").replace("\u2060", "")


def test_what_pouce_wrote_is_nobody_s_feedback(people: People) -> None:
    mine = people.writes("pouce", CHANNEL, "3 retours cette semaine")
    people.mentions("ada", CHANNEL, "retour", root=mine["id"])
    assert "Voici le formulaire" in texts(people, "ada")[-1]


def test_people_named_in_a_private_message_are_known_by_their_names(people: People) -> None:
    people.says("ada", "inviter @zoe coach")
    assert "Zoé lira ce que" in texts(people, "ada")[-1]
    people.says("ada", "retour de @bob.inconnu et @zoe: tout va bien")
    assert "de @bob.inconnu et @Zoé: tout va bien" in people.sees("ada")[-1].text


# Buttons and forms in place


@BOTH
def test_undoing_in_the_direct_channel_changes_the_message(people: People) -> None:
    people.says("ada", "test 2 agents bloqués au mot de passe")
    people.presses("ada", "Annuler")
    (shown,) = people.sees("ada")
    assert said(shown).startswith("Annulé")
    assert [each.label for each in shown.buttons] == ["Remettre"]
    people.presses("ada", "Remettre")
    (shown,) = people.sees("ada")
    assert said(shown).startswith("Noté")


def test_a_message_that_was_changed_is_still_found_by_its_key(people: People, stage: MattermostWorld) -> None:
    """A press may come before the answer that was lost on the way: the post must not be sent again."""
    people.says("ada", "test 2 agents bloqués au mot de passe")
    ours = stage.mattermost.who("pouce").id
    before = stage.mattermost.keys(ours)
    people.presses("ada", "Annuler")
    assert stage.mattermost.keys(ours) == before


def test_a_form_that_was_opened_by_a_message_answers_in_its_place(
    people: People, stage: MattermostWorld
) -> None:
    people.says("ada", "test 2 agents bloqués au mot de passe")
    before = stage.mattermost.keys(stage.mattermost.who("pouce").id)
    people.presses("ada", "Corriger")
    people.submits("ada", {"participants": "5"})
    (shown,) = people.sees("ada")
    assert "5 personnes" in said(shown)
    assert stage.mattermost.keys(stage.mattermost.who("pouce").id) == before


def test_a_form_that_is_sent_again_is_recorded_once(people: People, world: World) -> None:
    """The server gave up waiting, the dialog is still there, and is sent again."""
    people.commands("ada", "entretien")
    dialog = dict(people.mattermost.dialogs[people.mattermost.who("ada").id])
    values = {"day": "2026-11-24", "learned": "le formulaire fait peur"}
    people.submits("ada", values)
    people.mattermost.dialogs[people.mattermost.who("ada").id] = dialog
    people.submits("ada", values)
    people.commands("ada", "semaine")
    assert said(people.sees("ada")[-1]).count("le formulaire fait peur") == 1


def test_a_dialog_that_is_closed_is_nothing(people: People) -> None:
    people.commands("ada", "entretien")
    people.closes("ada")
    assert people.sees("ada") == []


def test_a_form_that_came_too_late_says_so(people: People, world: World, stage: MattermostWorld) -> None:
    stage.people.commands("ada", "entretien")
    world.go_on(timedelta(seconds=4))  # an old server gives three
    stage._settle()
    assert people.form("ada") is None
    assert "Le formulaire a mis trop de temps" in texts(people, "ada")[-1]


def test_a_button_whose_form_came_too_late_says_so_where_it_was_pressed(
    stage: MattermostWorld, world: World, people: People
) -> None:
    people.says("ada", "entretien")
    stage.people.presses("ada", "Ouvrir le formulaire")
    world.go_on(timedelta(seconds=4))
    stage._settle()
    assert people.form("ada") is None
    late = people.sees("ada")[-1]
    assert "Le formulaire a mis trop de temps" in said(late)
    assert late.place == people.direct("ada").id


def test_a_form_that_the_server_could_not_show_is_told(people: People, stage: MattermostWorld) -> None:
    stage.mattermost.fail("OpenInteractiveDialog", "broken")
    people.commands("ada", "entretien", channel=CHANNEL)
    assert "Le formulaire a mis trop de temps" in texts(people, "ada")[-1]


# The card


def test_a_card_that_could_not_arrive_is_posted_when_it_is_asked_for_again(
    people: People, stage: MattermostWorld
) -> None:
    stage.mattermost.fail("CreatePost", "403 api.context.permissions.app_error")
    for text in ("", "", "livraison v1.4.2", ""):
        people.commands("ada", text, channel=CHANNEL)
    (card,) = [each for each in people.sees("ada") if not each.only_for_me]
    assert "v1.4.2" in card.text


@BOTH
def test_the_card_is_posted_once_and_follows_what_is_done(people: People, world: World) -> None:
    people.commands("ada", "", channel=CHANNEL)
    short, card = sorted(people.sees("ada"), key=lambda each: not each.only_for_me)
    assert short.only_for_me
    assert card.place == people.direct("ada").id
    assert "Je t’écris" in card.text, "the settings close the card"
    people.commands("ada", "livraison v1.4.2", channel=CHANNEL)
    people.commands("ada", "", channel=CHANNEL)
    (card,) = [each for each in people.sees("ada") if not each.only_for_me]
    assert "v1.4.2" in card.text
    undo = next(each for each in card.buttons if each.label.startswith("Annuler"))
    people.press("ada", undo)
    card, undone = [
        each for each in sorted(people.sees("ada"), key=lambda each: each.id) if not each.only_for_me
    ]
    assert "v1.4.2" not in card.text
    assert said(undone).startswith("Annulé"), "what is pressed there leaves it where it is"


def test_the_fullest_card_keeps_every_button_on_an_old_server(people: People) -> None:
    """Props have 8,000 characters there, and each button is sealed for whoever reads it."""
    for n in range(5):
        people.commands("ada", f"livraison v1.{n}", channel=CHANNEL)
    people.commands("ada", "")
    (card,) = [each for each in people.sees("ada") if not each.only_for_me]
    labels = [each.label for each in card.buttons]
    assert (labels.count("Corriger"), labels.count("Annuler")) == (5, 5)
    assert labels[-1] == "Réglages"


def test_the_next_month_has_a_card_of_its_own(people: People, world: World) -> None:
    people.commands("ada", "")
    world.go_on(timedelta(days=8))
    people.commands("ada", "")
    older, newer = [
        each for each in sorted(people.sees("ada"), key=lambda each: each.id) if not each.only_for_me
    ]
    assert (said(older), older.buttons) == ("Ta carte est plus bas, à jour.", ())
    assert newer.buttons


def test_a_card_that_cannot_be_changed_is_posted_again(people: People, stage: MattermostWorld) -> None:
    stage.mattermost.settings.PostEditTimeLimit = 60
    people.commands("ada", "")
    stage.world.go_on(timedelta(minutes=5))
    people.commands("ada", "")
    assert len([each for each in people.sees("ada") if not each.only_for_me]) == 2


# Whose it is


def test_nobody_is_made_known_whom_the_server_does_not_know(people: People, world: World) -> None:
    (command,) = people.mattermost.commands.values()
    ghost = "g" * 26
    sent = {
        "token": command["token"],
        "team_id": command["team_id"],
        "user_id": ghost,
        "channel_id": people.direct("ada").id,
        "command": "/coach",
        "trigger_id": "dHJpZ2dlcg==",
    }
    assert world.form("/mattermost/command", sent).status == 401
    world.work()
    assert world.house.arrived(Address(world.workspaces[0], ghost)) is None


def test_rights_are_looked_up_when_a_button_is_pressed_not_when_it_was_made(
    people: People, stage: MattermostWorld
) -> None:
    stage.add_person(PersonLine("cleo", "coach", "Aides simples", zone="Europe/Paris"), NOW)
    people.says("ada", "test 2 agents bloqués au mot de passe")
    people.commands("cleo", "")
    assert "Aides simples" in people.reads("cleo")
    people.commands("ada", "retirer @cleo")
    answer = people.presses("cleo", "Aides simples")
    assert (answer.status, answer.error) == (200, "")
    newest = max(people.sees("cleo"), key=lambda each: each.at)
    assert "mot de passe" not in newest.text
    assert "(construction)" not in newest.text


# What is for everybody


def test_what_is_for_everybody_is_posted_by_pouce(world: World, stage: MattermostWorld) -> None:
    """In the answer to a command, it would be as if the person had written it."""
    seat = world.house.seated(world.house.servers.all()[0])
    where = stage.mattermost.channels[id_of(f"c{CHANNEL}")]
    ids = {"token": "t", "team_id": id_of(TEAM), "user_id": id_of("ada"), "channel_id": where.id}
    typed = Command(command="/coach", trigger_id="t", **ids)
    replies = [Reply(Message("Semaine du 23 novembre"), To.ROOM)]
    answer = Acts(world.house, seat, id_of("ada"))._told(replies, typed, welcomed=None)
    world.work()
    assert answer == {}
    (post,) = where.posts
    assert (post["user_id"], post["message"]) == (id_of("pouce"), "Semaine du 23 novembre")
