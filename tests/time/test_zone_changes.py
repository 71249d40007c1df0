"""T3: somebody changes zone or hour at any minute: one message a day, no question lost or doubled."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random

import pytest

from bot.coach import settings
from bot.coach.turn import Turn
from bot.domain.events import Profile, Renewed, Said
from bot.domain.people import CLOCK, Address, Scope
from bot.domain.phases import Phase
from bot.domain.wakes import wakes
from bot.stage import Stage
from bot.stories.steps import PersonLine, TeamLine
from tests.scene import new_bot
from tests.time.zones import DAY, MINUTE, ZONES, first_instant, local

SEED = 20261124
START = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)  # a Saturday everywhere but in Kiritimati
END = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)
THURSDAY = date(2026, 11, 26)  # when the weekly question about tests comes
WEEKLY = ("user_test", "weekly", "2026-W48")
MOMENTS = (time(9, 30), time(9, 30), time(8), time(14), time(16, 30), time(23, 45), time(2, 30))
DAYS = list(settings.DAYS[:5])


@dataclass(frozen=True)
class Settings:
    """What somebody's clock and hour are from an instant on."""

    since: datetime
    zone: str
    moment: time


@dataclass
class Traveller:
    """Somebody who notes nothing, and changes their settings twice at most in a week."""

    name: str
    by_chat: bool = False
    """Whether their chat tells, rather than themselves, in their settings."""
    stretches: list[Settings] = field(default_factory=list)

    def at(self, now: datetime) -> Settings:
        return [each for each in self.stretches if each.since <= now][-1]

    def lives(self, day: date) -> bool:
        """Whether that day's moment comes, or is past, while it is that day for the first time."""
        ends = [*(each.since for each in self.stretches[1:]), END]
        for each, end in zip(self.stretches, ends, strict=True):
            midnight = first_instant(day + DAY, time(0), each.zone)
            if max(each.since, first_instant(day, each.moment, each.zone)) < min(end, midnight) - MINUTE:
                return True
            if end >= midnight or each.since >= midnight:
                return False  # they lived a later day: whoever then goes back west finds that day over
        return False


def traveller(name: str, dice: Random, *, moves: int) -> Traveller:
    minutes = (END - START) // MINUTE
    whens = sorted(START + MINUTE * (dice.randrange(1, minutes) + 0.5) for _ in range(moves))
    first = Settings(START, dice.choice(ZONES), dice.choice(MOMENTS))
    who = Traveller(name, dice.random() < 0.5, [first])
    for when in whens:
        other_hour = dice.random() < 0.3 and not who.by_chat
        hour = dice.choice(MOMENTS) if other_hour else who.stretches[-1].moment
        who.stretches.append(Settings(when, dice.choice(ZONES), hour))
    return who


@dataclass
class Journey:
    """The bot and those who travel."""

    travellers: list[Traveller]
    stage: Stage = field(default_factory=lambda: Stage(new_bot(), START))

    def __post_init__(self) -> None:
        for each in self.travellers:
            team = f"Produit {each.name}"
            self.stage.add_team(TeamLine(team, Phase.CONSTRUCTION, date(2026, 6, 1)))
            first = each.stretches[0]
            line = PersonLine(each.name, "intrapreneur", team, zone=first.zone, moment=first.moment)
            self.stage.add_person(line, START)

    def live(self) -> None:
        moves = [(to.since, each.name, each, to) for each in self.travellers for to in each.stretches[1:]]
        for when, _, who, to in sorted(moves, key=lambda move: move[:2]):
            self._until(when)
            (self._told if who.by_chat else self._settle)(who.name, to)
        self._until(END)

    def _until(self, end: datetime) -> None:
        for now in wakes(self.stage.next_wake, self.stage.now, end):
            self.stage.tick(now)

    def _told(self, name: str, to: Settings) -> None:
        who = Address(self.stage.workspace, name)
        self.stage.bot.hear(Renewed(who, f"move-{name}-{to.since}", Profile(zone=to.zone)), to.since)

    def _settle(self, name: str, to: Settings) -> None:
        bot, number = self.stage.bot, self.stage.cast.people[name]
        who = Address(self.stage.workspace, name)
        with bot.store.write(Scope(self.stage.workspace, number)) as memory:
            person = memory.person(number)
            assert person
            turn = Turn(bot.kit, memory, person, to.since, Said(who, f"move-{name}-{to.since}"))
            settings.saved(turn, (), {"days": DAYS, "zone": to.zone, "moment": f"{to.moment:%H:%M}"})

    def dates(self, who: Traveller) -> Counter[date]:
        """The local dates on which somebody was spoken to."""
        seen = [each for each in self.stage.seen_by(who.name) if each.kind == "nudge"]
        return Counter(local(each.at, who.at(each.at).zone).date() for each in seen)

    def asked(self, who: Traveller) -> Counter[tuple[str, str, str]]:
        """The questions that reached somebody, by reminder and period."""
        posted = {post.key: 0 for post in self.stage.voice.kept.rows if post.place == who.name}
        with self.stage.bot.store.read(CLOCK) as memory:
            nudges = memory.nudges(self.stage.cast.people[who.name])
            keys = {
                n.id: d.key for n in nudges if n.delivery and (d := memory.delivery(n.delivery)) is not None
            }
        assert all(keys.get(n.id) in posted for n in nudges), (who, "noted as asked, and never said")
        return Counter((n.key.practice, n.key.reminder, n.key.period) for n in nudges)


def faults(journey: Journey) -> Iterator[object]:
    """What went wrong, for whom."""
    posts = Counter(post.key for post in journey.stage.voice.kept.rows if post.kind == "nudge")
    yield from ((key, n) for key, n in posts.items() if n > 1)
    for who in journey.travellers:
        yield from ((who, "twice in a day", day) for day, n in journey.dates(who).items() if n > 1)
        asked = journey.asked(who)
        yield from ((who, "asked twice", key) for key, n in asked.items() if n > 1)
        if who.lives(THURSDAY) and not asked[WEEKLY]:
            yield (who, "not asked")


@pytest.mark.parametrize(
    ("number", "seed"),
    [
        pytest.param(60, SEED, id="suite"),
        *(pytest.param(500, SEED + n, id=f"soak-{n}", marks=pytest.mark.soak) for n in range(1, 21)),
    ],
)
def test_a_change_of_zone_neither_skips_nor_doubles(number: int, seed: int) -> None:
    print(f"seed {seed}")
    dice = Random(seed)
    journey = Journey([traveller(f"p{n}", dice, moves=dice.randint(0, 2)) for n in range(number)])
    journey.live()
    assert list(faults(journey)) == []
    assert all(journey.dates(who) for who in journey.travellers)
