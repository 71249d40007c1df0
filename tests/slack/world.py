"""A story played on Slack: what people do is signed and brought to the doors, and their screens are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.casting import Cast
from bot.domain.messages import Button, Form, Input
from bot.domain.practices import FieldKind
from bot.platforms.slack.forms import visible_form
from bot.stories.steps import PersonLine
from bot.stories.world import Seen
from tests.played import A_MOMENT, COMMAND, TURNS, Played, listed, plain, with_labels
from tests.slack.eyes import Shown
from tests.slack.fake.state import Json
from tests.slack.house import TEAM, World
from tests.slack.people import Answer, People

_MANY = {"checkboxes", "multi_static_select"}


def user_of(name: str) -> str:
    """The id under which Slack knows somebody of a story."""
    return f"U{plain(name).upper()}"


@dataclass
class SlackWorld(Played):
    """Implements `World` on Slack."""

    world: World
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.world.slack, self.world.post, TEAM)
        workspace = next(each for each in self.world.bot.voices)
        self.cast = Cast(self.world.bot, workspace)

    @property
    def house(self) -> World:
        return self.world

    def add_person(self, person: PersonLine, now: datetime) -> None:
        name, language = person.name.capitalize(), f"{person.language}-{person.language.upper()}"
        known = {"name": person.name, "real_name": name, "tz": person.zone, "locale": language}
        self.world.slack.user(TEAM, user_of(person.name), **known)
        self.enrol(person, user_of(person.name), now)

    def says(self, name: str, text: str, now: datetime) -> None:
        self.at(now)
        command, _, rest = text.partition(" ")
        user = user_of(name)
        answer = self.people.commands(user, rest) if command == COMMAND else self.people.says(user, text)
        self._done(name, answer)

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        self.at(now)
        found = [
            (shown, each)
            for shown in self.people.sees(user_of(name))
            for each in shown.buttons
            if _number(shown) == post and each.value == button.token
        ]
        self._done(name, self.people.press(user_of(name), *found[-1]))

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        self.at(now)
        view = self.world.slack.modals[TEAM, user_of(name)][-1]
        many = {each["block_id"] for each in _fields(view) if each["element"]["type"] in _MANY}
        sent = {key: listed(value) if key in many else value for key, value in values.items()}
        self._done(name, self.people.submits(user_of(name), sent))

    def _settle(self) -> None:
        """Let a worker send what had to wait for its turn at the same address."""
        for _ in range(TURNS):
            self.world.go_on(A_MOMENT)
            self.world.bot.postman.send(self.world.now)

    def _done(self, name: str, answer: Answer) -> None:
        assert answer.status in {0, 200}, answer
        self._settle()
        self.look(name)
        self.show_errors(name, answer.errors)

    # Looking at a screen

    def look(self, name: str) -> None:
        """Note what came or changed on somebody's screen since it was last looked at."""
        for each in self.people.sees(user_of(name)):
            if self._is_changed(name, each):
                self.show(_seen(name, each))
        form = self.people.form(user_of(name))
        if form and self._is_changed(name, replace(form, text=form.source["callback_id"])):
            opened = _form(form.source)
            self.show(Seen(0, self.world.now, name, "form", visible_form(form.source), form=opened))

    def _is_changed(self, name: str, shown: Shown) -> bool:
        return self.is_new(name, shown.id, (shown.text, *(each.value for each in shown.buttons)))


def _seen(name: str, shown: Shown) -> Seen:
    buttons = tuple(Button(each.label, "", token=each.value) for each in shown.buttons)
    text = with_labels(shown.text, [each.label for each in buttons])
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
