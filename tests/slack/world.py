"""A story played on Slack: what people do is signed and brought to the doors, and their screens are read."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.casting import Cast
from bot.domain.messages import Button, Form, Input
from bot.domain.people import Scope
from bot.domain.practices import FieldKind
from bot.platforms.slack.forms import visible_form
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen
from tests.slack.eyes import Shown
from tests.slack.fake.state import Json
from tests.slack.house import TEAM, World
from tests.slack.people import Answer, People

COMMAND = "/coach"
A_MOMENT = timedelta(seconds=1.1)
_TURNS = 3
_MANY = {"checkboxes", "multi_static_select"}


def user_of(name: str) -> str:
    """The id under which Slack knows somebody of a story."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"U{plain.upper()}"


@dataclass
class SlackWorld:
    """Implements `World`: nobody here touches the bot but through Slack."""

    world: World
    people: People = field(init=False)
    cast: Cast = field(init=False)
    shown: list[Seen] = field(default_factory=list)
    screens: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """What each thing on somebody's screen said when it was last looked at."""

    def __post_init__(self) -> None:
        self.people = People(self.world.slack, self.world.post, TEAM)
        workspace = next(each for each in self.world.bot.voices)
        self.cast = Cast(self.world.bot, workspace)

    def begin(self, at: datetime) -> None:
        self.world.now = at
        self._at(at)

    def add_team(self, team: TeamLine) -> None:
        self.cast.add_team(team)

    def add_person(self, person: PersonLine, now: datetime) -> None:
        name, language = person.name.capitalize(), f"{person.language}-{person.language.upper()}"
        known = {"name": person.name, "real_name": name, "tz": person.zone, "locale": language}
        self.world.slack.user(TEAM, user_of(person.name), **known)
        self.cast.add_person(replace(person, name=user_of(person.name)), now)
        with self.world.bot.store.write(Scope(self.cast.workspace)) as memory:
            found = memory.person(self.cast.people[user_of(person.name)])
            assert found
            memory.save(replace(found, name=name))

    def says(self, name: str, text: str, now: datetime) -> None:
        self._at(now)
        command, _, rest = text.partition(" ")
        user = user_of(name)
        answer = self.people.commands(user, rest) if command == COMMAND else self.people.says(user, text)
        self._done(name, answer)

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        self._at(now)
        found = [
            (shown, each)
            for shown in self.people.sees(user_of(name))
            for each in shown.buttons
            if _number(shown) == post and each.value == button.token
        ]
        self._done(name, self.people.press(user_of(name), *found[-1]))

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        self._at(now)
        view = self.world.slack.modals[TEAM, user_of(name)][-1]
        many = {each["block_id"] for each in _fields(view) if each["element"]["type"] in _MANY}
        sent = {key: _listed(value) if key in many else value for key, value in values.items()}
        self._done(name, self.people.submits(user_of(name), sent))

    def next_wake(self, now: datetime) -> datetime | None:
        return self.world.bot.next_wake(now)

    def tick(self, now: datetime) -> None:
        self._at(now)
        self.world.bot.tick(self.world.now)
        self.world.work()

    def seen_by(self, name: str) -> list[Seen]:
        self._look(name)
        return [each for each in self.shown if each.to == name]

    def _at(self, now: datetime) -> None:
        """People take a moment to read what came before they act."""
        self.world.go_on(max(now - self.world.now, A_MOMENT))

    def _settle(self) -> None:
        """Let a worker send what had to wait for its turn at the same address."""
        for _ in range(_TURNS):
            self.world.go_on(A_MOMENT)
            self.world.bot.postman.send(self.world.now)

    def _done(self, name: str, answer: Answer) -> None:
        assert answer.status in {0, 200}, answer
        self._settle()
        self._look(name)
        for field_id, error in answer.errors.items():
            self._show(Seen(0, self.world.now, name, "reply", f"{field_id} : {error}"))

    # Looking at a screen

    def _look(self, name: str) -> None:
        """Note what came or changed on somebody's screen since it was last looked at."""
        for each in self.people.sees(user_of(name)):
            if self._is_new(name, each):
                self._show(_seen(name, each))
        form = self.people.form(user_of(name))
        if form and self._is_new(name, replace(form, text=form.source["callback_id"])):
            opened = _form(form.source)
            self._show(Seen(0, self.world.now, name, "form", visible_form(form.source), form=opened))

    def _is_new(self, name: str, shown: Shown) -> bool:
        now = (shown.text, *(each.value for each in shown.buttons))
        before = self.screens.get((name, shown.id))
        self.screens[name, shown.id] = now
        return now != before

    def _show(self, seen: Seen) -> None:
        self.shown.append(replace(seen, order=len(self.shown)))


def _seen(name: str, shown: Shown) -> Seen:
    buttons = tuple(Button(each.label, "", token=each.value) for each in shown.buttons)
    labels = " ".join(f"[{each.label}]" for each in buttons)
    text = f"{shown.text}\n{labels}" if labels else shown.text
    at = datetime.fromtimestamp(shown.at, UTC)
    return Seen(
        order=0,
        at=at,
        to=name,
        kind="reply",
        text=text,
        buttons=buttons,
        attachments=shown.files,
        message_id=_number(shown),
    )


def _number(shown: Shown) -> int:
    return int(shown.id.replace(".", ""))


def _fields(view: Json) -> Iterator[Json]:
    return (each for each in view["blocks"] if each["type"] == "input")


def _form(view: Json) -> Form:
    inputs = tuple(_input(each) for each in _fields(view))
    return Form(view["title"]["text"], view["callback_id"], (), inputs, view["submit"]["text"])


def _input(block: Json) -> Input:
    element = block["element"]
    kind = FieldKind.CHOICES if element["type"] in _MANY else FieldKind.TEXT
    options = [*(element.get("options") or [])]
    choices = tuple((each["value"], each["text"]["text"]) for each in options)
    return Input(block["block_id"], kind, block["label"]["text"], choices=choices, value=_filled(element))


def _filled(element: Json) -> str | list[str] | None:
    """Return what a field holds when it opens."""
    if "initial_options" in element:
        return [str(each["value"]) for each in element["initial_options"]]
    if "initial_option" in element:
        return str(element["initial_option"]["value"])
    given = element.get("initial_value", element.get("initial_date"))
    return None if given is None else str(given)


def _listed(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]
