"""What Mattermost's doors let in: nothing that does not prove whose it is, and never a fault of ours."""

import json
import random
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.domain.phases import Phase
from bot.platforms.base import Request
from bot.platforms.mattermost.guard import ACTION, COMMAND, DIALOG, MOST
from bot.platforms.mattermost.sealed import with_marked_state
from bot.signing import LIFETIME
from bot.stories.steps import PersonLine, TeamLine
from tests.mattermost.fake.editions import OLD
from tests.mattermost.fake.state import Mattermost, id_of
from tests.mattermost.house import NOW, TEAM, World, opened
from tests.mattermost.mutants import Mutants, Sample, taken_apart
from tests.mattermost.people import People
from tests.mattermost.world import MattermostWorld

ADA, BOB = id_of("ada"), id_of("bob")
SIGNS = string.ascii_letters + string.digits + "-_.=~\n\x00é"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One Pouce for all: what is refused leaves nothing behind."""
    with peopled(tmp_path_factory.mktemp("doors")) as world:
        yield world


@contextmanager
def peopled(folder: Path) -> Iterator[World]:
    """Open a Pouce that Ada and Bob know."""
    with opened(Mattermost(OLD), folder) as world:
        stage = MattermostWorld(world)
        stage.begin(NOW)
        stage.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
        for name in ("ada", "bob"):
            stage.add_person(PersonLine(name, "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
        stage.mattermost.channel(TEAM, "general", "ada", "bob", "pouce")
        yield world


@pytest.fixture(scope="module")
def found(world: World) -> list[Sample]:
    return samples(world)


def samples(world: World) -> list[Sample]:
    """Let Ada do one of each, and keep what the server brought for it."""
    found: list[Sample] = []

    def _post(path: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        found.append(taken_apart(path, body))
        return world.post(path, headers, body)

    people = People(world.servers[0], _post)
    for gesture in (
        lambda: people.commands("ada", "test 2 agents bloqués @bob", channel="general"),
        lambda: people.presses("ada", "Annuler"),
        lambda: people.says("ada", "livraison v1.4.2"),
        lambda: people.presses("ada", "Corriger"),
        lambda: people.submits("ada", {"day": "2026-11-23"}),
        lambda: people.commands("ada", "entretien"),
        lambda: people.submits("ada", {"day": "2026-11-24", "learned": "le formulaire fait peur"}),
        lambda: people.commands("ada", ""),
    ):
        gesture()
        for _ in range(3):
            world.work()
            world.go_on(timedelta(seconds=1.1))
            world.bot.postman.send(world.now)
    return found


def of(found: list[Sample], path: str) -> list[Sample]:
    return [each for each in found if each.path == path]


def knock(world: World, sample: Sample) -> int:
    return world.doors.listen(request(sample)).status


def request(sample: Sample) -> Request:
    return Request("POST", sample.path, {}, {"content-type": sample.kind}, sample.written())


def rows(world: World) -> dict[str, object]:
    """Count all that is remembered."""
    with world.bot.store.engine.connect() as connection:
        names = ("inbound", "activity", "delivery", "person", "membership")
        counts = (connection.exec_driver_sql(f"SELECT count(*) FROM {each}").scalar() for each in names)  # noqa: S608 # names of ours
        return dict(zip(names, counts, strict=True))


# Who is believed


def test_a_command_without_its_token_is_refused(world: World, found: list[Sample]) -> None:
    (first, *_), before = of(found, COMMAND), rows(world)
    for forged in ("", "x", "token-of-1-", "é", "x" * 101, [], ["x", "y"]):
        assert knock(world, Sample(COMMAND, {**first.content, "token": forged})) in {400, 401}
    assert rows(world) == before


def test_the_token_of_a_team_opens_that_team_alone(world: World, found: list[Sample]) -> None:
    (first, *_) = of(found, COMMAND)
    other = {**first.content, "team_id": id_of("another")}
    assert knock(world, Sample(COMMAND, other)) == 401
    assert knock(world, first) == 200


def test_a_button_and_a_dialog_are_only_for_whoever_they_were_sealed_for(
    world: World, found: list[Sample]
) -> None:
    before = rows(world)
    for user in (BOB, id_of("nobody"), id_of("pouce")):
        for each in of(found, ACTION) + of(found, DIALOG):
            assert knock(world, Sample(each.path, {**each.content, "user_id": user})) == 401
    assert rows(world) == before


def test_a_dialog_that_is_closed_may_say_null(world: World, found: list[Sample]) -> None:
    (first, *_), before = of(found, DIALOG), rows(world)
    assert knock(world, Sample(DIALOG, {**first.content, "submission": None, "cancelled": True})) == 200
    assert rows(world) == before


def test_a_seal_that_is_too_old_is_told_and_does_nothing(world: World, found: list[Sample]) -> None:
    press = of(found, ACTION)[0]
    later = LIFETIME + timedelta(hours=1)
    world.go_on(later)
    answer = world.json(ACTION, {**press.content, "trigger_id": "another"})
    assert answer.status == 200
    told = json.loads(answer.body)
    assert "a plus d’une semaine" in str(told)
    world.go_on(-later)


def test_what_a_server_brings_again_is_recorded_once(world: World, found: list[Sample]) -> None:
    before = rows(world)
    assert {knock(world, each) for each in found * 2} == {200}
    world.work()
    assert rows(world) == before


def test_an_address_to_answer_at_is_never_followed(world: World, found: list[Sample]) -> None:
    """Only its last part is used, on the server that we know: nobody can make us ask anybody else."""
    form = of(found, COMMAND)[1]
    world.servers[0].calls.clear()
    with capture_logs() as log:
        for url in (
            "http://127.0.0.1:9/hooks/commands/" + "x" * 26,
            "file:///etc/passwd",
            "http://evil/../x",
        ):
            sent = {**form.content, "response_url": url, "trigger_id": f"late {url}"}
            assert knock(world, Sample(COMMAND, sent)) == 200
            world.go_on(timedelta(seconds=4))
            world.work()
    assert {each["event"] for each in log if each["log_level"] == "error"} == set()
    assert len(world.servers[0].asked("OpenInteractiveDialog")) == 3


def test_a_form_cannot_be_made_to_answer_in_another_message(world: World, found: list[Sample]) -> None:
    """Whoever sends a dialog may say that it was opened elsewhere; the mark says that it was not."""
    sent = next(each for each in of(found, DIALOG) if '"p000' in each.content["state"])
    mark, state = sent.content["state"][:43], json.loads(sent.content["state"][43:])
    origin = json.loads(state["origin"])
    for forged in ([origin[0], origin[1], "p" * 26, origin[3]], [*origin[:3], "another key"]):
        written = json.dumps({**state, "origin": json.dumps(forged)})
        assert knock(world, Sample(DIALOG, {**sent.content, "state": f"{mark}{written}"})) == 401


def test_what_an_update_would_change_is_looked_at_first(world: World, found: list[Sample]) -> None:
    """Were a mark stolen, a post with another key is not put in another one's place."""
    sent = next(each for each in of(found, DIALOG) if '"p000' in each.content["state"])
    state = json.loads(sent.content["state"][43:])
    origin = json.loads(state["origin"])
    other = next(each for each in world.servers[0].posts_of(id_of("pouce")) if each["id"] != origin[2])
    before = other["message"]
    stolen = {
        "state": json.dumps({**state, "origin": json.dumps(["new", origin[1], other["id"], origin[3]])})
    }
    marked = with_marked_state({"dialog": stolen}, world.bot.seal.mark)["dialog"]["state"]
    assert knock(world, Sample(DIALOG, {**sent.content, "state": marked})) == 200
    world.work()
    assert other["message"] == before


def test_ten_thousand_tampered_contexts_and_states_are_refused(world: World, found: list[Sample]) -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    dice = random.Random(seed)
    presses, forms = of(found, ACTION), of(found, DIALOG)
    before, statuses = rows(world), Counter[int]()
    for n in range(10_000):
        sample = deepcopy(dice.choice(presses if n % 2 else forms))
        if sample.path == ACTION:
            held, name = sample.content["context"], dice.choice(["token", "key", "mark"])
            others = [each.content["context"][name] for each in presses]
        else:
            held, name = sample.content, "state"
            others = [tampered(dice, each.content["state"]) for each in forms]
        changed = dice.choice([tampered(dice, held[name]), dice.choice(others)])
        if changed == held[name]:
            changed = tampered(dice, held[name])
        held[name] = changed
        statuses[knock(world, sample)] += 1
    print(dict(statuses))
    assert set(statuses) <= {400, 401}
    assert rows(world) == before


def tampered(dice: random.Random, text: str) -> str:
    """Return another text: a sign changed, left out, added, two parts swapped."""
    if not text:
        return dice.choice(SIGNS)
    at, sign = dice.randrange(len(text)), dice.choice(SIGNS)
    changed = dice.choice(
        [
            text[:at] + sign + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + sign + text[at:],
            text[at:] + text[:at],
            text.swapcase(),
            text + "=",
        ]
    )
    return changed if changed != text else text + sign


# What is let in


NEVER_SENT = (
    ("GET", COMMAND, "application/x-www-form-urlencoded", b""),
    ("POST", "/mattermost/other", "application/json", b"{}"),
    ("POST", COMMAND, "application/json", b"{}"),
    ("POST", ACTION, "application/x-www-form-urlencoded", b"a=b"),
    ("POST", ACTION, "application/json; charset=latin-1", b"{}"),
    ("POST", ACTION, "application/json", b"\xff"),
    ("POST", ACTION, "application/json", b"[" * 100_000),
    ("POST", DIALOG, "application/json", b'{"state": "\\ud800"}'),
    ("POST", COMMAND, "application/x-www-form-urlencoded", b"token=%ff"),
    ("POST", COMMAND, "application/x-www-form-urlencoded", b"a=b&" * 3_000),
    ("POST", COMMAND, "application/x-www-form-urlencoded", b"x" * (MOST + 1)),
    ("POST", ACTION, "", b"{}"),
)


def test_what_mattermost_never_sends_is_turned_away(world: World) -> None:
    for method, path, kind, body in NEVER_SENT:
        with capture_logs() as log:
            answer = world.doors.listen(Request(method, path, {}, {"content-type": kind}, body))
        assert answer.status == 400, (path, kind, body[:100])
        assert [each["log_level"] for each in log] == ["warning"]


def test_nothing_of_a_request_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as log:
        for each in samples(world):
            knock(world, Sample(each.path, {**each.content, "user_id": "x"}))
            knock(world, Sample(each.path, {**each.content, "user_id": BOB, "token": "wrong", "state": "x"}))
    told = json.dumps(log, default=str) + caplog.text
    for secret in ("agents bloqués", "le formulaire fait peur", "token-of", "hooks/commands", "v1."):
        assert secret not in told


def cut(*_: Any) -> None:
    why = "the database is gone"
    raise OperationalError(why, None, Exception(why))


def test_when_the_database_is_away_people_are_told_that_nothing_was_noted(
    world: World, found: list[Sample]
) -> None:
    again = [Sample(each.path, {**each.content, "trigger_id": "again"}) for each in found]
    event.listen(world.bot.store.engine, "before_cursor_execute", cut)
    try:
        told = [world.doors.listen(request(each)) for each in again]
    finally:
        event.remove(world.bot.store.engine, "before_cursor_execute", cut)
    assert {each.status for each in told} == {200}
    for sample, answer in zip(again, told, strict=True):
        name = {COMMAND: "text", ACTION: "ephemeral_text", DIALOG: "error"}[sample.path]
        assert "rien n’a été noté" in json.loads(answer.body)[name]


# Anything


def ordeal(world: World, times: int, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    """Bring many mutants; none is answered by a fault of ours."""
    print(f"seed {seed}")
    statuses, faults = Counter[int](), list[str]()
    found = samples(world)
    for n, mutant in enumerate(islice(Mutants(found, seed), times)):
        with capture_logs() as log:
            try:
                asked = Request("POST", mutant.path, {}, mutant.headers, mutant.body)
                statuses[world.doors.listen(asked).status] += 1
            except Exception as fault:  # noqa: BLE001 # whatever it is, it must not be
                faults.append(f"{fault!r} for {mutant.body[:2_000]!r}")
            if n % 100 == 0:
                world.go_on(timedelta(minutes=1))
                world.work()
                world.servers[0].calls.clear()
        faults += [f"{each} for {mutant.body[:2_000]!r}" for each in log if each["log_level"] == "error"]
    faults += [each.getMessage() for each in caplog.records if each.exc_info]
    print(f"{times} requests: {dict(sorted(statuses.items()))}")
    assert faults == []
    assert max(statuses) < 500
    assert statuses[200] > times / 5, "many of them are read to the end"


def test_whatever_comes_is_never_a_fault(world: World, caplog: pytest.LogCaptureFixture) -> None:
    ordeal(world, 2_000, random.randrange(10**9), caplog)


@pytest.mark.soak
@pytest.mark.parametrize("_", range(50))
def test_whatever_comes_for_long_is_never_a_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, _: int
) -> None:
    """100,000 in all, each 2,000 of another seed to a new Pouce: nobody notes so much in a week."""
    with peopled(tmp_path) as world:
        ordeal(world, 2_000, random.randrange(10**9), caplog)


def test_the_samples_are_of_each_door(world: World, found: list[Sample]) -> None:
    assert {each.path for each in found} == {COMMAND, ACTION, DIALOG}
