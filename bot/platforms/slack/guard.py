"""Is this from Slack, and what does it say? Looked at before anything else reads it (TRUST §3.3).

The signature is checked on the bytes as they came, in constant time, with a clock five minutes wide at most
(docs.slack.dev, authentication/verifying-requests-from-slack). Nothing of a request is ever logged.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from bot.platforms.base import Request
from bot.platforms.slack.payloads import Known, read_command, read_json
from bot.platforms.slack.shapes import Malformed

MOST = 1024 * 1024
"""Bytes: a form comes back whole with what was sent, which Slack bounds at 250 kB (PLATFORMS §1.8)."""
_WINDOW = 300  # seconds
_TIMESTAMP = re.compile(r"[0-9]{10}")
_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_FIELDS = 100


class Turned(Exception):
    """Not let in: `status` is what to answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets in what one application of Slack signed."""

    signing_secret: str

    def admit(self, request: Request, now: datetime) -> Known | None:
        """Return what Slack brings, None when there is nothing to do with it; raise Turned."""
        if request.method != "POST":
            raise Turned(400, "only POST")
        if len(request.body) > MOST:
            raise Turned(400, "too large")
        if len(request.body) < MOST // 1024 and _SSL_CHECK.search(request.body):
            return None
        self._require_signature(request, now)
        try:
            return _content(request)
        except (Malformed, ValueError) as fault:
            raise Turned(400, "not a payload of Slack") from fault

    def _require_signature(self, request: Request, now: datetime) -> None:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        given = request.headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(stamp) or not given.isascii():
            raise Turned(401, "no signature")
        if abs(now.timestamp() - int(stamp)) > _WINDOW:
            raise Turned(401, "too old, or one of the clocks is wrong")
        if not hmac.compare_digest(given.encode(), sign(self.signing_secret, stamp, request.body).encode()):
            raise Turned(401, "signed by somebody else")


def sign(secret: str, stamp: str, body: bytes) -> str:
    """Return the signature that Slack gives to a body."""
    based = b":".join((b"v0", stamp.encode("ascii"), body))
    return "v0=" + hmac.new(secret.encode(), based, hashlib.sha256).hexdigest()


def _content(request: Request) -> Known | None:
    text = request.body.decode("utf-8")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        return read_json(text)
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict"))
    return read_json(fields["payload"]) if "payload" in fields else read_command(fields)
