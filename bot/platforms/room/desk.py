"""What every door of the room stands on, and the shapes of its answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.messages import Chart
from bot.domain.people import Address
from bot.platforms.base import Answer, Request
from bot.platforms.room.acts import Acts
from bot.platforms.room.client import RoomVoice
from bot.platforms.room.guard import HEADERS, Turned
from bot.platforms.room.house import House, Occupant, Place
from bot.platforms.room.pages import Pages, languages
from bot.platforms.room.shapes import Tongue
from bot.platforms.room.views import DIRECT, Viewer

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Desk:
    """The house, its voice, its pages, and what draws its charts."""

    house: House
    voice: RoomVoice
    pages: Pages
    draw: Callable[[Chart], str]

    def tongue(self, request: Request) -> Tongue:
        """Return the words of the language asked for, else of the browser's."""
        wished = request.query.get("lang", "")
        accepted = languages(request.headers.get("accept-language", ""), LANGUAGES)
        return self.pages.tongue(wished if wished in LANGUAGES else accepted)

    def visit(self, request: Request, who: str) -> "Visit":
        """Return who looks; raise Turned when nobody there is called so."""
        occupants = self.house.occupants()
        found = next((each for each in occupants if each.id == who), None)
        if found is None:
            raise Turned(404, "room.unknown")
        names = {each.id: each.name for each in occupants}
        return Visit(self, request, Viewer(found, self.pages.tongue(found.language), names), occupants)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person."""

    desk: Desk
    request: Request
    viewer: Viewer
    occupants: list[Occupant]

    @property
    def who(self) -> str:
        """Their id."""
        return self.viewer.who.id

    @property
    def language(self) -> str:
        """Their language."""
        return self.viewer.tongue.language

    def places(self) -> list[Place]:
        """Return the conversations they read."""
        return self.desk.house.places(self.who)

    def place(self, name: object) -> Place:
        """Return a conversation by the name the page gives it; raise Turned when it is not theirs."""
        places = self.places()
        for each in places:
            if name == (each.address.external_id if each.name else DIRECT):
                return each
        raise Turned(404, "room.unknown")

    def acts(self, place: object) -> Acts:
        """Return what they can do in a place."""
        there = self.place(place)
        me = Address(there.address.workspace, self.who)
        return Acts(self.desk.house, self.desk.voice, me, there)

    def show(self, template: str, /, **facts: object) -> str:
        """Return a page, or a piece of one, in their language."""
        return self.desk.pages.show(template, self.language, **facts)


def page(html: str, status: int = 200) -> Answer:
    """Answer with a page, or a piece of one."""
    return Answer(status, {**HEADERS, "content-type": "text/html; charset=utf-8"}, html.encode())


def data(content: object, status: int = 200) -> Answer:
    """Answer with JSON."""
    headers = {**HEADERS, "content-type": "application/json"}
    return Answer(status, headers, json.dumps(content, ensure_ascii=False).encode())


def go(path: str) -> Answer:
    """Answer that the page is elsewhere."""
    return Answer(303, {**HEADERS, "location": path})


def body_of(request: Request) -> Mapping[str, Any]:
    """Return the JSON object that came; raise Turned for anything else."""
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise Turned(400, "room.bad_request")
    return content


def text_of(content: Mapping[str, Any], name: str, most: int = 100_000) -> str:
    """Return a text of what came; raise Turned when it is not one, or too long."""
    value = content.get(name)
    if not isinstance(value, str) or "\x00" in value:
        raise Turned(400, "room.bad_request")
    if len(value) > most:
        raise Turned(413, "room.too_long")
    return value.encode("utf-8", "replace").decode()
