"""The first page: who one is, and how the room begins."""

from functools import cache
from urllib.parse import quote
from zoneinfo import available_timezones

from bot.platforms.base import Answer, Request
from bot.platforms.room.desk import LANGUAGES, Desk, body_of, data, page, text_of
from bot.platforms.room.guard import Turned
from bot.platforms.room.house import Impossible, Obstacle, Occupant
from bot.platforms.room.shapes import Tongue
from bot.platforms.room.views import Viewer

_KINDS = frozenset({"tour", "nothing"})
_NEAR = ("Europe/", "Indian/", "America/", "Pacific/", "Africa/", "Atlantic/")
_OF_A_FIELD = {
    Obstacle.NO_NAME: "name",
    Obstacle.NAME_TAKEN: "name",
    Obstacle.NO_ZONE: "zone",
}


@cache
def zones() -> list[str]:
    """Return the time zones that may be chosen."""
    return sorted(zone for zone in available_timezones() if zone.startswith(_NEAR))


def lobby(desk: Desk, request: Request) -> Answer:
    """Show who is there, or who would be."""
    tongue = desk.tongue(request)
    begun = desk.house.beginning() is not None
    people = desk.house.occupants() if begun else desk.house.cast(tongue.language)
    now = desk.house.now()
    viewer = _nobody(tongue)
    cards = [viewer.card(each, now, href(each.id) if begun else "") for each in people]
    clock = viewer.clock(now).text if begun else ""
    facts = {"people": cards, "begun": begun, "clock": clock, "zones": zones()}
    html = desk.pages.show("lobby.html", tongue.language, imported=desk.house.imported(), **facts)
    return page(html)


def href(who: str) -> str:
    """Return the address of somebody's window."""
    return f"/room/{quote(who)}"


def _nobody(tongue: Tongue) -> Viewer:
    return Viewer(Occupant("", "", tongue.language, "Europe/Paris"), tongue, {})


def begin(desk: Desk, request: Request) -> Answer:
    """Begin, or begin again."""
    content = body_of(request)
    kind, who = text_of(content, "kind"), content.get("who")
    if kind not in _KINDS:
        raise Turned(400, "room.bad_request")
    wished = content.get("lang")
    language = wished if wished in LANGUAGES else desk.tongue(request).language
    desk.house.begin(kind, language)
    there = {each.id for each in desk.house.occupants()}
    return data({"go": href(who) if isinstance(who, str) and who in there else "/"})


def let_in(desk: Desk, request: Request) -> Answer:
    """Let somebody in; what is wrong is said next to its field."""
    content = body_of(request)
    given = [text_of(content, name, 200) for name in ("name", "language", "zone")]
    try:
        return data({"go": href(desk.house.let_in(*given))})
    except Impossible as impossible:
        field = _OF_A_FIELD.get(impossible.obstacle, "name")
        return data({"errors": {field: desk.tongue(request).say(impossible.obstacle.value)}}, 422)


def load(desk: Desk, request: Request) -> Answer:
    """Bring in the teams of a file of products, and say what came."""
    loaded = desk.house.load(request.body)
    return data({"text": _nobody(desk.tongue(request)).loaded(loaded)})
