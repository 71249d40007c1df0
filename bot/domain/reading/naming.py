"""Which practice or verb is named? Exact words first, then slips of the finger (GRAMMAR §1.1 c and d)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.practices import Catalogue, Practice
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import stem
from bot.domain.reading.tokens import Kind, Sentence, words

_CATALOGUES = 8  # one in service, and some of the tests
_SHORTEST_SLIP, _SHORTEST_SWAP, _SHORTEST_DOUBLE_SLIP = 5, 4, 8


@dataclass(frozen=True, slots=True)
class Named:
    """A practice named by one of its aliases, up to a token, not included."""

    practice: Practice
    last: int
    alias: str


def named_at(sentence: Sentence, index: int, catalogue: Catalogue) -> Named | None:
    """Return the practice whose alias stands at a place; the longest alias wins."""
    best: Named | None = None
    for practice, alias, group in _by_first_word(catalogue).get(sentence.word(index, exact=False), ()):
        if best and len(group) <= best.last - index:
            continue
        said = all(sentence.word(index + n, exact=False) == word for n, word in enumerate(group))
        if said and not sentence.hyphenated(index + len(group) - 1):
            best = Named(practice, index + len(group), alias)
    return best


@lru_cache(_CATALOGUES)
def _by_first_word(catalogue: Catalogue) -> Mapping[str, list[tuple[Practice, str, tuple[str, ...]]]]:
    """Return what may name each practice, with its words as they are compared, by the first of them."""
    found: dict[str, list[tuple[Practice, str, tuple[str, ...]]]] = defaultdict(list)
    for practice, alias in aliases(catalogue):
        group = tuple(stem(word) for word in words(alias))
        found[group[0]].append((practice, alias, group))
    return dict(found)


def named_anywhere(sentence: Sentence, catalogue: Catalogue) -> list[Practice]:
    """Return the practices named in a sentence, in the order they are named."""
    found = (named_at(sentence, place, catalogue) for place in range(len(sentence)))
    return list({each.practice.id: each.practice for each in found if each}.values())


def aliases(catalogue: Catalogue) -> Iterator[tuple[Practice, str]]:
    """Return what may name each practice, both languages at once: its aliases, its label if several words."""
    return ((practice, alias) for practice in catalogue.practices for alias in names(practice))


def names(practice: Practice) -> Iterator[str]:
    """Return what may name a practice."""
    for each in practice.words.values():
        yield from (alias for alias in each.aliases if words(alias))
        if len(words(each.label)) > 1:
            yield each.label


def slip_at(sentence: Sentence, index: int, catalogue: Catalogue, lexicon: Lexicon) -> str | None:
    """Return the verb or alias that a word nearly is, None if it is no slip."""
    typed = sentence.word(index)
    if (
        sentence.kind(index) is not Kind.WORD
        or len(typed) < _SHORTEST_SWAP
        or _is_known(sentence, index, lexicon)
    ):
        return None
    known = {alias: group[0] for _, alias in aliases(catalogue) if len(group := words(alias)) == 1}
    known |= {verb: verb for verb in lexicon.verbs.single_words}
    if len(typed) < _SHORTEST_SWAP or typed in known.values():
        return None
    near = [(distance, alias) for alias, word in known.items() if (distance := slip(typed, word))]
    return min(near)[1] if near else None


def _is_known(sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Say whether a word is one of the grammar's own: « agents » is no slip of « agent »."""
    tables = (lexicon.nouns, lexicon.days, lexicon.months, lexicon.weekdays, lexicon.numbers, lexicon.closed)
    return any(table.at(sentence, index) for table in tables)


def slip(typed: str, meant: str) -> int:
    """Return how many slips lead from one word to the other, 0 if they are the same or too far."""
    most = 2 if min(len(typed), len(meant)) >= _SHORTEST_DOUBLE_SLIP else 1
    if abs(len(typed) - len(meant)) > most or len(set(typed) ^ set(meant)) > 2 * most:
        return 0
    swapped = len(typed) == len(meant) and sorted(typed) == sorted(meant)
    long_enough = len(typed) >= _SHORTEST_SLIP or swapped
    distance = _distance(typed, meant) if long_enough else 0
    return distance if distance <= most else 0


def _distance(one: str, other: str) -> int:
    """Count insertions, deletions, changes and swaps of neighbours (optimal string alignment)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        row = [i]
        for j, right in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
