"""The committee's pack: which pieces are ready, which steps lead to the day, and the days as a file."""

from dataclasses import replace
from datetime import date, timedelta

from bot.calendar_file import MEDIA_TYPE, Day, as_calendar
from bot.coach.committee import COMMITTEE
from bot.coach.forms import Values
from bot.coach.matrix import impact_table
from bot.coach.places import after_form
from bot.coach.turn import Turn, ask, tell
from bot.domain.activities import Activity, Draft, Value
from bot.domain.calendar import WorkDays
from bot.domain.committees import committee_kind, next_committee
from bot.domain.counting import Seen
from bot.domain.measures import shared
from bot.domain.messages import Button, Fact, File, Form, Input, Message, Reply, Style
from bot.domain.people import Team
from bot.domain.practices import FieldKind
from bot.domain.readiness import READY, Piece, pieces
from bot.domain.summary import SPAN

_YEAR = timedelta(days=400)


def dossier(turn: Turn, _: str = "") -> list[Reply]:
    """`/coach dossier`: the pieces, the steps that remain, and what to do next."""
    team = _team(turn)
    if team is None:
        return tell(turn.say("note.no_team_short"))
    seen = _seen(turn, team)
    found = pieces(seen)
    if not found:
        return tell(turn.say("pack.none"))
    day = next_committee(seen.activities, turn.today)
    facts = [Fact(turn.say(f"pack.{each.id}"), turn.say(_state(each))) for each in found]
    facts += [Fact(turn.speech.day(when), title) for when, title in _steps(turn, team, day)]
    buttons = [Button(turn.say("button.tick_pack"), "pack_form", (str(team.id),), Style.PRIMARY)]
    if day:
        buttons.append(Button(turn.say("button.calendar"), "calendar", (str(team.id),)))
    text = turn.say("pack.head", ready=sum(each.ready for each in found), total=len(found))
    own = tuple(buttons) if team in turn.own_teams else ()
    table = impact_table(turn, team) if any(each.id == "impact" for each in found) else None
    return [Reply(Message(f"{text} {_when(turn, team, day)}", own, facts=tuple(facts), table=table))]


def _team(turn: Turn) -> Team | None:
    return turn.team or next(iter(turn.read_teams), None)


def _state(piece: Piece) -> str:
    return "pack.is_ready" if piece.ready else "pack.to_come"


def _when(turn: Turn, team: Team, day: date | None) -> str:
    if day is None:
        return turn.say("pack.undated")
    return turn.say("pack.dated", kind=_kind(turn, team), day=turn.speech.long_day(day))


def _kind(turn: Turn, team: Team) -> str:
    return turn.say(f"committee.{committee_kind(team.phase_on(turn.today))}")


def _seen(turn: Turn, team: Team) -> Seen:
    activities = shared(turn.memory.activities(team.id, since=turn.today - _YEAR))
    work = WorkDays(closed=turn.kit.closed_days(team.holidays))
    return Seen(team, activities, work, turn.today, turn.today - SPAN, turn.thresholds(team))


def _steps(turn: Turn, team: Team, day: date | None) -> list[tuple[date, str]]:
    """Return the steps still to come, on the person's own days, then the committee itself."""
    if day is None:
        return []
    practice, work = turn.kit.catalogue[COMMITTEE], turn.work(team)
    words, figures = turn.practice_words(practice).steps, turn.thresholds(team)
    planned = [
        (work.on_or_before(day - timedelta(days=n)), words.get(step, step))
        for reminder in practice.reminders
        if reminder.before == "next committee"
        for n, step in reminder.timetable(figures)
    ]
    coming = sorted((when, title) for when, title in planned if when and when >= turn.today)
    return [*coming, (day, _kind(turn, team))]


def tick_form(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Open the list of the pieces that are not seen to be ready, to be ticked by hand."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    if team is None:
        return tell(turn.say("press.not_yours"))
    known = _kept(turn, team)
    ticked = _names(known)
    open_ = [each.id for each in pieces(_seen(turn, team)) if not each.ready or each.id in ticked]
    choices = tuple((each, turn.say(f"pack.{each}")) for each in open_)
    chosen = [each for each in ticked if each in open_]
    done = Input(READY, FieldKind.CHOICES, turn.say("form.pack_ready"), choices=choices, value=chosen)
    return ask(Form(turn.say("pack.title"), "pack_form", args, (done,), turn.say("form.save")))


def _names(known: Activity | None) -> list[str]:
    named = known.answers.get(READY) if known else None
    return named if isinstance(named, list) else []


def _kept(turn: Turn, team: Team) -> Activity | None:
    """Return the record that holds what was ticked for the coming committee."""
    source = _source(turn, team)
    known = turn.memory.activities(team.id, practice=COMMITTEE)
    return next((each for each in reversed(known) if each.answers.get("for") == source), None)


def _source(turn: Turn, team: Team) -> str:
    day = next_committee(turn.memory.activities(team.id, practice=COMMITTEE), turn.today)
    return f"pack:{team.id}:{day or turn.today.year}"


def ticked(turn: Turn, args: tuple[str, ...], values: Values) -> list[Reply]:
    """Keep what is ready; what is not is never reproached."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    if team is None:
        return tell(turn.say("press.not_yours"))
    named = values.get(READY, [])
    wanted = named.replace(" ", "").split(",") if isinstance(named, str) else list(named)
    ready = [each.id for each in pieces(_seen(turn, team)) if each.id in wanted]
    source, known = _source(turn, team), _kept(turn, team)
    if known:
        turn.memory.correct(replace(known, answers={**known.answers, READY: ready}, day=turn.today))
    else:
        answers: dict[str, Value] = {READY: ready, "for": source}
        draft = Draft(team.id, COMMITTEE, turn.person.id, turn.today, answers, source=source)
        turn.memory.record(draft, turn.now)
    return after_form(turn, dossier(turn))


def calendar(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """Give the committee and its steps as a file that calendars open."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    day = next_committee(turn.memory.activities(team.id, practice=COMMITTEE), turn.today) if team else None
    if team is None or day is None:
        return tell(turn.say("pack.undated"))
    days = [
        Day(f"{team.id}-{day}-{n}", when, f"{team.name} : {title}")
        for n, (when, title) in enumerate(_steps(turn, team, day))
    ]
    name = f"{turn.say('pack.file')}-{day}.ics"
    file = File(name, MEDIA_TYPE, as_calendar(days, turn.now), turn.say("pack.file_alt", n=len(days)))
    return [
        Reply(Message(turn.say("pack.calendar_begun"))),
        Reply(Message(turn.say("pack.calendar", n=len(days)), files=(file,)), later=True),
    ]
