"""What the reader has to know about the person, the day and the conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import WorkDays
from bot.domain.events import Where
from bot.domain.practices import Catalogue
from bot.domain.reading.dates import Typed
from bot.domain.reading.days import DayReader
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a sentence is read against."""

    catalogue: Catalogue
    lexicon: Lexicon
    today: date
    works: Callable[[], WorkDays]
    """Their mission days, looked up for a sentence that needs them: « la semaine dernière » does."""
    language: str
    where: Where = Where.DIRECT
    open_question: str | None = None
    """The practice of the last message's question, if it is less than one mission day old."""

    def days(self, sentence: Sentence) -> DayReader:
        """Return what finds the days of a sentence."""
        return DayReader(sentence, self.lexicon, self.today, self.works)

    def spoken(self, day: date) -> str:
        """Return a day in full, in the person's language, at the head of a sentence."""
        spoken = self.lexicon.spoken[self.language]
        return spoken.day.format(
            weekday=spoken.weekdays[day.weekday()],
            day=spoken.first if day.day == 1 else day.day,
            month=spoken.months[day.month - 1],
        )

    def spoken_impossible(self, typed: Typed) -> str:
        """Return a day that no calendar has, in the person's language."""
        spoken = self.lexicon.spoken[self.language]
        text = spoken.impossible.format(day=typed.day, month=spoken.months[typed.month - 1])
        return f"{text} {typed.year}" if typed.year else text
