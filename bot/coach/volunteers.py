"""A teammate is asked nothing until they accept, practice by practice (LIVED §4)."""

from dataclasses import replace

from bot.coach.forms import Values
from bot.coach.turn import Turn, ask, tell
from bot.domain.messages import Form, Input, Reply
from bot.domain.people import Membership, Role, Team
from bot.domain.practices import Asks, FieldKind, Practice


def teammate_of(turn: Turn) -> tuple[Team, Membership] | None:
    """Return the team where they are a teammate, if there is one."""
    own = [each for each in turn.teams if each[1].is_member() and each[1].role is Role.TEAMMATE]
    return own[0] if own else None


def form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """Open the list of what they may be asked, ticked as it is."""
    found = teammate_of(turn)
    if found is None:
        return tell(turn.say("press.not_yours"))
    choices = tuple((each.id, turn.practice_words(each).label) for each in _open_to_teammates(turn))
    asked = Input(
        "asked", FieldKind.CHOICES, turn.say("form.asked"), choices=choices, value=sorted(found[1].asked)
    )
    return ask(Form(turn.say("volunteer.title"), "volunteer", (), (asked,), turn.say("form.save")))


def _open_to_teammates(turn: Turn) -> list[Practice]:
    return [
        practice
        for practice in turn.kit.catalogue.practices
        if any(each.asks is not Asks.INTRAPRENEUR for each in practice.reminders)
    ]


def accepted(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep what they accept; an empty list is silence again."""
    found = teammate_of(turn)
    if found is None:
        return tell(turn.say("press.not_yours"))
    named = values.get("asked", [])
    wanted = set(named.replace(" ", "").split(",") if isinstance(named, str) else named)
    kept = [each for each in _open_to_teammates(turn) if each.id in wanted]
    turn.memory.put_membership(replace(found[1], asked=frozenset(each.id for each in kept)))
    turn.reschedule()
    if not kept:
        return tell(turn.say("volunteer.nothing"))
    labels = turn.speech.join([turn.practice_words(each).label for each in kept])
    return tell(turn.say("volunteer.kept", practices=labels))
