"""What an administrator does: bots, tokens, commands, settings."""

from dataclasses import asdict
from typing import Any

from tests.mattermost.fake.directory import page_of
from tests.mattermost.fake.routes import Call, route, status_ok
from tests.mattermost.fake.state import Json, User, refuse

_COMMAND: Json = {
    "display_name": "",
    "description": "",
    "username": "",
    "icon_url": "",
    "auto_complete": False,
    "auto_complete_desc": "",
    "auto_complete_hint": "",
}
_LONGEST = {"trigger": 128, "display_name": 64, "description": 128}
_LONGEST |= {"auto_complete_desc": 1_024, "auto_complete_hint": 1_024, "url": 1_024}


# Bots and their tokens


def _about_bot(bot: User) -> Json:
    told = {"user_id": bot.id, "username": bot.username, "display_name": bot.nickname, "description": ""}
    return told | {"owner_id": bot.owner, "create_at": 1, "update_at": 1, "delete_at": bot.delete_at}


@route("POST", "/bots", "CreateBot", 201)
def create_bot(call: Call) -> Json:
    call.require(allowed=call.user.is_admin and not call.user.is_bot)
    if not call.mattermost.settings.EnableBotAccountCreation:
        refuse(403, "api.bot.create_disabled")
    name = call.text("username")
    if any(each.username == name for each in call.mattermost.users.values()):
        refuse(400, "app.user.save.username_exists.app_error")
    bot = call.mattermost.user(name, is_bot=True, zone="", automatic=False, owner=call.user.id)
    bot.nickname = call.body.get("display_name") or ""
    return _about_bot(bot)


@route("GET", "/bots", "GetBots")
def get_bots(call: Call) -> list[Json]:
    call.require_admin()
    every = call.query.get("include_deleted") == "true"
    bots = [each for each in call.mattermost.users.values() if each.is_bot and (every or not each.delete_at)]
    return [_about_bot(each) for each in page_of(call, bots)]


def _bot(call: Call) -> User:
    call.require_admin()
    bot = call.mattermost.users.get(call.ids["bot_user_id"])
    if bot is None or not bot.is_bot:
        refuse(404, "store.sql_bot.get.missing.app_error")
    return bot


@route("GET", "/bots/{bot_user_id}", "GetBot")
def get_bot(call: Call) -> Json:
    return _about_bot(_bot(call))


@route("PUT", "/bots/{bot_user_id}", "PatchBot")
def patch_bot(call: Call) -> Json:
    bot = _bot(call)
    bot.nickname = call.body.get("display_name", bot.nickname)
    return _about_bot(bot)


@route("POST", "/bots/{bot_user_id}/enable", "EnableBot")
def enable_bot(call: Call) -> Json:
    bot = _bot(call)
    bot.delete_at = 0
    return _about_bot(bot)


@route("POST", "/bots/{bot_user_id}/disable", "DisableBot")
def disable_bot(call: Call) -> Json:
    bot = _bot(call)
    bot.delete_at = call.mattermost.ms()
    return _about_bot(bot)


@route("POST", "/users/{user_id}/tokens", "CreateUserAccessToken", 201)
def create_token(call: Call) -> Json:
    who = call.somebody()
    call.require(allowed=call.user.is_admin)
    if not call.mattermost.settings.EnableUserAccessTokens and not who.is_bot:
        refuse(501, "app.user_access_token.disabled")
    made = call.mattermost.token(who.id)
    told = {"id": made.id, "token": made.value, "user_id": who.id, "is_active": True}
    return told | {"description": call.text("description")}


@route("GET", "/users/{user_id}/tokens", "GetUserAccessTokensForUser")
def get_tokens(call: Call) -> list[Json]:
    call.require_admin()
    theirs = [each for each in call.mattermost.tokens.values() if each.user == call.somebody().id]
    return [
        {"id": each.id, "user_id": each.user, "description": "", "is_active": each.active} for each in theirs
    ]


@route("POST", "/users/tokens/revoke", "RevokeUserAccessToken")
def revoke_token(call: Call) -> Json:
    call.require_admin()
    found = [each for each in call.mattermost.tokens.values() if each.id == call.text("token_id")]
    if not found:
        refuse(404, "app.user_access_token.get_by_user.app_error")
    for each in found:
        del call.mattermost.tokens[each.value]
    return status_ok()


# Commands: each belongs to a team and to whoever made it, and never to a bot.


def _may_manage(call: Call, team: str) -> None:
    if not call.mattermost.settings.EnableCommands:
        refuse(501, "api.command.disabled.app_error")
    found = call.mattermost.teams.get(team)
    call.require(allowed=found is not None and call.user.is_admin and not call.user.is_bot)


@route("POST", "/commands", "CreateCommand", 201)
def create_command(call: Call) -> Json:
    _may_manage(call, call.text("team_id"))
    made = _COMMAND | call.body | {"id": call.mattermost.new_id("m"), "token": call.mattermost.new_id("t")}
    made |= {"creator_id": call.user.id, "create_at": call.mattermost.ms(), "update_at": 1, "delete_at": 0}
    return _kept(call, made)


def _kept(call: Call, command: Json) -> Json:
    command["trigger"] = str(command["trigger"]).lower()
    _check(call, command)
    call.mattermost.commands[command["id"]] = command
    return command


def _check(call: Call, command: Json) -> None:
    trigger = command["trigger"]
    others = [each for each in call.mattermost.commands.values() if each["id"] != command["id"]]
    taken = {each["trigger"] for each in others if each["team_id"] == command["team_id"]}
    if trigger in taken | call.mattermost.edition.built_in:
        refuse(400, "api.command.duplicate_trigger.app_error")
    if not trigger or trigger.startswith("/") or " " in trigger:
        refuse(400, "model.command.is_valid.trigger.app_error")
    if not str(command["url"]).startswith(("http://", "https://")):
        refuse(400, "model.command.is_valid.url_http.app_error")
    if command["method"] not in {"P", "G"}:
        refuse(400, "model.command.is_valid.method.app_error")
    for name, most in _LONGEST.items():
        if len(str(command[name])) > most:
            refuse(400, f"model.command.is_valid.{name}.app_error")


@route("GET", "/commands", "ListCommands")
def list_commands(call: Call) -> list[Json]:
    team = call.query.get("team_id", "")
    _may_manage(call, team)
    return [each for each in call.mattermost.commands.values() if each["team_id"] == team]


def _command(call: Call) -> Json:
    command = call.mattermost.commands.get(call.ids["command_id"])
    if command is None:
        refuse(404, "store.sql_command.get.missing.app_error")
    _may_manage(call, command["team_id"])
    return command


@route("GET", "/commands/{command_id}", "GetCommandById")
def get_command(call: Call) -> Json:
    return _command(call)


@route("PUT", "/commands/{command_id}", "UpdateCommand")
def update_command(call: Call) -> Json:
    """Replace a command whole: what is not said is emptied; its token and its owner stay."""
    before = _command(call)
    kept = {name: before[name] for name in ("id", "token", "team_id", "creator_id", "create_at", "delete_at")}
    return _kept(call, _COMMAND | call.body | kept | {"update_at": call.mattermost.ms()})


@route("DELETE", "/commands/{command_id}", "DeleteCommand")
def delete_command(call: Call) -> Json:
    del call.mattermost.commands[_command(call)["id"]]
    return status_ok()


@route("PUT", "/commands/{command_id}/regen_token", "RegenCommandToken")
def regenerate(call: Call) -> Json:
    command = _command(call)
    command["token"] = call.mattermost.new_id("t")
    return {"token": command["token"]}


# Settings


@route("GET", "/config", "GetConfig")
def get_config(call: Call) -> Json:
    call.require_admin()
    told = asdict(call.mattermost.settings)
    team = {"RestrictDirectMessage": told.pop("RestrictDirectMessage")}
    rate: Any = {"Enable": told.pop("RateLimit") is not None}
    files = {"EnableFileAttachments": told.pop("EnableFileAttachments")}
    life = {"OutgoingIntegrationRequestsTimeout": int(call.mattermost.edition.trigger_life)}
    return {
        "ServiceSettings": told | life,
        "TeamSettings": team,
        "RateLimitSettings": rate,
        "FileSettings": files,
    }


@route("GET", "/config/client", "GetClientConfig", session=False)
def get_client_config(call: Call) -> Json:
    """Tell clients what they need; the first servers of the API wanted to be asked for the old format."""
    if call.mattermost.edition.old_format and call.query.get("format") != "old":
        refuse(501, "api.config.client.old_format.app_error")
    settings = call.mattermost.settings
    return {
        "Version": call.mattermost.edition.version,
        "SiteURL": settings.SiteURL,
        "EnableCommands": str(settings.EnableCommands).lower(),
        "EnableFileAttachments": str(settings.EnableFileAttachments).lower(),
    }
