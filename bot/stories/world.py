"""What a story is played on: people, a clock, and what each of them can see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.messages import Button
from bot.stories.audience import Seen
from bot.stories.steps import PersonLine, TeamLine

__all__ = ["Seen", "World"]


class World(Protocol):
    """The bot and the people of a story. Every `now` is an instant in UTC and never goes back."""

    def begin(self, at: datetime) -> None:
        """Set the clock, before anybody is there."""
        ...

    def add_team(self, team: TeamLine) -> None:
        """Put a team there."""
        ...

    def add_person(self, person: PersonLine, now: datetime) -> None:
        """Put a person there, silently, their onboarding done; `nobody` has no team and never came."""
        ...

    def says(self, name: str, text: str, now: datetime) -> None:
        """Somebody types: `/coach …` is a command, anything else a direct message."""
        ...

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        """Somebody presses a button of the message with this id."""
        ...

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        """Somebody sends the form opened for them last."""
        ...

    def next_wake(self, now: datetime) -> datetime | None:
        """Return when something may happen next, perhaps already past; None when nothing is awaited."""
        ...

    def tick(self, now: datetime) -> None:
        """Let time pass."""
        ...

    def seen_by(self, name: str) -> list[Seen]:
        """Return everything a person can see, in order."""
        ...
