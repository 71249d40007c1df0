"""What goes with a post, who sees it, and words that would be more than words."""

import json
from collections.abc import Callable

import pytest

from bot.domain.messages import File, Message
from bot.domain.people import CLOCK, Address
from bot.platforms.base import Receipt
from bot.platforms.plain import clean
from tests.room.house import House, Said, told

HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="script"),
    pytest.param("</p></li></ol><form action=//evil.example><button data-token='x'>Go</button>", id="markup"),
    pytest.param("{{ 7 * 7 }} {% raw %} &lt;b&gt; &#x202e;", id="template"),
    pytest.param("facture \u202efdp.exe\u202c \u2066\u2069 \u200f\u061c", id="turned"),
    pytest.param("\x1b[31mrouge\x07\x08\x7f \x85\x9b", id="controls"),
    pytest.param("x" * 10_000, id="10,000 characters"),
    pytest.param("👍🏽 👩‍👩‍👧 é̷͝ \U0001f3f4\U000e0067 \ufeff", id="emoji"),
]


def of(house: House, text: str, *files: File) -> int:
    """Let Pouce say something to Ada, and return which post it is."""
    receipt = house.room.voice.reply(Address(house.room.workspace, "ada"), Message(text, files=files))
    return int(receipt.message)


def channel(house: House) -> str:
    return house.room.places("ada")[1].address.external_id


def last_said(house: House, who: str, place: str = "") -> str:
    """Return the words of the newest post, whole."""
    said = house.shows(who, place).select("[data-kind=said]")[-1]
    whole = said.select_one(".whole p") or said.select_one(".text")
    assert whole
    return whole.get_text()


# Words


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", [lambda _: "pouce", channel], ids=["direct", "channel"])
def test_hostile_words_can_only_be_read(tour: House, text: str, place: Callable[[House], str]) -> None:
    where = place(tour)
    assert tour.says("ada", text, where).status == 200
    kept = tour.room.posts.page("ada" if where == "pouce" else where, "ada", None, 9)[0]
    assert kept.message.text == text
    assert last_said(tour, "ada", "" if where == "pouce" else where) == clean(text)
    page = tour.shows("ada", "" if where == "pouce" else where)
    assert [each.get("src") for each in page.select("script")] == ["/room/static/room.js"]
    assert page.select("form[action], img[onerror], [data-token=x]") == []


def test_hostile_words_are_inert_in_what_the_other_window_is_told(tour: House) -> None:
    feed = tour.feed("bob")
    tour.says("ada", "<script>alert(1)</script>\u202e", channel(tour))
    html = json.loads(told(feed)[0].data)["html"]
    assert "<script" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd" in html


def test_what_is_shown_holds_no_turn_and_no_control(tour: House) -> None:
    tour.says("ada", "\u202e\x1b\x07\u2066")
    shown = tour.shows("ada").select(".post.mine")[0].get_text()
    assert not set(shown) & set("\u202e\x1b\x07\u2066")
    assert "\ufffd␛␇\ufffd" in shown


def test_half_a_character_becomes_a_question_mark(tour: House) -> None:
    tour.post("/room/ada/say", b'{"id": "a", "place": "pouce", "text": "cass\\ud800\\u00e9"}')
    assert last_said(tour, "ada") == "cass?é"


def test_a_long_text_is_folded_and_whole_behind_it(tour: House) -> None:
    tour.says("ada", "début " + "x" * 5_000 + " fin")
    post = tour.shows("ada").select(".post.mine")[0]
    assert len(post.select(".text")[0].get_text()) < 1_500
    assert post.select("details.whole p")[0].get_text().endswith(" fin")


def test_a_hostile_note_is_recorded_whole_and_shown_inert(tour: House) -> None:
    note = "<b>la page</b> " + "très longue " * 800 + "fin"
    tour.says("ada", f"/coach retour {note}")
    with tour.room.store.read(CLOCK) as memory:
        texts = [each.text for team in memory.teams() for each in memory.activities(team.id) if each.author]
    assert texts == [note]
    tour.says("ada", "/coach semaine")
    assert tour.shows("ada").select("#posts b") == []


# Drawings and files


def test_a_drawing_is_seen_by_whoever_sees_its_post(tour: House) -> None:
    tour.says("ada", "/coach équipe")
    source = str(tour.shows("ada").select(".chart img")[0]["src"])
    drawn = tour.get(source)
    assert (drawn.status, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert drawn.text.lstrip().startswith(("<?xml", "<svg"))
    assert "script" not in drawn.text
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert drawn.headers["content-security-policy"] == policy
    for stranger in ("bob", "chloé", "nobody"):
        assert tour.get(source.replace("/ada/", f"/{stranger}/")).status == 404


def test_a_post_without_a_drawing_has_none(tour: House) -> None:
    post = of(tour, "bonjour")
    assert tour.get(f"/room/ada/posts/{post}/chart.svg").status == 404
    assert tour.get(f"/room/ada/posts/{post + 1}/chart.svg").status == 404


def page_of(house: House, post: int, who: str = "ada", n: int = 0) -> Said:
    return house.get(f"/room/{who}/posts/{post}/files/{n}")


def test_a_file_is_kept_never_opened(tour: House) -> None:
    page = File('l’été "1"; x=\r\n.html', "text/html", b"<script>alert(1)</script>", "Une page")
    post = of(tour, "Voici.", page)
    given = page_of(tour, post)
    assert (given.status, given.body) == (200, page.content)
    named = "attachment; filename*=UTF-8''l%E2%80%99%C3%A9t%C3%A9%20%221%22%3B%20x%3D%0D%0A.html"
    assert given.headers["content-disposition"] == named
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in given.headers["content-security-policy"]
    link = tour.shows("ada").select(".files a")[0]
    assert (link["href"], link.has_attr("download")) == (f"/room/ada/posts/{post}/files/0", True)


def test_a_file_is_given_to_whoever_sees_its_post(tour: House) -> None:
    post = of(tour, "Voici.", File("a.csv", "text/csv", b"a"))
    assert page_of(tour, post, "bob").status == 404
    assert page_of(tour, post, n=1).status == 404
    assert page_of(tour, 999).status == 404


def test_what_a_message_held_before_it_changed_is_no_longer_given(tour: House) -> None:
    post = of(tour, "Voici.", File("a.csv", "text/csv", b"a"))
    tour.room.voice.update(Receipt("ada", str(post)), Message("Retiré."))
    assert page_of(tour, post).status == 404
    assert [each.get_text() for each in tour.shows("ada").select(".text")] == ["Retiré."]


# Earlier posts


def test_fifty_posts_at_a_time_and_none_is_skipped(tour: House) -> None:
    for n in range(120):
        of(tour, f"message {n}")
    seen: list[str] = []
    page = tour.shows("ada")
    while True:
        seen = [each.get_text() for each in page.select(".text")] + seen
        more = page.select("[data-earlier]")
        if not more:
            break
        page = tour.get(str(more[0]["data-earlier"])).page
    assert seen == [f"message {n}" for n in range(120)]


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "²", ""])
def test_a_place_to_go_back_from_that_is_none_gives_no_fault(tour: House, before: str) -> None:
    of(tour, "bonjour")
    assert tour.get(f"/room/ada/in/pouce/posts?before={before}").status == 200
