"""The composition root: the only place that chooses between implementations. The tests use it too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, cached_property, lru_cache
from pathlib import Path

from bot.calendars import closed_days
from bot.catalogue import find_prompts, load, load_phrases
from bot.coach.coach import Coach
from bot.coach.departures import leave
from bot.coach.remind import Remind, Witness
from bot.coach.turn import Kit
from bot.config import Config
from bot.domain.events import Event, Pressed, Profile, Submitted
from bot.domain.measures import MEASURES
from bot.domain.messages import Message, Reply
from bot.domain.moments import next_midnight
from bot.domain.people import CLOCK, Address, Person, Scope
from bot.domain.practices import Catalogue
from bot.domain.predicates import PREDICATES
from bot.domain.reading.lexicon import Lexicon
from bot.domain.thresholds import Figures
from bot.health import TICK
from bot.lexicons import load_lexicon
from bot.metrics import HEARD
from bot.platforms.base import Platform
from bot.postman import LEASE, Postman
from bot.signing import Expired, Forged, Seal
from bot.sockets import Open
from bot.store import Memory, Store, migrate
from bot.words import Phrases, Words

_REMEMBERED = timedelta(days=8)
"""How long what a chat brought is known: longer than a sealed button lives."""

_AT_A_TIME = 1_000
"""Old messages deleted in a minute: many are never in anybody's way."""


@dataclass(frozen=True)
class Bot:
    """Pouce, assembled: two doors, a clock's tick, and the voices it speaks with."""

    kit: Kit
    store: Store
    seal: Seal
    voices: dict[int, Platform] = field(default_factory=dict)
    witness: Witness | None = None
    """Told what is decided at each moment."""
    sockets: dict[str, Open] = field(default_factory=dict)
    """Long-lived connections of chats, by name: one worker holds each."""
    lease: timedelta = LEASE
    """How long another process may hold a message before it is in doubt."""
    chores: list[Callable[[datetime], None]] = field(default_factory=list)
    """What chats have to see to each minute."""
    kept: timedelta = timedelta(days=400)
    """How long messages are kept once their day is over."""

    def hear(
        self, event: Event, now: datetime, at_once: Callable[[Reply], bool] = lambda _: True
    ) -> list[Reply]:
        """Answer what a person did; what is meant for others leaves as deliveries.

        So does what this chat cannot answer `at_once`, where the person did it.
        """
        replies = Coach(self.kit, self.store).hear(self._opened(event, now), now)
        HEARD.labels(type(event).__name__.lower()).inc()
        waits = [each for each in replies if each.recipient is not None or each.later or not at_once(each)]
        self._post(event, waits, now)
        return [self._sealed(each, event.who, now) for each in replies if each not in waits]

    def home(self, who: Address, now: datetime, profile: Profile | None = None) -> Message:
        """Return the card of somebody's home, for their eyes alone."""
        card = Coach(self.kit, self.store).home(who, now, profile)
        return self.seal.sealed_message(card, who, now)

    def plan_home(self, who: Address, key: str, now: datetime) -> None:
        """Plan the card of somebody's home as a message, where a chat has no home."""
        card = Coach(self.kit, self.store).home(who, now)
        with self.store.write(Scope(who.workspace)) as memory:
            person = memory.person_at(who)
            if person:
                _plan(memory, key, person, who, card, now)

    def tick(self, now: datetime) -> None:
        """Let time pass: plan what is due, then send what may leave."""
        self.plan(now)
        self.postman.settle(now)
        self.postman.send(now)

    def plan(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
        """Decide what is to be said to everybody whose moment has come, or as many as there is time for."""
        for chore in self.chores:
            chore(now)
        Remind(self.kit, self.store, self.witness).plan(now, stopping)
        with self.store.write(CLOCK) as memory:
            memory.beat(TICK, now)
            memory.forget_inbound(now - _REMEMBERED)
            memory.forget_messages(now - self.kept, _AT_A_TIME)
            self._forget_private(memory, now)

    def _forget_private(self, memory: Memory, now: datetime) -> None:
        """Erase what is personal once it was kept as long as its practice says; looked at once an hour."""
        if now.minute:
            return
        for practice in self.kit.catalogue.practices:
            if practice.keep_days is not None:
                main = practice.main_field.id if practice.main_field else None
                memory.forget_private(practice.id, main, now.date() - timedelta(days=practice.keep_days))

    @cached_property
    def postman(self) -> Postman:
        """Whoever carries the deliveries."""
        return Postman(self.store, self.seal, self.voices, self._departed, self.lease)

    def _departed(self, address: Address, now: datetime) -> None:
        leave(self.kit, self.store, address, now)

    def next_wake(self, now: datetime) -> datetime | None:
        """Return when something may happen next."""
        with self.store.read(CLOCK) as memory:
            return memory.next_wake(now)

    def _opened(self, event: Event, now: datetime) -> Event:
        """Break the seal of a button or a form; a bad one becomes a verb that says so."""
        if not isinstance(event, Pressed | Submitted):
            return event
        try:
            action = self.seal.open(event.token, event.who.workspace, event.who.external_id, now)
        except Forged:
            return replace(event, verb="forged")
        except Expired:
            return replace(event, verb="expired")
        return replace(event, verb=action.verb, args=action.args)

    def _sealed(self, reply: Reply, who: Address, now: datetime) -> Reply:
        message = self.seal.sealed_message(reply.message, who, now) if reply.message else None
        form = self.seal.sealed_form(reply.form, who, now) if reply.form else None
        return replace(reply, message=message, form=form)

    def _post(self, event: Event, replies: list[Reply], now: datetime) -> None:
        """Plan what goes to somebody else, or takes time: it leaves right after the answer."""
        if not replies:
            return
        with self.store.read(Scope(event.who.workspace)) as memory:
            actor = memory.person_at(event.who)
        with self.store.write(Scope(event.who.workspace, actor.id if actor else None)) as memory:
            for n, reply in enumerate(replies):
                person = memory.person(reply.recipient) if reply.recipient else actor
                address = memory.address_of(person.id) if person else None
                if person and address and reply.message:
                    key = f"reply:{event.who.workspace}:{event.id}:{n}"
                    _plan(memory, key, person, address, reply.message, now)


def _plan(
    memory: Memory, key: str, person: Person, address: Address, message: Message, now: datetime
) -> None:
    memory.plan(
        key,
        person.id,
        address,
        message,
        not_before=now,
        expires_at=next_midnight(now, person.tz),
        local_date=now.astimezone(person.tz).date(),
    )


def build(config: Config, voices: Mapping[int, Platform] | None = None) -> Bot:
    """Assemble Pouce from its configuration: database brought up to date, catalogue read and checked."""
    store = Store(config.database_url)
    migrate(store.engine)
    kept = timedelta(days=config.messages_days)
    return Bot(build_kit(config), store, Seal(config.sealing_keys()), dict(voices or {}), kept=kept)


def build_kit(config: Config) -> Kit:
    """Read the catalogue and the words, every fault at once."""
    prompts = config.prompts or find_prompts()
    changed_at = max((each.stat().st_mtime_ns for each in prompts.rglob("*")), default=0)
    catalogue, lexicon, phrases = _read(prompts, changed_at)
    return Kit(
        catalogue=catalogue,
        lexicon=lexicon,
        words=Words(phrases, config.language, f"/{config.command}"),
        figures=Figures(config.thresholds, config.exceptions.workspaces, config.exceptions.teams),
        budget=config.budget,
        closed_days=cache(lambda calendar: closed_days(calendar) | config.closing_days),
        default_holidays=config.holidays,
    )


@lru_cache(1)
def _read(prompts: Path, _changed_at: int) -> tuple[Catalogue, Lexicon, Phrases]:
    """Read a folder of words; once, while nothing changes in it: the local room begins again and again."""
    catalogue = load(prompts, predicates=frozenset(PREDICATES), measures=frozenset(MEASURES))
    return catalogue, load_lexicon(prompts), load_phrases(prompts)
