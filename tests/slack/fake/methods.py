"""The methods of the Web API that Pouce asks for, with what each of them refuses."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from tests.slack.fake.limits import UPDATED_TEXT, check_message, check_metadata, check_view
from tests.slack.fake.state import (
    BURST,
    LEAK,
    TRIGGER_LIFE,
    Conversation,
    Json,
    Problem,
    Slack,
    Team,
    Token,
    Upload,
    User,
    refuse,
)

_MOST_IN_PAGE = 999
_MINUTE = 60.0
TIERS = {"dnd.info": 50, "dnd.teamInfo": 20, "users.info": 100}
"""Questions a minute that each workspace may ask."""
_PREFIX = {"im": "im", "channel": "channels", "group": "groups"}
_ALT = 1_000
_MOST_ASKED = 50


@dataclass
class Call:
    """One call of a method by an app."""

    slack: Slack
    token: Token
    args: Json

    def need(self, scope: str) -> None:
        if scope not in self.token.scopes:
            refuse("missing_scope", needed=scope, provided=",".join(sorted(self.token.scopes)))

    def need_workspace(self) -> None:
        """Refuse the token of an organisation that does not say which of its workspaces is meant."""
        if not self.token.team:
            asked = self.text("team_id", "missing_argument")
            if asked not in {each.id for each in self.teams()}:
                refuse("team_not_found")

    def text(self, name: str, error: str = "invalid_arguments") -> str:
        value = self.args.get(name)
        if not value or not isinstance(value, str):
            refuse(error)
        return value

    def json(self, name: str) -> Any:
        """Return an argument that is a structure: as such in JSON, written in a form."""
        value = self.args.get(name)
        return json.loads(value) if isinstance(value, str) else value

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def teams(self) -> list[Team]:
        """Return the workspaces that the token opens."""
        if self.token.team:
            return [self.slack.teams[self.token.team]]
        return [each for each in self.slack.teams.values() if each.enterprise == self.token.enterprise]

    def user(self, id_: str) -> tuple[Team, User]:
        found = next(((team, team.users[id_]) for team in self.teams() if id_ in team.users), None)
        if found is None:
            refuse("user_not_found")
        return found

    def conversation(self, id_: str) -> tuple[Team, Conversation]:
        for team in self.teams():
            if id_ in team.conversations:
                return team, team.conversations[id_]
        return refuse("channel_not_found")


Answer = Callable[[Call], Json]
METHODS: dict[str, tuple[Answer, str]] = {}
"""By name: what answers, and the scope that it always needs."""


def method(name: str, scope: str = "") -> Callable[[Answer], Answer]:
    def _named(answer: Answer) -> Answer:
        METHODS[name] = answer, scope
        return answer

    return _named


# Messages


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    text, blocks, metadata = call.args.get("text"), call.json("blocks"), call.json("metadata")
    check_message(text, blocks)
    check_metadata(metadata)
    team, where = _where_to_post(call, call.text("channel", "channel_not_found"))
    _hold_rate(call.slack, where)
    posted = posted_by_bot(call.slack, team, where, text or "", blocks, metadata)
    return {"channel": where.id, "ts": posted["ts"], "message": posted}


def posted_by_bot(
    slack: Slack,
    team: Team,
    where: Conversation,
    text: str,
    blocks: list[Json] | None = None,
    metadata: Json | None = None,
) -> Json:
    message: Json = {
        "type": "message",
        "user": team.bot_user,
        "bot_id": team.bot,
        "app_id": slack.app_id,
        "team": team.id,
        "ts": slack.ts(),
        "text": text[:40_000],
    }
    message |= {"blocks": with_ids(slack, blocks)} if blocks else {}
    message |= {"metadata": metadata} if metadata else {}
    where.messages.append(message)
    return message


def with_ids(slack: Slack, blocks: list[Json]) -> list[Json]:
    return [each if each.get("block_id") else {**each, "block_id": slack.new_id("b")} for each in blocks]


def _where_to_post(call: Call, id_: str) -> tuple[Team, Conversation]:
    if id_.startswith(("U", "W")):
        return _direct(call, id_)
    team, where = call.conversation(id_)
    if where.archived:
        refuse("is_archived")
    if team.bot_user not in where.members:
        refuse("not_in_channel")
    return team, where


def _direct(call: Call, id_: str) -> tuple[Team, Conversation]:
    try:
        team, user = call.user(id_)
    except Problem:
        refuse("channel_not_found")
    if user.deleted or id_ in call.slack.rules.gone:
        refuse("channel_not_found")
    if user.is_bot:
        refuse("cannot_dm_bot")
    if not team.messages_tab:
        refuse("messages_tab_disabled")
    return team, call.slack.im(team.id, id_)


def _hold_rate(slack: Slack, where: Conversation) -> None:
    """Refuse what comes faster than a leaky bucket lets through."""
    if not slack.holds_rate:
        return
    now = slack.now()
    where.level = max(0.0, where.level - (now - where.leaked_at) * LEAK)
    where.leaked_at = now
    if where.level + 1 > BURST:
        refuse("ratelimited", retry_after=ceil((where.level + 1 - BURST) / LEAK))
    where.level += 1


def hold_tier(call: Call, name: str) -> None:
    """Refuse what comes more often in a minute than the tier of its method allows."""
    if not call.slack.holds_rate or name not in TIERS:
        return
    asked, now = call.slack.asked_at[name, call.token.value], call.slack.now()
    while asked and asked[0] <= now - _MINUTE:
        asked.popleft()
    if len(asked) >= TIERS[name]:
        refuse("ratelimited", retry_after=ceil(asked[0] + _MINUTE - now))
    asked.append(now)


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    text, blocks = call.args.get("text"), call.json("blocks")
    check_message(text, blocks, shown_text=UPDATED_TEXT)
    team, where = call.conversation(call.text("channel", "channel_not_found"))
    if where.archived:
        refuse("is_inactive")
    message = next((each for each in where.messages if each["ts"] == call.args.get("ts")), None)
    if message is None:
        refuse("message_not_found")
    if message.get("bot_id") != team.bot:
        refuse("cant_update_message")
    message["text"] = text or ""
    if blocks is not None:
        message["blocks"] = with_ids(call.slack, blocks)
    message["edited"] = {"user": team.bot_user, "ts": call.slack.ts()}
    return {"channel": where.id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    text, blocks = call.args.get("text"), call.json("blocks")
    check_message(text, blocks, shown_text=UPDATED_TEXT)
    team, where = _where_to_post(call, call.text("channel", "channel_not_found"))
    user = call.text("user", "user_not_in_channel")
    if user not in where.members:
        refuse("user_not_in_channel")
    shown = show_ephemeral(call.slack, team, user, where.id, text or "", blocks)
    return {"message_ts": shown["ts"]}


def show_ephemeral(
    slack: Slack, team: Team, user: str, channel: str, text: str, blocks: list[Json] | None
) -> Json:
    """Show something to one person: it is stored nowhere else."""
    message: Json = {
        "type": "message",
        "subtype": "bot_message",
        "is_ephemeral": True,
        "bot_id": team.bot,
        "channel": channel,
        "ts": slack.ts(),
        "text": text,
        "blocks": with_ids(slack, blocks or []),
    }
    slack.ephemerals[team.id, user].append(message)
    return message


# Conversations


@method("conversations.open", "im:write")
def open_conversation(call: Call) -> Json:
    team, user = call.user(call.text("users", "users_list_not_supplied"))
    if user.deleted:
        refuse("user_disabled")
    if user.is_bot:
        refuse("cannot_dm_bot")
    return {"channel": {"id": call.slack.im(team.id, user.id).id}}


@method("conversations.history")
def history(call: Call) -> Json:
    team, where = call.conversation(call.text("channel", "channel_not_found"))
    call.need(f"{_PREFIX[where.kind]}:history")
    if team.bot_user not in where.members:
        refuse("not_in_channel")
    limit = min(int(call.args.get("limit") or 100), _MOST_IN_PAGE)
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    newest_first = [m for m in reversed(where.messages) if oldest < float(m["ts"]) < latest]
    start = _start(call.args.get("cursor"))
    page, more = newest_first[start : start + limit], len(newest_first) > start + limit
    if not call.flag("include_all_metadata"):
        page = [{key: value for key, value in each.items() if key != "metadata"} for each in page]
    following = {"response_metadata": {"next_cursor": f"next:{start + limit}"}} if more else {}
    return {"messages": page, "has_more": more, **following}


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.startswith("next:"):
        refuse("invalid_cursor")
    return int(cursor.removeprefix("next:"))


@method("conversations.info")
def conversation_info(call: Call) -> Json:
    team, where = call.conversation(call.text("channel", "channel_not_found"))
    call.need(f"{_PREFIX[where.kind]}:read")
    member = team.bot_user in where.members
    about = {"id": where.id, "name": where.name, "is_im": where.kind == "im", "is_archived": where.archived}
    return {"channel": {**about, "is_private": where.kind != "channel", "is_member": member}}


# People


@method("users.info", "users:read")
def user_info(call: Call) -> Json:
    team, user = call.user(call.text("user", "user_not_found"))
    return {"user": about_user(team, user, with_locale=call.flag("include_locale"))}


def about_user(team: Team, user: User, *, with_locale: bool) -> Json:
    shown = {"real_name": user.real_name, "display_name": user.name, "team": team.id}
    told: Json = {
        "id": user.id,
        "team_id": team.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": shown,
        "is_bot": user.is_bot,
        "updated": 0,
    }
    if not user.deleted:
        told |= {"tz": user.tz, "tz_label": user.tz, "tz_offset": 0}
    return {**told, **({"locale": user.locale} if with_locale else {})}


@method("dnd.info", "dnd:read")
def dnd_info(call: Call) -> Json:
    call.need_workspace()
    _, user = call.user(call.text("user", "user_not_found"))
    return _quiet(user)


@method("dnd.teamInfo", "dnd:read")
def dnd_team_info(call: Call) -> Json:
    call.need_workspace()
    asked = call.text("users", "no_users_provided").split(",")
    if len(asked) > _MOST_ASKED:
        refuse("too_many_users")
    if len(asked) == 1:
        refuse("no_users_provided")
    return {"users": {each: _quiet(call.user(each)[1]) for each in asked}}


def _quiet(user: User) -> Json:
    start, end = user.dnd or (1, 1)
    return {"dnd_enabled": user.dnd is not None, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


# Views


@method("views.open")
def open_view(call: Call) -> Json:
    view = call.json("view")
    check_view(view, "modal")
    team, user = _spend(call)
    shown = shown_as(call.slack, team, view)
    call.slack.modals[team, user] = [shown]
    return {"view": shown}


def _spend(call: Call) -> tuple[str, str]:
    """Take what an act gave, once and within three seconds."""
    trigger = call.slack.triggers.get(call.text("trigger_id"))
    if trigger is None or trigger.team not in {each.id for each in call.teams()}:
        refuse("invalid_trigger_id")
    if trigger.used:
        refuse("exchanged_trigger_id")
    if call.slack.now() - trigger.at > TRIGGER_LIFE:
        refuse("expired_trigger_id")
    trigger.used = True
    return trigger.team, trigger.user


def shown_as(slack: Slack, team: str, view: Json, before: Json | None = None) -> Json:
    id_ = before["id"] if before else slack.new_id("V")
    kept = {"private_metadata": "", "callback_id": "", "external_id": "", **view}
    return {
        **kept,
        "blocks": with_ids(slack, view.get("blocks") or []),
        "id": id_,
        "team_id": team,
        "hash": f"{slack.ts()}.{slack.new_id('h')}",
        "state": {"values": {}},
        "root_view_id": before["root_view_id"] if before else id_,
        "previous_view_id": None,
        "app_id": slack.app_id,
        "app_installed_team_id": team,
        "bot_id": slack.teams[team].bot,
        "clear_on_close": False,
        "notify_on_close": False,
    }


@method("views.update")
def update_view(call: Call) -> Json:
    view = call.json("view")
    check_view(view, "modal")
    open_teams = {each.id for each in call.teams()}
    for (team, _), stack in call.slack.modals.items():
        for n, each in enumerate(stack):
            if team in open_teams and each["id"] == call.args.get("view_id"):
                _same_hash(call, each)
                stack[n] = shown_as(call.slack, team, view, each)
                return {"view": stack[n]}
    return refuse("not_found")


@method("views.publish")
def publish(call: Call) -> Json:
    view = call.json("view")
    check_view(view, "home")
    team, user = call.user(call.text("user_id", "invalid_arguments"))
    if not team.home_tab:
        refuse("not_enabled")
    before = call.slack.homes.get((team.id, user.id))
    _same_hash(call, before)
    shown = shown_as(call.slack, team.id, view, before)
    call.slack.homes[team.id, user.id] = shown
    return {"view": shown}


def _same_hash(call: Call, before: Json | None) -> None:
    given = call.args.get("hash")
    if given and (before is None or before["hash"] != given):
        refuse("hash_conflict")


# Files, in three steps; the second one is an upload to the address that the first one gave.


@method("files.getUploadURLExternal", "files:write")
def upload_url(call: Call) -> Json:
    length = int(call.args.get("length") or 0)
    if not length or not call.args.get("filename"):
        refuse("missing_argument")
    alt = call.args.get("alt_txt") or ""
    if len(alt) > _ALT:
        refuse("alt_txt_too_large")
    made = Upload(call.slack.new_id("F"), call.text("filename"), length, alt)
    call.slack.uploads[made.id] = made
    return {"upload_url": f"{call.slack.base}/upload/{made.id}", "file_id": made.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    files = [_uploaded(call, each) for each in call.json("files") or []]
    if not files:
        refuse("invalid_arguments")
    if call.args.get("channel_id"):
        team, where = call.conversation(call.text("channel_id"))
        if team.bot_user not in where.members:
            refuse("not_in_channel")
        if where.archived:
            refuse("channel_not_found")
        posted = posted_by_bot(call.slack, team, where, call.args.get("initial_comment") or "")
        posted["files"] = files
    return {"files": files}


def _uploaded(call: Call, told: Json) -> Json:
    upload = call.slack.uploads.get(told.get("id", ""))
    if upload is None or upload.content is None:
        refuse("file_not_found")
    title = told.get("title") or upload.name
    about = {"id": upload.id, "name": upload.name, "title": title, "alt_txt": upload.alt}
    return {**about, "size": len(upload.content)}


# The app itself


@method("auth.test")
def auth_test(call: Call) -> Json:
    token = call.token
    team = call.teams()[0]
    told: Json = {
        "url": f"https://{team.id.lower()}.slack.com/",
        "team": team.id,
        "user": "pouce",
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot,
        "is_enterprise_install": not token.team,
    }
    if token.enterprise:
        told["enterprise_id"] = token.enterprise
    if not token.team:
        told |= {"team": token.enterprise, "team_id": token.enterprise}
    return told
