"""Answering a nudge: later, not this time and why, stop asking, let us try; by button or in plain words."""

from dataclasses import replace
from datetime import datetime

from bot.coach.drafts import draft_button, drafted
from bot.coach.forms import practice_form
from bot.coach.guards import harmless
from bot.coach.loops import answer_form, asked_about, plain_answer
from bot.coach.places import after_press
from bot.coach.plans import plan
from bot.coach.record import record
from bot.coach.taking_up import taken_up
from bot.coach.turn import Turn, ask, in_place, tell
from bot.domain.activities import Value
from bot.domain.events import Said
from bot.domain.intents import Later, Log, NotThisTime, Plan
from bot.domain.messages import Button, Message, Reply, Style
from bot.domain.moments import later_choices
from bot.domain.nudges import ASIDES, OPEN, Ask, Nudge, NudgeState
from bot.domain.outlook import Subject
from bot.domain.periods import Every
from bot.domain.practices import Practice
from bot.domain.reading.normal import fold

REASONS = ("no_time", "nobody", "not_relevant", "rather_not_say")


def own_nudge(turn: Turn, args: tuple[str, ...]) -> Nudge | None:
    """Return the nudge a button is about, if it was put to this person."""
    nudge = turn.memory.nudge(int(args[0]))
    return nudge if nudge and nudge.key.person == turn.person.id else None


def settled(turn: Turn, nudge: Nudge | None) -> list[Reply]:
    """Return what to say when the button is no longer any use; empty while it is."""
    if nudge is None:
        return tell(turn.say("press.not_yours"))
    if nudge.state is NudgeState.CLOSED:
        return in_place(turn.say("press.replaced"))
    if nudge.state not in OPEN:
        return in_place(turn.say(f"press.{nudge.state}"))
    return []


def log(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Je note »: open the form of the practice."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    about = asked_about(turn, nudge)
    if about:
        return answer_form(turn, (str(about.id), args[0]))
    practice = turn.kit.catalogue[nudge.key.practice]
    drafts = drafted(turn, practice, turn.team_of(nudge.key.team))
    known: dict[str, Value] = {**drafts, **step_asked(turn, practice, nudge)}
    if nudge.about and nudge.about <= turn.today and _is_of_a_day(practice, nudge):
        known["day"] = nudge.about.isoformat()
    if nudge.ask is Ask.INTRODUCE:
        _subject(turn, nudge, "accepted")
    return ask(practice_form(turn, practice, "record", (practice.id, args[0]), known))


def _is_of_a_day(practice: Practice, nudge: Nudge) -> bool:
    """Say whether a question is about what happened on a day, rather than about what is old by now."""
    reminder = practice.reminder(nudge.key.reminder)
    planned = nudge.ask in {Ask.PLANNED_DAY, Ask.PLAN_PAST}
    return planned or (reminder is not None and reminder.every is Every.DAY)


def step_asked(turn: Turn, practice: Practice, nudge: Nudge) -> dict[str, Value]:
    """Return the answer that the question itself gives: asked about a milestone, its kind is known."""
    reminder = practice.reminder(nudge.key.reminder)
    team = turn.team_of(nudge.key.team)
    timetable = reminder.timetable(turn.thresholds(team)) if reminder and team else ()
    steps = {str(n): step for n, step in timetable}
    step = steps.get(nudge.key.period.partition("+")[2].partition(":")[0])
    return {field.id: step for field in practice.fields if step in field.choices}


def later(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Plus tard… »: offer the end of the day, the next mission day, next week."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    choices = later_choices(turn.person, turn.work(turn.team_of(nudge.key.team)), turn.now)
    buttons = tuple(
        Button(_later_label(turn, name, at), "snooze", (args[0], at.isoformat()))
        for name, at in choices.items()
    )
    return tell(turn.say("later.when"), *buttons)


def _later_label(turn: Turn, name: str, at: datetime) -> str:
    return turn.say(f"later.{name}", day=turn.speech.day(at.astimezone(turn.person.tz).date()))


def snooze(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Put a question off until the instant chosen."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    return until(turn, nudge, datetime.fromisoformat(args[1]))


def until(turn: Turn, nudge: Nudge, at: datetime) -> list[Reply]:
    """Put a question off until an instant, and say when it comes back."""
    turn.memory.change(replace(nudge, state=NudgeState.LATER, later_until=at))
    turn.reschedule()
    local = at.astimezone(turn.person.tz)
    if local.date() == turn.today:
        return in_place(turn.say("later.today", time=turn.speech.time(local.time())))
    return in_place(turn.say("later.until", day=turn.speech.long_day(local.date())))


def skip(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Pas cette fois… »: reasons as chips, and who reads them."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    buttons = tuple(Button(turn.say(f"skip.{why}"), "skipped", (args[0], why)) for why in REASONS)
    stop = Button(turn.say("skip.stop"), "stop_asking", args, Style.DANGER)
    return tell(turn.say("skip.why"), *buttons, stop)


def skipped(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Pass this one; « je préfère ne pas dire » keeps no reason."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    reason = args[1] if args[1] in REASONS and args[1] != "rather_not_say" else None
    turn.memory.change(replace(nudge, state=NudgeState.SKIPPED, reason=reason))
    return in_place(turn.say("skip.done"))


def stop_asking(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Stop asking about a practice, until the person says otherwise."""
    nudge = own_nudge(turn, args)
    if nudge is None:
        return settled(turn, nudge)
    turn.memory.change(replace(nudge, state=NudgeState.SKIPPED))
    _subject(turn, nudge, "stopped")
    label = turn.practice_words(turn.kit.catalogue[nudge.key.practice]).label
    button = Button(
        turn.say("button.resume_asking"), "resume_asking", (str(nudge.key.team), nudge.key.practice)
    )
    return in_place(turn.say("stop.done", practice=label), button)


def resume_asking(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask again about a practice that was stopped."""
    practice = turn.kit.catalogue.get(args[1])
    if practice is None:
        return tell(turn.say("press.outdated"))
    subject = Subject(practice.id, "accepted", turn.today)
    turn.memory.set_subject(turn.person.id, int(args[0]), subject)
    return in_place(turn.say("stop.resumed", practice=turn.practice_words(practice).label))


def try_it(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« On essaie »: keep the subject, and let the person log at once."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    _subject(turn, nudge, "accepted")
    button = Button(turn.say("button.log"), "log", args, Style.PRIMARY)
    later_on = Button(turn.say("button.later"), "later", args)
    draft = draft_button(turn.speech, nudge.key.practice, nudge.id)
    return after_press(turn, tell(turn.say("introduce.accepted"), button, *draft, later_on), nudge)


def not_for_us(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Pas pour nous »: not offered again before the phase changes."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    _subject(turn, nudge, "refused")
    turn.memory.change(replace(nudge, state=NudgeState.SKIPPED))
    return after_press(turn, tell(turn.say("introduce.refused")), nudge)


def _subject(turn: Turn, nudge: Nudge, state: str) -> None:
    team = turn.team_of(nudge.key.team)
    phase = team.phase_on(turn.today) if team else None
    subject = Subject(nudge.key.practice, state, turn.today, phase)
    turn.memory.set_subject(turn.person.id, nudge.key.team, subject)


# In plain words


def last_question(turn: Turn) -> Nudge | None:
    """Return the question that a plain reply answers: the last one put, less than a mission day old."""
    last = _last_asked(turn)
    return last if last and last.ask not in ASIDES else None


def last_aside(turn: Turn) -> Nudge | None:
    """Return what was asked last, if it was beside the practices."""
    last = _last_asked(turn)
    return last if last and last.ask in ASIDES else None


def _last_asked(turn: Turn) -> Nudge | None:
    asked = [nudge for nudge in turn.open_nudges() if nudge.state is NudgeState.ASKED and not nudge.as_line]
    if not asked:
        return None
    last = asked[-1]
    previous = turn.work(turn.team_of(last.key.team)).previous(turn.today)
    recent = last if previous is None or last.asked_on >= previous else None
    return taken_up(turn, asked) or recent


def plain_reply(turn: Turn, understood: Log | Plan, nudge: Nudge) -> list[Reply]:
    """Take a sentence as the answer to the question just asked."""
    if isinstance(understood, Plan):
        return plan(turn, understood)
    awaited = nudge.ask is Ask.PLANNED_DAY and nudge.reason is None
    if awaited and not _is_a_result(turn, understood):
        turn.memory.change(replace(nudge, reason=harmless(understood.text)))
        return tell(turn.say("criterion.kept"), quote=understood.text)
    about = asked_about(turn, nudge)
    if about and not names_its_practice(turn, understood):
        return plain_answer(turn, understood, nudge, about)
    given = step_asked(turn, turn.kit.catalogue[understood.practice], nudge)
    return record(turn, replace(understood, answers={**given, **understood.answers}))


def names_its_practice(turn: Turn, log: Log) -> bool:
    """Say whether a sentence named what it is, rather than being taken for the answer of a question."""
    return isinstance(turn.event, Said) and fold(log.text) != fold(turn.event.text.strip())


def _is_a_result(turn: Turn, understood: Log) -> bool:
    """A count or a day is what somebody did; words alone are what they expect."""
    count = turn.kit.catalogue[understood.practice].count_field
    return understood.day_given or bool(count and count.id in understood.answers)


def nothing(turn: Turn) -> list[Reply]:
    """« Rien aujourd’hui »: the question is closed, no activity, no zero."""
    nudge = last_question(turn)
    if nudge:
        turn.memory.change(replace(nudge, state=NudgeState.SKIPPED, reason="nothing"))
    return tell(turn.say("nothing.noted"))


def put_off(turn: Turn, intent: Later) -> list[Reply]:
    """« demain », « plus tard »: same as the button, and say when it comes back."""
    nudge = last_question(turn)
    if nudge is None:
        return tell(turn.say("later.nothing_open"))
    choices = later_choices(turn.person, turn.work(turn.team_of(nudge.key.team)), turn.now)
    wanted = {"later": "evening", "tomorrow": "next_day", "next_week": "next_week"}[intent.when]
    at = choices.get(wanted) or choices.get("next_day") or choices.get("next_week")
    if at is None:
        return tell(turn.say("later.nothing_open"))
    return [replace(reply, to=Reply().to) for reply in until(turn, nudge, at)]


def pass_over(turn: Turn, intent: NotThisTime) -> list[Reply]:
    """« pas cette semaine », « pas eu le temps »: passed; a health word is neither kept nor shown."""
    nudge = last_question(turn)
    if nudge:
        reason = None if intent.health else harmless(intent.reason) or None
        turn.memory.change(replace(nudge, state=NudgeState.SKIPPED, reason=reason))
    return tell(turn.say("skip.done_plainly"))


def no_content(turn: Turn) -> list[Reply]:
    """A thumb alone: done, or seen?"""
    nudge = last_question(turn)
    if nudge is None:
        return tell(turn.say("social.thumb"))
    identifier = (str(nudge.id),)
    buttons = (
        Button(turn.say("button.log"), "log", identifier, Style.PRIMARY),
        Button(turn.say("button.plan"), "plan", identifier),
        Button(turn.say("button.seen"), "seen", identifier),
    )
    return [Reply(Message(turn.say("thumb.done_or_seen"), buttons))]


def seen(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Juste vu »: nothing to record, nothing to ask again."""
    nudge = own_nudge(turn, args)
    if nudge is None or settled(turn, nudge):
        return settled(turn, nudge)
    turn.memory.change(replace(nudge, state=NudgeState.SKIPPED, reason="seen"))
    return after_press(turn, tell(turn.say("nothing.noted")), nudge)
