"""The success criterion: said before a test, recalled once it is done."""

from dataclasses import replace

from bot.coach.forms import Values
from bot.coach.guards import harmless
from bot.coach.places import after_form
from bot.coach.turn import Turn, ask, tell
from bot.domain.messages import Form, Input, Reply
from bot.domain.practices import FieldKind


def form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask what would make the person say that the idea does not work."""
    inputs = (Input("criterion", FieldKind.LONG_TEXT, turn.say("form.criterion"), required=True),)
    return ask(Form(turn.say("form.criterion_title"), "criterion", args, inputs, turn.say("form.record")))


def kept(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep it with the question, so that the record recalls it."""
    nudge = turn.memory.nudge(int(args[0]))
    text = harmless(str(values.get("criterion", "")).strip())
    if nudge is None or nudge.key.person != turn.person.id:
        return tell(turn.say("press.not_yours"))
    turn.memory.change(replace(nudge, reason=text))
    return after_form(turn, tell(turn.say("criterion.kept"), quote=text), nudge)
