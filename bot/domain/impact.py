"""What a service changes: series of an indicator, the five dimensions of the matrix, the cost of one use.

The matrix and its dimensions are those of METHOD §2.5.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.counting import Seen, number
from bot.domain.thresholds import Thresholds

MEASURE = "measure"
DIMENSIONS = ("usable", "used", "useful", "impactful", "efficient")
USED, EFFICIENT = "used", "efficient"
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is known of one indicator: its last value, what it was before, where it should go."""

    name: str
    dimension: str | None
    value: float
    unit: str
    day: date
    target: float | None = None
    delta: float | None = None
    """From the value before to the last one; None for a first value."""

    def is_stale(self, today: date, most: int) -> bool:
        """Say whether its last value is older than a number of days."""
        return (today - self.day).days > most


def indicators(records: Sequence[Activity]) -> list[Indicator]:
    """Return every indicator that was measured, in the order it first was."""
    series: dict[str, list[Activity]] = {}
    for each in sorted(records, key=lambda each: (each.day, each.id)):
        if each.answers.get("indicator") and each.answers.get("value") is not None:
            series.setdefault(_name(each), []).append(each)
    return [_indicator(each) for each in series.values()]


def _indicator(series: Sequence[Activity]) -> Indicator:
    last, before = series[-1], series[-2] if series[1:] else None
    told: dict[str, object] = {}
    for each in series:  # the unit, the target and the dimension are given once, and hold
        told |= {name: value for name, value in each.answers.items() if value not in (None, "")}
    value = number(last.answers.get("value"), 0)
    target = told.get("target")
    return Indicator(
        name=str(last.answers["indicator"]),
        dimension=str(told["dimension"]) if told.get("dimension") else None,
        value=value,
        unit=str(told.get("unit", "")),
        day=last.day,
        target=target if isinstance(target, int | float) else None,
        delta=round(value - number(before.answers.get("value"), 0), 2) if before else None,
    )


def is_told(records: Sequence[Activity], measured: Activity, field_id: str) -> bool:
    """Say whether the series of a measure knows an answer: the unit and the dimension are given once."""
    name = _name(measured)
    return any(name and _name(each) == name and each.answers.get(field_id) for each in records)


def _name(measured: Activity) -> str:
    return str(measured.answers.get("indicator", "")).casefold()


def north_star(records: Sequence[Activity]) -> Indicator | None:
    """Return the indicator that a team watches most: measured most often, the first one on a tie."""
    known = indicators(records)
    times = Counter(map(_name, records))
    return max(known, key=lambda each: times[each.name.casefold()], default=None)


def dimensions_fresh(records: Sequence[Activity], today: date, thresholds: Thresholds) -> int:
    """Count the dimensions of the matrix that have a value young enough to be shown (METHOD §7)."""
    return len(DIMENSIONS) - len(stale_dimensions(records, today, thresholds))


def stale_dimensions(records: Sequence[Activity], today: date, thresholds: Thresholds) -> list[str]:
    """Return the dimensions whose last value is too old, or that have none."""
    most = thresholds.impact_max_gap_days
    fresh = {each.dimension for each in indicators(records) if not each.is_stale(today, most)}
    return [each for each in DIMENSIONS if each not in fresh]


def matrix(seen: Seen) -> list[tuple[str, Indicator | None]]:
    """Return each dimension with the indicator measured last in it; None where nothing was measured."""
    known = sorted(indicators(_measures(seen)), key=lambda each: each.day)
    last = {each.dimension: each for each in known}
    return [(each, last.get(each)) for each in DIMENSIONS]


def cost_per_use(seen: Seen) -> int | None:
    """Return what a use costs, in cents: what was paid in twelve months, over the users of a month.

    Both have to be known: the last budget that says what was paid, and an indicator of the dimension *used*.
    """
    used = [each for each in indicators(_measures(seen)) if each.dimension == USED and each.value > 0]
    paid = [
        number(each.answers["paid"], 0)
        for each in seen.activities
        if each.practice == "budget"
        and each.answers.get("paid")
        and seen.today - _YEAR <= each.day <= seen.today
    ]
    return round(paid[-1] / used[0].value) if used and paid else None


def _measures(seen: Seen) -> list[Activity]:
    return [each for each in seen.activities if each.practice == MEASURE and each.day <= seen.today]
