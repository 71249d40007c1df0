"""Every story, and the packaged tour, lived by HTTP and by the socket of a Mattermost, old and new.

Long ones are lived on one of the two in the suite, by turns, and on both in the long form: what takes their
time is the clock, which is the same everywhere.
"""

from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import find_prompts
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from tests.mattermost.fake.editions import EDITIONS
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.house import by_http, opened
from tests.mattermost.world import MattermostWorld

STORIES = sorted((Path(__file__).parents[1] / "conversations").glob("*.story"))
TOUR = find_prompts() / "tour" / "tour.story"
LONG = 50  # lines


def lives() -> list[Any]:
    """Give each story with each edition; of a long one, one of the two is for the long form."""
    found, turn = [], 0
    for path in (*STORIES, TOUR):
        is_long = len(path.read_text(encoding="utf-8").splitlines()) > LONG
        turn += is_long
        for n, edition in enumerate(EDITIONS):
            marks = [pytest.mark.soak] if is_long and n != turn % 2 else []
            found.append(pytest.param(path, edition, id=f"{edition}-{path.stem}", marks=marks))
    return found


@pytest.mark.parametrize(("path", "edition"), lives())
def test_the_story_is_true_on_mattermost(path: Path, edition: str, tmp_path: Path) -> None:
    lived(path, edition, tmp_path)


def test_a_story_is_true_whatever_the_database(database_url: str, tmp_path: Path) -> None:
    """People arrive, press, fill, undo: each door once, on each database."""
    lived(STORIES[0].with_name("arrival.story"), "new", tmp_path, database_url)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_story_is_true_when_each_request_comes_by_http(edition: str, tmp_path: Path) -> None:
    """Through the web server that people run: its routes, its headers, its threads."""
    story = parse(STORIES[0].with_name("arrival.story").read_text(encoding="utf-8"))
    with opened(Mattermost(EDITIONS[edition]), tmp_path, by_socket=True) as world, by_http(world):
        report = play(story, MattermostWorld(world))
    assert report.passed, as_text(report)


def lived(path: Path, edition: str, folder: Path, database: str = "") -> None:
    with opened(Mattermost(EDITIONS[edition]), folder, by_socket=True, database=database) as world:
        report = play(parse(path.read_text(encoding="utf-8")), MattermostWorld(world))
    assert report.passed, as_text(report)
    assert report.messages
