from collections.abc import Callable
from pathlib import Path
from socket import socket
from time import monotonic

import pytest

from bot.domain.people import CLOCK
from bot.store import Store, StoreUnavailable, migrate
from tests.store.world import World

Open = Callable[[str], Store]


def failure(url: str, open_store: Open) -> str:
    with pytest.raises(StoreUnavailable) as raised, open_store(url).write(CLOCK) as memory:
        memory.workspace("room", "local")
    return str(raised.value)


def test_the_folder_of_the_file_is_created(tmp_path: Path, open_store: Open) -> None:
    migrate(open_store(f"sqlite:///{tmp_path / 'var' / 'deep' / 'pouce.db'}").engine)
    assert (tmp_path / "var" / "deep" / "pouce.db").exists()


def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path, open_store: Open) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    said = failure(f"sqlite:///{tmp_path / 'var' / 'pouce.db'}", open_store)
    assert str(tmp_path / "var") in said
    assert "Choose another place" in said


def test_a_read_only_file_is_named_with_its_remedy(tmp_path: Path, open_store: Open) -> None:
    file = tmp_path / "pouce.db"
    migrate(open_store(f"sqlite:///{file}").engine)
    said = failure(f"sqlite:///file:{file}?mode=ro&uri=true", open_store)
    assert str(file) in said
    assert "read-only: give this user the right to write" in said


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, open_store: Open) -> None:
    said = failure(f"sqlite:///{tmp_path}", open_store)
    assert said.startswith(f"The database {tmp_path} cannot be opened")


def test_a_file_that_is_something_else_is_named(tmp_path: Path, open_store: Open) -> None:
    (tmp_path / "notes.txt").write_text("shopping list\n" * 100)
    assert "is not a SQLite database" in failure(f"sqlite:///{tmp_path / 'notes.txt'}", open_store)


def test_a_database_without_tables_says_what_to_run(empty_database_url: str, open_store: Open) -> None:
    assert "run `pouce migrate`" in failure(empty_database_url, open_store)


def test_another_program_that_holds_the_file_is_suspected(
    world: World, database_url: str, open_store: Open
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL serves several programs")
    other = open_store(database_url)
    with other.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    with (
        world.store.write(CLOCK),
        pytest.raises(StoreUnavailable, match="held by another program"),
        other.write(CLOCK),
    ):
        pass


def test_a_server_that_is_not_there_is_named_without_its_password(open_store: Open) -> None:
    said = failure("postgres://pouce:s3cret@127.0.0.1:1/pouce", open_store)
    assert "127.0.0.1:1/pouce does not answer" in said
    assert "s3cret" not in said


def test_a_server_that_takes_the_call_and_says_nothing_is_told_before_a_chat_gives_up(
    open_store: Open,
) -> None:
    with socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        began = monotonic()
        said = failure(f"postgres://pouce@127.0.0.1:{mute.getsockname()[1]}/pouce", open_store)
    assert monotonic() - began < 4
    assert "does not answer" in said


@pytest.mark.parametrize("url", ["", "pouce.db", "mysql://localhost/pouce"])
def test_an_address_that_is_not_one_of_ours_is_refused_at_once(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"sqlite:///|SQLite or PostgreSQL"):
        Store(url)
