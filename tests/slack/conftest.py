"""A Slack on loopback, and Pouce's voice in it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.platforms.slack.client import SlackVoice, web_client
from tests.slack.fake.server import served
from tests.slack.fake.state import Slack

TOKEN = "xoxb-T1"  # noqa: S105 # of a fake


@pytest.fixture
def served_slack() -> Iterator[Slack]:
    """One workspace with two people and a channel; its clock moves by `offset` alone."""
    with served(Slack(fixed=1_795_514_400.0)) as slack:
        slack.team("T1")
        slack.user("T1", "U1", name="ada", real_name="Ada Lovelace")
        slack.user("T1", "U2", name="karim", tz="America/Cayenne", locale="en-GB")
        slack.channel("T1", "C1", "U1", "U2", "pouce")
        yield slack


@pytest.fixture
def voice(served_slack: Slack) -> SlackVoice:
    return voice_in(served_slack)


def voice_in(slack: Slack, token: str = TOKEN) -> SlackVoice:
    """Return Pouce's voice in a workspace, on the clock of its Slack."""
    return SlackVoice(
        client=web_client(f"{slack.base}/api/"),
        token=lambda: token,
        draw=lambda chart: chart.title.encode(),
        now=lambda: datetime.fromtimestamp(slack.now(), UTC),
    )
