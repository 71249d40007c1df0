"""The socket on Mattermost: nothing is lost and nothing happens twice, however often it is cut."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event, select
from structlog.testing import capture_logs

from bot.casting import Cast
from bot.chats.mattermost_ear import MattermostEar
from bot.chats.mattermost_installs import HEARD
from bot.coach.turn import Kit
from bot.config import Config
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.base import Lost, Refused
from bot.platforms.mattermost.client import MattermostVoice, typed_driver
from bot.platforms.mattermost.happenings import heard
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.missed import BACK, Missed
from bot.platforms.mattermost.socket import Access, Line, Manners, opened
from bot.signing import Seal
from bot.sockets import BEAT, Keeper
from bot.store import Store
from bot.store.tables import ActivityRow
from bot.stories.steps import PersonLine, TeamLine
from bot.wiring import Bot, build_kit
from tests.mattermost import contract
from tests.mattermost.desk import CALLBACK
from tests.mattermost.fake.editions import EDITIONS, NEW
from tests.mattermost.fake.server import with_sockets
from tests.mattermost.fake.sockets import PATH, Sockets
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.people import People

PATIENCE = 20.0
QUICK = Manners(ping=2.0, first_wait=0.02, longest_wait=0.1, look=60.0, keep=0.0)
KEY = "a key for these sockets"


@pytest.fixture(autouse=True)
def told() -> Iterator[list[Any]]:
    """What is logged; it is not drawn, which would take longer than the tests."""
    with capture_logs() as lines:
        yield lines


def until(happened: Callable[[], object]) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        Event().wait(0.01)


def hour() -> datetime:
    return datetime.now(UTC)


@dataclass
class Wire:
    """A Pouce that hears one server by its socket alone, with two people of one team."""

    sockets: Sockets
    bot: Bot
    seat: Seat
    lines: list[Line] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    token: str = "token-pouce"  # noqa: S105 # of a fake

    @property
    def access(self) -> Access:
        return Access(self.mattermost.base, self.token)

    def plug(self, manners: Manners = QUICK) -> Line:
        ear = MattermostEar(self.bot.store, self.seat.workspace, self.hear, self.note_change)
        self.lines.append(Line("chat", lambda: self.access, ear, hour, manners))
        return self.lines[-1]

    def plugged(self, manners: Manners = QUICK) -> Line:
        """Listen, and wait until the server knows."""
        before = self.sockets.opened
        line = self.plug(manners)
        self.sockets.until(before + 1)
        until(lambda: line.heard_at)
        return line

    def hear(self, post: Mapping[str, Any], channel_type: str) -> None:
        said = heard(post, channel_type, self.seat)
        if said:
            self.bot.hear(said, hour(), lambda _: False)

    def note_change(self, user: Mapping[str, Any]) -> None:
        self.changes.append(user["username"])

    @property
    def mattermost(self) -> Mattermost:
        return self.sockets.mattermost

    @property
    def people(self) -> People:
        return People(self.mattermost, lambda *_: (200, {}, b""))

    def records(self) -> list[str]:
        """Return every version that was noted, as often as it was."""
        query = select(ActivityRow.answers).order_by(ActivityRow.id)
        with self.bot.store.engine.connect() as connection:
            noted = [row[0] for row in connection.execute(query)]
        return [str(each["title"]) for each in noted if "title" in each]  # the rest was there before

    def releases(self, *versions: str, who: str = "ada") -> None:
        for each in versions:
            self.people.says(who, f"livraison {each}")

    def mark(self) -> datetime | None:
        with self.bot.store.read(CLOCK) as memory:
            return memory.beats().get(f"{HEARD}{self.seat.workspace}")


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def wire(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> Iterator[Wire]:
    with wired(Mattermost(request.param), migrated_file, tmp_path) as made:
        yield made


@pytest.fixture
def new(migrated_file: Path, tmp_path: Path) -> Iterator[Wire]:
    with wired(Mattermost(NEW), migrated_file, tmp_path) as made:
        yield made


@contextmanager
def wired(mattermost: Mattermost, migrated_file: Path, folder: Path) -> Iterator[Wire]:
    file = folder / "pouce.db"
    file.write_bytes(migrated_file.read_bytes())
    bot = Bot(kit(), Store(f"sqlite:///{file}"), Seal((KEY,)))
    with with_sockets(mattermost) as sockets:
        mattermost.bot("pouce", "aides")
        mattermost.channel("aides", "general", "ada", "bob", "pouce")
        made = Wire(sockets, bot, seated(mattermost, bot))
        settle_in(made)
        yield made
        for line in made.lines:
            line.close()
    bot.store.close()
    if contract.is_there():
        assert list(contract.faults(mattermost)) == []


@cache
def kit() -> Kit:
    return build_kit(Config())


def seated(mattermost: Mattermost, bot: Bot) -> Seat:
    with bot.store.write(CLOCK) as memory:
        workspace = memory.workspace("mattermost", "chat.example.org")
    voice = MattermostVoice(None, CALLBACK, lambda _: b"", hour)
    return Seat(workspace, mattermost.who("pouce").id, "pouce", voice)


def settle_in(wire: Wire) -> None:
    cast = Cast(wire.bot, wire.seat.workspace)
    cast.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
    for name in ("ada", "bob"):
        user = wire.mattermost.user(name, "aides")
        line = PersonLine(user.id, "intrapreneur", "Aides simples", zone="Europe/Paris")
        cast.add_person(line, hour() - timedelta(days=1))


# What is said is heard


def test_what_is_said_to_pouce_and_what_names_it_is_heard(wire: Wire) -> None:
    wire.plugged()
    wire.releases("v1.0.0")
    wire.people.mentions("ada", "general", "livraison v1.0.1")
    wire.people.writes("ada", "general", "livraison v1.0.2, entre nous")
    wire.releases("v1.0.3", who="bob")
    until(lambda: len(wire.records()) == 3)
    assert wire.records() == ["v1.0.0", "v1.0.1", "v1.0.3"]


def test_what_was_said_before_pouce_first_listened_is_not_for_it(wire: Wire) -> None:
    wire.releases("v0.9.0")
    wire.plugged()
    wire.releases("v1.0.0")
    until(lambda: wire.records() == ["v1.0.0"])


def test_what_was_said_after_it_was_installed_is_heard_when_it_starts(wire: Wire) -> None:
    with wire.bot.store.write(CLOCK) as memory:
        memory.beat(f"{HEARD}{wire.seat.workspace}", hour())
    wire.releases("v1.0.0")
    wire.plugged()
    until(lambda: wire.records() == ["v1.0.0"])


def test_an_account_that_changed_is_told(wire: Wire) -> None:
    wire.plugged()
    told = {"user": {"id": wire.mattermost.who("ada").id, "username": "ada", "locale": "en"}}
    wire.sockets.publish("user_updated", told, {"channel_id": "", "user_id": wire.seat.bot_user})
    until(lambda: wire.changes == ["ada"])


def test_what_cannot_be_read_breaks_nothing(wire: Wire) -> None:
    wire.plugged()
    frames = ["no JSON", "[]", "null", '{"event": "posted"}', '{"event": "posted", "data": {"post": "{"}}']
    frames += ['{"event": "posted", "data": {"post": "{}", "channel_type": "D"}}', '{"event": 3, "data": []}']
    for listener in wire.sockets.listeners:
        for frame in frames:
            listener.connection.send(frame)
    wire.releases("v1.0.0")
    until(lambda: wire.records() == ["v1.0.0"])
    assert wire.sockets.opened == 1


# Cut


def test_what_is_said_while_it_is_cut_is_heard_once_it_is_back(wire: Wire) -> None:
    wire.plugged()
    wire.releases("v1.0.0")
    until(wire.records)
    wire.sockets.closed = True
    wire.sockets.cut()
    wire.releases("v1.0.1", "v1.0.2")
    wire.people.mentions("bob", "general", "livraison v1.0.3")
    wire.sockets.closed = False
    until(lambda: len(wire.records()) == 4)
    assert sorted(wire.records()) == ["v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3"]


def test_more_than_a_page_of_posts_is_read_to_its_end(new: Wire) -> None:
    new.plugged().close()
    new.people.mentions("ada", "general", "livraison v1.0.0")
    for n in range(410):
        new.people.writes("bob", "general", f"@ada et encore {n}")
    new.people.mentions("ada", "general", "livraison v1.0.1")
    new.plugged()
    until(lambda: len(new.records()) == 2)
    assert new.records() == ["v1.0.0", "v1.0.1"]


def test_a_process_that_starts_again_goes_on_where_the_last_one_stopped(wire: Wire) -> None:
    line = wire.plugged()
    wire.releases("v1.0.0")
    until(wire.records)
    line.close()
    wire.releases("v1.0.1")
    wire.plugged()
    until(lambda: len(wire.records()) == 2)
    assert wire.records() == ["v1.0.0", "v1.0.1"]
    assert wire.mark()


def test_what_the_server_never_told_is_found_by_a_look(wire: Wire) -> None:
    """A server drops the events for which a slow listener has no room, and says nothing of it."""
    wire.plugged(Manners(ping=0.05, first_wait=0.02, look=0.1))
    untold = list(wire.mattermost.published)
    wire.mattermost.published.clear()
    wire.releases("v1.0.0")
    wire.mattermost.published.extend(untold)
    until(lambda: wire.records() == ["v1.0.0"])
    assert wire.sockets.opened == 1


def test_a_server_that_asks_to_wait_is_waited_for(wire: Wire) -> None:
    wire.plugged().close()
    wire.releases("v1.0.0")
    wire.releases("v1.0.1", who="bob")
    before = wire.sockets.opened
    wire.mattermost.fail("GetTeamsForUser", "busy 0.02")
    wire.mattermost.fail("GetPostsForChannel", "ok", "busy 0.02", "busy 0.02")
    wire.plugged()
    until(lambda: len(wire.records()) == 2)
    assert wire.sockets.opened == before + 1, "on the same connection"


def test_a_past_that_cannot_be_read_is_read_at_the_next_connection(wire: Wire) -> None:
    wire.plugged().close()
    wire.releases("v1.0.0")
    wire.releases("v1.0.1", who="bob")
    wire.mattermost.fail("GetPostsForChannel", "ok", "broken", "junk", "dropped")
    wire.plug()
    until(lambda: len(wire.records()) == 2)
    assert sorted(wire.records()) == ["v1.0.0", "v1.0.1"]


def test_what_could_not_be_recorded_is_heard_again(wire: Wire) -> None:
    wire.plugged()
    engine = wire.bot.store.engine
    event.listen(engine, "checkout", read_only)
    opened_before = wire.sockets.opened
    wire.releases("v1.0.0")
    wire.sockets.until(opened_before + 1)  # it let go of the connection, and read again
    event.remove(engine, "checkout", read_only)
    event.listen(engine, "checkout", writable)
    until(lambda: wire.records() == ["v1.0.0"])


def read_only(connection: object, *_: object) -> None:
    connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]


def writable(connection: object, *_: object) -> None:
    connection.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]


def test_a_fault_of_ours_is_told_and_keeps_nobody_waiting(
    new: Wire, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hear = new.hear

    def _hear(post: Mapping[str, Any], channel_type: str) -> None:
        if "v1.0.0" in post["message"]:
            raise RuntimeError
        hear(post, channel_type)

    monkeypatch.setattr(new, "hear", _hear)
    new.plugged()
    new.releases("v1.0.0", "v1.0.1")
    until(lambda: new.records() == ["v1.0.1"])
    assert new.sockets.opened == 1
    assert [each["event"] for each in told if each["log_level"] == "error"] == ["not heard"]


SEED = random.randrange(10**6)


@pytest.mark.parametrize("turn", range(2))
def test_through_many_cuts_nothing_is_lost_and_nothing_happens_twice(wire: Wire, turn: int) -> None:
    seed = SEED + turn
    print(f"seed {seed}")
    dice = random.Random(seed)
    line = wire.plugged()
    said: list[str] = []
    for n in range(25):
        version = f"v{turn}.2.{n}"
        said.append(version)
        who = dice.choice(("ada", "bob"))
        if dice.random() < 0.3:
            wire.people.mentions(who, "general", f"livraison {version}")
        else:
            wire.releases(version, who=who)
        line = happens(wire, line, dice)
    wire.sockets.closed = False
    until(lambda: len(wire.records()) >= len(said))
    wire.sockets.cut()
    wire.sockets.until(wire.sockets.opened + 1)
    wire.releases("v9.9.9")
    until(lambda: "v9.9.9" in wire.records())
    assert sorted(wire.records()) == sorted([*said, "v9.9.9"]), f"seed {seed}"


def happens(wire: Wire, line: Line, dice: random.Random) -> Line:
    """Let something go wrong, or not."""
    match dice.randrange(8):
        case 0 | 1:
            wire.sockets.cut()
        case 2:
            wire.sockets.closed = not wire.sockets.closed
            wire.sockets.cut()
        case 3:
            line.close()
            return wire.plug()
        case 4:
            wire.mattermost.fail("GetPostsForChannel", dice.choice(("broken", "dropped", "busy 0.01")))
            wire.sockets.cut()
        case 5:
            Event().wait(dice.random() * 0.05)
    return line


def test_a_token_that_was_renewed_is_used_at_the_next_connection(wire: Wire) -> None:
    wire.plugged()
    wire.token = wire.mattermost.token(wire.seat.bot_user, "renewed").value
    del wire.mattermost.tokens["token-pouce"]
    wire.sockets.cut()
    wire.releases("v1.0.0")
    until(lambda: wire.records() == ["v1.0.0"])


# Long ago


def test_what_was_said_longer_ago_than_is_remembered_is_left_alone(new: Wire) -> None:
    now = hour()
    for days in (8, 1):
        new.mattermost.fixed = (now - timedelta(days=days)).timestamp()
        new.mattermost.last_ms = 0
        new.releases(f"v1.0.{days}")
    driver = typed_driver(new.mattermost.base, "token-pouce")
    found = [post["message"] for post, _ in Missed(driver, Event()).posts(now - timedelta(days=90), now)]
    driver.close()
    assert (found, timedelta(days=8) > BACK) == (["livraison v1.0.1"], True)


# Who is not let in


def test_a_token_that_the_server_does_not_know(wire: Wire) -> None:
    with (
        pytest.raises(Refused, match="pouce mattermost install"),
        opened(Access(wire.mattermost.base, "wrong"), 0.2),
    ):
        pass


def test_a_server_that_is_away(wire: Wire) -> None:
    wire.sockets.closed = True
    with pytest.raises(Lost, match="503"), opened(wire.access, 1.0):
        pass
    with pytest.raises(Lost), opened(Access("http://127.0.0.1:9", "token"), 1.0):
        pass


@pytest.mark.parametrize(("status", "said"), [(400, PATH), (404, PATH), (403, "the token"), (200, PATH)])
def test_a_proxy_that_lets_no_socket_pass(status: int, said: str) -> None:
    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # named by the library
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}"
        with pytest.raises(Refused, match=said), opened(Access(base, "token"), 1.0):
            pass
        thread.join()


# Who holds it


def test_one_of_two_workers_holds_it_and_the_other_takes_over(new: Wire) -> None:
    keepers = [Keeper(new.bot.store, {"mattermost:1": new.plug}) for _ in range(2)]
    for each in (*keepers, *keepers):
        each.turn(hour())
    new.sockets.until(1)
    assert [len(each.held) for each in keepers] == [1, 0]
    until(new.mark)
    keepers[0].close(hour())
    new.releases("v1.0.0")
    keepers[1].turn(hour())
    until(lambda: new.records() == ["v1.0.0"])
    until(lambda: len(new.sockets.listeners) == 1)
    keepers[1].close(hour())


def test_when_something_last_came_is_told_though_nobody_speaks(new: Wire) -> None:
    keeper = Keeper(new.bot.store, {"mattermost:1": lambda: new.plug(Manners(ping=0.05))})
    keeper.turn(hour())
    new.sockets.until(1)
    line = new.lines[0]
    first = line.last_frame()
    assert first
    until(lambda: (line.last_frame() or first) > first + timedelta(seconds=0.1))
    keeper.turn(hour())
    with new.bot.store.read(CLOCK) as memory:
        assert memory.beats()[f"{BEAT}mattermost:1"] > first
    keeper.close(hour())


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.05])
def test_closed_it_stays_closed_and_at_once(new: Wire, wait: float) -> None:
    line = new.plug()
    Event().wait(wait)
    began = time.monotonic()
    line.close()
    assert time.monotonic() - began < 3
    assert not line.thread.is_alive()
    until(lambda: not new.sockets.listeners)
