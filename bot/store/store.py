"""The way in: a memory is opened in somebody's name, to read or to write, and never otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from threading import RLock, local

from sqlalchemy import Connection

from bot.domain.people import CLOCK, Scope
from bot.store.engine import PATIENCE, engine_for, in_memory
from bot.store.faults import StoreUnavailable, explained, place
from bot.store.gathered import Gathered
from bot.store.memory import Memory

_ONE_INSTANT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class _Open(local):
    """What a thread has open: a unit inside another one sees what that one did."""

    connection: Connection | None = None


class Store:
    """The database of Pouce."""

    def __init__(self, url: str, patience: timedelta = PATIENCE) -> None:
        self.engine = engine_for(url, patience)
        self._patience = patience.total_seconds()
        self._on_sqlite = self.engine.dialect.name == "sqlite"
        self._writer = self.engine.execution_options(write=True)
        self._reader = self.engine if self._on_sqlite else self.engine.execution_options(**_ONE_INSTANT)
        self._single = in_memory(self.engine.url)
        self._lock = RLock()
        self._open = _Open()

    @contextmanager
    def read(self, scope: Scope) -> Iterator[Memory]:
        """Open the memory to look at it: everything is seen as it was at one instant.

        It ends with a commit of nothing: psycopg forgets its prepared statements at each rollback.
        """
        if self._open.connection is not None:
            yield Memory(self._open.connection, scope, writable=False)
            return
        alone = self._lock if self._single else nullcontext()
        with (
            alone,
            explained(self.engine.url),
            self._reader.begin() as connection,
            self._opened(connection),
        ):
            yield Memory(connection, scope, writable=False)

    @contextmanager
    def write(self, scope: Scope) -> Iterator[Memory]:
        """Open the memory to change it: all is there once this returns, or nothing if it raises."""
        with self._writing() as connection:
            yield Memory(connection, scope, writable=True)

    @contextmanager
    def write_many(self) -> Iterator[Gathered]:
        """Open the memory in the clock's name, to decide about many people and change what follows."""
        with self._writing() as connection:
            yield Gathered(connection, CLOCK, writable=True)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._open.connection is not None:
            sentence = "A write cannot begin inside another unit of work: it would not be committed alone."
            raise RuntimeError(sentence)
        alone = self._turn() if self._on_sqlite else nullcontext()
        with alone, explained(self.engine.url), self._writer.begin() as connection, self._opened(connection):
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other threads, but not for long: each may be waiting for another program."""
        if not self._lock.acquire(timeout=self._patience):
            where = place(self.engine.url)
            sentence = f"The database {where} is not free: another program holds it, or its disk is too slow."
            raise StoreUnavailable(sentence)
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def _opened(self, connection: Connection) -> Iterator[None]:
        self._open.connection = connection
        try:
            yield
        finally:
            self._open.connection = None
