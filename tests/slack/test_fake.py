"""The fake is held to what Slack is known to do: what it lets through would be refused nowhere else."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.slack.fake import oauth
from tests.slack.fake.limits import ALL_TEXT
from tests.slack.fake.server import with_sockets
from tests.slack.fake.sockets import Sockets
from tests.slack.fake.state import Json, Problem, Slack, Token
from tests.slack.people import People, through


@pytest.fixture
def client(served_slack: Slack) -> WebClient:
    return client_of(served_slack, "xoxb-T1")


def client_of(slack: Slack, value: str) -> WebClient:
    return WebClient(value, base_url=f"{slack.base}/api/", retry_handlers=[], timeout=5)


def refusal(call: Any, **args: Any) -> str:
    """Return the error that a call is answered with."""
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return str(refused.value.response["error"])


# Messages.


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": text(words), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": text("Oui"), "action_id": "a", **more}


WRONG_BLOCKS = {
    "too many": [section("x")] * 51,
    "unknown": [{"type": "paragraph", "text": text("x")}],
    "no text": [section("")],
    "long text": [section("x" * 3_001)],
    "long label": [{"type": "actions", "elements": [button(text=text("x" * 76))]}],
    "long value": [{"type": "actions", "elements": [button(value="x" * 2_001)]}],
    "too many buttons": [{"type": "actions", "elements": [button(action_id=f"a{n}") for n in range(26)]}],
    "one action twice": [{"type": "actions", "elements": [button(), button()]}],
    "one block twice": [section("x", block_id="b"), section("y", block_id="b")],
    "unknown attribute": [section("x", colour="red")],
    "unknown attribute of a button": [{"type": "actions", "elements": [button(emoji="👍")]}],
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
    "wide table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
    "long title": [{"type": "header", "text": text("x" * 151)}],
    "picture without words": [{"type": "image", "image_url": "https://example.fr/a.png"}],
}


@pytest.mark.parametrize("blocks", WRONG_BLOCKS.values(), ids=WRONG_BLOCKS)
def test_blocks_that_slack_refuses_are_refused(
    client: WebClient, served_slack: Slack, blocks: list[Json]
) -> None:
    assert refusal(client.chat_postMessage, channel="U1", text="x", blocks=blocks) == "invalid_blocks"
    assert list(served_slack.messages("T1")) == []


def test_too_much_text_is_refused(client: WebClient) -> None:
    blocks = [section("x" * 3_000) for _ in range(ALL_TEXT // 3_000 + 1)]
    assert refusal(client.chat_postMessage, channel="U1", text="x", blocks=blocks) == "msg_blocks_too_long"
    assert refusal(client.api_call, api_method="chat.postMessage", json={"channel": "U1"}) == "no_text"
    posted = client.chat_postMessage(channel="U1", text="x")
    update = {"channel": posted["channel"], "ts": posted["ts"], "text": "x" * 4_001}
    assert refusal(client.chat_update, **update) == "msg_too_long"


def test_scopes_are_asked_for(served_slack: Slack) -> None:
    served_slack.tokens["none"] = Token("none", "T1", frozenset())
    bare = client_of(served_slack, "none")
    assert bare.auth_test()["ok"]
    for call, args in (
        (bare.chat_postMessage, {"channel": "U1", "text": "x"}),
        (bare.conversations_open, {"users": "U1"}),
        (bare.users_info, {"user": "U1"}),
        (bare.dnd_info, {"user": "U1"}),
        (bare.files_getUploadURLExternal, {"filename": "a", "length": 1}),
        (bare.conversations_history, {"channel": "C1"}),
    ):
        assert refusal(call, **args) == "missing_scope"


def test_metadata_is_only_seen_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "pouce", "event_payload": {"key": "k"}}
    where = client.chat_postMessage(channel="U1", text="x", metadata=metadata)["channel"]
    (plain,) = client.conversations_history(channel=where)["messages"]
    (whole,) = client.conversations_history(channel=where, include_all_metadata=True)["messages"]
    assert "metadata" not in plain
    assert whole["metadata"] == metadata
    wrong = {"event_type": "pouce"}
    assert (
        refusal(client.chat_postMessage, channel="U1", text="x", metadata=wrong) == "invalid_metadata_format"
    )


def test_only_what_the_app_posted_is_changed_by_it(client: WebClient, served_slack: Slack) -> None:
    People(served_slack, lambda *_: (200, {}, b""), "T1").says("U1", "5 tests")
    (said,) = served_slack.teams["T1"].conversations["DU1"].messages
    assert refusal(client.chat_update, channel="DU1", ts=said["ts"], text="x") == "cant_update_message"


def test_a_file_is_as_long_as_was_said(client: WebClient, served_slack: Slack) -> None:
    told = client.files_getUploadURLExternal(filename="a.txt", length=5)
    file = {"id": told["file_id"], "title": "a"}
    assert refusal(client.files_completeUploadExternal, files=[file]) == "file_not_found"
    long = refusal(client.files_getUploadURLExternal, filename="a", length=1, alt_txt="x" * 1_001)
    assert long == "alt_txt_too_large"


# Views.


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": text("Titre"), "blocks": [section("x")], **more}


FIELD = {"type": "input", "label": text("?"), "element": {"type": "plain_text_input", "action_id": "a"}}
WRONG_VIEWS = {
    "a home": {"type": "home", "blocks": [section("x")]},
    "long title": modal(title=text("x" * 25)),
    "long submit": modal(submit=text("x" * 25)),
    "much kept": modal(private_metadata="x" * 3_001),
    "many blocks": modal(blocks=[section("x")] * 101),
    "no way to submit": modal(blocks=[FIELD]),
    "no title": {"type": "modal", "blocks": [section("x")]},
}


@pytest.mark.parametrize("view", WRONG_VIEWS.values(), ids=WRONG_VIEWS)
def test_views_that_slack_refuses_are_refused(client: WebClient, served_slack: Slack, view: Json) -> None:
    trigger = served_slack.trigger("T1", "U1")
    assert refusal(client.views_open, trigger_id=trigger, view=view) == "invalid_arguments"
    client.views_open(trigger_id=trigger, view=modal())


def test_a_view_that_changed_meanwhile_is_told(client: WebClient, served_slack: Slack) -> None:
    home = {"type": "home", "blocks": [section("x")]}
    first = client.views_publish(user_id="U1", view=home)["view"]["hash"]
    client.views_publish(user_id="U1", view=home, hash=first)
    assert refusal(client.views_publish, user_id="U1", view=home, hash=first) == "hash_conflict"
    shown = client.views_open(trigger_id=served_slack.trigger("T1", "U1"), view=modal())["view"]
    changed = modal(title=text("Autre"))
    client.views_update(view_id=shown["id"], hash=shown["hash"], view=changed)
    conflict = refusal(client.views_update, view_id=shown["id"], hash=shown["hash"], view=changed)
    assert conflict == "hash_conflict"
    assert refusal(client.views_update, view_id="V404", view=changed) == "not_found"


# Installing.


def page(slack: Slack, **more: str) -> str:
    asked = {"client_id": slack.client_id, "scope": "chat:write,im:history", "state": "s1", **more}
    return "https://slack.example/oauth/v2/authorize?" + "&".join(f"{k}={v}" for k, v in asked.items())


def app_of(slack: Slack) -> dict[str, str]:
    return {"client_id": slack.client_id, "client_secret": slack.client_secret}


def test_a_code_gives_a_token_once_within_ten_minutes(served_slack: Slack) -> None:
    served_slack.empty_team("T2")
    served_slack.redirect_uri = "https://pouce.example/slack/oauth_redirect"
    back = urlsplit(oauth.allow(served_slack, page(served_slack), "T2"))
    came = parse_qs(back.query)
    assert came["state"] == ["s1"]
    access = client_of(served_slack, "").oauth_v2_access
    assert refusal(access, **{**app_of(served_slack), "client_secret": "x"}, code="x") == "bad_client_secret"
    given = access(**app_of(served_slack), code=came["code"][0])
    assert (given["team"]["id"], given["is_enterprise_install"]) == ("T2", False)
    assert client_of(served_slack, given["access_token"]).auth_test()["team_id"] == "T2"
    assert refusal(access, **app_of(served_slack), code=came["code"][0]) == "invalid_code"
    late = oauth.allow(served_slack, page(served_slack), "T2").partition("code=")[2].partition("&")[0]
    served_slack.offset += 601
    assert refusal(access, **app_of(served_slack), code=late) == "invalid_code"


def test_a_whole_organisation_is_installed_at_once(served_slack: Slack) -> None:
    served_slack.empty_team("T8", enterprise="E1")
    served_slack.user("T8", "W8")
    code = oauth.allow(served_slack, page(served_slack), enterprise="E1").partition("code=")[2]
    access = client_of(served_slack, "").oauth_v2_access
    given = access(**app_of(served_slack), code=code.partition("&")[0])
    assert (given["team"], given["enterprise"]["id"], given["is_enterprise_install"]) == (None, "E1", True)
    client_of(served_slack, given["access_token"]).chat_postMessage(channel="W8", text="x")


def test_a_refresh_token_serves_once(served_slack: Slack) -> None:
    served_slack.rotates = True
    code = oauth.allow(served_slack, page(served_slack), "T1").partition("code=")[2].partition("&")[0]
    access = client_of(served_slack, "").oauth_v2_access
    given = access(**app_of(served_slack), code=code)
    renewing = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    renewed = access(**app_of(served_slack), **renewing)
    assert renewed["access_token"] != given["access_token"]
    assert refusal(access, **app_of(served_slack), **renewing) == "invalid_refresh_token"


def test_nothing_is_installed_without_a_scope(served_slack: Slack) -> None:
    with pytest.raises(Problem, match="no_scopes"):
        oauth.allow(served_slack, page(served_slack, scope=""), "T1")


# Sockets.


@pytest.fixture
def sockets(served_slack: Slack) -> Iterator[Sockets]:
    with with_sockets(served_slack) as opened:
        yield opened


class Listener:
    """An app that answers over a socket, once it may."""

    def __init__(self, slack: Slack) -> None:
        self.taken: list[SocketModeRequest] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.came = threading.Condition()
        self.client = SocketModeClient(slack.app_token, web_client=client_of(slack, ""), ping_interval=0.5)
        self.client.socket_mode_request_listeners.append(self.hear)

    def hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self.came:
            self.taken.append(request)
            self.came.notify_all()
        if self.may_answer.is_set():
            answer = {"text": f"vu {request.type}"} if request.accepts_response_payload else None
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    def until(self, number: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.taken) >= number, 5), self.taken


@pytest.fixture
def listener(served_slack: Slack, sockets: Sockets) -> Iterator[Listener]:
    listening = Listener(served_slack)
    listening.client.connect()
    sockets.until(1)
    yield listening
    listening.client.close()


def test_acts_come_through_a_socket_and_their_answers_are_seen(
    served_slack: Slack, sockets: Sockets, listener: Listener
) -> None:
    people = People(served_slack, through(sockets), "T1")
    people.commands("U1", "état")
    people.says("U1", "5 tests")
    assert [each.type for each in listener.taken] == ["slash_commands", "events_api"]
    assert people.reads("U1") == "vu slash_commands"


def test_an_app_that_is_asked_to_connect_again_does(sockets: Sockets, listener: Listener) -> None:
    sockets.disconnect("warning")
    sockets.disconnect("refresh_requested")
    sockets.until(2)
    assert sockets.deliver("slash_commands", {"text": "encore"}) == {"text": "vu slash_commands"}


def test_an_event_without_an_answer_is_delivered_again_and_an_act_is_not(
    sockets: Sockets, listener: Listener
) -> None:
    listener.may_answer.clear()
    event, act = sockets.send("events_api", {"event_id": "Ev1"}), sockets.send("interactive", {"type": "x"})
    listener.until(2)
    listener.may_answer.set()
    sockets.disconnect()
    listener.until(3)
    assert event.acknowledged.wait(5)
    assert not act.acknowledged.is_set()
    assert (listener.taken[2].payload, listener.taken[2].retry_attempt) == ({"event_id": "Ev1"}, 1)


def test_a_ticket_opens_one_socket_and_only_an_app_token_gives_one(
    served_slack: Slack, sockets: Sockets, client: WebClient
) -> None:
    assert refusal(client.apps_connections_open, app_token="xoxb-T1") == "not_allowed_token_type"  # noqa: S106
    assert refusal(client.apps_connections_open, app_token="xapp-0") == "invalid_auth"  # noqa: S106
    url = str(client.apps_connections_open(app_token=served_slack.app_token)["url"])
    with connect(url) as first:
        assert '"hello"' in str(first.recv(5))
    with pytest.raises(InvalidStatus):
        connect(url)
