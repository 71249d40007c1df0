"""Which days are off in a territory? Public holidays, from the `holidays` library."""

from datetime import date
from functools import cache

from holidays import country_holidays

FIRST_YEAR = 2020
LAST_YEAR = 2036
_COUNTRY = "FR"
_MOSELLE = "57"
_ALSACE_MOSELLE = {"67": _MOSELLE, "68": _MOSELLE}
_SHORT = 3
"""Departments and territories have codes of two or three characters; school zones have longer names."""


def known_calendars() -> tuple[str, ...]:
    """Return every code that may be written: `FR`, and `FR-` followed by a department or a territory."""
    own = {code for code in country_holidays(_COUNTRY).subdivisions if len(code) <= _SHORT}
    return (_COUNTRY, *sorted(f"{_COUNTRY}-{code}" for code in own | set(_ALSACE_MOSELLE)))


@cache
def closed_days(calendar: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> frozenset[date]:
    """Return the public holidays of a calendar such as `FR` or `FR-974`, both years included.

    Raises ValueError, listing the codes that exist, for any other.
    """
    if calendar not in known_calendars():
        known = ", ".join(known_calendars())
        message = f"unknown holiday calendar {calendar!r}; write one of {known}"
        raise ValueError(message)
    _, _, code = calendar.partition("-")
    subdivision = _ALSACE_MOSELLE.get(code, code) or None
    return frozenset(country_holidays(_COUNTRY, subdivision, range(first_year, last_year + 1)))
