"""Ada and Bob on a real bot, and what a test does to them: type, press, fill, wait, read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.config import Config
from bot.domain.activities import Activity
from bot.domain.events import Event
from bot.domain.messages import Button
from bot.domain.people import CLOCK, Address
from bot.domain.phases import Phase
from bot.stage import Stage
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen
from bot.wiring import Bot, build

KEY = "a key for these scenes"
TEAM = "Aides simples"
PLAIN = str.maketrans("\u00a0\u202f", "  ")
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # eight in Paris


def new_bot(database: str = "sqlite://", prompts: Path | None = None) -> Bot:
    """A Pouce like any other, and like the one that was there before on the same database."""
    return build(Config(database_url=database, secret_keys=(KEY,), prompts=prompts))


@dataclass
class Scene:
    """A stage and its hour; every act happens now."""

    stage: Stage

    @property
    def now(self) -> datetime:
        return self.stage.now

    def add(self, name: str, role: str = "intrapreneur", team: str = TEAM) -> None:
        """Put somebody there, who works every day; their team, which has begun in June, if it is new."""
        if team not in self.stage.cast.teams:
            self.stage.add_team(TeamLine(team, Phase.CONSTRUCTION, date(2026, 6, 1)))
        self.stage.add_person(PersonLine(name, role, team), self.now)

    def says(self, name: str, text: str) -> str:
        before = self._seen(name)
        self.stage.says(name, text, self.now)
        return self._heard_since(name, before)

    def presses(self, name: str, button: Button, post: int = 1) -> str:
        """Press a button, whoever it was shown to."""
        before = self._seen(name)
        self.stage.presses(name, button, post, self.now)
        return self._heard_since(name, before)

    def fills(self, name: str, /, **values: str) -> str:
        before = self._seen(name)
        self.stage.fills(name, values, self.now)
        return self._heard_since(name, before)

    def brings(self, name: str, event: Event) -> str:
        """Somebody does what a chat may bring and a story cannot tell."""
        before = self._seen(name)
        self.stage.hear(name, event)
        return self._heard_since(name, before)

    def address(self, name: str) -> Address:
        return Address(self.stage.workspace, name)

    def act(self) -> str:
        """Return the id of an act like no other."""
        self.stage.acts += 1
        return f"scene-{self.stage.acts}"

    def wait(self, **time: int) -> None:
        """Let time go by without any tick, as when everything is stopped."""
        self.stage.now += timedelta(**time)

    def tick(self, at: datetime | None = None) -> None:
        self.stage.tick(at or self.now)

    def tick_until(self, at: datetime) -> None:
        """Let time go by from wake to wake."""
        while (wake := self.stage.next_wake(self.now)) is not None and wake <= at:
            self.tick(max(wake, self.now))
        self.tick(at)

    def nudges(self, name: str) -> list[Seen]:
        """Return what came to somebody by itself."""
        return [each for each in self.stage.seen_by(name) if each.kind == "nudge"]

    def button(self, name: str, label: str) -> tuple[Button, int]:
        """Return the newest button of this label that was shown to somebody, and its message."""
        shown = [
            (button, seen.message_id)
            for seen in self.stage.seen_by(name)
            for button in seen.buttons
            if button.label == label
        ]
        return shown[-1]

    def records(self, team: str = TEAM) -> list[Activity]:
        """Return what people recorded; the milestones of before their arrival are not theirs."""
        with self.stage.bot.store.read(CLOCK) as memory:
            found = memory.activities(self.stage.cast.teams[team].id)
        return [each for each in found if each.author is not None]

    def _seen(self, name: str) -> int:
        return len(self.stage.seen_by(name))

    def _heard_since(self, name: str, before: int) -> str:
        heard = "\n".join(each.text for each in self.stage.seen_by(name)[before:])
        return heard.translate(PLAIN)


def on(bot: Bot, at: datetime = MONDAY) -> Scene:
    return Scene(Stage(bot, at))
