"""T4: the clock of the machine jumps during a fortnight: nothing twice, no burst, nothing too late."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.events import Profile
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.platforms.base import Busy, Receipt
from bot.stage import Stage
from bot.stories.steps import PersonLine, TeamLine
from tests.scene import new_bot
from tests.time.zones import MINUTE, local

SEED = 20261124
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
HOUR = timedelta(hours=1)
JUMPS = (-2 * HOUR, -2 * HOUR, 2 * HOUR, 2 * HOUR, 72 * HOUR, -72 * HOUR)
PEOPLE = {
    "ada": ("Europe/Paris", time(9, 30)),
    "bob": ("Indian/Reunion", time(0, 15)),
    "cleo": ("Pacific/Noumea", time(23, 45)),
    "dan": ("America/Guadeloupe", time(14, 0)),
    "eve": ("Pacific/Tahiti", time(8, 0)),
}


@dataclass
class Fortnight:
    """Five people, real time that goes by, and the clock that the bot reads."""

    stage: Stage
    dice: Random
    ahead: timedelta = timedelta(0)
    """By how much the clock is wrong."""
    bursts: list[tuple[datetime, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, (zone, moment) in PEOPLE.items():
            team = f"Produit {name}"
            self.stage.add_team(TeamLine(team, Phase.CONSTRUCTION, date(2026, 6, 1)))
            line = PersonLine(name, "intrapreneur", team, zone=zone, moment=moment)
            self.stage.add_person(line, START)

    def live(self) -> None:
        """Let real time go by: the clock jumps, people act, their chat asks to wait or not to disturb."""
        whens = sorted(self.dice.random() * FORTNIGHT for _ in range(30))
        for when in whens:
            self._until(START + when + self.ahead)
            self.dice.choice((self._jump, self._jump, self._act, self._act, self._wait))()
        self._jump()
        self.stage.voice.faults.clear()
        self._until(START + FORTNIGHT + self.ahead)

    def _until(self, end: datetime) -> None:
        """Tick when something is awaited; what waits for its chat is looked at every ten minutes."""
        while (wake := self.stage.next_wake(self.stage.now)) is not None and wake <= end:
            now = wake if wake > self.stage.now else self.stage.now + 10 * MINUTE
            if now > end:
                break
            self._tick(now)
        self._tick(end)

    def _jump(self) -> None:
        jump = self.dice.choice(JUMPS)
        self.ahead += jump
        self._tick(self.stage.now + jump)

    def _tick(self, now: datetime) -> None:
        """Let a minute come, and see whether anybody is spoken to more than once in it."""
        before = len(self.stage.voice.shown)
        self.stage.tick(now)
        came = Counter(each.to for each in self.stage.voice.shown[before:] if each.kind == "nudge")
        self.bursts += [(now, name, number) for name, number in came.items() if number > 1]

    def _act(self) -> None:
        name = self.dice.choice([each for each in PEOPLE if each not in self.stage.voice.faults])
        buttons = [(b, seen.message_id) for seen in self.stage.seen_by(name)[-3:] for b in seen.buttons]
        if buttons and self.dice.random() < 0.7:
            self.stage.presses(name, *self.dice.choice(buttons), self.stage.now)
        else:
            self.stage.says(name, "/coach retour un maire demande la date", self.stage.now)

    def _wait(self) -> None:
        """Somebody's chat is busy or silent for some hours."""
        name, voice = self.dice.choice(list(PEOPLE)), self.stage.voice
        voice.faults.clear()
        voice.profiles.clear()
        if self.dice.random() < 0.5:
            voice.faults[name] = Busy(self.dice.choice((30.0, 3600.0, 12 * 3600.0)))
        else:
            quiet = self.stage.now + HOUR * self.dice.randint(1, 30)
            voice.profiles[name] = Profile(name.capitalize(), quiet_until=quiet)


def faults(fortnight: Fortnight) -> Iterator[object]:
    """What went wrong."""
    stage = fortnight.stage
    yield from fortnight.bursts
    days: Counter[tuple[str, date]] = Counter()
    with stage.bot.store.read(CLOCK) as memory:
        for post in (each for each in stage.voice.kept.rows if each.kind == "nudge"):
            days[post.place, local(post.at, PEOPLE[post.place][0]).date()] += 1
            found = memory.delivery_by_receipt(Receipt(post.place, str(post.root)).packed())
            assert found
            assert found.key == post.key
            if found.expires_at <= post.at:
                yield ("too late", post.place, post.at, found.expires_at)
        for name, number in stage.cast.people.items():
            yield from ((name, "never said", each) for each in memory.nudges(number) if each.delivery is None)
    yield from ((day, "twice in a day") for day, number in days.items() if number > 1)


@pytest.mark.parametrize(
    ("runs", "seed"),
    [pytest.param(2, SEED, id="suite"), pytest.param(100, SEED + 1, id="soak", marks=pytest.mark.soak)],
)
def test_a_clock_that_jumps_neither_repeats_nor_floods(runs: int, seed: int) -> None:
    heard = 0
    for n in range(runs):
        print(f"seed {seed * 1000 + n}")
        fortnight = Fortnight(Stage(new_bot(), START), Random(seed * 1000 + n))
        fortnight.live()
        assert list(faults(fortnight)) == []
        fortnight.stage.bot.store.close()
        heard += len([each for each in fortnight.stage.voice.shown if each.kind == "nudge"])
    assert heard > runs * len(PEOPLE)
