"""A plain reply to the question left open: recorded only if it has content; if unsure, ask (LIVED L7)."""

from bot.domain.events import Where
from bot.domain.intents import Intent, OpenForm, Plan, Unclear
from bot.domain.practices import Practice
from bot.domain.reading.closed import skip_small_talk
from bot.domain.reading.context import Context
from bot.domain.reading.counts import Counted, Counter
from bot.domain.reading.dates import Day
from bot.domain.reading.extract import leading_date
from bot.domain.reading.openings import Opening
from bot.domain.reading.tokens import Kind, Sentence
from bot.domain.reading.understand import understand

_PROOF = frozenset({Kind.URL, Kind.VERSION, Kind.TAG, Kind.AMOUNT})
_ENOUGH, _ENOUGH_WITHOUT_A_COUNT = 2, 3  # words of content; « bof » is no record


def reply(sentence: Sentence, context: Context) -> Intent | None:
    """Take a sentence as the answer to the open question, if it has content."""
    practice = context.catalogue.get(context.open_question) if context.open_question else None
    if practice is None or context.where is not Where.DIRECT:
        return None
    days = context.days(sentence).find()
    named = frozenset(n for day in days for n in range(day.first, day.last))
    said = _content(sentence, context, named)
    if not said and days and not leading_date(practice):
        return _day_alone(practice, days[0])
    if not (said or days) or _unsure(sentence, practice, said, days, context):
        return Unclear(sentence.text, (practice.id,)) if said else None
    return understand(sentence, Opening(practice, 0, likely=True), context)


def _content(sentence: Sentence, context: Context, apart: frozenset[int]) -> list[int]:
    """Return the places where something is said, days (`apart`) and small talk aside."""
    said: list[int] = []
    place = 0
    while place < len(sentence):
        size = context.lexicon.closed.size(sentence, place)
        mute = sentence.tokens[place].kind in {Kind.MARK, Kind.EMOJI, Kind.QUOTE} or place in apart
        said += [] if size or mute else [place]
        place += size or 1
    return said


def _day_alone(practice: Practice, day: Day) -> Intent:
    """« jeudi »: when it will be, for what can be planned; else there is nothing to record yet."""
    if practice.plannable and day.coming:
        return Plan(practice.id, day.coming)
    return OpenForm(practice.id)


def _unsure(
    sentence: Sentence, practice: Practice, said: list[int], days: list[Day], context: Context
) -> bool:
    """Say whether a reply is too thin, or too hesitant, to be what was done or planned."""
    lexicon = context.lexicon
    counted = Counted.by(practice, lexicon)
    if practice.count_field and Counter(sentence, lexicon, counted, frozenset()).find(0):
        return False
    if any(sentence.kind(place) in _PROOF for place in said) or (days and leading_date(practice)):
        return False
    start = skip_small_talk(sentence, context)
    people = counted.people and not counted.channels
    if lexicon.cues.size(sentence, start, "hesitant") and (people or not days):
        return True
    if people and lexicon.negative.size(sentence, start, "before"):
        return True
    planned = lexicon.cues.find(sentence, 0, "plan") is not None or any(day.past is None for day in days)
    thin = len(said) < (_ENOUGH_WITHOUT_A_COUNT if people else _ENOUGH)
    return thin and not (days and planned and practice.plannable)
