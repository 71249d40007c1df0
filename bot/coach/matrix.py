"""The impact matrix as a table: five dimensions, what was measured last in each, and how it moved."""

from dataclasses import replace
from datetime import timedelta

from bot.coach.turn import Turn
from bot.domain.activities import Activity
from bot.domain.calendar import WorkDays
from bot.domain.counting import Seen
from bot.domain.impact import EFFICIENT, MEASURE, Indicator, cost_per_use, is_told, matrix
from bot.domain.measures import shared
from bot.domain.messages import Message, Table
from bot.domain.people import Team
from bot.domain.practices import Visibility

_LOOKED_BACK = timedelta(days=730)
_COLUMNS = ("dimension", "indicator")
"""Two: a third leaves the screen of a telephone."""


def with_matrix(turn: Turn, activity: Activity, message: Message) -> Message:
    """Show under the confirmation of a measure where it stands among the others."""
    team = turn.team_of(activity.team)
    if activity.practice != MEASURE or team is None or activity.visibility is Visibility.PRIVATE:
        return message
    known = turn.memory.activities(team.id, practice=MEASURE)
    placed = is_told([*known, activity], activity, "dimension")
    return replace(message, table=impact_table(turn, team)) if placed else message


def impact_table(turn: Turn, team: Team) -> Table | None:
    """Return the matrix of a team; None before anything was measured in it."""
    seen = _seen(turn, team)
    rows = matrix(seen)
    if not any(indicator for _, indicator in rows):
        return None
    names = turn.practice_words(turn.kit.catalogue[MEASURE]).fields["dimension"].choices
    cells = ((names.get(each, each), _cell(turn, seen, each, found)) for each, found in rows)
    return Table(tuple(turn.say(f"matrix.{each}") for each in _COLUMNS), tuple(cells))


def _seen(turn: Turn, team: Team) -> Seen:
    since = turn.today - _LOOKED_BACK
    activities = shared(turn.memory.activities(team.id, since=since))
    return Seen(team, activities, WorkDays(), turn.today, since, turn.thresholds(team))


def _cell(turn: Turn, seen: Seen, dimension: str, found: Indicator | None) -> str:
    if found is not None:
        return _last(turn, seen, found)
    cost = cost_per_use(seen) if dimension == EFFICIENT else None
    if cost is None:
        return turn.say("matrix.nothing")
    return turn.say("matrix.cost", value=turn.speech.money(cost))


def _last(turn: Turn, seen: Seen, found: Indicator) -> str:
    number = turn.speech.number(found.value)
    value = f"{number}\u00a0{found.unit}" if found.unit else number
    says_it_all = found.unit.casefold() == found.name.casefold()
    what = value if says_it_all else turn.say("matrix.named", name=found.name, value=value)
    change = _change(turn, found)
    what = turn.say("matrix.changed", what=what, change=change) if change else what
    stale = found.is_stale(seen.today, seen.thresholds.impact_max_gap_days)
    return turn.say("matrix.stale" if stale else "matrix.fresh", what=what, day=turn.speech.day(found.day))


def _change(turn: Turn, found: Indicator) -> str:
    moved = (
        "" if found.delta is None else turn.say(_moved(found.delta), by=turn.speech.number(abs(found.delta)))
    )
    target = "" if found.target is None else turn.say("matrix.target", value=turn.speech.number(found.target))
    return ", ".join(each for each in (moved, target) if each)


def _moved(delta: float) -> str:
    return "matrix.same" if delta == 0 else "matrix.more" if delta > 0 else "matrix.less"
