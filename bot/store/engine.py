"""The two databases, set up so that what is committed is there to stay."""

import json
from datetime import timedelta
from functools import partial
from math import ceil
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.columns import read_json
from bot.store.faults import StoreUnavailable

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
PATIENCE = timedelta(seconds=1.25)
"""How long somebody who acts waits for the other threads, then for other programs: a chat waits for three
seconds, and what it brings is then said not to be recorded."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_STOPPED = {"options": "-c idle_in_transaction_session_timeout=10000"}
"""Milliseconds after which PostgreSQL takes back what a process that was stopped half-way holds."""
_SERIALIZER = partial(json.dumps, ensure_ascii=False)
"""What people wrote stays readable in the database, for an erasure to be checked."""
_ALWAYS = {"json_serializer": _SERIALIZER, "json_deserializer": read_json, "hide_parameters": True}
"""A fault that is logged shows its statement, and nothing of what people wrote."""
_KEPT = {"pool_size": 15, "max_overflow": 0}
"""As many connections as by default, all of them kept: past five, each use would open one and close it."""


def engine_for(address: str, patience: timedelta = PATIENCE) -> Engine:
    """Return the engine of a database address; the folder of a SQLite file is created."""
    url = _url(address)
    if url.get_backend_name() == "postgresql":
        given = _STOPPED | {"connect_timeout": ceil(patience.total_seconds())}
        return create_engine(url, pool_pre_ping=True, connect_args=given, **_ALWAYS, **_KEPT)
    if in_memory(url):
        alone = {"check_same_thread": False}
        engine = create_engine(url, poolclass=StaticPool, connect_args=alone, **_ALWAYS)
    else:
        _make_folder(url)
        engine = create_engine(url, **_ALWAYS, **_KEPT)
    event.listen(engine, "connect", partial(_set_up, patience))
    event.listen(engine, "begin", _begin)
    return engine


def file_of(address: str) -> Path | None:
    """Return the file of a SQLite database; None where there is none."""
    url = _url(address)
    named = url.get_backend_name() == "sqlite" and not in_memory(url) and url.database
    return (
        Path(url.database).resolve()
        if named and url.database and not url.database.startswith("file:")
        else None
    )


def in_memory(url: URL) -> bool:
    """Say whether the database is SQLite's without a file, of which there is one connection."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        sentence = "The database address is not one: write it like sqlite:///var/pouce.db"
        raise StoreUnavailable(sentence) from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        sentence = (
            f"Pouce stands on SQLite or PostgreSQL, not on {url.drivername}: change the database address."
        )
        raise StoreUnavailable(sentence)
    return url.set(drivername=driver)


def _make_folder(url: URL) -> None:
    if url.database is None or url.database.startswith("file:"):
        return
    folder = Path(url.database).resolve().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = (
            f"The folder {folder} of the database cannot be made: {error.strerror}. Choose another place."
        )
        raise StoreUnavailable(sentence) from error


def _set_up(patience: timedelta, connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute(f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}")
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads, then writes, would fail half-way."""
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
