"""Every story, and the packaged tour, lived through signed requests and the Web API of a Slack of our own."""

from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from tests.slack.fake.server import served
from tests.slack.house import TEAM, opened
from tests.slack.world import SlackWorld

STORIES = sorted((Path(__file__).parents[1] / "conversations").glob("*.story"))
TOUR = find_prompts() / "tour" / "tour.story"


@pytest.mark.parametrize("path", [*STORIES, TOUR], ids=lambda path: path.stem)
def test_the_story_is_true_on_slack(path: Path, tmp_path: Path) -> None:
    with served() as slack:
        slack.team(TEAM)
        with opened(slack, tmp_path) as world:
            report = play(parse(path.read_text(encoding="utf-8")), SlackWorld(world))
    assert report.passed, as_text(report)
    assert report.messages
