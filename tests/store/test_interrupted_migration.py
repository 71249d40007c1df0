"""A migration that is killed has not happened: the next one goes from where the first began (R13)."""

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, TextClause, event, make_url, text

from bot.store import Store, at_head, migrate, migrations
from tests.conftest import DATABASES, _created
from tests.nursery import NURSERY

ROWS = 10_000
KILLS = {"0001": 7, "0005": 3}
"""By the step at which the database was left: the first version's, or one in the middle."""
Content = dict[str, list[tuple[Any, ...]]]


def _killed(url: str, left: int) -> None:
    """Migrate, and be killed before the statement of that number; the last one is the commit."""
    store = Store(url)

    def count(*_: object) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    event.listen(store.engine, "before_cursor_execute", count)
    event.listen(store.engine, "commit", count)
    migrate(store.engine)


@pytest.fixture(params=KILLS)
def step(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=DATABASES)
def old(request: pytest.FixtureRequest, tmp_path: Path, step: str) -> Iterator[str]:
    """A database of an older version, with ten thousand rows from the first one."""
    if request.param == "sqlite":
        _fill(url := f"sqlite:///{tmp_path / 'old.db'}", step)
        yield url
        return
    for url in _created(request.getfixturevalue("postgres")):
        _fill(url, step)
        yield url


def _fill(url: str, step: str) -> None:
    store = Store(url)
    config = Config(Path(migrations.__file__).with_name("alembic.ini"))
    with store.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO workspace (id, platform, external_id, name) VALUES (1, 'room', 'here', '')")
        )
        connection.execute(
            text(_PERSON), [{"id": n, "name": f"Ada {n} 👩🏽‍💻"} for n in range(1, ROWS // 2 + 1)]
        )
        connection.execute(text(_DELIVERY), [{"id": n, "key": f"key {n}"} for n in range(1, ROWS // 2 + 1)])
        command.upgrade(config, step)
    store.close()


_PERSON = """
INSERT INTO person (id, name, language, zone, moment, days, rhythm, privacy_read, welcomed_at, gone)
VALUES (:id, :name, 'fr', 'Europe/Paris', '09:30:00', '[0, 1]', 'normal', true, '2026-11-24 08:30:00', false)
"""
_DELIVERY = """
INSERT INTO delivery (id, key, workspace_id, person_id, external_id, message, state, not_before, expires_at,
                      local_date, items, attempts)
VALUES (:id, :key, 1, :id, 'ada', '["Bonjour 🎈"]', 'sent',
        '2026-11-24 08:30:00', '2026-11-24 08:30:00', '2026-11-24', 1, 1)
"""


def _copies(old: str, folder: Path, number: int) -> Iterator[str]:
    """Return one copy of the database after another."""
    if old.startswith("sqlite"):
        file = Path(str(make_url(old).database))
        for n in range(number):
            yield f"sqlite:///{shutil.copy(file, folder / f'{n}.db')}"
        return
    url = make_url(old)
    server = url.set(database="postgres").render_as_string(hide_password=False)
    for n in range(number):
        name = f"{url.database}_{n}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {url.database}".encode())
        yield url.set(database=name).render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _content(engine: Engine, columns: dict[str, list[str]]) -> Content:
    """Return the rows of some columns, as the database itself has them."""
    with engine.connect() as connection:
        return {
            name: sorted(tuple(row) for row in connection.execute(_raw(name, of)))
            for name, of in columns.items()
        }


def _raw(name: str, of: list[str]) -> TextClause:
    listed = ", ".join(f'CAST("{each}" AS text)' for each in of)
    return text(f"SELECT {listed} FROM {name} ORDER BY 1")  # noqa: S608 - names of the tables themselves


def _columns(engine: Engine) -> dict[str, list[str]]:
    tables = MetaData()
    tables.reflect(engine)
    return {name: [each.name for each in table.columns] for name, table in tables.tables.items()}


def _statements(url: str) -> int:
    """Migrate, and return in how many statements."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    store = Store(url)
    event.listen(store.engine, "before_cursor_execute", count)
    event.listen(store.engine, "commit", count)
    migrate(store.engine)
    store.close()
    return counted


def test_killed_at_any_point_it_is_run_again_and_nothing_is_missing(
    old: str, step: str, tmp_path: Path
) -> None:
    origin = Store(old)
    columns = {name: of for name, of in _columns(origin.engine).items() if name != "alembic_version"}
    before = _content(origin.engine, columns)
    origin.close()
    assert sum(len(rows) for rows in before.values()) > ROWS
    copies = _copies(old, tmp_path, KILLS[step] + 1)
    seed = random.randrange(2**32)
    steps = _statements(next(copies))
    points = [*random.Random(seed).sample(range(steps), KILLS[step] - 1), steps - 1]
    print(f"seed {seed}: killed before statements {sorted(points)} of {steps}")
    for point, url in zip(points, copies, strict=False):
        killed = NURSERY.Process(target=_killed, args=(url, point))
        killed.start()
        killed.join()
        assert killed.exitcode == -signal.SIGKILL
        store = Store(url)
        assert not at_head(store.engine)
        assert _columns(store.engine).keys() == {*columns, "alembic_version"}, "half a migration is there"
        migrate(store.engine)
        assert at_head(store.engine)
        assert _content(store.engine, columns) == before
        store.close()
