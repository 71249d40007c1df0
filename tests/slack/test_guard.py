"""Who may knock at Slack's door: what Slack signed, now; nothing of what comes is ever in the log."""

import ast
import asyncio
import inspect
import json
import logging
import random
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog
from sqlalchemy import func, select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from bot.domain.phases import Phase
from bot.health import Health
from bot.platforms.base import Answer, Request
from bot.platforms.slack import guard
from bot.platforms.slack.guard import MOST, sign
from bot.platforms.slack.listen import EVENTS
from bot.store.tables import ActivityRow
from bot.stories.steps import PersonLine, TeamLine
from bot.web import Doors as Served
from bot.web import application
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack
from tests.slack.house import NOW, TEAM, World, opened
from tests.slack.people import People
from tests.slack.world import SlackWorld

ADA = "UADA"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
STAMP = str(int(NOW.timestamp()))
VERIFICATION = b'{"type": "url_verification", "challenge": "c"}'


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with served() as slack:
        slack.team(TEAM)
        yield slack


@pytest.fixture(scope="module")
def world(slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(slack, tmp_path_factory.mktemp("guard")) as world:
        stage = SlackWorld(world)
        stage.begin(NOW)
        stage.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
        stage.add_person(PersonLine("ada", "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
        world.now = NOW
        yield world


@pytest.fixture
def people(world: World) -> People:
    world.go_on(timedelta(minutes=1))
    return People(world.slack, world.post, TEAM)


def knock(
    world: World,
    body: bytes = VERIFICATION,
    *,
    at: timedelta = timedelta(0),
    stamp: str | None = None,
    signature: str | None = None,
    kind: str = JSON,
    more: Mapping[str, str] | None = None,
) -> Answer:
    """Bring a body that was signed some time ago; what is given stands in place of what Slack would write."""
    written = str(int((world.now + at).timestamp())) if stamp is None else stamp
    good = sign(world.slack.signing_secret, written, body) if written.isascii() else "v0="
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": written,
        "x-slack-signature": good if signature is None else signature,
        **(more or {}),
    }
    answer = world.doors.listen(Request("POST", EVENTS, {}, headers, body))
    world.work()
    return answer


def records(world: World) -> int:
    """How many things were recorded, by anybody."""
    with world.bot.store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(ActivityRow)).scalar_one())


# Size, headers, hour


@pytest.mark.parametrize("length", [MOST + 1, 20 * MOST])
def test_a_body_past_the_limit_is_refused_even_signed(world: World, length: int) -> None:
    assert knock(world, b" " * length).status == 400


def test_a_body_at_the_limit_is_read(world: World) -> None:
    body = VERIFICATION + b" " * (MOST - len(VERIFICATION))
    assert knock(world, body).status == 200


@pytest.mark.parametrize("past", [-300, -299, 0, 299, 300])
def test_within_five_minutes_of_our_clock_it_is_let_in(world: World, past: int) -> None:
    assert knock(world, at=timedelta(seconds=past)).status == 200


@pytest.mark.parametrize("past", [-86_400, -301, 301, 86_400])
def test_older_or_from_the_future_it_is_not(world: World, past: int) -> None:
    assert knock(world, at=timedelta(seconds=past)).status == 401


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "abc",
        f"{STAMP}.0",
        f" {STAMP}",
        f"{STAMP}\n",
        f"+{STAMP}",
        f"-{STAMP}",
        f"0{STAMP}",
        hex(int(STAMP)),
        "1e9",
        "nan",
        "9" * 400,
        STAMP.translate({ord(str(n)): 0x660 + n for n in range(10)}),
        STAMP.replace("1", "¹"),
    ],
)
def test_an_hour_written_otherwise_is_not_one(world: World, stamp: str) -> None:
    assert knock(world, stamp=stamp).status == 401


@pytest.mark.parametrize("name", ["x-slack-request-timestamp", "x-slack-signature", "content-type"])
@pytest.mark.parametrize("value", ["é", "\udcff", "\x00", "v0=", "𝒗0=abc", "a" * 100_000])
def test_odd_characters_in_a_header_are_turned_away(world: World, name: str, value: str) -> None:
    assert knock(world, more={name: value}).status in {400, 401}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", ""])
def test_only_posts_are_read(world: World, method: str) -> None:
    assert world.doors.listen(Request(method, EVENTS, {}, {}, VERIFICATION)).status == 400


# Signature


def flips(body: bytes, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Give for ever a timestamp, a signature and a body of which one bit is not what Slack sent."""
    dice = random.Random(seed)
    signature = sign("signing-secret", STAMP, body)
    while True:
        parts = [bytearray(STAMP.encode()), bytearray(signature.encode()), bytearray(body)]
        chosen = dice.choice(parts)
        chosen[dice.randrange(len(chosen))] ^= 1 << dice.randrange(8)
        yield parts[0].decode("latin-1"), parts[1].decode("latin-1"), bytes(parts[2])


def accepted(world: World, times: int, seed: int) -> int:
    print(f"seed {seed}")
    found = flips(VERIFICATION, seed)
    answers = (
        knock(world, body, stamp=at, signature=by) for at, by, body in (next(found) for _ in range(times))
    )
    return sum(answer.status not in {400, 401} for answer in answers)


@pytest.fixture
def at_first(slack: Slack, tmp_path: Path) -> Iterator[World]:
    with opened(slack, tmp_path) as world:
        yield world


def test_one_bit_makes_it_somebody_elses(at_first: World) -> None:
    assert knock(at_first, stamp=STAMP).status == 200, "as it was, it is let in"
    assert accepted(at_first, 500, random.randrange(10**9)) == 0


@pytest.mark.soak
def test_one_bit_makes_it_somebody_elses_many_times(at_first: World) -> None:
    assert accepted(at_first, 10_000, random.randrange(10**9)) == 0


@pytest.mark.parametrize(
    "change", [str.upper, str.strip, str.title, lambda each: each[3:], lambda each: each * 2]
)
def test_another_spelling_of_the_signature_is_not_it(world: World, change: object) -> None:
    assert callable(change)
    stamp = str(int(world.now.timestamp()))
    good = sign(world.slack.signing_secret, stamp, VERIFICATION)
    given = f" {good} " if change is str.strip else change(good)
    assert knock(world, signature=given).status == 401


def test_signatures_are_compared_in_constant_time() -> None:
    """`==` between two signatures tells by its time how much of them is the same."""
    body = ast.parse(inspect.getsource(guard))
    function = next(
        each
        for each in ast.walk(body)
        if isinstance(each, ast.FunctionDef) and "x-slack-signature" in ast.unparse(each)
    )
    compared = [ast.unparse(each) for each in ast.walk(function) if isinstance(each, ast.Compare)]
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
    by_digest = [each for each in calls if ast.unparse(each.func) == "hmac.compare_digest"]
    assert len(by_digest) == 1
    assert "sign(" in ast.unparse(by_digest[0])
    assert not [each for each in compared if "given" in each or "sign(" in each]


# What Slack itself asks


def test_ssl_check_is_answered_without_a_signature(world: World) -> None:
    answer = knock(world, b"ssl_check=1&token=x", signature="", kind=FORM)
    assert (answer.status, answer.body) == (200, b"")


def test_ssl_check_opens_nothing(people: People, world: World) -> None:
    before = records(world)
    fields = {"ssl_check": "1", "command": "/coach", "text": "livraison v1", "team_id": TEAM}
    body = urlencode({**fields, "user_id": ADA, "channel_id": "C1", "trigger_id": "1.2.c"}).encode()
    assert knock(world, body, signature="", kind=FORM).body == b""
    assert records(world) == before


@pytest.mark.parametrize("body", [b"not_ssl_check=1", b"ssl_check=10", b"ssl_check=0", b"text=ssl_check%3D1"])
def test_what_resembles_an_ssl_check_wants_a_signature(world: World, body: bytes) -> None:
    assert knock(world, body, signature="", kind=FORM).status == 401


def test_url_verification_gives_the_challenge_back(people: People) -> None:
    answer = people.url_verification("3eZbrw1aB")
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "3eZbrw1aB"})


def test_url_verification_unsigned_gives_nothing(world: World) -> None:
    answer = knock(world, signature="v0=" + "0" * 64)
    assert answer.status == 401
    assert b'"c"' not in answer.body


# Brought again within the window


def test_a_command_brought_again_is_recorded_once_and_answered_the_same(people: People, world: World) -> None:
    before = records(world)
    first = people.commands(ADA, "livraison v1.4.2")
    again = people.again()
    assert first.status == again.status == 200
    assert b"v1.4.2" in first.body
    assert texts(first.body) == texts(again.body)
    assert records(world) == before + 1


def test_an_event_brought_again_is_recorded_once(people: People, world: World) -> None:
    before, said = records(world), len(world.slack.keys(TEAM))
    people.says(ADA, "livraison v1.4.3")
    for attempt in (1, 2, 3):
        assert people.again(attempt).status == 200
    assert records(world) == before + 1
    assert len(world.slack.keys(TEAM)) == said + 1


def test_a_button_brought_again_is_pressed_once(people: People, world: World) -> None:
    before = records(world)
    people.commands(ADA, "livraison v1.4.4")
    shown = people.sees(ADA)[-1]
    undo = next(each for each in shown.buttons if each.label.startswith("Annuler"))
    people.press(ADA, shown, undo)
    first = people.sees(ADA)[-1].text
    assert people.again().status == 200
    assert people.sees(ADA)[-1].text == first
    assert first.startswith("Annulé")
    assert records(world) == before + 1


def test_a_form_brought_again_is_recorded_once_and_answered_the_same(people: People, world: World) -> None:
    before = records(world)
    people.commands(ADA, "entretien")
    shown = people.form(ADA)
    assert shown
    first = people.submits(ADA, {"day": "2026-11-24", "learned": "le formulaire fait peur"})
    again = people.again()
    assert (first.status, again.status) == (200, 200)
    assert first.body == again.body
    assert records(world) == before + 1


def test_a_form_sent_again_because_its_answer_was_late_is_recorded_once(people: People, world: World) -> None:
    before, learned = records(world), {"day": "2026-11-24", "learned": "le formulaire fait peur"}
    people.commands(ADA, "entretien")
    (view,) = people.slack.modals[TEAM, ADA]
    first = people.submits(ADA, learned)
    people.slack.modals[TEAM, ADA].append(view)  # Slack keeps it open where no answer came in time
    again = people.submits(ADA, learned)
    assert (first.status, again.status) == (200, 200)
    assert records(world) == before + 1
    people.slack.modals[TEAM, ADA].append(view)
    people.submits(ADA, {**learned, "learned": "autre chose"})
    assert records(world) == before + 2


def texts(body: bytes) -> object:
    """What an answer says, without the seals of its buttons, that hold the hour."""
    said = json.loads(body)
    return said["text"]


# Nothing of it in the log


CANARIES = ("kanarien-corps", "xoxb-kanarien", "hooks.kanarien.example", "kanarien-nom")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[list[object]]:
    """Everything that is logged from « information » up, by us and by the SDK."""
    caplog.set_level(logging.INFO)
    with capture_logs() as ours:
        found: list[object] = [ours, caplog.records]
        yield found


def bodies(world: World) -> Iterator[tuple[bytes, str]]:
    """Give good and bad requests that hold something to keep to oneself."""
    text, token, url, name = CANARIES
    command = {"command": "/coach", "text": text, "token": token, "response_url": f"https://{url}/x"}
    who = {"team_id": TEAM, "user_id": ADA, "user_name": name, "channel_id": "C1", "trigger_id": "1.2.k"}
    yield urlencode({**command, **who}).encode(), FORM
    yield urlencode(command).encode(), FORM
    yield urlencode({**command, **who, "team_id": "TNOWHERE"}).encode(), FORM
    yield urlencode({"payload": json.dumps({"type": "block_actions", **command})}).encode(), FORM
    yield (
        urlencode({"payload": json.dumps({"type": "shortcut", "callback_id": text, **command})}).encode(),
        FORM,
    )
    yield json.dumps({"type": "event_callback", "event": {"type": "message", **command}}).encode(), JSON
    yield f'{{"token": "{token}", "text": "{text}"'.encode(), JSON
    pressed = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": ADA, "name": name},
        "token": token,
    }
    where = {"container": {"type": "message", "is_ephemeral": True}, "response_url": f"https://{url}/x"}
    action = {"type": "button", "action_id": text, "value": text}
    yield (
        urlencode(
            {"payload": json.dumps({**pressed, **where, "trigger_id": "1.3.k", "actions": [action]})}
        ).encode(),
        FORM,
    )
    menu = {"type": "message_action", "callback_id": text, "channel": {"id": "C1"}, "message": {"text": text}}
    yield urlencode({"payload": json.dumps({**pressed, **menu, "trigger_id": "1.4.k"})}).encode(), FORM


def test_nothing_of_a_body_is_ever_in_the_log(world: World, log: list[object]) -> None:
    for body, kind in bodies(world):
        assert knock(world, body, kind=kind).status < 500
        assert knock(world, body, kind=kind, signature="v0=" + "0" * 64).status == 401
    (ours, theirs) = log
    assert isinstance(theirs, list)
    told = str(ours) + "".join(each.getMessage() + str(each.exc_info) for each in theirs)
    assert "request turned away" in told, "something was logged"
    assert [each for each in CANARIES if each in told] == []


def test_a_fault_of_ours_shows_lines_of_code_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.logs import write_from

    def _broken(*_: object) -> None:
        message = "a fault of ours"
        raise RuntimeError(message)

    before = structlog.get_config()
    try:
        write_from("info")
        monkeypatch.setattr(type(world.bot), "hear", _broken)
        body, kind = next(bodies(world))
        assert knock(world, body, kind=kind).status == 200
    finally:
        structlog.configure(**before)
    told = capsys.readouterr().err
    assert "a fault of ours" in told
    assert "Traceback" in told
    assert [each for each in CANARIES if each in told] == []


# Over HTTP


def test_a_body_without_end_is_refused_before_it_is_read(world: World) -> None:
    """Twenty megabytes come by pieces of one; the second piece is one too many."""
    app = application(Health, [Served((EVENTS,), world.doors.listen, MOST)])
    asked, told = count(1), []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b" " * MOST, "more_body": next(asked) < 20}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    where = {"type": "http", "method": "POST", "path": EVENTS, "query_string": b"", "headers": []}
    asyncio.run(app(where, receive, send))
    assert told[0]["status"] == 413
    assert next(asked) == 3


def test_what_slack_signed_passes_through_the_web(people: People, world: World) -> None:
    client = TestClient(application(Health, [Served((EVENTS,), world.doors.listen, MOST)]))
    world.go_on(timedelta(minutes=1))
    people.post = lambda path, headers, body: _posted(client, path, headers, body)
    assert b"v1.5.0" in people.commands(ADA, "livraison v1.5.0").body
    world.work()


def _posted(
    client: TestClient, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    answer = client.post(path, content=body, headers=headers)
    return answer.status_code, dict(answer.headers), answer.content
