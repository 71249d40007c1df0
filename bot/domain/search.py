"""What was noted about this? By word and by tag, accents and plurals aside; and what comes back by itself.

It looks at what it is given: who may read what was decided by the store.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.activities import Activity
from bot.domain.practices import Catalogue
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import fold, stem
from bot.domain.reading.tokens import Kind, sentence, words

_SHORTEST = 3  # letters of a word that is looked for, unless there is no other
_TELLING = 6  # letters of a word that may bring something back by itself
_BEGINNING = 4  # letters from which « inscr » finds « inscription »
_COMMON = 0.34  # a word said in more than a third of the notes brings nothing back
_FEW = 3
_WORDS = frozenset({Kind.WORD, Kind.NUMBER, Kind.VERSION, Kind.AMOUNT})


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every word and every tag has to be there."""

    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.tags)


def query_of(text: str, lexicon: Lexicon) -> Query:
    """Read what somebody looks for; « de », « le » are dropped where something else is said."""
    said = sentence(text).tokens
    tags = tuple(_tag(each.text) for each in said if each.kind is Kind.TAG)
    named = [each.stem for each in said if each.kind in _WORDS]
    telling = [each for each in named if len(each) >= _SHORTEST and not lexicon.search.holds(each, "ignored")]
    return Query(tuple(dict.fromkeys(telling or named)), tags)


def told(activity: Activity, catalogue: Catalogue) -> str:
    """Return the words of a record: the sentence as it was typed, else what its form was filled with."""
    if activity.text.strip():
        return activity.text
    practice = catalogue.get(activity.practice)
    texts = {each.id for each in practice.fields if not each.choices} if practice else set()
    return " ".join(
        value for key, value in activity.answers.items() if isinstance(value, str) and key in texts
    )


def search(activities: Iterable[Activity], query: Query, catalogue: Catalogue) -> list[Activity]:
    """Return what holds everything that is looked for, newest first."""
    if not query:
        return []
    found = [each for each in activities if _holds(each, query, catalogue)]
    return sorted(found, key=lambda each: (each.day, each.id), reverse=True)


def _holds(activity: Activity, query: Query, catalogue: Catalogue) -> bool:
    if not set(query.tags) <= _tags(activity):
        return False
    names, letters = _names(activity, catalogue), fold(_text(activity))
    if not all(word in letters or word in names for word in query.words):  # most notes stop here
        return False
    said = _stems(activity) | names
    return all(_is_among(word, said) for word in query.words)


def _is_among(word: str, said: frozenset[str]) -> bool:
    return word in said or (len(word) >= _BEGINNING and any(each.startswith(word) for each in said))


def _tags(activity: Activity) -> frozenset[str]:
    return frozenset(map(_tag, activity.tags))


def _tag(tag: str) -> str:
    return stem(fold(tag.lstrip("#")))


def _stems(activity: Activity) -> frozenset[str]:
    return frozenset(stem(word) for word in words(_text(activity)))


def _text(activity: Activity) -> str:
    answers = " ".join(value for value in activity.answers.values() if isinstance(value, str))
    return f"{activity.text} {answers} {' '.join(activity.tags)}"


def _names(activity: Activity, catalogue: Catalogue) -> frozenset[str]:
    return _called(activity.practice, catalogue)


@lru_cache(200)
def _called(practice_id: str, catalogue: Catalogue) -> frozenset[str]:
    """Return what a practice is called: « cherche test connexion » looks among the tests."""
    practice = catalogue.get(practice_id)
    called = [
        name for each in (practice.words.values() if practice else ()) for name in (each.label, *each.aliases)
    ]
    return frozenset(stem(word) for name in called for word in words(name))


def usual_tags(activities: Iterable[Activity], most: int) -> list[str]:
    """Return the tags said most often."""
    times = Counter(tag for each in activities for tag in each.tags)
    return [tag for tag, _ in times.most_common(most)]


# What comes back by itself


def recall(
    activities: Sequence[Activity], text: str, tags: Sequence[str], catalogue: Catalogue, lexicon: Lexicon
) -> Activity | None:
    """Return the note that a sentence brings back: it shares a tag, or a word that few notes hold.

    The one that shares the most, the newest of those; nothing rather than something far-fetched.
    """
    known = [each for each in activities if told(each, catalogue)]
    shared = set(map(_tag, tags))
    telling = _telling(text, lexicon, catalogue)
    said = {each.id: _stems(each) for each in known}
    times = Counter(word for each in said.values() for word in each & telling)
    most = max(_FEW, int(len(known) * _COMMON))
    rare = {word for word, n in times.items() if n <= most}
    weights = {each.id: 2 * len(_tags(each) & shared) + len(said[each.id] & rare) for each in known}
    best = max(known, key=lambda each: (weights[each.id], each.day, each.id), default=None)
    return best if best and weights[best.id] else None


def _telling(text: str, lexicon: Lexicon, catalogue: Catalogue) -> frozenset[str]:
    """Return the words of a sentence that are about something: neither grammar, nor people, nor practices."""
    said = {each.stem for each in sentence(text).tokens if each.kind is Kind.WORD}
    tables = (lexicon.search, lexicon.nouns, lexicon.days, lexicon.weekdays, lexicon.months, lexicon.closed)
    grammar = frozenset(word for table in tables for word in table.single_words)
    practices = frozenset(
        stem(word)
        for practice in catalogue.practices
        for each in practice.words.values()
        for name in (each.label, *each.aliases)
        for word in words(name)
    )
    return frozenset(word for word in said if len(word) >= _TELLING) - grammar - practices
