"""One database after another, for examples that each want an empty one."""

from collections.abc import Generator

from sqlalchemy import delete

from bot.store import Store, migrate
from bot.store.tables import Base


def in_memory() -> Generator[Store, None, None]:
    """Give the same SQLite database, kept in memory, emptied each time."""
    store = Store("sqlite://")
    migrate(store.engine)
    yield from _emptied(store)


def emptied(url: str) -> Generator[Store, None, None]:
    """Give the same PostgreSQL database, emptied each time."""
    yield from _emptied(Store(url))


def _emptied(store: Store) -> Generator[Store, None, None]:
    try:
        while True:
            with store.engine.begin() as connection:
                for table in reversed(Base.metadata.sorted_tables):
                    connection.execute(delete(table))
            yield store
    finally:
        store.close()
