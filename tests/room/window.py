"""A story played through the page's own doors: what people do is posted, what they see is read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bs4 import BeautifulSoup, Tag

from bot.casting import Cast
from bot.domain.messages import Button, Form, Input, Style
from bot.domain.people import Scope
from bot.domain.practices import FieldKind
from bot.platforms.base import Feed, Notice
from bot.platforms.room.render import render_form
from bot.store import Resident
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen
from tests.room.house import House, Said

_LINES = ".text, .quote, .facts > div, .table tr, .chart, .files li, .buttons, .part-text, .footer"


@dataclass
class HttpWorld:
    """Implements `World`: nobody here touches the bot but through a door of the room."""

    house: House
    cast: Cast = field(init=False)
    feeds: dict[str, Feed] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    opened_by: dict[str, object] = field(default_factory=dict)
    """By person: the post whose button opened their form, as the page remembers it."""
    shown: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cast = Cast(self.house.room.bot, self.house.room.workspace)

    def begin(self, at: datetime) -> None:
        with self.house.room.store.write(self._here) as memory:
            memory.begin_room(at)

    def add_team(self, team: TeamLine) -> None:
        self.cast.add_team(team)

    def add_person(self, person: PersonLine, now: datetime) -> None:
        assert person.zone
        name = person.name
        with self.house.room.store.write(self._here) as memory:
            memory.add_resident(Resident(name, name.capitalize(), person.language, person.zone))
        self.cast.add_person(person, now)

    def says(self, name: str, text: str, now: datetime) -> None:
        self._done(name, self.house.says(name, text), now)

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        self._done(name, self.house.act(name, "press", post=post, token=button.token), now, post)

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        form = self.forms[name]
        sent = {each.id: _as_sent(each, values.get(each.id, "")) for each in form.inputs}
        post = self.opened_by.get(name, "")
        answer = self.house.act(name, "submit", token=form.token, values=sent, post=post)
        self._done(name, answer, now, post)

    def next_wake(self, now: datetime) -> datetime | None:
        return self.house.room.bot.next_wake(now)

    def tick(self, now: datetime) -> None:
        self.house.room._tick(now)

    def seen_by(self, name: str) -> list[Seen]:
        self._catch_up(name)
        return [each for each in self.shown if each.to == name]

    @property
    def _here(self) -> Scope:
        return Scope(self.house.room.workspace)

    def _done(self, name: str, answer: Said, now: datetime, post: object = "") -> None:
        """Read what the act itself was answered: a form to open, or the faults of the one just sent."""
        assert answer.status == 200, answer.text
        self._catch_up(name)
        if answer.data["form"]:
            form = form_of(answer.data["form"])
            self.forms[name], self.opened_by[name] = form, post
            self._show(Seen(0, now, name, "form", render_form(form), form=form))
        for field_id, error in answer.data["errors"].items():
            self._show(Seen(0, now, name, "reply", f"{field_id} : {error}"))

    def _catch_up(self, name: str) -> None:
        if name not in self.feeds:
            self.feeds[name] = self.house.feed(name, after=0)
        for notice in self.feeds[name].fetch():
            if notice.event == "post":
                self._read(name, notice)

    def _read(self, name: str, notice: Notice) -> None:
        """Keep what Pouce says to them alone; stories do not look at channels."""
        content = json.loads(notice.data)
        if content["place"] == "pouce" and content["kind"] != "said":
            self._show(seen_of(name, content["kind"], content["html"]))

    def _show(self, seen: Seen) -> None:
        self.shown.append(replace(seen, order=len(self.shown)))


# Reading a page as somebody does, from top to bottom.


def seen_of(to: str, kind: str, html: str) -> Seen:
    """Return what a post of the page shows."""
    post = _one(BeautifulSoup(html, "html.parser"), "li.post")
    names = [*(_of(each, "alt") for each in post.select(".chart img")), *_texts(post, ".files a")]
    return Seen(
        order=0,
        at=datetime.fromisoformat(_of(post, "data-at")),
        to=to,
        kind=kind,
        text="\n".join(_lines(post)),
        buttons=tuple(buttons_of(post)),
        attachments=tuple(names),
        message_id=int(_of(post, "data-post")),
    )


def buttons_of(page: Tag) -> Iterator[Button]:
    """Return what may be pressed, in reading order."""
    for each in page.select("button[data-token]"):
        yield Button(_words(each), "", style=Style(_of(each, "class")), token=_of(each, "data-token"))


def _lines(post: Tag) -> Iterator[str]:
    for each in post.select(_LINES):
        yield _line(each, each.get_attribute_list("class"))


def _line(each: Tag, kinds: list[str]) -> str:
    """Return a piece of a post as a terminal would show it: `bot.platforms.room.render` does the same."""
    if "buttons" in kinds:
        return " ".join(f"[{label}]" for label in _texts(each, "button"))
    if each.name == "tr":
        return " | ".join(_texts(each, "th, td"))
    if "quote" in kinds:
        return "\n".join(f"> {line}" for line in _words(each).splitlines())
    if "chart" in kinds:
        return f"{_of(_one(each, 'img'), 'alt')}\n{_words(_one(each, 'figcaption'))}"
    if "part-text" in kinds:
        return f"· {_words(each)}"
    whole = each.find_next_sibling("details") if "text" in kinds else None
    return _words(_one(whole, "p") if whole else each)


def form_of(html: str) -> Form:
    """Return a form of the page, with what it is filled with when it opens."""
    page = BeautifulSoup(html, "html.parser")
    form = _one(page, "form")
    inputs = tuple(_input(each) for each in form.select("[data-field]"))
    submit = _words(_one(form, "[type=submit]"))
    return Form(_words(_one(form, "h2")), "", (), inputs, submit, token=_of(form, "data-token"))


def _input(shown: Tag) -> Input:
    kind = FieldKind.CHOICES if shown.has_attr("data-many") else FieldKind.TEXT
    ticked = [_of(each, "value") for each in shown.select("input[checked], option[selected]")]
    typed = [_of(each, "value") for each in shown.select(":scope > input")]
    written = [each.get_text().removeprefix("\n") for each in shown.select("textarea")]
    values = [each for each in (*ticked, *typed, *written) if each]
    return Input(
        id=_of(shown, "data-field"),
        kind=kind,
        label=_words(_one(shown, "label, legend")),
        choices=_choices(shown),
        value=values if kind is FieldKind.CHOICES else next(iter(values), None),
    )


def _choices(shown: Tag) -> tuple[tuple[str, str], ...]:
    """Return what may be chosen; the empty one is the way to answer nothing."""
    options = [(_of(each, "value"), _words(each)) for each in shown.select("option")]
    ticks = [(_of(_one(each, "input"), "value"), _words(each)) for each in shown.select("label.tick")]
    return tuple((value, label) for value, label in (*options, *ticks) if value)


def _as_sent(field_: Input, value: str) -> str | list[str]:
    """Return a value as the page sends it: boxes that are ticked go one by one."""
    if field_.kind is not FieldKind.CHOICES:
        return value
    return [each.strip() for each in value.split(",") if each.strip()]


def _one(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found, f"no {selector} in {page}"
    return found


def _texts(page: Tag, selector: str) -> list[str]:
    return [_words(each) for each in page.select(selector)]


def _words(page: Tag) -> str:
    return page.get_text().strip()


def _of(tag: Tag, name: str) -> str:
    return str(tag.get_attribute_list(name)[0])
