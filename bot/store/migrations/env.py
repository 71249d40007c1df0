"""Run by Alembic: on the connection that `migrate` hands over, or on `-x url=…` when a step is written."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum, TypeDecorator

from bot.store.engine import engine_for
from bot.store.tables import Base


def _plain(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write types as the database knows them, so that a step never depends on later code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=_plain
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with engine_for(context.get_x_argument(as_dictionary=True)["url"]).begin() as own:
        _run(own)
