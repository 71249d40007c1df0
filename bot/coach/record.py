"""Recording what was done: one line or one form in, one honest echo out. Nothing typed is ever lost."""

from dataclasses import replace
from datetime import timedelta

from bot.coach.committee import with_countdown
from bot.coach.drafts import drafted
from bot.coach.echo import kept, noted, shortened
from bot.coach.forms import Values, correction_form, practice_form, read_form
from bot.coach.guards import harmless, harmless_answers, kinds_seen, too_long, without_team
from bot.coach.loops import concluded, settle, what_next, with_asking
from bot.coach.matrix import with_matrix
from bot.coach.packing import pack
from bot.coach.places import after_form
from bot.coach.plans import plan
from bot.coach.turn import Turn, ask, in_place, refuse, tell
from bot.domain.activities import Activity, Draft
from bot.domain.committees import COMMITTEE, has_still_to_say
from bot.domain.counting import riskiest
from bot.domain.impact import MEASURE, is_told
from bot.domain.intents import Amend, Log, OpenForm, Plan, Settle
from bot.domain.messages import Button, Reply, Style, To
from bot.domain.nudges import OPEN, Ask, Nudge, NudgeState
from bot.domain.people import Team
from bot.domain.practices import Practice, Visibility
from bot.domain.reading.normal import fold

_AMENDABLE = timedelta(days=1)
_LATELY = timedelta(days=7)
_SETTLED_BY = {"replied": "adopted"}
"""Who adopted has replied."""


def record(turn: Turn, log: Log, asked: Nudge | None = None) -> list[Reply]:
    """Record what a sentence says, unless something has to be settled first; `asked` opened its form."""
    team = turn.team
    if team is None:
        return without_team(turn, log.text)
    if not turn.person.privacy_read:
        return privacy_first(turn, log)
    if too_long(turn, log.text):
        return too_long(turn, log.text)
    kinds = kinds_seen(turn, log.text, *log.answers.values())
    if kinds:
        return mask_first(turn, log, kinds)
    activities = [turn.memory.record(_draft(turn, team, log, n), turn.now) for n in range(log.times)]
    return after_form(turn, echo_record(turn, activities[-1], log), asked)


def _draft(turn: Turn, team: Team, log: Log, n: int) -> Draft:
    practice = turn.kit.catalogue[log.practice]
    return Draft(
        team=team.id,
        practice=practice.id,
        author=turn.person.id,
        day=log.day,
        answers=log.answers,
        text=log.text,
        tags=log.tags,
        links=log.links,
        visibility=practice.visibility,
        source=f"{turn.source}:{n}",
    )


def echo_record(turn: Turn, activity: Activity, log: Log | None = None) -> list[Reply]:
    """Close the question it answers, and confirm with at most one thing asked."""
    practice = turn.kit.catalogue[activity.practice]
    asked = _asked(turn, practice)
    answer_nudges(turn, activity, asked)
    then = _then(turn, log) or ask_missing(turn, practice, activity)
    message = noted(turn, activity, approximate=bool(log and log.approximate), then=then)
    message = what_next(turn, activity, with_countdown(turn, activity, message))
    message = with_asking(turn, activity, with_matrix(turn, activity, message))
    criterion = _criterion(turn, asked)
    return [Reply(replace(message, footer=criterion) if criterion else message)]


def _then(turn: Turn, log: Log | None) -> str:
    """Say what the echo adds of itself: how many records were made, or that a sum is to be looked at."""
    if log and log.times > 1:
        return turn.say("echo.times", n=log.times)
    return turn.say("echo.check") if log and log.check else ""


def ask_missing(turn: Turn, practice: Practice, activity: Activity) -> str:
    """Ask for the one thing left out, so that the next message completes this record."""
    for field_id, question in turn.practice_words(practice).missing.items():
        if field_id not in activity.answers and not _settled(turn, activity, field_id):
            data = {"activity": activity.id, "field": field_id}
            turn.memory.open_pending(turn.person.id, "missing", data, turn.now)
            return question
    return ""


def _settled(turn: Turn, activity: Activity, field_id: str) -> bool:
    """Say whether a question is pointless: « comité : poursuivre » is of today, a series has its unit."""
    if activity.practice not in {MEASURE, COMMITTEE}:
        return bool(activity.answers.get(_SETTLED_BY.get(field_id, "")))
    known = turn.memory.activities(activity.team, practice=activity.practice)
    if activity.practice == MEASURE:
        return is_told(known, activity, field_id)
    return not has_still_to_say(activity, field_id, known, turn.today)


def _asked(turn: Turn, practice: Practice) -> list[Nudge]:
    """Return what the person was asked about a practice lately, or has still to answer."""
    asked = turn.memory.open_nudges(turn.person.id, or_since=turn.today - _LATELY)
    return [nudge for nudge in asked if nudge.key.practice == practice.id]


def _criterion(turn: Turn, asked: list[Nudge]) -> str:
    """Recall what the person said would make the idea fail, on the day it was tried."""
    for nudge in reversed(asked):
        if nudge.ask is Ask.PLANNED_DAY and nudge.reason and nudge.is_since(turn.today - _LATELY):
            return turn.say("echo.criterion", criterion=nudge.reason)
    return ""


def answer_nudges(turn: Turn, activity: Activity, asked: list[Nudge]) -> None:
    """Close every open question of the practice that this record answers."""
    for nudge in asked:
        if nudge.key.team == activity.team and nudge.state in OPEN:
            turn.memory.change(replace(nudge, state=NudgeState.ANSWERED, activity=activity.id))


def privacy_first(turn: Turn, log: Log) -> list[Reply]:
    """Show who reads what before the very first record, which waits for one press."""
    pending = turn.memory.open_pending(turn.person.id, "options", {"options": [pack(log)]}, turn.now)
    buttons = (Button(turn.say("privacy.clear_and_note"), "read_privacy", (str(pending.id),), Style.PRIMARY),)
    return tell(turn.say("privacy.screen"), *buttons, quote=shortened(log.text))


def mask_first(turn: Turn, log: Log, kinds: str) -> list[Reply]:
    """Before storing: a number, an address or a name was seen. Masking is the only button that records."""
    safe = replace(log, text=harmless(log.text), answers=harmless_answers(log.answers))
    data = {"options": [pack(safe)], "text": safe.text}
    pending = turn.memory.open_pending(turn.person.id, "options", data, turn.now)
    buttons = (
        Button(turn.say("button.mask"), "choose", (str(pending.id), "0"), Style.PRIMARY),
        Button(turn.say("button.correct"), "edit", (str(pending.id), "0")),
    )
    return tell(turn.say("personal.seen", kinds=kinds), *buttons, quote=shortened(safe.text))


def open_form(turn: Turn, intent: OpenForm) -> list[Reply]:
    """Open the form of a practice named alone."""
    if turn.team is None:
        return without_team(turn, intent.practice)
    practice = turn.kit.catalogue[intent.practice]
    return ask(practice_form(turn, practice, "record", (practice.id,), drafted(turn, practice, turn.team)))


def submitted(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Record a form; wrong fields keep it open with what was typed."""
    practice = turn.kit.catalogue.get(args[0])
    if practice is None or turn.team is None:
        return tell(turn.say("press.outdated"))
    filled = read_form(turn, practice, values)
    if filled.errors:
        return refuse(filled.errors)
    asked = turn.memory.nudge(int(args[1])) if args[1:] else None
    if practice.plannable and filled.day > turn.today:
        return plan(turn, Plan(practice.id, filled.day, filled.answers, filled.text), asked)
    return record(turn, Log(practice.id, filled.day, filled.answers, filled.text, day_given=True), asked)


def so_what_filled(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Record what another record led to."""
    log = concluded(turn, args, values)
    return after_form(turn, record(turn, log)) if isinstance(log, Log) else log


def corrected(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Write a corrected form over the record."""
    activity = turn.memory.activity(int(args[0]))
    if activity is None or activity.author != turn.person.id:
        return tell(turn.say("press.not_yours"))
    practice = turn.kit.catalogue[activity.practice]
    filled = read_form(turn, practice, values)
    if filled.errors:
        return refuse(filled.errors)
    then = turn.say("personal.masked") if kinds_seen(turn, *filled.answers.values()) else ""
    after = replace(activity, answers=harmless_answers(filled.answers), day=filled.day)
    turn.memory.correct(after)
    return after_form(turn, [Reply(noted(turn, after, then=then))])


def correct(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open a record's form, filled with it."""
    activity = turn.memory.activity(int(args[0]))
    if activity is None or activity.author != turn.person.id:
        return tell(turn.say("press.not_yours"))
    return ask(correction_form(turn, turn.kit.catalogue[activity.practice], activity))


def undo(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Take a record away, and offer to put it back."""
    activity = turn.memory.activity(int(args[0]))
    if activity is None:
        return in_place(turn.say("undo.already"))
    if activity.author != turn.person.id:
        return tell(turn.say("press.not_yours"))
    turn.memory.undo(activity.id, turn.now)
    for nudge in turn.memory.nudges(turn.person.id):
        if nudge.activity == activity.id:
            turn.memory.change(replace(nudge, state=NudgeState.ASKED, activity=None))
    button = Button(turn.say("button.restore"), "restore", args)
    return in_place(turn.say("undo.done"), button, quote=shortened(activity.text))


def restore(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Put back what was undone."""
    turn.memory.restore(int(args[0]))
    activity = turn.memory.activity(int(args[0]))
    if activity is None:
        return tell(turn.say("press.not_yours"))
    answer_nudges(turn, activity, turn.open_nudges(activity.practice))
    return [Reply(noted(turn, activity), To.IN_PLACE)]


def show_to(turn: Turn, args: tuple[str, ...], visibility: Visibility) -> list[Reply]:
    """Change who reads a record."""
    activity = turn.memory.activity(int(args[0]))
    if activity is None or activity.author != turn.person.id:
        return tell(turn.say("press.not_yours"))
    after = replace(activity, visibility=visibility)
    turn.memory.correct(after)
    return [Reply(noted(turn, after), To.IN_PLACE)]


def amend(turn: Turn, intent: Amend) -> list[Reply]:
    """Correct the count of the last record: « erreur, c'était 2 pas 3 »."""
    last = turn.memory.last_by(turn.person.id, turn.now - _AMENDABLE)
    practice = turn.kit.catalogue[last.practice] if last else None
    field = practice.count_field if practice else None
    if last is None or practice is None or field is None:
        return tell(turn.say("amend.nothing"), quote=kept(intent.text))
    before = last.answers.get(field.id)
    after = replace(last, answers={**last.answers, field.id: _whole(intent.new)})
    turn.memory.correct(after)
    unit = turn.practice_words(practice).fields[field.id].unit
    text = turn.say("amend.done", now=turn.speech.quantity(_whole(intent.new), unit), before=before)
    buttons = (Button(turn.say("button.undo"), "put_back", (str(last.id), field.id, str(before))),)
    return tell(text, *buttons)


def put_back(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Undo an amendment."""
    activity = turn.memory.activity(int(args[0]))
    if activity is None or activity.author != turn.person.id:
        return tell(turn.say("press.not_yours"))
    answers = {key: value for key, value in activity.answers.items() if key != args[1]}
    if args[2] != "None":
        answers[args[1]] = _whole(float(args[2]))
    after = replace(activity, answers=answers)
    turn.memory.correct(after)
    return [Reply(noted(turn, after), To.IN_PLACE)]


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def undo_last(turn: Turn, _: str = "") -> list[Reply]:
    """`/coach annuler`: take away the last record of the day."""
    last = turn.memory.last_by(turn.person.id, turn.now - _AMENDABLE)
    if last is None:
        return tell(turn.say("undo.nothing"))
    return [replace(reply, to=To.ME) for reply in undo(turn, (str(last.id),))]


def fix_last(turn: Turn, _: str = "") -> list[Reply]:
    """`/coach corriger`: open the last record of the day."""
    last = turn.memory.last_by(turn.person.id, turn.now - _AMENDABLE)
    return correct(turn, (str(last.id),)) if last else tell(turn.say("undo.nothing"))


def close(turn: Turn, rest: str) -> list[Reply]:
    """`/coach clore inconnue …`: close the riskiest open record of a practice that opens, with its answer."""
    words = fold(rest).split()
    for practice in turn.kit.catalogue.practices:
        aliases = {fold(alias) for words_ in practice.words.values() for alias in words_.aliases}
        if practice.opens and words and words[0] in aliases and turn.team:
            return _close_one(turn, turn.team, practice, harmless(" ".join(rest.split()[1:])))
    return tell(turn.say("close.what"))


def _close_one(turn: Turn, team: Team, practice: Practice, answer: str) -> list[Reply]:
    first = riskiest(turn.memory.activities(team.id, practice=practice.id))
    return settle(turn, Settle(first.id, answer, closes=True)) if first else tell(turn.say("close.none"))
