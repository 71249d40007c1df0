"""What rows take on the disk."""

from sqlalchemy import Connection, text

from bot.store import Store
from bot.store.tables import Base


def bytes_per_row(url: str, tables: tuple[type[Base], ...]) -> dict[str, int]:
    """What a row takes on the disk, indexes included."""
    store = Store(url)
    with store.engine.connect() as connection:
        found = {each.__tablename__: _bytes_of(connection, each) for each in tables}
    store.close()
    return found


def _bytes_of(connection: Connection, table: type[Base]) -> int:
    name = {"name": table.__tablename__}
    if connection.dialect.name == "postgresql":
        size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    else:
        parts = "SELECT name FROM sqlite_schema WHERE tbl_name = :name"
        size = text(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({parts})")  # noqa: S608 - no value in it
    rows = connection.execute(text(f"SELECT count(*) FROM {table.__tablename__}")).scalar_one()  # noqa: S608 - a table of ours
    return int(connection.execute(size, name).scalar_one() / max(rows, 1))
