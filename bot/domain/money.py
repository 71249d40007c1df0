"""How long the money lasts: what is left of the envelope, and the pace at which it is committed."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.activities import Activity

_FEWEST_DAYS = 14  # two readings closer than this tell no pace


def left_of(budgets: Sequence[Activity]) -> int | None:
    """Return what is not committed yet, in cents, as the last budget that says both figures tells it."""
    return next((left for each in reversed(budgets) if (left := _left(each)) is not None), None)


def runway_ends(budgets: Sequence[Activity], today: date) -> date | None:
    """Return the day on which the money is all committed at the pace seen; None with fewer than two readings.

    METHOD §7: (what is not committed) / (what is committed in a day); « à compléter » rather than a zero.
    """
    known = [each for each in budgets if _left(each) is not None]
    if len(known) < 2:  # noqa: PLR2004 - a pace takes two readings
        return None
    first, last = known[0], known[-1]
    days, left = (last.day - first.day).days, _left(last) or 0
    spent = _cents(last, "engaged") - _cents(first, "engaged")
    if days < _FEWEST_DAYS or spent <= 0:
        return None
    return max(last.day + timedelta(days=round(left * days / spent)), today)


def _left(budget: Activity) -> int | None:
    envelope, engaged = budget.answers.get("envelope"), budget.answers.get("engaged")
    if not isinstance(envelope, int) or not isinstance(engaged, int):
        return None
    return max(envelope - engaged, 0)


def _cents(budget: Activity, field_id: str) -> int:
    value = budget.answers.get(field_id)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
