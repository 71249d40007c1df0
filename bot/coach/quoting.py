"""« Noter ce message »: words that stand in the chat were chosen, and become a note of whoever chose them.

They were not said to Pouce: they command nothing, and answer no question. They are read as of the day they
were written, whose « hier » is not ours.
"""

from dataclasses import replace
from datetime import date

from bot.coach import conversation, welcome
from bot.coach.forms import context_of
from bot.coach.guards import without_team
from bot.coach.turn import Turn, tell
from bot.domain.events import Quoted, Said, Where
from bot.domain.intents import Doubt, Intent, Log, NearMiss, OpenForm, Plan, Propose, Unclear
from bot.domain.messages import Reply
from bot.domain.moments import local_date
from bot.domain.reading import read


def quoted(turn: Turn, event: Quoted) -> list[Reply]:
    """Note what is certain, propose what is likely, and ask where the rest belongs."""
    if not event.text.strip():
        return tell(turn.say("quoted.no_words"))
    if turn.team is None:
        return welcome.hello(turn) if turn.waiting else without_team(turn, event.text)
    written = min(local_date(event.written_at, turn.person), turn.today) if event.written_at else turn.today
    context = replace(context_of(turn, where=Where.COMMAND), today=written)
    return conversation.act(turn, _as_a_note(turn, event, read(event.text, context), written))


def pointed_at(turn: Turn, said: Said) -> list[Reply]:
    """Note what heads the thread where Pouce is named alone, or with a practice: « @pouce retour »."""
    if said.under is None or turn.team is None:
        return []
    named = said.text.strip(" ,.:!")
    if named and not isinstance(read(named, context_of(turn, where=Where.COMMAND)), OpenForm):
        return []
    text = f"{named} {said.under.text}".strip()
    return quoted(turn, Quoted(said.who, said.id, said.profile, text=text, written_at=said.under.at))


def _as_a_note(turn: Turn, event: Quoted, meant: Intent, written: date) -> Intent:
    """Return what may be noted of a meaning; for any other, the words, to be put where they belong."""
    note = _linked(event, meant)
    if isinstance(note, Log | Propose) or (isinstance(note, Plan) and note.on >= turn.today):
        return note
    if isinstance(meant, Doubt) and all(isinstance(each, Log) for each in meant.options):
        return replace(meant, options=tuple(_linked(event, each) for each in meant.options))
    nearest = meant.nearest if isinstance(meant, Unclear) else ()
    if isinstance(meant, NearMiss) and isinstance(meant.meant, Log | Plan):
        nearest = (meant.meant.practice,)
    links = (event.link,) if event.link else ()
    return Unclear(event.text.strip(), nearest, written, links)


def _linked(event: Quoted, meant: Intent) -> Intent:
    """Keep the way back to the message with its words; a plan has none to keep it in."""
    if isinstance(meant, Propose):
        return Propose(_with_link(event, meant.log))
    return _with_link(event, meant) if isinstance(meant, Log) else meant


def _with_link(event: Quoted, log: Log) -> Log:
    return replace(log, links=(*log.links, event.link)) if event.link else log
