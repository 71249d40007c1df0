"""Is this a request that Mattermost makes? Looked at before anything else reads it (TRUST §3.3).

What it says is believed later: a command by its token, a button or a dialog by what we sealed in it
(`listen`). Nothing of a request is ever logged.
"""

from collections.abc import Callable
from urllib.parse import parse_qs

from bot.platforms.base import Request
from bot.platforms.mattermost import payloads
from bot.platforms.mattermost.payloads import Known
from bot.platforms.mattermost.shapes import Malformed

ROOT = "/mattermost"
COMMAND, ACTION, DIALOG = f"{ROOT}/command", f"{ROOT}/action", f"{ROOT}/dialog"
MOST = 1024 * 1024
"""Bytes: a command is as long as a post (16,383 characters), each of which takes nine in a form."""
_FIELDS = 2_000
"""Of a command: each person and each channel that it names is one more, and their ids."""
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class Turned(Exception):
    """Not let in: `status` is what to answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def admit(request: Request) -> Known:
    """Return what is brought; raise Turned."""
    if request.method != "POST":
        raise Turned(400, "only POST")
    if len(request.body) > MOST:
        raise Turned(400, "too large")
    kind, read = _READERS.get(request.path, ("", None))
    if read is None:
        raise Turned(400, "no such door")
    _require_type(request.headers.get("content-type", ""), kind)
    try:
        return read(request.body.decode("utf-8"))
    except (Malformed, ValueError) as fault:
        raise Turned(400, "not what Mattermost sends") from fault


def _require_type(given: str, wanted: str) -> None:
    """Take only what the server writes, in UTF-8."""
    kind, *parameters = (each.strip().lower() for each in given.split(";"))
    if kind != wanted:
        raise Turned(400, f"only {wanted}")
    charsets = [each.partition("=")[2].strip('"') for each in parameters if each.startswith("charset=")]
    if set(charsets) - {"utf-8"}:
        raise Turned(400, "only UTF-8")


def _command(text: str) -> Known:
    fields = parse_qs(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    return payloads.command(fields)


_READERS: dict[str, tuple[str, Callable[[str], Known]]] = {
    COMMAND: (_FORM, _command),
    ACTION: (_JSON, payloads.action),
    DIALOG: (_JSON, payloads.submission),
}
