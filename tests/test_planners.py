"""R4: several planners tick the same minute: each moment is planned once, and none is left out."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from bot.domain.compose import Agenda
from bot.domain.people import CLOCK, Person
from bot.stage import Stage
from bot.store import Memory
from bot.store.delivery_tables import DeliveryRow
from bot.store.tables import NudgeRow, PersonRow
from bot.wiring import Bot
from tests.scene import Scene, new_bot
from tests.test_ticks import THURSDAY, TUESDAY, WEDNESDAY

PEOPLE = 100
Start = Callable[[], Bot]


class Cut(BaseException):
    """The process is killed."""


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    started: list[Bot] = []

    def _start() -> Bot:
        started.append(new_bot(database_url))
        return started[-1]

    yield _start
    for bot in started:
        bot.store.close()


def crowd(bot: Bot, number: int) -> Stage:
    """So many people of one team each, whose moment is the same."""
    scene = Scene(Stage(bot, TUESDAY - timedelta(hours=15)))
    for n in range(number):
        scene.add(f"p{n}", team=f"Produit {n}")
    return scene.stage


def plan_together(bots: list[Bot], now: datetime, times: int = 1) -> None:
    """Let every planner tick the same minute, at the same instant, and again."""
    ready = Barrier(len(bots))

    def _plan(bot: Bot) -> None:
        for _ in range(times):
            ready.wait()
            bot.plan(now)

    with ThreadPoolExecutor(len(bots)) as threads:
        list(threads.map(_plan, bots))


def planned(bot: Bot) -> Counter[tuple[int | None, date]]:
    """How many messages each person has for each day."""
    query = select(DeliveryRow.person_id, DeliveryRow.local_date, func.count())
    with bot.store.engine.connect() as connection:
        rows = connection.execute(query.group_by(DeliveryRow.person_id, DeliveryRow.local_date)).all()
    return Counter({(row[0], row[1]): row[2] for row in rows})


def unsaid(bot: Bot) -> int:
    """How many questions are noted as asked that no message holds."""
    with bot.store.engine.connect() as connection:
        query = select(func.count()).select_from(NudgeRow).where(NudgeRow.delivery_id.is_(None))
        return int(connection.execute(query).scalar_one())


def awaited(bot: Bot) -> list[datetime | None]:
    """When people are looked at next."""
    with bot.store.engine.connect() as connection:
        return list(connection.execute(select(PersonRow.next_moment_at).distinct()).scalars())


@pytest.mark.parametrize("planners", [2, 4, 8])
def test_each_moment_is_planned_once_whoever_ticks(start: Start, database_url: str, planners: int) -> None:
    if database_url.startswith("sqlite") and planners > 2:
        pytest.skip("SQLite has one process; two planners are one too many already")
    bots = [start() for _ in range(planners)]
    stage = crowd(bots[0], PEOPLE)
    people = set(stage.cast.people.values())
    for now in (TUESDAY, WEDNESDAY):
        plan_together(bots, now, times=2)
    spoken = planned(bots[0])
    assert set(spoken.values()) == {1}
    assert {person for person, _ in spoken} == people
    assert len(spoken) >= PEOPLE
    assert unsaid(bots[0]) == 0
    assert awaited(bots[0]) == [THURSDAY]


def test_planners_that_stop_half_way_leave_nobody_out(start: Start) -> None:
    """A planner that dies in the middle of its people has planned whole people, and the next one goes on."""
    bot = start()
    crowd(bot, 5)
    seen: list[str] = []

    def cut(_: Memory, person: Person, __: datetime, ___: Agenda) -> None:
        seen.append(person.name)
        if len(seen) == 3:
            raise Cut

    with pytest.raises(Cut):
        replace(bot, witness=cut).plan(TUESDAY)
    bot.plan(TUESDAY)
    with bot.store.read(CLOCK) as memory:
        assert len(memory.waiting(TUESDAY)) == 1
    assert sorted(planned(bot).values()) == [1] * 5
    assert unsaid(bot) == 0
