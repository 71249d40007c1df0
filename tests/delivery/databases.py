"""One database after another, for examples that each want an empty one."""

from collections.abc import Generator

from sqlalchemy import delete

from bot.store import Store, migrate
from bot.store.tables import Base


def in_memory() -> Generator[Store, None, None]:
    """Give one new database after another; the one before is let go."""
    while True:
        store = Store("sqlite://")
        migrate(store.engine)
        yield store
        store.close()


def emptied(url: str) -> Generator[Store, None, None]:
    """Give the same PostgreSQL database, emptied each time."""
    while True:
        store = Store(url)
        with store.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(delete(table))
        yield store
        store.close()
