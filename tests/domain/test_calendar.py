"""Mission days: what is left of a week once holidays and absences are taken away."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Absence, WorkDays

MON = date(2026, 11, 23)
ADA = WorkDays(frozenset({0, 1, 3}), closed=frozenset({date(2026, 11, 24)}))


def test_next_and_previous_skip_other_jobs_and_holidays() -> None:
    assert ADA.next(MON) == date(2026, 11, 26)
    assert ADA.previous(date(2026, 11, 26)) == MON
    assert ADA.on_or_after(date(2026, 11, 24)) == date(2026, 11, 26)
    assert ADA.on_or_before(date(2026, 11, 25)) == MON


def test_absences_have_both_ends() -> None:
    away = WorkDays(absences=(Absence(MON, MON + timedelta(days=2)),))
    assert away.between(MON, MON + timedelta(days=4)) == [date(2026, 11, 26), date(2026, 11, 27)]


def test_who_never_works_is_never_there() -> None:
    assert WorkDays(frozenset()).next(MON) is None
    assert WorkDays(frozenset()).previous(MON) is None


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sets(st.integers(0, 6), min_size=1))
def test_next_is_the_first_day_that_works(day: date, mission: set[int]) -> None:
    work = WorkDays(frozenset(mission))
    following = work.next(day)
    assert following is not None
    assert work.works(following)
    assert work.between(day + timedelta(days=1), following) == [following]
    assert work.on_or_before(following) == following
