"""R10: the file is held, read-only, or its disk full: nothing is said noted that is not; then all goes on."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import event

from bot.domain.events import Said, Where
from bot.domain.people import Address
from bot.store import Store, StoreUnavailable
from bot.wiring import Bot
from tests.scene import MONDAY, TEAM, Scene, new_bot, on

LONG = "le formulaire fait peur, " * 18


@dataclass
class Disk:
    """A bot on a file, and what is asked of each of its connections to that file."""

    file: Path
    pragmas: list[str] = field(default_factory=list)
    scene: Scene = field(init=False)
    acts: int = 0

    def __post_init__(self) -> None:
        bot = new_bot(f"sqlite:///{self.file}")
        event.listen(bot.store.engine, "checkout", self._set)
        self.ask("busy_timeout = 50")
        self.scene = on(bot)
        self.scene.add("ada")

    @property
    def bot(self) -> Bot:
        return self.scene.stage.bot

    def _set(self, connection: sqlite3.Connection, *_: object) -> None:
        for pragma in self.pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()

    def ask(self, *pragmas: str) -> None:
        self.pragmas += pragmas

    def pages(self) -> int:
        with closing(sqlite3.connect(self.file)) as connection:
            return int(connection.execute("PRAGMA page_count").fetchone()[0])

    def note(self) -> Said:
        """What Ada writes next; written again with the same id when she was told that it was not kept."""
        self.acts += 1
        who = Address(self.scene.stage.workspace, "ada")
        text = f"test 3 {self.acts} {LONG}"
        return Said(who, f"note-{self.acts}", text=text, where=Where.COMMAND)

    def hear(self, said: Said) -> str:
        return str(self.bot.hear(said, MONDAY))

    def records(self) -> int:
        return len(self.scene.records(TEAM))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    found = Disk(tmp_path / "pouce.db")
    yield found
    found.bot.store.close()


@contextmanager
def held(disk: Disk) -> Iterator[None]:
    """Another program writes, and does not end."""
    with closing(sqlite3.connect(disk.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


@contextmanager
def read_only(disk: Disk) -> Iterator[None]:
    """The right to write was taken away."""
    disk.ask("query_only = ON")
    yield
    disk.ask("query_only = OFF")


@contextmanager
def full(disk: Disk) -> Iterator[None]:
    """There is no room for one page more."""
    disk.ask(f"max_page_count = {disk.pages()}")
    yield
    disk.ask("max_page_count = 1000000")


HURTS = {
    "held": (held, "held by another program"),
    "read-only": (read_only, "read-only"),
    "full": (full, "has no room left"),
}


@pytest.mark.parametrize("hurt", HURTS)
def test_what_is_said_to_be_noted_is_and_the_rest_is_heard_again(disk: Disk, hurt: str) -> None:
    harm, sentence = HURTS[hurt]
    noted, lost, told = 0, None, ""
    with harm(disk):
        for _ in range(200):
            said = disk.note()
            try:
                assert "Noté" in disk.hear(said)
            except StoreUnavailable as fault:
                told, lost = str(fault), said
                break
            noted += 1
    assert lost, "the database was hurt, and nobody felt it"
    assert sentence in told
    assert disk.records() == noted
    assert "Noté" in disk.hear(lost)
    assert "Noté" in disk.hear(disk.note())
    assert disk.records() == noted + 2


def test_the_answer_comes_while_the_file_is_held_and_everybody_waits(disk: Disk) -> None:
    """Chats give three seconds. A dozen threads of the worker want to write, too, and each waits in vain."""
    bot = replace(disk.bot, store=Store(f"sqlite:///{disk.file}", timedelta(seconds=0.3)))

    def write() -> None:
        with suppress(StoreUnavailable):
            bot.plan(MONDAY)

    with held(disk), ThreadPoolExecutor(12) as threads:
        waiting = [threads.submit(write) for _ in range(12)]
        began = monotonic()
        with pytest.raises(StoreUnavailable, match="another program"):
            bot.hear(disk.note(), MONDAY)
        took = monotonic() - began
        assert not all(each.done() for each in waiting)
    assert took < 3
    bot.store.close()


@pytest.mark.parametrize("hurt", ["held", "read-only"])
def test_a_tick_that_could_not_be_written_is_made_up_for(disk: Disk, hurt: str) -> None:
    harm, sentence = HURTS[hurt]
    due = disk.scene.stage.next_wake(MONDAY)
    assert due
    with harm(disk), pytest.raises(StoreUnavailable, match=sentence):
        disk.scene.tick(due)
    disk.scene.tick_until(due.replace(day=due.day + 2))
    assert disk.scene.nudges("ada")
