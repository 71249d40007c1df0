"""What would a coach raise? Facts that the team reads in the same words, most pressing first.

Days off are taken into account: a gap over the holidays is no gap.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.calendar import WorkDays
from bot.domain.committees import committee_due, next_committee, said_to_be_due
from bot.domain.measures import Seen
from bot.domain.phases import ACTIVE, Phase, PhaseSpan

_SHIPS = frozenset({Phase.CONSTRUCTION, Phase.ACCELERATION, Phase.CONSOLIDATION})
_SETTLED = frozenset({Phase.CONSOLIDATION, Phase.OPERATED})
_CONTACT = frozenset({"user_test", "interview"})
_WEEK = 5  # working days


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a coach would raise: a fact, never a reproach."""

    id: str
    facts: Mapping[str, object] = field(default_factory=dict)


def flags_of(seen: Seen, span: PhaseSpan | None) -> Iterator[Flag]:
    """Return what is worth raising about a team; nothing about a product that is over."""
    if span is None or span.phase not in ACTIVE:
        return
    yield from _committee(seen)
    yield from _contact(seen, span)
    if span.phase in _SHIPS:
        yield from _release(seen)
        yield from _verdicts(seen)
    yield from _unknown(seen)


def _committee(seen: Seen) -> Iterator[Flag]:
    if next_committee(seen.activities, seen.today):
        return
    due = committee_due(seen.team, seen.activities, seen.today, seen.thresholds)
    if due and due < seen.today:
        yield Flag("committee_overdue", {"date": said_to_be_due(due)})
    elif due and due - timedelta(days=seen.thresholds.committee_warning_days) <= seen.today:
        yield Flag("committee_undated", {"date": said_to_be_due(due)})


def _contact(seen: Seen, span: PhaseSpan) -> Iterator[Flag]:
    """Raise working weeks without users, counted from the last time, the phase, or the team's arrival."""
    met = _days(seen, _CONTACT)
    since = max([*met, span.starts_on, _arrival(seen)])
    weeks = len(seen.work.between(since + timedelta(days=1), seen.today)) // _WEEK
    if span.phase in _SETTLED and (seen.today - since).days <= seen.thresholds.user_test_max_gap_days:
        return
    if weeks >= seen.thresholds.contact_gap_weeks:
        yield Flag("no_contact", {"n": weeks})


def _arrival(seen: Seen) -> date:
    """Return when the team began to note: nothing is known of what came before."""
    noted = (each.day for each in seen.activities if each.author is not None)
    return seen.team.arrived_on or min(noted, default=seen.today)


def _release(seen: Seen) -> Iterator[Flag]:
    days = _days(seen, {"release"})
    if days and _gap(seen.work, max(days), seen.today) > seen.thresholds.release_max_gap_days:
        yield Flag("release_gap", {"n": (seen.today - max(days)).days})


def _gap(work: WorkDays, last: date, today: date) -> int:
    """Count the days since, without the mission days that were off."""
    since = last + timedelta(days=1)
    off = len(WorkDays(work.mission).between(since, today)) - len(work.between(since, today))
    return (today - last).days - off


def _verdicts(seen: Seen) -> Iterator[Flag]:
    verdicts = [each.answers.get("verdict") for each in seen.activities if each.practice == "user_test"]
    known = [each for each in verdicts if each]
    if known and len(known) >= seen.thresholds.rounds_before_verdicts and "refuted" not in known:
        yield Flag("never_refuted", {"n": len(known)})


def _unknown(seen: Seen) -> Iterator[Flag]:
    opened = (each for each in seen.activities if each.practice == "unknown" and each.closed_on is None)
    age = max(((seen.today - each.day).days for each in opened), default=0)
    if age >= seen.thresholds.unknown_old_days:
        yield Flag("unknown_old", {"n": age})


def _days(seen: Seen, practices: frozenset[str] | set[str]) -> list[date]:
    return [each.day for each in seen.activities if each.practice in practices and each.day <= seen.today]
