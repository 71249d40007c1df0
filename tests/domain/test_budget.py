"""How much is said in a week, by its mission days and the rhythm chosen."""

from bot.domain.budget import SILENCE, Allowance, Budget
from bot.domain.people import Rhythm


def test_the_usual_budget_is_that_of_the_method() -> None:
    table = {
        0: SILENCE,
        1: Allowance(1, 2),
        2: Allowance(2, 4),
        3: Allowance(3, 5),
        4: Allowance(4, 6),
        5: Allowance(5, 8),
        7: Allowance(5, 8),
    }
    for rhythm in (Rhythm.NORMAL, Rhythm.SUSTAINED):
        assert {days: Budget().for_week(days, rhythm) for days in table} == table


def test_a_gentle_week_has_one_message_unless_nobody_works() -> None:
    gentle = [Budget().for_week(days, Rhythm.GENTLE) for days in range(6)]
    assert gentle == [SILENCE, *[Allowance(1, 3)] * 5]
