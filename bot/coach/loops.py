"""Closing loops: what was learned leads to a decision, an open question gets an answer, a record its reasons.

An answer may be a step only; several records may be the reason of one; all of it can be undone by correcting.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.coach.echo import shortened
from bot.coach.forms import Values, practice_form, read_form
from bot.coach.guards import harmless
from bot.coach.packing import pack
from bot.coach.places import after_form
from bot.coach.turn import Turn, ask, in_place, refuse, tell
from bot.domain.activities import Activity
from bot.domain.counting import began_on, riskiest
from bot.domain.intents import Intent, Log, Settle
from bot.domain.links import CALLS_FOR, candidates, link_to
from bot.domain.messages import Button, Fact, Form, Input, Message, Reply, Style
from bot.domain.nudges import OPEN, Nudge, NudgeState
from bot.domain.people import Team
from bot.domain.practices import FieldKind, Practice, Tier

_LATELY = timedelta(days=120)
_MOST = 8  # reasons offered
_SHOWN, _REASON = 60, 200  # characters of the person's own words
_TO_ANSWER = 3  # buttons under the list of what is open
_ASKED_ONCE = "record-"
ANSWER, EVIDENCE, SETTLED = "answer", "evidence", "settled"


def asked_about(turn: Turn, nudge: Nudge) -> Activity | None:
    """Return the open record that a question is about, if it is about one."""
    practice = turn.kit.catalogue.get(nudge.key.practice)
    reminder = practice.reminder(nudge.key.reminder) if practice else None
    if practice is None or reminder is None or not practice.opens:
        return None
    if reminder.about_open:
        return riskiest(turn.memory.activities(nudge.key.team, practice=practice.id))
    named = nudge.key.period.removeprefix(_ASKED_ONCE)
    found = turn.memory.activity(int(named)) if named != nudge.key.period else None
    return found if found and found.closed_on is None else None


def answer_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask what was found, what it rests on, and whether it is settled."""
    record = turn.memory.activity(int(args[0]))
    if record is None:
        return tell(turn.say("press.not_yours"))
    own = turn.practice_words(turn.kit.catalogue[record.practice]).fields.get(ANSWER)
    label = own.label if own else turn.say("form.answer")
    inputs = [Input(ANSWER, FieldKind.LONG_TEXT, label, required=True), *_reasons(turn, record)]
    yes_no = (("yes", turn.say("word.yes")), ("no", turn.say("form.not_yet")))
    inputs.append(Input(SETTLED, FieldKind.CHOICE, turn.say("form.settled"), choices=yes_no, value="yes"))
    return ask(
        Form(shortened(_named(turn, record), 24), "answer", args, tuple(inputs), turn.say("form.record"))
    )


def _reasons(turn: Turn, record: Activity) -> list[Input]:
    """Return the field where reasons are ticked; none when there is nothing to tick."""
    known = turn.memory.activities(record.team, since=turn.today - _LATELY)
    choices = tuple((str(each.id), _told(turn, each)) for each in candidates(known, record, _MOST))
    return [Input(EVIDENCE, FieldKind.CHOICES, turn.say("form.evidence"), choices=choices)] if choices else []


def _told(turn: Turn, activity: Activity) -> str:
    """Return « Test utilisateur, 26 nov. : bloqués au mot de passe »."""
    label = turn.practice_words(turn.kit.catalogue[activity.practice]).label
    text = activity.text or next((str(each) for each in activity.answers.values()), "")
    return shortened(f"{label}, {turn.speech.day(activity.day)}, {text}", _SHOWN)


def _named(turn: Turn, record: Activity) -> str:
    main = turn.kit.catalogue[record.practice].main_field
    return str(record.answers.get(main.id, record.text) if main else record.text)


def answered(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the answer of a form, with its reasons."""
    text = str(values.get(ANSWER, "")).strip()
    if not text:
        return refuse({ANSWER: turn.say("fault.missing")})
    asked = turn.memory.nudge(int(args[1])) if args[1:] else None
    closes = str(values.get(SETTLED) or "yes") != "no"
    replies = settle(turn, Settle(int(args[0]), text, closes), _ticked(values))
    return after_form(turn, replies, asked)


def _ticked(values: Values) -> tuple[str, ...]:
    named = values.get(EVIDENCE, [])
    ids = named.replace(" ", "").split(",") if isinstance(named, str) else named
    return tuple(link_to(int(each)) for each in ids if each.isdecimal())


def settle(turn: Turn, found: Settle, links: Sequence[str] = ()) -> list[Reply]:
    """Write an answer under a record, and close it if that is the answer."""
    record = turn.memory.activity(found.record)
    if record is None:
        return tell(turn.say("press.not_yours"))
    before = str(record.answers.get(ANSWER, ""))
    told = f"{before} / {found.text}" if before and found.text not in before else found.text
    after = replace(
        record,
        answers={**record.answers, ANSWER: harmless(told)},
        links=tuple(dict.fromkeys([*record.links, *links])),
        closed_on=turn.today if found.closes else None,
    )
    turn.memory.correct(after)
    for nudge in turn.open_nudges(record.practice):
        if nudge.key.team == record.team and nudge.state in OPEN:
            turn.memory.change(replace(nudge, state=NudgeState.ANSWERED, activity=record.id))
    if not found.closes:
        return tell(turn.say("close.step"), quote=shortened(_named(turn, record)))
    again = Button(turn.say("button.reopen"), "reopen_record", (str(record.id),))
    return tell(turn.say("close.done"), again, quote=shortened(_named(turn, record)))


def reopen(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open again what was closed too early."""
    record = turn.memory.activity(int(args[0]))
    if record is None:
        return tell(turn.say("press.not_yours"))
    turn.memory.correct(replace(record, closed_on=None))
    return in_place(turn.say("close.reopened"), quote=shortened(_named(turn, record)))


def plain_answer(turn: Turn, log: Log, nudge: Nudge, record: Activity) -> list[Reply]:
    """A sentence under a question about a record: its answer, a step, or something new? Ask, and keep it."""
    answer, step = (Settle(record.id, log.text, closes=closes) for closes in (True, False))
    options: list[Intent] = [answer, step, log]
    data = {"options": [pack(each) for each in options]}
    pending = turn.memory.open_pending(turn.person.id, "options", data, turn.now)
    new = turn.say("close.is_new", practice=_label(turn, turn.kit.catalogue[nudge.key.practice]))
    labels = (turn.say("close.is_answer"), turn.say("close.is_step"), new)
    buttons = tuple(
        Button(text, "choose", (str(pending.id), str(n)), Style.PLAIN if n else Style.PRIMARY)
        for n, text in enumerate(labels)
    )
    return tell(turn.say("close.which"), *buttons, quote=shortened(log.text))


# What follows from a record


def what_next(turn: Turn, activity: Activity, message: Message) -> Message:
    """Offer with a confirmation what the record may lead to, or where it may come from."""
    practice = turn.kit.catalogue[activity.practice]
    led = [each for name in practice.leads_to if (each := turn.kit.catalogue.get(name))]
    says = [turn.say("button.leads_to", practice=_label(turn, each)) for each in led]
    buttons = [
        Button(text, "so_what", (str(activity.id), each.id)) for text, each in zip(says, led, strict=True)
    ]
    if practice.id in CALLS_FOR and not activity.links and _reasons(turn, activity):
        buttons.append(Button(turn.say("button.reasons"), "reasons", (str(activity.id),)))
    return replace(message, buttons=(*message.buttons, *buttons)) if buttons else message


def with_asking(turn: Turn, activity: Activity, message: Message) -> Message:
    """Offer to be asked about a personal practice: it never asks unless it is turned on."""
    practice = turn.kit.catalogue[activity.practice]
    if practice.tier not in {Tier.QUIET, Tier.SELF}:
        return message
    known = turn.memory.subjects(turn.person.id, activity.team).get(practice.id)
    if known and known.state == "accepted":
        return message
    button = Button(turn.say("button.ask_me"), "resume_asking", (str(activity.team), practice.id))
    return replace(message, buttons=(*message.buttons, button))


def _label(turn: Turn, practice: Practice) -> str:
    return turn.practice_words(practice).label


def so_what(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« J'en tire une décision »: open its form, which knows where it comes from."""
    source, practice = turn.memory.activity(int(args[0])), turn.kit.catalogue.get(args[1])
    if source is None or practice is None:
        return tell(turn.say("press.not_yours"))
    known = {"because": shortened(source.text, _REASON)} if practice.field("because") and source.text else {}
    return ask(practice_form(turn, practice, "so_what", args, known))


def concluded(turn: Turn, args: tuple[str, ...], values: Values) -> Log | list[Reply]:
    """Return the record that a form draws from another one, or what is wrong with the form."""
    practice = turn.kit.catalogue.get(args[1])
    if practice is None or turn.team is None:
        return tell(turn.say("press.outdated"))
    filled = read_form(turn, practice, values)
    if filled.errors:
        return refuse(filled.errors)
    links = (link_to(int(args[0])),)
    return Log(practice.id, filled.day, filled.answers, filled.text, links=links, day_given=True)


def reasons_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Ask which records led to this one."""
    record = turn.memory.activity(int(args[0]))
    fields = _reasons(turn, record) if record else []
    if record is None or not fields:
        return tell(turn.say("press.not_yours"))
    return ask(Form(turn.say("button.reasons"), "reasons", args, tuple(fields), turn.say("form.save")))


def reasons_kept(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep where a record comes from."""
    record = turn.memory.activity(int(args[0]))
    if record is None:
        return tell(turn.say("press.not_yours"))
    reasons = _ticked(values)
    turn.memory.correct(replace(record, links=tuple(dict.fromkeys([*record.links, *reasons]))))
    return after_form(turn, tell(turn.say("loop.linked", n=len(reasons))))


# What is open


def board(turn: Turn, _: str = "") -> list[Reply]:
    """`/coach ouvert`: what is open, the riskiest first, with its age and a way to answer."""
    if turn.team is None:
        return tell(turn.say("note.no_team_short"))
    rows = [each for practice in turn.kit.catalogue.practices for each in _open(turn, turn.team, practice)]
    if not rows:
        return tell(turn.say("close.none"))
    buttons = tuple(
        Button(turn.say("loop.answer", text=shortened(_named(turn, each), 30)), "answer", (str(each.id),))
        for each in rows[:_TO_ANSWER]
    )
    facts = tuple(_row(turn, each) for each in rows)
    return [Reply(Message(turn.say("loop.board", n=len(rows)), buttons, facts=facts))]


def _row(turn: Turn, record: Activity) -> Fact:
    days, named = (turn.today - began_on(record)).days, shortened(_named(turn, record))
    text = (
        turn.say("loop.open_since", text=named, age=turn.speech.age(days))
        if days > 0
        else turn.say("loop.open_today", text=named)
    )
    return Fact(_label(turn, turn.kit.catalogue[record.practice]), text)


def _open(turn: Turn, team: Team, practice: Practice) -> list[Activity]:
    """Return the open records of a practice, the riskiest first."""
    known = turn.memory.activities(team.id, practice=practice.id) if practice.opens else []
    rest = [each for each in known if each.closed_on is None]
    ordered = []
    while first := riskiest(rest):
        ordered.append(first)
        rest.remove(first)
    return ordered
