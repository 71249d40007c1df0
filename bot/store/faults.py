"""Why the store cannot answer, in one sentence that says what to mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

_UNDEFINED_TABLE = "42P01"  # PostgreSQL's code


class StoreUnavailable(Exception):
    """The database is not there, or does not take what is written; nothing was recorded."""


class OutOfScope(LookupError):
    """Something was to be changed that does not exist for the one who looks."""


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn a failing database into a sentence; faults in our own statements stay what they are."""
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence(error, url)
        if sentence is None:
            raise
        raise StoreUnavailable(sentence) from error


def place(url: URL) -> str:
    """Name the database for people: a full path, or an address without its password."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:"):
        return str(Path(url.database).resolve())
    return url.render_as_string(hide_password=True)


def _sentence(error: DBAPIError, url: URL) -> str | None:
    where, said = place(url), str(error.orig)
    if "no such table" in said or getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE:
        return f"The database {where} lacks tables: run `pouce migrate`."
    fix = next((fix for words, fix in _SQLITE.items() if words in said), None)
    if fix:
        return f"The database {where} {fix}"
    if isinstance(error, OperationalError | InterfaceError):
        first_line = said.partition("\n")[0]
        return f"The database {where} does not answer, check that it runs: {first_line}"
    return None


_SQLITE = {
    "readonly": "is read-only: give this user the right to write the file and its folder.",
    "unable to open": "cannot be opened: check that its folder exists and that this user may write in it.",
    "is locked": "is held by another program: stop the other one, SQLite serves a single process.",
    "is full": "has no room left: free some space on its disk.",
    "disk I/O error": "cannot be read or written: check its disk.",
    "malformed": "is damaged: restore a backup with `pouce restore`.",
    "not a database": "is not a SQLite database: give the path of another file.",
}
