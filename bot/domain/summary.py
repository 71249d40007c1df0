"""What a team’s summary says: facts, twelve weeks of counts, flags, and one question worth asking.

No score, no ranking, nobody's name: the team and its coach read exactly the same (DESIGN §2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.flags import Flag, flags_of
from bot.domain.measures import MEASURES, Seen, shared
from bot.domain.people import Team
from bot.domain.periods import Period, week_of
from bot.domain.phases import ACTIVE, Phase, PhaseSpan
from bot.domain.practices import Catalogue, Practice, Visibility
from bot.domain.thresholds import Thresholds

WEEKS = 12
SPAN = timedelta(days=27)  # four weeks, both ends included
_SHORT = 3  # working days up to which a week is short
_DATED = frozenset({"committee", "milestones", "committee_ask", "budget_left", "card"})
"""Measures of what happens on a date, hence never week after week."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known about one practice."""

    practice: str
    facts: Mapping[str, object]
    has_data: bool


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """What is said of a team."""

    rows: tuple[Row, ...]
    """What is known, and what is on from the first day but was never recorded."""
    weeks: tuple[str, ...]
    """Keys of the twelve ISO weeks, oldest first."""
    series: Mapping[str, tuple[int, ...]]
    """By practice: how many records each week."""
    flags: tuple[Flag, ...]
    question: str | None
    """The id of the one question worth asking."""
    noted_until: date | None
    short_week: bool


@dataclass(frozen=True, slots=True)
class ChartFact:
    """What the drawing shows of one practice, for those who read it in words."""

    practice: str
    total: int
    weeks: int
    """How many weeks have something."""


def summarise(
    team: Team,
    span: PhaseSpan | None,
    activities: Sequence[Activity],
    catalogue: Catalogue,
    work: WorkDays,
    today: date,
    thresholds: Thresholds,
) -> TeamSummary:
    """Return the summary of a team on a day, from its shared records."""
    records = shared(activities)
    seen = Seen(team, records, work, today, today - SPAN, thresholds)
    practices = _told(catalogue, span)
    phase = span.phase if span else None
    flags = tuple(flags_of(seen, span))
    return TeamSummary(
        rows=tuple(_rows(practices, seen, phase)),
        weeks=tuple(week.key for week in _weeks(today)),
        series=_series(practices, records, phase, today),
        flags=flags,
        question=_question(flags, phase, seen),
        noted_until=_noted_until(records, today),
        short_week=len(work.between(week_of(today).first, week_of(today).last)) <= _SHORT,
    )


def chart_facts(series: Mapping[str, Sequence[int]]) -> tuple[ChartFact, ...]:
    """Return what the text in place of the drawing has to say: a total and a spread for each practice."""
    return tuple(
        ChartFact(practice, sum(counts), sum(n > 0 for n in counts)) for practice, counts in series.items()
    )


def my_week(person: int, activities: Sequence[Activity], today: date, week: Period) -> list[Activity]:
    """Return what one person noted this week, their private records included, oldest first."""
    own = [each for each in activities if each.author == person and each.day in week and each.day <= today]
    return sorted(own, key=lambda each: (each.day, each.id))


def _told(catalogue: Catalogue, span: PhaseSpan | None) -> list[Practice]:
    """Return the practices that a team's summary may speak of: never the personal ones."""
    practices = catalogue.in_phase(span.phase) if span else catalogue.practices
    return [each for each in practices if each.visibility is Visibility.TEAM]


def _from_the_start(practice: Practice, phase: Phase | None) -> bool:
    return phase is not None and practice.arrives.get(phase) == 1


def _rows(practices: Sequence[Practice], seen: Seen, phase: Phase | None) -> Iterator[Row]:
    for practice in practices:
        row = _row(practice, seen)
        missing = _from_the_start(practice, phase) and not _recorded(practice, seen)
        if row.has_data or missing:
            yield row


def _row(practice: Practice, seen: Seen) -> Row:
    """Measure a practice; it has data when it was recorded and something of it can still be said."""
    facts = MEASURES[practice.measure](practice, seen)
    known = any(value is not None for value in facts.values())
    return Row(practice.id, facts, known and _recorded(practice, seen))


def _recorded(practice: Practice, seen: Seen) -> bool:
    names = {practice.id, *practice.formerly}
    return any(each.practice in names and each.day <= seen.today for each in seen.activities)


def _weeks(today: date) -> list[Period]:
    monday = week_of(today).first
    return [week_of(monday - timedelta(weeks=n)) for n in reversed(range(WEEKS))]


def _series(
    practices: Sequence[Practice], records: Sequence[Activity], phase: Phase | None, today: date
) -> dict[str, tuple[int, ...]]:
    """Count the records of each week; what was never noted is drawn only if it is on from the first day."""
    known = [each for each in records if each.day <= today]
    weekly = [each for each in practices if each.measure not in _DATED]
    counted = [(each, tuple(_in_week(known, each, week) for week in _weeks(today))) for each in weekly]
    return {each.id: counts for each, counts in counted if any(counts) or _from_the_start(each, phase)}


def _in_week(records: Sequence[Activity], practice: Practice, week: Period) -> int:
    names = {practice.id, *practice.formerly}
    return sum(each.practice in names and each.day in week for each in records)


def _noted_until(records: Sequence[Activity], today: date) -> date | None:
    days = (each.recorded_at.date() if each.recorded_at else each.day for each in records)
    return max((day for day in days if day <= today), default=None)


def _question(flags: Sequence[Flag], phase: Phase | None, seen: Seen) -> str | None:
    """Return the one question: what is flagged first, else what the last learning or the phase calls for."""
    if phase not in ACTIVE:
        return None
    if flags:
        return flags[0].id
    met = [each for each in seen.activities if each.practice in {"user_test", "interview"}]
    last = max((each for each in met if each.day <= seen.today), key=lambda each: each.day, default=None)
    if last and last.day >= seen.since:
        return "what_changes" if last.practice == "user_test" else "who_else"
    return f"phase_{phase.value}"
