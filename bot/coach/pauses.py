"""« Pouce ! »: dated silence. The team sees « en pause », and no reason is kept."""

from datetime import date, timedelta

from bot.coach.answers import resume_asking
from bot.coach.forms import Values, context_of
from bot.coach.places import after_form
from bot.coach.plans import future_day
from bot.coach.turn import Turn, ask, refuse, tell
from bot.domain.calendar import Absence
from bot.domain.intents import Intent, Pause
from bot.domain.messages import Button, Form, Input, Reply, Style, To
from bot.domain.practices import FieldKind
from bot.domain.reading import read

FOR_LONG = date(2099, 12, 31)
"""« Tout arrêter »: until the person says otherwise."""


def is_paused(turn: Turn) -> bool:
    """Say whether the person is away today."""
    return any(absence.covers(turn.today) for absence in turn.memory.absences(turn.person.id))


def pause_verb(turn: Turn, rest: str) -> list[Reply]:
    """`/coach pause jusqu'au 4 janvier`; alone, ask how long."""
    intent: Intent = read(f"pause {rest}", context_of(turn)) if rest.strip() else Pause()
    return pause(turn, intent if isinstance(intent, Pause) else Pause())


def pause(turn: Turn, intent: Pause) -> list[Reply]:
    """Be silent until a day, included; without a day, ask."""
    if intent.until is None:
        return _how_long(turn)
    return _until(turn, intent.until, To.ME)


def _how_long(turn: Turn) -> list[Reply]:
    week = turn.today + timedelta(days=6)
    buttons = (
        Button(turn.say("pause.today"), "pause", (turn.today.isoformat(),), Style.PRIMARY),
        Button(turn.say("pause.week"), "pause", (week.isoformat(),)),
        Button(turn.say("pause.other"), "pause_form"),
    )
    return tell(turn.say("pause.how_long"), *buttons)


def pause_pressed(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """A length was chosen."""
    return _until(turn, date.fromisoformat(args[0]), To.IN_PLACE)


def _until(turn: Turn, until: date, to: To) -> list[Reply]:
    if until < turn.today:
        return tell(turn.say("pause.past", day=turn.speech.long_day(until)))
    turn.memory.add_absence(turn.person.id, Absence(turn.today, until))
    turn.reschedule()
    if until == FOR_LONG:
        return tell(turn.say("pause.for_long"), Button(turn.say("button.resume"), "resume"), to=to)
    back = turn.work(turn.team).next(until) or until + timedelta(days=1)
    text = turn.say("pause.done", day=turn.speech.long_day(until), back=turn.speech.long_day(back))
    buttons = (
        Button(turn.say("button.change_date"), "pause_form"),
        Button(turn.say("button.resume"), "resume"),
    )
    return tell(text, *buttons, to=to)


def resume_verb(turn: Turn, rest: str) -> list[Reply]:
    """Come back before the end of a pause, or take up a practice that was stopped."""
    practice = read(rest, context_of(turn)) if rest.strip() else None
    name = getattr(practice, "practice", None)
    if name and turn.team:
        return [Reply(each.message) for each in resume_asking(turn, (str(turn.team.id), name))]
    return back(turn)


def back(turn: Turn) -> list[Reply]:
    """« Je suis de retour »: end the pause and say when Pouce speaks again; never a feedback."""
    if not is_paused(turn):
        return tell(turn.say("back.not_paused"))
    turn.memory.end_absences(turn.person.id, turn.today)
    turn.reschedule()
    following = turn.work(turn.team).next(turn.today)
    return tell(turn.say("back.welcome", day=turn.speech.long_day(following or turn.today)))


def resume_pressed(turn: Turn, _: tuple[str, ...]) -> list[Reply]:
    """« Reprendre »."""
    return [Reply(each.message, To.IN_PLACE) for each in back(turn)]


def pause_form(turn: Turn, _: tuple[str, ...] = ()) -> list[Reply]:
    """Ask for the last day of the pause."""
    inputs = (Input("until", FieldKind.DATE, turn.say("form.until"), required=True),)
    return ask(Form(turn.say("pause.title"), "pause_form", (), inputs, turn.say("form.save")))


def pause_filled(turn: Turn, _: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the pause of a form."""
    until = future_day(turn, str(values.get("until", "")))
    if until is None:
        return refuse({"until": turn.say("fault.past")})
    return after_form(turn, _until(turn, until, To.ME))
