"""What is read of a running Pouce: by a program that collects lines, or by somebody at a terminal."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
import structlog

from bot.logs import write_from


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def happen() -> None:
    log = structlog.get_logger()
    log.debug("nobody asked", action="look")
    log.info("message sent", action="send", key="moment:1:été")
    wrote = "what somebody wrote"
    try:
        int("nine", len(wrote))
    except ValueError:
        log.exception("planning failed", action="plan")


def test_a_program_reads_a_json_object_a_line_with_the_hour_in_utc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", StringIO())
    write_from("info")
    before = datetime.now(UTC)
    happen()
    assert isinstance(sys.stderr, StringIO)
    sent, failed = (json.loads(line) for line in sys.stderr.getvalue().splitlines())
    assert before <= datetime.fromisoformat(sent.pop("timestamp")) <= datetime.now(UTC)
    assert sent == {"event": "message sent", "level": "info", "action": "send", "key": "moment:1:été"}
    assert (failed["action"], failed["level"]) == ("plan", "error")
    assert "invalid literal" in failed["exception"]
    assert "what somebody wrote" not in failed["exception"]


def test_somebody_at_a_terminal_reads_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    write_from("info")
    happen()
    assert isinstance(sys.stderr, Terminal)
    told = sys.stderr.getvalue()
    assert "message sent" in told
    assert "Traceback" in told
    assert not told.startswith("{")
    assert "nobody asked" not in told
    assert "what somebody wrote" not in told
