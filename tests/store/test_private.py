"""What is private fades after its time; what was written stays until its author erases it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.activities import Draft
from bot.domain.nudges import Ask, NudgeState
from bot.domain.people import CLOCK
from bot.domain.practices import Visibility
from tests.store.world import NOW, TODAY, World

OLD = TODAY - timedelta(days=200)


def noted(world: World, practice: str, answers: dict[str, str | int], visibility: Visibility) -> int:
    draft = Draft(world.team, practice, world.people["ada"], OLD, dict(answers), visibility=visibility)
    with world.store.write(world.scope("ada")) as memory:
        return memory.record(draft, NOW).id


def test_private_records_fade_but_for_the_words_that_matter(world: World) -> None:
    counted = noted(world, "drive", {"energy": 3}, Visibility.PRIVATE)
    written = noted(world, "drive", {"why": "parce que"}, Visibility.PRIVATE)
    shown = noted(world, "drive", {"energy": 4}, Visibility.TEAM)
    before = TODAY - timedelta(days=183)
    with world.store.write(CLOCK) as memory:
        assert memory.forget_private("drive", "why", OLD) == 0, "not old enough"
        assert memory.forget_private("drive", "why", before) == 1
    with world.store.read(world.scope("ada")) as memory:
        left = {each.id for each in memory.activities(world.team)}
    assert left == {written, shown}
    assert counted not in left


def test_a_question_that_a_faded_record_answered_stays_asked(world: World) -> None:
    record = noted(world, "time_share", {"days": 9}, Visibility.PRIVATE)
    with world.store.write(world.scope("ada")) as memory:
        nudge = memory.ask(world.key(), OLD, Ask.NUDGE, None, None, as_line=False)
        assert nudge
        memory.change(replace(nudge, state=NudgeState.ANSWERED, activity=record))
    with world.store.write(CLOCK) as memory:
        assert memory.forget_private("time_share", None, TODAY) == 1
        (kept,) = memory.nudges(world.people["ada"])
        assert (kept.state, kept.activity) == (NudgeState.ANSWERED, None)
