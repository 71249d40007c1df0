"""The named conditions of the catalogue. A reminder's `when` is one of these; the reference prints them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.committees import committee_due, last_committee, next_committee, was_decided
from bot.domain.people import Team
from bot.domain.phases import Phase
from bot.domain.thresholds import Thresholds

_SERVED = frozenset({Phase.ACCELERATION, Phase.CONSOLIDATION, Phase.OPERATED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition may look at."""

    team: Team
    activities: Sequence[Activity]
    today: date
    thresholds: Thresholds


def first_user_served(facts: Facts) -> bool:
    """Somebody uses the service: the milestone is recorded, or a feedback is, or the phase says so."""
    if facts.team.phase_on(facts.today) in _SERVED:
        return True
    return any(
        each.practice == "feedback"
        or (each.practice == "milestone" and each.answers.get("kind") == "first_user")
        for each in facts.activities
    )


def no_interview_yet(facts: Facts) -> bool:
    """No interview is recorded."""
    return not any(each.practice == "interview" for each in facts.activities)


def committee_undated(facts: Facts) -> bool:
    """No coming committee is known, and one is due within 60 days."""
    if next_committee(facts.activities, facts.today):
        return False
    due = committee_due(facts.team, facts.activities, facts.today, facts.thresholds)
    warning = timedelta(days=facts.thresholds.committee_warning_days)
    return due is not None and due - warning <= facts.today


def committee_without_decision(facts: Facts) -> bool:
    """The last committee has no decision recorded."""
    last = last_committee(facts.activities, facts.today)
    return last is not None and not was_decided(facts.activities, last, facts.today)


def unknown_open(facts: Facts) -> bool:
    """An unknown is open."""
    return any(each.practice == "unknown" and each.closed_on is None for each in facts.activities)


def always(_: Facts) -> bool:
    """No condition."""
    return True


PREDICATES: Mapping[str, Callable[[Facts], bool]] = {
    each.__name__: each
    for each in (
        first_user_served,
        no_interview_yet,
        committee_undated,
        committee_without_decision,
        unknown_open,
        always,
    )
}
