"""The local room as it is run: a chat of our own, whose clock is in the hands of whoever looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock, RLock

from bot.casting import Cast
from bot.catalogue import find_prompts
from bot.config import Config
from bot.domain.compose import Agenda
from bot.domain.events import Event, Profile
from bot.domain.messages import Reply
from bot.domain.people import Address, AddressKind, Person, Role, Scope, Standing, TeamState
from bot.domain.phases import Phase
from bot.domain.wakes import wakes
from bot.imports import UnusableFile, import_products
from bot.local.beginnings import channel_of, newcomer, occupants_of, play_cast, tour_script, tour_starts_at
from bot.local.chat import Bells, KeptPosts
from bot.local.clock import goal
from bot.local.reasons import Reasons
from bot.platforms.room.client import RoomVoice
from bot.platforms.room.house import Explanation, Impossible, Journey, Loaded, Obstacle, Occupant, Place
from bot.platforms.room.posts import Post
from bot.store import Memory, OutOfScope, Resident, Store
from bot.wiring import Bot, build

NAME = ("room", "local")


class LocalRoom:
    """Implements `House`: one bot, one room, one clock."""

    def __init__(self, config: Config, real_now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open the room on the database of the configuration, as it was left."""
        self.prompts = config.prompts or find_prompts()
        self.real_now = real_now
        self.bot: Bot = replace(build(config), witness=_note)
        self.store: Store = self.bot.store
        with self.store.write(Scope(None)) as memory:
            self.workspace = memory.workspace(*NAME)
        self._bells = Bells()
        self.posts = KeptPosts(self.store, self.workspace, self._bells)
        self.voice = RoomVoice(self.posts, self.now, self._profile)
        self.bot.voices[self.workspace] = self.voice
        self._turn = RLock()
        self._moving = Lock()
        self.bot.postman.resume(self.now())

    @property
    def _here(self) -> Scope:
        return Scope(self.workspace)

    # Who, where, when

    def beginning(self) -> int | None:
        """Return which beginning this is; None before any."""
        with self.store.read(self._here) as memory:
            begun = memory.room_begun()
        return begun[0] if begun else None

    def now(self) -> datetime:
        """Return the hour of the room; before it begins, the world's."""
        with self.store.read(self._here) as memory:
            begun = memory.room_begun()
        return begun[1] if begun else self.real_now()

    def occupants(self) -> list[Occupant]:
        """Return who is there, in the order they came."""
        with self.store.read(self._here) as memory:
            return [self._occupant(memory, each) for each in memory.residents()]

    def _occupant(self, memory: Memory, resident: Resident) -> Occupant:
        person = memory.person_at(self._address(resident.external_id))
        if person is None:
            return Occupant(resident.external_id, resident.name, resident.language, resident.zone)
        active = [
            (team, each) for team, each in memory.teams_of(person.id) if each.standing is Standing.ACTIVE
        ]
        roles = [(each.role, team.name) for team, each in active]
        return Occupant(resident.external_id, resident.name, person.language, person.zone, roles)

    def places(self, who: str) -> list[Place]:
        """Return the conversations somebody reads, the direct one first."""
        return [Place(self._address(who), ""), *self._channels(who)]

    def _channels(self, who: str) -> list[Place]:
        now = self.now()
        with self.store.read(self._here) as memory:
            person = memory.person_at(self._address(who))
            if person is None:
                return []
            today = now.astimezone(person.tz).date()
            teams = [team for team, each in memory.teams_of(person.id) if each.reads_on(today)]
        return [
            Place(Address(self.workspace, channel_of(team.id), AddressKind.CHANNEL), team.name)
            for team in teams
        ]

    def is_new(self, who: str) -> bool:
        """Say whether Pouce has never met somebody."""
        return self._person(who) is None

    def _person(self, who: str) -> Person | None:
        with self.store.read(self._here) as memory:
            return memory.person_at(self._address(who))

    def _address(self, who: str) -> Address:
        return Address(self.workspace, who)

    def _profile(self, external_id: str) -> Profile:
        with self.store.read(self._here) as memory:
            found = next((each for each in memory.residents() if each.external_id == external_id), None)
        return Profile(found.name, found.language, found.zone) if found else Profile(gone=True)

    def subscribe(self, bell: Callable[[], None]) -> Callable[[], None]:
        """Call this each time something happened; return what ends that."""
        return self._bells.subscribe(bell)

    # Acts

    def hear(self, event: Event) -> list[Reply]:
        """Bring what somebody did to Pouce."""
        with self._turn:
            known = replace(event, profile=self._profile(event.who.external_id))
            return self.bot.hear(known, self.now())

    def deliver(self) -> None:
        """Let leave what was meant for others, or takes time."""
        with self._turn:
            self.bot.postman.send(self.now())

    # Time

    def travel(self, who: str, wish: str) -> Journey:
        """Move the clock as if every minute were ticked, up to a goal; one journey at a time."""
        if not self._moving.acquire(blocking=False):
            raise Impossible(Obstacle.CLOCK_BUSY)
        try:
            return self._travel(who, wish)
        finally:
            self._moving.release()

    def _travel(self, who: str, wish: str) -> Journey:
        first, seen = self.now(), self.posts.last()
        target = goal(self._person(who) or Person(0, who), first, wish)
        for at in wakes(self.bot.next_wake, first, target.instant):
            self._tick(at)
            if target.stops_at_message and self._message_came(who, seen):
                break
        with self.store.read(Scope(None)) as memory:
            silent = memory.silent_looks(first, self.now())
        return Journey(self._nudges_since(seen), silent)

    def _tick(self, at: datetime) -> None:
        with self._turn:
            with self.store.write(self._here) as memory:
                memory.set_room_hour(at)
            self.bot.tick(at)
        self._bells.ring()

    def _message_came(self, who: str, seen: int) -> bool:
        """Say whether a message came to them; to anyone at all, for whoever is never asked anything."""
        came = {post.place for post in self._nudges_since(seen)}
        return who in came if self._is_asked(who) else bool(came)

    def _is_asked(self, who: str) -> bool:
        person = self._person(who)
        if person is None:
            return False
        with self.store.read(self._here) as memory:
            memberships = [each for _, each in memory.teams_of(person.id) if each.is_member()]
        return any(each.role is Role.INTRAPRENEUR or each.asked for each in memberships)

    def _nudges_since(self, seen: int) -> list[Post]:
        people = [each.id for each in self.occupants()]
        return [post for post in self.posts.after(seen, people, "") if post.kind == "nudge"]

    # Why

    def explain(self, who: str) -> Explanation:
        """Say why Pouce speaks to somebody or not."""
        person = self._person(who)
        return Reasons(self.bot.kit, self.store).explain(person, self.now()) if person else Explanation()

    # Beginnings

    def begin(self, kind: str, language: str) -> None:
        """Begin again: with the people of the `tour`, or with `nothing`."""
        with self._moving, self._turn:
            script = tour_script(self.prompts, language)
            now = tour_starts_at(script) if kind == "tour" else self.real_now()
            self._empty(now)
            if kind == "tour":
                self._seat(occupants_of(script))
                play_cast(Cast(self.bot, self.workspace), script, now)
        self._bells.ring()

    def _empty(self, now: datetime) -> None:
        try:
            with self.store.write(self._here) as memory:
                memory.empty_everything()
                memory.begin_room(now)
        except OutOfScope:
            raise Impossible(Obstacle.SHARED) from None

    def _seat(self, occupants: list[Occupant]) -> None:
        with self.store.write(self._here) as memory:
            for each in occupants:
                memory.add_resident(Resident(each.id, each.name, each.language, each.zone))

    def cast(self, language: str) -> list[Occupant]:
        """Return who would be there if the room began with the tour."""
        return occupants_of(tour_script(self.prompts, language))

    def let_in(self, name: str, language: str, zone: str) -> str:
        """Let somebody in, and return their id."""
        resident = newcomer(name, language, zone, self.bot.kit.languages)
        if self.beginning() is None:
            self.begin("nothing", language)
        with self.store.write(self._here) as memory:
            if not memory.add_resident(resident):
                raise Impossible(Obstacle.NAME_TAKEN)
        return resident.external_id

    def load(self, content: bytes) -> Loaded:
        """Bring in the teams of a file of products."""
        if self.beginning() is None:
            self.begin("nothing", "fr")
        try:
            report = import_products(self.store, self._here, content, self.now().date())
        except UnusableFile:
            raise Impossible(Obstacle.NOT_PRODUCTS) from None
        phases = {_phase(name): count for name, count in report.by_phase.items()}
        return Loaded(report.created, report.updated, report.unchanged, len(report.unusable), phases)

    def examples(self, language: str) -> list[tuple[str, str]]:
        """Return what may be recorded: the label of a practice, and a line that records it."""
        words = [each.words.get(language) for each in self.bot.kit.catalogue.practices]
        return [(each.label, line) for each in words if each for line in each.examples]

    def imported(self) -> int:
        """Count the teams that wait to be claimed."""
        with self.store.read(self._here) as memory:
            return sum(team.state is TeamState.IMPORTED for team in memory.teams())


def _phase(name: str) -> Phase | None:
    return Phase(name) if name in set(Phase) else None


def _note(memory: Memory, person: Person, at: datetime, found: Agenda) -> None:
    """Keep what was decided, for the panel that says why."""
    memory.note_look(person.id, at, found.verdicts, spoke=found.composed is not None)
