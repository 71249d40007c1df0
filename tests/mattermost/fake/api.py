"""One request to the server: who asks, whether they may, what goes wrong today, and the answer."""

import json
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.delivery.chat_server import Noted
from tests.mattermost.fake import administration, directory, integrations, posts
from tests.mattermost.fake.routes import PREFIX, Call, Route, found
from tests.mattermost.fake.state import Json, Mattermost, Problem, User, refuse

assert administration
assert directory
assert posts  # what these offer is in `routes`

JUDGED = {"CreatePost": "send", "GetPostsForChannel": "find"}
"""What the judge of deliveries counts, by his own words."""
LATE = 15.0
"""Seconds after which nobody waits for an answer any more."""
_OPEN_HOOK = "/hooks/commands/"


@dataclass
class Reply:
    """What goes back; without a status, the connection is cut."""

    status: int = 0
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """What came by HTTP."""

    method: str
    target: str
    headers: dict[str, str]
    """Names in small letters."""
    content: bytes = b""

    @property
    def token(self) -> str:
        kind, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() if kind.lower() in {"bearer", "token"} else ""


def answer(mattermost: Mattermost, asked: Asked) -> Reply:
    """Answer one request, or not."""
    there = urlsplit(asked.target)
    hit = found(asked.method, there.path)
    try:
        if there.path.startswith(_OPEN_HOOK):
            return _hook(mattermost, there.path.removeprefix(_OPEN_HOOK), asked)
        if hit is None:
            refuse(404, "api.context.404.app_error", "Sorry, we could not find the page.")
    except Problem as problem:
        return _error(mattermost, problem)
    return _judged(mattermost, asked, hit[0], hit[1], dict(parse_qsl(there.query)))


def _hook(mattermost: Mattermost, id_: str, asked: Asked) -> Reply:
    with mattermost.lock:
        integrations.use_hook(mattermost, id_, asked.headers, asked.content)
    return Reply(200, b"ok", {"Content-Type": "text/plain"})


def _judged(
    mattermost: Mattermost, asked: Asked, way: Route, ids: dict[str, str], query: dict[str, str]
) -> Reply:
    body, files = _read(asked)
    with mattermost.lock:
        mattermost.calls.append((way.operation, {"ids": ids, "query": query, "body": body}))
        noted = _noted(mattermost, way, ids, body)
        fault = _drawn(mattermost, way.operation, noted)
        first_part = mattermost.dice.random() * mattermost.rules.delay
    time.sleep(first_part)
    call = Call(mattermost, None, ids, query, body, files)
    reply = _with_fault(call, way, asked, fault, noted)
    time.sleep(max(mattermost.rules.delay - first_part, 0.0))
    if reply.status == 0 and fault == "lost" and mattermost.dice.random() < 0.5:
        time.sleep(mattermost.rules.stall)
    noted.answered_at = mattermost.instant()
    return reply


def _read(asked: Asked) -> tuple[Any, list[tuple[str, bytes]]]:
    kind = asked.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return _parts(kind, asked.content)
    try:
        return json.loads(asked.content or b"{}"), []
    except ValueError:
        return {}, []


def _parts(kind: str, content: bytes) -> tuple[Json, list[tuple[str, bytes]]]:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    fields: Json = {}
    files: list[tuple[str, bytes]] = []
    for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
        name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if part.get_filename():
            files.append((part.get_filename() or "", data))
        else:
            fields[str(name)] = data.decode()
    return fields, files


def _noted(mattermost: Mattermost, way: Route, ids: dict[str, str], body: Any) -> Noted:
    told = body if isinstance(body, dict) else {}
    to = ids.get("channel_id") or told.get("channel_id") or ""
    key = (told.get("props") or {}).get("pouce_key", "") if way.operation == "CreatePost" else ""
    kind = JUDGED.get(way.operation, way.operation)
    noted = Noted(mattermost.instant(), kind, mattermost.number, str(to), key)
    if way.operation in JUDGED:
        mattermost.requests.append(noted)
    return noted


def _drawn(mattermost: Mattermost, operation: str, noted: Noted) -> str:
    """Return what goes wrong: what was ordered for this operation, else what the dice say."""
    if mattermost.faults[operation]:
        return mattermost.faults[operation].popleft()
    rules, spared = mattermost.rules, noted.kind == "find" and not mattermost.rules.hard_to_search
    if operation not in JUDGED or (spared and noted.workspace not in rules.always_busy):
        return "ok"
    if noted.workspace in rules.always_busy or mattermost.dice.random() < rules.busy:
        return f"busy {rules.retry_after}"
    if noted.workspace in rules.refused:
        return "401 api.context.session_expired.app_error"
    if mattermost.dice.random() < rules.broken:
        return "broken"
    return "lost" if noted.kind == "send" and mattermost.dice.random() < rules.lost else "ok"


def _with_fault(call: Call, way: Route, asked: Asked, fault: str, noted: Noted) -> Reply:
    word, _, rest = fault.partition(" ")
    if word == "busy":
        noted.outcome, noted.retry_after = "busy", float(rest)
        return _limited(float(rest))
    if word == "dropped":
        noted.outcome = "dropped"
        return Reply()
    if word == "broken":
        noted.outcome = "broken"
        return Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})
    if word.isdigit():
        noted.outcome = "refused"
        return _error(call.mattermost, Problem(int(word), rest))
    if word == "lost":
        call.pause = lambda: time.sleep(call.mattermost.rules.late)
    reply = _done(call, way, asked, noted)
    call.mattermost.answers.append((way.operation, reply.status, reply.body))
    return _spoilt(reply, word, rest, call.mattermost, noted)


def _spoilt(reply: Reply, word: str, rest: str, mattermost: Mattermost, noted: Noted) -> Reply:
    """Spoil an answer whose deed is done."""
    if word == "lost":
        noted.outcome = "lost" if noted.stored_at else noted.outcome
        return Reply()
    if word == "late":
        time.sleep(mattermost.rules.stall or LATE)
    if word == "junk":
        return Reply(200, b"<html>welcome to the proxy</html>", {"Content-Type": "text/html"})
    if word == "list":
        return Reply(200, [1])
    if word == "after":
        status, _, id_ = rest.partition(" ")
        return _error(mattermost, Problem(int(status), id_))
    return reply


def _done(call: Call, way: Route, asked: Asked, noted: Noted) -> Reply:
    mattermost = call.mattermost
    held = _held_back(mattermost, asked.token)
    if held is not None:
        noted.outcome, noted.retry_after = "busy", held
        return _limited(held)
    try:
        with mattermost.lock:
            call.asker = _session(mattermost, asked.token) if way.session else None
        body = _performed(call, way)
    except Problem as problem:
        noted.outcome = "gone" if problem.status in {403, 404} else "refused"
        return _error(mattermost, problem)
    if noted.kind == "send":
        _note_stored(mattermost, noted, fresh=call.fresh)
    if noted.kind == "find":
        noted.outcome = "found" if body["order"] else "missing"
    return Reply(way.status, body, _told(mattermost))


def _note_stored(mattermost: Mattermost, noted: Noted, *, fresh: bool) -> None:
    """Tell a new post from one that was there already, asked for by the same mark."""
    noted.outcome = "stored" if fresh else "found"
    if fresh:
        noted.stored_at = mattermost.instant()


def _performed(call: Call, way: Route) -> Any:
    if not way.locks:
        return way.answer(call)
    with call.mattermost.lock:
        return way.answer(call)


def _session(mattermost: Mattermost, token: str) -> User:
    known = mattermost.tokens.get(token)
    user = mattermost.users.get(known.user) if known else None
    allowed = user is not None and (user.is_bot or mattermost.settings.EnableUserAccessTokens)
    if known is None or user is None or not known.active or not allowed or user.delete_at:
        refuse(
            401, "api.context.session_expired.app_error", "Invalid or expired session, please login again."
        )
    return user


def _held_back(mattermost: Mattermost, token: str) -> float | None:
    """Return the seconds to wait, when a token asks more than its bucket holds."""
    if mattermost.settings.RateLimit is None:
        return None
    per_second, burst = mattermost.settings.RateLimit
    with mattermost.lock:
        level, since = mattermost.levels.get(token, (0.0, mattermost.now()))
        level = max(0.0, level - (mattermost.now() - since) * per_second)
        over = level + 1 - burst
        mattermost.levels[token] = (level if over > 0 else level + 1), mattermost.now()
    return ceil(over / per_second) if over > 0 else None


def _told(mattermost: Mattermost) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Version-Id": mattermost.edition.version_id}


def _limited(seconds: float) -> Reply:
    """Refuse as the server does, in plain text: the headers say how long, in seconds from now."""
    wait = {"Retry-After": f"{seconds:g}", "X-RateLimit-Reset": f"{ceil(seconds)}"}
    wait |= {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "0"}
    return Reply(429, b"limit exceeded\n", {"Content-Type": "text/plain; charset=utf-8", **wait})


def _error(mattermost: Mattermost, problem: Problem) -> Reply:
    body = {"id": problem.id, "message": problem.message, "detailed_error": "", "request_id": "r" * 26}
    return Reply(problem.status, body | {"status_code": problem.status}, _told(mattermost))


def is_ours(path: str) -> bool:
    return path.startswith((PREFIX, _OPEN_HOOK))
