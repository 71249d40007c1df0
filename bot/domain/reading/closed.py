"""The closed list: social and control words, which are never a record (GRAMMAR §1.1 b, LIVED L7)."""

from bot.domain.intents import (
    Back,
    Intent,
    Later,
    NoContent,
    Nothing,
    NotThisTime,
    OpenForm,
    Pause,
    Social,
    Stop,
    Verb,
)
from bot.domain.reading.absence import away, counts_people, pause_end, stands_alone, until
from bot.domain.reading.asking import amendment, question
from bot.domain.reading.context import Context
from bot.domain.reading.tokens import Kind, Sentence

_ORDER = (
    "stop",
    "back",
    "pouce",
    "not_now",
    "nothing",
    "next_week",
    "tomorrow",
    "later",
    "no",
    "done",
    "yes",
    "thanks",
    "thanks_for",
    "greeting",
    "ok",
    "seen",
)
"""When several are said at once (« ok merci, demain »), the first of these is meant."""
_SOCIAL = {"thanks": "thanks", "thanks_for": "thanks", "greeting": "greeting", "ok": "ok", "seen": "ok"}
_SKIPPED = ("thanks", "ok", "greeting", "yes", "opener", "pouce")
_LONGEST_PAUSE = 5  # words that say how long
_SAYS_NOTHING = frozenset({Kind.MARK, Kind.EMOJI, Kind.QUOTE})


def closed(sentence: Sentence, context: Context) -> Intent | None:
    """Return what a social or control sentence means, None if it is neither."""
    if all(token.kind in _SAYS_NOTHING for token in sentence.tokens):
        return Verb("help") if sentence.text.strip() == "?" else NoContent()
    start = skip_small_talk(sentence, context)
    return (
        amendment(sentence, 0, context)
        or question(sentence, start, context)
        or _whole(sentence, context)
        or _polite(sentence, context)
        or _called(sentence, context)
        or _passed_over(sentence, start, context)
        or away(sentence, start, context)
    )


def skip_small_talk(sentence: Sentence, context: Context, start: int = 0) -> int:
    """Return the place after greetings, thanks, yes and fillers that open a sentence."""
    place = start
    while place < len(sentence):
        size = context.lexicon.closed.size(sentence, place, *_SKIPPED)
        if not size and sentence.kind(place) not in {Kind.MARK, Kind.EMOJI}:
            break
        place += size or 1
    return place


def _whole(sentence: Sentence, context: Context) -> Intent | None:
    """Read a sentence made of closed words and fillers, and of nothing else."""
    said = _said(sentence, context)
    meaning = next((each for each in _ORDER if each in said), None)
    if meaning in _SOCIAL:
        return Social(_SOCIAL[meaning])
    if meaning in {"tomorrow", "later", "next_week"}:
        return Later(meaning)
    if meaning in {"yes", "done"}:
        return _agreed(meaning, context)
    simple: dict[str | None, Intent] = {
        "stop": Stop(),
        "back": Back(),
        "pouce": Pause(),
        "not_now": _not_this_time(sentence, context),
        "nothing": Nothing(),
        "no": Nothing(),
    }
    return simple.get(meaning, NoContent() if said else None)


def _said(sentence: Sentence, context: Context) -> frozenset[str]:
    """Return what closed words say, empty as soon as something else is said."""
    found: set[str] = set()
    place = 0
    while place < len(sentence):
        match = context.lexicon.closed.at(sentence, place)
        skipped = context.lexicon.skip.at(sentence, place)
        if skipped:
            found.add("not_now")
        elif match:
            found.add(match.value)
        elif sentence.tokens[place].kind not in _SAYS_NOTHING:
            return frozenset()
        best = skipped or match
        place += best.size if best else 1
    return frozenset(found)


def _agreed(meaning: str, context: Context) -> Intent:
    """« oui » to a question says nothing yet; « c'est fait » opens the form."""
    if context.open_question is None:
        return Social("ok")
    return OpenForm(context.open_question) if meaning == "done" else NoContent()


def _polite(sentence: Sentence, context: Context) -> Social | None:
    """« merci pour le retour »: thanks, and no feedback."""
    said = context.lexicon.closed.size(sentence, 0, "thanks_for")
    return Social("thanks") if said and not counts_people(sentence, said, context) else None


def _called(sentence: Sentence, context: Context) -> Pause | None:
    """« pouce 3 jours » is a pause; « Pouce, test 3 » only calls Pouce by its name."""
    size = context.lexicon.closed.size(sentence, 0, "pouce")
    named = size and len(sentence) - size <= _LONGEST_PAUSE
    until_day = pause_end(sentence, size, context) if named else None
    return Pause(until_day) if until_day else None


def _passed_over(sentence: Sentence, start: int, context: Context) -> Intent | None:
    """« pas eu le temps, j'étais malade »: passed, and a health word is not kept."""
    lexicon = context.lexicon
    size = lexicon.skip.size(sentence, start) or lexicon.away.size(sentence, start, "health")
    if not stands_alone(sentence, start, size, context) or counts_people(sentence, start + size, context):
        return None
    return until(sentence, start, context) or _not_this_time(sentence, context)


def _not_this_time(sentence: Sentence, context: Context) -> NotThisTime:
    lexicon = context.lexicon
    health = lexicon.away.find(sentence, 0, "health", "health_word") is not None
    place = lexicon.skip.find(sentence)
    match = lexicon.skip.at(sentence, place) if place is not None else None
    reason = match.value if match and match.value != "not_now" and not health else ""
    return NotThisTime(reason, health)
