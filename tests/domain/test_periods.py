"""Periods are local calendar periods: keys that neither skip nor double."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Every, period_of

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("every", "day", "key", "first", "last"),
    [
        (Every.DAY, date(2026, 11, 23), "2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        (Every.WEEK, date(2026, 11, 23), "2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        (Every.WEEK, date(2026, 12, 31), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (Every.WEEK, date(2027, 1, 3), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (Every.WEEK, date(2027, 1, 4), "2027-W01", date(2027, 1, 4), date(2027, 1, 10)),
        (Every.MONTH, date(2028, 2, 29), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (Every.QUARTER, date(2026, 11, 23), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_keys_and_spans(every: Every, day: date, key: str, first: date, last: date) -> None:
    period = period_of(every, day)
    assert (period.key, period.first, period.last) == (key, first, last)


@given(DAYS, st.sampled_from(Every))
def test_days_of_a_period_share_it_and_the_next_day_does_not(day: date, every: Every) -> None:
    period = period_of(every, day)
    assert day in period
    assert period_of(every, period.first) == period_of(every, period.last) == period
    following = period_of(every, period.last + timedelta(days=1))
    assert following.key != period.key
    assert following.first == period.last + timedelta(days=1)
