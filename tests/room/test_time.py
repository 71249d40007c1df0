"""The clock in hand, what came on the way, and why Pouce spoke or not."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag

from bot.coach.remind import explain, look
from bot.domain.people import CLOCK, Address, Scope
from bot.domain.verdicts import Why
from bot.platforms.base import Answer, Request
from tests.room.house import HOST, House, Said

PLAIN = str.maketrans("\u00a0\u202f", "  ")
TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # 9:30 in Paris


def way(answer: Said) -> BeautifulSoup:
    assert answer.status == 200, answer.text
    return BeautifulSoup(answer.data["html"], "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).translate(PLAIN).split())


# The clock


def test_the_next_message_comes_with_its_hour_its_person_and_its_first_line(tour: House) -> None:
    came = way(tour.goes("ada", "message")).select("li")
    assert tour.room.now() == TUESDAY
    assert [words(each.select(".way-when")[0]) for each in came] == [
        "mar. 24 nov., 6 h 30, Karim (nouvelle fenêtre)",
        "mar. 24 nov., 9 h 30, Ada",
    ]
    assert words(came[1].select(".way-text")[0]).startswith("Bonjour Ada.")
    mine = came[1].select("a")[0]
    assert (mine["href"], mine.get("target")) == ("/room/ada#post-2", None)
    assert len(tour.shows("ada").select("#post-2")) == 1
    assert came[0].select("a")[0].get("target") == "_blank"


def test_going_to_ones_moment_stops_there_even_in_silence(tour: House) -> None:
    tour.goes("ada", "message")
    silent = way(tour.goes("ada", "moment"))
    reached = "Rien n’est venu. Ici, nous sommes maintenant mercredi 25 novembre 2026, 9 h 30."
    assert words(silent).startswith(reached)
    assert tour.room.now() == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def test_going_to_a_day_tells_how_often_pouce_kept_quiet(tour: House) -> None:
    gone = way(tour.goes("chloé", "2026-11-27"))
    with tour.room.store.read(CLOCK) as memory:
        silent = memory.silent_looks(datetime(2026, 11, 23, tzinfo=UTC), tour.room.now())
    assert silent > 1
    assert words(gone.select(".hint")[0]) == f"Pouce a regardé {silent} fois sans rien dire."


def test_each_one_reads_the_hour_of_their_own_zone(tour: House) -> None:
    tour.goes("karim", "2026-11-26")
    assert words(tour.shows("karim").select("[data-clock]")[0]) == "jeudi 26 novembre 2026, 9 h 30"
    assert words(tour.shows("ada").select("[data-clock]")[0]) == "jeudi 26 novembre 2026, 6 h 30"
    assert words(tour.shows("bob").select("[data-clock]")[0]) == "Thursday 26 November 2026, 6:30"


def test_only_what_came_by_itself_is_listed(tour: House) -> None:
    came = way(tour.goes("chloé", "2026-12-10")).select("li a")
    posts = [each for who in ("ada", "karim") for each in tour.room.posts.after(0, [who], who)]
    nudges = {f"/room/{each.place}#post-{each.root}" for each in posts if each.kind == "nudge"}
    assert {each.kind for each in posts} == {"nudge", "update"}
    assert {str(each["href"]) for each in came} == nudges
    assert len(came) == len(nudges)


@pytest.mark.parametrize(
    ("to", "in_french", "in_english"),
    [
        ("2026-11-22", "L’horloge ne va que vers l’avant", "The clock only goes forward"),
        ("2026-11-23", "L’horloge ne va que vers l’avant", "The clock only goes forward"),
        ("0001-01-01", "L’horloge ne va que vers l’avant", "The clock only goes forward"),
        ("2027-11-25", "C’est à plus d’un an.", "That is more than a year away."),
        ("9999-12-31", "C’est à plus d’un an.", "That is more than a year away."),
        ("demain", "Il me faut une date", "I need a date"),
        ("2026-02-30", "Il me faut une date", "I need a date"),
        ("", "Il me faut une date", "I need a date"),
    ],
)
def test_where_the_clock_cannot_go_is_said(tour: House, to: str, in_french: str, in_english: str) -> None:
    before = tour.room.now()
    assert tour.goes("karim", to).data["error"].startswith(in_french)
    answer = tour.post("/room/karim/clock?lang=en", {"to": to})
    assert (answer.status, answer.data["error"][: len(in_english)]) == (422, in_english)
    assert tour.room.now() == before


def test_a_year_is_not_too_far(house: House) -> None:
    house.post("/room/people", {"name": "Zoé", "language": "fr", "zone": "Pacific/Auckland"})
    house.act("zoé", "arrive")
    assert house.goes("zoé", "2027-11-02").status == 200
    assert house.goes("zoé", "0001-01-01").status == 422


def test_while_the_clock_goes_on_nobody_else_moves_it(tour: House) -> None:
    answers: list[Answer] = []
    headers = {"host": HOST, "content-type": "application/json"}
    asked = Request("POST", "/room/bob/clock", {}, headers, b'{"to": "moment"}')
    leave = tour.room.subscribe(lambda: answers.append(tour.listen.listen(asked)))
    tour.goes("ada", "message")
    leave()
    assert {each.status for each in answers} == {422}
    assert "L’horloge avance déjà" in answers[0].body.decode()
    assert tour.room.now() == TUESDAY
    assert tour.goes("bob", "moment").status == 200


def test_for_somebody_never_asked_the_clock_stops_at_anybodys_message(tour: House) -> None:
    came = way(tour.goes("bob", "message")).select("li")
    assert [words(each.select("strong")[0]) for each in came] == ["Karim"]
    assert tour.room.now() == datetime(2026, 11, 24, 5, 30, tzinfo=UTC)


def test_where_nobody_is_asked_anything_a_fortnight_goes_by(house: House) -> None:
    house.post("/room/people", {"name": "Zoé", "language": "en", "zone": "Europe/Paris"})
    gone = way(house.goes("zoé", "message"))
    assert words(gone) == "Nothing came. It is now Monday 16 November 2026, 10:00 here."


# Why

Rows = dict[str, str]


def rows(listed: Tag) -> Rows:
    return {str(each["data-reminder"]): words(each.select(".reason")[0]) for each in listed.select("li")}


def panel(house: House, who: str = "ada") -> Rows:
    """Return what the panel says of now."""
    page = house.get(f"/room/{who}/why").page
    listed = page.find("ul", class_="reasons", recursive=False)
    return rows(listed) if isinstance(listed, Tag) else {}


def decided(house: House, who: str = "ada") -> dict[str, Why | None]:
    """Ask the domain itself."""
    kit, now = house.room.bot.kit, house.room.now()
    with house.room.store.read(CLOCK) as memory:
        person = memory.person_at(Address(house.room.workspace, who))
    assert person
    with house.room.store.read(Scope(None, person.id)) as memory:
        verdicts = explain(kit, look(kit, memory, person, now), now, now).verdicts
    return {f"{each.practice}.{each.reminder}": each.why for each in verdicts}


def in_words(house: House, found: dict[str, Why | None]) -> Rows:
    speech = house.room.bot.kit.words.speech("fr")
    return {key: speech.say(f"why.{why or 'said'}").translate(PLAIN) for key, why in found.items()}


def test_before_its_moment_the_panel_says_what_would_be_said(tour: House) -> None:
    tour.goes("karim", "message")
    found = decided(tour)
    assert found["user_test.weekly"] is None
    assert panel(tour) == in_words(tour, found)
    first = tour.get("/room/ada/why").page.select(".reasons li")[0]
    assert "spoken" in first.get_attribute_list("class")


def test_after_a_question_the_panel_says_that_once_is_enough(tour: House) -> None:
    tour.goes("ada", "message")
    found = decided(tour)
    assert found["user_test.weekly"] is Why.ALREADY_ASKED
    assert panel(tour) == in_words(tour, found)


def test_what_was_said_and_why_is_kept(tour: House) -> None:
    tour.goes("ada", "message")
    past = tour.get("/room/ada/why").page.select("details.past")
    assert [words(each.select("summary")[0]) for each in past] == [
        "mar. 24 nov., 9 h 30 Test utilisateur et Retour utilisateur"
    ]
    kept = rows(past[0])
    assert [key for key, why in kept.items() if why == "Fait partie du message."] == [
        "user_test.weekly",
        "feedback.daily",
    ]


def test_on_a_day_off_the_panel_says_so(tour: House) -> None:
    tour.goes("ada", "message")
    tour.goes("ada", "moment")
    found = decided(tour)
    assert Why.DAY_OFF in found.values()
    assert panel(tour) == in_words(tour, found)


def test_once_noted_the_panel_says_that_nothing_is_left_to_ask(tour: House) -> None:
    tour.goes("karim", "message")
    tour.says("ada", "/coach test 2 la page est lue")
    found = decided(tour)
    assert found["user_test.weekly"] is Why.ALREADY_DONE
    assert panel(tour) == in_words(tour, found)


def test_the_panel_counts_the_week_and_says_when_it_is_full(tour: House) -> None:
    tour.goes("ada", "message")
    seen: set[Why | None] = set()
    for _ in range(10):
        tour.goes("ada", "moment")
        found = decided(tour)
        seen |= set(found.values())
        assert panel(tour) == in_words(tour, found)
    assert Why.BUDGET in seen
    assert "Semaine : 3 messages sur 3, 5 questions sur 5" in words(tour.get("/room/ada/why").page)


def test_somebody_whom_pouce_has_never_met_has_no_reasons(house: House) -> None:
    house.post("/room/people", {"name": "Zoé", "language": "fr", "zone": "Europe/Paris"})
    page = words(house.get("/room/zoé/why").page)
    assert page == "Vu le : lun. 2 nov., 10 h Pouce n’a encore rien eu à décider."
