"""Is the committee's pack ready? Its pieces by phase (METHOD §2.4): what records show, or what was ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.activities import Activity
from bot.domain.committees import COMMITTEE, last_committee
from bot.domain.counting import Seen, number
from bot.domain.impact import cost_per_use, stale_dimensions
from bot.domain.phases import Phase

READY = "ready"
"""The answer of a committee's record that holds the pieces ticked by hand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that the members of a committee expect to read."""

    id: str
    ready: bool


@dataclass(frozen=True, slots=True)
class _Since:
    """What was recorded since the last committee, or for as long as between two committees."""

    seen: Seen
    records: Sequence[Activity]

    def of(self, *practices: str) -> list[Activity]:
        return [each for each in self.records if each.practice in practices]

    def has(self, practice: str, field: str, *values: str) -> bool:
        return any(
            each.answers.get(field) in values if values else bool(each.answers.get(field))
            for each in self.of(practice)
        )


def pieces(seen: Seen) -> tuple[Piece, ...]:
    """Return the pieces that the next committee expects in this phase; none where there is no committee."""
    expected = _BY_PHASE.get(seen.team.phase_on(seen.today), ())
    since = _since(seen)
    ticked = _ticked(since)
    return tuple(Piece(each, each in ticked or _SHOWN[each](since)) for each in expected)


def readiness(seen: Seen) -> tuple[int, int]:
    """Return how many pieces are ready, and how many there are."""
    found = pieces(seen)
    return sum(each.ready for each in found), len(found)


def _since(seen: Seen) -> _Since:
    held = last_committee(seen.activities, seen.today)
    long_ago = seen.today - timedelta(days=seen.thresholds.committee_max_gap_days)
    first = max(held + timedelta(days=1) if held else date.min, long_ago)
    return _Since(seen, [each for each in seen.activities if first <= each.day <= seen.today])


def _ticked(since: _Since) -> set[str]:
    lists = (each.answers.get(READY) for each in since.of(COMMITTEE))
    return {name for each in lists if isinstance(each, list) for name in each}


def _problem(since: _Since) -> bool:
    return since.has("milestone", "kind", "problem_sheet") or since.has("team_card", "pitch")


def _research(since: _Since) -> bool:
    if since.seen.team.phase_on(since.seen.today) is Phase.INVESTIGATION:
        enough = len(since.of("learning")) >= since.seen.thresholds.synthesis_learnings
        return enough or since.has("learning", "kind", "synthesis")
    return bool(since.of("user_test", "interview"))


def _scenarios(since: _Since) -> bool:
    return any(number(each.answers.get("tested_with"), 0) > 0 for each in since.of("scenario"))


def _demo(since: _Since) -> bool:
    shown = since.has("ritual", "kind", "demo") or since.has("sponsor", "how", "demo")
    return shown or since.has("public_voice", "kind", "demo") or _scenarios(since)


def _impact(since: _Since) -> bool:
    measured = [each for each in since.seen.activities if each.practice == "measure"]
    return not stale_dimensions(measured, since.seen.today, since.seen.thresholds)


def _next_six_months(since: _Since) -> bool:
    return since.has("team_card", "objective") or since.has("committee_ask", "hypotheses")


def _ask(since: _Since) -> bool:
    asked = since.has("committee_ask", "amount") or since.has("committee_ask", "team")
    return asked and since.has("committee_ask", "criteria")


def _budget(since: _Since) -> bool:
    return since.has("budget", "envelope") and since.has("budget", "engaged")


def _never(_: _Since) -> bool:
    """Only a tick says it."""
    return False


_SHOWN: Mapping[str, Callable[[_Since], bool]] = {
    "problem": _problem,
    "research": _research,
    "benchmark": _never,
    "scenarios": _scenarios,
    "strategy": lambda since: bool(since.of("decision")),
    "demo": _demo,
    "impact": _impact,
    "cost": lambda since: cost_per_use(since.seen) is not None,
    "next_six_months": _next_six_months,
    "ask": _ask,
    "transition": lambda since: since.has("milestone", "kind", "transition_plan"),
    "blockers": lambda since: bool(since.of("blocker")),
    "budget": _budget,
    "rehearsal": lambda since: since.has("milestone", "kind", "rehearsal"),
    "sent": _never,
}
_LAST = ("next_six_months", "ask", "blockers", "rehearsal", "sent")
_GROWING = ("research", "strategy", "demo", "impact", "cost", "budget", *_LAST)
_BY_PHASE: Mapping[Phase | None, tuple[str, ...]] = {
    Phase.INVESTIGATION: ("problem", "research", "benchmark", "scenarios", "demo", *_LAST),
    Phase.CONSTRUCTION: _GROWING,
    Phase.ACCELERATION: _GROWING,
    Phase.CONSOLIDATION: (*_GROWING, "transition"),
    Phase.OPERATED: ("strategy", "impact", "cost", "budget", "next_six_months"),
}
PIECES = tuple(_SHOWN)
