"""Any order of sends, crashes, late workers, failing answers and jumping clocks: each message leaves once."""

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text

from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK
from bot.platforms.base import Pace, Platform
from bot.postman import Postman
from bot.signing import Seal
from bot.store import Store
from bot.store.delivery_tables import DeliveryRow
from tests.delivery.databases import emptied, in_memory
from tests.delivery.mail import OPEN, plan, workspaces
from tests.delivery.memory_chat import FATES, Crash, Desk, MemoryChat

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
PACES = (Pace(), Pace(per_second=2, burst=3, gap=SECOND))
LABELS = (
    *("claimed", "before_request", "request", "request", "answer", "answer", "after_request", "noted"),
    *("busy", "refused", "unreachable", "doubt", "found", "not_found", "expired"),
)
JUMPS = (-2 * HOUR, 2 * HOUR, timedelta(days=3))
SLACK = 3 * HOUR
"""Once nothing fails any more, whatever may leave has left after that long."""
WORKERS = 3
Row = tuple[DeliveryState, datetime, datetime]
"""The state of a message, when it may leave, and when its day is over."""


@dataclass
class Upset:
    """What happens at the n-th passage by an instant of somebody's work."""

    where: str
    passage: int
    what: str


UPSETS = st.builds(
    Upset,
    st.sampled_from(LABELS),
    st.sampled_from((1, 1, 1, 2, 3)),
    st.sampled_from(("crash", "another sends", "another settles")),
)


class Machine(RuleBasedStateMachine):
    """Three workers on one store. On SQLite they are threads of one process, which a crash ends whole."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.on_postgresql = store.engine.dialect.name == "postgresql"
        self.true, self.offset, self.latest = TUESDAY, timedelta(0), TUESDAY
        self.chat = MemoryChat(lambda: self.true, self.at)
        self.spaces = workspaces(store, len(PACES))
        self.voices: dict[int, Platform] = {
            ws: Desk(self.chat, pace) for ws, pace in zip(self.spaces, PACES, strict=True)
        }
        self.workers = [self.hired() for _ in range(WORKERS)]
        self.upsets: list[Upset] = []
        self.passages: Counter[str] = Counter()
        self.chat.gaps = {ws: pace.gap for ws, pace in zip(self.spaces, PACES, strict=True)}
        self.resting: list[int] = []
        self.expiries: dict[str, datetime] = {}

    # The world

    @property
    def wall(self) -> datetime:
        """The hour as our clock tells it."""
        return self.true + self.offset

    def hired(self) -> Postman:
        return Postman(
            self.store,
            Seal(("key",)),
            self.voices,
            departed=lambda *_: None,
            label=self.at,
            searches=1,
        )

    def at(self, where: str) -> None:
        """Let happen what has to happen at this instant."""
        self.passages[where] += 1
        for upset in self.upsets:
            if (upset.where, upset.passage) == (where, self.passages[where]):
                self.upsets.remove(upset)
                self.upset(upset.what)
                return

    def upset(self, what: str) -> None:
        if what == "crash":
            raise Crash
        if self.resting:
            self.work(self.resting.pop(), "send" if what == "another sends" else "settle")

    def work(self, worker: int, task: str) -> None:
        """Let one work; a crash ends it alone on PostgreSQL, and all of them on SQLite."""
        try:
            getattr(self.workers[worker], task)(self.wall)
        except Crash:
            if not self.on_postgresql:
                raise
            self.workers[worker] = self.hired()
            self.workers[worker].resume(self.wall)

    def go_on(self, length: timedelta) -> None:
        self.true += length
        self.latest = max(self.latest, self.wall)
        self.chat.arrive()

    # What may happen

    @rule(
        space=st.integers(0, len(PACES) - 1),
        to=st.integers(0, 2),
        life=st.sampled_from((HOUR / 2, 12 * HOUR)),
        number=st.integers(1, 4),
    )
    def plans(self, space: int, to: int, life: timedelta, number: int) -> None:
        with self.store.write(CLOCK) as memory:
            for _ in range(number):
                key = f"k{len(self.expiries)}"
                plan(memory, key, (self.spaces[space], f"p{to}"), self.wall, life)
                self.expiries[key] = self.wall + life

    @rule(
        worker=st.integers(0, WORKERS - 1),
        task=st.sampled_from(("send", "send", "settle")),
        fates=st.lists(st.sampled_from(FATES), max_size=6),
        upsets=st.lists(UPSETS, max_size=2),
    )
    def works(self, worker: int, task: str, fates: list[str], upsets: list[Upset]) -> None:
        self.chat.fates, self.upsets, self.passages = fates, upsets, Counter()
        self.resting = [each for each in range(WORKERS) if each != worker]
        try:
            self.work(worker, task)
        except Crash:
            self.start_again()
        self.chat.fates, self.upsets, self.resting = [], [], []

    def start_again(self) -> None:
        self.upsets, self.resting = [], []
        self.workers = [self.hired() for _ in range(WORKERS)]
        self.workers[0].resume(self.wall)

    @rule(seconds=st.sampled_from((1, 1, 3, 10, 31, 61, 400)))
    def time_goes_by(self, seconds: int) -> None:
        self.go_on(timedelta(seconds=seconds))

    @precondition(lambda self: not self.offset)
    @rule(jump=st.sampled_from(JUMPS))
    def the_clock_jumps(self, jump: timedelta) -> None:
        self.moved(self.offset + jump)

    @precondition(lambda self: self.offset)
    @rule()
    def the_clock_is_put_right(self) -> None:
        self.moved(timedelta(0))

    def moved(self, offset: timedelta) -> None:
        """Move our clock alone. How long a chat asked to wait, or may take, cannot be told any more."""
        self.chat.forget_instants()
        self.offset = offset
        self.latest = max(self.latest, self.wall)

    @precondition(lambda self: self.on_postgresql)
    @rule()
    def a_lease_runs_out(self) -> None:
        self.go_on(timedelta(seconds=61))
        self.age_leases()

    # What has to hold

    @invariant()
    def nothing_is_there_twice(self) -> None:
        twice = [key for key, times in Counter(self.chat.posted()).items() if times > 1]
        assert twice == [], f"there twice: {twice}"

    @invariant()
    def nobody_asks_before_the_end_of_a_wait(self) -> None:
        assert self.chat.early == [], f"too early: {self.chat.early}"

    @invariant()
    def two_messages_to_one_address_are_apart(self) -> None:
        assert self.chat.close == [], f"too close: {self.chat.close}"

    def teardown(self) -> None:
        """Nothing fails any more: whatever had time to leave is there, once."""
        began = self.wall
        due = {key for key, row in self.rows().items() if row[0] in OPEN and row[1] <= began}
        step = SECOND
        while self.wall < began + SLACK and due & self.on_their_way():
            self.go_on(step)
            self.age_leases()
            self.work(0, "settle")
            step = SECOND if self.workers[1].send(self.wall) else min(step * 1.5, SLACK / 10)
        self.nothing_is_there_twice()
        self.nobody_asks_before_the_end_of_a_wait()
        self.two_messages_to_one_address_are_apart()
        rows = self.rows()
        wrong = {key: fault for key in due if (fault := self.fault(rows[key], began))}
        assert wrong == {}, f"{wrong}, {began - TUESDAY} after the beginning, clock off by {self.offset}"
        lies = {key: lie for key in self.expiries if (lie := self.lie(key, rows[key]))}
        assert lies == {}, f"the store and the chat differ: {lies}"

    def on_their_way(self) -> set[str]:
        return {key for key, row in self.rows().items() if row[0] in OPEN}

    def fault(self, row: Row, began: datetime) -> str:
        """Say what is wrong with a message that could leave when everything was well again."""
        state, not_before, expires_at = row
        if state in OPEN:
            return f"still {state}, not before {not_before}"
        if state is DeliveryState.SKIPPED and expires_at > began + SLACK:
            return "skipped, though there was time"
        return ""

    def lie(self, key: str, row: Row) -> str:
        """Say where the store and the chat do not tell the same."""
        state, _, expires_at = row
        there, over = key in self.chat.posted(), self.latest >= expires_at
        honest = {
            DeliveryState.SENT: there,
            DeliveryState.SKIPPED: not there and over,
            DeliveryState.FAILED: not there and key in self.chat.unreachable,
            DeliveryState.UNKNOWN: over,
            DeliveryState.PLANNED: not there,
        }
        return "" if honest.get(state, True) else f"{state}, and {'there' if there else 'not there'}"

    def rows(self) -> dict[str, Row]:
        columns = (DeliveryRow.key, DeliveryRow.state, DeliveryRow.not_before, DeliveryRow.expires_at)
        with self.store.engine.connect() as connection:
            return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(select(*columns))}

    def age_leases(self) -> None:
        """Let a minute go by for the database's own clock."""
        if self.on_postgresql:
            with self.store.engine.begin() as connection:
                connection.execute(
                    text("UPDATE delivery SET sending_since = sending_since - interval '61 s'")
                )


SHORT, LONG = 15, 1_000


def settled(examples: int) -> settings:
    """Return how to search: always the same way in the short form, another way each time in the long one.

    Making an example smaller plays it again and again, for up to five minutes: the long form alone does it.
    """
    checks = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
    long = examples >= LONG
    return settings(
        deadline=None,
        print_blob=True,
        report_multiple_bugs=False,
        max_examples=examples,
        derandomize=not long,
        phases=tuple(Phase) if long else (Phase.generate,),
        stateful_step_count=40,
        suppress_health_check=checks,
    )


def play(stores: Generator[Store, None, None], examples: int) -> None:
    class OnThese(Machine):
        def __init__(self) -> None:
            super().__init__(next(stores))

    with closing(stores):
        run_state_machine_as_test(OnThese, settings=settled(examples))


LENGTHS = pytest.mark.parametrize(
    "examples", [pytest.param(SHORT, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.soak)]
)


@LENGTHS
def test_each_message_leaves_once_whatever_happens_on_sqlite(examples: int) -> None:
    play(in_memory(), examples)


@LENGTHS
def test_each_message_leaves_once_whatever_happens_on_postgresql(
    migrated_database: str, examples: int
) -> None:
    play(emptied(migrated_database), examples)
