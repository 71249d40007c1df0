"""The people's side of the fake: what it sends has the shape of Slack's own samples, and screens are true."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.domain.messages import Button, Form, Input, Message, Part, Style
from bot.domain.practices import FieldKind
from bot.platforms.slack.forms import modal
from bot.platforms.slack.render import blocks, fallback, home_view
from tests.slack.fake.api import answer
from tests.slack.fake.methods import posted_by_bot, shown_as
from tests.slack.fake.state import Json, Slack
from tests.slack.people import People

TUESDAY = 1_795_514_400.0
LOG, LATER, PLAN = (
    Button(label, verb, (), Style.PLAIN, sealed)
    for label, verb, sealed in (
        ("Je note", "log", "sealed-1"),
        ("Plus tard…", "later", "sealed-2"),
        ("C'est prévu", "plan", "sealed-3"),
    )
)
MESSAGE = Message("Où en est-on ?", (LOG, LATER), parts=(Part("Un comité approche.", (PLAN,)),))
FORM = Form(
    "Je note un test",
    "submit",
    (),
    (
        Input("count", FieldKind.NUMBER, "Combien ?", required=True),
        Input("who", FieldKind.CHOICE, "Qui ?", choices=(("agent", "Un agent"), ("citizen", "Une usagère"))),
        Input("day", FieldKind.DATE, "Quel jour ?", value="2026-11-24"),
    ),
    "J'enregistre",
)


@dataclass
class Desk:
    """Takes what Slack sends, and answers what the test wants."""

    slack: Slack
    answer: bytes = b""
    status: int = 200
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def post(self, _: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        self.taken.append((headers, body))
        return self.status, {}, self.answer

    def last(self) -> Json:
        """Return the last thing that came, decoded."""
        headers, body = self.taken[-1]
        if "json" in headers["Content-Type"]:
            found: Json = json.loads(body)
            return found
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        return json.loads(form["payload"]) if "payload" in form else form


@pytest.fixture
def slack() -> Slack:
    slack = Slack(fixed=TUESDAY)
    slack.team("T1")
    slack.user("T1", "U1", name="ada")
    slack.user("T1", "U2", name="karim")
    slack.channel("T1", "C1", "U1", "U2", "pouce")
    return slack


@pytest.fixture
def desk(slack: Slack) -> Desk:
    return Desk(slack)


@pytest.fixture
def people(slack: Slack, desk: Desk) -> People:
    return People(slack, desk.post, "T1")


def post(slack: Slack, message: Message = MESSAGE, user: str = "U1") -> Json:
    return posted_by_bot(
        slack,
        slack.teams["T1"],
        slack.im("T1", user),
        fallback(message),
        blocks(message),
        {"event_type": "x"},
    )


def open_form(slack: Slack, form: Form = FORM) -> None:
    slack.modals["T1", "U1"].append(shown_as(slack, "T1", modal(form)))


# The shapes.


def samples() -> Path:
    folder = os.environ.get("POUCE_REFERENCE_DATA")
    if not folder:
        pytest.skip("the samples are in the folder named by POUCE_REFERENCE_DATA")
    return Path(folder) / "slack-samples"


def press(people: People) -> None:
    post(people.slack)
    people.presses("U1", "Je note")


def submit(people: People) -> None:
    open_form(people.slack)
    people.submits("U1", {"count": "5"})


def shortcut(people: People) -> None:
    people.uses_shortcut("U1", "DU1", post(people.slack), "record")


EVENT = {"team_id", "api_app_id", "type", "event_id", "event", "authorizations"}
ACT = {"type", "team", "enterprise", "is_enterprise_install", "user", "trigger_id"}
GESTURES: list[tuple[str, Callable[[People], Any], set[str]]] = [
    (
        "SlashCommandPayload",
        lambda people: people.commands("U1", "5 tests hier"),
        {"team_id", "user_id", "channel_id", "command", "text", "response_url", "trigger_id"},
    ),
    ("AppHomeOpenedPayload", lambda people: people.opens_home("U1"), EVENT),
    ("AppUninstalledPayload", lambda people: people.uninstalls(), EVENT),
    ("TokensRevokedPayload", lambda people: people.revokes(), EVENT),
    ("BlockActionPayload", press, {*ACT, "actions", "container", "channel", "message", "response_url"}),
    ("ViewSubmissionPayload", submit, {*ACT, "view"}),
    ("MessageShortcutPayload", shortcut, {*ACT, "callback_id", "message", "channel", "response_url"}),
]


@pytest.mark.parametrize(("sample", "gesture", "read"), GESTURES, ids=[each[0] for each in GESTURES])
def test_what_is_sent_has_the_shape_of_the_samples(
    people: People, desk: Desk, sample: str, gesture: Callable[[People], Any], read: set[str]
) -> None:
    expected = json.loads((samples() / f"{sample}.json").read_text(encoding="utf-8"))
    gesture(people)
    sent = desk.last()
    assert (sent.keys() - expected.keys(), read - expected.keys(), read - sent.keys()) == (
        set(),
        set(),
        set(),
    )
    inner, outer = sent.get("event", {}), expected.get("event", {})
    assert inner.keys() <= outer.keys() | {"event_ts"}


def test_answers_of_the_web_api_have_the_shape_of_the_samples(slack: Slack) -> None:
    asked: dict[str, Json] = {
        "auth.test": {},
        "users.info": {"user": "U1", "include_locale": "1"},
        "dnd.info": {"user": "U1"},
        "files.getUploadURLExternal": {"filename": "a.txt", "length": "3"},
        "chat.postEphemeral": {"channel": "C1", "user": "U1", "text": "Bonjour"},
        "views.open": {"trigger_id": slack.trigger("T1", "U1"), "view": modal(FORM)},
    }
    for name, args in asked.items():
        expected = json.loads((samples() / f"{name}.json").read_text(encoding="utf-8"))
        body = answer(slack, name, "xoxb-T1", args).body
        assert isinstance(body, dict)
        assert body["ok"] is True, name
        assert body.keys() <= expected.keys(), name
        for part in ("user", "view"):
            if isinstance(body.get(part), dict):
                assert body[part].keys() <= expected[part].keys(), name


def test_what_is_sent_is_signed_as_slack_signs(people: People, desk: Desk, slack: Slack) -> None:
    people.commands("U1", "état")
    headers, body = desk.taken[-1]
    verifier = SignatureVerifier(slack.signing_secret)
    at, signature = headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
    verifier.clock = type("Fixed", (), {"now": lambda _: slack.now()})()
    assert verifier.is_valid(body, at, signature)
    assert not verifier.is_valid(body + b"&x=1", at, signature)


def test_what_is_typed_comes_as_slack_writes_it(people: People, desk: Desk) -> None:
    people.commands("U1", "invite @karim & <moi> https://example.fr")
    assert desk.last()["text"] == "invite <@U2|karim> &amp; &lt;moi&gt; <https://example.fr>"
    people.says("U1", "avec @karim")
    assert desk.last()["event"]["text"] == "avec <@U2>"


def test_a_second_delivery_says_so(people: People, desk: Desk) -> None:
    people.says("U1", "5 tests")
    people.again()
    (_, first), (headers, second) = desk.taken
    assert first == second
    assert headers["X-Slack-Retry-Num"] == "1"


# The screen.


def test_the_answer_to_a_command_is_seen_by_whoever_typed_it(people: People, desk: Desk) -> None:
    desk.answer = json.dumps({"text": "Noté", "blocks": blocks(Message("C'est noté."))}).encode()
    people.commands("U1", "5 tests", channel="C1")
    assert [each.text for each in people.sees("U1")] == ["C'est noté."]
    assert people.sees("U1")[0].only_for_me
    assert people.sees("U2") == []
    assert people.slack.teams["T1"].conversations["C1"].messages == []


def test_the_newest_button_is_pressed_and_its_message_named(people: People, desk: Desk, slack: Slack) -> None:
    post(slack)
    newest = post(slack)
    people.presses("U1", "plus tard")
    sent = desk.last()
    assert sent["actions"][0]["value"] == "sealed-2"
    assert sent["container"]["message_ts"] == newest["ts"]
    people.presses("U1", "C'est prévu")
    assert desk.last()["actions"][0]["value"] == "sealed-3"


def test_a_button_seen_by_one_person_comes_without_its_message(people: People, desk: Desk) -> None:
    desk.answer = json.dumps({"text": "?", "blocks": blocks(MESSAGE)}).encode()
    people.commands("U1")
    desk.answer = b""
    people.presses("U1", "Je note")
    assert desk.last()["container"]["is_ephemeral"] is True
    assert "message" not in desk.last()


def test_a_form_stays_open_with_what_is_wrong_then_closes(people: People, desk: Desk, slack: Slack) -> None:
    open_form(slack)
    assert people.submits("U1").errors == {"count": "Please complete this required field."}
    assert desk.taken == []
    desk.answer = json.dumps({"response_action": "errors", "errors": {"count": "Un nombre ?"}}).encode()
    assert people.submits("U1", {"count": "beaucoup", "who": "une usag"}).errors == {"count": "Un nombre ?"}
    shown = people.form("U1")
    assert shown
    assert "⚠ Un nombre ?" in shown.text
    desk.answer = b""
    people.submits("U1", {"count": "5"})
    values = desk.last()["view"]["state"]["values"]
    assert values["count"]["count"]["value"] == "5"
    assert values["who"]["who"]["selected_option"]["value"] == "citizen"
    assert values["day"]["day"]["selected_date"] == "2026-11-24"
    assert people.form("U1") is None


def test_the_home_has_buttons_too(people: People, desk: Desk, slack: Slack) -> None:
    slack.homes["T1", "U1"] = shown_as(slack, "T1", home_view(MESSAGE))
    assert "Où en est-on ?" in people.reads("U1")
    people.presses("U1", "Je note")
    sent = desk.last()
    assert sent["container"] == {"type": "view", "view_id": slack.homes["T1", "U1"]["id"]}
    assert "response_url" not in sent
