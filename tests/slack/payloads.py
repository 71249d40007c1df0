"""What Slack sends, field by field; tests/slack/test_people.py holds each to the reference samples."""

import html
import re

from tests.slack.eyes import Pressable, Shown
from tests.slack.fake.methods import about_user
from tests.slack.fake.state import Json, Slack, Team

_NAME = re.compile(r"@([\w.-]+)")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_TOKEN = "deprecated-verification-token"  # noqa: S105 # nobody may rely on it


def typed(team: Team, text: str, *, with_names: bool = False) -> str:
    """Return what somebody typed as Slack hands it over: people, addresses and `& < >` escaped."""
    by_name = {each.name: each.id for each in team.users.values()}

    def _mention(found: re.Match[str]) -> str:
        if found[1] not in by_name:
            return found[0]
        return f"<@{by_name[found[1]]}|{found[1]}>" if with_names else f"<@{by_name[found[1]]}>"

    linked = _ADDRESS.sub(lambda found: f"<{found[0]}>", html.escape(text, quote=False))
    return _NAME.sub(_mention, linked)


def slash_command(
    slack: Slack, team: Team, user: str, channel: str, command: str, text: str
) -> dict[str, str]:
    where = team.conversations[channel]
    name = "directmessage" if where.kind == "im" else where.name
    in_organisation = {"enterprise_id": team.enterprise, "enterprise_name": team.enterprise}
    return {
        "token": _TOKEN,
        "team_id": team.id,
        "team_domain": team.id.lower(),
        **(in_organisation if team.enterprise else {}),
        "channel_id": channel,
        "channel_name": name,
        "user_id": user,
        "user_name": team.users[user].name,
        "command": command,
        "text": typed(team, text, with_names=True),
        "api_app_id": slack.app_id,
        "is_enterprise_install": "true" if _is_org_wide(slack, team) else "false",
        "response_url": slack.response_url(team.id, user, channel),
        "trigger_id": slack.trigger(team.id, user),
    }


def event(slack: Slack, team: Team, content: Json) -> Json:
    """Wrap an event."""
    org_wide = _is_org_wide(slack, team)
    authorization = {
        "enterprise_id": team.enterprise or None,
        "team_id": None if org_wide else team.id,
        "user_id": team.bot_user,
        "is_bot": True,
        "is_enterprise_install": org_wide,
    }
    return {
        "token": _TOKEN,
        "team_id": team.id,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
        "api_app_id": slack.app_id,
        "event": {"event_ts": slack.ts(), **content},
        "type": "event_callback",
        "event_id": slack.new_id("Ev"),
        "event_time": int(slack.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": slack.new_id("4-"),
    }


def direct_message(slack: Slack, team: Team, user: str, text: str, **more: str) -> Json:
    """A message to Pouce, which is kept in their conversation."""
    where = slack.im(team.id, user)
    said = {
        "client_msg_id": slack.new_id("m"),
        "type": "message",
        "user": user,
        "text": typed(team, text),
        "team": team.id,
        "ts": slack.ts(),
        **more,
    }
    where.messages.append(said)
    return {**said, "channel": where.id, "event_ts": said["ts"], "channel_type": "im"}


def mention(slack: Slack, team: Team, user: str, channel: str, text: str) -> Json:
    """A message in a channel that begins with Pouce's name."""
    said = {"user": user, "type": "message", "ts": slack.ts(), "team": team.id}
    said["text"] = f"<@{team.bot_user}> {typed(team, text)}"
    team.conversations[channel].messages.append(said)
    return {**said, "type": "app_mention", "channel": channel, "event_ts": said["ts"]}


def home_opened(slack: Slack, team: Team, user: str, tab: str = "home") -> Json:
    view = slack.homes.get((team.id, user))
    opened: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": slack.im(team.id, user).id,
        "tab": tab,
    }
    return opened | ({"view": view} if view else {})


def user_changed(team: Team, user: str) -> Json:
    about = about_user(team, team.users[user], with_locale=True)
    return {"type": "user_change", "user": about, "cache_ts": 0}


def block_actions(slack: Slack, team: Team, user: str, shown: Shown, button: Pressable) -> Json:
    """A button pressed, in a message, in what only one person sees, or on the home."""
    action: Json = {
        "action_id": button.element["action_id"],
        "block_id": button.block_id,
        "text": button.element["text"],
        "type": "button",
        "action_ts": slack.ts(),
        **{name: button.element[name] for name in ("value", "style") if name in button.element},
    }
    return {
        "type": "block_actions",
        "user": {"username": team.users[user].name, **_who(team, user)},
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "trigger_id": slack.trigger(team.id, user),
        **_workspace(slack, team),
        **_pressed_in(slack, team, user, shown),
        "actions": [action],
    }


def _pressed_in(slack: Slack, team: Team, user: str, shown: Shown) -> Json:
    if shown.place in {"home", "form"}:
        return {"container": {"type": "view", "view_id": shown.id}, "view": shown.source}
    container = {"type": "message", "message_ts": shown.id, "channel_id": shown.place}
    found: Json = {
        "container": {**container, "is_ephemeral": shown.only_for_me},
        "channel": _channel(team, shown.place),
        "response_url": slack.response_url(team.id, user, shown.place, shown.source),
        "state": {"values": {}},
    }
    return found if shown.only_for_me else {**found, "message": shown.source}


def view_submission(slack: Slack, team: Team, user: str, view: Json) -> Json:
    return {
        "type": "view_submission",
        "user": {"username": team.users[user].name, **_who(team, user)},
        "api_app_id": slack.app_id,
        "token": _TOKEN,
        "trigger_id": slack.trigger(team.id, user),
        **_workspace(slack, team),
        "view": view,
    }


def message_shortcut(slack: Slack, team: Team, user: str, channel: str, message: Json, name: str) -> Json:
    return {
        "type": "message_action",
        "callback_id": name,
        "trigger_id": slack.trigger(team.id, user),
        "message_ts": message["ts"],
        "response_url": slack.response_url(team.id, user, channel),
        "message": message,
        "user": _who(team, user),
        "channel": _channel(team, channel),
        "token": _TOKEN,
        "action_ts": slack.ts(),
        **_workspace(slack, team),
    }


def _who(team: Team, user: str) -> Json:
    return {"id": user, "name": team.users[user].name, "team_id": team.id}


def _channel(team: Team, id_: str) -> Json:
    where = team.conversations[id_]
    return {"id": id_, "name": "directmessage" if where.kind == "im" else where.name}


def _workspace(slack: Slack, team: Team) -> Json:
    within = {"enterprise_id": team.enterprise, "enterprise_name": team.enterprise} if team.enterprise else {}
    organisation = {"id": team.enterprise, "name": team.enterprise} if team.enterprise else None
    return {
        "team": {"id": team.id, "domain": team.id.lower(), **within},
        "enterprise": organisation,
        "is_enterprise_install": _is_org_wide(slack, team),
    }


def _is_org_wide(slack: Slack, team: Team) -> bool:
    """Tell whether Pouce is there because a whole organisation has it."""
    alone = any(each.team == team.id for each in slack.tokens.values())
    return not alone and any(
        each.enterprise == team.enterprise and not each.team for each in slack.tokens.values()
    )
