"""A story played through the doors of a chat: the hour goes on, and what comes on a screen is noted."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.casting import Cast
from bot.domain.people import Scope
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen
from bot.wiring import Bot

COMMAND = "/coach"
A_MOMENT = timedelta(seconds=1.1)
TURNS = 3
"""Moments in which what waits for its turn at the same address has left."""


class House(Protocol):
    """A Pouce on the imitation of a chat, and its hour."""

    bot: Bot
    now: datetime

    def work(self) -> None:
        """Let the hands of the chat finish."""
        ...

    def go_on(self, length: timedelta) -> None:
        """Let time pass."""
        ...


def plain(name: str) -> str:
    """Return a name in the letters that any chat takes."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


@dataclass
class Played:
    """What every chat has in common; nobody here touches the bot but through its doors."""

    cast: Cast = field(init=False)
    shown: list[Seen] = field(init=False, default_factory=list)
    screens: dict[tuple[str, str], tuple[object, ...]] = field(init=False, default_factory=dict)
    """What each thing on somebody's screen said when it was last looked at."""

    @property
    def house(self) -> House:
        raise NotImplementedError

    def look(self, name: str) -> None:
        """Note what came or changed on somebody's screen since it was last looked at."""
        raise NotImplementedError

    def begin(self, at: datetime) -> None:
        self.house.now = at
        self.at(at)

    def add_team(self, team: TeamLine) -> None:
        self.cast.add_team(team)

    def enrol(self, person: PersonLine, user: str, now: datetime) -> None:
        """Bring in somebody whom the chat knows by an id, and a story by a name."""
        self.cast.add_person(replace(person, name=user), now)
        with self.house.bot.store.write(Scope(self.cast.workspace)) as memory:
            found = memory.person(self.cast.people[user])
            assert found
            memory.save(replace(found, name=person.name.capitalize()))

    def next_wake(self, now: datetime) -> datetime | None:
        return self.house.bot.next_wake(now)

    def tick(self, now: datetime) -> None:
        self.at(now)
        self.house.bot.tick(self.house.now)
        self.house.work()

    def seen_by(self, name: str) -> list[Seen]:
        self.look(name)
        return [each for each in self.shown if each.to == name]

    def at(self, now: datetime) -> None:
        """People take a moment to read what came before they act."""
        self.house.go_on(max(now - self.house.now, A_MOMENT))

    def is_new(self, name: str, what: str, now: tuple[object, ...]) -> bool:
        before = self.screens.get((name, what))
        self.screens[name, what] = now
        return now != before

    def show(self, seen: Seen) -> None:
        self.shown.append(replace(seen, order=len(self.shown)))

    def show_errors(self, name: str, errors: dict[str, str]) -> None:
        """Note what a form says of its fields."""
        for field_id, error in errors.items():
            self.show(Seen(0, self.house.now, name, "reply", f"{field_id} : {error}"))


def with_labels(text: str, labels: list[str]) -> str:
    """Return a message as a story tells it: what may be pressed under it."""
    return f"{text}\n{' '.join(f'[{each}]' for each in labels)}" if labels else text


def listed(value: str) -> list[str]:
    """Return several choices that a story writes on one line."""
    return [each.strip() for each in value.split(",") if each.strip()]
