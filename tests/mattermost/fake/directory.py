"""People, teams, channels and files."""

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import PurePath
from typing import Any, TypeVar

from tests.mattermost.fake.routes import Call, route, status_ok
from tests.mattermost.fake.state import Channel, Json, Team, Upload, User, refuse

_Item = TypeVar("_Item")


@route("GET", "/system/ping", "GetPing", session=False)
def ping(call: Call) -> Json:
    told = {"status": "OK", "AndroidLatestVersion": "", "AndroidMinVersion": ""}
    return told | {"IosLatestVersion": "", "IosMinVersion": ""}


def page_of(call: Call, items: Sequence[_Item]) -> Sequence[_Item]:
    size, page = min(int(call.query.get("per_page") or 60), 200), int(call.query.get("page") or 0)
    return items[size * page : size * (page + 1)]


# People


def about_user(user: User) -> Json:
    found, chosen = (user.zone, "") if user.automatic else ("", user.zone)
    zone = {"automaticTimezone": found, "manualTimezone": chosen}
    return {
        "id": user.id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": user.delete_at,
        "username": user.username,
        "auth_service": "",
        "email": "",
        "nickname": user.nickname,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "position": "",
        "roles": user.roles,
        "locale": user.locale,
        "timezone": zone | {"useAutomaticTimezone": "true" if user.automatic else "false"},
        **({"is_bot": True, "bot_description": ""} if user.is_bot else {}),
    }


@route("GET", "/users", "GetUsers")
def get_users(call: Call) -> list[Json]:
    """Return a page of people: of a team if one is said."""
    team = call.mattermost.teams.get(call.query.get("in_team", ""))
    found = [each for each in call.mattermost.users.values() if team is None or each.id in team.members]
    return [about_user(each) for each in page_of(call, found)]


@route("GET", "/users/{user_id}", "GetUser")
def get_user(call: Call) -> Json:
    return about_user(call.somebody())


@route("GET", "/users/username/{username}", "GetUserByUsername")
def get_by_name(call: Call) -> Json:
    named = [each for each in call.mattermost.users.values() if each.username == call.ids["username"]]
    return about_user(named[0]) if named else refuse(404, "app.user.get_by_username.app_error")


@route("POST", "/users/usernames", "GetUsersByUsernames")
def get_by_names(call: Call) -> list[Json]:
    return [about_user(each) for each in call.mattermost.users.values() if each.username in call.strings()]


@route("POST", "/users/ids", "GetUsersByIds")
def get_by_ids(call: Call) -> list[Json]:
    return [about_user(each) for each in call.mattermost.users.values() if each.id in call.strings()]


def _about_status(user: User) -> Json:
    told = {"user_id": user.id, "status": user.status, "manual": user.status == "dnd", "last_activity_at": 1}
    return told | ({"dnd_end_time": user.dnd_end_time} if user.dnd_end_time else {})


@route("GET", "/users/{user_id}/status", "GetUserStatus")
def get_status(call: Call) -> Json:
    return _about_status(call.somebody())


@route("POST", "/users/status/ids", "GetUsersStatusesByIds")
def get_statuses(call: Call) -> list[Json]:
    return [_about_status(each) for each in call.mattermost.users.values() if each.id in call.strings()]


# Teams


def about_team(team: Team) -> Json:
    told = {"id": team.id, "create_at": 1, "update_at": 1, "delete_at": 0, "name": team.name}
    return told | {"display_name": team.name.capitalize(), "type": "I", "email": "", "allowed_domains": ""}


@route("GET", "/teams", "GetAllTeams")
def get_teams(call: Call) -> list[Json]:
    """Return every team to an administrator; to others, open teams, of which there are none here."""
    found = list(call.mattermost.teams.values()) if call.user.is_admin else []
    return [about_team(each) for each in page_of(call, found)]


@route("GET", "/teams/{team_id}", "GetTeam")
def get_team(call: Call) -> Json:
    return about_team(call.team())


@route("GET", "/teams/name/{name}", "GetTeamByName")
def get_team_by_name(call: Call) -> Json:
    named = [each for each in call.mattermost.teams.values() if each.name == call.ids["name"]]
    if not named:
        refuse(404, "app.team.get_by_name.missing.app_error")
    call.require(allowed=call.user.is_admin or call.user.id in named[0].members)
    return about_team(named[0])


@route("GET", "/users/{user_id}/teams", "GetTeamsForUser")
def get_teams_of(call: Call) -> list[Json]:
    who = call.somebody()
    call.require(allowed=call.user.is_admin or who is call.user)
    return [about_team(each) for each in call.mattermost.teams.values() if who.id in each.members]


@route("POST", "/teams/{team_id}/members", "AddTeamMember", 201)
def add_to_team(call: Call) -> Json:
    call.require_admin()
    call.team().members.add(call.text("user_id"))
    return _about_member(call, call.text("user_id"))


@route("GET", "/teams/{team_id}/members/{user_id}", "GetTeamMember")
def get_member(call: Call) -> Json:
    if call.ids["user_id"] not in call.team().members:
        refuse(404, "app.team.get_member.missing.app_error")
    return _about_member(call, call.ids["user_id"])


@route("DELETE", "/teams/{team_id}/members/{user_id}", "RemoveTeamMember")
def remove_from_team(call: Call) -> Json:
    call.require_admin()
    call.team().members.discard(call.ids["user_id"])
    return status_ok()


def _about_member(call: Call, user: str) -> Json:
    told = {"team_id": call.ids["team_id"], "user_id": user, "roles": "team_user", "delete_at": 0}
    return told | {"scheme_user": True, "scheme_admin": False, "explicit_roles": ""}


# Channels


def about_channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "create_at": 1,
        "update_at": 1,
        "delete_at": channel.delete_at,
        "team_id": channel.team,
        "type": channel.kind,
        "display_name": channel.name,
        "name": channel.name,
        "header": "",
        "purpose": "",
        "last_post_at": channel.last_post_at,
        "total_msg_count": len(channel.posts),
        "extra_update_at": 0,
        "creator_id": "",
    }


@route("POST", "/channels/direct", "CreateDirectChannel", 201)
def create_direct(call: Call) -> Json:
    ids, users = call.strings(), call.mattermost.users
    if len(ids) != 2:
        refuse(400, "api.context.invalid_body_param.app_error")
    call.require(allowed=call.user.is_admin or call.user.id in ids)
    if any(each not in users for each in ids):
        refuse(400, "api.channel.create_direct_channel.invalid_user.app_error")
    if call.mattermost.keeps_apart(set(ids)):
        refuse(403, "api.channel.create_channel.direct_channel.team_restricted_error")
    return about_channel(call.mattermost.direct(*ids))


@route("GET", "/channels/{channel_id}", "GetChannel")
def get_channel(call: Call) -> Json:
    return about_channel(call.channel(call.ids["channel_id"]))


@route("GET", "/users/{user_id}/teams/{team_id}/channels", "GetChannelsForTeamForUser")
def get_channels(call: Call) -> list[Json]:
    """Return somebody's channels of a team, and their direct channels, which are of no team."""
    who, team = call.somebody(), call.team()
    call.require(allowed=call.user.is_admin or who is call.user)
    there = [each for each in call.mattermost.channels.values() if who.id in each.members]
    return [about_channel(each) for each in there if each.team in {team.id, ""} and not each.delete_at]


@route("POST", "/channels/{channel_id}/members", "AddChannelMember", 201)
def add_to_channel(call: Call) -> Json:
    where, user = call.channel(call.ids["channel_id"]), call.text("user_id")
    if user not in call.mattermost.teams[where.team].members:
        refuse(404, "app.channel.get_member.missing.app_error")
    where.members.add(user)
    return _about_channel_member(where, user)


@route("GET", "/channels/{channel_id}/members/{user_id}", "GetChannelMember")
def get_channel_member(call: Call) -> Json:
    where, user = call.channel(call.ids["channel_id"]), call.somebody().id
    if user not in where.members:
        refuse(404, "app.channel.get_member.missing.app_error")
    return _about_channel_member(where, user)


def _about_channel_member(where: Channel, user: str) -> Json:
    told = {"channel_id": where.id, "user_id": user, "roles": "channel_user", "last_viewed_at": 0}
    return told | {"msg_count": 0, "mention_count": 0, "notify_props": {}, "last_update_at": 0}


# Files


@route("POST", "/files", "UploadFile", 201)
def upload(call: Call) -> Json:
    if not call.mattermost.settings.EnableFileAttachments:
        refuse(501, "api.file.attachments.disabled.app_error")
    where = call.channel(call.query.get("channel_id") or (call.body or {}).get("channel_id") or "")
    made = [
        Upload(call.mattermost.new_id("f"), call.user.id, where.id, name, content)
        for name, content in call.files
    ]
    if not made:
        refuse(400, "api.file.upload_file.read_request.app_error")
    call.mattermost.uploads |= {each.id: each for each in made}
    return {"file_infos": [_about_file(each) for each in made], "client_ids": []}


def _about_file(file: Upload) -> Json:
    told: dict[str, Any] = {
        "id": file.id,
        "user_id": file.user,
        "create_at": 1,
        "update_at": 1,
        "delete_at": 0,
    }
    kind = guess_type(file.name)[0] or "application/octet-stream"
    extension = PurePath(file.name).suffix.lstrip(".")
    return told | {"name": file.name, "extension": extension, "size": len(file.content), "mime_type": kind}
