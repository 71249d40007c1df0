"""Plans: « jeudi avec 2 agents » silences the question until the first mission day after it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.coach.echo import counted, shortened
from bot.coach.forms import Values
from bot.coach.guards import without_team
from bot.coach.memories import recalled
from bot.coach.places import after_form
from bot.coach.turn import Turn, ask, in_place, refuse, tell
from bot.domain.intents import Plan
from bot.domain.messages import Button, Form, Input, Message, Reply
from bot.domain.nudges import Ask, Nudge, NudgeKey, NudgeState
from bot.domain.people import Team
from bot.domain.periods import week_of
from bot.domain.practices import FieldKind, Practice


def plan(turn: Turn, intent: Plan, asked: Nudge | None = None) -> list[Reply]:
    """Keep a plan: the question waits until the first mission day after it; `asked` opened its form."""
    team = turn.team
    if team is None:
        return without_team(turn, intent.text)
    practice = turn.kit.catalogue[intent.practice]
    nudge = plan_nudge(turn, practice, team, intent)
    back = turn.work(team).next(intent.on)
    what = ", ".join(
        part for part in (turn.practice_words(practice).label, _planned_count(turn, practice, intent)) if part
    )
    text = turn.say(
        "plan.noted",
        what=what,
        day=turn.speech.long_day(intent.on),
        back=turn.speech.long_day(back or intent.on + timedelta(days=1)),
    )
    buttons = (
        Button(turn.say("button.change_date"), "plan", (str(nudge.id),)),
        Button(turn.say("button.not_that"), "unplan", (str(nudge.id),)),
    )
    parts = recalled(turn, team, intent.text, intent.tags)
    kept = Message(text, buttons, quote=shortened(intent.text), parts=parts)
    return after_form(turn, [Reply(kept)], asked)


def _planned_count(turn: Turn, practice: Practice, intent: Plan) -> str:
    return counted(turn, practice, intent.answers)


def plan_nudge(turn: Turn, practice: Practice, team: Team, intent: Plan) -> Nudge:
    """Put the open question of a practice to *planned*, or make one for the week of the plan."""
    waiting = [nudge for nudge in turn.open_nudges(practice.id) if nudge.key.team == team.id]
    nudge = waiting[-1] if waiting else _unasked(turn, practice, team, intent)
    planned = replace(nudge, state=NudgeState.PLANNED, planned_on=intent.on)
    turn.memory.change(planned)
    return planned


def _unasked(turn: Turn, practice: Practice, team: Team, intent: Plan) -> Nudge:
    reminder = next((each.id for each in practice.reminders if each.every), "plan")
    key = NudgeKey(turn.person.id, team.id, practice.id, reminder, week_of(intent.on).key)
    fresh = turn.memory.ask(key, turn.today, Ask.NUDGE, None, None, as_line=False)
    if fresh:
        return fresh
    again = replace(key, reminder="plan", period=f"{intent.on}:made:{turn.event.id}")
    made = turn.memory.ask(again, turn.today, Ask.NUDGE, None, None, as_line=False)
    if made is None:
        raise ValueError(again)
    return made


def plan_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask for the day of a plan."""
    nudge = turn.memory.nudge(int(args[0]))
    if nudge is None or nudge.key.person != turn.person.id:
        return tell(turn.say("press.not_yours"))
    words = turn.practice_words(turn.kit.catalogue[nudge.key.practice])
    day = turn.work(turn.team_of(nudge.key.team)).next(turn.today)
    inputs = (
        Input(
            "on",
            FieldKind.DATE,
            turn.say("form.plan_day"),
            required=True,
            value=day.isoformat() if day else None,
        ),
        Input("what", FieldKind.TEXT, turn.say("form.plan_what")),
    )
    return ask(Form(words.label, "plan", args, inputs, turn.say("form.plan")))


def planned(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the plan of a form; a past day is refused in the form."""
    nudge = turn.memory.nudge(int(args[0]))
    if nudge is None or nudge.key.person != turn.person.id:
        return tell(turn.say("press.not_yours"))
    day = future_day(turn, str(values.get("on", "")))
    if day is None:
        return refuse({"on": turn.say("fault.past")})
    turn.memory.change(replace(nudge, state=NudgeState.ASKED))
    return plan(turn, Plan(nudge.key.practice, day, text=str(values.get("what", ""))), nudge)


def future_day(turn: Turn, text: str) -> date | None:
    """Return the day a form gives, if it is today or later."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day >= turn.today else None


def unplan(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« C’était autre chose »: the plan is dropped, the question waits again."""
    nudge = turn.memory.nudge(int(args[0]))
    if nudge is None or nudge.key.person != turn.person.id:
        return tell(turn.say("press.not_yours"))
    turn.memory.change(replace(nudge, state=NudgeState.ASKED, planned_on=None))
    return in_place(turn.say("plan.dropped"))
