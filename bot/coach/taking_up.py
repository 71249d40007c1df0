"""A line that was made the question: the next plain words answer it, until something else is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.coach.turn import Turn
from bot.domain.nudges import ASIDES, Nudge

_KIND = "aside"
_LASTS = timedelta(days=1)


def take_up(turn: Turn, nudge: Nudge) -> None:
    """Make a line the question, which the next plain words answer."""
    turn.memory.change(replace(nudge, as_line=False))
    last = max(each.id for each in turn.open_nudges())
    turn.memory.open_pending(turn.person.id, _KIND, {"nudge": nudge.id, "last": last}, turn.now)


def taken_up(turn: Turn, asked: Sequence[Nudge]) -> Nudge | None:
    """Return the line beside the practices taken up within a day, unless something was asked since."""
    if not any(each.ask in ASIDES for each in asked):
        return None
    pending = turn.memory.last_pending(turn.person.id)
    if pending is None or pending.kind != _KIND or pending.asked_at < turn.now - _LASTS:
        return None
    since = any(each.id > pending.data["last"] for each in asked)
    return None if since else next((each for each in asked if each.id == pending.data["nudge"]), None)
