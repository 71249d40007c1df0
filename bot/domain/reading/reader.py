"""`text -> Intent`: the order of reading of GRAMMAR §1.1, (b) to (g). It never raises."""

from dataclasses import replace

from bot.domain.events import Where
from bot.domain.intents import (
    Doubt,
    Empty,
    Intent,
    Log,
    NearMiss,
    OpenForm,
    Pause,
    Plan,
    Propose,
    Unclear,
    Verb,
)
from bot.domain.reading.absence import pause
from bot.domain.reading.asking import amendment
from bot.domain.reading.closed import closed, skip_small_talk
from bot.domain.reading.context import Context
from bot.domain.reading.naming import named_anywhere, named_at, slip_at
from bot.domain.reading.normal import clean
from bot.domain.reading.openings import (
    Opening,
    false_friend,
    named_opening,
    natural_opening,
    negative,
)
from bot.domain.reading.replies import reply
from bot.domain.reading.tokens import Sentence, sentence
from bot.domain.reading.understand import says_nothing_after, understand

_TAKES_A_NAME = frozenset(
    [
        "team",
        "teams",
        "invite",
        "remove",
        "resume",
        "link",
        "channel",
        "pack",
        "search",
        "tip",
        "questions",
        "phase",
        "season",
        "succession",
    ]
)
_TAKES_TEXT = frozenset({"call", "guide"})
"""After a command, whatever follows is theirs; elsewhere, « appeler le maire » is no call."""
_NAME, _ASIDE = 6, 3  # words after a verb; with more, it was no verb
_OFFERED = 3


def read(text: str, context: Context) -> Intent:
    """Return what a text means for a person, today, in this conversation."""
    said = sentence(_spoken_to(clean(text), context))
    return _read(said, context)


def _spoken_to(text: str, context: Context) -> str:
    """Return the text without the mention that called Pouce in a channel."""
    called = context.where is Where.CHANNEL and text.startswith("@")
    return text.partition(" ")[2].strip() if called else text


def _read(said: Sentence, context: Context) -> Intent:
    if not said.text:
        return Empty()
    return (
        closed(said, context)
        or negative(said, context)
        or _verb(said, context)
        or _named(said, context)
        or _friend(said, context)
        or _natural(said, context)
        or _slip(said, context)
        or reply(said, context)
        or Unclear(said.text, tuple(each.id for each in named_anywhere(said, context.catalogue)[:_OFFERED]))
    )


def _verb(said: Sentence, context: Context) -> Intent | None:
    """One of Pouce's own verbs, unless a longer name of a practice begins alike (« équipe-fiche »)."""
    start = skip_small_talk(said, context)
    match = context.lexicon.verbs.at(said, start)
    if match is None:
        return None
    after = start + match.size
    named = named_opening(said, context)
    if said.hyphenated(after - 1) or (named and named.start > after):
        return None
    if match.value in _TAKES_TEXT:
        asks = match.value == "guide" and "?" in said.text
        meant = context.where is Where.COMMAND or match.size > 1 or after == len(said) or asks
        return Verb(match.value, said.after(after).lstrip(" :,")) if meant else None
    return _deed(match.value, said, after, context)


def _deed(verb: str, said: Sentence, after: int, context: Context) -> Intent | None:
    """Return the verb with what follows it, None if more follows than it takes: it was no verb."""
    rest = said.after(after).strip(" :,!?.")
    short = len(rest.split()) <= (_NAME if verb in _TAKES_A_NAME else _ASIDE)
    if verb == "pause":
        meant = pause(said, after, context)
        return meant if short or meant != Pause() else None
    if verb == "fix" and (amended := amendment(said, after, context)):
        return amended
    if verb == "close":
        named = named_at(said, after, context.catalogue)
        short = short or context.where is Where.COMMAND or (named is not None and named.practice.opens)
    return Verb(verb, rest) if short else None


def _named(said: Sentence, context: Context) -> Intent | None:
    opening = named_opening(said, context)
    return understand(said, opening, context) if opening else None


def _friend(said: Sentence, context: Context) -> Intent | None:
    """« déploiement »: a release, or adoption? Ask."""
    found = false_friend(said, context)
    if found is None:
        return None
    word, practices, start = found
    forms = [OpenForm(practice.id) for practice in practices]
    meant = [understand(said, Opening(practice, start, likely=True), context) for practice in practices]
    readings = [each for each in meant if isinstance(each, Log | Plan)]
    options = forms if says_nothing_after(said, start) or len(readings) < len(forms) else readings
    return Doubt("false_friend", tuple(options), said.text, {"word": word})


def _natural(said: Sentence, context: Context) -> Intent | None:
    """A natural opening is proposed; it is recorded at once only if that very question is open."""
    opening = natural_opening(said, context)
    meant = understand(said, opening, context) if opening else None
    if not isinstance(meant, Log) or meant.practice == context.open_question:
        return meant
    return Propose(meant)


def _slip(said: Sentence, context: Context) -> Intent | None:
    """A slip of the finger is asked about; a meaning that already asks is asked instead."""
    start = skip_small_talk(said, context)
    meant = slip_at(said, start, context.catalogue, context.lexicon)
    if meant is None:
        return None
    token = said.tokens[start]
    repaired = said.text[: token.start] + meant + said.text[token.end :]
    intent = _read(sentence(repaired), context)
    if isinstance(intent, Doubt):
        return replace(intent, text=said.text)
    useful = isinstance(intent, Log | Plan | Verb | OpenForm | Pause)
    return NearMiss(token.text, meant, intent, said.text, _answer(said, intent, context)) if useful else None


def _answer(said: Sentence, slipped: Intent, context: Context) -> Log | Plan | None:
    """Return what a sentence answers to the open question, if the slip would make it about something else."""
    answer = reply(said, context)
    about = getattr(slipped, "practice", None)
    return answer if isinstance(answer, Log | Plan) and answer.practice != about else None
