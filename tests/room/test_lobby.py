"""The entrance: who would be there, how the room begins, who comes in, and real products."""

import json

import pytest

from bot.domain.people import CLOCK
from tests.room.house import House

ZOE = {"name": "Zoé Ça", "language": "fr", "zone": "Indian/Reunion"}
NOT_PRODUCTS = "Ce fichier n’est pas la liste que j’attends, et rien n’a changé."


def names(house: House) -> list[str]:
    return [each.get_text() for each in house.get("/").page.select(".card strong")]


@pytest.mark.parametrize(
    ("path", "accepted", "welcome"),
    [
        ("/", "fr-FR,fr;q=0.9,en;q=0.8", "Bienvenue chez Pouce"),
        ("/", "en-GB,en;q=0.9,fr;q=0.5", "Welcome to Pouce"),
        ("/", "de-DE,en;q=0.5", "Welcome to Pouce"),
        ("/", "de-DE,pt", "Bienvenue chez Pouce"),
        ("/?lang=en", "fr-FR", "Welcome to Pouce"),
        ("/?lang=fr", "en-GB", "Bienvenue chez Pouce"),
        ("/?lang=xx", "en-GB", "Welcome to Pouce"),
    ],
)
def test_the_entrance_speaks_the_language_asked_for_else_the_browsers(
    house: House, path: str, accepted: str, welcome: str
) -> None:
    page = house.get(path, accept_language=accepted).page
    assert [each.get_text() for each in page.select("h1")] == [welcome]


def test_the_entrance_shows_who_would_be_there(house: House) -> None:
    cards = house.get("/").page.select("button.card")
    assert [each["data-who"] for each in cards] == ["ada", "bob", "chloé", "karim"]
    assert "intra, Aides simples" in cards[0].get_text(" ", strip=True)
    assert "parle anglais" in cards[1].get_text(" ", strip=True)


def test_to_whoever_reads_english_ada_speaks_english(house: House) -> None:
    house.post("/room/begin", {"kind": "tour", "lang": "en"})
    languages = {each.id: each.language for each in house.room.occupants()}
    assert languages == {"ada": "en", "bob": "fr", "chloé": "en", "karim": "en"}


def test_one_act_begins_the_tour_and_leads_to_the_window(house: House) -> None:
    assert house.post("/room/begin", {"kind": "tour", "who": "ada"}).data == {"go": "/room/ada"}
    assert house.get("/room/ada").status == 200
    page = house.get("/").page
    assert page.select("a.card")[0]["href"] == "/room/ada"
    assert "lundi 23 novembre 2026, 20\u00a0h" in page.select(".lobby-clock")[0].get_text()


def test_nothing_is_a_room_with_nobody_at_the_hour_of_the_world(house: House) -> None:
    assert house.post("/room/begin", {"kind": "nothing", "who": "ada"}).data == {"go": "/"}
    assert names(house) == []
    assert "lundi 2 novembre 2026, 10\u00a0h" in house.get("/").page.select(".lobby-clock")[0].get_text()


def test_somebody_who_is_not_of_the_tour_is_not_led_anywhere(house: House) -> None:
    assert house.post("/room/begin", {"kind": "tour", "who": "nobody"}).data == {"go": "/"}
    assert house.post("/room/begin", {"kind": "tour", "who": ["ada"], "lang": ["fr"]}).data == {"go": "/"}


@pytest.mark.parametrize("content", [{"kind": "party"}, {"kind": 1}, {}])
def test_another_beginning_is_refused_and_changes_nothing(tour: House, content: object) -> None:
    tour.says("ada", "bonjour")
    assert tour.post("/room/begin", content).status == 400
    assert "bonjour" in tour.shows("ada").get_text()


def test_somebody_comes_in_and_is_met(house: House) -> None:
    assert house.post("/room/people", ZOE).data == {"go": "/room/zo%C3%A9-%C3%A7a"}
    assert names(house) == ["Zoé Ça"]
    assert house.shows("zoé-ça").body.has_attr("data-arriving")  # type: ignore[union-attr] # a page has a body


def test_somebody_who_comes_in_is_said_hello_to_once(house: House) -> None:
    house.post("/room/people", ZOE)
    house.act("zoé-ça", "arrive")
    house.act("zoé-ça", "arrive")
    texts = [each.get_text() for each in house.shows("zoé-ça").select(".text")]
    assert len(texts) == 1
    assert texts[0].startswith("Bonjour Zoé Ça, je suis Pouce")


@pytest.mark.parametrize(
    ("wrong", "field", "in_french", "in_english"),
    [
        ({"name": " "}, "name", "Il me faut un prénom", "I need a first name"),
        ({"name": "?!"}, "name", "Il me faut un prénom", "I need a first name"),
        ({"name": "x" * 61}, "name", "Il me faut un prénom", "I need a first name"),
        ({"name": "team-1"}, "name", "Il me faut un prénom", "I need a first name"),
        ({"name": "static"}, "name", "Il me faut un prénom", "I need a first name"),
        ({"name": "  ADA "}, "name", "Quelqu’un porte déjà ce prénom", "Somebody here has that name already"),
        ({"zone": "Mars/Olympus"}, "zone", "Je ne connais pas", "I do not know"),
        ({"zone": "../../etc/passwd"}, "zone", "Je ne connais pas", "I do not know"),
        ({"language": "tlh"}, "zone", "Je ne connais pas", "I do not know"),
    ],
)
def test_what_keeps_somebody_out_is_said_next_to_its_field(
    tour: House, wrong: dict[str, str], field: str, in_french: str, in_english: str
) -> None:
    before = names(tour)
    for lang, sentence in (("fr", in_french), ("en", in_english)):
        answer = tour.post(f"/room/people?lang={lang}", ZOE | wrong)
        assert answer.status == 422
        assert list(answer.data["errors"]) == [field]
        assert answer.data["errors"][field].startswith(sentence)
    assert names(tour) == before


# Real products


def products(*names: str) -> bytes:
    phases = [{"name": "construction", "start": "2025-06-02", "end": ""}]
    entries = [{"id": each, "attributes": {"name": each.title(), "phases": phases}} for each in names]
    return json.dumps({"links": {}, "data": entries, "included": []}).encode()


def teams(house: House) -> list[str]:
    with house.room.store.read(CLOCK) as memory:
        return [each.name for each in memory.teams()]


def test_products_come_in_and_wait_at_the_entrance(house: House) -> None:
    said = house.post("/room/import", products("aides", "baies")).data["text"]
    assert said.startswith("2 équipes sont chargées, et attendent d’être reprises.")
    assert "2 en construction" in said
    assert teams(house) == ["Aides", "Baies"]
    assert "2 vrais produits sont chargés." in house.get("/").page.get_text()


def test_products_that_were_there_are_counted_as_such(tour: House) -> None:
    tour.post("/room/import", products("aides"))
    said = tour.post("/room/import?lang=en", products("aides", "baies")).data["text"]
    assert "1 in construction" not in said.partition(".")[0]
    assert teams(tour) == ["Aides simples", "Pêche à pied", "Aides", "Baies"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\xff\x00", id="binary"),
        pytest.param(b"name;phase\nAides;construction", id="CSV"),
        pytest.param(b"", id="empty"),
        pytest.param(b"[1, 2]", id="a list"),
        pytest.param(b"[" * 200_000, id="very deep"),
        pytest.param(b'{"data": [{"id": "a"}]}', id="no attributes"),
        pytest.param(products("aides").replace(b"Aides", b"Ai\\ud800des"), id="half a character"),
        pytest.param(products("aides").replace(b"Aides", b"Ai\\u0000des"), id="NUL"),
    ],
)
def test_a_file_of_another_shape_changes_nothing(tour: House, content: bytes) -> None:
    answer = tour.post("/room/import", content)
    assert answer.status == 422
    assert answer.data["error"].startswith(NOT_PRODUCTS)
    assert teams(tour) == ["Aides simples", "Pêche à pied"]
