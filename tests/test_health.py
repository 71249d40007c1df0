"""What a monitor and `pouce doctor` are told: the database, the clock, what waits, what is to be mended."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor import diagnose
from bot.domain.people import CLOCK
from bot.health import examine
from bot.platforms.base import Busy, Refused
from bot.sockets import BEAT
from bot.store import Store
from tests.scene import Scene, new_bot, on

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def scene(database_url: str) -> Iterator[Scene]:
    bot = new_bot(database_url)
    scene = on(bot, TUESDAY - timedelta(hours=15))
    scene.add("ada")
    yield scene
    bot.store.close()


def test_a_clock_that_never_ticked_is_a_fault_where_time_passes(scene: Scene) -> None:
    store = scene.stage.bot.store
    assert examine(store, TUESDAY).faults.keys() == {"clock"}
    assert examine(store, TUESDAY, ticking=False).faults == {}


def test_a_clock_that_ticks_is_well_and_one_that_stopped_is_not(scene: Scene) -> None:
    scene.tick(TUESDAY)
    store = scene.stage.bot.store
    well = examine(store, TUESDAY + MINUTE)
    assert (well.faults, well.warnings, well.tick_age) == ({}, {}, 60.0)
    stopped = examine(store, TUESDAY + 5 * MINUTE)
    assert stopped.faults == {"clock": "it last ticked 5 min ago: is a `pouce worker` running?"}


def test_a_chat_that_refuses_says_what_to_mend_until_it_takes_a_message(scene: Scene) -> None:
    voice, store = scene.stage.voice, scene.stage.bot.store
    voice.faults["ada"] = Refused("invite the bot again")
    scene.tick(TUESDAY)
    found = examine(store, TUESDAY)
    assert list(found.warnings.values()) == ["its messages wait: invite the bot again"]
    assert found.faults == {}
    voice.faults.clear()
    scene.tick(TUESDAY + 6 * MINUTE)
    assert len(scene.nudges("ada")) == 1, "the message waited, and was not lost"
    assert examine(store, TUESDAY + 6 * MINUTE).warnings == {}


def test_what_waits_for_too_long_is_told(scene: Scene) -> None:
    scene.stage.voice.faults["ada"] = Busy(3600)
    scene.tick(TUESDAY)
    scene.stage.voice.faults.clear()
    late = TUESDAY + timedelta(minutes=80)
    found = examine(scene.stage.bot.store, late, ticking=True)
    assert "could have left 20 min ago" in found.warnings["messages"]
    assert found.oldest_due == 20 * 60
    assert {state.value: count for state, count in found.under_way.items()}["planned"] == 1


def test_a_connection_that_is_cut_is_told_while_a_process_holds_it(scene: Scene) -> None:
    scene.tick(TUESDAY)
    with scene.stage.bot.store.write(CLOCK) as memory:
        memory.beat(f"{BEAT}slack", TUESDAY)
        memory.beat(f"{BEAT}mattermost:1", TUESDAY)
        memory.take_lease("mattermost:1", "a worker that stopped", TUESDAY, -timedelta(days=9000))
        memory.take_lease("slack", "a worker", TUESDAY, timedelta(days=9000))
        memory.take_lease("slack-token:1", "a worker", TUESDAY, timedelta(days=9000))
    store = scene.stage.bot.store
    well = examine(store, TUESDAY + MINUTE)
    assert (well.warnings, well.as_json()["sockets"]) == ({}, {"slack": {"last_frame_seconds": 60.0}})
    scene.tick(TUESDAY + 3 * MINUTE)
    cut = examine(store, TUESDAY + 3 * MINUTE)
    assert cut.warnings == {
        "socket slack": "nothing came by it for 3 min: look at the log and at the network"
    }
    assert cut.faults == {}, "messages still leave"


def test_tables_of_another_version_are_a_fault(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    assert examine(store, TUESDAY).faults == {"database": "migrations are pending: run pouce migrate"}
    store.close()


def test_the_doctor_finds_everything_well(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    now = datetime.now(UTC)
    scene.stage.bot.plan(now)
    monkeypatch.setenv("POUCE_DATABASE__URL", database_url)
    monkeypatch.setenv("POUCE_SECRET_KEY", "a key for the doctor")
    found = {each.what: each for each in diagnose(now)}
    assert {each.line() for each in found.values() if each.fix} == set()
    assert {"configuration", "keys", "catalogue", "database", "delivery"} <= found.keys()


def test_the_doctor_says_which_clock_is_wrong(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("POUCE_DATABASE__URL", database_url)
    monkeypatch.setenv("POUCE_SECRET_KEY", "a key for the doctor")
    lines = [each.line() for each in diagnose(datetime.now(UTC) + timedelta(hours=2))]
    assert any(line.startswith("no  clocks: ") and "set both by NTP" in line for line in lines)


def test_the_doctor_tells_every_fault_of_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POUCE_WEB__PORT", "high")
    monkeypatch.setenv("POUCE_LANGUAGE", "de")
    lines = [each.line() for each in diagnose(TUESDAY)]
    assert len(lines) == 2
    assert all(line.startswith("no  configuration: POUCE_") for line in lines)


def test_the_doctor_says_to_migrate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POUCE_DATABASE__URL", f"sqlite:///{tmp_path}/new.db")
    (found,) = [each for each in diagnose(TUESDAY) if each.fix]
    assert found.line() == "no  database: its tables are not those of this version -> run `pouce migrate`"
