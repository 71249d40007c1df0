"""Five lines to partners, drafted from what the team noted; the person reads them over and sends them."""

from bot.coach.answers import own_nudge, settled
from bot.coach.drafts import news_drafted
from bot.coach.echo import shortened
from bot.coach.turn import Turn, tell
from bot.domain.messages import Button, Reply, Style
from bot.domain.news import News
from bot.domain.people import Team

_LINE = 140  # characters of somebody's own words


def show(turn: Turn, args: tuple[str, ...]) -> list[Reply]:
    """« Voir un brouillon »: the lines, to be copied as they are."""
    nudge = own_nudge(turn, args)
    team = turn.team_of(nudge.key.team) if nudge else None
    if nudge is None or team is None or settled(turn, nudge):
        return settled(turn, nudge) or tell(turn.say("press.outdated"))
    found = news_drafted(turn, team)
    log = Button(turn.say("button.log"), "log", args, Style.PRIMARY)
    if found.is_empty:
        return tell(turn.say("draft.empty", day=turn.speech.long_day(found.since)), log)
    return tell(turn.say("draft.head"), log, quote=_letter(turn, team, found))


def _letter(turn: Turn, team: Team, found: News) -> str:
    lines = {"good": found.good, "learned": found.learned, "bad": found.bad, "ask": found.ask}
    first = turn.say("draft.since", team=team.name, day=turn.speech.long_day(found.since))
    told = (turn.say(f"draft.{name}", text=_told(turn, texts)) for name, texts in lines.items())
    return "\n".join([first, *told])


def _told(turn: Turn, texts: tuple[str, ...]) -> str:
    return "\u00a0; ".join(shortened(text, _LINE) for text in texts) or turn.say("draft.blank")
