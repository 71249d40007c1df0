from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.nudges import Ask, Nudge, NudgeState
from bot.domain.outlook import Subject
from bot.domain.people import CLOCK
from bot.domain.phases import Phase
from bot.store import Memory, OutOfScope
from tests.store.world import NOW, TODAY, World


def ask(memory: Memory, world: World, period: str = "2026-W48", delivery: int | None = None) -> Nudge | None:
    return memory.ask(world.key(period), TODAY, Ask.NUDGE, None, delivery_id=delivery, as_line=False)


def test_a_question_is_asked_once_for_ever(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        asked = ask(memory, world)
        assert asked
        assert ask(memory, world) is None
        assert memory.nudges(world.people["ada"]) == [asked]


def test_what_became_of_a_question_is_kept(world: World) -> None:
    record = world.record()
    with world.store.write(CLOCK) as memory:
        asked = memory.ask(world.key(), TODAY, Ask.INTRODUCE, TODAY, delivery_id=None, as_line=True)
        assert asked
        changed = replace(
            asked,
            state=NudgeState.LATER,
            planned_on=TODAY,
            later_until=NOW,
            reason="busy",
            activity=record.id,
            as_line=False,
        )
        memory.change(changed)
        assert memory.nudge(asked.id) == changed
        assert memory.nudges_later(world.people["ada"]) == [changed]


def test_questions_since_a_day_include_what_is_planned_after_it(world: World) -> None:
    ada, later = world.people["ada"], TODAY + timedelta(days=1)
    with world.store.write(CLOCK) as memory:
        planned, _ = ask(memory, world, "a"), ask(memory, world, "b")
        assert planned
        planned = replace(planned, state=NudgeState.PLANNED, planned_on=later)
        memory.change(planned)
        assert memory.nudges(ada, world.team, since=later) == [planned]
        assert len(memory.nudges(ada, world.team, since=TODAY)) == 2
        assert memory.nudges(ada, world.team + 1) == []


def test_a_message_that_never_left_returns_its_questions_to_not_asked(world: World) -> None:
    delivery = world.plan("moment:1")
    assert delivery
    with world.store.write(CLOCK) as memory:
        kept, lost = ask(memory, world, "a"), ask(memory, world, "b", delivery.id)
        memory.forget_nudges_of(delivery.id)
        assert memory.nudges(world.people["ada"]) == [kept]
        again = ask(memory, world, "b")
        assert again
        assert lost
        assert again.id > lost.id  # a button of the lost one cannot meet it


def test_questions_of_another_workspace_are_not_there(world: World) -> None:
    with world.store.write(CLOCK) as memory:
        asked = ask(memory, world)
    assert asked
    with world.store.write(world.scope("zoe")) as memory:
        assert memory.nudge(asked.id) is None
        assert memory.nudges(world.people["ada"]) == []
        with pytest.raises(OutOfScope):
            memory.change(asked)
        with pytest.raises(OutOfScope):
            ask(memory, world, "b")


def test_subjects_keep_the_last_answer(world: World) -> None:
    ada = world.people["ada"]
    introduced = Subject("release", "introduced", TODAY)
    accepted = Subject("release", "accepted", TODAY, Phase.CONSTRUCTION)
    with world.store.write(world.scope("ada")) as memory:
        memory.set_subject(ada, world.team, introduced)
        memory.set_subject(ada, world.team, accepted)
        assert memory.subjects(ada, world.team) == {"release": accepted}
        memory.drop_subject(ada, world.team, "release")
        assert memory.subjects(ada, world.team) == {}


def test_subjects_of_another_workspace_are_not_there(world: World) -> None:
    ada = world.people["ada"]
    with world.store.write(world.scope("ada")) as memory:
        memory.set_subject(ada, world.team, Subject("release", "refused", TODAY))
    with world.store.write(world.scope("zoe")) as memory:
        assert memory.subjects(ada, world.team) == {}
        memory.drop_subject(ada, world.team, "release")
    with world.store.read(CLOCK) as memory:
        assert "release" in memory.subjects(ada, world.team)
