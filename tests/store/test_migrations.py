from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from bot.domain.people import CLOCK, Membership, Role, Standing
from bot.store import Store, at_head, migrate
from bot.store.tables import Base
from tests.store.world import make_world

Open = Callable[[str], Store]


def test_the_migrations_lead_from_nothing_to_the_tables_of_the_code(
    empty_database_url: str, open_store: Open
) -> None:
    store = open_store(empty_database_url)
    assert not at_head(store.engine)
    migrate(store.engine)
    assert at_head(store.engine)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        tables = set(inspect(connection).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_migrating_twice_keeps_everything(database_url: str, open_store: Open) -> None:
    store = open_store(database_url)
    world = make_world(store)
    record = world.record()
    migrate(store.engine)
    with store.read(CLOCK) as memory:
        assert memory.activities(world.team) == [record]


def test_after_migrating_the_database_still_refuses_orphans(
    empty_database_url: str, open_store: Open
) -> None:
    store = open_store(empty_database_url)
    migrate(store.engine)
    world = make_world(store)
    nobody = Membership(world.team, 999, Role.TEAMMATE, Standing.ACTIVE)
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.write(CLOCK) as memory:
        memory.put_membership(nobody)
