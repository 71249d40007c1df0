"""A product changes phase, or stops: what is asked changes with it, and it is said; a stop with respect."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.coach.forms import Values, context_of
from bot.coach.guards import harmless
from bot.coach.places import after_form
from bot.coach.settings import phase_inputs, read_phase
from bot.coach.turn import Turn, ask, refuse, tell
from bot.domain.activities import Draft
from bot.domain.committees import committee_due, next_committee, said_to_be_due
from bot.domain.messages import Button, Form, Input, Message, Reply, Style
from bot.domain.people import Team
from bot.domain.phases import ACTIVE, Phase, PhaseSpan
from bot.domain.practices import FieldKind, Practice, Visibility
from bot.domain.reading import Fault, began
from bot.domain.rhythms import asked_every

_TOLD = 6  # practices named in a list
_ENDED = frozenset({Phase.STOPPED, Phase.INCONCLUSIVE})


def phase(turn: Turn, rest: str) -> list[Reply]:
    """`/coach phase accélération depuis le 1er décembre`; without a phase, open the form."""
    if turn.team is None:
        return tell(turn.say("note.no_team_short"))
    named = turn.kit.named(Phase, "phase_words.", rest)
    if named is None:
        return form(turn, (str(turn.team.id),))
    starts_on = began(rest, context_of(turn))
    if isinstance(starts_on, Fault) or starts_on > turn.today:
        return _not_yet(turn, turn.team, named, starts_on)
    return _changed(turn, turn.team, PhaseSpan(named, starts_on))


def _not_yet(turn: Turn, team: Team, named: Phase, starts_on: date | Fault) -> list[Reply]:
    """Say that a day is none, or is still to come; nothing changes, and the form is one press away."""
    if isinstance(starts_on, Fault):
        text = turn.say(f"fault.{starts_on.kind}")
    else:
        text = turn.say("phase.ahead", day=turn.speech.long_day(starts_on, year=True))
    args = (str(team.id), named.value) if named in ACTIVE else (str(team.id),)
    return tell(text, Button(turn.say("button.change_phase"), "phase", args, Style.PRIMARY))


def form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the form that changes a team's phase, perhaps filled with the one that was named."""
    team = _own(turn, args)
    if team is None:
        return tell(turn.say("press.not_yours"))
    named = PhaseSpan(Phase(args[1]), turn.today) if args[1:] else None
    inputs = phase_inputs(turn, named or team.span_on(turn.today))
    return ask(Form(turn.say("phase.title"), "phase", args, inputs, turn.say("form.save")))


def saved(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the phase of a form."""
    team = _own(turn, args)
    if team is None:
        return tell(turn.say("press.not_yours"))
    span, errors = read_phase(turn, values)
    return refuse(errors) if span is None else _changed(turn, team, span)


def _own(turn: Turn, args: tuple[str, ...]) -> Team | None:
    return next((each for each in turn.own_teams if str(each.id) == args[0]), None)


def _changed(turn: Turn, team: Team, span: PhaseSpan) -> list[Reply]:
    before = team.phase_on(turn.today)
    others = tuple(
        each for each in team.phases if each.starts_on != span.starts_on and each.phase != span.phase
    )
    after = replace(team, phases=(*others, span))
    turn.memory.save_team(after)
    detail = {"phase": span.phase.value, "since": span.starts_on.isoformat()}
    turn.memory.note(team.id, "phase", detail, turn.now)
    if span.phase in _ENDED:
        return _farewell(turn, after, span)
    day = turn.speech.long_day(span.starts_on, year=True)
    text = turn.say("phase.changed", team=team.name, phase=turn.say(f"phase.{span.phase}"), day=day)
    told = [text, *_what_changes(turn, after, before, span.phase), *_next_committee(turn, after)]
    own = _why_i_do_this(turn, after)
    return [*tell(" ".join(told)), *own]


def _what_changes(turn: Turn, team: Team, before: Phase | None, after: Phase) -> list[str]:
    """Say what begins to be asked, what is asked no more, and what is asked at another rhythm."""
    old, new = (_asked_in(turn, each) for each in (before, after))
    figures = turn.thresholds(team)
    paces = [(each, asked_every(each, before, figures), asked_every(each, after, figures)) for each in new]
    changes = {
        "begins": [each for each in new if each not in old],
        "ends": [each for each in old if each not in new],
        "oftener": [each for each, then, now in paces if then and now and now < then],
        "rarer": [each for each, then, now in paces if then and now and now > then],
    }
    return [turn.say(f"phase.{key}", practices=_labels(turn, told)) for key, told in changes.items() if told]


def _asked_in(turn: Turn, phase: Phase | None) -> list[Practice]:
    """Return what a phase asks of a team, in the order it arrives."""
    asked = [
        each
        for each in turn.kit.catalogue.practices
        if each.visibility is Visibility.TEAM and any(phase in reminder.phases for reminder in each.reminders)
    ]
    return sorted(asked, key=lambda each: (each.arrives.get(phase, 99) if phase else 0, each.order))


def _labels(turn: Turn, practices: Iterable[Practice]) -> str:
    return turn.speech.join([turn.practice_words(each).label for each in practices][:_TOLD])


def _next_committee(turn: Turn, team: Team) -> list[str]:
    activities = turn.memory.activities(team.id)
    known = next_committee(activities, turn.today)
    if known:
        return [turn.say("phase.committee_known", day=turn.speech.long_day(known))]
    due = committee_due(team, activities, turn.today, turn.thresholds(team))
    if due is None or due <= turn.today:
        return []
    return [turn.say("phase.committee", day=turn.speech.long_day(said_to_be_due(due)))]


def _why_i_do_this(turn: Turn, team: Team) -> list[Reply]:
    """Show their own words again at a turn of the road; nobody else sees them."""
    known = turn.memory.activities(team.id, practice="drive")
    own = [each for each in known if each.author == turn.person.id and each.answers.get("why")]
    if not own:
        return []
    day = turn.speech.long_day(own[-1].day)
    return tell(turn.say("phase.your_why", day=day), quote=str(own[-1].answers["why"]))


def _farewell(turn: Turn, team: Team, span: PhaseSpan) -> list[Reply]:
    """Nothing more is asked; what was learned is worth keeping, if they feel like it."""
    button = Button(turn.say("button.look_back"), "look_back", (str(team.id),), Style.PRIMARY)
    text = turn.say(f"phase.farewell_{span.phase}", team=team.name)
    return [Reply(Message(text, (button,), footer=turn.say("phase.farewell_kept")))]


def look_back(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the three questions of a look back: what was learned, why stop, what would help others."""
    if _own(turn, args) is None:
        return tell(turn.say("press.not_yours"))
    inputs = tuple(
        Input(name, FieldKind.LONG_TEXT, turn.say(f"form.{name}"))
        for name in ("we_learned", "why_stop", "to_restart")
    )
    return ask(Form(turn.say("phase.look_back_title"), "look_back", args, inputs, turn.say("form.record")))


def looked_back(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep the look back: a learning, and the decision to stop with its reason."""
    team = _own(turn, args)
    if team is None:
        return tell(turn.say("press.not_yours"))
    told = (str(values.get(name, "")).strip() for name in ("we_learned", "why_stop", "to_restart"))
    learned, why, again = map(harmless, told)
    kept = [("learning", {"statement": learned, "kind": "synthesis"}, learned)] if learned else []
    if why or again:
        title = turn.say("phase.stop_title", team=team.name)
        answers = {"title": title, "kind": "stop", "because": why, "instead": again}
        kept.append(("decision", {key: value for key, value in answers.items() if value}, title))
    for practice, answers, text in kept:
        source = f"{turn.source}:{practice}"
        draft = Draft(team.id, practice, turn.person.id, turn.today, answers, text, source=source)
        turn.memory.record(draft, turn.now)
    return after_form(turn, tell(turn.say("phase.looked_back", n=len(kept))))
