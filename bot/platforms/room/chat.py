"""One person's window: their conversations, what they do there, the clock, and why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.platforms.base import Answer, Feed, Notice
from bot.platforms.room.acts import COMMAND, Acts, Outcome
from bot.platforms.room.desk import Visit, body_of, data, page, text_of
from bot.platforms.room.guard import HEADERS, Turned
from bot.platforms.room.house import Place
from bot.platforms.room.lobby import href
from bot.platforms.room.posts import Post
from bot.platforms.room.views import DIRECT

_PAGE = 50  # posts shown at once
_LAST = 2**63 - 1
_SVG = {
    "content-type": "image/svg+xml",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_LONGEST = 19  # figures of the largest id
_VERBS = ("help", "week", "team", "settings", "pause", "undo", "privacy")


def window(visit: Visit, name: str = DIRECT) -> Answer:
    """Show a conversation."""
    house, place, now = visit.desk.house, visit.place(name), visit.desk.house.now()
    last = visit.desk.voice.posts.last()
    links = [visit.viewer.place(each, place) for each in visit.places()]
    others = [each for each in visit.occupants if each.id != visit.who]
    facts: dict[str, object] = {
        "me": visit.viewer.card(visit.viewer.who, now, href(visit.who)),
        "people": [visit.viewer.card(each, now, href(each.id)) for each in others],
        "places": links,
        "place": next(each for each in links if each.current),
        "direct": not place.name,
        "last": last,
        "room": house.beginning(),
        "clock": visit.viewer.clock(now),
        "arriving": not place.name and house.is_new(visit.who),
        "why": visit.viewer.why(house.explain(visit.who), now),
    }
    return page(visit.show("chat.html", **facts, **_posts(visit, place, None)))


def earlier(visit: Visit, name: str) -> Answer:
    """Show what came before a post."""
    before = _number(visit, "before", _LAST)
    return page(visit.show("_posts.html", **_posts(visit, visit.place(name), before)))


def _posts(visit: Visit, place: Place, before: int | None) -> dict[str, object]:
    found = visit.desk.voice.posts.page(place.address.external_id, visit.who, before, _PAGE + 1)
    shown = found[-_PAGE:]
    link = None
    if len(found) > _PAGE:
        name = place.address.external_id if place.name else DIRECT
        link = f"{href(visit.who)}/in/{quote(name)}/posts?before={shown[0].root}"
    return {"posts": [visit.viewer.post(each) for each in shown], "earlier": link}


def why(visit: Visit) -> Answer:
    """Show why Pouce speaks, or not."""
    house = visit.desk.house
    return page(visit.show("_why.html", why=visit.viewer.why(house.explain(visit.who), house.now())))


def suggestions(visit: Visit) -> Answer:
    """Give what may be typed."""
    say = visit.viewer.tongue.say
    verbs = [(f"{COMMAND} {say(f'room.verb.{verb}')}", say(f"room.verb_hint.{verb}")) for verb in _VERBS]
    lines = [(COMMAND, say("room.verb_hint.state")), *verbs]
    lines += [(f"{COMMAND} {line}", label) for label, line in visit.desk.house.examples(visit.language)]
    return data([{"text": text, "hint": hint} for text, hint in lines])


# What goes with a post


def chart(visit: Visit, root: str) -> Answer:
    """Give the drawing of a post."""
    drawn = _seen(visit, root).message.chart
    if drawn is None:
        raise Turned(404, "room.unknown")
    return Answer(200, {**HEADERS, **_SVG}, visit.desk.draw(drawn).encode())


def file(visit: Visit, root: str, n: str) -> Answer:
    """Give a file of a post, to be kept: the page never opens one by itself."""
    files = _seen(visit, root).message.files
    if int(n) >= len(files):
        raise Turned(404, "room.unknown")
    named = f"attachment; filename*=UTF-8''{quote(files[int(n)].name, safe='')}"
    headers = {"content-type": files[int(n)].media_type, "content-disposition": named}
    return Answer(200, {**HEADERS, **headers}, files[int(n)].content)


def _seen(visit: Visit, root: object) -> Post:
    """Return a post that this person sees; raise Turned for any other."""
    number = _figures(root if isinstance(root, str) else str(root), 0)
    post = visit.desk.voice.posts.standing(number) if 0 < number <= _LAST else None
    mine = {each.address.external_id for each in visit.places()}
    if post is None or post.place not in mine or post.only_for not in {"", visit.who}:
        raise Turned(404, "room.unknown")
    return post


# Acts


def say(visit: Visit) -> Answer:
    """Hear what somebody typed."""
    content = body_of(visit.request)
    text = text_of(content, "text")
    if not text.strip():
        raise Turned(400, "room.no_text")
    return _outcome(visit, _acts(visit, content).say(_act(content), text))


def press(visit: Visit) -> Answer:
    """Hear a button."""
    content = body_of(visit.request)
    post = _seen(visit, content.get("post"))
    act, token = _act(content), text_of(content, "token", 10_000)
    return _outcome(visit, _acts(visit, content).press(act, token, post))


def submit(visit: Visit) -> Answer:
    """Hear a form."""
    content = body_of(visit.request)
    act, token = _act(content), text_of(content, "token", 10_000)
    post = _seen(visit, content["post"]) if content.get("post") else None
    return _outcome(visit, _acts(visit, content).submit(act, token, _values(content), post))


def arrive(visit: Visit) -> Answer:
    """Let Pouce say hello."""
    content = body_of(visit.request)
    return _outcome(visit, _acts(visit, content).arrive(_act(content)))


def _acts(visit: Visit, content: Mapping[str, Any]) -> Acts:
    return visit.acts(content.get("place"))


def _act(content: Mapping[str, Any]) -> str:
    """Return what tells this act from any other: the page sends it again if no answer came."""
    act = text_of(content, "id", 100)
    if not act.strip():
        raise Turned(400, "room.bad_request")
    return act


def _values(content: Mapping[str, Any]) -> dict[str, str | list[str]]:
    values = content.get("values")
    if not isinstance(values, dict):
        raise Turned(400, "room.bad_request")
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [text_of({"value": each}, "value") for each in value]
    return text_of({"value": value}, "value")


def _outcome(visit: Visit, outcome: Outcome) -> Answer:
    form = visit.desk.pages.form(outcome.form, visit.language) if outcome.form else None
    return data({"form": form, "errors": outcome.errors or {}, "error": None})


def clock(visit: Visit) -> Answer:
    """Move the clock, and list what came on the way."""
    journey = visit.desk.house.travel(visit.who, text_of(body_of(visit.request), "to", 20))
    say_ = visit.viewer.tongue.say
    reached = visit.viewer.clock(visit.desk.house.now()).text
    empty = "" if journey.posts else say_("room.way_empty", when=reached)
    way = visit.viewer.way(journey)
    html = visit.show("_way.html", way=way, silent=journey.silent, empty=empty)
    return data({"html": html, "error": None})


# What goes on


def stream(visit: Visit) -> Answer:
    """Tell what comes, as it comes."""
    house = visit.desk.house
    beginning = _number(visit, "room", house.beginning() or 0)
    told = Stream(visit, beginning, _number(visit, "after", visit.desk.voice.posts.last()))
    headers = {name: value for name, value in HEADERS.items() if name != "cache-control"}
    return Answer(200, headers, feed=Feed(told.fetch, house.subscribe))


def gone() -> Answer:
    """Tell a page whose person is not there any more to begin again."""
    return Answer(200, HEADERS, feed=Feed(lambda: [Notice("reset", "{}")], lambda _: lambda: None))


@dataclass
class Stream:
    """What one open page was told already."""

    visit: Visit
    beginning: int
    after: int
    clock: str = ""

    def fetch(self) -> Sequence[Notice]:
        """Return what is new: posts where this person reads, the hour; or that the room began again."""
        house = self.visit.desk.house
        if house.beginning() != self.beginning:
            return [Notice("reset", "{}")]
        return [*self._posts(), *self._hour()]

    def _posts(self) -> list[Notice]:
        places = [each.address.external_id for each in self.visit.places()]
        posts = self.visit.desk.voice.posts.after(self.after, places, self.visit.who)
        self.after = max([self.after, *(post.id for post in posts)])
        return [self._told(post) for post in posts]

    def _told(self, post: Post) -> Notice:
        view = self.visit.viewer.post(post)
        html = self.visit.show("_post.html", post=view)
        content = {"id": view.id, "place": view.place, "kind": view.kind, "html": html}
        return Notice("post", json.dumps(content), post.id)

    def _hour(self) -> list[Notice]:
        clock = self.visit.viewer.clock(self.visit.desk.house.now())
        if clock.text == self.clock:
            return []
        self.clock = clock.text
        return [Notice("clock", json.dumps({"text": clock.text, "day": clock.day}))]


def _number(visit: Visit, name: str, default: int) -> int:
    return min(_figures(visit.request.query.get(name, ""), default), _LAST)


def _figures(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else default
