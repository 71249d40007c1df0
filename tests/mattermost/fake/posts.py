"""Posts, and what the server refuses of them (app/post.go and model/post.go, 2021 and 2026)."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.mattermost.fake.routes import Call, route
from tests.mattermost.fake.state import Channel, Json, Mattermost, User, refuse

MOST = 16_383
PENDING_LIFE = 30.0
_MOST_SINCE, _MOST_IN_PAGE = 1_000, 200
_NAME = re.compile(r"@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_ESCAPED = re.compile("[<>&\u2028\u2029]")
_TEXTS = (
    "fallback color pretext author_name author_link author_icon title title_link text "
    "image_url thumb_url footer footer_icon"
)
_ATTACHMENT: Json = {"id": 0, **dict.fromkeys(_TEXTS.split(), ""), "fields": None, "ts": None}
"""model/slack_attachment.go: none of its fields may be left out."""


@route("POST", "/posts", "CreatePost", 201, locks=False)
def create_post(call: Call) -> Json:
    mattermost = call.mattermost
    with mattermost.lock:
        where, pending = _may_post(call), str(call.body.get("pending_post_id") or "")
        seen = _already(mattermost, pending)
        if seen is not None:
            return shown(seen)
    call.pause()
    with mattermost.lock:
        try:
            made = _stored(call, where)
        except Exception:
            mattermost.pending.pop(pending, None)
            raise
        if pending:
            mattermost.pending[pending] = made["id"], mattermost.now() + PENDING_LIFE
        if call.query.get("set_online", "true") != "false":
            call.user.status = "online"
        call.fresh = True
        return shown(made)


def _may_post(call: Call) -> Channel:
    where = call.channel(call.text("channel_id"))
    if where.delete_at:
        refuse(400, "api.post.create_post.can_not_post_to_deleted.error")
    if _apart(call.mattermost, where):
        refuse(400, "api.post.create_post.can_not_post_in_restricted_dm.error")
    return where


def _apart(mattermost: Mattermost, where: Channel) -> bool:
    """Tell whether a direct channel that is there joins people whom newer servers keep apart since."""
    return mattermost.edition.restricts_posts and where.kind == "D" and mattermost.keeps_apart(where.members)


def _already(mattermost: Mattermost, pending: str) -> Json | None:
    """Return the post that was lately asked for by the same mark, and remember the mark."""
    if not pending:
        return None
    id_, until = mattermost.pending.get(pending, ("", 0.0))
    if mattermost.now() >= until:
        mattermost.pending[pending] = "", mattermost.now() + PENDING_LIFE
        return None
    found = mattermost.find_post(id_) if id_ else None
    if found is None:
        refuse(500, "api.post.deduplicate_create_post.pending")
    return found[1]


def _stored(call: Call, where: Channel) -> Json:
    body = call.body
    root = str(body.get("root_id") or "")
    if root and not any(each["id"] == root and not each["root_id"] for each in where.posts):
        refuse(400, "api.post.create_post.root_id.app_error")
    files = _attached(call, body.get("file_ids") or [])
    made = add(call.mattermost, where, call.user, body.get("message") or "", body.get("props"), root)
    made |= {"file_ids": files, "pending_post_id": str(body.get("pending_post_id") or "")}
    return made


def _attached(call: Call, ids: list[str]) -> list[str]:
    """Keep the files that the asker uploaded and no post holds; the others fall away in silence."""
    uploads = (call.mattermost.uploads.get(each) for each in ids)
    return [each.id for each in uploads if each and each.user == call.user.id and not each.post]


def add(
    mattermost: Mattermost,
    where: Channel,
    user: User,
    message: str,
    props: Json | None = None,
    root: str = "",
) -> Json:
    """Store a post and tell whoever reads there."""
    kept = _typed(mattermost, props or {}) | ({"from_bot": "true"} if user.is_bot else {})
    _check(mattermost, message, kept)
    at = mattermost.ms()
    made: Json = {
        "id": mattermost.new_id("p"),
        "create_at": at,
        "update_at": at,
        "edit_at": 0,
        "delete_at": 0,
        "is_pinned": False,
        "user_id": user.id,
        "channel_id": where.id,
        "root_id": root,
        "original_id": "",
        "message": message,
        "type": "",
        "props": kept,
        "hashtags": "",
        "file_ids": [],
        "pending_post_id": "",
        "metadata": {},
    }
    where.posts.append(made)
    where.last_post_at = at
    publish(mattermost, where, user, made)
    return made


def _check(mattermost: Mattermost, message: str, props: Json) -> None:
    if len(message) > MOST:
        refuse(400, "model.post.is_valid.message_length.app_error")
    if len(written(props)) > mattermost.edition.most_props:
        refuse(400, "model.post.is_valid.props.app_error")


def written(props: Json) -> str:
    """Return props as Go writes them: five signs take six characters."""
    told = json.dumps(props, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)


def _typed(mattermost: Mattermost, props: Json) -> Json:
    """Return props as they are kept: an attachment has every field, told or not, and an action has an id.

    Both happen before the length is looked at (model/post.go, PreCommit and GenerateActionIds).
    """
    kept = deepcopy(props)
    if kept.get("attachments"):
        kept["attachments"] = [{**_ATTACHMENT, **each} for each in kept["attachments"]]
    for action in actions_of(kept):
        action["id"] = action.get("id") or mattermost.new_id("a")
    return kept


def actions_of(props: Json) -> Iterator[Json]:
    """Give every button and menu under a post."""
    for attachment in props.get("attachments") or []:
        yield from attachment.get("actions") or []


def publish(mattermost: Mattermost, where: Channel, user: User, post: Json) -> None:
    """Tell of a new post; the post itself is text within the event."""
    named = {each.lower().rstrip(".-_") for each in _NAME.findall(post["message"])}
    mentions = [
        mattermost.users[each].id for each in where.members if mattermost.users[each].username in named
    ]
    if where.kind == "D":
        mentions = sorted(where.members - {user.id})
    data = {
        "channel_display_name": where.name,
        "channel_name": where.name,
        "channel_type": where.kind,
        "post": json.dumps(shown(post)),
        "sender_name": f"@{user.username}",
        "set_online": True,
        "team_id": where.team,
        **({"mentions": json.dumps(mentions)} if mentions else {}),
    }
    for tell in mattermost.published:
        tell("posted", data, {"channel_id": where.id, "user_id": "", "team_id": "", "omit_users": None})


def shown(post: Json) -> Json:
    """Return a post as every client sees it, its author too: what buttons lead to is kept on the server."""
    copy = deepcopy(post)
    for action in actions_of(copy["props"]):
        action.pop("integration", None)
    return copy


@route("POST", "/posts/ephemeral", "CreatePostEphemeral", 201)
def create_ephemeral(call: Call) -> Json:
    call.require_admin()
    return show_ephemeral(
        call.mattermost, call.text("user_id"), call.body["post"]["channel_id"], call.body["post"]["message"]
    )


def show_ephemeral(
    mattermost: Mattermost, user: str, channel: str, message: str, props: Json | None = None
) -> Json:
    """Show something to one person: it is stored nowhere else."""
    kept = _typed(mattermost, props or {})
    at = mattermost.ms()
    made = {
        "id": mattermost.new_id("e"),
        "create_at": at,
        "update_at": at,
        "user_id": user,
        "channel_id": channel,
        "root_id": "",
        "message": message,
        "type": "system_ephemeral",
        "props": kept,
        "file_ids": [],
    }
    mattermost.ephemerals[user].append(made)
    return made


@route("PUT", "/posts/{post_id}/patch", "PatchPost")
def patch_post(call: Call) -> Json:
    post = _mine(call)
    late = call.mattermost.settings.PostEditTimeLimit
    if late >= 0 and call.mattermost.now() - post["create_at"] / 1e3 > late:
        refuse(400, "api.post.update_post.permissions_time_limit.app_error")
    return shown(changed(call.mattermost, post, call.body.get("message"), call.body.get("props")))


def _mine(call: Call) -> Json:
    found = call.mattermost.find_post(call.ids["post_id"])
    if found is None or found[1]["delete_at"]:
        refuse(404, "app.post.get.app_error")
    where, post = found
    call.require(allowed=call.user.id in where.members and post["user_id"] == call.user.id)
    return post


def changed(mattermost: Mattermost, post: Json, message: str | None, props: Json | None) -> Json:
    """Change a post: without props, those that were there stay, and its buttons with them."""
    kept = post["props"] if props is None else _typed(mattermost, props)
    text = post["message"] if message is None else message
    _check(mattermost, text, kept)
    at = mattermost.ms()
    edited = at if text != post["message"] else post["edit_at"]
    post |= {"message": text, "props": kept, "update_at": at, "edit_at": edited}
    return post


@route("DELETE", "/posts/{post_id}", "DeletePost")
def delete_post(call: Call) -> Json:
    post = _mine(call)
    post["delete_at"] = post["update_at"] = call.mattermost.ms()
    return {"status": "OK"}


@route("GET", "/posts/{post_id}", "GetPost")
def get_post(call: Call) -> Json:
    found = call.mattermost.find_post(call.ids["post_id"])
    if found is None or found[1]["delete_at"]:
        refuse(404, "app.post.get.app_error")
    call.channel(found[0].id)
    return shown(found[1])


@route("GET", "/posts/{post_id}/thread", "GetPostThread")
def get_thread(call: Call) -> Json:
    root = get_post(call)
    first = root["root_id"] or root["id"]
    posts = call.mattermost.channels[root["channel_id"]].posts
    return _listed(
        [each for each in posts if first in {each["id"], each["root_id"]} and not each["delete_at"]]
    )


@route("GET", "/channels/{channel_id}/posts", "GetPostsForChannel")
def get_posts(call: Call) -> Json:
    """Return the newest first: what changed since an instant, or a page."""
    posts = call.channel(call.ids["channel_id"]).posts
    since = int(call.query.get("since") or 0)
    if since:
        return _listed([each for each in posts if each["update_at"] > since][-_MOST_SINCE:])
    there = [each for each in posts if not each["delete_at"]]
    if after := call.query.get("after"):
        there = there[1 + next(n for n, each in enumerate(there) if each["id"] == after) :]
    if before := call.query.get("before"):
        there = there[: next(n for n, each in enumerate(there) if each["id"] == before)]
    size = min(int(call.query.get("per_page") or 60), _MOST_IN_PAGE)
    last = len(there) - size * int(call.query.get("page") or 0)
    return _listed(there[max(last - size, 0) : max(last, 0)])


def _listed(posts: list[Json]) -> Json:
    order: list[Any] = [each["id"] for each in reversed(posts)]
    posts_by_id = {each["id"]: shown(each) for each in posts}
    return {"order": order, "posts": posts_by_id, "next_post_id": "", "prev_post_id": ""}
