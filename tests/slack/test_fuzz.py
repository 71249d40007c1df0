"""Whatever comes, signed or not, is never answered by a fault of ours; Bolt alone is shown the same."""

import json
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.base import Request
from bot.platforms.slack.acts import QUOTE
from bot.platforms.slack.guard import sign
from bot.platforms.slack.listen import _ANY, EVENTS
from bot.store import Installation
from bot.stories.steps import PersonLine, TeamLine
from tests.slack.fake.server import served
from tests.slack.house import NOW, TEAM, World, opened
from tests.slack.mutants import Mutant, Mutants, Sample, reference_samples, taken_apart
from tests.slack.people import People
from tests.slack.world import SlackWorld

ADA, CHANNEL = "UADA", "C0AIDES"
KNOWN = {
    "team_id": TEAM,
    "team.id": TEAM,
    "user_id": ADA,
    "user.id": ADA,
    "channel_id": CHANNEL,
    "channel.id": CHANNEL,
    "command": "/coach",
    "trigger_id": "1.2.3",
    "message_ts": "1796891000.0001",
    "ts": "1796891000.0001",
    "type": "message",
    "container.type": "message",
    "enterprise_id": "E1",
    "enterprise.id": "E1",
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with served() as slack:
        slack.team(TEAM)
        with opened(slack, tmp_path) as world:
            stage = SlackWorld(world)
            stage.begin(NOW)
            stage.add_team(TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)))
            stage.add_person(PersonLine("ada", "intrapreneur", "Aides simples", zone="Europe/Paris"), NOW)
            slack.channel(TEAM, CHANNEL, ADA, "pouce")
            yield world


def samples(world: World) -> list[Sample]:
    """Let Ada do one of each, and keep what Slack sent for it."""
    found: list[Sample] = []

    def _post(path: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        found.append(taken_apart(body, headers["Content-Type"]))
        world.go_on(timedelta(seconds=2))
        return world.post(path, headers, body)

    people = People(world.slack, _post, TEAM)
    people.commands(ADA, "test 2 agents bloqués")
    people.presses(ADA, "Annuler")
    people.commands(ADA, "réglages", channel=CHANNEL)
    people.commands(ADA, "entretien")
    people.submits(ADA, {"day": "2026-11-24", "learned": "le formulaire fait peur"})
    people.says(ADA, "livraison v1.4.2")
    people.mentions(ADA, CHANNEL, "livraison v1.4.3")
    people.opens_home(ADA)
    home = people.home(ADA)
    assert home
    people.press(ADA, home, home.buttons[0])
    message = {"type": "message", "user": ADA, "text": "3 agents perdus", "ts": "1796891000.0001"}
    people.uses_shortcut(ADA, CHANNEL, message, QUOTE)
    people.changes(ADA, tz="Indian/Reunion")
    people.url_verification("c")
    event = {**found[-1].content, "type": "event_callback", "team_id": TEAM, "event_id": "Ev0"}
    found.append(Sample("event", {**event, "event": {"type": "app_uninstalled"}}))
    found.append(Sample("event", {**event, "event": {"type": "tokens_revoked", "tokens": {"bot": ["UB"]}}}))
    return found


@dataclass
class Verdict:
    """What became of many requests."""

    answers: Counter[int] = field(default_factory=Counter)
    signed: int = 0
    entered: int = 0
    """Signed, and answered 200."""
    faults: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def note(self, mutant: Mutant, status: int, took: float) -> None:
        self.answers[status] += 1
        self.signed += mutant.signed
        self.entered += mutant.signed and status == 200
        self.took.append(took)
        if status >= 500:
            self.faults.append(f"{status} for {mutant.headers} {mutant.body[:2_000]!r}")

    def __str__(self) -> str:
        cuts = quantiles(self.took, n=100)
        bad = sum(count for status, count in self.answers.items() if status >= 500)
        return (
            f"{sum(self.answers.values())} requests, {self.signed} signed, {self.entered} of them let in: "
            f"{bad} answers >= 500 ({bad / sum(self.answers.values()):.1%}), "
            f"p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms, {dict(sorted(self.answers.items()))}"
        )


def headers_of(mutant: Mutant, secret: str, at: float) -> dict[str, str]:
    stamp = str(int(at))
    signature = sign(secret if mutant.signed else "another secret", stamp, mutant.body)
    written = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    return {"content-type": mutant.content_type, **written, **mutant.headers}


def knock(world: World, mutant: Mutant, verdict: Verdict) -> None:
    """Bring a mutant over HTTP; some of what was signed comes by the socket, too."""
    headers = headers_of(mutant, world.slack.signing_secret, world.now.timestamp())
    began = time.perf_counter()
    try:
        status = world.doors.listen(Request("POST", EVENTS, {}, headers, mutant.body)).status
        took = time.perf_counter() - began
        if mutant.signed and verdict.signed % 10 == 0:
            assert world.doors.heard(mutant.sample.content).status in {200, 400}
    except Exception as fault:  # noqa: BLE001 # whatever it is, it must not be
        status, took = 500, time.perf_counter() - began
        verdict.faults.append(f"{fault!r} for {mutant.headers} {mutant.body[:2_000]!r}")
    verdict.note(mutant, status, took)


def is_fault(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR or record.exc_info is not None


def ordeal(world: World, times: int, seed: int, caplog: pytest.LogCaptureFixture) -> tuple[Verdict, Verdict]:
    """Bring many mutants to Pouce, and the signed ones to a Bolt that stands alone."""
    mutants = Mutants([*samples(world), *reference_samples(KNOWN)], seed)
    ours, theirs, raw = Verdict(), Verdict(), alone(world.slack.signing_secret)
    stands = installed(world)
    for n, mutant in enumerate(islice(mutants, times)):
        with capture_logs() as log:
            knock(world, mutant, ours)
            tidy(world, stands)
            if n % 100 == 0:
                world.work()
        ours.faults += [str(each) for each in log if each["log_level"] in {"error", "critical"}]
        ours.faults += [each.getMessage() for each in caplog.records if is_fault(each)]
        caplog.clear()
        if mutant.signed:
            status, took = answered_alone(raw, mutant, world.slack.signing_secret)
            theirs.note(mutant, status, took)
    print(f"seed {seed}\nPouce: {ours}\nBolt:  {theirs}")
    return ours, theirs


def installed(world: World) -> Installation:
    with world.bot.store.read(CLOCK) as memory:
        (found,) = memory.installations("slack")
        return found


def tidy(world: World, stands: Installation) -> None:
    """Let a second go by; a mutant may have removed Pouce."""
    world.go_on(timedelta(seconds=1))
    world.slack.calls.clear()
    if world.house.installs.installation(stands.workspace) is None:
        with world.bot.store.write(CLOCK) as memory:
            memory.install(stands)


def alone(secret: str) -> App:
    """Return Bolt as its documentation has it, with listeners that do nothing."""
    quiet = logging.getLogger("alone")
    quiet.setLevel(logging.CRITICAL + 1)

    def _who(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UB", bot_id="B")

    def _nothing(ack: Ack) -> None:
        ack()

    app = App(
        client=WebClient(retry_handlers=[]),
        authorize=_who,
        signing_secret=secret,
        process_before_response=True,
        logger=quiet,
    )
    for listens in (app.command, app.action, app.view, app.shortcut):
        listens(_ANY)(_nothing)
    for event in (
        "message",
        "app_mention",
        "app_home_opened",
        "user_change",
        "app_uninstalled",
        "tokens_revoked",
    ):
        app.event(event)(_nothing)
    return app


def answered_alone(app: App, mutant: Mutant, secret: str) -> tuple[int, float]:
    """What its adapters answer; what it raises is a 500 of the server around it."""
    headers = headers_of(mutant, secret, time.time())
    began = time.perf_counter()
    try:
        status = app.dispatch(BoltRequest(body=mutant.body.decode(), headers=dict(headers))).status
    except Exception:  # noqa: BLE001 # as an adapter does
        status = 500
    return status, time.perf_counter() - began


def require_calm(ours: Verdict) -> None:
    assert ours.faults == []
    assert max(ours.answers) < 500
    assert ours.entered > ours.signed / 5, "many of them are read to the end"


def test_whatever_comes_is_never_a_fault(world: World, caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = ordeal(world, 2_000, random.randrange(10**9), caplog)
    require_calm(ours)
    assert max(theirs.answers) >= 500, "these mutants are no joke"


@pytest.mark.soak
@pytest.mark.parametrize("_", range(50))
def test_whatever_comes_for_long_is_never_a_fault(
    world: World, caplog: pytest.LogCaptureFixture, _: int
) -> None:
    """100,000 in all, each 2,000 of another seed to a new Pouce: nobody notes so much in a week."""
    ours, _theirs = ordeal(world, 2_000, random.randrange(10**9), caplog)
    require_calm(ours)


def test_the_samples_are_what_slack_sends(world: World) -> None:
    kinds = Counter(each.content.get("type", each.kind) for each in samples(world))
    assert {"command", "block_actions", "view_submission", "message_action", "event_callback"} <= set(kinds)
    json.dumps([each.content for each in samples(world)])
