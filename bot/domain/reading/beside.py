"""What stands beside a figure says more than how many: who was met."""

from bot.domain.activities import Value
from bot.domain.practices import FieldKind, Practice
from bot.domain.reading.counts import Count
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.tokens import Sentence


def who(sentence: Sentence, practice: Practice, count: Count | None, lexicon: Lexicon) -> dict[str, Value]:
    """Return the choice that the people counted are: « 2 agents »; none if several kinds were added up."""
    if count is None or count.alone or count.check:
        return {}
    place = count.last + lexicon.counting.size(sentence, count.last, "adjective")
    match = lexicon.profiles.at(sentence, place)
    choices = (each for each in practice.fields if each.kind is FieldKind.CHOICE)
    return {each.id: match.value for each in choices if match and match.value in each.choices}
