"""What an open window is told, as it comes: no more than what its person reads."""

import json

from bot.platforms.base import Answer, Request
from tests.room.house import HOST, House, told


def channel(house: House, who: str = "bob") -> str:
    return house.room.places(who)[1].address.external_id


def test_what_one_says_in_the_channel_reaches_the_other_and_no_third(tour: House) -> None:
    feeds = {who: tour.feed(who) for who in ("ada", "chloé", "karim")}
    tour.says("bob", "release at five?", channel(tour))
    reached = {who: [json.loads(each.data) for each in told(feed)] for who, feed in feeds.items()}
    assert {who: len(each) for who, each in reached.items()} == {"ada": 1, "chloé": 1, "karim": 0}
    [post] = reached["ada"]
    assert (post["kind"], post["place"]) == ("said", channel(tour))
    assert "release at five?" in post["html"]


def test_what_is_said_to_pouce_reaches_nobody_else(tour: House) -> None:
    feeds = {who: tour.feed(who) for who in ("ada", "bob", "chloé")}
    tour.says("ada", "/coach test 2 la page est lue")
    assert {who: len(told(feed)) for who, feed in feeds.items()} == {"ada": 2, "bob": 0, "chloé": 0}


def test_a_private_answer_in_the_channel_reaches_its_author_alone(tour: House) -> None:
    feeds = {who: tour.feed(who) for who in ("ada", "bob")}
    tour.says("bob", "/coach", channel(tour))
    assert {who: len(told(feed)) for who, feed in feeds.items()} == {"ada": 0, "bob": 2}


def test_a_window_is_told_each_post_once_and_goes_on_after_a_cut(tour: House) -> None:
    feed = tour.feed("ada", after=0)
    tour.says("ada", "bonjour")
    first = told(feed)
    assert len(first) == 2
    assert told(feed) == []
    again = told(tour.feed("ada", after=first[0].id))
    assert [each.id for each in again] == [first[1].id]


def test_a_change_of_an_earlier_post_keeps_its_place(tour: House) -> None:
    tour.says("ada", "/coach test 2 la page est lue")
    feed = tour.feed("ada")
    page = tour.shows("ada").select("[data-post]")[-1]
    undo = next(each for each in page.select("button") if each.get_text() == "Annuler")
    tour.act("ada", "press", token=undo["data-token"], post=page["data-post"])
    [notice] = told(feed)
    assert str(json.loads(notice.data)["id"]) == page["data-post"]
    assert notice.id
    assert notice.id > int(str(page["data-post"]))


def test_the_hour_is_told_when_it_moves(tour: House) -> None:
    feed = tour.feed("ada")
    [first] = feed.fetch()
    assert (first.event, json.loads(first.data)["day"]) == ("clock", "2026-11-23")
    assert feed.fetch() == []
    tour.goes("bob", "2026-11-25")
    hours = [json.loads(each.data) for each in feed.fetch() if each.event == "clock"]
    assert [each["day"] for each in hours] == ["2026-11-25"]


def test_when_the_room_begins_again_every_window_is_told(tour: House) -> None:
    feed = tour.feed("ada")
    tour.post("/room/begin", {"kind": "tour"})
    assert [each.event for each in feed.fetch()] == ["reset"]


def test_a_window_of_before_is_told_even_when_it_comes_back_later(tour: House) -> None:
    before = tour.shows("ada").body
    assert before
    tour.post("/room/begin", {"kind": "tour"})
    query = {"room": str(before["data-room"]), "after": "0"}
    answer = tour.listen.listen(Request("GET", "/room/ada/stream", query, {"host": HOST}))
    assert events(answer) == ["reset"]


def test_the_window_of_somebody_who_is_gone_is_told(tour: House) -> None:
    tour.post("/room/begin", {"kind": "nothing"})
    answer = tour.listen.listen(Request("GET", "/room/ada/stream", {}, {"host": HOST}))
    assert events(answer) == ["reset"]


def test_the_bell_rings_at_each_post_until_one_leaves(tour: House) -> None:
    rung: list[str] = []
    leave = tour.feed("ada").subscribe(lambda: rung.append("rung"))
    tour.says("bob", "hello", channel(tour))
    assert len(rung) == 1
    leave()
    tour.says("bob", "hello again", channel(tour))
    assert len(rung) == 1


def test_a_stream_answers_this_machine_only(tour: House) -> None:
    answer = tour.listen.listen(Request("GET", "/room/ada/stream", {}, {"host": "pouce.example"}))
    assert (answer.status, answer.feed) == (403, None)


def events(answer: Answer) -> list[str]:
    assert answer.feed
    return [each.event for each in answer.feed.fetch()]
