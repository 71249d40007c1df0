"""Long-lived connections: one of the processes that work holds each, and another takes over when it stops."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import structlog

from bot.domain.people import CLOCK
from bot.platforms.base import PlatformError
from bot.store import Store


class Line(Protocol):
    """An open connection."""

    def last_frame(self) -> datetime | None:
        """Return when something last came by it."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


Open = Callable[[], Line]

BEAT = "socket:"
"""How the beat of a connection begins: when something last came by it."""

LENGTH = timedelta(seconds=30)
"""How long a process that was killed keeps the others waiting."""
TURN = 10.0
"""Seconds between two turns: a lease is renewed twice before it runs out."""

log = structlog.get_logger()


@dataclass
class Keeper:
    """What one process holds. `turn` is called every few seconds, `close` at the end."""

    store: Store
    sockets: Mapping[str, Open]
    """By name, such as `mattermost:3`."""
    owner: str = field(default_factory=lambda: uuid4().hex)
    length: timedelta = LENGTH
    held: dict[str, Line] = field(default_factory=dict)

    def turn(self, now: datetime) -> None:
        """Take what is free, keep what is ours, let go of what another process took, or of what is over."""
        wanted = dict(self.sockets)
        for name in self.held.keys() - wanted.keys():
            self._let_go(name)
        for name, open_ in wanted.items():
            if self._is_ours(name, now):
                self._open(name, open_)
                self._note_life(name)
            else:
                self._let_go(name)

    def close(self, now: datetime) -> None:
        """Close everything, and let another process take over at once."""
        for name in list(self.held):
            self._let_go(name)
            with self.store.write(CLOCK) as memory:
                memory.give_up_lease(name, self.owner, now)

    def _is_ours(self, name: str, now: datetime) -> bool:
        with self.store.write(CLOCK) as memory:
            return memory.take_lease(name, self.owner, now, self.length)

    def _open(self, name: str, open_: Open) -> None:
        if name in self.held:
            return
        try:
            self.held[name] = open_()
            log.info("socket opened", action="socket", name=name)
        except PlatformError as failure:  # tried again at the next turn; the other ones are not kept waiting
            log.warning("socket not opened", action="socket", name=name, why=str(failure))

    def _note_life(self, name: str) -> None:
        """Remember when something last came: a connection that is half open looks well from here."""
        line = self.held.get(name)
        seen = line.last_frame() if line else None
        if seen:
            with self.store.write(CLOCK) as memory:
                memory.beat(f"{BEAT}{name}", seen)

    def _let_go(self, name: str) -> None:
        line = self.held.pop(name, None)
        if line:
            line.close()
            log.info("socket closed", action="socket", name=name)
