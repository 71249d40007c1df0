"""Copies of a PostgreSQL database, made and read by its own tools: pg_dump, pg_restore, psql."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text

from bot.store.copying import Snapshot, snapshot
from bot.store.faults import explained
from bot.store.places import CopyRefused
from bot.store.tables import Base

_MAGIC = b"PGDMP"
_PLAIN = ("--no-owner", "--no-privileges", "--no-comments")
"""A copy is restored by whoever runs Pouce there, who may not be who made it."""
_OURS = {"alembic_version", "person", "workspace", "delivery"}
_PATIENCE = "SET lock_timeout = '10s';"


def is_dump(file: Path) -> bool:
    """Say whether a file was made by pg_dump in its own format, by its first bytes."""
    with file.open("rb") as handle:
        return handle.read(len(_MAGIC)) == _MAGIC


def save(engine: Engine, part: Path) -> dict[str, int]:
    """Copy a database as it is at one instant; return how many rows of each table are in the copy."""
    tool = _tool("pg_dump")
    _require_recent(tool, engine)
    with snapshot(engine) as instant:
        shared = _exported(instant)
        _run(
            engine,
            [tool, "--format=custom", f"--snapshot={shared}", f"--file={part}", *_PLAIN, _target(engine)],
        )
        held = instant.counts()
    require_whole(part)
    return held


def require_whole(file: Path) -> None:
    """Read a copy from one end to the other, and refuse it if that cannot be done."""
    _listing(file, f"--file={os.devnull}")


def revision_of(file: Path) -> str:
    """Return the step of the migrations a copy is at; refuse what is not one of Pouce."""
    if not tables_of(file) >= _OURS:
        sentence = f"{file} is a copy of a database, but not of Pouce: give a file made by `pouce backup`."
        raise CopyRefused(sentence)
    said = _listing(file, "--data-only", "--table=alembic_version", "--file=-")
    found = re.search(r"^COPY .*alembic_version .*\n(\w+)$", said, flags=re.MULTILINE)
    return found[1] if found else "unknown"


def tables_of(file: Path) -> set[str]:
    """Return the names of the tables a copy holds."""
    return set(re.findall(r" TABLE DATA \w+ (\w+) ", _listing(file, "--list")))


def require_free(engine: Engine) -> None:
    """Refuse to go on while others are connected."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with explained(engine.url), engine.connect() as connection:
        others = connection.scalar(query) or 0
    engine.dispose()
    if others:
        sentence = f"The database is open elsewhere ({others}): stop Pouce first, then try again."
        raise CopyRefused(sentence)


def is_empty(engine: Engine) -> bool:
    """Say whether there is nothing that a copy could take the place of."""
    with explained(engine.url), engine.connect() as connection:
        return connection.scalar(text("SELECT to_regclass('alembic_version')")) is None


def replace(engine: Engine, file: Path) -> None:
    """Put a copy in the place of what the database holds, in one transaction."""
    gone = ", ".join(f'"{name}"' for name in sorted(tables_of(file) | {*Base.metadata.tables}))
    engine.dispose()
    with TemporaryFile("w+") as complaints, _psql(engine, complaints) as psql:
        fault = _feed(psql, f"{_PATIENCE}\nBEGIN;\nDROP TABLE IF EXISTS {gone};\n", file)
        psql.wait()
        complaints.seek(0)
        said = complaints.read()
    if psql.returncode or fault:
        why = _why(said) if psql.returncode else fault
        sentence = f"{file} cannot be restored, and nothing was changed: {why}"
        raise CopyRefused(sentence)


def _psql(engine: Engine, complaints: IO[str]) -> subprocess.Popen[str]:
    """Start what runs a script up to its first fault; what it has not committed by then is undone."""
    return subprocess.Popen(  # noqa: S603 - a tool found on PATH; the password is in no argument
        [_tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", _target(engine)],
        env=_environment(engine),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        text=True,
    )


def _feed(psql: subprocess.Popen[str], prelude: str, file: Path) -> str:
    """Let psql run a copy after a few words; only a copy that was read to its end is committed."""
    if psql.stdin is None:  # never: it was asked for
        return "no way to speak to psql"
    with suppress(BrokenPipeError), psql.stdin as script:  # it stopped, and says why
        script.write(prelude)
        script.flush()
        done = subprocess.run(  # noqa: S603 - a tool found on PATH, a file as its only argument
            [_tool("pg_restore"), *_PLAIN, "--file=-", str(file)],
            stdout=script,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            return _why(done.stderr)
        script.write("\nCOMMIT;\n")
    return ""


# The tools


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        sentence = (
            f"{name} is not on this machine: install the PostgreSQL client (on Debian, postgresql-client)."
        )
        raise CopyRefused(sentence)
    return found


def _require_recent(tool: str, engine: Engine) -> None:
    """Refuse a tool that is older than the server: it would refuse too, less clearly."""
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - found on PATH
    found = re.search(r"\) (\d+)", said)
    own = int(found[1]) if found else 0
    with explained(engine.url), engine.connect() as connection:
        server = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
    if own < server:
        sentence = (
            f"pg_dump is version {own} and the server {server}: install the PostgreSQL client {server}."
        )
        raise CopyRefused(sentence)


def _exported(instant: Snapshot) -> str:
    """Return the name under which another connection sees the same instant."""
    return str(instant.connection.scalar(text("SELECT pg_export_snapshot()")))


def _run(engine: Engine, words: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - a tool found on PATH; the password is in no argument
        words, env=_environment(engine), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sentence = f"{Path(words[0]).name} stopped: {_why(done.stderr)}"
        raise CopyRefused(sentence)


def _listing(file: Path, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - a tool found on PATH, a file as its only argument
        [_tool("pg_restore"), *words, str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sentence = f"{file} is damaged, or was made by a newer PostgreSQL: {_why(done.stderr)}"
        raise CopyRefused(sentence)
    return done.stdout


def _target(engine: Engine) -> str:
    """Say which database to connect to, without the password: arguments are seen by everybody."""
    given = engine.dialect.create_connect_args(engine.url)[1]
    words = {key: value for key, value in given.items() if isinstance(value, str | int)}
    shown = {key: value for key, value in words.items() if key != "password"}
    return f"--dbname={make_conninfo('', **shown)}"


def _environment(engine: Engine) -> dict[str, str]:
    password = engine.url.password
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _why(said: str) -> str:
    lines = said.strip().splitlines()
    return next(
        (each for each in lines if "rror:" in each or "ERROR:" in each),
        lines[-1] if lines else "no word of why",
    )
