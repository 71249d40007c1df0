"""The manifest of the app: what Slack's own schema takes, and no more rights than Pouce needs."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.cli_slack import wording
from bot.config import Config
from bot.platforms.slack import payloads
from bot.platforms.slack.acts import QUOTE
from bot.platforms.slack.manifest import BOT_EVENTS, SCOPES, AppSettings, as_json, as_yaml, manifest
from bot.wiring import build_kit

URL = "https://pouce.example.org"
WAYS = [(False, False), (False, True), (True, False), (True, True)]
METHODS = (
    *("auth.test", "chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.open"),
    *("conversations.history", "users.info", "dnd.info", "views.open", "views.publish"),
)
"""What Pouce asks of Slack and the reference knows; it is older than today's way of sending files."""


@pytest.fixture(scope="module")
def settings() -> dict[str, AppSettings]:
    kit = build_kit(Config())
    return {lang: AppSettings("coach", wording(kit, lang), URL) for lang in ("fr", "en")}


def reference(name: str) -> Any:
    folder = os.environ.get("POUCE_REFERENCE_DATA")
    if not folder:
        pytest.skip("the reference data are where POUCE_REFERENCE_DATA says")
    return json.loads((Path(folder) / name).read_text(encoding="utf-8"))


def faults(schema: Any, content: object) -> list[str]:
    return [each.json_path for each in Draft7Validator(schema).iter_errors(content)]


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize(("by_socket", "many"), WAYS)
def test_the_schema_of_slack_takes_it(
    settings: dict[str, AppSettings], version: str, *, by_socket: bool, many: bool
) -> None:
    schema = reference(f"slack-manifest.schema.{version}.json")
    for app in settings.values():
        content = manifest(replace(app, by_socket=by_socket, many=many))
        assert faults(schema, content) == []
        content["features"]["slash_commands"][0]["command"] = "coach"
        assert faults(schema, content) == ["$.features.slash_commands[0].command"]


@pytest.mark.parametrize(("by_socket", "many"), WAYS)
def test_what_is_read_back_is_what_was_written(
    settings: dict[str, AppSettings], *, by_socket: bool, many: bool
) -> None:
    content = manifest(replace(settings["fr"], by_socket=by_socket, many=many))
    assert json.loads(as_json(content)) == content
    assert yaml.safe_load(as_yaml(content)) == content
    assert "é" in as_json(content)
    assert "é" in as_yaml(content)


def test_each_scope_stands_under_its_reason(settings: dict[str, AppSettings]) -> None:
    lines = as_yaml(manifest(settings["en"])).splitlines()
    for scope, reason in SCOPES.items():
        at = lines.index(f"    - {scope}")
        assert lines[at - 1] == f"    # {reason}"


def test_what_people_read_is_in_their_language_and_follows_the_catalogue(
    settings: dict[str, AppSettings],
) -> None:
    hints = {lang: app.wording.usage_hint for lang, app in settings.items()}
    assert "[cap | test | entretien | retour | " in hints["fr"]
    assert "[focus | user-test | interview | " in hints["en"]
    practices = build_kit(Config()).catalogue.practices
    assert all(hint.count("|") == len(practices) - 1 for hint in hints.values())


def test_the_command_may_have_another_name(settings: dict[str, AppSettings]) -> None:
    (command,) = manifest(replace(settings["fr"], command="pouce"))["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == ("/pouce", True)


def test_slack_comes_by_http_or_by_socket_never_by_both(settings: dict[str, AppSettings]) -> None:
    by_http = as_json(manifest(settings["fr"]))
    assert by_http.count(f'"{URL}/slack/events"') == 3
    by_socket = as_json(manifest(replace(settings["fr"], by_socket=True)))
    assert URL not in by_socket
    assert '"socket_mode_enabled": true' in by_socket


def test_only_where_many_install_it_is_there_a_way_back_and_tokens_that_end(
    settings: dict[str, AppSettings],
) -> None:
    one, many = manifest(settings["fr"]), manifest(replace(settings["fr"], many=True))
    assert many["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert "redirect_urls" not in one["oauth_config"]
    for name in ("org_deploy_enabled", "token_rotation_enabled"):
        assert (one["settings"][name], many["settings"][name]) == (False, True)


def test_what_is_subscribed_to_is_what_is_listened_to(settings: dict[str, AppSettings]) -> None:
    assert {name.partition(".")[0] for name in BOT_EVENTS} == payloads._EVENTS
    content = manifest(settings["fr"])
    assert [each["callback_id"] for each in content["features"]["shortcuts"]] == [QUOTE]
    assert "agent_view" not in content["features"]


def test_each_method_asked_for_is_allowed() -> None:
    paths = reference("slack_web_openapi_v2_without_examples.json")["paths"]
    written = {"chat:write:bot": "chat:write"}  # as it was called then
    for method in METHODS:
        (asked,) = paths[f"/{method}"].values()
        needed = {written.get(each, each) for each in asked["security"][0]["slackAuth"]}
        assert needed & {*SCOPES, "none"}, method


def test_no_scope_reads_what_others_write_or_who_they_are() -> None:
    theirs = ("channels:", "groups:", "mpim:", "search:", "users:read.email", "files:read", "admin")
    assert [scope for scope in SCOPES if scope.startswith(theirs)] == []
    assert "chat:write.public" not in SCOPES
