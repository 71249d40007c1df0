"""Every story, and the packaged tour, lived through the page's own doors: one test each."""

from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from tests.room.house import on_file, opened
from tests.room.window import HttpWorld

STORIES = sorted((Path(__file__).parents[1] / "conversations").glob("*.story"))
TOUR = find_prompts() / "tour" / "tour.story"


@pytest.mark.parametrize("path", [*STORIES, TOUR], ids=lambda path: path.stem)
def test_the_story_is_true_on_the_page(path: Path, tmp_path: Path) -> None:
    with opened(on_file(tmp_path / "room.db")) as house:
        report = play(parse(path.read_text(encoding="utf-8")), HttpWorld(house))
    assert report.passed, as_text(report)
    assert report.messages
