"""Who may knock at the room? Somebody on this machine, from the room's own pages, and nobody else.

The room asks for no password: whoever reaches it is whoever they say. So it answers to loopback names only
(another site cannot rebind its own name to it), not through a proxy, and hears acts from its own pages only.
"""

from urllib.parse import urlsplit

from bot.platforms.base import Request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OF_PROXIES = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
_ACT_LIMIT = 256 * 1024
_FILE_LIMIT = 32 * 1024 * 1024
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Sent with every answer of the room."""


class Turned(Exception):
    """A request that is not heard. Holds the status and the phrase that says why."""

    def __init__(self, status: int, phrase: str) -> None:
        super().__init__(phrase)
        self.status = status
        self.phrase = phrase


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine and only reachable from it."""
    return host.strip("[]").lower() in _LOOPBACK


def admit(request: Request) -> None:
    """Raise Turned unless the request comes from this machine and, for an act, from the room's own pages."""
    host = request.headers.get("host", "")
    if not is_loopback(_name(host)) or _OF_PROXIES & request.headers.keys():
        raise Turned(403, "room.not_here")
    if request.method == "POST":
        _admit_act(request, host)


def _admit_act(request: Request, host: str) -> None:
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if (origin is not None and urlsplit(origin).netloc != host) or site not in {"same-origin", "none"}:
        raise Turned(403, "room.not_here")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Turned(415, "room.bad_request")
    limit = _FILE_LIMIT if request.path == "/room/import" else _ACT_LIMIT
    if len(request.body) > limit:
        raise Turned(413, "room.too_long")


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
