from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.people import CLOCK, Membership, Role, Scope, Standing
from bot.domain.practices import Visibility
from bot.store import OutOfScope
from tests.store.world import NOW, TODAY, World

EVERYONE = ("ada", "bob", "cleo", "oscar", "ines", "nemo", "zoe")
BEFORE, WITHIN, AFTER = date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 1)


def test_a_record_is_read_back_as_it_was_made(world: World) -> None:
    draft = replace(
        world.draft(),
        answers={"count": 3, "segment": "mairies", "ok": True, "who": ["a", "b"], "cost": 1250},
        tags=("rural",),
        links=("https://example.org",),
    )
    with world.store.write(world.scope("ada")) as memory:
        made = memory.record(draft, NOW)
    with world.store.read(world.scope("ada")) as memory:
        assert memory.activity(made.id) == made
    assert (made.answers, made.tags, made.links) == (draft.answers, draft.tags, draft.links)
    assert (made.text, made.recorded_at) == ("two talks", NOW)


def test_the_same_source_is_recorded_once(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        first = memory.record(world.draft(source="slack:1"), NOW)
        assert memory.record(world.draft(source="slack:1", day=TODAY - timedelta(1)), NOW) == first
        assert memory.record(world.draft(), NOW).id != memory.record(world.draft(), NOW).id
        assert len(memory.activities(world.team)) == 3


def test_an_undone_record_stays_the_one_of_its_source(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        first = memory.record(world.draft(source="slack:1"), NOW)
        memory.undo(first.id, NOW)
        assert memory.record(world.draft(source="slack:1"), NOW).id == first.id
        assert memory.activities(world.team) == []


def test_records_come_by_day_then_in_the_order_they_came(world: World) -> None:
    days = [TODAY, TODAY - timedelta(2), TODAY, TODAY - timedelta(1)]
    ids = [world.record(day=day).id for day in days]
    with world.store.read(world.scope("bob")) as memory:
        assert [each.id for each in memory.activities(world.team)] == [ids[1], ids[3], ids[0], ids[2]]
        assert [each.id for each in memory.activities(world.team, since=TODAY)] == [ids[0], ids[2]]
        assert memory.activities(world.team, practice="release") == []


def test_undone_records_are_seen_by_nobody_until_restored(world: World) -> None:
    record = world.record()
    with world.store.write(world.scope("ada")) as memory:
        memory.undo(record.id, NOW)
        assert memory.activity(record.id) is None
        assert memory.activities(world.team) == []
        assert memory.last_by(world.people["ada"], NOW - timedelta(1)) is None
        memory.restore(record.id)
        assert memory.activity(record.id) == record


def test_the_last_record_of_somebody_is_theirs_and_recent(world: World) -> None:
    world.record()
    last = world.record(day=TODAY - timedelta(3))
    world.record("bob")
    with world.store.read(world.scope("ada")) as memory:
        assert memory.last_by(world.people["ada"], NOW) == last
        assert memory.last_by(world.people["ada"], NOW + timedelta(seconds=1)) is None


def test_correcting_and_closing_keep_the_rest(world: World) -> None:
    with world.store.write(world.scope("ada")) as memory:
        record = memory.record(world.draft(), NOW)
        memory.correct(replace(record, day=TODAY - timedelta(1), visibility=Visibility.PRIVATE))
        memory.close(record.id, TODAY, {"outcome": "kept"})
        closed = memory.activity(record.id)
    assert closed == replace(
        record,
        day=TODAY - timedelta(1),
        visibility=Visibility.PRIVATE,
        closed_on=TODAY,
        answers={"count": 2, "outcome": "kept"},
    )


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [(Visibility.TEAM, {"ada", "bob", "cleo", "oscar"}), (Visibility.PRIVATE, {"ada"})],
)
def test_who_reads_a_record(world: World, visibility: Visibility, readers: set[str]) -> None:
    record = world.record(visibility=visibility)
    assert _who_reads(world, record.id) == readers


@pytest.mark.parametrize("role", [Role.COACH, Role.OBSERVER])
def test_a_reader_reads_between_their_dates(world: World, role: Role) -> None:
    between = Membership(
        world.team, world.people["cleo"], role, Standing.ACTIVE, WITHIN, AFTER - timedelta(1)
    )
    with world.store.write(world.scope("ada")) as memory:
        memory.put_membership(between)
    records = [world.record(day=day) for day in (BEFORE, WITHIN, AFTER - timedelta(1), AFTER)]
    with world.store.read(world.scope("cleo")) as memory:
        assert memory.activities(world.team) == records[1:3]
        assert memory.activity(records[0].id) is None
        assert memory.activity(records[3].id) is None


def test_the_dates_of_readers_do_not_bind_members(world: World) -> None:
    dated = Membership(world.team, world.people["bob"], Role.TEAMMATE, Standing.ACTIVE, WITHIN, WITHIN)
    with world.store.write(world.scope("ada")) as memory:
        memory.put_membership(dated)
    record = world.record(day=BEFORE)
    with world.store.read(world.scope("bob")) as memory:
        assert memory.activities(world.team) == [record]


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.ACTIVE])
def test_without_an_active_membership_nothing_is_read(world: World, standing: Standing) -> None:
    record = world.record("bob", visibility=Visibility.PRIVATE)
    with world.store.write(world.scope("ada")) as memory:
        memory.put_membership(Membership(world.team, world.people["bob"], Role.TEAMMATE, standing))
    assert "bob" not in _who_reads(world, record.id)


def test_the_clock_sees_everything_and_a_workspace_without_viewer_nothing(world: World) -> None:
    record = world.record(visibility=Visibility.PRIVATE)
    with world.store.read(CLOCK) as memory:
        assert memory.activities(world.team) == [record]
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.activities(world.team) == []


def test_the_clock_may_look_through_somebody_s_eyes(world: World) -> None:
    shared = world.record()
    world.record(visibility=Visibility.PRIVATE)
    with world.store.read(Scope(None, world.people["bob"])) as memory:
        assert memory.activities(world.team) == [shared]
    with world.store.read(Scope(None, world.people["nemo"])) as memory:
        assert memory.activities(world.team) == []


@pytest.mark.parametrize("name", ["cleo", "oscar", "ines", "nemo", "zoe"])
def test_who_does_not_record_for_the_team_changes_nothing(world: World, name: str) -> None:
    record = world.record()
    with world.store.write(world.scope(name)) as memory:
        with pytest.raises(OutOfScope):
            memory.undo(record.id, NOW)
        with pytest.raises(OutOfScope):
            memory.restore(record.id)
        with pytest.raises(OutOfScope):
            memory.correct(replace(record, text="rewritten"))
        with pytest.raises(OutOfScope):
            memory.close(record.id, TODAY, {})
    with world.store.read(world.scope("ada")) as memory:
        assert memory.activities(world.team) == [record]


def test_nothing_is_recorded_for_a_team_of_another_workspace(world: World) -> None:
    with world.store.write(world.scope("zoe")) as memory, pytest.raises(OutOfScope):
        memory.record(world.draft("zoe"), NOW)


def _who_reads(world: World, record: int) -> set[str]:
    readers = set()
    for name in EVERYONE:
        with world.store.read(world.scope(name)) as memory:
            listed = record in {each.id for each in memory.activities(world.team)}
            assert listed == (memory.activity(record) is not None)
        if listed:
            readers.add(name)
    return readers
