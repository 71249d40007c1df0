"""Every story of this folder, and the packaged tour, played on the real bot: one test each.

It is played for every chat at once: what is heard is heard in each of them, and each carries every message.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.config import Config
from bot.stage import Stage
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from bot.wiring import build
from tests.every_chat import EVERY_CHAT

STORIES = sorted(Path(__file__).parent.glob("*.story"))
TOUR = find_prompts() / "tour" / "tour.story"


@pytest.mark.parametrize("path", [*STORIES, TOUR], ids=lambda path: path.stem)
def test_the_story_is_true(path: Path, tmp_path: Path) -> None:
    config = Config(secret_keys=("a key for this test",), database_url=f"sqlite:///{tmp_path}/story.db")
    bot = build(config)
    report = play(parse(path.read_text(encoding="utf-8")), Stage(bot, datetime.now(UTC), EVERY_CHAT))
    bot.store.close()
    assert report.passed, as_text(report)
    assert report.messages
