"""Where stories are played: the real bot, on a database of its own, everybody in the local room.

People are set up silently, with their onboarding done, the evening before the first hour of the story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.coach.turn import reschedule
from bot.coach.welcome import MILESTONE, past_steps
from bot.domain.activities import Draft
from bot.domain.events import Event, Pressed, Profile, Said, Submitted, Where
from bot.domain.messages import Button, Chart, Form, Message, Reply, To
from bot.domain.moments import local_date
from bot.domain.people import CLOCK, READERS, Address, Membership, Person, Rhythm, Role, Scope, Standing, Team
from bot.domain.phases import Phase, PhaseSpan
from bot.platforms.base import Receipt
from bot.platforms.room.client import RoomVoice
from bot.stories.world import Seen
from bot.wiring import Bot

COMMAND = "/coach"
_ACCESS = timedelta(days=730)


@dataclass
class Stage:
    """A bot, its local room, and the people of a story, by name."""

    bot: Bot
    now: datetime
    workspace: int = 0
    voice: RoomVoice = field(init=False)
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    acts: int = 0

    def __post_init__(self) -> None:
        self.voice = RoomVoice(lambda: self.now)
        with self.bot.store.write(Scope(None)) as memory:
            self.workspace = memory.workspace("room", "local")
        self.bot.voices[self.workspace] = self.voice

    def begin(self, at: datetime) -> None:
        """Set the clock of the story."""
        self.now = at

    def add_team(self, name: str, phase: str, since: date) -> None:
        """Put a team there."""
        with self.bot.store.write(Scope(self.workspace)) as memory:
            span = PhaseSpan(Phase(phase), since)
            self.teams[name] = memory.create_team(name, (span,), holidays=self.bot.kit.default_holidays)

    def add_person(  # noqa: PLR0913, PLR0917 - the person line of a story has this many words
        self,
        name: str,
        role: str,
        team: str | None,
        language: str,
        zone: str,
        days: frozenset[int],
        moment: time | None,
        rhythm: str | None,
        now: datetime,
    ) -> None:
        """Put a person there; in a team, they have arrived and read the privacy screen."""
        if name in self.people and team:
            self._join(self._person(name), Role(role), self.teams[team], now)
            return
        profile = Profile(name.capitalize(), language, zone)
        with self.bot.store.write(Scope(self.workspace)) as memory:
            person = memory.welcome(self._address(name), profile, now)
            person = replace(person, language=language, zone=zone, days=days)
            person = replace(person, moment=moment or person.moment, rhythm=Rhythm(rhythm or person.rhythm))
            self.people[name] = person.id
            if team is None or role == "nobody":
                memory.save(person)
                return
            person = replace(person, arrived_on=local_date(now, person), privacy_read=True)
            memory.save(person)
        self._join(person, Role(role), self.teams[team], now)

    def _person(self, name: str) -> Person:
        with self.bot.store.read(CLOCK) as memory:
            person = memory.person(self.people[name])
        if person is None:
            raise LookupError(name)
        return person

    def _join(self, person: Person, role: Role, team: Team, now: datetime) -> None:
        today = local_date(now, person)
        until = today + _ACCESS if role in READERS else None
        with self.bot.store.write(Scope(self.workspace, person.id)) as memory:
            memory.put_membership(Membership(team.id, person.id, role, Standing.ACTIVE, until=until))
            memory.save_team(replace(team, arrived_on=today))
        with self.bot.store.write(Scope(self.workspace, person.id)) as memory:
            if role is Role.INTRAPRENEUR:
                for step in past_steps(self.bot.kit.catalogue, team, today):
                    source = f"tick:{team.id}:{step}"
                    draft = Draft(team.id, MILESTONE, None, today, {"kind": step}, source=source)
                    memory.record(draft, now)
            reschedule(self.bot.kit, memory, person, now)

    def says(self, name: str, text: str, now: datetime) -> None:
        """Somebody types: after the command, or in their direct channel."""
        self.now = now
        command, _, rest = text.partition(" ")
        said = Said(self._address(name), self._act(), text=text)
        if command == COMMAND:
            said = replace(said, text=rest, where=Where.COMMAND)
        self._hear(name, said, None)

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        """Somebody presses a button of a message they see."""
        self.now = now
        pressed = Pressed(self._address(name), self._act(), token=button.token, receipt=str(post))
        self._hear(name, pressed, post)

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        """Somebody sends the form they opened last."""
        self.now = now
        form = self.forms[name]
        self._hear(name, Submitted(self._address(name), self._act(), token=form.token, values=values), None)

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
        return [post.message.chart for post in self.voice.posts.values() if post.message.chart]

    def _hear(self, name: str, event: Event, pressed: int | None) -> None:
        for reply in self.bot.hear(event, self.now):
            self._show(name, reply, pressed)
        self.bot.postman.send(self.now)

    def _show(self, name: str, reply: Reply, pressed: int | None) -> None:
        address = self._address(name)
        if reply.form:
            self.forms[name] = reply.form
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
