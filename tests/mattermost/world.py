"""A story played on Mattermost: what people do goes to the doors as the server sends it, screens are read."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.casting import Cast
from bot.domain.messages import Button, Form, Input
from bot.domain.people import Scope
from bot.domain.practices import FieldKind
from bot.platforms.mattermost.forms import visible_form
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen
from tests.mattermost.eyes import Shown
from tests.mattermost.fake.dialogs import elements_shown
from tests.mattermost.fake.state import Json, Mattermost, id_of
from tests.mattermost.house import TEAM, World
from tests.mattermost.people import Answer, People

COMMAND = "/coach"
A_MOMENT = timedelta(seconds=1.1)
_TURNS = 3


def user_of(name: str) -> str:
    """Return the name under which Mattermost knows somebody of a story."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


@dataclass
class MattermostWorld:
    """Implements `World`: nobody here touches the bot but through Mattermost."""

    world: World
    number: int = 0
    """Which of the servers."""
    people: People = field(init=False)
    cast: Cast = field(init=False)
    shown: list[Seen] = field(default_factory=list)
    screens: dict[tuple[str, str], tuple[object, ...]] = field(default_factory=dict)
    """What each thing on somebody's screen said when it was last looked at."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Of each post, as stories know messages."""

    def __post_init__(self) -> None:
        self.people = People(self.mattermost, self.world.post)
        self.cast = Cast(self.world.bot, self.world.workspaces[self.number])

    @property
    def mattermost(self) -> Mattermost:
        return self.world.servers[self.number]

    def begin(self, at: datetime) -> None:
        self.world.now = at
        self._at(at)

    def add_team(self, team: TeamLine) -> None:
        self.cast.add_team(team)

    def add_person(self, person: PersonLine, now: datetime) -> None:
        name, known = person.name.capitalize(), {"locale": person.language, "zone": person.zone}
        user = self.mattermost.user(user_of(person.name), TEAM, nickname=name, **known)
        self.cast.add_person(replace(person, name=user.id), now)
        with self.world.bot.store.write(Scope(self.cast.workspace)) as memory:
            found = memory.person(self.cast.people[user.id])
            assert found
            memory.save(replace(found, name=name))

    def says(self, name: str, text: str, now: datetime) -> None:
        self._at(now)
        command, _, rest = text.partition(" ")
        if command == COMMAND:
            self._done(name, self.people.commands(user_of(name), rest))
        else:
            self.people.says(user_of(name), text)
            self._done(name, Answer())

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        self._at(now)
        found = [
            each
            for shown in self.people.sees(user_of(name))
            for each in shown.buttons
            if self._number(shown) == post and f"{each.post}/{each.id}" == button.token
        ]
        self._done(name, self.people.press(user_of(name), found[-1]))

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        self._at(now)
        shown = self.mattermost.dialogs[id_of(user_of(name))]
        many = {each["name"] for each in shown["dialog"]["elements"] if each.get("multiselect")}
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
        self.world.work()
        for _ in range(_TURNS):
            self.world.go_on(A_MOMENT)
            if not self.world.bot.postman.send(self.world.now):
                return

    def _done(self, name: str, answer: Answer) -> None:
        assert answer.status in {0, 200}, answer
        assert not answer.error, answer
        self._settle()
        self._look(name)
        for field_id, error in answer.errors.items():
            self._show(Seen(0, self.world.now, name, "reply", f"{field_id} : {error}"))

    # Looking at a screen

    def _look(self, name: str) -> None:
        """Note what came or changed on somebody's screen since it was last looked at."""
        for each in self.people.sees(user_of(name)):
            if self._is_new(name, each.id, (each.text, *(button.label for button in each.buttons))):
                self._show(self._seen(name, each))
        form = self.mattermost.dialogs.get(id_of(user_of(name)))
        if form and self._is_new(name, "form", (id(form),)):
            shown = _form(form, self.mattermost)
            text = visible_form({"dialog": form["dialog"]})
            self._show(Seen(0, self.world.now, name, "form", text, form=shown))

    def _is_new(self, name: str, what: str, now: tuple[object, ...]) -> bool:
        before = self.screens.get((name, what))
        self.screens[name, what] = now
        return now != before

    def _show(self, seen: Seen) -> None:
        self.shown.append(replace(seen, order=len(self.shown)))

    def _seen(self, name: str, shown: Shown) -> Seen:
        buttons = tuple(Button(each.label, "", token=f"{each.post}/{each.id}") for each in shown.buttons)
        labels = " ".join(f"[{each.label}]" for each in buttons)
        return Seen(
            order=0,
            at=datetime.fromtimestamp(shown.at, UTC),
            to=name,
            kind="reply",
            text=f"{shown.text}\n{labels}" if labels else shown.text,
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


def _listed(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]
