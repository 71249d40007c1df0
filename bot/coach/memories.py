"""What was noted comes back: when somebody looks for it, and when it is of use (LIVED §6.1)."""

from collections.abc import Sequence
from datetime import timedelta

from bot.coach.echo import described, seen_by, shortened
from bot.coach.turn import Turn, tell
from bot.domain.activities import Activity
from bot.domain.measures import shared
from bot.domain.messages import Button, Message, Part, Reply
from bot.domain.people import Team
from bot.domain.practices import Visibility
from bot.domain.search import query_of, recall, search, told, usual_tags

_AT_ONCE = 5  # notes shown together: a screen of a telephone
_LONGEST = 100  # characters looked for
_QUOTE = 240
_TAGS = 8
_YEAR = timedelta(days=400)


def find(turn: Turn, rest: str) -> list[Reply]:
    """`/coach cherche …`: the notes that hold these words and tags, in the teams one reads; newest first."""
    return _found(turn, rest.strip()[:_LONGEST], 0)


def more(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« La suite »: older ones."""
    return _found(turn, args[0], int(args[1]))


def _found(turn: Turn, text: str, start: int) -> list[Reply]:
    if not turn.read_teams:
        return tell(turn.say("team.none"))
    notes = [each for team in turn.read_teams for each in turn.memory.activities(team.id)]
    query = query_of(text, turn.kit.lexicon)
    if not query:
        return tell(turn.say("search.what"), footer=_tags(turn, notes))
    found = search(notes, query, turn.kit.catalogue)
    if not found:
        return tell(turn.say("search.nothing", text=text), footer=_tags(turn, notes))
    parts = tuple(_note(turn, each) for each in found[start : start + _AT_ONCE])
    left = len(found) - start - _AT_ONCE
    buttons = (
        (Button(turn.say("search.more", n=left), "search_more", (text, str(start + _AT_ONCE))),)
        if left > 0
        else ()
    )
    return [Reply(Message(turn.say("search.found", n=len(found), text=text), buttons, parts=parts))]


def _tags(turn: Turn, notes: Sequence[Activity]) -> str:
    tags = usual_tags(notes, _TAGS)
    return turn.say("search.tags", tags=turn.speech.join([f"#{each}" for each in tags])) if tags else ""


def _note(turn: Turn, activity: Activity) -> Part:
    """Return what was noted, with the words as they were typed; and that nobody else reads it, if so."""
    team, text = _team(turn, activity), described(turn, activity)
    if len(turn.read_teams) > 1 and team:
        text = turn.say("echo.for_team", what=text, team=team.name)
    if team and activity.visibility is Visibility.PRIVATE:
        text = f"{text}. {seen_by(turn, activity, team)}"
    return Part(text, quote=shortened(told(activity, turn.kit.catalogue), _QUOTE))


def _team(turn: Turn, activity: Activity) -> Team | None:
    return next((each for each in turn.read_teams if each.id == activity.team), None)


def recalled(turn: Turn, team: Team, text: str, tags: Sequence[str]) -> tuple[Part, ...]:
    """Return the team's note that a plan brings back, if one is really about the same thing."""
    notes = shared(tuple(turn.memory.activities(team.id, since=turn.today - _YEAR)))
    found = recall(notes, text, tags, turn.kit.catalogue, turn.kit.lexicon)
    if found is None:
        return ()
    known = turn.say("search.recalled", what=described(turn, found).rstrip("."))
    return (Part(known, quote=shortened(told(found, turn.kit.catalogue), _QUOTE)),)
