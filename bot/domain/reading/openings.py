"""How a sentence opens: a practice named, a verb, a natural opening (« on a livré »), or a negative."""

from dataclasses import dataclass

from bot.domain.intents import Negative
from bot.domain.practices import Practice
from bot.domain.reading.closed import skip_small_talk
from bot.domain.reading.context import Context
from bot.domain.reading.counts import Counted, Counter
from bot.domain.reading.naming import Named, named_at
from bot.domain.reading.numbers import Number, number_at
from bot.domain.reading.tokens import Kind, Sentence


@dataclass(frozen=True, slots=True)
class Opening:
    """The practice a sentence is about, and where the rest of it begins."""

    practice: Practice
    start: int
    """The first token after the verb."""
    alias: str = ""
    """The word that named the practice, as typed; empty when none did."""
    before: Number | None = None
    """« 3 tests »: a number that came first."""
    first: bool = False
    """Nothing came before the verb, which may therefore leave the text."""
    likely: bool = False
    """A natural opening: to be proposed, not recorded."""
    only_ahead: bool = False
    """« je teste… » is a plan or nothing."""


def named_opening(sentence: Sentence, context: Context) -> Opening | None:
    """Return the practice named at the head, perhaps after a greeting, a day, a tag or a number."""
    start = head(sentence, context)
    number = number_at(sentence, start, context.lexicon)
    named = named_at(sentence, number.last if number else start, context.catalogue)
    if named is None and number:
        number, named = None, named_at(sentence, start, context.catalogue)
    if named is None:
        return None
    typed = sentence.word(named.last - 1)
    return Opening(named.practice, named.last, typed, number, first=start == 0 and number is None)


def head(sentence: Sentence, context: Context) -> int:
    """Return the place where a sentence begins once greetings, a day or a tag are passed."""
    reader = context.days(sentence)
    place, moved = 0, True
    while moved:
        start = skip_small_talk(sentence, context, place)
        day = reader.at(start)
        start = day.last if day else start + (sentence.kind(start) is Kind.TAG)
        place, moved = start, start > place
    return place


def natural_opening(sentence: Sentence, context: Context) -> Opening | None:
    """« on a livré… », "tested with 4 caseworkers", « vu 2 agents », « j'ai fait un test »."""
    start = head(sentence, context)
    openers = context.lexicon.openers
    place, subject = start, False
    while size := openers.size(sentence, place, "subject", "adverb"):
        place, subject = place + size, True
    return (
        _did(sentence, place, context, subject=subject)
        or _deed(sentence, place, context)
        or _encounter(sentence, place, context)
        or _coming(sentence, start, context)
    )


def _did(sentence: Sentence, place: int, context: Context, *, subject: bool) -> Opening | None:
    """« j'ai fait 2 entretiens », "we had an interview"; « on a bloqué… »: an alias after a subject."""
    size = context.lexicon.openers.size(sentence, place, "did")
    if not size and not subject:
        return None
    number = number_at(sentence, place + size, context.lexicon)
    named = named_at(sentence, number.last if number else place + size, context.catalogue)
    if named is None:
        return None
    typed = sentence.word(named.last - 1)
    return Opening(named.practice, named.last, typed, number, likely=True)


def _deed(sentence: Sentence, place: int, context: Context) -> Opening | None:
    match = context.lexicon.deeds.at(sentence, place)
    practice = context.catalogue.get(match.value) if match else None
    return Opening(practice, place + match.size, likely=True) if match and practice else None


def _encounter(sentence: Sentence, place: int, context: Context) -> Opening | None:
    """« vu 2 agents » is an encounter; « vu que ça bloque » is not: people have to be counted."""
    match = context.lexicon.encounters.at(sentence, place)
    if match is None:
        return None
    wanted = match.value.split()
    known = [each for name in wanted if (each := context.catalogue.get(name))]
    asked = [each for each in known if each.id == context.open_question]
    practice = next(iter(asked or known), None)
    if practice is None:
        return None
    counter = Counter(sentence, context.lexicon, Counted.by(practice, context.lexicon), frozenset())
    count = counter.find(place + match.size)
    touching = count is not None and not count.alone
    return Opening(practice, place + match.size, likely=True) if touching else None


def _coming(sentence: Sentence, start: int, context: Context) -> Opening | None:
    match = context.lexicon.coming.at(sentence, start)
    practice = context.catalogue.get(match.value) if match else None
    if match is None or practice is None:
        return None
    return Opening(practice, start + match.size, likely=True, only_ahead=True)


def false_friend(sentence: Sentence, context: Context) -> tuple[str, list[Practice], int] | None:
    """« déploiement » means a release to some and adoption to others: return the word and both."""
    start = head(sentence, context)
    place = start
    while size := context.lexicon.openers.size(sentence, place) or context.lexicon.counting.size(
        sentence, place, "article"
    ):
        place += size
    match = context.lexicon.false_friends.at(sentence, place)
    if match is None:
        return None
    practices = [each for name in match.value.split() if (each := context.catalogue.get(name))]
    return sentence.tokens[place].text, practices, place + match.size


def negative(sentence: Sentence, context: Context) -> Negative | None:
    """« rien livré, on attend le juridique », "shipped nothing": no record, perhaps a blocker."""
    start = head(sentence, context)
    named = _denied(sentence, start, context) or _followed_by_nothing(sentence, start, context)
    if named is None:
        return None
    return Negative(named.id, blocker(sentence, start, context), sentence.text)


def _denied(sentence: Sentence, start: int, context: Context) -> Practice | None:
    """« pas de test », "no release", « on n'a rien livré »."""
    size = context.lexicon.negative.size(sentence, start, "before")
    if not size:
        return None
    place = start + size
    named = named_at(sentence, place, context.catalogue)
    opening = None if named else _deed(sentence, place, context)
    return named.practice if named else opening.practice if opening else None


def _followed_by_nothing(sentence: Sentence, start: int, context: Context) -> Practice | None:
    """« livraison : rien », "shipped nothing, waiting on legal"; not « retour : rien compris »."""
    lexicon = context.lexicon
    place = start
    while size := lexicon.openers.size(sentence, place, "subject", "adverb"):
        place += size
    named: Named | Opening | None = named_at(sentence, place, context.catalogue) or _deed(
        sentence, place, context
    )
    if named is None:
        return None
    after = named.last if isinstance(named, Named) else named.start
    after += sentence.word(after) == ":"
    size = lexicon.negative.size(sentence, after, "nothing")
    return named.practice if size and _ends_there(sentence, after + size, context) else None


def _ends_there(sentence: Sentence, place: int, context: Context) -> bool:
    while size := context.lexicon.closed.size(sentence, place, "filler"):
        place += size
    ended = sentence.kind(place) in {None, Kind.MARK, Kind.EMOJI} and not (
        place < len(sentence) and sentence.tokens[place].quoted
    )
    return ended or bool(context.lexicon.negative.size(sentence, place, "cause"))


def blocker(sentence: Sentence, start: int, context: Context) -> str:
    """Return what one waits for: « on attend le juridique »."""
    place = context.lexicon.negative.find(sentence, start, "cause")
    if place is None:
        return ""
    place += context.lexicon.negative.size(sentence, place, "cause")
    if place >= len(sentence):
        return ""
    return sentence.text[sentence.tokens[place].start :].strip(" .!,;")
