"""How the tables came to be what they are: forward only, one file per step, in the order of `versions/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

from bot.store.faults import explained

_SETTINGS = Path(__file__).with_name("alembic.ini")
_TURN = 20261123
"""On PostgreSQL, processes that migrate at the same time queue under this number."""


def migrate(engine: Engine) -> None:
    """Bring the tables to what this version needs, whole or not at all; harmless when they are there."""
    config = Config(_SETTINGS)
    with (
        explained(engine.url),
        engine.execution_options(write=True).connect() as connection,
        _tables_may_be_rebuilt(connection),
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def at_head(engine: Engine) -> bool:
    """Say whether the tables are those this version needs."""
    wanted = ScriptDirectory.from_config(Config(_SETTINGS)).get_heads()
    with explained(engine.url), engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(wanted)


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """Suspend SQLite's foreign keys: batch mode copies a table and drops the one that others point at."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.cursor().execute("PRAGMA foreign_keys = ON")
