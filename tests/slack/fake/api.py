"""One call of the Web API: who asks, whether they may, what goes wrong today, and the answer."""

import time
from dataclasses import dataclass, field

from tests.delivery.chat_server import Noted
from tests.slack.fake import oauth
from tests.slack.fake.methods import METHODS, Call, hold_tier
from tests.slack.fake.responses import respond_to
from tests.slack.fake.state import Json, Problem, Slack, Token, refuse

JUDGED = {"chat.postMessage": "send", "conversations.history": "find"}
"""What the judge of deliveries counts, by his own words."""
LATE = 15.0
"""Seconds after which nobody waits for an answer any more."""


@dataclass
class Reply:
    """What goes back; without a status, the connection is cut."""

    status: int = 0
    body: bytes | Json = b""
    headers: dict[str, str] = field(default_factory=dict)


def answer(slack: Slack, name: str, token: str, args: Json) -> Reply:
    """Answer one call, or not."""
    with slack.lock:
        slack.calls.append((name, args))
        noted = _noted(slack, name, token, args)
        fault = _drawn(slack, name, noted)
        delay = slack.rules.delay if name in JUDGED else slack.delays.get(name, 0.0)
        first_part = slack.dice.random() * delay
    time.sleep(first_part)
    reply = _with_fault(slack, name, token, args, fault, noted)
    time.sleep(delay - first_part)
    if reply.status == 0 and fault == "lost" and slack.dice.random() < 0.5:
        time.sleep(slack.rules.stall)
    noted.answered_at = time.monotonic()
    return reply


def _noted(slack: Slack, name: str, token: str, args: Json) -> Noted:
    known = slack.tokens.get(token)
    team = slack.teams.get(known.team) if known else None
    key = ((args.get("metadata") or {}).get("event_payload") or {}).get("key", "")
    noted = Noted(
        time.monotonic(), JUDGED.get(name, name), team.number if team else 0, args.get("channel", ""), key
    )
    if name in JUDGED:
        slack.requests.append(noted)
    return noted


def _drawn(slack: Slack, name: str, noted: Noted) -> str:
    """Return what goes wrong: what was ordered for this method, else what the dice say."""
    if slack.faults[name]:
        return slack.faults[name].popleft()
    rules, spared = slack.rules, noted.kind == "find" and not slack.rules.hard_to_search
    if name not in JUDGED or (spared and noted.workspace not in rules.always_busy):
        return "ok"
    if noted.workspace in rules.always_busy or slack.dice.random() < rules.busy:
        return f"busy {rules.retry_after}"
    if noted.workspace in rules.refused:
        return "token_revoked"
    if slack.dice.random() < rules.broken:
        return "broken"
    return "lost" if noted.kind == "send" and slack.dice.random() < rules.lost else "ok"


def _with_fault(slack: Slack, name: str, token: str, args: Json, fault: str, noted: Noted) -> Reply:
    if fault.startswith("busy"):
        noted.outcome, noted.retry_after = "busy", float(fault.removeprefix("busy"))
        return _busy(noted.retry_after)
    if fault == "dropped":
        noted.outcome = "dropped"
        return Reply()
    if fault == "broken":
        noted.outcome = "broken"
        return Reply(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})
    before = {"lost": slack.rules.late}.get(fault, 0.0)
    time.sleep(before)
    if fault not in {"ok", "lost", "late", "junk", "list"} and not fault.startswith("after "):
        noted.outcome = "refused"
        return _ok({"ok": False, "error": fault}, slack, token)
    reply = _done(slack, name, token, args, noted)
    return _spoilt(reply, fault, slack, noted)


def _spoilt(reply: Reply, fault: str, slack: Slack, noted: Noted) -> Reply:
    """Spoil an answer whose deed is done."""
    if fault == "lost":
        noted.outcome = "lost" if noted.stored_at else noted.outcome
        return Reply()
    if fault == "late":
        time.sleep(slack.rules.stall or LATE)
    if fault == "junk":
        return Reply(200, b"<html>welcome to the proxy</html>", {"Content-Type": "text/html"})
    if fault == "list":
        return Reply(200, b"[1]", {"Content-Type": "application/json"})
    if fault.startswith("after "):
        return Reply(200, {"ok": False, "error": fault.removeprefix("after ")})
    return reply


def _done(slack: Slack, name: str, token: str, args: Json, noted: Noted) -> Reply:
    with slack.lock:
        try:
            body = _perform(slack, name, token, args)
        except Problem as problem:
            noted.outcome = "gone" if problem.body["error"] == "channel_not_found" else "refused"
            if problem.body["error"] == "ratelimited":
                noted.outcome, noted.retry_after = "busy", float(problem.body["retry_after"])
                return _busy(noted.retry_after)
            return _ok(problem.body, slack, token)
        if noted.kind == "send":
            noted.outcome, noted.stored_at = "stored", time.monotonic()
        if noted.kind == "find":
            noted.outcome = "found" if body["messages"] else "missing"
        return _ok({"ok": True, **body}, slack, token)


def _perform(slack: Slack, name: str, token: str, args: Json) -> Json:
    if name == "oauth.v2.access":
        return oauth.access(slack, args)
    if name == "apps.connections.open":
        return _ticket(slack, token)
    if name not in METHODS:
        refuse("unknown_method", req_method=name)
    function, scope = METHODS[name]
    call = Call(slack, _valid(slack, token), args)
    if scope:
        call.need(scope)
    hold_tier(call, name)
    return function(call)


def _valid(slack: Slack, value: str) -> Token:
    if not value:
        refuse("not_authed")
    token = slack.tokens.get(value)
    if token is None:
        refuse("invalid_auth")
    if token.revoked:
        refuse(token.revoked)
    if token.expires_at is not None and slack.now() >= token.expires_at:
        refuse("token_expired")
    return token


def _ticket(slack: Slack, token: str) -> Json:
    """Give an address where a socket may be opened, once."""
    if token in slack.tokens:
        refuse("not_allowed_token_type")
    if token != slack.app_token:
        refuse("invalid_auth")
    ticket = slack.new_id("ticket-")
    slack.tickets.add(ticket)
    return {"url": f"{slack.socket_base}/link/?ticket={ticket}&app_id={slack.app_id}"}


def _busy(seconds: float) -> Reply:
    return Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": f"{seconds:g}"})


def _ok(body: Json, slack: Slack, token: str) -> Reply:
    known = slack.tokens.get(token)
    scopes = {"X-OAuth-Scopes": ",".join(sorted(known.scopes))} if known else {}
    return Reply(200, body, scopes)


def respond(slack: Slack, id_: str, body: Json) -> Reply:
    """Answer what was posted to the address of an act."""
    with slack.lock:
        try:
            respond_to(slack, id_, body)
        except Problem as problem:
            status = 404 if problem.body["error"] in {"used_url", "expired_url"} else 400
            return Reply(status, str(problem).encode(), {"Content-Type": "text/plain"})
        return Reply(200, b"ok", {"Content-Type": "text/plain"})


def uploaded(slack: Slack, id_: str, content: bytes) -> Reply:
    """Take the content of a file, as long as it was said to be."""
    with slack.lock:
        upload = slack.uploads.get(id_)
        if upload is None or len(content) != upload.length:
            return Reply(400, b"bad upload")
        upload.content = content
        return Reply(200, f"OK - {len(content)}".encode())
