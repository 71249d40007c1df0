"""What the store keeps of the room: posts in their order, who is there, its hour, and what was decided."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.domain.messages import Message
from bot.domain.people import CLOCK, Scope
from bot.domain.verdicts import Verdict, Why
from bot.store import KeptPost, Memory, OutOfScope, Resident, Store
from bot.store.tables import AddressRow, Base, WorkspaceRow
from tests.store.world import NOW, World

HOUR = timedelta(hours=1)
ADA = Resident("ada", "Ada", "fr", "Europe/Paris")
BOB = Resident("bob", "Bob", "en", "Europe/Paris")


def post(text: str, place: str = "team-1", only_for: str = "", key: str = "", root: int = 0) -> KeptPost:
    return KeptPost(place, Message(text), "reply", NOW, "", only_for, key, root, 0)


def add(world: World, *posts: KeptPost) -> list[KeptPost]:
    with world.store.write(Scope(world.workspace)) as memory:
        return [memory.add_post(each) for each in posts]


def page(world: World, viewer: str = "ada", before: int | None = None, most: int = 9) -> list[str]:
    with world.store.read(Scope(world.workspace)) as memory:
        return [each.message.text for each in memory.page_of_posts("team-1", viewer, before, most)]


def after(world: World, id_: int, *places: str, viewer: str = "ada") -> list[str]:
    with world.store.read(Scope(world.workspace)) as memory:
        return [each.message.text for each in memory.posts_after(id_, places, viewer)]


# Posts


def test_a_post_is_kept_whole_with_its_id(world: World) -> None:
    wanted = KeptPost("ada", Message("Bonjour \U0001f44d", quote="<b>"), "nudge", NOW, "", "bob", "k", 0, 0)
    [kept] = add(world, wanted)
    assert kept.id == kept.root > 0
    assert kept._replace(root=0, id=0) == wanted
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.standing_post(kept.root) == kept
        assert memory.standing_post(kept.root + 1) is None
        assert memory.last_post() == kept.id


def test_nothing_was_posted_yet(world: World) -> None:
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.last_post() == 0
        assert memory.posts_after(0, [], "ada") == []


def test_a_page_holds_the_last_posts_oldest_first(world: World) -> None:
    kept = add(world, *(post(f"{n}") for n in range(5)))
    assert page(world, most=3) == ["2", "3", "4"]
    assert page(world, before=kept[2].root, most=2) == ["0", "1"]
    assert page(world, before=kept[0].root) == []


def test_an_update_keeps_its_place_and_alone_stands(world: World) -> None:
    first, _, _ = add(world, post("first"), post("second"), post("third"))
    [update] = add(world, post("first again", root=first.root))
    assert (update.root, update.id > update.root) == (first.root, True)
    assert page(world) == ["first again", "second", "third"]
    assert page(world, most=2) == ["second", "third"]
    assert after(world, first.id, "team-1") == ["second", "third", "first again"]


def test_a_post_for_one_is_seen_by_that_one(world: World) -> None:
    add(world, post("for all"), post("for ada", only_for="ada"), post("for bob", only_for="bob"))
    assert page(world, "ada") == after(world, 0, "team-1") == ["for all", "for ada"]
    assert page(world, "bob") == after(world, 0, "team-1", viewer="bob") == ["for all", "for bob"]
    assert page(world, "") == ["for all"]


def test_what_came_since_is_of_the_places_one_reads(world: World) -> None:
    first, *_ = add(world, post("a"), post("b", "ada"), post("c", "bob"))
    assert after(world, 0, "team-1", "ada") == ["a", "b"]
    assert after(world, first.id, "team-1", "bob") == ["c"]


def test_a_post_is_found_by_its_key_in_its_place_newest_first(world: World) -> None:
    _, newest, *_ = add(world, post("old", key="k"), post("new", key="k"), post("elsewhere", "ada", key="k"))
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.find_post("team-1", "k", NOW) == newest
        assert memory.find_post("team-1", "k", NOW + HOUR) is None
        assert memory.find_post("team-1", "other", NOW) is None


def test_another_workspace_sees_none_of_it(world: World) -> None:
    [kept] = add(world, post("here", key="k"))
    with world.store.write(Scope(world.elsewhere)) as memory:
        assert memory.standing_post(kept.root) is None
        assert memory.find_post("team-1", "k", NOW) is None
        assert memory.page_of_posts("team-1", "ada", None, 9) == []
        assert memory.posts_after(0, ["team-1"], "ada") == []
        assert memory.last_post() == 0
        assert memory.residents() == []
        assert memory.room_begun() is None


# Who is there, and the hour


def test_residents_come_in_once_in_their_order(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        assert [memory.add_resident(each) for each in (BOB, ADA)] == [True, True]
        assert not memory.add_resident(Resident("ada", "Another Ada", "en", "UTC"))
        assert memory.residents() == [BOB, ADA]
    with world.store.write(Scope(world.elsewhere)) as memory:
        assert memory.add_resident(ADA)


def test_the_hour_moves_and_the_beginning_stays(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory:
        assert memory.room_begun() is None
        memory.begin_room(NOW)
        begun = memory.room_begun()
        assert begun
        assert begun[1] == NOW
        memory.set_room_hour(NOW + HOUR)
        assert memory.room_begun() == (begun[0], NOW + HOUR)


def test_the_hour_of_a_room_that_has_not_begun_does_not_move(world: World) -> None:
    with world.store.write(Scope(world.workspace)) as memory, pytest.raises(OutOfScope):
        memory.set_room_hour(NOW)


def test_the_clock_has_no_room_of_its_own(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        for deed in (lambda: memory.begin_room(NOW), lambda: memory.add_resident(ADA)):
            with pytest.raises(OutOfScope):
                deed()


# What was decided

VERDICTS = [Verdict(3, "interview", "weekly", None), Verdict(3, "release", "weekly", Why.NOT_TODAY)]


def note(memory: Memory, world: World, name: str, hours: int, *, spoke: bool) -> None:
    memory.note_look(world.people[name], NOW + hours * HOUR, VERDICTS, spoke=spoke)


def test_looks_are_kept_newest_first(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        for hours in range(3):
            note(memory, world, "ada", hours, spoke=hours == 1)
        note(memory, world, "bob", 9, spoke=True)
        found = memory.looks(world.people["ada"], 2)
    assert [(each.at, each.spoke) for each in found] == [(NOW + 2 * HOUR, False), (NOW + HOUR, True)]
    rows = ((3, "interview", "weekly", None), (3, "release", "weekly", "not_today"))
    assert tuple(map(tuple, found[0].verdicts)) == rows


def test_silent_looks_are_counted_between_two_instants(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        for hours, spoke in ((0, False), (1, False), (2, True), (3, False), (4, False)):
            note(memory, world, "ada", hours, spoke=spoke)
        note(memory, world, "zoe", 2, spoke=False)
        assert memory.silent_looks(NOW, NOW + 3 * HOUR) == 3
    with world.store.read(Scope(world.workspace)) as memory:
        assert memory.silent_looks(NOW, NOW + 3 * HOUR) == 2
        assert memory.looks(world.people["zoe"], 9) == []


# Beginning again


def rows(store: Store) -> dict[str, int]:
    """Count what every table that is not empty holds."""
    with store.engine.connect() as connection:
        found = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in found.items() if count}


def test_everything_is_emptied_but_the_workspace(store: Store) -> None:
    with store.write(CLOCK) as memory:
        here = memory.workspace("room", "local")
    world = World(store, here, here, 0, {})
    add(world, post("gone"))
    with store.write(Scope(here)) as memory:
        memory.begin_room(NOW)
        memory.add_resident(ADA)
        before = memory.last_post()
        begun = memory.room_begun()
        memory.empty_everything()
        memory.begin_room(NOW)
        again = memory.room_begun()
    assert rows(store) == {"workspace": 1, "room_hour": 1}
    assert begun
    assert again
    assert begun[0] != again[0]
    assert add(world, post("next"))[0].id > before


def test_everything_that_people_left_is_emptied_too(world: World) -> None:
    world.record()
    world.plan("k")
    with world.store.write(CLOCK) as memory:
        note(memory, world, "ada", 0, spoke=True)
    with world.store.engine.begin() as connection:
        connection.execute(delete(AddressRow).where(AddressRow.workspace_id == world.elsewhere))
        connection.execute(delete(WorkspaceRow).where(WorkspaceRow.id == world.elsewhere))
    with world.store.write(Scope(world.workspace)) as memory:
        memory.empty_everything()
    assert rows(world.store) == {"workspace": 1}


def test_where_a_chat_is_served_too_nothing_is_emptied(world: World) -> None:
    add(world, post("stays"))
    before = rows(world.store)
    with (
        world.store.write(Scope(world.workspace)) as memory,
        pytest.raises(OutOfScope, match="serves a chat"),
    ):
        memory.empty_everything()
    assert rows(world.store) == before
