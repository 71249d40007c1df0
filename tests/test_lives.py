"""Three lives, day by day: as docs tell them, within the budget, in phase, with an exact countdown."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.domain.budget import Budget
from bot.domain.nudges import Nudge
from bot.domain.people import CLOCK, Rhythm
from bot.stage import Stage
from bot.stories.lives import Life, as_page, lived, load
from bot.stories.player import PlayReport

LIVES, WORDS = load(find_prompts())
DOCS = Path(__file__).parents[1] / "docs" / "lives"


@dataclass(frozen=True)
class Lived:
    life: Life
    report: PlayReport
    stage: Stage

    def days(self) -> list[date]:
        """The local dates of the messages that came by themselves."""
        nudges = [each for each in self.report.messages if each.kind == "nudge"]
        return [each.at.astimezone(self.report.zone).date() for each in nudges]

    def nudges(self) -> list[Nudge]:
        with self.stage.bot.store.read(CLOCK) as memory:
            return memory.nudges(self.stage.cast.people[self.life.name])


@pytest.fixture(scope="module", params=LIVES, ids=lambda life: life.file.removesuffix(".md"))
def told(request: pytest.FixtureRequest) -> Iterator[Lived]:
    report, stage = lived(request.param)
    yield Lived(request.param, report, stage)
    stage.bot.store.close()


def test_the_page_is_what_was_lived(told: Lived) -> None:
    assert told.report.passed, told.report.failure
    written = (DOCS / told.life.file).read_text(encoding="utf-8")
    assert written == as_page(told.life, told.report, WORDS), (
        "write them again: python -m bot.stories.lives docs/lives"
    )


def test_the_budget_is_kept_every_week(told: Lived) -> None:
    most = Budget().for_week(len(told.life.days), Rhythm.NORMAL)
    messages = Counter(day - timedelta(days=day.weekday()) for day in told.days())
    items = Counter(each.asked_on - timedelta(days=each.asked_on.weekday()) for each in told.nudges())
    assert max(messages.values()) <= most.messages
    assert max(items.values()) <= most.items
    assert {day.weekday() for day in told.days()} <= set(told.life.days)


def test_nothing_is_asked_out_of_phase(told: Lived) -> None:
    catalogue = told.stage.bot.kit.catalogue
    asked = [(each, catalogue.get(each.key.practice)) for each in told.nudges()]
    wrong = [
        each.key
        for each, practice in asked
        if practice
        and (found := practice.reminder(each.key.reminder))
        and told.life.phase not in found.phases
    ]
    assert wrong == []
    assert len({practice.id for _, practice in asked if practice}) > 8


def test_the_countdown_is_exact(told: Lived) -> None:
    held = {each for day, text in told.life.notes if text.startswith("comité ") for each in _dates(text, day)}
    (committee,) = held
    counted = [
        (each.at.astimezone(told.report.zone).date(), int(found[1] or 1))
        for each in told.report.messages
        if each.kind == "nudge"
        and (found := re.search(r"omité (?:a lieu )?(?:dans (\d+)\sjours|demain)", each.text))
    ]
    assert len(counted) >= 3
    assert [(day, n) for day, n in counted if day + timedelta(days=n) != committee] == []


def _dates(text: str, said_on: date) -> list[date]:
    months = {"juin": 6, "juillet": 7}
    found = re.fullmatch(r"comité (\d+) (\w+)", text)
    return [date(said_on.year, months[found[2]], int(found[1]))] if found else []


def test_a_product_that_stops_is_asked_nothing_more(told: Lived) -> None:
    stopped = [day for day, text in told.life.notes if text == "phase arrêt"]
    assert [day for day in told.days() if stopped and day > stopped[0]] == []


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.source)
def test_the_dates_are_those_of_real_products(life: Life) -> None:
    folder = os.environ.get("POUCE_REFERENCE_DATA")
    if not folder:
        pytest.skip("The reference data are looked at when POUCE_REFERENCE_DATA gives their folder")
    rows = json.loads((Path(folder) / "products-sample.json").read_text(encoding="utf-8"))["data"]
    known = {row["id"]: row["attributes"] for row in rows}[life.source]
    starts = {(each["name"], each["start"][:10]) for each in known["phases"]}
    assert (life.phase.value, life.since.isoformat()) in starts
    ends = {start for _, start in starts} | {each["date"][:10] for each in known["events"]}
    assert {life.until.isoformat(), (life.until - timedelta(days=1)).isoformat()} & ends
