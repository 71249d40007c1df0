"""One answer at a time: what a form or a short reply says for one field, or what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.activities import Value
from bot.domain.practices import Field, FieldKind, PracticeWords
from bot.domain.reading.context import Context
from bot.domain.reading.dates import Day, nearest, soonest
from bot.domain.reading.money import amount_at
from bot.domain.reading.normal import clean, fold, stem
from bot.domain.reading.numbers import Number, number_at, whole
from bot.domain.reading.tokens import Kind, Sentence, sentence, words

_LONGEST = {FieldKind.TEXT: 500, FieldKind.LONG_TEXT: 10_000, FieldKind.URL: 2_000}
_ID_DIGITS = 16  # past any id a database gives
_SHORT_REPLY = 4  # words; beyond, it is a sentence and not the name of a choice
_FIGURES = frozenset({FieldKind.NUMBER, FieldKind.RATING, FieldKind.MONEY})
_FREE = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.URL})
_SAYS_MORE = frozenset({Kind.WORD, Kind.NUMBER, Kind.URL, Kind.TAG})
_SHORTEST_START = 4
_TOP_RATING = 5
_URL = re.compile(r"https?://[^\s/.]+\.[^\s]+", re.IGNORECASE)
_SIGNED = re.compile(r"[-−](?=\d)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer; `kind` names the sentence that says so."""

    kind: str


def value_for(field: Field, text: str, context: Context) -> Value | None:
    """Return what a short reply answers to a question about one field; None if it says anything else."""
    if field.kind not in _FREE and not _says_only_a_value(field, sentence(clean(text)), context):
        return None
    value = read_field(field, text, context)
    return None if isinstance(value, Fault) else value


def _says_only_a_value(field: Field, said: Sentence, context: Context) -> bool:
    """Say whether a reply holds nothing that taking it as a value would lose."""
    if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        return len(said) <= _SHORT_REPLY
    place, unit = 0, _unit(field, context)
    while place < len(said):
        aside = _aside(said, place, context) or int(said.word(place, exact=False) in unit)
        end = _end_of_value(field, said, place, context) or place + aside
        if end == place and said.kind(place) in _SAYS_MORE:
            return False
        place = max(end, place + 1)
    return True


def _unit(field: Field, context: Context) -> frozenset[str]:
    """Return the words of a field's unit, in every language: « 3 réponses » answers « combien ? »."""
    named = (each.fields[field.id] for each in _worded(field, context))
    return frozenset(stem(word) for each in named for text in each.unit.values() for word in words(text))


def _end_of_value(field: Field, said: Sentence, place: int, context: Context) -> int:
    """Return where a value of the field's kind that begins here ends, 0 if none does."""
    day = context.days(said).at(place, fractions=False) if field.kind is FieldKind.DATE else None
    number = number_at(said, place, context.lexicon) if field.kind in _FIGURES else None
    return day.last if day else number.last if number else 0


def _aside(said: Sentence, place: int, context: Context) -> int:
    """Return how many words stand here that say nothing of their own: « on était », « personnes »."""
    lexicon = context.lexicon
    talk = (lexicon.closed, lexicon.openers, lexicon.encounters, lexicon.amend)
    sizes = (table.size(said, place) for table in (*talk, lexicon.counting, lexicon.money))
    return max(sizes) or lexicon.nouns.size(said, place, "people")


def read_field(field: Field, text: str, context: Context) -> Value | Fault:
    """Return the value of one field of a form, or its fault."""
    cleaned = clean(text)
    if not cleaned:
        return Fault("missing")
    if len(cleaned) > _LONGEST.get(field.kind, _LONGEST[FieldKind.TEXT]):
        return Fault("too_long")
    return _READERS[field.kind](field, cleaned, context)


def _text(_: Field, text: str, __: Context) -> Value | Fault:
    return text


def _number(field: Field, text: str, context: Context) -> Value | Fault:
    negative = _SIGNED.match(text)
    total = _sum(sentence(text), context)
    if total is None:
        return Fault("not_a_number")
    value = whole(-total if negative else total)
    lowest = field.minimum if field.minimum is not None else (0 if field.count else None)
    return Fault("out_of_range") if lowest is not None and value < lowest else value


def _sum(said: Sentence, context: Context) -> float | None:
    """Return the one number said, or what joined ones add up to; two numbers apart are no answer."""
    numbers: list[Number] = []
    place = 0
    while place < len(said):
        number = number_at(said, place, context.lexicon)
        if number:
            joined = not numbers or _joins(said, place - 1, context)
            if not joined:
                return None
            numbers.append(number)
        elif said.kind(place) not in {Kind.WORD, Kind.MARK, Kind.EMOJI, Kind.QUOTE}:
            return None
        place = number.last if number else place + 1
    return sum(number.value for number in numbers) if numbers else None


def _joins(said: Sentence, index: int, context: Context) -> bool:
    return said.word(index) in {"+", "&"} or bool(context.lexicon.counting.size(said, index, "join"))


def _date(field: Field, text: str, context: Context) -> Value | Fault:
    days = context.days(sentence(text)).find(fractions=False)
    if len(days) != 1:
        return Fault("not_a_date")
    if days[0].impossible:
        return Fault("impossible_date")
    day = _day(field, days[0], context.today)
    return Fault("future_date") if day > context.today and not field.future else day.isoformat()


def _day(field: Field, day: Day, today: date) -> date:
    if field.future:
        return soonest(day, today)
    return day.read(ahead=False) if day.past else nearest(day, today)


def _choice(field: Field, text: str, context: Context) -> Value | Fault:
    chosen = _chosen(field, text, _labels(field, context)) or _profile(field, text, context)
    return chosen or Fault("not_a_choice")


def _profile(field: Field, text: str, context: Context) -> str | None:
    """Return the one choice that the people named are: « des utilisatrices »."""
    said = sentence(text)
    named = (context.lexicon.profiles.at(said, place) for place in range(len(said)))
    found = {match.value for match in named if match and match.value in field.choices}
    return found.pop() if len(found) == 1 else None


def _choices(field: Field, text: str, context: Context) -> Value | Fault:
    labels = _labels(field, context)
    whole_text = _chosen(field, text, labels)
    parts = [text] if whole_text else re.split(r"[,;\n+/]|\s(?:et|and)\s", text)
    found = [_chosen(field, part, labels) for part in parts if part.strip()]
    return [each for each in found if each] if found and all(found) else Fault("not_a_choice")


def _labels(field: Field, context: Context) -> dict[str, str]:
    """Return the folded words of every choice, in every language, and the choice each stands for."""
    named = (each.fields[field.id] for each in _worded(field, context))
    return {fold(label): choice for each in named for choice, label in each.choices.items()}


def _worded(field: Field, context: Context) -> list[PracticeWords]:
    """Return what is said, in every language, of the practice that a field is of."""
    owners = [each for each in context.catalogue.practices if any(own is field for own in each.fields)]
    owners = owners or [each for each in context.catalogue.practices if field in each.fields]
    return [said for practice in owners for said in practice.words.values() if field.id in said.fields]


def _chosen(field: Field, text: str, labels: dict[str, str]) -> str | None:
    """Return the choice a text names: its id, its words, their beginning, or its words among others."""
    typed = fold(text).strip(" .!?\"'«»")
    if typed in field.choices:
        return typed
    if typed in labels:
        return labels[typed]
    started = {
        choice
        for label, choice in labels.items()
        if len(typed) >= _SHORTEST_START and label.startswith(typed)
    }
    within = {
        choice for label, choice in labels.items() if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", typed)
    }
    found = started or within
    return found.pop() if len(found) == 1 else None


def _rating(field: Field, text: str, context: Context) -> Value | Fault:
    out_of = re.fullmatch(r"(\d)\s*(?:/|sur|out of)\s*5", fold(text))
    value = int(out_of[1]) if out_of else _sum(sentence(text), context)
    if value is None or value != int(value):
        return Fault("not_a_number")
    lowest = field.minimum if field.minimum is not None else 1
    highest = field.maximum if field.maximum is not None else _TOP_RATING
    return int(value) if lowest <= value <= highest else Fault("out_of_range")


def _money(_: Field, text: str, context: Context) -> Value | Fault:
    said = sentence(text)
    places = (n for n in range(len(said)) if said.kind(n) is not Kind.MARK)
    amount = next((found for n in places if (found := amount_at(said, n, context.lexicon))), None)
    rest = amount is not None and any(
        number_at(said, n, context.lexicon) for n in range(amount.last, len(said))
    )
    return Fault("not_money") if amount is None or rest else amount.cents


def _url(_: Field, text: str, __: Context) -> Value | Fault:
    return text if _URL.fullmatch(text) else Fault("not_a_url")


def _yes_no(_: Field, text: str, context: Context) -> Value | Fault:
    said = sentence(text)
    answers = {match.value for n in range(len(said)) if (match := context.lexicon.closed.at(said, n))}
    if ("yes" in answers) == ("no" in answers):
        return Fault("not_yes_or_no")
    return "yes" in answers


def _link(_: Field, text: str, __: Context) -> Value | Fault:
    digits = text.removeprefix("#")
    return int(digits) if digits.isdecimal() and len(digits) < _ID_DIGITS else Fault("not_a_link")


_READERS: dict[FieldKind, Callable[[Field, str, Context], Value | Fault]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.RATING: _rating,
    FieldKind.MONEY: _money,
    FieldKind.URL: _url,
    FieldKind.YES_NO: _yes_no,
    FieldKind.LINK: _link,
}
