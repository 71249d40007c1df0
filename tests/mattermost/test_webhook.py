"""Incoming webhooks: what a hub gets, and everything that cannot be done through one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import httpx
import pytest

from bot.domain.messages import Button, Chart, Fact, File, Form, Message, Table
from bot.domain.people import Address, AddressKind
from bot.platforms.base import Busy, Lost, Platform, PlatformError, Receipt, Refused, Unreachable
from bot.platforms.mattermost.webhook import MOST, PACE, WebhookVoice, text
from tests.mattermost.fake.integrations import as_markdown

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
THERE = Address(1, "general", AddressKind.CHANNEL)
DIGEST = Message(
    "Semaine 48, Aides simples",
    facts=(Fact("Retours", "3"), Fact("Tests", "1 (2 personnes)")),
    table=Table(("Quoi", "Combien"), (("Retours", "3"),)),
    chart=Chart("Retours", ("S48",), (("Retours", (3,)),), alt="3 retours en semaine 48"),
    footer="Ce salon lit ce que l’équipe publie.",
)


@dataclass
class Hub:
    """Takes what is posted, and answers as it is told."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    got: list[dict[str, str]] = field(default_factory=list)
    done: Event = field(default_factory=Event)


@contextmanager
def served(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/json"
            hub.got.append(json.loads(content))
            if hub.silent:
                hub.done.wait(5)
                return
            self.send_response(hub.status)
            for name, value in hub.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # named by the library
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        hub.url = f"http://127.0.0.1:{server.server_port}/hooks/secret"
        try:
            yield hub
        finally:
            hub.done.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def hub() -> Iterator[Hub]:
    with served(Hub()) as made:
        yield made


@contextmanager
def speaking(hub: Hub, timeout: float = 5.0) -> Iterator[WebhookVoice]:
    with httpx.Client() as client:
        pace = replace(PACE, timeout=timedelta(seconds=timeout))
        yield WebhookVoice({"general": hub.url}, client, pace)


def test_a_digest_arrives_as_text_that_suffices(hub: Hub) -> None:
    with speaking(hub) as voice:
        platform: Platform = voice
        receipt = platform.send(THERE, DIGEST, "digest:1:2026-W48")
    (got,) = hub.got
    assert receipt.channel == "general"
    assert list(got) == ["text"]
    for said in ("Semaine 48, Aides simples", "Retours : 3", "3 retours en semaine 48", "Ce salon lit"):
        assert said.replace(" :", "\u00a0:") in got["text"]


def test_what_people_wrote_calls_nobody_and_leads_nowhere() -> None:
    said = text(Message("@all @ada <!channel> <https://exemple.fr|ici> https://exemple.fr #tag :tada: a < b"))
    for live in ("@all", "@ada", "<!channel>", "https://", "<https", "#tag", ":tada:"):
        assert live not in said
    assert as_markdown(said) == said, "Mattermost rewrites what looks like Slack's links"
    assert unescape(said.replace("\u2060", "")).startswith("@all @ada <!channel> <https://exemple.fr|ici>")


def test_what_is_too_long_is_folded() -> None:
    said = text(Message("a" * 9_000))
    assert MOST - 12 < len(said) <= MOST
    assert said.endswith("… (+5012)")


def test_a_file_is_named_and_does_not_follow(hub: Hub) -> None:
    with speaking(hub) as voice:
        voice.send(THERE, Message("Voici.", files=(File("export.csv", "text/csv", b"a"),)), "k")
    assert "export.csv" in hub.got[0]["text"]


def test_what_needs_an_answer_is_refused_and_nothing_leaves(hub: Hub) -> None:
    with speaking(hub) as voice:
        with pytest.raises(Refused, match="no button"):
            voice.send(THERE, Message("On en est où ?", (Button("Je note", "log"),)), "k")
        with pytest.raises(Refused, match="no form"):
            voice.open_form("trigger", Form("Titre", "verb", (), (), "OK"))
        with pytest.raises(Refused, match="changed"):
            voice.update(Receipt("general", "k"), Message("autre"))
        with pytest.raises(Unreachable, match="no webhook"):
            voice.send(Address(1, "ada"), Message("Bonjour"), "k")
        assert voice.profile(THERE).zone == ""
    assert hub.got == []


def test_one_whose_answer_was_lost_is_never_said_to_be_missing(hub: Hub) -> None:
    with speaking(hub) as voice, pytest.raises(Refused, match="looked for"):
        voice.find(THERE, "k", NOW)


@pytest.mark.parametrize(
    ("status", "headers", "failure", "said"),
    [
        (429, {"Retry-After": "7"}, Busy, "7"),
        (429, {}, Busy, "60"),
        (404, {}, Refused, "make a new one"),
        (403, {}, Refused, "make a new one"),
        (302, {"Location": "https://elsewhere.example"}, Refused, "no webhook"),
        (500, {}, Lost, "500"),
        (502, {}, Lost, "502"),
    ],
)
def test_the_four_failures(
    hub: Hub, status: int, headers: dict[str, str], failure: type[PlatformError], said: str
) -> None:
    hub.status, hub.headers = status, headers
    with speaking(hub) as voice, pytest.raises(failure, match=said):
        voice.send(THERE, DIGEST, "k")


def test_nobody_there_or_no_answer_shows_no_secret(hub: Hub) -> None:
    hub.silent = True
    with speaking(hub, timeout=0.1) as voice, pytest.raises(Lost) as lost:
        voice.send(THERE, DIGEST, "k")
    away = Hub("http://127.0.0.1:9/hooks/secret")
    with speaking(away) as voice, pytest.raises(Busy) as busy:
        voice.send(THERE, DIGEST, "k")
    assert "secret" not in f"{lost.value}{busy.value}"
