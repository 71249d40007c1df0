"""Amounts: « 45k AE dont 30 engagés », `45 000 €`, « 1,5 M€ ». Kept in whole cents of euro."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.practices import FieldKind, Practice
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import stem
from bot.domain.reading.numbers import figure, number_at
from bot.domain.reading.tokens import Kind, Sentence, words

_CENTS = 100
_SCALES = {"euro": 1, "thousand": 1_000, "million": 1_000_000}
_SHORT_FOR_THOUSANDS = 1_000
_SHORTEST_LABEL_WORD = 2
_REACH = 2  # words between an amount and the name of its field


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and the tokens it takes."""

    cents: int
    first: int
    last: int
    scale: str = ""
    """`euro`, `thousand`, `million`; empty for a bare figure."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a sentence by field, and the other reading if a bare figure may mean thousands."""

    answers: dict[str, int]
    otherwise: dict[str, int] | None = None


def amount_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Amount | None:
    """Return the amount that begins at a place; percentages are none."""
    if sentence.kind(index) is Kind.AMOUNT:
        text = sentence.word(index)
        digits = text.rstrip("kmeuros€% ")
        letters = text[len(digits) :].strip(" €")
        if "%" in text:
            return None
        scale = _scale(letters, lexicon) if letters else "euro"
        return _amount(figure(digits), index, _past_euro(sentence, index + 1, lexicon), scale)
    number = number_at(sentence, index, lexicon)
    if number is None or number.article or number.value < 0:
        return None
    unit = lexicon.money.at(sentence, number.last)
    last = number.last + unit.size if unit else number.last
    if sentence.word(last) == "€":
        return _amount(number.value, index, last + 1, unit.value if unit else "euro")
    return _amount(
        number.value, index, _past_euro(sentence, last, lexicon) if unit else last, unit.value if unit else ""
    )


def find_amounts(
    sentence: Sentence, start: int, practice: Practice, lexicon: Lexicon, taken: frozenset[int]
) -> Amounts:
    """Give each amount to the field whose name it touches, else to the first that has none."""
    labels = _labels(practice)
    answers: dict[str, int] = {}
    bare: list[str] = []
    if labels:
        for amount in _all(sentence, start, lexicon, taken):
            named = _named(
                sentence, amount, {key: each for key, each in labels.items() if key not in answers}
            )
            leads = amount.first == start and _is_of_amounts(practice)
            name = (
                named
                if named or not (amount.scale or leads)
                else next((key for key in labels if key not in answers), None)
            )
            if name and name not in answers:
                answers[name] = amount.cents
                bare += [name] if not amount.scale and amount.cents < _SHORT_FOR_THOUSANDS * _CENTS else []
    if not bare or len(bare) == len(answers):
        return Amounts(answers)
    scaled = {key: cents * (_SHORT_FOR_THOUSANDS if key in bare else 1) for key, cents in answers.items()}
    return Amounts(scaled, otherwise=answers)


def _is_of_amounts(practice: Practice) -> bool:
    """Say whether a bare figure right after the verb is an amount: it could be nothing else."""
    return not (practice.count_field or practice.main_field or practice.field("date"))


def _scale(letters: str, lexicon: Lexicon) -> str:
    return next((scale for scale in _SCALES if lexicon.money.holds(letters, scale)), "euro")


def _amount(value: float, first: int, last: int, scale: str) -> Amount:
    return Amount(round(value * _SCALES.get(scale, 1) * _CENTS), first, last, scale)


def _past_euro(sentence: Sentence, index: int, lexicon: Lexicon) -> int:
    """Return the place after « € » or « euros », if they stand here."""
    return index + (1 if sentence.word(index) == "€" else lexicon.money.size(sentence, index, "euro"))


def _labels(practice: Practice) -> dict[str, frozenset[str]]:
    """Return the words that name each amount of a practice, from its labels in every language."""
    return {
        field.id: frozenset(
            stem(word)
            for each in practice.words.values()
            if field.id in each.fields
            for word in words(each.fields[field.id].label)
            if len(word) >= _SHORTEST_LABEL_WORD
        )
        for field in practice.fields
        if field.kind is FieldKind.MONEY
    }


def _all(sentence: Sentence, start: int, lexicon: Lexicon, taken: frozenset[int]) -> Iterator[Amount]:
    place = start
    while place < len(sentence):
        amount = None if place in taken else amount_at(sentence, place, lexicon)
        if amount:
            yield amount
        place = amount.last if amount else place + 1


def _named(sentence: Sentence, amount: Amount, labels: dict[str, frozenset[str]]) -> str | None:
    after = range(amount.last, amount.last + _REACH)
    before = range(amount.first - 1, amount.first - 1 - _REACH, -1)
    for place in (amount.first - 1, *after, *before):
        word = sentence.word(place, exact=False)
        for name, known in labels.items():
            if word in known:
                return name
    return None
