"""The part of Slack that `emulate` has too: our voice says the same there as in our own fake.

`emulate` is an independent imitation of Slack (npm, Apache-2.0), kept in a folder named by `POUCE_EMULATE`;
CONTRIBUTING.md says how. It knows no limits of blocks, no do-not-disturb and no sockets.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from bot.domain.messages import Button, Chart, File, Form, Message
from bot.domain.people import Address
from bot.platforms.base import Receipt, Refused, Unreachable
from bot.platforms.slack.client import SlackVoice, web_client
from bot.platforms.slack.identity import auth_test
from tests.slack.fake.server import served
from tests.slack.fake.state import BOT_SCOPES, Slack, Token

NODE = 24
"""`emulate` wants `module.registerHooks`."""
WHOLE, FEW = "xoxb-whole", "xoxb-few"
KNOWN = BOT_SCOPES & {"chat:write", "im:history", "im:read", "im:write", "users:read", "files:write"}
CHART = Chart("Douze semaines", ("S1",), (("tests", (5,)),), "Tests : 5 en semaine 1.")
ASKED = Message("Où en est-on ?", buttons=(Button("Je note", "log", ("1",)),))


@dataclass(frozen=True)
class Far:
    """A Slack of some kind, and somebody in it."""

    base: str
    user: str

    def voice(self, token: str = WHOLE) -> SlackVoice:
        client = web_client(f"{self.base}/api/")
        return SlackVoice(client, lambda: token, lambda _: b"drawn", lambda: datetime.now(UTC))

    @property
    def ada(self) -> Address:
        return Address(1, self.user)


def without(reason: str) -> NoReturn:
    if "emulate" in os.environ.get("POUCE_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


def tools() -> tuple[Path, Path]:
    """Return Node and emulate: the folder holds both, or Node is the system's."""
    folder = os.environ.get("POUCE_EMULATE")
    if not folder:
        without("emulate is in the folder named by POUCE_EMULATE (see CONTRIBUTING)")
    modules = Path(folder) / "node_modules"
    main = modules / "emulate" / "dist" / "index.js"
    own = sorted(modules.glob("node-*/bin/node"))
    node = own[0] if own else Path(shutil.which("node") or "")
    if not main.exists() or not node.is_file():
        without(f"emulate or node is not in {modules}")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").partition(".")[0]) < NODE:
        without(f"emulate wants Node {NODE}, this is {version.strip()}")
    return node, main


@contextmanager
def emulated(folder: Path) -> Iterator[Far]:
    node, main = tools()
    seed = folder / "seed.json"
    app = {"app_id": "A0POUCE", "bot_id": "B0POUCE", "bot_user_id": "U0POUCE"}
    tokens = [
        {"token": value, "type": "bot", "user_id": "U0POUCE", "scopes": sorted(scopes), **app}
        for value, scopes in ((WHOLE, KNOWN), (FEW, KNOWN - {"im:history"}))
    ]
    oauth = {"client_id": "1.2", "client_secret": "s", "name": "Pouce", "redirect_uris": [], **app}
    users = [{"name": "ada", "real_name": "Ada Lovelace"}]
    slack = {"strict_scopes": True, "users": users, "oauth_apps": [oauth], "tokens": tokens}
    seed.write_text(json.dumps({"slack": slack}), encoding="utf-8")
    port = free_port()
    command: list[str | Path] = [node, main, "start", "-s", "slack", "-p", str(port), "--seed", seed]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(port, process)
            members = web_client(f"{base}/api/").users_list(token=WHOLE)["members"]
            yield Far(base, next(each["id"] for each in members if each["name"] == "ada"))
        finally:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "emulate ended at once"
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("emulate does not answer")


@contextmanager
def ours() -> Iterator[Far]:
    with served() as slack:
        slack.empty_team("T1")
        slack.user("T1", "U1", name="ada", real_name="Ada Lovelace")
        give_tokens(slack)
        yield Far(slack.base, "U1")


def give_tokens(slack: Slack) -> None:
    slack.tokens[WHOLE] = Token(WHOLE, "T1", KNOWN)
    slack.tokens[FEW] = Token(FEW, "T1", KNOWN - {"im:history"})


@pytest.fixture(scope="module", params=["ours", "emulate"])
def far(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    with ours() if request.param == "ours" else emulated(tmp_path_factory.mktemp("emulate")) as there:
        yield there


def since() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def texts(far: Far, receipt: Receipt) -> list[str]:
    """Return what is said in a conversation, newest first."""
    history = far.voice().client.conversations_history(channel=receipt.channel, token=WHOLE)
    return [each.get("text", "") for each in history["messages"]]


def test_who_we_are(far: Far) -> None:
    who = auth_test(far.voice().client, WHOLE)
    assert who.team
    assert who.bot_user


def test_a_message_is_posted_found_by_its_key_and_changed(far: Far) -> None:
    voice = far.voice()
    receipt = voice.send(far.ada, ASKED, "k1")
    assert receipt.channel.startswith("D")
    voice.send(far.ada, ASKED, "k2")
    assert voice.find(far.ada, "k1", since()) == receipt
    assert voice.find(far.ada, "k3", since()) is None
    voice.update(receipt, Message("C'est noté."))
    assert texts(far, receipt)[:2] == ["Où en est-on ?", "C'est noté."]
    assert voice.find(far.ada, "k1", since()) == receipt


def test_files_follow_with_their_words(far: Far) -> None:
    file = File("dossier.md", "text/markdown", b"# Dossier", "Le dossier")
    receipt = far.voice().send(far.ada, Message("Le bilan", chart=CHART, files=(file,)), "files")
    history = far.voice().client.conversations_history(channel=receipt.channel, token=WHOLE)["messages"]
    names = {each["title"] for message in history for each in message.get("files") or []}
    assert {"Douze semaines", "dossier.md"} <= names


def test_a_missing_scope_is_named(far: Far) -> None:
    with pytest.raises(Refused, match="im:history"):
        far.voice(FEW).find(far.ada, "k", since())


def test_nobody_and_nowhere_are_unreachable(far: Far) -> None:
    for nowhere in ("U404404404", "C404404404"):
        with pytest.raises(Unreachable):
            far.voice().send(Address(1, nowhere), ASKED, "k")
    with pytest.raises(Unreachable):
        far.voice().profile(Address(1, "U404404404"))


def test_a_message_that_is_not_there_cannot_be_changed(far: Far) -> None:
    receipt = far.voice().send(far.ada, ASKED, "there")
    with pytest.raises(Unreachable):
        far.voice().update(Receipt(receipt.channel, "1.000001"), ASKED)


def test_a_form_needs_an_act_of_somebody(far: Far) -> None:
    with pytest.raises(Unreachable):
        far.voice().open_form("1.2.made-up", Form("Je note", "log", (), (), "Envoyer", intro="Bonjour"))


def test_a_home_is_published(far: Far) -> None:
    far.voice().publish_home(far.user, lambda: Message("Ma semaine"))
