"""What lasts when Pouce stops, and what is left when the room begins again."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.people import CLOCK
from bot.platforms.room.house import Impossible, Obstacle
from bot.store.tables import Base
from tests.room.house import House, on_file, opened
from tests.room.window import buttons_of


@pytest.fixture
def left(tmp_path: Path) -> str:
    """A room where Ada noted something on Tuesday, as it was left."""
    url = on_file(tmp_path / "room.db")
    with opened(url) as house:
        house.post("/room/begin", {"kind": "tour"})
        house.goes("ada", "message")
        house.says("ada", "/coach test 2 la page est lue")
    return url


def texts(house: House, who: str) -> list[str]:
    return [each.get_text() for each in house.shows(who).select(".text")]


def counts(house: House) -> dict[str, int]:
    """Count what every table holds."""
    with house.room.store.engine.connect() as connection:
        return {
            each.name: connection.execute(select(func.count()).select_from(each)).scalar_one()
            for each in Base.metadata.sorted_tables
        }


def test_the_room_is_found_as_it_was_left(left: str) -> None:
    with opened(left) as house:
        assert [each.id for each in house.room.occupants()] == ["ada", "bob", "chloé", "karim"]
        assert house.room.now().isoformat() == "2026-11-24T08:30:00+00:00"
        question, typed, noted = texts(house, "ada")
        assert question.startswith("Bonjour Ada.")
        assert typed == "/coach test 2 la page est lue"
        assert noted.startswith("Noté\u00a0: Test utilisateur")


def test_a_button_of_before_the_stop_still_works_on_its_message(left: str) -> None:
    with opened(left) as house:
        post = house.shows("ada").select("[data-post]")[-1]
        undo = next(each for each in buttons_of(post) if each.label == "Annuler")
        house.act("ada", "press", token=undo.token, post=post["data-post"])
        assert len(texts(house, "ada")) == 3
        assert texts(house, "ada")[-1].startswith("Annulé")


def test_an_act_sent_again_after_the_stop_is_done_once(tmp_path: Path) -> None:
    url = on_file(tmp_path / "room.db")
    for _ in range(2):
        with opened(url) as house:
            if house.room.beginning() is None:
                house.post("/room/begin", {"kind": "tour"})
            house.act("ada", "say", id="once", text="/coach test 2 la page est lue")
            assert len(texts(house, "ada")) == 2


def test_a_window_open_during_the_stop_misses_nothing_and_hears_nothing_twice(left: str) -> None:
    with opened(left) as house:
        feed = house.feed("ada", after=house.room.posts.last())
        assert [each.event for each in feed.fetch()] == ["clock"]
        house.says("ada", "bonjour")
        assert [each.event for each in feed.fetch()] == ["post", "post"]


def test_beginning_again_empties_everything(left: str) -> None:
    with opened(left) as house:
        last, beginning = house.room.posts.last(), house.room.beginning()
        assert counts(house)["activity"] > 1
        house.post("/room/begin", {"kind": "nothing"})
        filled = {name: count for name, count in counts(house).items() if count}
        assert filled == {"workspace": 1, "room_hour": 1}
        assert house.room.beginning() != beginning
        house.post("/room/begin", {"kind": "tour"})
        house.says("ada", "bonjour")
        assert house.room.posts.last() > last


def test_a_button_of_before_the_beginning_is_not_there_any_more(left: str) -> None:
    with opened(left) as house:
        post = house.shows("ada").select("[data-post]")[-1]
        undo = next(buttons_of(post))
        house.post("/room/begin", {"kind": "tour"})
        assert house.act("ada", "press", token=undo.token, post=post["data-post"]).status == 404


def test_a_room_that_shares_its_database_is_never_emptied(left: str) -> None:
    with opened(left) as house:
        with house.room.store.write(CLOCK) as memory:
            memory.workspace("slack", "T1")
        before = counts(house)
        with pytest.raises(Impossible) as refused:
            house.room.begin("nothing", "fr")
        assert refused.value.obstacle is Obstacle.SHARED
        assert counts(house) == before
