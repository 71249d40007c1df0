"""Which posts are said to Pouce, and what they say."""

from typing import Any

import pytest

from bot.domain.events import Said, Where
from bot.platforms.mattermost.happenings import heard
from bot.platforms.mattermost.house import Seat
from bot.platforms.mattermost.shapes import Malformed
from tests.mattermost.desk import opened
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.posts import shown
from tests.mattermost.fake.state import Json, Mattermost, id_of
from tests.mattermost.people import People

SEAT = Seat(3, id_of("pouce"), "pouce", None)  # type: ignore[arg-type] # nothing is said here


def post(message: str, **more: Any) -> Json:
    """Return what a server tells of a post that somebody typed."""
    known = {"id": id_of("p1"), "user_id": id_of("ada"), "channel_id": id_of("c1"), "create_at": 1}
    return {**known, "root_id": "", "delete_at": 0, "type": "", "props": {}, "message": message, **more}


def said(message: str, kind: str = "D", **more: Any) -> Said | None:
    return heard(post(message, **more), kind, SEAT)


def test_what_is_typed_in_the_direct_channel_is_for_pouce() -> None:
    found = said(" test 2 agents\n")
    assert found
    assert (found.text, found.where, found.channel, found.thread) == (
        "test 2 agents",
        Where.DIRECT,
        None,
        None,
    )
    assert (found.who.workspace, found.who.external_id, found.id) == (3, id_of("ada"), f"post:{id_of('p1')}")
    assert not found.opens_forms, "no form opens because of a post"


def test_it_says_when_it_was_typed() -> None:
    found = said("test 2 agents", create_at=1_795_000_000_123)
    assert found
    assert found.at
    assert abs(found.at.timestamp() - 1_795_000_000.123) < 0.001
    with pytest.raises(Malformed):
        said("test 2 agents", create_at=10**18)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("@pouce retour", "retour"),
        ("@Pouce, retour de @bob", ", retour de @bob"),
        ("dis @pouce. On a livré", "dis . On a livré"),
        ("(@pouce)", "()"),
        ("@pouce @pouce", "@pouce"),
        ("@pouce", ""),
    ],
)
def test_elsewhere_it_is_what_names_it(typed: str, text: str) -> None:
    found = said(typed, "O", root_id=id_of("p0"))
    assert found
    assert (found.text, found.where) == (text, Where.CHANNEL)
    assert (found.channel, found.thread) == (id_of("c1"), id_of("p0"))


@pytest.mark.parametrize(
    "typed", ["test 2 agents", "@poucette", "@pouce.bot", "@pouce-2", "ada@pouce", "@@pouce", "@all"]
)
def test_other_names_are_not_its_own(typed: str) -> None:
    assert said(typed, "O") is None


@pytest.mark.parametrize(
    "more",
    [
        {"user_id": id_of("pouce")},
        {"type": "system_join_channel"},
        {"delete_at": 2},
        {"props": {"from_bot": "true"}},
        {"props": {"from_webhook": True}},
    ],
)
def test_what_nobody_typed_is_not_heard(more: Json) -> None:
    assert said("@pouce test 2 agents", "O", **more) is None
    assert said("test 2 agents", **more) is None


@pytest.mark.parametrize(
    "more", [{"id": ""}, {"user_id": "ada"}, {"message": 3}, {"props": "x"}, {"root_id": "../.."}]
)
def test_what_is_no_post_is_told_apart(more: Json) -> None:
    with pytest.raises(Malformed):
        heard(post("test 2 agents") | more, "D", SEAT)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_what_a_server_tells_is_understood(edition: Any) -> None:
    with opened(Mattermost(edition)) as desk:
        mattermost = desk.mattermost
        mattermost.channel("aides", "general", "ada", "bob", "pouce")
        people = People(mattermost, lambda *_: (200, {}, b""))
        first = people.writes("bob", "general", "3 agents perdus")
        reply = people.mentions("ada", "general", "retour", root=first["id"])
        found = heard(shown(reply), "O", SEAT)
        assert found
        assert (found.text, found.thread) == ("retour", first["id"])
        assert heard(shown(first), "O", SEAT) is None
