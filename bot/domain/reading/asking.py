"""Sentences about what was already recorded: « c'était 2 pas 3 », "how many tests this month?"."""

from bot.domain.events import Where
from bot.domain.intents import Amend, Question
from bot.domain.reading.context import Context
from bot.domain.reading.naming import named_anywhere
from bot.domain.reading.numbers import number_at
from bot.domain.reading.tokens import Kind, Sentence


def amendment(sentence: Sentence, start: int, context: Context) -> Amend | None:
    """« nan erreur c'était 2 pas 3 », "it was 2 not 3", « pas 3 mais 2 »: nothing else may be said."""
    said: list[str] = []
    numbers: list[float] = []
    place = start
    while place < len(sentence):
        meaning, size, number = _amending(sentence, place, context)
        if meaning is None:
            return None
        said.append(meaning)
        numbers += [number] if number is not None else []
        place += size
    shape = [each for each in said if each in {"number", "not", "but"}]
    if shape == ["number", "not", "number"]:
        return Amend(numbers[0], numbers[1], sentence.text)
    if shape == ["not", "number", "but", "number"]:
        return Amend(numbers[1], numbers[0], sentence.text)
    return Amend(numbers[0], None, sentence.text) if shape == ["number"] and "cue" in said else None


def _amending(sentence: Sentence, place: int, context: Context) -> tuple[str | None, int, float | None]:
    """Return what stands at a place of a correction, how many tokens it takes, and its number."""
    lexicon = context.lexicon
    if match := lexicon.amend.at(sentence, place):
        return match.value, match.size, None
    number = number_at(sentence, place, lexicon)
    if number and not number.article:
        return "number", number.last - place, number.value
    if match := lexicon.closed.at(sentence, place):
        return "cue" if match.value == "no" else match.value, match.size, None
    aside = sentence.kind(place) in {Kind.MARK, Kind.EMOJI} or lexicon.nouns.size(sentence, place, "people")
    return "aside" if aside else None, 1, None


def question(sentence: Sentence, start: int, context: Context) -> Question | None:
    """Somebody asks: by the first words, or by the mark in a channel."""
    match = context.lexicon.question.at(sentence, start)
    marked = bool(sentence.tokens) and sentence.tokens[-1].text == "?"
    asked = match is not None and (marked or match.value == "strong")
    if not asked and not (marked and context.where is Where.CHANNEL):
        return None
    found = named_anywhere(sentence, context.catalogue)
    return Question(found[0].id if found else None, sentence.text)
