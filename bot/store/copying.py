"""Every row of every table, in words that any database understands, out of one and into another."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    TableClause,
    Time,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from sqlalchemy.types import TypeEngine

from bot.domain.people import CLOCK
from bot.store import migrations
from bot.store.columns import Instant, Shaped
from bot.store.faults import explained, place
from bot.store.memory import Memory
from bot.store.pace import RESTORED
from bot.store.places import CopyRefused
from bot.store.tables import Base

Row = tuple[str, dict[str, Any]]
"""The name of a table, and the values of a row by column."""
_ONE_INSTANT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_NO_HURRY = "SET LOCAL idle_in_transaction_session_timeout = 0"
_AT_A_TIME = 500


class _Way(NamedTuple):
    """How the values of a column leave and come back."""

    kind: TypeEngine[Any]
    out: Callable[[Any], Any]
    back: Callable[[Any], Any]


# Out


@dataclass(frozen=True)
class Snapshot:
    """A database as it is at one instant."""

    connection: Connection

    @property
    def revision(self) -> str | None:
        """Return the step of the migrations it is at."""
        return MigrationContext.configure(self.connection).get_current_revision()

    def counts(self) -> dict[str, int]:
        """Return how many rows each table holds."""
        return _counts(self.connection)

    def last_ids(self) -> dict[str, int]:
        """Return the greatest id each table ever gave, for those that never give one again."""
        if self.connection.dialect.name == "sqlite":
            rows = self.connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
            return {name: int(last) for name, last in rows if name in Base.metadata.tables}
        return {name: last for name, sequence in self._sequences() if (last := self._last(sequence))}

    def rows(self) -> Iterator[Row]:
        """Return every row, those that others point at first."""
        for each in Base.metadata.sorted_tables:
            ways = _ways(each)
            query = select(_plain(each)).order_by(*(column(key.name) for key in each.primary_key))
            found = self.connection.execute(query, execution_options={"yield_per": _AT_A_TIME})
            for row in found.mappings():
                yield each.name, {name: _out(ways[name], value) for name, value in row.items()}

    def _sequences(self) -> Iterator[tuple[str, str]]:
        for each in Base.metadata.sorted_tables:
            sequence = _sequence(self.connection, each)
            if sequence:
                yield each.name, sequence

    def _last(self, sequence: str) -> int:
        row = self.connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - the name is the database's own
        return int(row[0]) if row[1] else 0


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Open a database to read all of it, as it is now, whatever is written meanwhile."""
    on_postgresql = engine.dialect.name == "postgresql"
    reader = engine.execution_options(**_ONE_INSTANT) if on_postgresql else engine
    with explained(engine.url), reader.connect() as connection:
        if on_postgresql:
            connection.execute(text(_NO_HURRY))
        yield Snapshot(connection)


# In


def pour(
    engine: Engine, rows: Iterable[Row], last_ids: Mapping[str, int], now: datetime, *, rehearse: bool = False
) -> None:
    """Put rows into an empty database: all of them, or none if anything is wrong, or if it is a rehearsal."""
    with explained(engine.url), engine.execution_options(write=True).connect() as connection:
        _require_empty(connection)
        try:
            for name, group in groupby(rows, key=lambda row: row[0]):
                _insert(connection, _table(name), (values for _, values in group))
        except StatementError as error:
            raise _unwelcome(error) from error
        _go_on_after(connection, last_ids)
        come_back(Memory(connection, CLOCK, writable=True), now)
        if not rehearse:
            connection.commit()


def come_back(memory: Memory, now: datetime) -> int:
    """Note that a copy is in use from now on; put in doubt what may have left since, and return how much.

    The chats tell: nothing is sent blindly, not even what is decided again today.
    """
    memory.beat(RESTORED, now)
    return memory.doubt_what_is_due(now)


def counts(engine: Engine) -> dict[str, int]:
    """Return how many rows each table holds now."""
    with snapshot(engine) as now:
        return now.counts()


def revisions() -> list[str]:
    """Return every step of the migrations this version knows, the newest first."""
    settings = Path(migrations.__file__).with_name("alembic.ini")
    return [each.revision for each in ScriptDirectory.from_config(Config(settings)).walk_revisions()]


def require_known(revision: str | None, what: object) -> None:
    """Refuse what a newer Pouce made."""
    if revision not in revisions():
        sentence = f"{what} comes from a newer Pouce (step {revision}): install that version, then try again."
        raise CopyRefused(sentence)


def _require_empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(_NO_HURRY))
        names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    held = sum(_counts(connection).values())
    if held:
        where = place(connection.engine.url)
        sentence = f"{where} already holds {held} rows; everything goes into an empty database: name another."
        raise CopyRefused(sentence)


def _counts(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    every = [each for each in Base.metadata.sorted_tables if each.name in there]
    return {each.name: connection.scalar(select(func.count()).select_from(each)) or 0 for each in every}


def _unwelcome(error: StatementError) -> Exception:
    """Tell values that a database does not take from a database that is not there."""
    if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError):
        return error
    return CopyRefused(f"The file holds what the database refuses: {str(error.orig).partition(chr(10))[0]}")


def _table(name: str) -> Table:
    found = Base.metadata.tables.get(name)
    if found is None:
        sentence = f"The file speaks of a table that is not known here: {name}."
        raise CopyRefused(sentence)
    return found


def _insert(connection: Connection, into: Table, rows: Iterator[dict[str, Any]]) -> None:
    ways, statement = _ways(into), insert(_plain(into))
    while batch := [_back(into, ways, row) for row in islice(rows, _AT_A_TIME)]:
        connection.execute(statement, batch)


def _go_on_after(connection: Connection, last_ids: Mapping[str, int]) -> None:
    """Let the ids to come be greater than all those there ever were."""
    for each in Base.metadata.sorted_tables:
        if [key.type.python_type for key in each.primary_key] != [int]:
            continue
        greatest = connection.scalar(select(func.max(*each.primary_key))) or 0
        last = max(greatest, last_ids.get(each.name, 0))
        if last and connection.dialect.name == "sqlite":
            _set_sqlite_sequence(connection, each, last)
        elif last and (sequence := _sequence(connection, each)):
            connection.execute(select(func.setval(sequence, last)))


def _set_sqlite_sequence(connection: Connection, of: Table, last: int) -> None:
    if of.dialect_options["sqlite"]["autoincrement"]:
        given = {"name": of.name, "last": last}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)


def _sequence(connection: Connection, of: Table) -> str | None:
    """Return what gives the ids of a table on PostgreSQL."""
    keys = list(of.primary_key)
    if len(keys) != 1:
        return None
    found: str | None = connection.scalar(select(func.pg_get_serial_sequence(f'"{of.name}"', keys[0].name)))
    return found


# Values


@cache
def _ways(of: Table) -> dict[str, _Way]:
    return {each.name: _way(each.type, nullable=bool(each.nullable)) for each in of.columns}


@cache
def _plain(of: Table) -> TableClause:
    """Return a table whose values are those of the database, untouched by what the code makes of them."""
    ways = _ways(of)
    return table(of.name, *(column(name, way.kind) for name, way in ways.items()))


def _way(kind: TypeEngine[Any], *, nullable: bool) -> _Way:
    if isinstance(kind, Instant | DateTime):
        return _Way(Instant(), datetime.isoformat, datetime.fromisoformat)
    if isinstance(kind, Date):
        return _Way(kind, date.isoformat, date.fromisoformat)
    if isinstance(kind, Time):
        return _Way(kind, time.isoformat, time.fromisoformat)
    if isinstance(kind, LargeBinary):
        return _Way(kind, lambda value: b64encode(value).decode(), b64decode)
    if isinstance(kind, Shaped | JSON):
        return _Way(JSON(none_as_null=nullable), _same, _same)
    if isinstance(kind, String):  # enums too
        return _Way(String(), _same, _same)
    if isinstance(kind, Boolean | Integer | Float):
        return _Way(kind, _same, _same)
    sentence = f"nobody said how {kind!r} leaves a database"
    raise TypeError(sentence)


def _same(value: Any) -> Any:  # noqa: ANN401 - what JSON holds as it is
    return value


def _out(way: _Way, value: object) -> object:
    return None if value is None else way.out(value)


def _back(into: Table, ways: Mapping[str, _Way], row: Mapping[str, Any]) -> dict[str, Any]:
    if row.keys() != ways.keys():
        sentence = f"A row of {into.name} has other columns than this version: the file was edited."
        raise CopyRefused(sentence)
    try:
        return {name: None if row[name] is None else way.back(row[name]) for name, way in ways.items()}
    except (TypeError, ValueError) as error:
        sentence = f"A row of {into.name} holds a value that cannot be read ({error}): the file was edited."
        raise CopyRefused(sentence) from error
