"""What the house of any chat does for its doors: bring an act to Pouce, say a phrase, wait with a chore."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.domain.events import Event
from bot.domain.messages import Reply
from bot.domain.people import Address, Person, Scope
from bot.platforms.base import PlatformError
from bot.store import StoreUnavailable
from bot.wiring import Bot

_HANDS, _SENDERS = 8, 4
Hands = Callable[[Callable[[], None]], object]

log = structlog.get_logger()


def hands_of(chat: str) -> Hands:
    """Return the threads that do what waits until an answer has left."""
    return ThreadPoolExecutor(_HANDS, thread_name_prefix=chat).submit


def senders_of(chat: str) -> Hands:
    """Return the threads that send what acts planned."""
    return ThreadPoolExecutor(_SENDERS, thread_name_prefix=f"{chat}-send").submit


def clock() -> datetime:
    """Return the hour."""
    return datetime.now(UTC)


@dataclass(kw_only=True)
class Household:
    """One bot, as the doors of a chat know it."""

    bot: Bot
    language: str
    now: Callable[[], datetime]
    hands: Hands
    """Do what waits until an answer has left: a form has three seconds to open."""
    senders: Hands
    """Let leave what an act planned, which may take long: nothing waits behind that."""
    away: type[Exception]
    """What the doors of this chat call a database that does not answer."""

    def hear(self, event: Event, at_once: Callable[[Reply], bool]) -> list[Reply]:
        """Bring what somebody did to Pouce, and let what it planned leave."""
        with self.only_away():
            replies = self.bot.hear(event, self.now(), at_once)
        self._with(self.senders, "send", lambda: self._send(event.who.workspace))
        return replies

    def _send(self, workspace: int) -> None:
        """Let what was planned leave; most acts plan nothing, and looking keeps nobody from writing."""
        if workspace in self.bot.postman.waiting(self.now()):
            self.bot.postman.serve(workspace, self.now())

    def person(self, who: Address) -> Person | None:
        """Return whoever is at an address, if they ever met Pouce."""
        with self.only_away(), self.bot.store.read(Scope(who.workspace)) as memory:
            return memory.person_at(who)

    def met(self, who: Address) -> bool:
        """Say whether somebody ever met Pouce, even if their account was closed since."""
        with self.only_away(), self.bot.store.read(Scope(who.workspace)) as memory:
            return memory.person_at(who) is not None or memory.has_left(who)

    def say(self, who: Address | None, key: str, **facts: object) -> str:
        """Return a phrase in somebody's language, else in Pouce's own."""
        person = self.person(who) if who else None
        return self.bot.kit.words.speech(person.language if person else self.language).say(key, **facts)

    def excuse(self, to: Address) -> str:
        """Say that what should come with a message did not."""
        return self.say(to, "chat.no_file")

    def later(self, what: str, work: Callable[[], object]) -> None:
        """Do something once the answer has left; nothing that was recorded depends on it."""
        self._with(self.hands, what, work)

    def _with(self, hands: Hands, what: str, work: Callable[[], object]) -> None:
        def attempt() -> None:
            try:
                work()
            except (PlatformError, StoreUnavailable, self.away) as failure:
                log.warning("not done", action=what, why=str(failure))
            except Exception:  # a fault of ours must be seen, and a thread pool would keep it to itself
                log.exception("fault", action=what)

        hands(attempt)

    @contextmanager
    def only_away(self) -> Iterator[None]:
        """Say in the words of the doors that the database does not answer."""
        try:
            yield
        except StoreUnavailable as fault:
            raise self.away from fault
