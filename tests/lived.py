"""A database that has lived: a story was played on it, then whatever the story leaves empty was filled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.domain.activities import Draft
from bot.domain.calendar import Absence
from bot.domain.messages import File, Message
from bot.domain.people import CLOCK, Address, Scope
from bot.domain.practices import Visibility
from bot.stage import Stage
from bot.store import Installation, KeptPost, Memory, Resident, Store
from bot.store.pace import RESTORED
from bot.store.tables import Base
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from tests.scene import new_bot

NOW = datetime(2026, 12, 1, 9, 30, 0, 123456, tzinfo=UTC)
STORY = Path(__file__).parent / "conversations" / "joined.story"
NOTE = "« Ça marche ! » 👩🏽‍💻 e\u0301 \u202f; \\u0000 \"'\\ \n\t" * 500
"""Ten thousand characters and more, of the kind that gets lost on the way."""
Rows = dict[str, list[tuple[Any, ...]]]


def live(url: str) -> None:
    """Play a story on a database, then use what it does not."""
    bot = new_bot(url)
    stage = Stage(bot, NOW)
    report = play(parse(STORY.read_text(encoding="utf-8")), stage)
    assert report.passed, as_text(report)
    with bot.store.read(CLOCK) as memory:
        person = memory.person_at(Address(stage.workspace, "ada"))
        assert person
        team = memory.teams()[0].id
    with bot.store.write(Scope(stage.workspace, person.id)) as memory:
        for text in (NOTE, "", "NULL", "null", "{}", "'"):
            memory.record(Draft(team, "user_test", person.id, NOW.date(), {"people": 3}, text), NOW)
        private = Draft(team, "user_test", person.id, NOW.date(), {}, visibility=Visibility.PRIVATE)
        memory.record(private, NOW)
        memory.add_absence(person.id, Absence(date(2026, 12, 24), date(2027, 1, 1)))
        memory.open_pending(person.id, "ask", {"deep": [1, 2.5, None, {"é": "👍"}]}, NOW)
        _use_the_room(memory, person.id)
    with bot.store.write(CLOCK) as memory:
        _deliver(memory, Address(stage.workspace, "ada"), person.id)
    bot.store.close()


def _use_the_room(memory: Memory, person: int) -> None:
    memory.add_closing_day(date(2026, 12, 31), "Réveillon 🎉")
    memory.first_time("event-1", NOW)
    memory.begin_room(NOW)
    memory.add_resident(Resident("ada", "Ada 👩", "fr", "Europe/Paris"))
    message = Message("Voilà 🎈", files=(File("a.png", "image/png", bytes(range(256)), "rien"),))
    post = memory.add_post(KeptPost("dm", message, "nudge", NOW, "pouce", "", "key", 0, 0))
    memory.add_post(post._replace(at=NOW + timedelta(hours=1)))
    memory.note_look(person, NOW, [], spoke=True)
    memory.give_code(person, "a digest", NOW + timedelta(minutes=10))
    memory.note_wrong_try(person, NOW)


def _deliver(memory: Memory, to: Address, person: int) -> None:
    memory.take_lease("socket:1", "somebody", NOW, timedelta(minutes=1))
    memory.install(Installation(to.workspace, "closed", "U0POUCE", "B0POUCE", ("chat:write",), NOW))
    memory.draw(to.workspace, NOW, 1 / 3, 20, 10)
    memory.wrote_to(to.workspace, [to.external_id], NOW)
    for n in range(3):
        tomorrow = NOW + timedelta(days=1)
        message = Message(f"{n} {NOTE}")
        memory.plan(
            f"to come {n}",
            person,
            to,
            message,
            not_before=tomorrow,
            expires_at=tomorrow + timedelta(hours=9),
            local_date=tomorrow.date(),
        )


def everything(store: Store) -> Rows:
    """Return every row of every table, as the code reads them, in an order that no collation changes."""
    with store.engine.connect() as connection:
        return {
            each.name: sorted((tuple(row) for row in connection.execute(select(each))), key=repr)
            for each in Base.metadata.sorted_tables
        }


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Open a store for a moment: nobody holds the database afterwards."""
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


def as_copied(rows: Rows) -> Rows:
    """Return the rows that a copy holds: all but the note that it came back."""
    return rows | {"beat": [row for row in rows["beat"] if row[0] != RESTORED]}


def read_all(url: str) -> Rows:
    """Return every row of a database that nobody has open."""
    with opened(url) as store:
        return everything(store)
