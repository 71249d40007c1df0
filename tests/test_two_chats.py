"""One Pouce for a Slack workspace and a Mattermost server at once: the same people, the same words, apart."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chats.mattermost import MattermostHouse
from bot.chats.slack import SlackHouse
from bot.domain.messages import Button
from bot.domain.people import Scope
from bot.store.delivery_tables import DeliveryRow
from bot.stories.audience import Seen
from bot.stories.player import play
from bot.stories.report import as_text
from bot.stories.script import parse
from bot.stories.steps import PersonLine, TeamLine
from tests.mattermost import house as mattermost_house
from tests.mattermost.fake.editions import OLD
from tests.mattermost.fake.server import served as mattermost_served
from tests.mattermost.fake.state import Mattermost
from tests.mattermost.world import MattermostWorld
from tests.slack import house as slack_house
from tests.slack.fake.server import served as slack_served
from tests.slack.world import SlackWorld

CONVERSATIONS = Path(__file__).parent / "conversations"
TWIN = "twin"
"""What follows the name of whoever is on Mattermost, in a story told twice."""


def told_twice(text: str) -> str:
    """Return a story where each line is lived on Slack, then on Mattermost, before the next one."""
    return "\n".join(line for each in text.splitlines() for line in (each, *_again(each)))


def _again(line: str) -> Iterator[str]:
    person = re.match(r"(person )(\w+)(.*)", line)
    act = re.match(r"()(\w+)( (?:says|presses|fills|hears) .*)", line)
    found = person or act
    if found:
        yield f"{found[1]}{found[2]}{TWIN}{found[3]}"


@dataclass
class Both:
    """Implements `World`: whoever is a twin is on Mattermost, everybody else on Slack."""

    slack: SlackWorld
    mattermost: MattermostWorld

    def begin(self, at: datetime) -> None:
        self.slack.begin(at)
        self.mattermost.begin(at)
        self._meet()

    def add_team(self, team: TeamLine) -> None:
        self.slack.add_team(team)
        self.mattermost.add_team(team)

    def add_person(self, person: PersonLine, now: datetime) -> None:
        world, name = self._where(person.name)
        world.add_person(replace(person, name=name), now)

    def says(self, name: str, text: str, now: datetime) -> None:
        world, known = self._where(name)
        world.says(known, text, now)
        self._meet()

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        world, known = self._where(name)
        world.presses(known, button, post, now)
        self._meet()

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        world, known = self._where(name)
        world.fills(known, values, now)
        self._meet()

    def next_wake(self, now: datetime) -> datetime | None:
        return self.slack.next_wake(now)

    def tick(self, now: datetime) -> None:
        self.slack.tick(now)
        self._meet()
        self.mattermost.world.work()

    def seen_by(self, name: str) -> list[Seen]:
        world, known = self._where(name)
        return [replace(each, to=name) for each in world.seen_by(known)]

    def _where(self, name: str) -> tuple[SlackWorld | MattermostWorld, str]:
        known = name.removesuffix(TWIN)
        return (self.slack if known == name else self.mattermost), known

    def _meet(self) -> None:
        """Give both the later hour."""
        hours = [self.slack.world.now, self.mattermost.world.now]
        for world in (self.slack.world, self.mattermost.world):
            world.go_on(max(max(hours) - world.now, timedelta(0)))


@contextmanager
def both(folder: Path) -> Iterator[Both]:
    """Open one Pouce on a Slack and on a Mattermost."""
    server = Mattermost(OLD)
    server.team(mattermost_house.TEAM)
    with slack_served() as slack, mattermost_served(server):
        slack.team(slack_house.TEAM)
        slack.fixed = slack_house.NOW.timestamp()
        database = f"sqlite:///{folder}/pouce.db"
        one = slack_house.World(slack).open(database)
        other = mattermost_house.World([server], database, keys=one.keys).open(one.bot)
        try:
            yield Both(SlackWorld(one), MattermostWorld(other))
        finally:
            other.close()


@pytest.mark.parametrize("name", ["karim_fortnight", "coach_proposes"])
def test_a_story_is_true_on_both_at_once_and_neither_hears_of_the_other(name: str, tmp_path: Path) -> None:
    text = told_twice((CONVERSATIONS / f"{name}.story").read_text(encoding="utf-8"))
    with both(tmp_path) as world:
        report = play(parse(text), world)
        assert report.passed, as_text(report)
        assert_apart(world)


def assert_apart(world: Both) -> None:
    """Each message went where whoever it was for is, and each chat was told as much as the other."""
    slack, mattermost = world.slack.cast.workspace, world.mattermost.cast.workspace
    assert slack != mattermost
    with world.slack.world.bot.store.engine.connect() as connection:
        rows = connection.execute(select(DeliveryRow.workspace_id, DeliveryRow.external_id)).all()
    users = {each.id for each in world.mattermost.mattermost.users.values()}
    assert {row[0] for row in rows} == {slack, mattermost}
    assert all((row[1] in users) is (row[0] == mattermost) for row in rows)
    for workspace, cast in ((slack, world.slack.cast), (mattermost, world.mattermost.cast)):
        with world.slack.world.bot.store.read(Scope(workspace)) as memory:
            theirs = {each.id for each in cast.teams.values()}
            assert theirs <= {each.id for each in memory.teams()}
            others = {each.id for each in memory.teams()} - theirs
            assert not others & _teams_of(world, slack if workspace == mattermost else mattermost)


def _teams_of(world: Both, workspace: int) -> set[int]:
    with world.slack.world.bot.store.read(Scope(workspace)) as memory:
        return {each.id for each in memory.teams()}


def test_a_seal_of_one_chat_opens_nothing_in_the_other(tmp_path: Path) -> None:
    with both(tmp_path) as world:
        slack, mattermost = world.slack.world.house, world.mattermost.world.house
        assert isinstance(slack, SlackHouse)
        assert isinstance(mattermost, MattermostHouse)
        seal, now = world.slack.world.bot.seal, world.slack.world.now
        there = seal.seal("week", (), world.slack.cast.workspace, "UADA", now)
        here = seal.seal("week", (), world.mattermost.cast.workspace, "UADA", now)
        assert mattermost.bearer(there) is None
        assert mattermost.bearer(here)
