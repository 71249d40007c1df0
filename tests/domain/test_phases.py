"""The phase of a day: the latest start not after it; on a tie the later listed; the future is planned."""

from datetime import date

import pytest

from bot.domain.phases import Phase, PhaseSpan, phase_on, phases_planned

LIFE = (
    PhaseSpan(Phase.INVESTIGATION, date(2026, 1, 5)),
    PhaseSpan(Phase.CONSTRUCTION, date(2026, 6, 1)),
    PhaseSpan(Phase.ACCELERATION, date(2027, 1, 1)),
)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 5), Phase.INVESTIGATION),
        (date(2026, 5, 31), Phase.INVESTIGATION),
        (date(2026, 6, 1), Phase.CONSTRUCTION),
        (date(2027, 2, 1), Phase.ACCELERATION),
    ],
)
def test_the_phase_of_a_day(day: date, phase: Phase | None) -> None:
    span = phase_on(LIFE, day)
    assert (span.phase if span else None) == phase


def test_a_tie_goes_to_the_later_listed() -> None:
    tie = (PhaseSpan(Phase.CONSTRUCTION, date(2026, 6, 1)), PhaseSpan(Phase.STOPPED, date(2026, 6, 1)))
    span = phase_on(tie, date(2026, 6, 2))
    assert span is not None
    assert span.phase is Phase.STOPPED


def test_what_is_to_come_is_planned() -> None:
    assert phases_planned(LIFE, date(2026, 6, 2)) == [LIFE[2]]
