"""Every story, and the packaged tour, lived by HTTP and by the socket of a Mattermost, old and new."""

from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.house import opened
from tests.mattermost.world import MattermostWorld

STORIES = sorted((Path(__file__).parents[1] / "conversations").glob("*.story"))
TOUR = find_prompts() / "tour" / "tour.story"


@pytest.mark.parametrize("path", [*STORIES, TOUR], ids=lambda path: path.stem)
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_story_is_true_on_mattermost(path: Path, edition: str, tmp_path: Path) -> None:
    with opened(Mattermost(EDITIONS[edition]), tmp_path, by_socket=True) as world:
        report = play(parse(path.read_text(encoding="utf-8")), MattermostWorld(world))
    assert report.passed, as_text(report)
    assert report.messages
