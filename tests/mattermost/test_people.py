"""People on a Mattermost of our own: what they do arrives as the server sends it, and its answer is shown."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.mattermost.fake.editions import EDITIONS, NEW, OLD, Edition
from tests.mattermost.fake.state import Json, Mattermost
from tests.mattermost.people import People

BOTH = pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
HOME = "https://pouce.example.org/mattermost"
JSON = {"Content-Type": "application/json"}


@dataclass
class Desk:
    """What Pouce receives, and what it is made to answer."""

    answer: Any = field(default_factory=dict)
    status: int = 200
    received: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    meanwhile: Callable[[], object] = field(default=lambda: None)

    def post(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        self.received.append((path, headers, body))
        self.meanwhile()
        content = self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()
        return self.status, JSON, content

    def form(self) -> dict[str, str]:
        fields = parse_qs(self.received[-1][2].decode(), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    def json(self) -> Json:
        found: Json = json.loads(self.received[-1][2])
        return found


def world(edition: Edition) -> tuple[Mattermost, People, Desk]:
    mattermost, desk = Mattermost(edition), Desk()
    mattermost.bot("pouce", "aides")
    mattermost.user("ada", "aides")
    mattermost.user("bob", "aides")
    mattermost.channel("aides", "general", "ada", "bob", "pouce")
    command = {"id": "m1", "trigger": "coach", "url": f"{HOME}/command", "method": "P", "token": "secret"}
    mattermost.commands["m1"] = command | {"team_id": mattermost.team("aides").id}
    return mattermost, People(mattermost, desk.post), desk


def with_button(mattermost: Mattermost, people: People, id_: str = "a1", **more: Any) -> None:
    """Post something with a button to Ada, as Pouce."""
    from tests.mattermost.fake.posts import add

    integration = {"url": f"{HOME}/action", "context": {"token": "sealed"}}
    action = {"id": id_, "name": "Je note", "type": "button", "integration": integration} | more
    bot = mattermost.who("pouce")
    add(mattermost, people.direct("ada"), bot, "On en est où ?", {"attachments": [{"actions": [action]}]})


def dialog(**more: Any) -> Json:
    element = {"display_name": "Combien", "name": "count", "type": "text", "help_text": "Un nombre."}
    return {"title": "Noter", "elements": [element | more], "state": "sealed", "submit_label": "Noter"}


def opened(mattermost: Mattermost, trigger: str, content: Json) -> None:
    from tests.mattermost.fake.dialogs import open_dialog
    from tests.mattermost.fake.routes import Call

    body = {"trigger_id": trigger, "url": f"{HOME}/dialog", "dialog": content}
    open_dialog(Call(mattermost, None, {}, {}, body))


# Commands


@BOTH
def test_a_command_arrives_as_a_form_with_its_token_twice(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    desk.answer = {"text": "C'est **noté**.", "skip_slack_parsing": True}
    people.commands("ada", "retour  @bob a dit oui", channel="general", root="")
    path, headers, _ = desk.received[0]
    sent = desk.form()
    assert (path, headers["Authorization"], sent["token"]) == (
        "/mattermost/command",
        "Token secret",
        "secret",
    )
    assert (sent["command"], sent["text"]) == ("/coach", "retour  @bob a dit oui")
    assert (sent["user_name"], sent["channel_name"], sent["team_domain"]) == ("ada", "general", "aides")
    assert (sent["user_mentions"], sent["user_mentions_ids"]) == ("bob", mattermost.who("bob").id)
    assert ("root_id" in sent) is (edition is NEW)
    (shown,) = people.sees("ada")
    assert (shown.text, shown.only_for_me) == ("C'est noté.", True)
    assert people.sees("bob") == []


@BOTH
def test_an_answer_to_everybody_is_as_if_the_person_wrote_it(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    desk.answer = {"text": "voir <https://x.fr|ici>", "response_type": "in_channel"}
    people.commands("ada", channel="general")
    (post,) = mattermost.posts_of(mattermost.who("ada").id)
    assert (post["message"], post["props"]["from_webhook"]) == ("voir [ici](https://x.fr)", "true")


@BOTH
@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (500, {}, "api.command.execute_command.failed_resp.app_error"),
        (200, b"<html>", "api.command.execute_command.failed.app_error"),
    ],
)
def test_an_answer_that_fails_is_an_error_on_the_screen(
    edition: Edition, status: int, answer: Any, error: str
) -> None:
    _, people, desk = world(edition)
    desk.status, desk.answer = status, answer
    assert people.commands("ada").error == error


def test_settings_that_stop_a_command() -> None:
    mattermost, people, desk = world(NEW)
    mattermost.settings.SiteURL = ""
    assert people.commands("ada").error == "api.command.execute_command.site_url_required.app_error"
    mattermost.settings.EnableCommands = False
    assert (people.commands("ada").status, desk.received) == (501, [])


def test_a_private_address_is_not_reached_unless_it_is_listed() -> None:
    mattermost, people, desk = world(NEW)
    mattermost.commands["m1"]["url"] = "http://127.0.0.1:8080/mattermost/command"
    assert people.commands("ada").error == "api.command.execute_command.failed.app_error"
    assert desk.received == []
    mattermost.settings.AllowedUntrustedInternalConnections = "localhost 127.0.0.1"
    assert people.commands("ada").error == ""


# Buttons


@BOTH
def test_a_button_brings_its_context_and_who_pressed(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    with_button(mattermost, people)
    desk.answer = {
        "update": {"message": "C'est noté.", "props": {}},
        "ephemeral_text": "Merci <https://x.fr|ici>",
    }
    people.presses("ada", "Je note")
    sent = desk.json()
    assert (sent["user_id"], sent["context"]) == (mattermost.who("ada").id, {"token": "sealed"})
    first, second = people.sees("ada")
    assert (first.text, first.buttons, second.only_for_me) == ("C'est noté.", (), True)
    assert second.text == "Merci ici"


@BOTH
def test_an_update_without_props_keeps_the_buttons(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    with_button(mattermost, people)
    desk.answer = {"update": {"message": "C'est noté."}}
    people.presses("ada", "Je note")
    (shown,) = people.sees("ada")
    assert (shown.text, [each.label for each in shown.buttons]) == ("C'est noté.", ["Je note"])


@pytest.mark.parametrize(
    ("edition", "error"), [(OLD, "api.context.404.app_error"), (NEW, "")], ids=["old", "new"]
)
def test_an_old_server_knows_no_button_whose_id_has_a_dash(edition: Edition, error: str) -> None:
    mattermost, people, desk = world(edition)
    with_button(mattermost, people, "log-it")
    assert people.presses("ada", "Je note").error == error
    assert bool(desk.received) is not bool(error)


@pytest.mark.parametrize(
    ("edition", "error"),
    [(OLD, "api.post.do_action.action_integration.app_error"), (NEW, "")],
    ids=["old", "new"],
)
def test_an_old_server_wants_json_after_a_button(edition: Edition, error: str) -> None:
    mattermost, people, desk = world(edition)
    with_button(mattermost, people)
    desk.answer = b""
    assert people.presses("ada", "Je note").error == error


@BOTH
def test_a_menu_brings_what_was_chosen(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    options = [{"text": "Demain", "value": "tomorrow"}, {"text": "Lundi", "value": "monday"}]
    with_button(mattermost, people, type="select", options=options)
    people.selects("ada", "Je note", "lundi")
    assert desk.json()["context"] == {"token": "sealed", "selected_option": "monday"}


@BOTH
def test_a_button_under_a_private_answer_works_and_updates_nothing(edition: Edition) -> None:
    _, people, desk = world(edition)
    action = {
        "id": "a1",
        "name": "Oui",
        "integration": {"url": f"{HOME}/action", "context": {"token": "sealed"}},
    }
    desk.answer = {"text": "Sûr ?", "attachments": [{"actions": [action]}]}
    people.commands("ada", "oublie-moi")
    desk.answer = {"ephemeral_text": "Fait."}
    assert people.presses("ada", "Oui").error == ""
    assert people.sees("ada")[-1].text == "Fait."
    desk.answer = {"update": {"message": "Fait."}}
    assert people.presses("ada", "Oui").status == 404


# Dialogs


@BOTH
def test_a_dialog_opens_is_sent_and_says_what_is_wrong(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    desk.meanwhile = lambda: opened(mattermost, desk.form()["trigger_id"], dialog())
    people.commands("ada", "tests")
    form = people.form("ada")
    assert form
    assert "Un nombre." in form.text
    desk.meanwhile, desk.answer = (lambda: None), {"errors": {"count": "Il manque un nombre."}}
    assert people.submits("ada", {"count": "trois"}).errors == {"count": "Il manque un nombre."}
    assert "⚠ Il manque un nombre." in people.reads("ada")
    desk.answer = b""
    people.submits("ada", {"count": "3"})
    assert people.form("ada") is None
    sent = desk.json()
    assert (sent["type"], sent["state"], sent["submission"]) == (
        "dialog_submission",
        "sealed",
        {"count": "3"},
    )
    assert sent["user_id"] == mattermost.who("ada").id
    assert bool(sent["team_id"]) is (edition is OLD)  # it was opened in a direct channel


@BOTH
def test_whoever_sends_a_dialog_may_lie_about_all_but_who_they_are(edition: Edition) -> None:
    mattermost, people, desk = world(edition)
    desk.meanwhile = lambda: opened(mattermost, desk.form()["trigger_id"], dialog())
    people.commands("bob", "tests", channel="general")
    desk.meanwhile = lambda: None
    people.submits(
        "bob", {"count": "3"}, state="ada's", submission={"x": 1}, callback_id="any", user_id="ada"
    )
    sent = desk.json()
    assert (sent["state"], sent["submission"], sent["callback_id"]) == ("ada's", {"x": 1}, "any")
    assert sent["user_id"] == mattermost.who("bob").id


@pytest.mark.parametrize(("edition", "seconds"), [(OLD, 3.5), (NEW, 30.5)], ids=["old", "new"])
def test_a_trigger_lives_for_some_seconds_and_cannot_be_made_up(edition: Edition, seconds: float) -> None:
    from tests.mattermost.fake.state import Problem

    mattermost, people, desk = world(edition)
    mattermost.fixed = 1_000_000.0
    people.commands("ada")
    trigger = desk.form()["trigger_id"]
    mattermost.fixed += seconds - 1
    opened(mattermost, trigger, dialog())
    assert people.form("ada")
    mattermost.fixed += 1
    with pytest.raises(Problem, match=r"decode_trigger_id\.expired"):
        opened(mattermost, trigger, dialog())
    mattermost.fixed -= 10
    for forged in ("", "x", trigger[:-8] + "AAAAAAA=", trigger[4:]):
        with pytest.raises(Problem, match="decode_trigger_id"):
            opened(mattermost, forged, dialog())


def test_a_server_shows_a_dialog_it_finds_faulty_and_people_would_see_less() -> None:
    mattermost, people, desk = world(OLD)
    content = dialog(type="date", display_name="Une question bien trop longue")
    desk.meanwhile = lambda: opened(mattermost, desk.form()["trigger_id"], content)
    with pytest.raises(AssertionError, match="cannot be longer than 24"):
        people.commands("ada")
    form = people.form("ada")
    assert form
    assert "Une question" not in form.text


@pytest.mark.parametrize(
    ("element", "given", "sent"),
    [
        ({"type": "text"}, None, None),
        ({"type": "text", "subtype": "number"}, "2.7", 2),
        ({"type": "bool"}, None, False),
        ({"type": "bool", "default": "true"}, None, True),
        ({"type": "select", "options": [{"text": "Un", "value": "1"}], "multiselect": True}, ["Un"], ["1"]),
        ({"type": "radio", "options": [{"text": "Un", "value": "1"}]}, "un", "1"),
        ({"type": "date"}, "2026-11-24", "2026-11-24"),
    ],
)
def test_a_client_sends_each_element_in_its_own_way(element: Json, given: Any, sent: Any) -> None:
    mattermost, people, desk = world(NEW)
    content = dialog(optional=True, **element)
    desk.meanwhile = lambda: opened(mattermost, desk.form()["trigger_id"], content)
    people.commands("ada")
    desk.meanwhile = lambda: None
    people.submits("ada", {} if given is None else {"count": given})
    assert desk.json()["submission"] == {"count": sent}


def test_closing_a_dialog_is_told_to_whoever_asked_to_be() -> None:
    mattermost, people, desk = world(NEW)
    content = dialog() | {"notify_on_cancel": True}
    desk.meanwhile = lambda: opened(mattermost, desk.form()["trigger_id"], content)
    people.commands("ada")
    desk.meanwhile = lambda: None
    people.closes("ada")
    assert (desk.json()["cancelled"], people.form("ada")) == (True, None)
