"""The doors answer: the process is there, and what it found wrong."""

from starlette.testclient import TestClient

from bot.web import application


def test_health_says_that_the_process_answers() -> None:
    client = TestClient(application(dict))
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_nothing_is_wrong() -> None:
    answer = TestClient(application(dict)).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"faults": {}})


def test_not_ready_says_what_to_do() -> None:
    faults = {"database": "migrations are pending: run pouce migrate"}
    answer = TestClient(application(lambda: faults)).get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"faults": faults})
