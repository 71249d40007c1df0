"""`/coach saison été jusqu'au 31 août`: another rhythm for a dated while, which ends by itself."""

from dataclasses import replace
from datetime import date

from bot.coach.forms import context_of
from bot.coach.turn import Turn, in_place, tell
from bot.domain.committees import next_committee
from bot.domain.messages import Button, Reply, Style
from bot.domain.people import Team
from bot.domain.practices import Field, FieldKind
from bot.domain.reading import Fault, read_field
from bot.domain.seasons import LONGEST, Season, usual_end

_UNTIL = Field("until", FieldKind.DATE, future=True)


def season(turn: Turn, rest: str) -> list[Reply]:
    """Set a season, show the present one, or end it."""
    if turn.team is None:
        return tell(turn.say("note.no_team_short"))
    named = turn.kit.named(Season, "season.words_", rest)
    if named is None:
        return _shown(turn, turn.team)
    found = read_field(_UNTIL, rest, context_of(turn))
    usual = _usual_end(turn, turn.team, named)
    until = usual if isinstance(found, Fault) else date.fromisoformat(str(found))
    return _set(turn, turn.team, named, until)


def _set(turn: Turn, team: Team, named: Season, until: date) -> list[Reply]:
    if until < turn.today:
        return tell(turn.say("fault.past"))
    last = min(until, turn.today + LONGEST)
    turn.memory.save_team(replace(team, season=named, season_until=last))
    turn.memory.note(team.id, "season", {"season": named.value, "until": last.isoformat()}, turn.now)
    button = Button(turn.say("button.end_season"), "end_season", (str(team.id),))
    what = turn.say(f"season.{named}")
    return tell(turn.say("season.begun", what=what, day=turn.speech.long_day(last)), button)


def _shown(turn: Turn, team: Team) -> list[Reply]:
    """Say which season it is, or offer them all."""
    now = team.season_on(turn.today)
    if now and team.season_until:
        button = Button(turn.say("button.end_season"), "end_season", (str(team.id),), Style.PRIMARY)
        day = turn.speech.long_day(team.season_until)
        return tell(turn.say("season.now", what=turn.say(f"season.{now}"), day=day), button)
    buttons = tuple(Button(turn.say(f"season.name_{each}"), "season", (each.value,)) for each in Season)
    return tell(turn.say("season.which"), *buttons)


def pressed(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """A season was chosen, for its usual length."""
    named = next((each for each in Season if each.value == args[0]), None)
    if named is None or turn.team is None:
        return tell(turn.say("press.outdated"))
    return _set(turn, turn.team, named, _usual_end(turn, turn.team, named))


def _usual_end(turn: Turn, team: Team, chosen: Season) -> date:
    committee = next_committee(turn.memory.activities(team.id, practice="committee"), turn.today)
    return usual_end(chosen, turn.today, committee, turn.thresholds(team))


def end(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """End a season before its day."""
    team = next((each for each in turn.own_teams if str(each.id) == args[0]), None)
    if team is None:
        return tell(turn.say("press.not_yours"))
    turn.memory.save_team(replace(team, season=None, season_until=None))
    return in_place(turn.say("season.ended"))
