"""Where each answer goes on Slack, and that what Slack brings again changes nothing."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.domain.messages import Message
from bot.domain.people import Address
from bot.domain.phases import Phase
from bot.platforms.base import Receipt
from bot.platforms.slack.acts import QUOTE
from bot.platforms.slack.client import SlackVoice
from bot.stories.steps import PersonLine, TeamLine
from tests.scene import PLAIN
from tests.slack import payloads
from tests.slack.eyes import Shown
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack
from tests.slack.house import NOW, TEAM, World, opened
from tests.slack.people import People
from tests.slack.world import SlackWorld, user_of

ADA, BOB = user_of("ada"), user_of("bob")
CHANNEL = "C0AIDES"
PHASE = (Phase.CONSTRUCTION, date(2026, 6, 1))


@pytest.fixture
def slack() -> Iterator[Slack]:
    with served() as slack:
        slack.team(TEAM)
        yield slack


@pytest.fixture
def stage(slack: Slack, tmp_path: Path) -> Iterator[SlackWorld]:
    """Ada and Bob, who record for one team, and a channel where Pouce is too."""
    with opened(slack, tmp_path) as world:
        stage = SlackWorld(world)
        stage.begin(NOW)
        stage.add_team(TeamLine("Aides simples", *PHASE))
        for name in ("ada", "bob"):
            stage.add_person(PersonLine(name, "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
        slack.channel(TEAM, CHANNEL, ADA, BOB, "pouce")
        yield stage


def said(shown: Shown) -> str:
    """What a message says, with plain spaces."""
    return shown.text.translate(PLAIN)


def press(people: People, user: str, label: str) -> None:
    """Press a button of the newest message, rather than of the home."""
    shown = people.sees(user)[-1]
    people.press(user, shown, next(each for each in shown.buttons if each.label.startswith(label)))


def stage_address(world: World, user: str) -> Address:
    return Address(next(iter(world.bot.voices)), user)


@pytest.fixture
def people(stage: SlackWorld) -> People:
    return stage.people


@pytest.fixture
def world(stage: SlackWorld) -> World:
    return stage.world


def test_a_command_in_a_channel_is_answered_to_them_alone(people: People) -> None:
    people.commands(ADA, "test 2 agents bloqués au mot de passe", channel=CHANNEL)
    (shown,) = people.sees(ADA)
    assert shown.only_for_me
    assert said(shown).startswith("Noté : Test utilisateur, 2 personnes")
    assert people.sees(BOB) == []


def test_undoing_what_only_they_see_replaces_it_there(people: People) -> None:
    people.commands(ADA, "test 2 agents bloqués au mot de passe", channel=CHANNEL)
    press(people, ADA, "Annuler")
    (shown,) = people.sees(ADA)
    assert said(shown).startswith("Annulé")
    assert [each.label for each in shown.buttons] == ["Remettre"]


def test_a_word_in_the_direct_channel_is_answered_there_and_stays(people: People, slack: Slack) -> None:
    people.says(ADA, "test 2 agents bloqués au mot de passe")
    (shown,) = people.sees(ADA)
    assert not shown.only_for_me
    assert said(shown).startswith("Noté : Test utilisateur")
    assert len(slack.keys(TEAM)) == 1, "it left as a delivery, under its own key"


def test_a_word_that_slack_brings_late_is_of_the_day_it_was_typed(people: People) -> None:
    people.says(ADA, "test 2 agents bloqués hier", ts=f"{(NOW - timedelta(days=1)).timestamp():.6f}")
    (shown,) = people.sees(ADA)
    assert "dim. 22 nov." in said(shown)


def test_what_slack_brings_again_is_recorded_once_and_answered_once(people: People, world: World) -> None:
    people.says(ADA, "test 2 agents bloqués au mot de passe")
    people.again()
    world.go_on(timedelta(seconds=2))
    people.again(2)
    assert len(people.sees(ADA)) == 1


def test_undoing_in_the_direct_channel_changes_the_message(people: People, world: World) -> None:
    people.says(ADA, "test 2 agents bloqués au mot de passe")
    world.go_on(timedelta(seconds=2))
    press(people, ADA, "Annuler")
    (shown,) = people.sees(ADA)
    assert said(shown).startswith("Annulé")


def test_a_form_asked_for_by_a_word_waits_behind_a_button(people: People, world: World) -> None:
    people.says(ADA, "entretien")
    assert people.form(ADA) is None, "no message opens a form on Slack"
    world.go_on(timedelta(seconds=2))
    people.presses(ADA, "Ouvrir le formulaire")
    form = people.form(ADA)
    assert form
    assert form.text.startswith("Entretien")


def test_a_command_opens_its_form_at_once(people: People) -> None:
    people.commands(ADA, "entretien", channel=CHANNEL)
    form = people.form(ADA)
    assert form
    answer = people.submits(ADA, {"day": "2026-11-24"})
    assert answer.status in {0, 200}


def test_what_is_wrong_in_a_form_is_said_there_and_it_stays_open(people: People) -> None:
    people.commands(ADA, "réglages")
    press(people, ADA, "Changer")
    answer = people.submits(ADA, {"moment": "25:99"})
    assert answer.errors.keys() == {"moment"}
    assert people.form(ADA), "what was typed is still there"
    people.submits(ADA, {"moment": "16:30"})
    assert people.form(ADA) is None
    assert "16 h 30" in people.reads(ADA).translate(PLAIN)


def test_a_mention_in_a_channel_is_answered_to_whoever_wrote_it(people: People) -> None:
    people.mentions(ADA, CHANNEL, "test 2 agents bloqués au mot de passe")
    (shown,) = people.sees(ADA)
    assert shown.only_for_me
    assert said(shown).startswith("Noté : Test utilisateur, 2 personnes")
    assert people.sees(BOB) == []


def test_a_message_of_the_channel_is_noted_by_its_menu(people: People, stage: SlackWorld) -> None:
    message = {
        "type": "message",
        "user": BOB,
        "text": "3 agents &lt;perdus&gt; au login",
        "ts": "1796891000.0001",
    }
    people.uses_shortcut(ADA, CHANNEL, message, QUOTE)
    (shown,) = people.sees(ADA)
    assert shown.only_for_me
    assert "3 agents <perdus> au login" in shown.text


def test_the_home_follows_what_is_done(people: People, world: World) -> None:
    people.opens_home(ADA)
    before = people.home(ADA)
    assert before
    people.commands(ADA, "livraison v1.4.2", channel=CHANNEL)
    after = people.home(ADA)
    assert after
    assert "v1.4.2" in after.text
    assert "v1.4.2" not in before.text
    world.go_on(timedelta(seconds=2))
    button = next(each for each in after.buttons if each.label.startswith("Annuler"))
    people.press(ADA, after, button)
    undone = people.home(ADA)
    assert undone
    assert "v1.4.2" not in undone.text
    assert said(people.sees(ADA)[-1]).startswith("Annulé"), "and the way back is in the direct channel"


def test_a_home_that_nobody_looks_at_is_not_made_again_and_again(people: People, world: World) -> None:
    people.commands(ADA, "livraison v1.4.2", channel=CHANNEL)
    assert people.home(ADA) is None
    people.opens_home(ADA)
    world.go_on(timedelta(days=31))
    people.commands(ADA, "livraison v1.5", channel=CHANNEL)
    shown = people.home(ADA)
    assert shown
    assert "v1.5" not in shown.text
    people.opens_home(ADA)
    shown = people.home(ADA)
    assert shown
    assert "v1.5" in shown.text


def test_somebody_new_who_opens_the_home_is_welcomed_once(people: People, slack: Slack, world: World) -> None:
    slack.user(TEAM, "UNEW", real_name="Zoé")
    people.opens_home("UNEW")
    world.go_on(timedelta(seconds=2))
    people.opens_home("UNEW")
    assert len(people.sees("UNEW")) == 1
    assert people.home("UNEW")


def test_whoever_is_not_told_of_in_time_is_answered_and_their_name_is_learnt_later(
    people: People, slack: Slack, world: World
) -> None:
    slack.user(TEAM, "UNEW", name="nina", tz="Indian/Reunion")
    slack.delays["users.info"] = 0.4
    world.house.patience = timedelta(seconds=0.05)
    assert people.commands("UNEW", "aide").body
    found = world.house.person(stage_address(world, "UNEW"))
    assert found
    assert (found.name, found.zone) == ("nina", "Indian/Reunion")
    assert len(slack.asked("users.info")) == 2, "in vain, then once more when the answer had left"


def test_somebody_mentioned_who_is_not_told_of_in_time_is_known_the_next_time(
    people: People, slack: Slack, world: World
) -> None:
    slack.user(TEAM, "U0NINA", name="nina")
    slack.delays["users.info"] = 0.4
    world.house.patience = timedelta(seconds=0.05)
    people.commands(ADA, "inviter @nina coéquipier")
    assert not world.house.knows(stage_address(world, "U0NINA"))
    people.commands(ADA, "inviter @nina coéquipier")
    assert world.house.knows(stage_address(world, "U0NINA"))


def test_members_who_never_came_are_not_made_known_by_a_change_of_theirs(
    people: People, slack: Slack, world: World
) -> None:
    slack.user(TEAM, "UOTHER")
    people.changes("UOTHER", tz="Indian/Reunion")
    assert not world.house.knows(stage_address(world, "UOTHER"))


def test_a_closed_account_is_noted(people: People, world: World) -> None:
    people.changes(BOB, deleted=True)
    assert not world.house.knows(stage_address(world, BOB))
    assert world.house.knows(stage_address(world, ADA))


def test_an_account_that_is_open_again_is_known_again(people: People, world: World) -> None:
    people.changes(BOB, deleted=True)
    people.changes(BOB, deleted=False)
    assert world.house.knows(stage_address(world, BOB))


def test_a_message_of_a_bot_or_a_change_of_one_is_not_heard(people: People) -> None:
    said = {"type": "message", "channel": f"D{ADA}", "channel_type": "im", "user": ADA, "ts": "1.2"}
    people.event({**said, "text": "test 2 agents", "bot_id": "B1"})
    people.event({**said, "text": "test 2 agents", "subtype": "message_changed"})
    assert people.sees(ADA) == []


def test_a_calendar_that_could_not_follow_is_said_to_be_missing_in_the_language_of_whoever_asked(
    people: People, slack: Slack
) -> None:
    slack.fail("files.getUploadURLExternal", "busy 30")
    people.commands(ADA, "équipe")
    assert "s’il n’est pas là, redemande-le" in people.reads(ADA)


class Slow(SlackVoice):
    """A voice whose messages only leave once something happened."""

    gate = Event()

    def send(self, to: Address, message: Message, key: str) -> Receipt:
        self.gate.wait(10)
        return super().send(to, message, key)


def test_a_form_opens_while_messages_take_their_time(people: People, slack: Slack, world: World) -> None:
    (workspace, voice) = next(iter(world.bot.voices.items()))
    assert isinstance(voice, SlackVoice)
    world.bot.voices[workspace] = Slow(voice.client, voice.token, voice.draw, voice.now)
    with ThreadPoolExecutor(1) as hands, ThreadPoolExecutor(1) as senders:
        world.house.hands, world.house.senders = hands.submit, senders.submit
        people.says(BOB, "aide")
        people.commands(ADA, "entretien")
        hands.shutdown()
        said = slack.asked("chat.postMessage")
        Slow.gate.set()
    assert people.form(ADA)
    assert said == []
    assert slack.asked("chat.postMessage")


def test_a_mention_that_is_edited_is_not_heard_again(people: People) -> None:
    mention = payloads.mention(people.slack, people.team, ADA, CHANNEL, "test 2 agents")
    people.event(mention)
    people.event({**mention, "text": f"{mention['text']} !", "edited": {"user": ADA, "ts": "1.2"}})
    assert len([each for each in people.sees(ADA) if each.only_for_me]) == 1


def test_somebody_of_another_workspace_in_a_shared_channel_is_not_answered(people: People) -> None:
    mention = {
        "type": "app_mention",
        "channel": CHANNEL,
        "user": "USTRANGER",
        "user_team": "TELSE",
        "ts": "1.2",
    }
    wrapped = {
        "type": "event_callback",
        "event_id": "Ev0",
        "team_id": TEAM,
        "is_ext_shared_channel": True,
        "event": {**mention, "text": f"<@{people.team.bot_user}> test 2 agents"},
    }
    answer = people._sent(json.dumps(wrapped).encode(), "application/json")
    assert answer.status == 200
    assert people.slack.asked("chat.postEphemeral") == []
