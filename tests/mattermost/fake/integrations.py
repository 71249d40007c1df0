"""What goes out to an integration when somebody acts, and what becomes of its answer.

app/command.go and app/integration_action.go, of 2019 and 2026. `deliver` carries a request to the address
that was registered; nothing is held meanwhile, for Pouce may ask something of the server before it answers.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.mattermost.fake import dialogs
from tests.mattermost.fake.posts import actions_of, add, changed, show_ephemeral
from tests.mattermost.fake.routes import Call, route
from tests.mattermost.fake.state import HOOK_LIFE, HOOK_USES, Hook, Json, Mattermost, Problem, refuse

Deliver = Callable[[str, dict[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
_FAILED = "api.command.execute_command.failed.app_error"
_ACTION = "api.post.do_action.action_integration.app_error"
_LINK = re.compile(r"<([^|<>\s]+)\|([^<>]+)>|<(https?://[^|<>\s]+)>")
_NAME = re.compile(r"\B@([A-Za-z0-9][A-Za-z0-9._-]*)")
_CHANNEL = re.compile(r"\B~([a-z0-9_-]+)")


@dataclass
class Outcome:
    """What an integration answered, and what the server tells the person's client."""

    status: int
    body: bytes = b""
    said: Json = field(default_factory=dict)


def _reached(
    mattermost: Mattermost, deliver: Deliver, url: str, headers: dict[str, str], body: bytes
) -> tuple[int, Mapping[str, str], bytes]:
    """Carry a request, unless its address is within and not listed; ConnectionError when nobody is there."""
    host = urlsplit(url).hostname or ""
    listed = mattermost.settings.AllowedUntrustedInternalConnections.split()
    if _is_within(host) and host not in listed:
        fault = f"address forbidden, you may need to set AllowedUntrustedInternalConnections: {host}"
        raise ConnectionError(fault)
    return deliver(url, headers, body)


def _is_within(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host


# Commands


def execute(
    mattermost: Mattermost, user: str, team: str, channel: str, line: str, deliver: Deliver, root: str = ""
) -> Outcome:
    """Do what a client asks when somebody types a line that begins with a slash."""
    word, _, text = line.partition(" ")
    with mattermost.lock:
        command = _registered(mattermost, team, word.lower().removeprefix("/"))
        fields, hook = _fields(mattermost, command, user, team, channel, text, root)
    headers = {"Accept": "application/json", "Authorization": f"Token {command['token']}"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = urlencode(fields, doseq=True).encode()
    try:
        status, told, content = _reached(mattermost, deliver, command["url"], headers, body)
    except ConnectionError as cut:
        refuse(500, _FAILED, str(cut))
    if status != 200:
        refuse(500, "api.command.execute_command.failed_resp.app_error", f"status {status}: {content!r}")
    said = _understood(told, content)
    with mattermost.lock:
        for each in [said, *(said.get("extra_responses") or [])]:
            respond(mattermost, hook, each)
    return Outcome(status, content, said)


def _registered(mattermost: Mattermost, team: str, trigger: str) -> Json:
    if not mattermost.settings.EnableCommands:
        refuse(501, "api.command.disabled.app_error")
    for each in mattermost.commands.values():
        if (each["team_id"], each["trigger"]) == (team, trigger):
            return each
    return refuse(404, "api.command.execute_command.not_found.app_error")


def _fields(
    mattermost: Mattermost, command: Json, user: str, team: str, channel: str, text: str, root: str
) -> tuple[dict[str, Any], Hook]:
    if not mattermost.settings.SiteURL:
        refuse(400, "api.command.execute_command.site_url_required.app_error")
    hook, id_ = Hook(command["id"], user, channel, root, mattermost.now()), mattermost.new_id("h")
    mattermost.hooks[id_] = hook
    where = mattermost.channels[channel]
    fields: dict[str, Any] = {
        "token": command["token"],
        "team_id": team,
        "team_domain": mattermost.teams[team].name,
        "channel_id": channel,
        "channel_name": where.name,
        "user_id": user,
        "user_name": mattermost.users[user].username,
        "command": f"/{command['trigger']}",
        "text": text,
        "trigger_id": dialogs.trigger(mattermost, user, team, channel),
        "response_url": f"{mattermost.settings.SiteURL}/hooks/commands/{id_}",
        **_mentioned(mattermost, team, text),
    }
    if mattermost.edition.threads_in_commands:
        fields["root_id"] = root
    return fields, hook


def _mentioned(mattermost: Mattermost, team: str, text: str) -> dict[str, list[str]]:
    """Return the people of the team and the public channels that a text names."""
    names, channels = set(_NAME.findall(text)), set(_CHANNEL.findall(text))
    people = [mattermost.users[each] for each in sorted(mattermost.teams[team].members)]
    people = [each for each in people if each.username in names]
    there = [each for each in mattermost.channels.values() if each.name in channels and each.team == team]
    there = [each for each in there if each.kind == "O"]
    found = {
        "user_mentions": [each.username for each in people],
        "user_mentions_ids": [each.id for each in people],
        "channel_mentions": [each.name for each in there],
        "channel_mentions_ids": [each.id for each in there],
    }
    return {name: values for name, values in found.items() if values}


def _understood(headers: Mapping[str, str], content: bytes) -> Json:
    """Read an answer: JSON when it says so, else plain text."""
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if kind.partition(";")[0].strip() != "application/json":
        return {"text": content.decode()}
    try:
        said = json.loads(content)
    except ValueError:
        refuse(500, _FAILED, "the answer is not JSON")
    if not isinstance(said, dict):
        refuse(500, "api.command.execute_command.failed_empty.app_error")
    return said


def respond(mattermost: Mattermost, hook: Hook, said: Json) -> None:
    """Show an answer where the command was typed: to that person alone, or as if they had written it."""
    parse = not said.get("skip_slack_parsing")
    text = as_markdown(said.get("text") or "") if parse else said.get("text") or ""
    props = (said.get("props") or {}) | {"from_webhook": "true"}
    if said.get("attachments"):
        props["attachments"] = said["attachments"]
    channel = said.get("channel_id") or hook.channel
    if hook.user not in mattermost.channels[channel].members:
        refuse(500, "api.command.execute_command.create_post_failed.app_error")
    if said.get("response_type") == "in_channel":
        add(mattermost, mattermost.channels[channel], mattermost.users[hook.user], text, props, hook.root)
    elif text or said.get("attachments"):
        show_ephemeral(mattermost, hook.user, channel, text, props)


def as_markdown(text: str) -> str:
    """Rewrite Slack's links, as the server does unless told not to: people's own angles go with them."""
    return _LINK.sub(lambda hit: f"[{hit[2]}]({hit[1]})" if hit[2] else hit[3], text)


def use_hook(mattermost: Mattermost, id_: str, headers: Mapping[str, str], content: bytes) -> None:
    """Take what was posted to a `response_url`: five times, within half an hour."""
    hook = mattermost.hooks.get(id_)
    if hook is None or mattermost.now() - hook.at > HOOK_LIFE:
        refuse(404, "app.command_webhook.get.missing")
    if hook.uses >= HOOK_USES:
        refuse(400, "app.command_webhook.try_use.invalid")
    hook.uses += 1
    try:
        said = _understood(headers, content)
    except Problem as problem:
        raise Problem(400, "web.command_webhook.parse.app_error") from problem
    respond(mattermost, hook, said)


@route("POST", "/commands/execute", "ExecuteCommand", locks=False)
def execute_command(call: Call) -> Json:
    mattermost, channel = call.mattermost, call.text("channel_id")
    with mattermost.lock:
        where = call.channel(channel)
    team = where.team or call.body.get("team_id") or ""
    outcome = execute(mattermost, call.user.id, team, channel, call.text("command"), over_the_wire)
    return outcome.said


# Buttons and menus


def act(
    mattermost: Mattermost, user: str, post_id: str, action_id: str, deliver: Deliver, selected: str = ""
) -> Outcome:
    """Do what a client asks when somebody presses a button, or chooses in a menu."""
    if not mattermost.edition.action_id.fullmatch(action_id):
        refuse(404, "api.context.404.app_error")
    with mattermost.lock:
        post, stored = _pressed(mattermost, user, post_id)
        action = next((each for each in actions_of(post["props"]) if each["id"] == action_id), None)
        if action is None or not action.get("integration"):
            refuse(404, "api.post.do_action.action_id.app_error")
        content = _action_request(mattermost, user, post, action, selected)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    url, body = action["integration"]["url"], json.dumps(content).encode()
    outcome = _answered(mattermost, deliver, url, headers, body)
    with mattermost.lock:
        _apply(mattermost, user, post, outcome.said, stored=stored)
    return outcome


def _pressed(mattermost: Mattermost, user: str, post_id: str) -> tuple[Json, bool]:
    """Return a post, and whether the server keeps it: what only one person sees is in their client alone."""
    found = mattermost.find_post(post_id)
    if found:
        where, post = found
        if user not in where.members:
            refuse(403, "api.context.permissions.app_error")
        return post, True
    for each in mattermost.ephemerals[user]:
        if each["id"] == post_id:
            return each, False
    return refuse(404, "app.post.get.app_error")


def _action_request(mattermost: Mattermost, user: str, post: Json, action: Json, selected: str) -> Json:
    where = mattermost.channels[post["channel_id"]]
    context = dict(action["integration"].get("context") or {})
    if action.get("type") == "select" and selected:
        context["selected_option"] = selected
    return {
        "user_id": user,
        "user_name": mattermost.users[user].username,
        "channel_id": where.id,
        "channel_name": where.name,
        "team_id": where.team,
        "team_domain": mattermost.teams[where.team].name if where.team else "",
        "post_id": post["id"],
        "trigger_id": dialogs.trigger(mattermost, user, where.team, where.id),
        "type": action.get("type") or "button",
        "data_source": "",
        "context": context,
    }


def _answered(
    mattermost: Mattermost, deliver: Deliver, url: str, headers: dict[str, str], body: bytes
) -> Outcome:
    try:
        status, _, content = _reached(mattermost, deliver, url, headers, body)
    except ConnectionError as cut:
        refuse(400, _ACTION, str(cut))
    if status != 200:
        refuse(400, _ACTION, f"status={status}")
    if not content.strip() and mattermost.edition.empty_answers:
        return Outcome(status, content)
    try:
        return Outcome(status, content, json.loads(content))
    except ValueError:
        refuse(400, _ACTION, "the answer is not JSON")


def _apply(mattermost: Mattermost, user: str, post: Json, said: Json, *, stored: bool) -> None:
    """Do with a post what the answer to one of its buttons says."""
    update = said.get("update")
    if update is not None and not stored:
        refuse(404, "app.post.get.app_error", "what only one person sees cannot be updated")
    if update is not None:
        kept = {name: each for name, each in post["props"].items() if name == "from_webhook"}
        props = update.get("props")
        changed(mattermost, post, update.get("message") or "", None if props is None else props | kept)
        post["file_ids"] = []  # app/integration_action.go: what is put in place has none
    if text := said.get("ephemeral_text"):
        parse = not (said.get("skip_slack_parsing") and mattermost.edition.empty_answers)
        show_ephemeral(mattermost, user, post["channel_id"], as_markdown(text) if parse else text)


@route("POST", "/posts/{post_id}/actions/{action_id}", "DoPostAction", locks=False)
def do_action(call: Call) -> Json:
    ids, selected = call.ids, (call.body or {}).get("selected_option") or ""
    act(call.mattermost, call.user.id, ids["post_id"], ids["action_id"], over_the_wire, selected)
    return {"status": "OK", "trigger_id": call.mattermost.triggers[call.user.id][0]}


# Dialogs


def submit(
    mattermost: Mattermost, user: str, sent: Json, deliver: Deliver, *, cancelled: bool = False
) -> Outcome:
    """Do what a client asks when somebody sends a dialog.

    The address, the state, the callback and the values are as that client says; who sends them is not.
    """
    with mattermost.lock:
        where = mattermost.channels.get(sent["channel_id"])
        if where is None or user not in where.members:
            refuse(403, "api.context.permissions.app_error")
        team = where.team if mattermost.edition.threads_in_commands else sent.get("team_id") or ""
    content = {
        "type": "dialog_submission",
        "callback_id": sent.get("callback_id") or "",
        "state": sent.get("state") or "",
        "user_id": user,
        "channel_id": where.id,
        "team_id": team,
        "submission": sent.get("submission") or {},
        "cancelled": cancelled,
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    try:
        status, _, body = _reached(mattermost, deliver, sent["url"], headers, json.dumps(content).encode())
    except ConnectionError as cut:
        refuse(400, _ACTION, str(cut))
    if status != 200:
        refuse(400, _ACTION, f"status={status}")
    try:
        said = json.loads(body)
    except ValueError:
        said = {}  # an empty answer is acceptable
    return Outcome(status, body, said if isinstance(said, dict) else {})


@route("POST", "/actions/dialogs/submit", "SubmitInteractiveDialog", locks=False)
def submit_dialog(call: Call) -> Json:
    return submit(call.mattermost, call.user.id, call.body, over_the_wire).said


def over_the_wire(url: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
    """Carry a request for real, when no test stands in between."""
    from http.client import HTTPConnection, HTTPException

    there = urlsplit(url)
    connection = HTTPConnection(there.hostname or "", there.port or 80, timeout=10)
    try:
        connection.request("POST", there.path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    except (OSError, HTTPException) as cut:
        raise ConnectionError(str(cut)) from cut
    finally:
        connection.close()
