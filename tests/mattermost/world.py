"""A story played on Mattermost: what people do goes to the doors as the server sends it, screens are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.casting import Cast
from bot.domain.messages import Button, Form, Input
from bot.domain.practices import FieldKind
from bot.platforms.mattermost.forms import visible_form
from bot.stories.steps import PersonLine
from bot.stories.world import Seen
from tests.mattermost.eyes import Shown
from tests.mattermost.fake.dialogs import elements_shown
from tests.mattermost.fake.state import Json, Mattermost, id_of
from tests.mattermost.house import TEAM, World
from tests.mattermost.people import Answer, People
from tests.played import A_MOMENT, COMMAND, TURNS, Played, listed, plain, with_labels


def user_of(name: str) -> str:
    """Return the name under which Mattermost knows somebody of a story."""
    return plain(name).lower()


@dataclass
class MattermostWorld(Played):
    """Implements `World` on Mattermost."""

    world: World
    number: int = 0
    """Which of the servers."""
    people: People = field(init=False)
    numbers: dict[str, int] = field(default_factory=dict)
    """Of each post, as stories know messages."""

    def __post_init__(self) -> None:
        self.people = People(self.mattermost, self.world.post)
        self.cast = Cast(self.world.bot, self.world.workspaces[self.number])

    @property
    def house(self) -> World:
        return self.world

    @property
    def mattermost(self) -> Mattermost:
        return self.world.servers[self.number]

    def add_person(self, person: PersonLine, now: datetime) -> None:
        name, known = person.name.capitalize(), {"locale": person.language, "zone": person.zone}
        user = self.mattermost.user(user_of(person.name), TEAM, nickname=name, **known)
        self.enrol(person, user.id, now)

    def says(self, name: str, text: str, now: datetime) -> None:
        self.at(now)
        command, _, rest = text.partition(" ")
        if command == COMMAND:
            self._done(name, self.people.commands(user_of(name), rest))
        else:
            self.people.says(user_of(name), text)
            self._done(name, Answer())

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        self.at(now)
        found = [
            each
            for shown in self.people.sees(user_of(name))
            for each in shown.buttons
            if self._number(shown) == post and f"{each.post}/{each.id}" == button.token
        ]
        self._done(name, self.people.press(user_of(name), found[-1]))

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        self.at(now)
        shown = self.mattermost.dialogs[id_of(user_of(name))]
        many = {each["name"] for each in shown["dialog"]["elements"] if each.get("multiselect")}
        sent = {key: listed(value) if key in many else value for key, value in values.items()}
        self._done(name, self.people.submits(user_of(name), sent))

    def _settle(self) -> None:
        """Let a worker send what had to wait for its turn at the same address."""
        self.world.work()
        for _ in range(TURNS):
            self.world.go_on(A_MOMENT)
            if not self.world.bot.postman.send(self.world.now):
                return

    def _done(self, name: str, answer: Answer) -> None:
        assert answer.status in {0, 200}, answer
        assert not answer.error, answer
        self._settle()
        self.look(name)
        self.show_errors(name, answer.errors)

    # Looking at a screen

    def look(self, name: str) -> None:
        """Note what came or changed on somebody's screen since it was last looked at."""
        for each in self.people.sees(user_of(name)):
            if self.is_new(name, each.id, (each.text, *(button.label for button in each.buttons))):
                self.show(self._seen(name, each))
        form = self.mattermost.dialogs.get(id_of(user_of(name)))
        if form and self.is_new(name, "form", (id(form),)):
            shown = _form(form, self.mattermost)
            text = visible_form({"dialog": form["dialog"]})
            self.show(Seen(0, self.world.now, name, "form", text, form=shown))

    def _seen(self, name: str, shown: Shown) -> Seen:
        buttons = tuple(Button(each.label, "", token=f"{each.post}/{each.id}") for each in shown.buttons)
        return Seen(
            order=0,
            at=datetime.fromtimestamp(shown.at, UTC),
            to=name,
            kind="reply",
            text=with_labels(shown.text, [each.label for each in buttons]),
            buttons=buttons,
            attachments=shown.files,
            message_id=self._number(shown),
        )

    def _number(self, shown: Shown) -> int:
        return self.numbers.setdefault(shown.id, len(self.numbers) + 1)


def _form(shown: Json, mattermost: Mattermost) -> Form:
    content = shown["dialog"]
    inputs = tuple(_input(each) for each in elements_shown(shown, mattermost))
    return Form(content["title"], content["callback_id"], (), inputs, content["submit_label"])


def _input(element: Json) -> Input:
    kind = FieldKind.CHOICES if element.get("multiselect") else FieldKind.TEXT
    choices = tuple((each["value"], each["text"]) for each in element.get("options") or [])
    value: str | list[str] | None = element.get("default")
    if kind is FieldKind.CHOICES and isinstance(value, str):
        value = value.split(",")
    return Input(element["name"], kind, element["display_name"], choices=choices, value=value)
