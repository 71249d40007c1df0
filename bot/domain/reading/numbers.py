"""Numbers as people write them: `3`, `3,5`, « deux », « vingt-cinq », « une dizaine », « environ 10 »."""

from dataclasses import dataclass

from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.tokens import Kind, Sentence

_COMPOUNDS = 20  # numbers from here on take another: « vingt-cinq »
_THOUSANDS = 3  # figures in a group


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens it takes, from `first` up to `last`, not included."""

    value: int | float
    first: int
    last: int
    approximate: bool = False
    article: bool = False
    """« un », "a": a number only if it touches what is counted."""


def number_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Number | None:
    """Return the number that begins at a place."""
    about = lexicon.counting.size(sentence, index, "about")
    start = index + about if about else index + (sentence.word(index) == "~")
    found = _digits(sentence, start) or _rough(sentence, start, lexicon) or _spelled(sentence, start, lexicon)
    if found is None:
        return None
    approximate = found.approximate or start > index
    return Number(found.value, index, found.last, approximate, found.article and start == index)


def whole(number: float) -> int | float:
    """Return an integer when a number is one: people are not counted in decimals."""
    return int(number) if number == int(number) else number


def figure(text: str) -> int | float:
    """Return the value of digits: spaces group them, a comma or a point begins decimals."""
    compact = "".join(text.split()).replace(",", ".")
    head, _, tail = compact.partition(".")
    grouped = len(tail) == _THOUSANDS and head != "0"
    return whole(float(head + tail if grouped else compact))


def _digits(sentence: Sentence, index: int) -> Number | None:
    if sentence.kind(index) is not Kind.NUMBER:
        return None
    return Number(figure(sentence.word(index)), index, index + 1)


def _rough(sentence: Sentence, index: int, lexicon: Lexicon) -> Number | None:
    match = lexicon.rough_numbers.at(sentence, index)
    return Number(int(match.value), index, index + match.size, approximate=True) if match else None


def _spelled(sentence: Sentence, index: int, lexicon: Lexicon) -> Number | None:
    """Add up the words of a number: « vingt et un », "twenty-five"."""
    match = lexicon.numbers.at(sentence, index)
    if match is None:
        return None
    article = lexicon.counting.size(sentence, index, "article") == match.size
    total, place = int(match.value), index + match.size
    smallest = total
    while smallest >= _COMPOUNDS:
        joined = place + lexicon.counting.size(sentence, place, "inside")
        following = lexicon.numbers.at(sentence, joined)
        if following is None or int(following.value) >= smallest:
            break
        smallest = int(following.value)
        total, place, article = total + smallest, joined + following.size, False
    return Number(total, index, place, article=article)
