"""Three lives of a product, day by day: the dates are those of real products, all the rest is imagined.

`python -m bot.stories.lives docs/lives` plays them on the real bot and writes what their people read.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import structlog
from babel.dates import format_date

from bot.catalogue import find_prompts
from bot.config import Config
from bot.domain.phases import Phase
from bot.stage import Stage
from bot.stories.player import Act, PlayReport, play
from bot.stories.script import parse
from bot.stories.world import Seen
from bot.wiring import build

_KEY = "a life seals its buttons with this key and throws it away"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Habit:
    """Something noted every so many weeks on a weekday, in turn."""

    weekday: int
    texts: tuple[str, ...]
    every: int = 1
    from_week: int = 0


@dataclass(frozen=True, slots=True)
class Life:
    """A product between two real dates, and what whoever leads it notes on the way."""

    file: str
    title: str
    product: str
    source: str
    """The real product whose dates these are, in the public data."""
    phase: Phase
    since: date
    until: date
    name: str
    days: tuple[int, ...]
    habits: tuple[Habit, ...] = ()
    notes: tuple[tuple[date, str], ...] = ()
    """What is noted once."""


def load(prompts: Path) -> tuple[list[Life], dict[str, str]]:
    """Return the lives that a folder of words tells, and the words of their pages."""
    data = tomllib.loads((prompts / "lives.toml").read_text(encoding="utf-8"))
    return [_life(each) for each in data["lives"]], data["words"]


def _life(told: dict[str, Any]) -> Life:
    habits = tuple(Habit(**{**each, "texts": tuple(each["texts"])}) for each in told["habits"])
    notes = tuple((each["day"], each["text"]) for each in told["notes"])
    made = {"phase": Phase(told["phase"]), "days": tuple(told["days"]), "habits": habits, "notes": notes}
    return Life(**{**told, **made})


def story_of(life: Life) -> str:
    """Return the life as a story: who is there, then what is noted, each evening."""
    days = ",".join(_WEEKDAYS[n] for n in life.days)
    head = [
        "tz Europe/Paris",
        f'team "{life.product}" phase {life.phase} since {life.since}',
        f"person {life.name} intrapreneur lang fr days {days}",
    ]
    said = sorted([*_habitual(life), *life.notes], key=lambda each: each[0])
    lines = [*head, f"at {life.since + timedelta(days=1)} 08:00"]
    for day, told in groupby(said, key=lambda each: each[0]):
        lines.append(f"at {day} 17:00")
        lines += [f'{life.name} says "/coach {text}"' for _, text in told]
    return "\n".join([*lines, f"at {life.until} 18:00", ""])


def _habitual(life: Life) -> Iterator[tuple[date, str]]:
    monday = life.since - timedelta(days=life.since.weekday())
    for habit in life.habits:
        first = monday + timedelta(weeks=habit.from_week, days=habit.weekday)
        for n in range((life.until - first).days // 7 // habit.every + 1):
            day = first + timedelta(weeks=n * habit.every)
            if life.since < day < life.until and day.month != 8:  # noqa: PLR2004 - August is off
                yield day, habit.texts[n % len(habit.texts)]


def lived(life: Life) -> tuple[PlayReport, Stage]:
    """Play a life on a bot of its own."""
    bot = build(Config(database_url="sqlite://", secret_keys=(_KEY,)))
    stage = Stage(bot, datetime.now(UTC))
    return play(parse(story_of(life)), stage), stage


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("warning"))


def as_page(life: Life, report: PlayReport, words: Mapping[str, str]) -> str:
    """Return the life as it is read: week by week, what came and what was noted."""
    entries = [each for each in report.entries if isinstance(each, Act | Seen)]
    shown = [each for each in entries if isinstance(each, Act) or each.kind in {"nudge", "reply"}]
    weeks = [list(told) for _, told in groupby(shown, key=lambda each: _monday(report, each))]
    head = [
        f"# {life.title}",
        "",
        words["about"].format(product=life.product, since=_long(life.since), until=_long(life.until)),
        "",
    ]
    lines = [line for week in weeks for line in _week(report, week, words)]
    return "\n".join([*head, *lines]).replace("\u202f", " ").replace("\u00a0", " ").rstrip() + "\n"


def _monday(report: PlayReport, entry: Act | Seen) -> date:
    day = entry.at.astimezone(report.zone).date()
    return day - timedelta(days=day.weekday())


def _week(report: PlayReport, week: Sequence[Act | Seen], words: Mapping[str, str]) -> Iterator[str]:
    nudges = [each for each in week if isinstance(each, Seen) and each.kind == "nudge"]
    items = sum(1 + each.text.count("\n· ") for each in nudges)
    day = _long(_monday(report, week[0]))
    yield f"## {words['week'].format(day=day, messages=len(nudges), items=items)}"
    yield ""
    for each in week:
        yield from _entry(report, each, words)


def _entry(report: PlayReport, entry: Act | Seen, words: Mapping[str, str]) -> Iterator[str]:
    day = _written(entry.at.astimezone(report.zone).date(), "EEE", "MMM")
    if isinstance(entry, Act):
        yield f"* **{day}**, {entry.name} : `{entry.what}`"
        yield ""
        return
    lines = [line for line in entry.text.split("\n") if line and not line.lstrip().startswith(("[", ">"))]
    if entry.kind == "nudge":
        yield f"**{words['hour'].format(day=day)}**"
        yield ""
        yield from (f"> {line}  " for line in lines)
    else:
        yield f"  *{lines[0]}*"
    yield ""


def _long(day: date) -> str:
    return _written(day, "", "MMMM yyyy")


def _written(day: date, before: str, after: str) -> str:
    """Write a day, the first of a month as « 1er », with what Babel calls the parts around its number."""
    number = "1er" if day.day == 1 else str(day.day)
    around = [format_date(day, each, "fr") if each else "" for each in (before, after)]
    return " ".join(each for each in (around[0], number, around[1]) if each)


def main(folder: Path) -> None:
    """Write every life into a folder."""
    _quiet()
    folder.mkdir(parents=True, exist_ok=True)
    lives, words = load(find_prompts())
    for life in lives:
        report, stage = lived(life)
        (folder / life.file).write_text(as_page(life, report, words), encoding="utf-8")
        stage.bot.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
