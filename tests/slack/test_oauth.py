"""Workspaces install Pouce by themselves, take it out, bring it back; none ever sees another one."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.casting import Cast
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.base import Request
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.oauth import INSTALL, REDIRECT
from bot.stories.steps import PersonLine, TeamLine
from tests.delivery.mail import plan
from tests.slack import payloads
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack
from tests.slack.house import KEY
from tests.slack.many import PUBLIC, Browser, Many, all_bytes, copied, page
from tests.slack.people import People

ONE, TWO, ORGANISATION = "T0ONE", "T0TWO", "E0ORG"
ADA, BOB = "UADA", "U0ROBERT"


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Two workspaces where somebody has the same id, and none has Pouce."""
    with served() as slack:
        for team in (ONE, TWO):
            slack.empty_team(team)
            slack.user(team, ADA, real_name=f"Ada de {team}")
        yield slack


@pytest.fixture
def many(slack: Slack, migrated_file: Path, tmp_path: Path) -> Iterator[Many]:
    many = Many(slack, copied(migrated_file, tmp_path))
    yield many
    many.close()


# The way out


def test_whoever_installs_is_sent_to_slack_with_what_pouce_asks_for(many: Many) -> None:
    browser = Browser(many)
    assert browser.page.startswith("https://slack.com/oauth/v2/authorize?")
    asked = browser.asked
    assert set(asked["scope"].split(",")) == set(SCOPES)
    assert (asked["client_id"], asked["redirect_uri"]) == (many.slack.client_id, PUBLIC + REDIRECT)
    assert browser.cookie.endswith(f"={asked['state']}")


def test_each_one_has_a_state_of_their_own(many: Many) -> None:
    first, second = Browser(many), Browser(many)
    assert first.asked["state"] != second.asked["state"]


# The way back


def test_a_workspace_that_installed_it_is_answered(many: Many) -> None:
    answer = many.install(ONE)
    assert answer.status == 200
    assert f"Pouce est installé dans {ONE}" in page(answer)
    people = many.people(ONE)
    assert people.commands(ADA, "aide").body
    people.says(ADA, "aide")
    assert [each.place for each in people.sees(ADA)[-1:]] == [f"D{ADA}"]


def test_what_it_gave_is_kept_with_its_scopes(many: Many) -> None:
    many.install(ONE)
    (kept,) = many.standing()
    assert set(kept.scopes) == set(SCOPES)
    assert (kept.bot_user, kept.bot, kept.expires_at) == (f"UB{ONE}", f"B{ONE}", None)


def test_a_whole_organisation_installs_it_once(many: Many) -> None:
    for team in (ONE, TWO):
        many.slack.teams[team].enterprise = ORGANISATION
    assert many.install(enterprise=ORGANISATION).status == 200
    assert len(many.standing()) == 1
    for team in (ONE, TWO):
        people = many.people(team)
        assert people.commands(ADA, "aide").body
        people.says(ADA, "aide")
    assert many.slack.asked("chat.postMessage")


def test_a_whole_organisation_is_nudged_and_left_alone_while_somebody_is_not_to_be_disturbed(
    many: Many,
) -> None:
    for team in (ONE, TWO):
        many.slack.teams[team].enterprise = ORGANISATION
    bob = many.slack.user(TWO, BOB, real_name="Bob")
    bob.dnd = (many.slack.now() - 60, many.slack.now() + 3600)
    many.install(enterprise=ORGANISATION)
    many.look_around()
    with many.world.bot.store.write(CLOCK) as memory:
        for user in (ADA, BOB):
            plan(memory, f"moment:{user}", (many.number(ORGANISATION), user), many.world.now)
    many.look_around()
    assert (many.slack.keys(ONE), many.slack.keys(TWO)) == ([f"moment:{ADA}"], [])


def test_what_happens_in_an_organisation_may_name_no_workspace(many: Many) -> None:
    many.slack.teams[ONE].enterprise = ORGANISATION
    many.install(enterprise=ORGANISATION)
    said = payloads.direct_message(many.slack, many.slack.teams[ONE], ADA, "aide")
    happened = payloads.event(many.slack, many.slack.teams[ONE], said)
    unnamed: dict[str, object] = {"team_id": None, "authorizations": [], "is_enterprise_install": True}
    assert many.world.json({**happened, **unnamed}).status == 200
    assert many.people(ONE).sees(ADA)


def test_with_rotation_the_token_has_an_end(many: Many) -> None:
    many.slack.rotates = True
    assert many.install(ONE).status == 200
    (kept,) = many.standing()
    assert kept.expires_at
    assert (kept.expires_at - many.world.now).total_seconds() == pytest.approx(12 * 3600, abs=60)


def test_it_is_spoken_from_there_without_waiting_for_a_request(many: Many) -> None:
    many.install(ONE)
    many.look_around()
    with many.world.bot.store.write(CLOCK) as memory:
        plan(memory, "moment:1", (many.number(ONE), ADA), many.world.now)
    many.look_around()
    assert many.slack.keys(ONE) == ["moment:1"]


# What goes wrong


@pytest.fixture(scope="module")
def spoilt(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Many]:
    """One for all the installations that fail."""
    with served() as slack:
        slack.empty_team(ONE)
        many = Many(slack, copied(migrated_file, tmp_path_factory.mktemp("spoilt")))
        yield many
        many.close()


def old_state() -> str:
    return "n." + StatelessOAuthStateStore(expiration_seconds=-1, signing_secret=KEY).issue()


def foreign_state() -> str:
    return "n." + StatelessOAuthStateStore(expiration_seconds=600, signing_secret=KEY[::-1]).issue()


def refused(many: Many, query: dict[str, str], cookie: str, status: int) -> str:
    """Come back with something that is not right; return what the page says."""
    with capture_logs() as log:
        answer = many.get(REDIRECT, query, cookie)
    said = page(answer)
    assert answer.status == status
    assert "L’installation n’a pas abouti" in said
    assert many.standing() == []
    assert query.get("code", "no code") not in said + str(log)
    return said


@pytest.mark.parametrize(
    "state", ["", "abc", "é", "a.b.c", old_state(), foreign_state(), "\x00", "x" * 5_000]
)
def test_a_state_that_is_not_ours_or_too_old_installs_nothing(spoilt: Many, state: str) -> None:
    code = Browser(spoilt).allowed(ONE)["code"]
    refused(spoilt, {"code": code, "state": state}, f"slack-app-oauth-state={state}", 401)


def test_without_state_nothing_is_installed(spoilt: Many) -> None:
    browser = Browser(spoilt)
    refused(spoilt, {"code": browser.allowed(ONE)["code"]}, browser.cookie, 400)


@pytest.mark.parametrize(
    "cookie", ["", "slack-app-oauth-state=other", "session=1; slack-app-oauth-state=", "é"]
)
def test_another_browser_installs_nothing(spoilt: Many, cookie: str) -> None:
    """Somebody else's installation cannot be slipped into a browser."""
    refused(spoilt, Browser(spoilt).allowed(ONE), cookie, 400)


def test_whoever_changes_their_mind_is_told_that_nothing_changed(spoilt: Many) -> None:
    browser = Browser(spoilt)
    query = {"error": "access_denied", "state": browser.asked["state"]}
    assert "access_denied" in refused(spoilt, query, browser.cookie, 200)


def test_what_stands_in_the_address_is_not_shown_as_it_is(spoilt: Many) -> None:
    query = {"error": "<script>alert(1)</script>"}
    answer = spoilt.get(REDIRECT, query)
    assert b"script" not in answer.body
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_without_code_nothing_is_installed(spoilt: Many) -> None:
    browser = Browser(spoilt)
    refused(spoilt, {"state": browser.asked["state"]}, browser.cookie, 401)


@pytest.mark.parametrize("code", ["code-nobody-gave", "ÿÿ", "\x00", "x" * 10_000])
def test_a_code_that_slack_does_not_know_installs_nothing(spoilt: Many, code: str) -> None:
    browser = Browser(spoilt)
    assert "invalid_code" in refused(spoilt, browser.allowed(ONE) | {"code": code}, browser.cookie, 400)


def test_a_code_is_good_once(many: Many) -> None:
    browser = Browser(many)
    query = browser.allowed(ONE)
    assert browser.back(query).status == 200
    many.slack.uninstall(ONE)
    many.world.house.installs.removed(many.number(ONE))
    assert "invalid_code" in refused(many, query, browser.cookie, 400)


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("fault", ["dropped", "broken", "junk", "list", "busy 7", "fatal_error"])
def test_when_slack_is_away_the_page_says_to_begin_again(spoilt: Many, method: str, fault: str) -> None:
    browser = Browser(spoilt)
    query = browser.allowed(ONE)
    spoilt.slack.fail(method, fault)
    refused(spoilt, query, browser.cookie, 503)


def test_a_wrong_client_secret_is_named(spoilt: Many) -> None:
    browser = Browser(spoilt)
    query = browser.allowed(ONE)
    spoilt.slack.fail("oauth.v2.access", "bad_client_secret")
    assert "bad_client_secret" in refused(spoilt, query, browser.cookie, 400)


def test_when_the_database_is_away_nothing_is_said_installed(many: Many) -> None:
    browser = Browser(many)
    query = browser.allowed(ONE)
    engine = many.world.bot.store.engine

    def _read_only(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", _read_only)
    refused(many, query, browser.cookie, 503)


@pytest.mark.parametrize("path", [INSTALL, REDIRECT])
def test_nothing_is_posted_there(spoilt: Many, path: str) -> None:
    assert spoilt.installing.listen(Request("POST", path, {}, {}, b"x")).status == 405


# Tokens


def test_tokens_are_nowhere_in_clear(many: Many, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The SDK's lines for debugging hold whole requests: nothing in Pouce turns them on."""
    caplog.set_level(logging.INFO)
    many.slack.rotates = True
    with capture_logs() as log:
        many.install(ONE)
        many.people(ONE).says(ADA, "aide")
        many.go_on(hours=11)
        many.look_around()
    house = many.world.house
    shown = repr([house, house.installs, many.standing(), many.installing, many.world.bot.voices, log])
    kept = all_bytes(tmp_path)
    secrets = [*many.slack.tokens, *(each.refresh for each in many.slack.tokens.values() if each.refresh)]
    assert len(secrets) >= 3, "one was given, another one in its place"
    assert ONE.encode() in kept
    assert [each for each in secrets if each.encode() in kept or each in shown] == []
    assert [each for each in secrets if each in caplog.text] == []


def test_installed_again_it_speaks_with_the_new_token(many: Many) -> None:
    many.install(ONE)
    people = many.people(ONE)
    people.says(ADA, "aide")
    for token in list(many.slack.tokens):
        many.slack.revoke(token)
    assert many.install(ONE).status == 200
    many.go_on(seconds=2)
    people.says(ADA, "aide")
    assert len(people.sees(ADA)) == 2
    assert len(many.standing()) == 1


# Taken out, and back


@pytest.fixture
def team(many: Many) -> People:
    """Ada records for a team in the first workspace."""
    many.install(ONE)
    many.look_around()
    return at_work(many, ONE)


def at_work(many: Many, where: str) -> People:
    cast = Cast(many.world.bot, many.number(where))
    cast.add_team(TeamLine(f"Équipe {where}", Phase.CONSTRUCTION, date(2026, 6, 1)))
    cast.add_person(PersonLine(ADA, "intrapreneur", f"Équipe {where}", zone="Europe/Paris"), many.world.now)
    return many.people(where)


@pytest.mark.parametrize("how", ["uninstalls", "revokes"])
def test_taken_out_its_messages_wait_and_its_data_stays(many: Many, team: People, how: str) -> None:
    team.commands(ADA, "livraison v1.4.2")
    getattr(team, how)()
    many.look_around()
    assert many.standing() == []
    assert many.number(ONE) not in many.world.bot.voices
    with many.world.bot.store.write(CLOCK) as memory:
        plan(memory, "moment:1", (many.number(ONE), ADA), many.world.now)
    many.look_around()
    assert many.slack.keys(ONE) == []
    assert team.commands(ADA, "semaine").body == b"", "nobody is there to answer"
    many.install(ONE)
    many.go_on(minutes=1)
    many.look_around()
    assert many.slack.keys(ONE) == ["moment:1"]
    assert b"v1.4.2" in team.commands(ADA, "semaine").body


def test_told_again_that_it_was_taken_out_it_stays_where_it_is_back(many: Many, team: People) -> None:
    team.uninstalls()
    many.install(ONE)
    team.again()
    assert len(many.standing()) == 1
    assert team.commands(ADA, "aide").body


@pytest.mark.parametrize("how", ["app_uninstalled", "tokens_revoked"])
def test_what_is_said_of_the_tokens_of_before_does_not_take_it_out(
    many: Many, team: People, how: str
) -> None:
    (old,) = many.slack.tokens
    many.slack.revoke(old)
    many.install(ONE)
    assert team.event({"type": how, "tokens": {"oauth": [], "bot": [team.team.bot_user]}}).status == 200
    assert len(many.standing()) == 1
    assert team.commands(ADA, "aide").body


def test_while_slack_does_not_say_whether_its_tokens_are_good_its_removal_is_told_again(
    many: Many, team: People
) -> None:
    many.slack.fail("auth.test", "broken")
    assert team.uninstalls().status == 503
    assert len(many.standing()) == 1
    assert team.again().status == 200
    assert many.standing() == []


def test_the_tokens_of_a_workspace_that_took_it_out_are_forgotten(many: Many, team: People) -> None:
    team.uninstalls()
    with many.world.bot.store.read(CLOCK) as memory:
        gone = memory.installation(many.number(ONE))
    assert gone
    assert (gone.secrets, gone.removed_at) == ("", many.world.now)


def test_when_the_database_is_away_its_removal_is_told_again(many: Many, team: People) -> None:
    engine = many.world.bot.store.engine

    def _read_only(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", _read_only)
    assert team.uninstalls().status == 503
    event.remove(engine, "checkout", _read_only)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
    assert team.again().status == 200
    assert many.standing() == []


# Two workspaces, and somebody with the same id in both


@pytest.fixture
def both(many: Many, team: People) -> tuple[People, People]:
    many.install(TWO)
    many.look_around()
    other = at_work(many, TWO)
    team.commands(ADA, "livraison secret-de-un")
    other.commands(ADA, "livraison secret-de-deux")
    return team, other


def everything(people: People) -> str:
    """What somebody is shown by whatever they may ask."""
    for text in ("semaine", "équipe", "équipes", "cherche secret", "réglages", "aide", ""):
        people.commands(ADA, text)
    people.opens_home(ADA)
    return people.reads(ADA)


def test_each_one_reads_what_is_theirs_and_nothing_else(both: tuple[People, People]) -> None:
    one, two = both
    of_one, of_two = everything(one), everything(two)
    assert "secret-de-un" in of_one
    assert "secret-de-deux" in of_two
    assert "secret-de-deux" not in of_one
    assert "secret-de-un" not in of_two


def test_a_button_of_one_is_worth_nothing_in_the_other(both: tuple[People, People]) -> None:
    one, two = both
    shown = next(each for each in one.sees(ADA) if "secret-de-un" in each.text)
    undo = next(each for each in shown.buttons if each.label.startswith("Annuler"))
    elsewhere = two.sees(ADA)[-1]
    two.press(ADA, elsewhere, undo)
    assert "secret-de-un" in everything(one), "it was not undone"
    assert "secret-de-un" not in two.reads(ADA)


def one_day(people: People) -> str:
    return datetime.fromtimestamp(people.slack.now(), UTC).date().isoformat()


def test_a_form_of_one_is_worth_nothing_in_the_other(both: tuple[People, People]) -> None:
    one, two = both
    one.commands(ADA, "entretien")
    view = one.slack.modals[ONE, ADA].pop()
    two.slack.modals[TWO, ADA].append(view)
    two.submits(ADA, {"day": one_day(one), "learned": "appris-chez-un"})
    assert "appris-chez-un" not in everything(one)


def test_an_invitation_of_one_is_not_accepted_from_the_other(both: tuple[People, People]) -> None:
    one, two = both
    one.slack.user(ONE, BOB, real_name="Bob")
    two.slack.user(TWO, BOB, real_name="Bob")
    one.commands(ADA, "inviter @u0robert coéquipier")
    invitation = next(each for each in one.sees(BOB) if each.buttons)
    two.commands(BOB, "aide")
    two.press(BOB, two.sees(BOB)[-1], invitation.buttons[0])
    two.commands(BOB, "équipe")
    assert f"Équipe {ONE}" not in two.reads(BOB)


def test_what_leaves_for_one_uses_the_token_of_that_one(both: tuple[People, People]) -> None:
    one, two = both
    one.says(ADA, "aide")
    two.says(ADA, "aide")
    for people in both:
        posted = list(people.slack.messages(people.team_id))
        assert posted
        assert {each["team"] for each in posted} == {people.team_id}
    assert json.dumps(list(one.slack.messages(ONE))) != json.dumps(list(two.slack.messages(TWO)))
