"""How does one keep a copy, and come back to it? On both databases, while Pouce runs, and with a way back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.people import CLOCK
from bot.store import Store, migrate
from bot.store import postgres_copies as postgres
from bot.store import sqlite_copies as sqlite
from bot.store.copying import come_back, counts, require_known, snapshot
from bot.store.places import CopyRefused, Progress, appearing, make_folder

__all__ = ["FOLDER", "Backup", "CopyRefused", "Restored", "back_up", "default_name", "examine", "restore"]

FOLDER = Path("var/backups")
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made, and checked."""

    file: Path
    size: int
    """In bytes."""
    rows: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a database holds since it came back."""

    rows: dict[str, int]
    doubtful: int
    """Messages that may have left since the copy was made: each is looked for in its chat before anything."""
    aside: Path | None
    """Where what was there before is now; None when there was nothing."""


def default_name(store: Store, now: datetime) -> Path:
    """Return the file of a backup made now."""
    return FOLDER / f"pouce-{now.strftime(_STAMP)}{'.db' if _on_sqlite(store) else '.dump'}"


def back_up(store: Store, file: Path, on_progress: Progress) -> Backup:
    """Copy the database into a new file, as it is now, and check the copy; Pouce may be running."""
    with appearing(file) as part:
        if _on_sqlite(store):
            rows = sqlite.save(sqlite.file_of(store.engine.url), part, on_progress)
        else:
            rows = sum(postgres.save(store.engine, part).values())
            on_progress(1, 1)
    return Backup(file, file.stat().st_size, rows)


def examine(store: Store, file: Path) -> None:
    """Refuse a file that cannot take the place of the database, and to do so while that is in use."""
    kinds = {True: sqlite.is_sqlite, False: postgres.is_dump}
    on_sqlite = _on_sqlite(store)
    try:
        fits, fits_the_other = kinds[on_sqlite](file), kinds[not on_sqlite](file)
    except OSError as error:
        sentence = f"{file} cannot be read ({error.strerror}): give a file made by `pouce backup`."
        raise CopyRefused(sentence) from error
    if fits_the_other:
        raise CopyRefused(_other_kind(file, on_sqlite=on_sqlite))
    if not fits:
        sentence = f"{file} is not a backup: give a file made by `pouce backup`."
        raise CopyRefused(sentence)
    if on_sqlite:
        sqlite.require_free(sqlite.file_of(store.engine.url))
    else:
        postgres.require_free(store.engine)


def restore(store: Store, file: Path, now: datetime, on_progress: Progress) -> Restored:
    """Put a copy in the place of the database, bring it up to date, and let nothing be sent blindly.

    The database must be used by nobody. What it holds is kept aside.
    """
    examine(store, file)
    return (_restore_sqlite if _on_sqlite(store) else _restore_postgres)(store, file, now, on_progress)


def _restore_sqlite(store: Store, file: Path, now: datetime, on_progress: Progress) -> Restored:
    """Prepare the copy beside the database, to its last step, before the database is touched."""
    database = sqlite.file_of(store.engine.url)
    make_folder(database.parent)
    store.engine.dispose()
    with TemporaryDirectory(prefix=".restoring-", dir=database.parent) as folder:
        staged = Path(folder) / database.name
        with appearing(staged) as part:
            sqlite.save(file, part, on_progress)
        rows, doubtful = _prepared(f"sqlite:///{staged}", file, now)
        aside = database.with_name(f"{database.name}.before-restore-{now.strftime(_STAMP)}")
        return Restored(rows, doubtful, sqlite.replace(database, staged, aside))


def _prepared(url: str, file: Path, now: datetime) -> tuple[dict[str, int], int]:
    staged = Store(url)
    try:
        with snapshot(staged.engine) as instant:
            require_known(instant.revision, file)
        migrate(staged.engine)
        return counts(staged.engine), _doubtful(staged, now)
    finally:
        staged.close()


def _restore_postgres(store: Store, file: Path, now: datetime, on_progress: Progress) -> Restored:
    postgres.require_whole(file)
    require_known(postgres.revision_of(file), file)
    aside = None
    if not postgres.is_empty(store.engine):
        aside = FOLDER / f"before-restore-{now.strftime(_STAMP)}.dump"
        back_up(store, aside, lambda *_: None)
    postgres.replace(store.engine, file)
    on_progress(1, 1)
    migrate(store.engine)
    return Restored(counts(store.engine), _doubtful(store, now), aside)


def _doubtful(store: Store, now: datetime) -> int:
    with store.write(CLOCK) as memory:
        return come_back(memory, now)


def _on_sqlite(store: Store) -> bool:
    return store.engine.dialect.name == "sqlite"


def _other_kind(file: Path, *, on_sqlite: bool) -> str:
    theirs, ours = ("PostgreSQL", "SQLite") if on_sqlite else ("SQLite", "PostgreSQL")
    return (
        f"{file} is a backup of {theirs}, and the database here is {ours}: "
        "`pouce export --everything`, then `pouce import`, moves from one to the other."
    )
