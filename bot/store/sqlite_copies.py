"""Copies of a SQLite database: taken while others write, checked, put in the place of another."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from bot.store.engine import in_memory
from bot.store.places import CopyRefused, Progress, appearing, companions, flush

_PAGES = 256
"""Copied at a time: one mebibyte, so that the progress moves and nobody waits."""
_MAGIC = b"SQLite format 3\0"
_BUSY, _DAMAGED = (
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED},
    {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT},
)
_OURS = {"alembic_version", "person", "workspace", "delivery"}


def file_of(url: URL) -> Path:
    """Return the file of a database."""
    if in_memory(url) or url.database is None or url.database.startswith("file:"):
        sentence = "This database is not a plain file: there is nothing to copy, or no place to put a copy."
        raise CopyRefused(sentence)
    return Path(url.database).resolve()


def is_sqlite(file: Path) -> bool:
    """Say whether a file is a SQLite database, by its first bytes."""
    with file.open("rb") as handle:
        return handle.read(len(_MAGIC)) == _MAGIC


def save(database: Path, part: Path, on_progress: Progress) -> int:
    """Copy a database as it is at one instant, into one file, and return its number of rows.

    Whoever writes meanwhile goes on.
    """
    with (
        _explained(database),
        closing(_opened(database, "ro")) as source,
        closing(_opened(part, "rw")) as copy,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on, nothing moves for us
        source.backup(copy, pages=_PAGES, progress=lambda _, left, total: on_progress(total - left, total))
        copy.execute("PRAGMA journal_mode = DELETE")
        _require_whole(copy, database)
        _require_ours(copy, database)
        return sum(_count(copy, each) for each in _tables(copy) - {"alembic_version"})


def replace(database: Path, staged: Path, aside: Path) -> Path | None:
    """Put a copy in the place of a database, of which nothing is lost; return where that one is now.

    The copy is written over it in one transaction: a power cut leaves the one or the other.
    """
    if not database.exists():
        _moved(staged, database)
        return None
    try:
        with closing(_held(database)) as connection:
            with appearing(aside) as part, closing(_opened(part, "rw")) as kept:
                connection.backup(kept)
            with closing(_opened(staged, "rw")) as source:
                source.execute("PRAGMA journal_mode = DELETE")
                source.backup(connection)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise CopyRefused(_sentence(database, error)) from error
        for old, kept_at in zip(companions(database), companions(aside), strict=True):
            if old.exists():
                old.rename(kept_at)
        _moved(staged, database)
    return aside


def require_free(database: Path) -> None:
    """Refuse to go on while a process has the database open."""
    if not database.exists():
        return
    try:
        _held(database).close()
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise CopyRefused(_sentence(database, error)) from error


def _moved(staged: Path, database: Path) -> None:
    with _explained(staged), closing(_opened(staged, "rw")) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
    flush(staged)
    staged.rename(database)
    flush(database.parent)


def _held(database: Path) -> sqlite3.Connection:
    """Open a database for oneself alone, until closed: leaving WAL fails while anybody else has it open."""
    connection = _opened(database, "rw")
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {row[0] for row in rows}


def _count(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - the name is the database's own


def _require_ours(connection: sqlite3.Connection, what: Path) -> None:
    if not _tables(connection) >= _OURS:
        sentence = f"{what} is a database, but not one of Pouce: give a file made by `pouce backup`."
        raise CopyRefused(sentence)


def _require_whole(connection: sqlite3.Connection, what: Path) -> None:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        sentence = f"{what} is damaged ({said[0]}): take another backup."
        raise CopyRefused(sentence)


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CopyRefused(_sentence(file, error)) from error


def _sentence(file: Path, error: sqlite3.Error) -> str:
    code = error.sqlite_errorcode & 0xFF
    if code in _BUSY:
        return f"{file} is open in another process: stop Pouce first, then try again."
    if code in _DAMAGED:
        return f"{file} is damaged, or is not a SQLite database: take another file."
    if code == sqlite3.SQLITE_CANTOPEN and not os.access(file, os.R_OK):
        return f"{file} is not there, or cannot be read by this user."
    return f"{file} cannot be copied: {error}."
