"""Deliveries on Mattermost: a crash at each labelled point (R3), a busy server (R5), the pace (R6)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK
from bot.platforms.base import Platform
from bot.platforms.mattermost.client import PACE, MattermostVoice, typed_driver
from bot.postman import Postman
from bot.signing import Seal
from bot.store import Store
from tests.delivery.chat_server import Noted, Rules
from tests.delivery.judge import busiest, early, missing, percentile, too_close, twice
from tests.delivery.mail import plan, states, workspaces
from tests.mattermost.desk import CALLBACK, NOW, Desk, opened
from tests.mattermost.fake.editions import NEW, OLD
from tests.mattermost.fake.server import Site, served_site
from tests.mattermost.fake.state import Mattermost
from tests.test_crashes import STEPS, Crash, Fuse

SECOND = timedelta(seconds=1)


def postman_on(store: Store, voices: dict[int, Platform], label: Any = lambda _: None) -> Postman:
    return Postman(store, Seal(("a key for these messages",)), voices, departed=lambda *_: None, label=label)


# R3: the process dies at each labelled point of a send.


@dataclass(frozen=True)
class Point:
    """Where the process dies, what the server does before that, and how many messages Ada has in the end."""

    label: str
    fault: str = ""
    arrives: int = 1

    def __str__(self) -> str:
        return f"{self.label}-{self.fault.partition(' ')[0]}".rstrip("-")


POINTS = (
    *(Point(each) for each in ("expired", "claimed", "before_request", "after_request", "noted")),
    Point("busy", "busy 30"),
    Point("refused", "401 api.context.session_expired.app_error"),
    Point("unreachable", "400 api.post.create_post.can_not_post_to_deleted.error", arrives=0),
    *(Point("doubt", each) for each in ("dropped", "lost", "broken", "after 500 app.post.save.app_error")),
    *(Point("not_found", each) for each in ("dropped", "broken")),
    *(Point("found", each) for each in ("lost", "junk", "after 500 app.post.save.app_error")),
)


@pytest.mark.parametrize(
    ("point", "edition"),
    [
        pytest.param(each, (OLD, NEW)[n % 2], id=f"{each}-{('old', 'new')[n % 2]}")
        for n, each in enumerate(POINTS)
    ],
)
def test_a_crash_loses_nothing_and_repeats_nothing(store: Store, point: Point, edition: Any) -> None:
    with opened(Mattermost(edition)) as desk:
        (ws,) = workspaces(store, 1)
        with store.write(CLOCK) as memory:
            for name in ("ada", "bob"):
                plan(memory, name, (ws, desk.person(name).external_id), NOW)
        if point.fault:
            desk.mattermost.fail("CreatePost", point.fault)
        with pytest.raises(Crash):
            go_on(desk, postman_on(store, {ws: desk.voice}, Fuse(point.label)))
        age_leases(store)
        again = postman_on(store, {ws: desk.hired()})
        again.resume(desk.now)
        go_on(desk, again)
        keys = desk.mattermost.keys(desk.mattermost.who("pouce").id)
        assert sorted(keys) == ["ada", "bob"][1 - point.arrives :]
        assert states(store).get(DeliveryState.SENT, 0) == point.arrives + 1
        unsettled = {DeliveryState.SENDING, DeliveryState.IN_DOUBT, DeliveryState.PLANNED}
        assert not set(states(store)) & unsettled


def go_on(desk: Desk, postman: Postman) -> None:
    """Let some minutes pass, a few seconds at a time at first."""
    first = desk.now
    for step in STEPS:
        desk.go_on(first + step - desk.now)
        postman.settle(desk.now)
        postman.send(desk.now)


def age_leases(store: Store) -> None:
    """Let an hour go by for the database's own clock: the process that died holds nothing any more."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE delivery SET sending_since = sending_since - interval '1 hour'"))


# R5 and R6: whole minutes, at an hour that only moves when told to.


@dataclass
class Street:
    """Several servers side by side, and the postman who serves them all."""

    store: Store
    servers: list[Mattermost]
    spaces: list[int]
    postman: Postman
    now: datetime = NOW
    planned: dict[str, datetime] = field(default_factory=dict)

    @property
    def log(self) -> list[Noted]:
        return self.servers[0].requests

    def plan(self, ws: int, key: str, to: str) -> None:
        with self.store.write(CLOCK) as memory:
            self.planned[plan(memory, key, (ws, to), self.now)] = self.now

    def work(self, length: timedelta, step: timedelta = SECOND / 4) -> None:
        """Let time go by, there as here, and the postman work all along."""
        end = self.now + length
        while self.now < end:
            self.now += step
            for each in self.servers:
                each.fixed = self.now.timestamp()
            self.postman.settle(self.now)
            self.postman.send(self.now)

    def delays(self, spaces: list[int]) -> list[float]:
        """Return how long each message took, in seconds, in some of the workspaces."""
        numbers = {self.spaces.index(each) + 1 for each in spaces}
        arrived = [each for each in self.log if each.stored_at and each.workspace in numbers]
        return [each.stored_at - self.planned[each.key].timestamp() for each in arrived]

    def stored(self) -> list[str]:
        return [each.key for each in self.log if each.stored_at]


@contextmanager
def street(store: Store, number: int, users: int, edition: Any = NEW) -> Iterator[Street]:
    site = Site()
    site.seed(number, [f"p{n}" for n in range(users)], "old" if edition is OLD else "new")
    servers = list(site.servers.values())
    spaces = workspaces(store, number)
    with ExitStack() as stack:
        base = stack.enter_context(served_site(site))
        drivers = [typed_driver(f"{base}/{n}", "token-pouce") for n in range(1, number + 1)]
        for each in drivers:
            stack.callback(each.close)
        made = Street(store, servers, spaces, postman_on(store, {}))
        voices: dict[int, Platform] = {
            ws: MattermostVoice(driver, CALLBACK, lambda _: b"", lambda: made.now)
            for ws, driver in zip(spaces, drivers, strict=True)
        }
        made.postman = postman_on(store, voices)
        yield made


def test_a_busy_server_delays_nobody_else_and_is_left_alone(store: Store) -> None:
    """R5: 3 servers, one of which asks everybody to wait for 30 seconds."""
    with street(store, 3, 10) as there:
        alone = lived(there, "calm")
        for each in there.servers:
            each.rules = Rules(always_busy=[1], retry_after=30.0)
        beside = lived(there, "storm")
        print(f"p95 of the others: {alone * 1000:.0f} ms, then {beside * 1000:.0f} ms beside a busy one")
        asked = [each for each in there.log if each.workspace == 1]
        assert len(asked) == 2  # in 36 seconds
        assert early(there.log) == []
        assert beside <= alone * 1.1


def lived(there: Street, name: str) -> float:
    """Plan a message in each workspace now and then, for a while; return how long 95 % took elsewhere."""
    there.planned.clear()
    there.log.clear()
    for turn in range(9):
        for ws in there.spaces:
            there.plan(ws, f"{name}-{ws}-{turn}", f"p{turn}")
        there.work(4 * SECOND, SECOND)
    delays = there.delays(there.spaces[1:])
    assert len(delays) == 9 * 2
    return percentile(delays, 0.95)


@pytest.mark.parametrize(
    ("edition", "limit"), [(OLD, None), (NEW, (10.0, 100))], ids=["old-unlimited", "new-limited"]
)
def test_the_rate_and_the_gap_are_kept(store: Store, edition: Any, limit: tuple[float, int] | None) -> None:
    """R6: at most a message a second for each person, and 10 a second for a server."""
    with street(store, 1, 15, edition) as there:
        there.servers[0].settings.RateLimit = limit
        for n in range(45):
            there.plan(there.spaces[0], f"k{n}", f"p{n % 15}")
        there.work(15 * SECOND)
        assert (missing_of(there), len(there.stored())) == ([], 45)
        assert too_close(there.log, PACE.gap.total_seconds()) == []
        assert busiest(there.log)[1] <= 10
        assert early(there.log) == []


def missing_of(there: Street) -> list[str]:
    stored = Counter(there.stored())
    return missing(stored, there.planned) + twice(stored)
