"""Socket Mode: nothing is lost and nothing happens twice, however often the connection is cut."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.base import Answer, Refused
from bot.platforms.slack.socket import Line, connect
from bot.sockets import BEAT, Keeper
from bot.store.tables import ActivityRow
from bot.stories.steps import PersonLine, TeamLine
from tests.delivery.mail import left
from tests.slack import payloads
from tests.slack.fake.server import served, with_sockets
from tests.slack.fake.sockets import EVENTS, Envelope, Sockets
from tests.slack.fake.state import Slack
from tests.slack.house import NOW, TEAM, World, opened
from tests.slack.people import People, through
from tests.slack.world import SlackWorld

ADA = "UADA"
PATIENCE = 20.0
PING = 0.1
"""Seconds; what Pouce waits between two pings is twenty times longer."""


def until(happened: Callable[[], object]) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        Event().wait(0.01)


@dataclass
class Wire:
    """A Pouce that is reached by its socket alone."""

    world: World
    sockets: Sockets
    lines: list[Line] = field(default_factory=list)

    def plug(self) -> Line:
        line = connect(self.world.doors, self.slack.app_token, f"{self.slack.base}/api/", hour, PING)
        self.lines.append(line)
        return line

    @property
    def slack(self) -> Slack:
        return self.world.slack

    @property
    def people(self) -> People:
        return People(self.slack, through(self.sockets), TEAM)

    def records(self) -> int:
        with self.world.bot.store.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(ActivityRow)).scalar_one())

    def brings(self, text: str) -> Envelope:
        """Let Ada write something; wait for nothing."""
        team = self.slack.teams[TEAM]
        said = payloads.event(self.slack, team, payloads.direct_message(self.slack, team, ADA, text))
        return self.sockets.send(EVENTS, said)


def hour() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    with served() as slack, with_sockets(slack) as sockets:
        slack.team(TEAM)
        with opened(slack, tmp_path_factory.mktemp("socket")) as world:
            stage = SlackWorld(world)
            stage.begin(NOW)
            stage.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
            stage.add_person(PersonLine("ada", "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
            yield Wire(world, sockets)


@pytest.fixture
def unplugged(house: Wire) -> Iterator[Wire]:
    yield house
    for line in house.lines:
        line.close()
    house.lines.clear()
    house.sockets.cut()
    house.sockets.envelopes.clear()
    house.slack.faults.clear()


@pytest.fixture
def wire(unplugged: Wire) -> Wire:
    before = unplugged.sockets.opened
    unplugged.plug()
    unplugged.sockets.until(before + 1)
    return unplugged


def settled(wire: Wire) -> None:
    """Let what waited for the answers be done."""
    until(lambda: all(each.acknowledged.is_set() for each in wire.sockets.envelopes.values()))
    wire.world.work()


# The same as over HTTP


def test_a_command_a_button_and_a_form_are_answered(wire: Wire) -> None:
    people = wire.people
    assert b"v1.4.2" in people.commands(ADA, "livraison v1.4.2").body
    shown = people.sees(ADA)[-1]
    people.press(ADA, shown, next(each for each in shown.buttons if each.label.startswith("Annuler")))
    settled(wire)
    assert people.sees(ADA)[-1].text.startswith("Annulé")
    people.commands(ADA, "réglages")
    shown = people.sees(ADA)[-1]
    people.press(ADA, shown, next(each for each in shown.buttons if each.label.startswith("Changer")))
    settled(wire)
    assert people.submits(ADA, {"moment": "25:99"}).errors.keys() == {"moment"}
    assert people.submits(ADA, {"moment": "16:30"}).status == 200
    assert people.form(ADA) is None


def test_an_event_is_heard_once_acknowledged(wire: Wire) -> None:
    before = wire.records()
    wire.people.says(ADA, "livraison v1.4.3")
    assert wire.records() == before + 1


def test_what_cannot_be_read_breaks_nothing(wire: Wire) -> None:
    contents: list[Any] = [None, [], "x", {}, {"type": 3}, {"type": "event_callback"}, {"a": "\ud800"}]
    for content in contents:
        wire.sockets.send(EVENTS, content)
    for each in wire.sockets.connections:
        for frame in ("no JSON", "{no JSON", json.dumps({"type": "unheard_of"})):
            each.send(frame)
    assert wire.people.commands(ADA, "aide").body


# Cut, and asked to come again


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_asked_to_connect_again_it_does(wire: Wire, reason: str) -> None:
    before, opened = wire.records(), wire.sockets.opened
    wire.sockets.disconnect(reason)
    wire.brings("livraison v2.0.1")
    wire.sockets.until(opened + 1)
    wire.people.says(ADA, "livraison v2.0.2")
    settled(wire)
    assert wire.records() == before + 2


def test_cut_without_a_word_it_connects_again(wire: Wire) -> None:
    opened = wire.sockets.opened
    wire.sockets.cut()
    wire.sockets.until(opened + 1)
    assert wire.people.commands(ADA, "aide").body


def test_what_came_while_it_was_away_comes_with_the_next_connection(wire: Wire) -> None:
    before = wire.records()
    wire.sockets.cut()
    sent = [wire.brings(f"livraison v3.0.{n}") for n in range(3)]
    settled(wire)
    assert wire.records() == before + 3
    assert all(each.acknowledged.is_set() for each in sent)


def test_through_many_cuts_nothing_is_lost_and_nothing_happens_twice(wire: Wire) -> None:
    let_leave(wire)
    before, said = wire.records(), len(wire.slack.keys(TEAM))
    for n in range(12):
        wire.brings(f"livraison v4.0.{n}")
        if n % 4 == 1:
            wire.sockets.cut()
        if n % 4 == 3:
            wire.sockets.disconnect()
    settled(wire)
    let_leave(wire)
    assert wire.records() == before + 12
    assert len(wire.slack.keys(TEAM)) == said + 12
    assert len(set(wire.slack.keys(TEAM))) == said + 12


def let_leave(wire: Wire) -> None:
    """Let everything leave that waits: one message a second for each person."""
    while left(wire.world.bot.store):
        wire.world.go_on(timedelta(seconds=1.1))
        wire.world.bot.postman.send(wire.world.now)


def test_when_slack_gives_no_address_for_a_while_it_tries_again(wire: Wire) -> None:
    opened = wire.sockets.opened
    wire.slack.fail("apps.connections.open", "fatal_error", "broken", "dropped")
    wire.sockets.cut()
    wire.sockets.until(opened + 1, PATIENCE)
    assert wire.people.commands(ADA, "aide").body


def test_a_token_that_slack_does_not_take_is_said_at_once(unplugged: Wire) -> None:
    unplugged.slack.fail("apps.connections.open", "invalid_auth")
    with pytest.raises(Refused, match=r"slack\.app_token"):
        unplugged.plug()


# The database


def test_what_cannot_be_recorded_is_not_acknowledged_and_comes_again(wire: Wire) -> None:
    before, engine = wire.records(), wire.world.bot.store.engine
    heard: list[int] = []
    hear = wire.world.doors.heard

    def _heard(content: object) -> Answer:
        answer = hear(content)
        heard.append(answer.status)
        return answer

    wire.world.doors.heard = _heard  # type: ignore[method-assign]
    event.listen(engine, "checkout", read_only)
    sent = wire.brings("livraison v5.0.0")
    until(lambda: heard == [503])
    assert not sent.acknowledged.is_set()
    answer = wire.sockets.deliver("slash_commands", command(wire, "livraison v5.0.1"))
    assert answer
    assert "rien n’a été noté" in answer["text"]
    event.remove(engine, "checkout", read_only)
    event.listen(engine, "checkout", writable)
    wire.sockets.cut()
    until(sent.acknowledged.is_set)
    wire.world.doors.heard = hear  # type: ignore[method-assign]
    wire.world.work()
    assert wire.records() == before + 1


def command(wire: Wire, text: str) -> dict[str, str]:
    return payloads.slash_command(wire.slack, wire.slack.teams[TEAM], ADA, f"D{ADA}", "/coach", text)


def read_only(connection: object, *_: object) -> None:
    connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]


def writable(connection: object, *_: object) -> None:
    connection.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]


# Who holds it


def keeper(wire: Wire) -> Keeper:
    return Keeper(wire.world.bot.store, {"slack": wire.plug})


def test_one_of_two_workers_holds_it_and_the_other_takes_over(unplugged: Wire) -> None:
    first, second = keeper(unplugged), keeper(unplugged)
    before = unplugged.sockets.opened
    for each in (first, second, first, second):
        each.turn(hour())
    unplugged.sockets.until(before + 1)
    assert (len(first.held), len(second.held)) == (1, 0)
    assert len(unplugged.sockets.connections) == 1
    first.close(hour())
    second.turn(hour())
    unplugged.sockets.until(before + 2)
    assert unplugged.people.commands(ADA, "aide").body
    until(lambda: len(unplugged.sockets.connections) == 1)
    second.close(hour())


def test_when_something_last_came_is_told(unplugged: Wire) -> None:
    holder = keeper(unplugged)
    holder.turn(hour())
    line = unplugged.lines[0]
    until(line.last_frame)
    first = line.last_frame()
    assert first
    until(lambda: (line.last_frame() or first) > first)
    holder.turn(hour())
    with unplugged.world.bot.store.read(CLOCK) as memory:
        assert memory.beats()[f"{BEAT}slack"] >= first
    holder.close(hour())


def test_closed_it_stays_closed(wire: Wire) -> None:
    opened = wire.sockets.opened
    wire.lines[0].close()
    until(lambda: not wire.sockets.connections)
    Event().wait(0.05)
    assert wire.sockets.opened == opened


@pytest.mark.parametrize("wait", [0.0, 0.002, 0.01, 0.03])
def test_closed_while_it_connects_again_it_stays_closed(wire: Wire, wait: float) -> None:
    """A connection that nobody reads would be given events all the same."""
    wire.sockets.disconnect()
    Event().wait(wait)
    began = time.monotonic()
    wire.lines[0].close()
    assert time.monotonic() - began < 8
    until(lambda: not wire.sockets.connections)
    assert not wire.lines[0].client.is_connected()
    assert not running(wire.lines[0])


def running(line: Line) -> list[Thread]:
    client = line.client
    runners = (client.current_session_runner, client.current_app_monitor, client.message_processor)
    return [each.thread for each in runners if each.is_alive()]
