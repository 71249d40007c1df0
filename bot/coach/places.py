"""Where an answer goes: after a click, the message changes to its result and loses its buttons (PEERS §3.1).

A form has no message, but the button that opened it had one, which some chats tell. A message that asks more
than one thing keeps what was not answered: there, the answer comes apart.
"""

from dataclasses import replace

from bot.coach.turn import Turn
from bot.domain.events import Pressed, Submitted
from bot.domain.messages import Reply, To
from bot.domain.nudges import Nudge, NudgeState

_WAITING = frozenset({NudgeState.ASKED, NudgeState.LATER})


def after_form(turn: Turn, replies: list[Reply], nudge: Nudge | None = None) -> list[Reply]:
    """Return what a form is answered, where the button was; privately when the chat cannot tell where.

    `nudge` is the question that opened it, when it is one that Pouce put by itself.
    """
    receipt = turn.event.receipt if isinstance(turn.event, Submitted) else None
    return _placed(turn, replies, nudge, receipt) if receipt else replies


def after_press(turn: Turn, replies: list[Reply], nudge: Nudge) -> list[Reply]:
    """Return what a button of a question is answered, where it was."""
    receipt = turn.event.receipt if isinstance(turn.event, Pressed) else None
    return _placed(turn, replies, nudge, receipt)


def _placed(turn: Turn, replies: list[Reply], nudge: Nudge | None, receipt: str | None) -> list[Reply]:
    rest = _others(turn, nudge, receipt) if nudge else []
    return rest + replies if rest else [replace(replies[0], to=To.IN_PLACE), *replies[1:]]


def _others(turn: Turn, nudge: Nudge, receipt: str | None) -> list[Reply]:
    """Return the message of a question without what was answered, when it asks something else too."""
    asked = turn.memory.delivery(nudge.delivery) if nudge.delivery else None
    if asked is None or asked.posted_as != receipt or not asked.message.parts:
        return []
    same = [each for each in turn.memory.nudges(turn.person.id) if each.delivery == asked.id]
    answered = {str(each.id) for each in same if each.state not in _WAITING} | {str(nudge.id)}
    return [Reply(asked.message.without_buttons_of(frozenset(answered)), To.IN_PLACE)]
