"""Tokens that end are renewed by one process at a time; what another process did is seen within a minute."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.people import CLOCK
from bot.health import examine
from bot.platforms.base import Busy, Refused
from tests.delivery.mail import plan
from tests.slack.fake.server import served
from tests.slack.fake.state import Json, Slack
from tests.slack.house import KEY
from tests.slack.many import Many, copied

ONE, ADA = "T0ONE", "UADA"
NEWER = "a newer key for these houses"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with served() as slack:
        slack.empty_team(ONE)
        slack.user(ONE, ADA, real_name="Ada")
        yield slack


@pytest.fixture
def rotating(slack: Slack, database_url: str) -> Iterator[Many]:
    """A workspace whose tokens last twelve hours, and where nobody says anything."""
    slack.rotates = True
    many = Many(slack, database_url)
    many.install(ONE)
    yield many
    many.close()


@pytest.fixture
def other(rotating: Many) -> Iterator[Many]:
    """Another process on the same database."""
    other = Many(rotating.slack, rotating.database)
    yield other
    other.close()


def exchanges(slack: Slack) -> list[Json]:
    return [each for each in slack.asked("oauth.v2.access") if each.get("grant_type") == "refresh_token"]


def token(many: Many) -> str:
    return many.world.house.installs.token(many.number(ONE))


def send(many: Many, key: str) -> None:
    with many.world.bot.store.write(CLOCK) as memory:
        plan(memory, key, (many.number(ONE), ADA), many.world.now)
    many.look_around()


# A workspace that only receives nudges


def test_its_token_is_renewed_for_a_week_by_the_clock_alone(rotating: Many) -> None:
    for day in range(7):
        for _ in range(4):
            rotating.go_on(hours=6)
            rotating.look_around()
        send(rotating, f"moment:{day}")
    assert rotating.slack.keys(ONE) == [f"moment:{day}" for day in range(7)]
    assert len(exchanges(rotating.slack)) == 14, "once each twelve hours"


def test_a_token_is_not_renewed_before_its_last_two_hours(rotating: Many) -> None:
    rotating.go_on(hours=9, minutes=58)
    rotating.look_around()
    assert exchanges(rotating.slack) == []
    rotating.go_on(minutes=3)
    rotating.look_around()
    rotating.look_around()
    assert len(exchanges(rotating.slack)) == 1


def test_after_a_long_stop_the_first_message_renews_it(rotating: Many) -> None:
    rotating.go_on(days=3)
    assert token(rotating) in rotating.slack.tokens
    send(rotating, "moment:1")
    assert rotating.slack.keys(ONE) == ["moment:1"]


def test_two_processes_at_once_renew_it_once(rotating: Many, other: Many) -> None:
    """A refresh token is good once: whoever comes second would be refused, and the workspace lost."""
    assert token(rotating) == token(other)
    for _ in range(5):
        before = len(exchanges(rotating.slack))
        rotating.go_on(hours=11)
        other.world.now = rotating.world.now
        with ThreadPoolExecutor(4) as hands:
            list(hands.map(lambda each: each.world.house.installs.renew_all(), [rotating, other] * 2))
        assert len(exchanges(rotating.slack)) == before + 1
        later(rotating, other, minutes=2)
        assert token(rotating) == token(other)
        assert rotating.slack.tokens[token(other)].expires_at


def later(one: Many, other: Many, **length: float) -> None:
    one.go_on(**length)
    other.world.now = one.world.now


def test_while_another_process_renews_an_ended_token_it_is_waited_for(rotating: Many, other: Many) -> None:
    later(rotating, other, hours=13)
    name, wait = f"slack-token:{rotating.number(ONE)}", timedelta(seconds=30)
    with rotating.world.bot.store.write(CLOCK) as memory:
        assert memory.take_lease(name, "a third one", rotating.world.now, wait)
    with pytest.raises(Busy):
        token(other)
    assert exchanges(rotating.slack) == []


def test_a_refused_renewal_says_what_to_do(rotating: Many) -> None:
    for each in rotating.slack.tokens.values():
        each.refresh = ""
    rotating.go_on(hours=11)
    with capture_logs() as log:
        rotating.look_around()
    (told,) = [each for each in log if each["event"] == "token not renewed"]
    assert "install the app in this workspace again" in told["why"]
    send(rotating, "moment:1")
    assert rotating.slack.keys(ONE) == ["moment:1"], "the token it has is good for an hour more"
    rotating.go_on(hours=2)
    with pytest.raises(Refused, match="install the app in this workspace again"):
        token(rotating)


@pytest.mark.parametrize("fault", ["dropped", "broken", "busy 3"])
def test_when_slack_is_away_it_is_tried_again(rotating: Many, fault: str) -> None:
    rotating.go_on(hours=11)
    rotating.slack.fail("oauth.v2.access", fault)
    rotating.look_around()
    held = token(rotating)
    rotating.go_on(minutes=1)
    rotating.look_around()
    assert token(rotating) != held


def installed_again_as_told(rotating: Many) -> None:
    """A monitor says what to do, and it is done."""
    found = examine(rotating.world.bot.store, rotating.world.now)
    assert "install the app in this workspace again" in str(found.warnings)
    rotating.install(ONE)
    rotating.go_on(minutes=6)
    rotating.look_around()


def test_when_the_answer_to_a_renewal_is_lost_the_old_token_serves_until_its_end_then_installing_again_does(
    rotating: Many,
) -> None:
    """Slack has taken the refresh token, and nobody knows the new one."""
    rotating.go_on(hours=11)
    rotating.slack.fail("oauth.v2.access", "lost")
    send(rotating, "moment:1")
    rotating.go_on(minutes=30)
    send(rotating, "moment:2")
    assert rotating.slack.keys(ONE) == ["moment:1", "moment:2"]
    rotating.go_on(hours=1)
    send(rotating, "moment:3")
    installed_again_as_told(rotating)
    assert rotating.slack.keys(ONE) == ["moment:1", "moment:2", "moment:3"]


def test_messages_of_a_workspace_whose_token_is_lost_wait_and_a_monitor_is_told(rotating: Many) -> None:
    for each in rotating.slack.tokens.values():
        each.refresh = ""
    rotating.go_on(hours=13)
    send(rotating, "moment:1")
    installed_again_as_told(rotating)
    assert rotating.slack.keys(ONE) == ["moment:1"]


# The keys of Pouce itself


@pytest.fixture
def database(slack: Slack, migrated_file: Path, tmp_path: Path) -> str:
    """A workspace that installed Pouce under its first key."""
    url = copied(migrated_file, tmp_path)
    many = Many(slack, url)
    many.install(ONE)
    many.close()
    return url


def test_with_a_newer_key_before_it_the_older_one_still_opens(slack: Slack, database: str) -> None:
    many = Many(slack, database, (NEWER, KEY))
    send(many, "moment:1")
    assert slack.keys(ONE) == ["moment:1"]
    many.close()


def test_installed_again_under_the_newer_key_the_older_one_may_go(slack: Slack, database: str) -> None:
    many = Many(slack, database, (NEWER, KEY))
    many.install(ONE)
    many.close()
    many = Many(slack, database, (NEWER,))
    send(many, "moment:1")
    assert slack.keys(ONE) == ["moment:1"]
    many.close()


def test_without_the_older_key_what_to_do_is_said_and_commands_are_answered(
    slack: Slack, database: str
) -> None:
    many = Many(slack, database, (NEWER,))
    with pytest.raises(Refused, match="put the older key back after it"):
        token(many)
    send(many, "moment:1")
    assert "put the older key back" in str(examine(many.world.bot.store, many.world.now).warnings)
    assert many.people(ONE).commands(ADA, "aide").body
    many.close()


# Several processes


@pytest.fixture
def pair(slack: Slack, database_url: str) -> Iterator[tuple[Many, Many]]:
    """One that answers HTTP, and one that works."""
    web, worker = Many(slack, database_url), Many(slack, database_url)
    yield web, worker
    web.close()
    worker.close()


def test_what_one_installed_the_other_speaks_for_within_a_minute(pair: tuple[Many, Many]) -> None:
    web, worker = pair
    web.install(ONE)
    later(web, worker, minutes=1)
    worker.look_around()
    send(worker, "moment:1")
    assert web.slack.keys(ONE) == ["moment:1"]


def test_where_one_was_taken_out_the_other_is_silent_within_a_minute(pair: tuple[Many, Many]) -> None:
    web, worker = pair
    web.install(ONE)
    worker.look_around()
    send(worker, "moment:1")
    assert worker.people(ONE).commands(ADA, "aide").body
    web.people(ONE).uninstalls()
    later(web, worker, minutes=1)
    send(worker, "moment:2")
    assert web.slack.keys(ONE) == ["moment:1"]
    assert worker.number(ONE) not in worker.world.bot.voices
    assert worker.people(ONE).commands(ADA, "aide").body == b""


def test_what_one_installed_again_the_other_opens_with_its_new_token(pair: tuple[Many, Many]) -> None:
    web, worker = pair
    web.install(ONE)
    worker.look_around()
    first = token(worker)
    web.slack.revoke(first)
    web.install(ONE)
    later(web, worker, minutes=1)
    assert token(worker) == token(web) != first
