"""Each message leaves once through Slack: crashes, lost answers, waits, closed doors (R1, R3, R5, R6)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Platform
from bot.platforms.slack.client import PACE
from bot.postman import Postman
from bot.signing import Seal
from bot.store import Store
from tests.delivery import test_kills as kills
from tests.delivery import test_pace as pace
from tests.delivery.judge import Judge, chat_server
from tests.delivery.mail import plan, plan_many, states, workspaces
from tests.delivery.worker_main import Spec
from tests.slack.conftest import voice_in
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack
from tests.test_crashes import Crash, Fuse

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TUESDAY = 1_795_514_400.0
LEASE = 10.0
"""Three requests for a message, each on a connection of its own: a batch takes longer than elsewhere."""
STEPS = [*(5 * SECOND,) * 12, *(MINUTE,) * 8]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class House:
    """Two workspaces of a Slack whose clock is everybody's, and what has to leave."""

    slack: Slack
    store: Store
    spaces: list[int]
    voices: dict[int, Platform] = field(default_factory=dict)
    departed: list[Address] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.slack.now(), UTC)

    def postman(self, label: Callable[[str], None] = lambda _: None) -> Postman:
        return Postman(self.store, Seal(("key",)), self.voices, self._left, label=label)

    def plan(self, key: str, to: str, space: int = 0) -> str:
        with self.store.write(CLOCK) as memory:
            return plan(memory, key, (self.spaces[space], to), self.now)

    def go_on(self, postman: Postman | None = None, steps: list[timedelta] = STEPS) -> None:
        """Let time pass, and work at each step."""
        postman = postman or self.postman()
        for step in steps:
            postman.settle(self.now)
            postman.send(self.now)
            self.slack.offset += step.total_seconds()

    def _left(self, who: Address, _: datetime) -> None:
        self.departed.append(who)

    def keys(self) -> Counter[str]:
        """How often each message is in Slack."""
        return Counter(key for team in self.slack.teams for key in self.slack.keys(team))


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    with served(Slack(fixed=TUESDAY)) as slack:
        spaces = workspaces(store, 2)
        for team in ("w0", "w1"):
            slack.team(team)
            for n in range(12):
                slack.user(team, f"U{n}")
        made = House(slack, store, spaces)
        made.voices |= {ws: voice_in(slack, f"xoxb-w{n}") for n, ws in enumerate(spaces)}
        yield made


# R3: the process dies at each labelled point.


@dataclass(frozen=True)
class Point:
    """Where it dies, what Slack did to the message of one person, and how often it is there in the end."""

    label: str
    fault: str = ""
    arrives: int = 1

    def __str__(self) -> str:
        return f"{self.label}-{self.fault}".rstrip("-").replace(" ", "-")


POINTS = (
    *map(Point, ("expired", "claimed", "before_request", "after_request", "noted")),
    Point("busy", "busy 30"),
    Point("refused", "token_revoked"),
    Point("refused", "word_of_next_year"),
    Point("unreachable", "is_archived", arrives=0),
    *(Point("doubt", fault) for fault in ("dropped", "lost", "broken", "junk", "after fatal_error")),
    Point("not_found", "dropped"),
    Point("found", "lost"),
)


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_a_crash_loses_nothing_and_repeats_nothing(house: House, point: Point) -> None:
    if point.label == "expired":
        house.plan("late", "U3")
        house.slack.offset += 13 * 3600
    house.plan("ada", "U1")
    house.plan("bob", "U2")
    if point.fault:
        house.slack.fail("chat.postMessage", point.fault)
    with pytest.raises(Crash):
        house.go_on(house.postman(label=Fuse(point.label)))
    again = house.postman()
    again.resume(house.now)
    take_over(house)
    house.go_on(again)
    assert house.keys() == {key: n for key, n in {"ada": point.arrives, "bob": 1}.items() if n}
    assert set(states(house.store)) <= {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED}


def take_over(house: House) -> None:
    """On PostgreSQL, let the lease of the process that died be over."""
    if house.store.engine.dialect.name == "postgresql":
        with house.store.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE delivery SET sending_since = sending_since - interval '1 hour'"
            )


# Lost answers, tokens, closed doors.


@pytest.mark.parametrize("fault", ["lost", "dropped", "broken", "junk", "after internal_error"])
def test_without_an_answer_a_message_is_looked_for_and_is_there_once(house: House, fault: str) -> None:
    house.plan("k", "U1")
    house.slack.fail("chat.postMessage", fault)
    house.go_on()
    assert house.keys() == {"k": 1}
    assert states(house.store) == {DeliveryState.SENT: 1}


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
def test_a_search_that_fails_is_made_again_and_nothing_leaves_meanwhile(house: House, method: str) -> None:
    house.plan("k", "U1")
    house.slack.fail("chat.postMessage", "lost")
    house.slack.fail(method, "broken", "busy 5", "lost")
    house.go_on()
    assert house.keys() == {"k": 1}
    assert len(house.slack.asked("chat.postMessage")) == 1


def test_with_a_revoked_token_everything_waits_for_the_new_one(house: House) -> None:
    house.slack.revoke("xoxb-w0")
    house.plan("here", "U1", space=0)
    house.plan("there", "U1", space=1)
    house.go_on(steps=[MINUTE] * 8)
    assert house.keys() == {"there": 1}
    with house.store.read(CLOCK) as memory:
        (block,) = [each for each in memory.blocked(house.now - MINUTE) if each.workspace == house.spaces[0]]
    assert "install the app" in str(block)
    house.slack.tokens["xoxb-w0"].revoked = ""
    house.go_on(steps=[MINUTE] * 8)
    assert house.keys() == {"here": 1, "there": 1}


def test_an_archived_channel_is_given_up_and_delays_nobody(house: House) -> None:
    house.slack.channel("w0", "C1", "U1", "pouce").archived = True
    house.plan("digest", "C1")
    house.plan("k", "U1")
    house.go_on(steps=[SECOND] * 3)
    assert house.keys() == {"k": 1}
    assert states(house.store) == {DeliveryState.FAILED: 1, DeliveryState.SENT: 1}


def test_a_closed_account_is_told_as_gone_and_never_written_to(house: House) -> None:
    house.slack.teams["w0"].users["U1"].deleted = True
    house.plan("gone", "U1")
    house.plan("k", "U2")
    house.go_on(steps=[SECOND] * 3)
    assert house.keys() == {"k": 1}
    assert house.departed == [Address(house.spaces[0], "U1")]
    assert [each["channel"] for each in house.slack.asked("chat.postMessage")] == ["U2"]


def test_an_account_closed_within_ten_minutes_is_given_up(house: House) -> None:
    house.plan("first", "U1")
    house.go_on(steps=[MINUTE])
    house.slack.teams["w0"].users["U1"].deleted = True
    house.plan("second", "U1")
    house.go_on(steps=[SECOND])
    assert house.keys() == {"first": 1}
    assert states(house.store) == {DeliveryState.SENT: 1, DeliveryState.FAILED: 1}


def test_do_not_disturb_puts_a_message_off(house: House) -> None:
    house.slack.teams["w0"].users["U1"].dnd = (TUESDAY - 60, TUESDAY + 200)
    house.plan("k", "U1")
    house.go_on(steps=[100 * SECOND, 100 * SECOND])
    assert house.keys() == {}
    house.go_on(steps=[SECOND])
    assert house.keys() == {"k": 1}


@pytest.mark.parametrize("fault", ["missing_argument", "missing_scope", "broken", "busy 60"])
def test_a_do_not_disturb_that_cannot_be_known_keeps_nothing_from_leaving(house: House, fault: str) -> None:
    house.slack.fail("dnd.info", fault)
    house.plan("here", "U1")
    house.plan("there", "U2")
    house.go_on(steps=[SECOND])
    assert house.keys() == {"here": 1, "there": 1}


def test_the_first_messages_to_a_crowd_leave_at_the_pace_of_slack(house: House) -> None:
    """Who they are is asked of a hundred of them in a minute, and their do-not-disturb of fifty."""
    house.slack.holds_rate = True
    for n in range(130):
        house.slack.user("w0", f"UC{n}")
    planned = [house.plan(f"k{n}", f"UC{n}") for n in range(130)]
    house.go_on(steps=[SECOND] * 24)
    assert house.keys() == dict.fromkeys(planned, 1)


# R5: a Slack that asks to wait makes nobody else wait, and is left alone.


def test_a_busy_workspace_delays_nobody_else_and_is_left_alone(house: House) -> None:
    house.slack.rules.always_busy, house.slack.rules.retry_after = [1], 30.0
    here = [house.plan(f"here{n}", f"U{n}", space=0) for n in range(10)]
    there = [house.plan(f"there{n}", f"U{n}", space=1) for n in range(10)]
    house.go_on(steps=[SECOND] * 30)
    assert house.keys() == dict.fromkeys(there, 1)
    assert max(float(each["ts"]) for each in house.slack.messages("w1")) < TUESDAY + 1
    assert sum(each.outcome == "busy" for each in house.slack.requests) == 1
    house.go_on(steps=[SECOND] * 2)
    assert sum(each.outcome == "busy" for each in house.slack.requests) == 2
    house.slack.rules.always_busy = []
    house.go_on(steps=[SECOND] * 45)
    assert house.keys() == dict.fromkeys([*here, *there], 1)


# R6: the gap and the rate, as Slack sees them.


def test_the_rate_and_the_gap_are_kept(house: House) -> None:
    house.slack.holds_rate = True
    with house.store.write(CLOCK) as memory:
        planned = [plan(memory, f"k{n}", (house.spaces[n % 2], f"U{n % 12}"), house.now) for n in range(160)]
    house.go_on(steps=[SECOND / 4] * 88)
    assert house.keys() == dict.fromkeys(planned, 1)
    for team in ("w0", "w1"):
        instants: dict[str, list[float]] = defaultdict(list)
        for each in house.slack.messages(team):
            instants[each["channel"]].append(float(each["ts"]))
        gaps = [later - earlier for there in instants.values() for earlier, later in pairwise(there)]
        assert min(gaps) > 0.99
        everything = sorted(at for there in instants.values() for at in there)
        most = max(sum(at <= other < at + 1 for other in everything) for at in everything)
        print(f"{team}: at most {most} in a second, {min(gaps):.2f} s between two to one person")
        assert most <= PACE.burst + PACE.per_second
    assert {each.outcome for each in house.slack.requests} == {"stored"}


# R1: workers are killed. R6 at length: real seconds, and processes.


@contextmanager
def slack_process(spaces: int, people: int) -> Iterator[Judge]:
    """A Slack in a process of its own, that outlives the workers."""
    with chat_server(module="tests.slack.fake.server") as judge:
        teams, users = [f"w{n}" for n in range(spaces)], [f"U{n}" for n in range(people)]
        judge.tell("seed", teams=teams, users=users)
        yield judge


def through_kills(url: str, store: Store, ordeal: kills.Ordeal) -> None:
    people = ordeal.sends // 2
    with slack_process(kills.SPACES, people) as judge:
        spaces = workspaces(store, kills.SPACES)
        planned = plan_many(store, ordeal.sends, spaces, people, person="U")
        spec = Spec(url, judge.port, "slack", lease=LEASE, timeout=kills.TIMEOUT)
        kills.carry_through(judge, store, ordeal, planned, spec)


@ON_SQLITE
def test_nothing_is_lost_or_sent_twice_through_kills(database_url: str, store: Store) -> None:
    through_kills(database_url, store, kills.SHORT)


@pytest.mark.soak
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nothing_is_lost_or_sent_twice_through_kills_of_several_workers(
    database_url: str, store: Store
) -> None:
    through_kills(database_url, store, kills.SHORT)


@pytest.mark.soak
def test_nothing_is_lost_or_sent_twice_through_many_kills(database_url: str, store: Store) -> None:
    through_kills(database_url, store, replace(kills.LONG, sends=5_000))


@pytest.mark.soak
def test_the_rate_and_the_gap_are_kept_by_several_processes(database_url: str, store: Store) -> None:
    with slack_process(2, 30) as judge:
        pace.paced(store, database_url, judge, 300, "slack", "U")
