"""Planning 10,000 people out of 1,000,000, against a straightforward ORM loop in the same run.

`BENCH_PEOPLE` is how many there are, for a shorter run. Where others use the machine, look at what each took
of the processor: on SQLite that is all but the waits for the disk; PostgreSQL's own part is not in it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, process_time

import psycopg
import pytest
from sqlalchemy import ColumnElement, func, make_url, select, true

from bot.coach.remind import Remind
from bot.domain.people import CLOCK
from bot.store import Store
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import ActivityRow, NudgeRow, PersonRow
from tests.bench.by_hand import ByHand
from tests.bench.crowd import NOW, TODAY, Crowd, fill
from tests.bench.planner_main import new_bot
from tests.bench.sizes import bytes_per_row

ROOT = Path(__file__).parents[2]
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1000000"))
CROWD = Crowd(PEOPLE, due=PEOPLE // 100)
FLOOR = 2.0
"""The target is 10, and is missed: both decide, and both read the same rows. This is a guard."""
SAMPLE = min(200, CROWD.due // 4)
Say = Callable[[str], None]


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def crowded(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with the crowd in it."""
    if request.param == "sqlite":
        with TemporaryDirectory() as folder:
            yield _filled(f"sqlite:///{folder}/pouce.db")
    else:
        server = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE crowd")
            yield _filled(make_url(server).set(database="crowd").render_as_string(hide_password=False))
            connection.execute("DROP DATABASE crowd WITH (FORCE)")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], crowded: str) -> Say:
    """Print a figure, with the database it is about."""

    def _say(line: str) -> None:
        with capsys.disabled():
            print(f"\n{make_url(crowded).get_backend_name()}, {PEOPLE:,} people: {line}", end="")

    return _say


def _filled(url: str) -> str:
    fill(url, CROWD)
    return url


def told(url: str, deed: str) -> tuple[float, dict[str, float]]:
    """Let a process of its own do something; return when its first line came, and its figures."""
    begun = perf_counter()
    command = [sys.executable, "-m", "tests.bench.planner_main", url, deed]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        first = perf_counter() - begun
        lines += process.stdout.readlines()
    assert process.returncode == 0
    figures: dict[str, float] = json.loads(lines[-1])
    return first, figures


@pytest.mark.bench
def test_a_tick_with_nobody_due_costs_next_to_nothing(crowded: str, say: Say) -> None:
    start, figures = told(crowded, "idle")
    say(f"start to first tick {start:.2f} s")
    say(f"idle tick {figures['median_ms']:.1f} ms (worst {figures['worst_ms']:.0f})")
    assert figures["median_ms"] < 5 * slow_machine()
    assert start < 2 * slow_machine()


@pytest.mark.bench
def test_planning_beats_an_orm_loop(crowded: str, say: Say) -> None:
    people = CROWD.ids(SAMPLE)
    loop, worked, thought = (each * CROWD.due for each in by_hand(crowded, people))
    _, figures = told(crowded, "plan")
    bulk = figures["seconds"] * CROWD.due / figures["planned"]
    say(f"{CROWD.due:,} due planned in {bulk:.1f} s, {figures['peak_mb']:.0f} MB")
    say(f"an ORM loop {loop:.0f} s (from {SAMPLE} people, in proportion), ratio {loop / bulk:.1f}")
    busy = figures["worked"] * CROWD.due / figures["planned"]
    say(f"of the processor {busy:.1f} s, and the loop {worked:.1f} s, ratio {worked / busy:.1f}")
    say(f"deciding alone, the same for both, {thought:.1f} s: no ratio can pass {loop / thought:.0f}")
    say(f"bytes a row {bytes_per_row(crowded, (PersonRow, ActivityRow, NudgeRow, DeliveryRow))}")
    assert figures["planned"] == CROWD.due - SAMPLE
    assert_same_questions(crowded, people)
    assert figures["peak_mb"] < 300
    assert loop / bulk > FLOOR


@pytest.mark.bench
def test_people_are_answered_while_many_are_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite has one writer: whoever acts meanwhile waits for a batch to end, and no longer."""
    url, crowd = f"sqlite:///{tmp_path}/pouce.db", Crowd(100_000, due=1_000)
    fill(url, crowd)
    bot, done, took = new_bot(url), Event(), list[float]()
    acting = Thread(target=act, args=(bot.store, done, took))
    acting.start()
    planned = Remind(bot.kit, bot.store).plan(NOW)
    done.set()
    acting.join()
    bot.store.close()
    with capsys.disabled():
        print(
            f"\nsqlite, while {planned:,} are planned: a write waits {median(took) * 1000:.0f} ms, "
            f"at worst {max(took) * 1000:.0f}"
        )
    assert len(took) > 3
    assert max(took) < 3, "a chat waits three seconds for an answer"


def act(store: Store, done: Event, took: list[float]) -> None:
    """Write something small again and again; note how long each one takes."""
    while not done.wait(0.02):
        begun = perf_counter()
        with store.write(CLOCK) as memory:
            memory.beat("bench", NOW)
        took.append(perf_counter() - begun)


def by_hand(url: str, people: list[int]) -> tuple[float, float, float]:
    """Plan for a few people in the simple way; return seconds of each: in all, of the processor, deciding."""
    bot = new_bot(url)
    loop = ByHand(bot.kit, bot.store)
    begun, worked = perf_counter(), process_time()
    assert loop.plan(people) == len(people)
    took, worked = perf_counter() - begun, process_time() - worked
    bot.store.close()
    return took / len(people), worked / len(people), sum(loop.thought) / len(people)


def assert_same_questions(url: str, people: list[int]) -> None:
    """Both ways asked the same things: a ratio between different works would mean nothing."""
    some, everybody = asked(url, NudgeRow.person_id.in_(people)), asked(url, true())
    assert some == dict.fromkeys(some, (SAMPLE, SAMPLE))
    assert everybody == dict.fromkeys(some, (CROWD.due, CROWD.due))


def asked(url: str, whom: ColumnElement[bool]) -> dict[tuple[object, ...], tuple[int, int]]:
    """What was asked today, how often, and how often with a message."""
    store = Store(url)
    what = (NudgeRow.practice, NudgeRow.reminder, NudgeRow.period, NudgeRow.as_line)
    query = select(*what, func.count(), func.count(NudgeRow.delivery_id)).group_by(*what)
    with store.engine.connect() as connection:
        rows = connection.execute(query.where(NudgeRow.asked_on == TODAY, whom)).all()
    store.close()
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def slow_machine() -> float:
    """How much longer things may take here: absolute figures are for a quiet machine of two cores."""
    return float(os.environ.get("BENCH_PATIENCE", "2"))
