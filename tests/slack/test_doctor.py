"""What `pouce doctor` says of Slack: what may be wrong, and what to mend, on a Slack of our own."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.chats.slack_doctor import look
from bot.config import Config, Web
from bot.config import Slack as SlackConfig
from bot.domain.people import CLOCK
from bot.findings import Finding
from bot.platforms.base import Request
from bot.platforms.slack.listen import EVENTS, Doors
from bot.platforms.slack.manifest import SCOPES
from bot.store import Installation, Store, migrate
from bot.vault import Vault
from tests.slack.fake.server import served, with_sockets
from tests.slack.fake.state import Slack
from tests.slack.house import KEY, TEAM, World

SECRET = "0123456789abcdef" * 2
UNKNOWN = "nothing that Slack knows"
NOT_HTTPS = "Slack cannot reach http://127.0.0.1:8080"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with served(Slack(signing_secret=SECRET)) as slack:
        slack.team(TEAM, scopes=frozenset(SCOPES))
        yield slack


def config(slack: Slack, database: str = "", url: str = "http://127.0.0.1:8080", **given: str) -> Config:
    known = {"bot_token": f"xoxb-{TEAM}", "signing_secret": SECRET, "api_url": f"{slack.base}/api/"}
    return Config(
        secret_keys=(KEY,),
        database_url=database,
        web=Web(public_url=url),
        slack=SlackConfig(**{**known, **given}),
    )


def by_socket(slack: Slack, database: str = "", **given: str) -> Config:
    return config(slack, database, signing_secret="", **{"app_token": slack.app_token, **given})


def found(config: Config, now: datetime | None = None) -> dict[str, Finding]:
    findings = list(look(config, now or datetime.now(UTC)))
    lines = [each.line() for each in findings]
    assert len({each.what for each in findings}) == len(findings), lines
    assert not [line for line in lines if f"xoxb-{TEAM}" in line or SECRET in line or "\n" in line]
    return {each.what: each for each in findings}


def wrong(config: Config, now: datetime | None = None) -> dict[str, str]:
    """Return what is to be mended."""
    return {what: each.fix for what, each in found(config, now).items() if each.fix}


# One workspace.


def test_without_slack_there_is_nothing_to_look_at() -> None:
    assert found(Config()) == {}


def test_all_is_well_by_socket(slack: Slack) -> None:
    with with_sockets(slack):
        told = found(by_socket(slack))
    assert {what: each.fix for what, each in told.items()} == {
        "slack socket": "",
        "slack token": "",
        "slack scopes": "",
    }
    assert TEAM in told["slack token"].said
    assert slack.asked("chat.postMessage") == [], "the doctor says nothing to anybody"


def test_a_token_that_slack_does_not_know_or_has_revoked(slack: Slack) -> None:
    fix = wrong(by_socket(slack, bot_token=UNKNOWN))["slack token"]
    assert fix.startswith("Slack does not know the token")
    slack.revoke(f"xoxb-{TEAM}")
    assert "install the app in this workspace again" in wrong(by_socket(slack))["slack token"]


def test_rights_that_are_missing_and_rights_that_are_too_many(slack: Slack) -> None:
    scopes = frozenset(SCOPES) - {"dnd:read", "im:history"} | {"channels:history"}
    slack.tokens[f"xoxb-{TEAM}"].scopes = scopes
    (less, more) = [each for each in look(by_socket(slack), datetime.now(UTC)) if "scopes" in each.what]
    assert (less.said, more.said) == (
        "missing: dnd:read, im:history",
        "more than Pouce uses: channels:history",
    )
    assert "« OAuth & Permissions » of the app, then install it again" in less.fix
    assert more.fix.startswith("remove them")


def test_a_slack_that_does_not_answer(slack: Slack) -> None:
    slack.fail("auth.test", "broken")
    assert wrong(by_socket(slack))["slack token"].startswith(f"let this machine reach {slack.base}/api/")


def test_a_slack_that_asks_to_wait(slack: Slack) -> None:
    slack.fail("auth.test", "busy 7")
    assert wrong(by_socket(slack))["slack token"] == "look again in 7 s"


def test_a_clock_that_is_wrong(slack: Slack) -> None:
    for away in (-200, 200):
        told = found(by_socket(slack), datetime.now(UTC) + timedelta(seconds=away))["clocks"]
        assert "200 s away" in told.said or "201 s away" in told.said or "199 s away" in told.said
        assert "past five minutes" in told.fix
    assert "clocks" not in found(by_socket(slack), datetime.now(UTC) + timedelta(seconds=30))


def test_an_app_token_that_is_not_one(slack: Slack) -> None:
    for token, code in ((UNKNOWN, "invalid_auth"), (f"xoxb-{TEAM}", "not_allowed_token_type")):
        told = found(by_socket(slack, app_token=token))["slack socket"]
        assert told.said == f"Slack does not take the app token ({code})"
        assert told.fix.endswith(
            "connections:write, from « App-Level Tokens » on the page « Basic Information »"
        )
    slack.fail("apps.connections.open", "broken")
    assert wrong(by_socket(slack))["slack socket"].startswith("let this machine reach")


# By HTTP.


def test_a_secret_and_an_address_that_cannot_be_right(slack: Slack) -> None:
    told = found(config(slack, signing_secret=UNKNOWN))
    assert told["slack secret"].fix.startswith("copy « Signing Secret » from « Basic Information »")
    assert told["slack address"].said == NOT_HTTPS
    assert told["slack address"].fix.endswith("or use Socket Mode")


def certificate(folder: Path) -> Path:
    """Make a certificate for this machine, and its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return file


@contextmanager
def proxy(file: Path, doors: Doors | None) -> Iterator[str]:
    """Serve what a proxy in front of Pouce serves: the doors of Slack, or only that it is alive."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(200, b'{"status":"ok"}')

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if doors is None or self.path != EVENTS:
                self._give(404, b"")
                return
            answer = doors.listen(Request("POST", self.path, {}, headers, body))
            self._give(answer.status, answer.body)

        def _give(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # named by the library
            """Keep quiet."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def world(slack: Slack, tmp_path: Path) -> Iterator[World]:
    world = World(slack, datetime.now(UTC)).open(f"sqlite:///{tmp_path}/pouce.db")
    yield world
    world.bot.store.close()


def test_the_public_address_takes_what_slack_signs(
    slack: Slack, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with proxy(file, world.doors) as url:
        well = config(slack, url=url)
        assert wrong(well) == {}
        assert found(well)["slack address"].said == f"{url} answers what Slack signs"
        other = wrong(config(slack, url=url, signing_secret="f" * 32))["slack address"]
        assert other.startswith("start Pouce with this signing secret")


def test_a_public_address_where_something_else_answers_or_nothing(
    slack: Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path)
    with proxy(file, None) as url:
        assert "certificate" in found(config(slack, url=url))["slack address"].said
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        told = wrong(config(slack, url=url))["slack address"]
        assert told == f"let the proxy bring {url}/slack/events to a Pouce that has these settings of Slack"
    gone = found(config(slack, url=url))["slack address"]
    assert gone.said.startswith(f"{url} does not answer from here")
    assert gone.fix.endswith(f"curl {url}/healthz")


# Many workspaces.


@pytest.fixture
def many(slack: Slack, tmp_path: Path) -> Config:
    database = f"sqlite:///{tmp_path}/pouce.db"
    store = Store(database)
    migrate(store.engine)
    store.close()
    return by_socket(slack, database, bot_token="", client_id="1.2", client_secret=UNKNOWN)


def install(config: Config, team: str, token: str, key: str = KEY, ends: datetime | None = None) -> None:
    closed = Vault([key]).close({"token": token, "refresh": ""}) if token else ""
    store = Store(config.database_url)
    with store.write(CLOCK) as memory:
        workspace = memory.workspace("slack", team)
        memory.install(Installation(workspace, closed, "U1", "B1", tuple(SCOPES), ends))
    store.close()


def test_nobody_has_installed_it_yet(many: Config) -> None:
    told = found(many)
    assert told["slack"].said.endswith("/slack/install")
    assert not told["slack"].fix


def test_each_workspace_is_looked_at(slack: Slack, many: Config) -> None:
    now = datetime.now(UTC)
    slack.team("T2", scopes=frozenset(SCOPES))
    slack.uninstall("T2")
    install(many, TEAM, f"xoxb-{TEAM}", ends=now + timedelta(hours=3))
    install(many, "T2", "xoxb-T2")
    install(many, "T3", "xoxb-T3", key="a key that was taken away")
    install(many, "T4", "xoxb-T4", ends=now - timedelta(hours=1))
    install(many, "T5", "")
    told = wrong(many)
    assert told.keys() == {f"slack {team} token" for team in ("T2", "T3", "T4", "T5")}
    assert "the app was removed from this workspace" in told["slack T2 token"]
    assert told["slack T3 token"].startswith("put the older key back, after the new one")
    assert told["slack T4 token"].startswith("start Pouce, which renews it")
    assert told["slack T5 token"].startswith("install Pouce there")


def test_an_older_key_still_opens(many: Config) -> None:
    install(many, TEAM, f"xoxb-{TEAM}")
    turned = replace(many, secret_keys=("a newer key for these houses", KEY))
    assert wrong(turned) == {}


def test_a_database_that_is_not_there_is_told_once_and_elsewhere(many: Config, tmp_path: Path) -> None:
    assert found(replace(many, database_url=f"sqlite:///{tmp_path}/none.db")).keys() == {"slack socket"}
