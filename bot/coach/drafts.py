"""What a form may be filled with before it opens: news to partners begin with what was noted."""

from bot.coach.turn import Turn
from bot.domain.activities import Value
from bot.domain.measures import shared
from bot.domain.messages import Button
from bot.domain.news import NEWS, News, news_of
from bot.domain.people import Team
from bot.domain.practices import Practice
from bot.words import Speech


def draft_button(speech: Speech, practice: str, nudge_id: int) -> tuple[Button, ...]:
    """Return the button that shows a draft, for a practice that has one."""
    return (Button(speech.say("button.draft"), "draft", (str(nudge_id),)),) if practice == NEWS else ()


def news_drafted(turn: Turn, team: Team) -> News:
    """Return what the team could tell: never what is private."""
    records = shared(turn.memory.activities(team.id))
    return news_of(records, turn.today, turn.thresholds(team).news_max_gap_days)


def drafted(turn: Turn, practice: Practice, team: Team | None) -> dict[str, Value]:
    """Return the answers that a practice can be given a draft of, by field."""
    if practice.id != NEWS or team is None:
        return {}
    found = news_drafted(turn, team)
    lines = {"good": (*found.good, *found.learned), "bad": found.bad, "ask": found.ask}
    return {name: " / ".join(texts) for name, texts in lines.items() if texts and practice.field(name)}
