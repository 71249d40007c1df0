"""Where stories are played: the real bot, on a database of its own, everybody in the local room.

People are set up silently, with their onboarding done, the evening before the first hour of the story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.casting import Cast
from bot.domain.events import Event, Pressed, Said, Submitted, Where
from bot.domain.messages import Button, Chart, Form, Message, Reply, To
from bot.domain.people import Address, Scope
from bot.platforms.base import Receipt
from bot.stories.audience import Seen, StoryVoice
from bot.stories.lenses import ROOM, Lens
from bot.stories.steps import PersonLine, TeamLine
from bot.wiring import Bot

COMMAND = "/coach"


@dataclass
class Stage:
    """A bot, its local room, and the people of a story, by name."""

    bot: Bot
    now: datetime
    lenses: tuple[Lens, ...] = (ROOM,)
    """The chats whose people read this story."""
    room: str = "local"
    workspace: int = 0
    voice: StoryVoice = field(init=False)
    cast: Cast = field(init=False)
    forms: dict[str, Form] = field(default_factory=dict)
    opened_by: dict[str, int | None] = field(default_factory=dict)
    """By person: the message whose button opened their form."""
    acts: int = 0

    def __post_init__(self) -> None:
        self.voice = StoryVoice(lambda: self.now, self.lenses)
        with self.bot.store.write(Scope(None)) as memory:
            self.workspace = memory.workspace("room", self.room)
        self.bot.voices[self.workspace] = self.voice
        self.cast = Cast(self.bot, self.workspace)

    def begin(self, at: datetime) -> None:
        """Set the clock of the story."""
        self.now = at

    def add_team(self, team: TeamLine) -> None:
        """Put a team there."""
        self.cast.add_team(team)

    def add_person(self, person: PersonLine, now: datetime) -> None:
        """Put a person there."""
        self.cast.add_person(person, now)

    def says(self, name: str, text: str, now: datetime) -> None:
        """Somebody types: after the command, or in their direct channel."""
        self.now = now
        command, _, rest = text.partition(" ")
        said = Said(self._address(name), self._act(), text=text)
        if command == COMMAND:
            said = replace(said, text=rest, where=Where.COMMAND)
        self.hear(name, said)

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        """Somebody presses a button of a message they see."""
        self.now = now
        pressed = Pressed(self._address(name), self._act(), token=button.token, receipt=str(post))
        self.hear(name, pressed, post)

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        """Somebody sends the form they opened last."""
        self.now = now
        who, token, post = self._address(name), self.forms[name].token, self.opened_by.get(name)
        receipt = str(post) if post is not None else None
        self.hear(name, Submitted(who, self._act(), token=token, values=values, receipt=receipt), post)

    def next_wake(self, now: datetime) -> datetime | None:
        """Return when something may happen next."""
        return self.bot.next_wake(now)

    def tick(self, now: datetime) -> None:
        """Let time pass."""
        self.now = now
        self.bot.tick(now)

    def seen_by(self, name: str) -> list[Seen]:
        """Return everything a person can see, in order."""
        return self.voice.seen_by(self._address(name))

    def charts(self) -> list[Chart]:
        """Return every drawing that was shown."""
        return self.voice.charts()

    def hear(self, name: str, event: Event, pressed: int | None = None) -> None:
        """Somebody did anything a chat may bring; what is answered is shown to them."""
        for reply in self.bot.hear(event, self.now):
            self._show(name, reply, pressed)
        self.bot.postman.send(self.now)

    def _show(self, name: str, reply: Reply, pressed: int | None) -> None:
        address = self._address(name)
        if reply.form:
            self.forms[name], self.opened_by[name] = reply.form, pressed
            self.voice.open_form(address.external_id, reply.form)
        for field_id, error in reply.errors.items():
            self.voice.reply(address, Message(f"{field_id} : {error}"))
        if reply.message and reply.to is To.IN_PLACE and pressed is not None:
            self.voice.update(Receipt(address.external_id, str(pressed)), reply.message)
        elif reply.message:
            self.voice.reply(address, reply.message)

    def _address(self, name: str) -> Address:
        return Address(self.workspace, name)

    def _act(self) -> str:
        self.acts += 1
        return f"story-{self.acts}"
