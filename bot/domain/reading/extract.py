"""What a sentence says of a practice: day, count, segment, channel, links. Reading, not cutting."""

from dataclasses import dataclass, replace

from bot.domain.activities import Value
from bot.domain.practices import Field, FieldKind, Practice
from bot.domain.reading.ahead import dates, looked_forward_to
from bot.domain.reading.beside import Figure, counted_by, figures, who
from bot.domain.reading.context import Context
from bot.domain.reading.counts import Count, Counted, Counter
from bot.domain.reading.dates import Day
from bot.domain.reading.edges import Edges, Pair, edges, find_pairs, text_between
from bot.domain.reading.fields import value_for
from bot.domain.reading.measured import UNIT, Measured, is_measured, measured
from bot.domain.reading.money import Amounts, find_amounts
from bot.domain.reading.naming import names
from bot.domain.reading.normal import stem
from bot.domain.reading.openings import Opening
from bot.domain.reading.since import since
from bot.domain.reading.tokens import Kind, Sentence, words

_LONGEST_CUE = 3  # words before a day that say how it is meant


@dataclass(frozen=True, slots=True)
class Found:
    """Everything read off a sentence for one practice."""

    practice: Practice
    text: str
    whole: str
    """The text with its day, which stays when it is not the day of the record."""
    answers: dict[str, Value]
    amounts: Amounts
    tags: tuple[str, ...]
    links: tuple[str, ...]
    count: Count | None
    counted: Field | None
    """The field that the count fills."""
    day: Day | None
    day_at_edge: bool
    day_follows_verb: bool


def leading_date(practice: Practice) -> Field | None:
    """Return the date field that a day in the sentence fills, if the practice has one and no plans."""
    if practice.plannable or practice.main_field:
        return None
    return next((field for field in practice.fields if field.future), None)


def extract(sentence: Sentence, opening: Opening, context: Context) -> Found:
    """Read a sentence for the practice it opens with."""
    practice, start = opening.practice, opening.start
    pairs = _pairs(sentence, opening, context)
    days = _days(sentence, opening, pairs, context)
    others = list(figures(sentence, start, practice, context.lexicon))
    counted = counted_by(practice, opening.alias, {each.field for each in others})
    apart: list[Pair | Day | Figure] = [*pairs, *days, *others]
    taken = frozenset(n for each in apart for n in range(each.first, each.last))
    count = _count(sentence, opening, context, taken)
    said = measured(sentence, start, count, context.lexicon, taken) if is_measured(practice) else None
    count = said.count if said else count
    coming = [day for day in days if practice.ahead and looked_forward_to(day, context.today)]
    ends = edges(sentence, start, count, [day for day in days if day not in coming], pairs)
    text = _text(sentence, opening, count, ends)
    whole = _text(sentence, opening, count, edges(sentence, start, count, [], pairs))
    links = tuple(token.text for token in sentence.tokens if token.kind is Kind.URL)
    answers = {
        **_how_many(opening, counted, count, others, context),
        **who(sentence, practice, count, context.lexicon),
        **_said_of_fields(sentence, opening, pairs, ends, context),
        **_read_off(practice, text, links),
        **{each.field: each.value for each in others},
        **dates(sentence, start, practice, coming, context.today, context.lexicon),
        **(_read_measured(practice, said) if said else {}),
    }
    return Found(
        practice=practice,
        text=text,
        whole=whole,
        answers=answers,
        amounts=find_amounts(sentence, start, practice, context.lexicon, taken),
        tags=_tags(sentence, pairs, context),
        links=links,
        count=count,
        counted=counted,
        day=ends.day,
        day_at_edge=ends.day_at_edge,
        day_follows_verb=ends.day is not None and ends.day.first == start,
    )


def _pairs(sentence: Sentence, opening: Opening, context: Context) -> list[Pair]:
    """Return what is said of a field by its name, or as « depuis le 2 novembre »."""
    practice, start = opening.practice, opening.start
    named = find_pairs(sentence, start, _keys(practice, context))
    return [*named, *since(sentence, start, practice, context)]


def _how_many(
    opening: Opening, counted: Field | None, count: Count | None, others: list[Figure], context: Context
) -> dict[str, Value]:
    """Return the count; one where the word itself says so and nothing else is counted."""
    if counted is None:
        return {}
    if count:
        return {counted.id: count.value}
    return {} if others or not _stands_for_one(opening, context) else {counted.id: 1}


def _keys(practice: Practice, context: Context) -> frozenset[str]:
    """Return what may stand before a colon: the words for a segment, and the practice's own fields."""
    return context.lexicon.tags.single_words | {field.id for field in practice.fields}


def _tags(sentence: Sentence, pairs: list[Pair], context: Context) -> tuple[str, ...]:
    tags = [token.text[1:] for token in sentence.tokens if token.kind is Kind.TAG and not token.quoted]
    tags += [pair.value for pair in pairs if pair.key in context.lexicon.tags.single_words and pair.value]
    return tuple(dict.fromkeys(tags))


def _text(sentence: Sentence, opening: Opening, count: Count | None, ends: Edges) -> str:
    """Return the sentence without the verb and what left its ends; whole if it did not open with a verb."""
    if count and (count.first, count.last) == (0, len(sentence)):
        return ""
    if opening.likely or not opening.first:
        return sentence.text
    return text_between(sentence, ends.head, ends.tail)


def _days(sentence: Sentence, opening: Opening, pairs: list[Pair], context: Context) -> list[Day]:
    """Return the days said, but not the deadlines: « finir avant vendredi » happens today."""
    fractions = opening.practice.count_field is not None
    found = context.days(sentence).find(opening.start if opening.first else 0, fractions=fractions)
    in_pairs = {n for pair in pairs for n in range(pair.first, pair.last)}
    planned = context.lexicon.cues.find(sentence, 0, "plan") is not None
    read = (_seen_from(sentence, day, context, planned=planned) for day in found if day.first not in in_pairs)
    return [day for day in read if day]


def _seen_from(sentence: Sentence, day: Day, context: Context, *, planned: bool) -> Day | None:
    """Return a day as the words before it say: after « avant » it is none, after « pour » it is to come."""

    def led_by(cue: str) -> int:
        """Return how many words before the day are such a cue, its article apart: « pour le 15 »."""
        sizes = range(1, _LONGEST_CUE + 1)
        return next((n for n in sizes if context.lexicon.cues.size(sentence, day.first - n, cue) >= n), 0)

    deadline, aim = led_by("deadline"), led_by("aim")
    if deadline and not planned:
        return None
    if not deadline and not aim:
        return day
    past = None if aim and day.coming and day.typed is None else day.past
    return replace(day, first=day.first - (deadline or aim), past=past, count=None)


def _count(sentence: Sentence, opening: Opening, context: Context, taken: frozenset[int]) -> Count | None:
    if opening.practice.count_field is None:
        return None
    counted = Counted.by(opening.practice, context.lexicon)
    return Counter(sentence, context.lexicon, counted, taken).find(opening.start)


def _said_of_fields(
    sentence: Sentence, opening: Opening, pairs: list[Pair], ends: Edges, context: Context
) -> dict[str, Value]:
    """Return what is said of fields other than the main ones: the channel, `field:value`, a choice."""
    practice = opening.practice
    answers: dict[str, Value] = {}
    channel = practice.field("channel")
    said = _channel(sentence, opening.start, context) if channel else ""
    if channel and said in channel.choices:
        answers[channel.id] = said
    for pair in pairs:
        field = practice.field(pair.key)
        value = value_for(field, pair.value, context) if field else None
        if field and value is not None:
            answers[field.id] = value
    for field in practice.fields:
        if field.kind is FieldKind.CHOICE and (chosen := _choice(sentence, opening, ends.head, field)):
            answers.setdefault(field.id, chosen)
    return answers


def _choice(sentence: Sentence, opening: Opening, start: int, field: Field) -> str | None:
    """Return the choice that the verb itself names (« rétro »), or that begins what it is followed by."""
    found: tuple[int, str] | None = None
    for said in opening.practice.words.values():
        own = said.fields.get(field.id)
        for choice, label in own.choices.items() if own else ():
            group = [stem(word) for word in words(label)]
            if group and stem(opening.alias) == "".join(group):
                return choice
            stands = group == [sentence.word(start + n, exact=False) for n in range(len(group))]
            if group and stands and (found is None or len(group) > found[0]):
                found = len(group), choice
    return found[1] if found else None


def _channel(sentence: Sentence, start: int, context: Context) -> str:
    """Return the channel said: « par tel », « 12 mails », or a channel right after the verb."""
    lexicon = context.lexicon
    for place in range(start, len(sentence)):
        match = lexicon.channels.at(sentence, place)
        before = sentence.kind(place - 1) is Kind.NUMBER or lexicon.counting.size(sentence, place - 1, "by")
        if match and (place == start or before or place + match.size == len(sentence)):
            return match.value
    return ""


def _stands_for_one(opening: Opening, context: Context) -> bool:
    """A release, a piece of feedback, an interview are one unless a number is said; « tests » is not."""
    if stem(opening.alias) != opening.alias:
        return False
    if opening.alias and context.lexicon.one_each.holds(opening.alias, opening.practice.id):
        return True
    said = {stem(word) for name in names(opening.practice) for word in words(name)}
    return bool(said & Counted.by(opening.practice, context.lexicon).stems)


def _read_measured(practice: Practice, said: Measured) -> dict[str, Value]:
    """Return the name that came before a value, and its unit."""
    main = practice.main_field
    named = {main.id: said.name} if main and said.name else {}
    return {**named, **({UNIT: said.unit} if said.unit else {})}


def _read_off(practice: Practice, text: str, links: tuple[str, ...]) -> dict[str, Value]:
    main = practice.main_field
    url = next((field for field in practice.fields if field.kind is FieldKind.URL), None)
    answers: dict[str, Value] = {}
    if main and text:
        answers[main.id] = text
    if url and links:
        answers[url.id] = links[0]
    return answers
