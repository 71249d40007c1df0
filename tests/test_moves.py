"""A whole Pouce goes out of a database, and into another one, row by row."""

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.domain.events import Profile
from bot.domain.people import CLOCK, Address
from bot.moves import CopyRefused, bring_everything, export_everything, is_everything
from bot.store import migrate
from bot.store.copying import snapshot
from bot.store.delivery_tables import DeliveryRow
from tests.conftest import DATABASES, _created
from tests.delivery.mail import HOUR
from tests.lived import NOTE, NOW, as_copied, everything, live, opened, read_all
from tests.scene import MONDAY, new_bot, on
from tests.store.world import make_world
from tests.test_cli import pouce


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


@pytest.fixture(params=DATABASES)
def origin(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from _place(request.param, request, tmp_path / "origin.db")


@pytest.fixture(params=DATABASES)
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from _place(request.param, request, tmp_path / "destination.db")


def _place(kind: str, request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{file}"
    else:
        yield from _created(request.getfixturevalue("postgres"))


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Everything of a small Pouce on SQLite, in a file."""
    url = f"sqlite:///{tmp_path / 'small.db'}"
    with opened(url) as store:
        migrate(store.engine)
        make_world(store).plan("a key")
        export_everything(store, tmp_path / "all.jsonl", NOW, quiet)
    return tmp_path / "all.jsonl"


def test_every_row_arrives_as_it_was(origin: str, destination: str, tmp_path: Path) -> None:
    live(origin)
    before = read_all(origin)
    assert [table for table, rows in before.items() if not rows] == []
    assert any(NOTE in row for row in before["activity"])
    with opened(origin) as store:
        left = export_everything(store, tmp_path / "all.jsonl.gz", NOW, quiet)
    with opened(destination) as store:
        assert bring_everything(store, tmp_path / "all.jsonl.gz", NOW, quiet) == left
    assert as_copied(read_all(destination)) == before
    assert read_all(origin) == before


def test_ids_go_on_where_they_were(origin: str, destination: str, tmp_path: Path) -> None:
    """A late click must not meet a younger row: what was erased keeps its number, wherever Pouce goes."""
    with opened(origin) as store:
        migrate(store.engine)
        world = make_world(store)
        with store.write(CLOCK) as memory:
            erased = memory.open_pending(world.people["ada"], "ask", {}, NOW).id
            memory.close_pending(erased)
        export_everything(store, tmp_path / "all", NOW, quiet)
    with opened(destination) as store:
        bring_everything(store, tmp_path / "all", NOW, quiet)
        with store.write(CLOCK) as memory:
            assert memory.open_pending(world.people["ada"], "ask", {}, NOW).id > erased
            assert memory.workspace("room", "new") > world.elsewhere
            newcomer = memory.welcome(Address(world.workspace, "new"), Profile("New"), NOW)
        assert newcomer.id > max(world.people.values())


def test_there_and_back(origin: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    live(origin)
    other = DATABASES[1 - DATABASES.index(_kind(origin))]
    before, ids = read_all(origin), _last_ids(origin)
    for n, kind in enumerate((other, _kind(origin))):
        places = _place(kind, request, tmp_path / f"{n}.db")
        url = next(places)
        with opened(origin) as store:
            export_everything(store, tmp_path / str(n), NOW, quiet)
        with opened(url) as store:
            bring_everything(store, tmp_path / str(n), NOW, quiet)
        origin = url
    assert (as_copied(read_all(origin)), _last_ids(origin)) == (before, ids)


def test_what_the_old_house_said_since_is_not_said_by_the_new_one(
    destination: str, database_url: str, tmp_path: Path
) -> None:
    """Its morning left after everything was written down."""
    if _kind(database_url) != _kind(destination):
        pytest.skip("each database is tried once, out and in")
    scene = on(new_bot(database_url), MONDAY)
    scene.add("ada")
    export_everything(scene.stage.bot.store, tmp_path / "all", MONDAY, quiet)
    tuesday = MONDAY + timedelta(hours=25.5)
    scene.tick(tuesday)
    scene.stage.bot.store.close()
    assert len(scene.nudges("ada")) == 1
    with opened(destination) as store:
        bring_everything(store, tmp_path / "all", tuesday + HOUR, quiet)
    bot = new_bot(destination)
    bot.voices[scene.stage.workspace] = scene.stage.voice
    bot.tick(tuesday + 2 * HOUR)
    bot.store.close()
    assert len(scene.nudges("ada")) == 1


def _kind(url: str) -> str:
    return url.partition(":")[0]


def _last_ids(url: str) -> dict[str, int]:
    with opened(url) as store, snapshot(store.engine) as instant:
        return instant.last_ids()


def test_only_an_empty_database_takes_it(sent: Path, database_url: str) -> None:
    with opened(database_url) as store:
        bring_everything(store, sent, NOW, quiet)
        before = everything(store)
        with pytest.raises(CopyRefused, match=r"already holds \d+ rows"):
            bring_everything(store, sent, NOW, quiet)
        assert everything(store) == before


def test_a_rehearsal_writes_nothing(sent: Path, database_url: str) -> None:
    with opened(database_url) as store:
        move = bring_everything(store, sent, NOW, quiet, dry_run=True)
        assert "Nothing was written" in move.as_text()
        assert not any(everything(store).values())
        bring_everything(store, sent, NOW, quiet)


# Files that are not what they were


def edits() -> dict[str, Callable[[bytes], bytes]]:
    return {
        "without its last line": lambda data: data[: data[:-1].rindex(b"\n") + 1],
        "half of it": lambda data: data[: len(data) // 2],
        "its first line alone": lambda data: data[: data.index(b"\n") + 1],
        "a letter changed": lambda data: data.replace(b"Aides simples", b"Aides si_ples"),
        "a row taken out": lambda data: b"".join(
            line
            for line in data.splitlines(keepends=True)
            if b'"trail"' not in line[:9] and b'"team"' not in line[:9]
        ),
        "a count changed": lambda data: data.replace(b'"person":7', b'"person":8', 1),
        "something added": lambda data: data + b'["person",{}]\n',
    }


@pytest.mark.parametrize("edit", edits())
@pytest.mark.parametrize("squeezed", [False, True])
def test_an_edited_file_is_refused_in_a_sentence(
    sent: Path, migrated_file: Path, tmp_path: Path, edit: str, *, squeezed: bool
) -> None:
    data = edits()[edit](sent.read_bytes())
    assert data != sent.read_bytes()
    sent.write_bytes(gzip.compress(data) if squeezed else data)
    assert is_everything(sent)
    with opened(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'new.db')}") as store:
        with pytest.raises(CopyRefused, match="damaged") as refusal:
            bring_everything(store, sent, NOW, quiet)
        assert "\n" not in str(refusal.value)
        assert not any(everything(store).values())


@pytest.mark.parametrize("kept", [0.99, 0.5, 0.1])
def test_a_compressed_file_cut_short(sent: Path, kept: float) -> None:
    data = gzip.compress(sent.read_bytes())
    sent.write_bytes(data[: int(len(data) * kept)])
    with opened("sqlite://") as store, pytest.raises(CopyRefused, match="damaged"):
        bring_everything(store, sent, NOW, quiet)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"person_id":1,', '"person_id":77,', "refuses"),
        ('"person_id":1,', "", "other columns"),
        ('"welcomed_at":"2026-', '"welcomed_at":"soon-', "cannot be read"),
        ('["membership",', '["mermaid",', "not known here"),
        ('"revision":"0', '"revision":"9', "a newer Pouce"),
        ('"revision":"', '"revision":"0001","was":"', "an older Pouce"),
        ('"version":1', '"version":2', "a newer Pouce"),
        ('"key":"a key"', '"key":null', "refuses"),
    ],
)
def test_a_forged_file_writes_nothing(sent: Path, database_url: str, old: str, new: str, why: str) -> None:
    """Somebody who also corrects the proof at the end gets no further than the database lets them."""
    assert old in sent.read_text(encoding="utf-8")
    forge(sent, old, new)
    with opened(database_url) as store:
        with pytest.raises(CopyRefused, match=why) as refusal:
            bring_everything(store, sent, NOW, quiet)
        assert "\n" not in str(refusal.value)
        assert not any(everything(store).values())


def forge(file: Path, old: str, new: str) -> None:
    body = file.read_text(encoding="utf-8").replace(old, new)
    body = body[: body[:-1].rindex("\n") + 1]
    file.write_text(body + f'{{"sha256":"{sha256(body.encode()).hexdigest()}"}}\n', encoding="utf-8")


# As somebody types it


def test_a_house_moves_by_the_commands(destination: str, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    live(f"sqlite:///{tmp_path}/old/pouce.db")
    before = read_all(f"sqlite:///{tmp_path}/old/pouce.db")
    old = {"POUCE_DATABASE__URL": f"sqlite:///{tmp_path}/old/pouce.db"}
    new = {"POUCE_DATABASE__URL": destination, "POUCE_SECRET_KEY": "a key that is long enough"}
    left = pouce(tmp_path, "export", "--everything", "all.gz", **old)
    assert left.returncode == 0, left.stderr
    assert f"{tmp_path}/var/secret_key" in left.stdout
    assert (tmp_path / "all.gz").stat().st_mode & 0o077 == 0
    again = pouce(tmp_path, "export", "--everything", "all.gz", **old)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "nothing is overwritten" in again.stderr
    arrived = pouce(tmp_path, "import", "all.gz", **new)
    assert arrived.returncode == 0, arrived.stderr
    assert arrived.stdout.startswith("everything of a Pouce")
    assert "Importing" in arrived.stderr
    assert as_copied(read_all(destination)) == before
    refused = pouce(tmp_path, "import", "all.gz", **new)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "empty database" in refused.stderr


MEASURE = """
import re, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.moves import bring_everything, export_everything
from bot.store import Store
def most():  # unlike getrusage, it owes nothing to the process that started this one
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
begun = most()
way, url, file = sys.argv[1:]
store = Store(url)
if way == "out":
    export_everything(store, Path(file), datetime.now(UTC), lambda *_: None)
else:
    bring_everything(store, Path(file), datetime.now(UTC), lambda *_: None)
print(most() - begun)
"""


def test_memory_stays_flat(database_url: str, destination: str, tmp_path: Path) -> None:
    """Forty megabytes of rows, on their way through a process that never holds them."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not say how much memory a process took")
    if _kind(database_url) != _kind(destination):
        pytest.skip("each database is tried once, out and in")
    with opened(database_url) as store:
        migrate(store.engine)
        world = make_world(store)
        delivery = world.plan("the first one")
        assert delivery
        with store.engine.execution_options(write=True).begin() as connection:
            row = dict(connection.execute(select(*DeliveryRow.__mapper__.columns)).mappings().one())
            del row["id"]
            text_of_3_kb = "é" * 3000
            many = [row | {"key": f"key {n}", "why": text_of_3_kb} for n in range(7_000)]
            connection.execute(insert(DeliveryRow), many)
    grown = [_grown(way, url, tmp_path / "all") for way, url in (("out", database_url), ("in", destination))]
    size = (tmp_path / "all").stat().st_size // 1024
    print(f"{size} KiB of rows; the process grew by {grown} KiB out and in")
    assert size > 40_000
    assert 0 < max(grown) < size / 2
    with opened(destination) as store, store.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == 7_001


def _grown(way: str, url: str, file: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, way, url, str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return int(done.stdout)
