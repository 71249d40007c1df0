"""The room's HTTP doors: requests in, pages, pieces of pages and JSON out. No framework here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.platforms.base import Answer, Request
from bot.platforms.room import chat, lobby
from bot.platforms.room.desk import Desk, Visit, data, go, page
from bot.platforms.room.guard import HEADERS, Turned, admit
from bot.platforms.room.house import Impossible
from bot.platforms.room.pages import OWN_FILES

_OF_THE_ROOM = {
    ("GET", "/"): lobby.lobby,
    ("POST", "/room/begin"): lobby.begin,
    ("POST", "/room/people"): lobby.let_in,
    ("POST", "/room/import"): lobby.load,
}
_OF_SOMEBODY: tuple[tuple[str, re.Pattern[str], Callable[..., Answer]], ...] = tuple(
    (method, re.compile(rf"/room/(?P<who>[^/]+){rest}"), door)
    for method, rest, door in (
        ("GET", r"", chat.window),
        ("GET", r"/in/([^/]+)", chat.window),
        ("GET", r"/in/([^/]+)/posts", chat.earlier),
        ("GET", r"/stream", chat.stream),
        ("GET", r"/why", chat.why),
        ("GET", r"/suggestions", chat.suggestions),
        ("GET", r"/posts/(\d{1,18})/chart\.svg", chat.chart),
        ("GET", r"/posts/(\d{1,18})/files/(\d{1,3})", chat.file),
        ("POST", r"/say", chat.say),
        ("POST", r"/press", chat.press),
        ("POST", r"/submit", chat.submit),
        ("POST", r"/arrive", chat.arrive),
        ("POST", r"/clock", chat.clock),
    )
)


_STATIC = re.compile(r"/room/static/([^/]+)")


@dataclass(frozen=True, slots=True)
class Doors:
    """Implements `Listen`."""

    desk: Desk

    def listen(self, request: Request) -> Answer:
        """Answer a request; whatever is wrong with it is said in a sentence."""
        try:
            admit(request)
            return self._door(request)
        except Turned as turned:
            return self._refused(request, turned.status, turned.phrase)
        except Impossible as impossible:
            return self._refused(request, 422, impossible.obstacle.value)

    def _door(self, request: Request) -> Answer:
        if request.method == "HEAD":
            request = replace(request, method="GET")
        door = _OF_THE_ROOM.get((request.method, request.path))
        if door:
            return door(self.desk, request)
        static = _STATIC.fullmatch(request.path)
        if static and request.method == "GET":
            return _file(static[1])
        for method, pattern, deed in _OF_SOMEBODY:
            found = pattern.fullmatch(request.path)
            if found and method == request.method:
                who, *rest = found.groups()
                return self._for(request, who, deed, rest)
        raise Turned(404, "room.unknown")

    def _for(self, request: Request, who: str, deed: Callable[..., Answer], rest: list[str]) -> Answer:
        """Open somebody's door; a window on somebody who is not there leads to the lobby."""
        try:
            visit: Visit = self.desk.visit(request, who)
        except Turned:
            if deed is chat.window:
                return go("/")
            if deed is chat.stream:
                return chat.gone()
            raise
        return deed(visit, *rest)

    def _refused(self, request: Request, status: int, phrase: str) -> Answer:
        tongue = self.desk.tongue(request)
        sentence = tongue.say(phrase)
        if request.method == "POST":
            return data({"error": sentence}, status)
        return page(self.desk.pages.show("refused.html", tongue.language, sentence=sentence), status)


def _file(name: str) -> Answer:
    """Give a file of the pages: a new version of Pouce is never mixed with an old one's files."""
    if name not in OWN_FILES:
        raise Turned(404, "room.unknown")
    kind, content = OWN_FILES[name]
    return Answer(200, {**HEADERS, "content-type": kind}, content)
