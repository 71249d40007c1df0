"""The doors answer: the process is there, what it found wrong, and figures for a monitor."""

from starlette.testclient import TestClient

from bot.health import Health
from bot.web import application


def client(health: Health) -> TestClient:
    return TestClient(application(lambda: health))


def test_health_says_that_the_process_answers() -> None:
    assert client(Health({"database": "away"})).get("/healthz").json() == {"status": "ok"}


def test_ready_when_nothing_is_wrong() -> None:
    answer = client(Health(tick_age=3.0)).get("/readyz")
    assert (answer.status_code, answer.json()["faults"], answer.json()["tick_age_seconds"]) == (200, {}, 3.0)


def test_not_ready_says_what_to_do() -> None:
    faults = {"database": "migrations are pending: run pouce migrate"}
    answer = client(Health(faults)).get("/readyz")
    assert (answer.status_code, answer.json()["faults"]) == (503, faults)


def test_a_warning_leaves_the_process_at_work() -> None:
    answer = client(Health(warnings={"workspace 3": "its messages wait: invite the bot"})).get("/readyz")
    assert (answer.status_code, len(answer.json()["warnings"])) == (200, 1)


def test_a_monitor_reads_figures() -> None:
    answer = client(Health(tick_age=7.0, oldest_due=2.5)).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert {"pouce_ready 1.0", "pouce_tick_age_seconds 7.0", "pouce_oldest_due_seconds 2.5"} <= set(lines)
    assert any(line.startswith("# HELP pouce_messages_total") for line in lines)


def test_a_monitor_sees_each_connection_and_for_how_long_it_is_silent() -> None:
    lines = client(Health(sockets={"slack": 12.0, "mattermost:3": 0.5})).get("/metrics").text.splitlines()
    assert 'pouce_socket_silent_seconds{socket="slack"} 12.0' in lines
    assert 'pouce_socket_silent_seconds{socket="mattermost:3"} 0.5' in lines


def test_a_monitor_sees_that_something_is_at_fault() -> None:
    assert "pouce_ready 0.0" in client(Health({"clock": "stopped"})).get("/metrics").text.splitlines()
