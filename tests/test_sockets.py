"""One process at a time holds a long-lived connection; another takes over when it stops, or dies."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import CLOCK
from bot.sockets import BEAT, Keeper
from bot.store import Store

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
NAME = "mattermost:1"


class Wire:
    """A connection that knows whether it is open."""

    def __init__(self) -> None:
        self.opened = 0
        self.open = False

    def plug(self) -> "Wire":
        assert not self.open
        self.opened += 1
        self.open = True
        return self

    def last_frame(self) -> datetime | None:
        return NOW

    def close(self) -> None:
        self.open = False


@pytest.fixture
def wires() -> list[Wire]:
    return [Wire(), Wire()]


@pytest.fixture
def keepers(store: Store, wires: list[Wire]) -> list[Keeper]:
    return [Keeper(store, {NAME: wire.plug}, length=timedelta(seconds=30)) for wire in wires]


def test_one_of_two_processes_holds_it_and_keeps_it(keepers: list[Keeper], wires: list[Wire]) -> None:
    for _ in range(3):
        for keeper in keepers:
            keeper.turn(NOW)
    assert [wire.open for wire in wires] == [True, False]
    assert wires[0].opened == 1


def test_a_process_that_stops_hands_over_at_once(keepers: list[Keeper], wires: list[Wire]) -> None:
    first, second = keepers
    first.turn(NOW)
    first.close(NOW)
    second.turn(NOW)
    assert [wire.open for wire in wires] == [False, True]


def test_a_process_that_died_is_replaced_once_its_lease_ran_out(store: Store, wires: list[Wire]) -> None:
    dead = Keeper(store, {NAME: wires[0].plug}, length=timedelta(seconds=-1))
    dead.turn(NOW)
    other = Keeper(store, {NAME: wires[1].plug})
    other.turn(NOW)
    assert wires[1].open
    dead.turn(NOW)
    assert not wires[0].open, "it comes back, finds another one there, and lets go"


def test_one_that_is_not_wanted_any_more_is_let_go(store: Store, wires: list[Wire]) -> None:
    wanted = {NAME: wires[0].plug}
    keeper = Keeper(store, wanted)
    keeper.turn(NOW)
    del wanted[NAME]
    wanted["mattermost:2"] = wires[1].plug
    keeper.turn(NOW)
    assert [wire.open for wire in wires] == [False, True]


def test_when_something_last_came_is_there_for_all_to_see(
    store: Store, keepers: list[Keeper], wires: list[Wire]
) -> None:
    keepers[0].turn(NOW + timedelta(minutes=5))
    with store.read(CLOCK) as memory:
        assert memory.beats()[f"{BEAT}{NAME}"] == NOW
