"""Who may knock: this machine, from the room's own pages, with something that can be read."""

import json

import pytest

from tests.room.house import House

NOT_HERE = "Cette salle ne répond qu’à cette machine, et à ses propres pages."
HELLO = {"id": "a", "place": "pouce", "text": "bonjour"}


def said(house: House) -> str:
    return house.shows("ada").get_text()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8080", "localhost:80", "LOCALHOST", "[::1]", "[::1]:9"]
)
def test_a_name_of_this_machine_is_answered(house: House, host: str) -> None:
    assert house.get("/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "pouce.example",
        "127.0.0.1.example",
        "192.168.1.4:8080",
        "0.0.0.0",  # noqa: S104 - it has to be refused
        "localhost.",
        "",
        "[",
        "a@127.0.0.1@b",
    ],
)
def test_another_name_is_not(tour: House, host: str) -> None:
    page = tour.get("/room/ada", host=host)
    assert page.status == 403
    assert NOT_HERE in page.text
    assert tour.post("/room/ada/say", HELLO, host=host).status == 403
    assert "bonjour" not in said(tour)


@pytest.mark.parametrize("header", ["forwarded", "x_forwarded_for", "x_forwarded_host", "x_real_ip"])
def test_what_came_through_a_proxy_is_not_answered(house: House, header: str) -> None:
    assert house.get("/", **{header: "127.0.0.1"}).status == 403


@pytest.mark.parametrize(
    "header",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8080"},
        {"origin": "null"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_an_act_from_another_page_is_not_heard(tour: House, header: dict[str, str]) -> None:
    answer = tour.post("/room/ada/say", HELLO, **header)
    assert answer.status == 403
    assert answer.data["error"].startswith(NOT_HERE)
    assert "bonjour" not in said(tour)


@pytest.mark.parametrize(
    "header",
    [{"origin": "http://127.0.0.1:8080"}, {"sec_fetch_site": "same-origin"}, {"sec_fetch_site": "none"}],
)
def test_an_act_from_the_rooms_own_page_is_heard(tour: House, header: dict[str, str]) -> None:
    assert tour.post("/room/ada/say", HELLO, **header).status == 200
    assert "bonjour" in said(tour)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_an_act_that_any_form_could_send_is_not_heard(tour: House, kind: str) -> None:
    assert tour.post("/room/ada/say", HELLO, content_type=kind).status == 415
    assert "bonjour" not in said(tour)


def test_json_with_its_charset_is_json(tour: House) -> None:
    assert tour.post("/room/ada/say", HELLO, content_type="application/json; charset=utf-8").status == 200


def test_too_long_an_act_is_refused_in_a_sentence(tour: House) -> None:
    answer = tour.post("/room/ada/say", HELLO | {"text": "x" * 300_000})
    assert answer.status == 413
    assert answer.data["error"].startswith("C’est trop long pour tenir ici, et rien n’a été noté.")
    assert tour.post("/room/ada/say", HELLO | {"text": "x" * 100_001}).status == 413
    assert tour.post("/room/ada/say", HELLO | {"id": "x" * 101}).status == 413


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="not JSON"),
        pytest.param(b"\xff\xfe\x00", id="not text"),
        pytest.param(b"[]", id="not an object"),
        pytest.param(b"[" * 100_000, id="very deep"),
        pytest.param(b'{"id": "a", "place": "pouce"}', id="no text"),
        pytest.param(b'{"place": "pouce", "text": "bonjour"}', id="no id"),
        pytest.param(b'{"id": "a", "place": "pouce", "text": 3}', id="a number"),
        pytest.param(b'{"id": "a", "place": "pouce", "text": ["bonjour"]}', id="a list"),
        pytest.param(b'{"id": "a", "place": "pouce", "text": "bon\\u0000jour"}', id="NUL"),
        pytest.param(b'{"id": "a", "place": "pouce", "text": "  \\n "}', id="blank"),
    ],
)
def test_what_cannot_be_made_sense_of_is_refused(tour: House, body: bytes) -> None:
    answer = tour.post("/room/ada/say", body)
    assert answer.status == 400
    assert answer.data["error"]
    assert tour.room.posts.last() == 0


@pytest.mark.parametrize("values", [None, [], "x", {"on": 3}, {"on": None}, {"on": [1]}, {"on": "\x00"}])
def test_values_that_are_not_texts_are_refused(tour: House, values: object) -> None:
    content = {"id": "a", "place": "pouce", "token": "t", "values": values}
    assert tour.post("/room/ada/submit", content).status == 400


@pytest.mark.parametrize("door", ["say", "press", "submit", "arrive", "clock"])
def test_nobody_does_nothing(tour: House, door: str) -> None:
    content = HELLO | {"token": "t", "post": 1, "values": {}, "to": "moment"}
    before = tour.room.now()
    assert tour.post(f"/room/nobody/{door}", content).status == 404
    assert (tour.room.now(), tour.room.posts.last()) == (before, 0)


def test_a_window_on_nobody_leads_to_the_entrance(house: House) -> None:
    answer = house.get("/room/nobody")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert house.get("/room/%ff").status == 303


@pytest.mark.parametrize(
    "path", ["/room/ada/in/nowhere", "/room/ada/nothing", "/room/static/..%2flisten.py", "/room/a/b/c"]
)
def test_there_is_nothing_elsewhere(tour: House, path: str) -> None:
    answer = tour.get(path)
    assert answer.status == 404
    assert "Il n’y a rien ici, ou plus rien" in answer.text


SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/room/ada", 200),
        ("GET", "/room/ada/why", 200),
        ("GET", "/room/ada/suggestions", 200),
        ("GET", "/room/ada/in/pouce/posts", 200),
        ("GET", "/room/static/room.css", 200),
        ("GET", "/room/nobody", 303),
        ("GET", "/room/ada/nowhere", 404),
        ("POST", "/room/ada/arrive", 200),
        ("POST", "/room/ada/clock", 400),
        ("POST", "/room/people", 400),
    ],
)
def test_every_answer_is_closed_to_others(tour: House, method: str, path: str, status: int) -> None:
    body = {"id": "a", "place": "pouce"}
    answer = tour.get(path) if method == "GET" else tour.post(path, body)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_runs_or_styles_anything_of_its_own(tour: House) -> None:
    tour.goes("ada", "message")
    for path in ("/", "/room/ada"):
        page = tour.get(path).page
        assert [each for each in page.select("script") if not each.get("src")] == []
        assert page.select("style, [style]") == []
        assert [name for each in page.select("*") for name in each.attrs if name.startswith("on")] == []


def test_what_may_be_typed_is_in_ones_language(tour: House) -> None:
    lines = json.loads(tour.get("/room/bob/suggestions").body)
    assert {"text": "/coach help", "hint": "what I can write"} in lines
    assert all(each["text"].startswith("/coach") and each["hint"] for each in lines)
