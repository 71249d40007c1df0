"""What keeps posts owes the room, whether they last as long as a story or as long as a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.messages import Message
from bot.domain.people import CLOCK
from bot.local.chat import Bells, KeptPosts
from bot.platforms.room.posts import MemoryPosts, Post, Posts
from bot.store import Store

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def in_memory(_: Store) -> Posts:
    return MemoryPosts()


def in_the_store(store: Store) -> Posts:
    with store.write(CLOCK) as memory:
        workspace = memory.workspace("room", "local")
    return KeptPosts(store, workspace, Bells())


@pytest.fixture(params=[in_memory, in_the_store])
def posts(request: pytest.FixtureRequest, store: Store) -> Posts:
    make: Callable[[Store], Posts] = request.param
    return make(store)


def post(text: str, place: str = "team-1", **more: object) -> Post:
    return Post(place, Message(text), "reply", NOW, **more)  # type: ignore[arg-type] # fields of a post


def texts(found: list[Post]) -> list[str]:
    return [each.message.text for each in found]


def test_a_post_is_kept_as_it_was_with_an_id_of_its_own(posts: Posts) -> None:
    assert posts.last() == 0
    first, second = posts.add(post("a", author="ada", key="k")), posts.add(post("b"))
    assert (first.author, first.key, first.at, first.message) == ("ada", "k", NOW, Message("a"))
    assert first.root == first.id < second.id == second.root == posts.last()


def test_a_post_stands_as_its_last_change_left_it(posts: Posts) -> None:
    first = posts.add(post("a"))
    posts.add(post("a again", root=first.root))
    standing = posts.standing(first.root)
    assert standing
    assert (standing.message.text, standing.root) == ("a again", first.root)
    assert posts.standing(999_999) is None


def test_a_page_is_the_last_posts_one_sees_oldest_first(posts: Posts) -> None:
    kept = [posts.add(post(str(n), only_for="bob" if n == 3 else "")) for n in range(5)]
    posts.add(post("elsewhere", "ada"))
    posts.add(post("0 again", root=kept[0].root))
    assert texts(posts.page("team-1", "ada", None, 9)) == ["0 again", "1", "2", "4"]
    assert texts(posts.page("team-1", "bob", None, 2)) == ["3", "4"]
    assert texts(posts.page("team-1", "ada", kept[2].root, 9)) == ["0 again", "1"]


def test_what_came_since_is_everything_one_reads_changes_too(posts: Posts) -> None:
    first = posts.add(post("a"))
    posts.add(post("b", "ada"))
    posts.add(post("c", "karim"))
    posts.add(post("d", only_for="bob"))
    posts.add(post("a again", root=first.root))
    assert texts(posts.after(first.id, ["team-1", "ada"], "ada")) == ["b", "a again"]
    assert posts.after(posts.last(), ["team-1"], "ada") == []


def test_a_post_is_found_by_its_key_newest_first_and_not_too_old(posts: Posts) -> None:
    posts.add(post("old", key="k"))
    newest = posts.add(post("new", key="k"))
    posts.add(post("elsewhere", "ada", key="k"))
    assert posts.find("team-1", "k", NOW) == newest
    assert posts.find("team-1", "k", NOW + HOUR) is None
    assert posts.find("team-1", "other", NOW) is None


def test_a_bell_rings_once_the_post_can_be_read(store: Store) -> None:
    with store.write(CLOCK) as memory:
        workspace = memory.workspace("room", "local")
    bells = Bells()
    kept = KeptPosts(store, workspace, bells)
    read: list[str] = []
    leave = bells.subscribe(lambda: read.extend(texts(kept.after(0, ["team-1"], "ada"))))
    kept.add(post("a"))
    leave()
    kept.add(post("b"))
    assert read == ["a"]
