"""`/coach guide`: an interview guide is read again, question by question. Nothing of it is noted."""

from bot.coach.echo import shortened
from bot.coach.forms import Values
from bot.coach.turn import Turn, ask, refuse, tell
from bot.domain.messages import Form, Input, Message, Part, Reply
from bot.domain.practices import FieldKind
from bot.domain.reading.guides import Flaw, Found, flawed, questions_in

_AT_ONCE = 8  # questions shown: a guide is opened again by a few of them
_SHOWN = 200
_LONGEST = 6_000
"""Characters read: a guide of an hour holds on two pages."""


def check(turn: Turn, rest: str) -> list[Reply]:
    """Read what was pasted, or open a sheet to paste it on."""
    if not rest.strip():
        return ask(_form(turn))
    return _read(turn, rest)


def _form(turn: Turn) -> Form:
    text = Input("guide", FieldKind.LONG_TEXT, turn.say("guide.field"), turn.say("guide.hint"), required=True)
    return Form(
        turn.say("guide.title"), "guide", (), (text,), turn.say("guide.read"), turn.say("guide.intro")
    )


def submitted(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Read what was pasted on the sheet."""
    text = str(values.get("guide", "")).strip()
    return _read(turn, text) if text else refuse({"guide": turn.say("fault.missing")})


def _read(turn: Turn, text: str) -> list[Reply]:
    questions = questions_in(text[:_LONGEST], turn.kit.lexicon)
    if not questions:
        return tell(turn.say("guide.no_question"))
    seen = list(flawed(questions, turn.kit.lexicon))
    read = turn.say("guide.count", n=len(questions))
    if not seen:
        return tell(f"{read} {turn.say('guide.nothing')}", footer=turn.say("guide.honest"))
    parts = tuple(_part(turn, number, question, found) for number, question, found in seen[:_AT_ONCE])
    flaws = {each.flaw for _, _, found in seen for each in found}
    ways = [turn.say(f"guide.instead_{each}") for each in Flaw if each in flaws]
    left = turn.say("guide.left", n=len(seen) - _AT_ONCE) if len(seen) > _AT_ONCE else ""
    text = "\n".join(each for each in (f"{read} {turn.say('guide.seen', n=len(seen))}", *ways, left) if each)
    return [Reply(Message(text, parts=parts, footer=turn.say("guide.honest")))]


def _part(turn: Turn, number: int, question: str, found: list[Found]) -> Part:
    """Say what is seen in one question, and whether it is only likely."""
    said = [turn.say(f"guide.{each.flaw}" if each.sure else f"guide.perhaps_{each.flaw}") for each in found]
    text = turn.say("guide.flaws", number=number, flaws=turn.speech.join(said))
    return Part(text, quote=shortened(question, _SHOWN))
