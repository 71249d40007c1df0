"""The named conditions of the catalogue. A reminder's `when` is one of these; the reference prints them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.committees import committee_due, last_committee, next_committee, was_decided
from bot.domain.counting import number
from bot.domain.impact import north_star, stale_dimensions
from bot.domain.links import linked_ids
from bot.domain.people import Team
from bot.domain.phases import Phase
from bot.domain.thresholds import Thresholds

_LAST_MONTHS = 9  # from September on, what is left is planned (PRACTICES §2, `budget`)
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


def first_user_awaited(facts: Facts) -> bool:
    """Nobody uses the service yet, as far as is noted."""
    return not first_user_served(facts)


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


def unlinked_learning(facts: Facts) -> bool:
    """Something was learned, by a test or otherwise, that no decision points at."""
    led = {id_ for each in facts.activities if each.practice == "decision" for id_ in linked_ids(each.links)}
    return any(each.practice in {"learning", "user_test"} and each.id not in led for each in facts.activities)


def interviews_to_read(facts: Facts) -> bool:
    """An interview was noted after the last learning."""
    ids = {name: max(_ids(facts, name), default=0) for name in ("interview", "learning")}
    return ids["interview"] > ids["learning"]


def fewer_than_two_scenarios_shown(facts: Facts) -> bool:
    """Fewer than two scenarios were shown to somebody."""
    shown = [
        each.answers.get("name") or each.id
        for each in facts.activities
        if each.practice == "scenario" and number(each.answers.get("tested_with"), 0) > 0
    ]
    return len(set(shown)) < 2  # noqa: PLR2004 - one compares two (METHOD §1.2, I2b)


def north_star_stale(facts: Facts) -> bool:
    """The indicator that the team watches most has no value of this month."""
    star = north_star(_of(facts, "measure"))
    return star is None or star.is_stale(facts.today, facts.thresholds.north_star_max_gap_days)


def impact_stale(facts: Facts) -> bool:
    """A dimension of the impact matrix has no value young enough for a committee."""
    return bool(stale_dimensions(_of(facts, "measure"), facts.today, facts.thresholds))


def committee_ask_missing(facts: Facts) -> bool:
    """Nothing was written of what is asked of the coming committee."""
    last = last_committee(facts.activities, facts.today)
    asked = [each.day for each in _of(facts, "committee_ask")]
    return not any(last is None or day > last for day in asked)


def partner_open(facts: Facts) -> bool:
    """Something is awaited of an ally or a partner."""
    return any(each.answers.get("need") or each.answers.get("next_step") for each in _of(facts, "ally"))


def card_filled(facts: Facts) -> bool:
    """The team's card says something."""
    return bool(_of(facts, "team_card"))


def _of(facts: Facts, practice: str) -> list[Activity]:
    return [each for each in facts.activities if each.practice == practice]


def _ids(facts: Facts, practice: str) -> list[int]:
    return [each.id for each in facts.activities if each.practice == practice]


def budget_year_ends_soon(facts: Facts) -> bool:
    """The budget year ends within four months: it ends on 31 December."""
    return facts.today.month >= _LAST_MONTHS


def always(_: Facts) -> bool:
    """No condition."""
    return True


PREDICATES: Mapping[str, Callable[[Facts], bool]] = {
    each.__name__: each
    for each in (
        first_user_served,
        first_user_awaited,
        no_interview_yet,
        committee_undated,
        committee_without_decision,
        unknown_open,
        unlinked_learning,
        interviews_to_read,
        fewer_than_two_scenarios_shown,
        north_star_stale,
        impact_stale,
        committee_ask_missing,
        partner_open,
        card_filled,
        budget_year_ends_soon,
        always,
    )
}
