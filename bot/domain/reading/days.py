"""Finding the days that a sentence names. Past is a record, future is a plan; a bare weekday may be either.

Written here rather than borrowed: a day has to beat a count, to say where it stands, and to admit that it
has two readings (GRAMMAR §1.3 and §1.4).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.calendar import WorkDays
from bot.domain.reading.dates import MONTHS, NAMED, WEEKDAYS, Day, Typed, existing
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.numbers import number_at
from bot.domain.reading.tokens import Kind, Sentence

_SIDES = {"day": 1, "week": 7, "month": 30}
_NEAR = timedelta(days=60)
_MATCHING = timedelta(days=45)
_LONGEST_MONTH = 31
_CLEARLY_A_DAY = 39
_FARTHEST = 400


class DayReader:
    """Finds the days that a sentence names."""

    def __init__(
        self, sentence: Sentence, lexicon: Lexicon, today: date, works: Callable[[], WorkDays]
    ) -> None:
        self.sentence = sentence
        self.lexicon = lexicon
        self.today = today
        self.works = works

    def find(self, start: int = 0, *, fractions: bool = True) -> list[Day]:
        """Return every day said from a token on. With `fractions`, « 3/5 » is a day only if it is near."""
        found: list[Day] = []
        place = start
        while place < len(self.sentence):
            day = self.at(place, fractions=fractions)
            if day:
                found.append(day)
            place = day.last if day else place + 1
        return found

    def at(self, index: int, *, fractions: bool = True) -> Day | None:
        """Return the day that begins at a token, with its article."""
        start = index + self.lexicon.days.size(self.sentence, index, "article")
        readers: tuple[Callable[[int], Day | None], ...] = (
            self._named,
            self._counted,
            self._weekday,
            self._range,
            self._written,
            self._month_first,
            self._iso,
        )
        day = next((found for reader in readers if (found := reader(start))), None)
        day = day or self._slashed(start, fractions=fractions and start == index)
        if day is None and start > index:
            day = self._day_of_month(start)
        if day is None and (ordered := self.lexicon.days.size(self.sentence, index, "last", "next")):
            day = self.at(index + ordered, fractions=fractions)  # « prochain 12 janvier »
            start += ordered
        if day and start > index:
            return replace(day, first=index, count=None)
        return day

    # In words

    def _named(self, index: int) -> Day | None:
        match = self.lexicon.days.at(self.sentence, index, *NAMED)
        if match is None:
            return None
        last = index + match.size
        while size := self.lexicon.days.size(self.sentence, last, "part"):
            last += size
        return self._on(NAMED[match.value](self.today, self.works), index, last)

    def _counted(self, index: int) -> Day | None:
        """« il y a 3 jours », "in 2 weeks", "3 days ago"."""
        days = self.lexicon.days
        opener = days.at(self.sentence, index, "ago_before", "ahead")
        found = self._duration(index + (opener.size if opener else 0))
        if found is None:
            return None
        away, last = found
        ago = 0 if opener else days.size(self.sentence, last, "ago")
        if not opener and not ago:
            return None
        ahead = opener is not None and opener.value == "ahead"
        return self._on(self.today + away if ahead else self.today - away, index, last + ago)

    def lasting(self, index: int) -> Day | None:
        """« 3 semaines », where what comes before says that it has lasted since then."""
        found = self._duration(index)
        return self._on(self.today - found[0], index, found[1]) if found else None

    def _duration(self, index: int) -> tuple[timedelta, int] | None:
        number = number_at(self.sentence, index, self.lexicon)
        unit = self.lexicon.units.at(self.sentence, number.last) if number else None
        if number is None or unit is None or not 0 < number.value <= _FARTHEST:
            return None
        return timedelta(days=int(number.value * _SIDES[unit.value])), number.last + unit.size

    def _weekday(self, index: int) -> Day | None:
        """« lundi », « lundi dernier », "next Friday", « jeu. 26 nov. »."""
        days, sentence = self.lexicon.days, self.sentence
        before = days.at(sentence, index, "last", "next", "this")
        start = index + (before.size if before else 0)
        match = self.lexicon.weekdays.at(sentence, start)
        match = match or self.lexicon.weekdays_short.at(sentence, start)
        if match is None:
            return None
        weekday, last = WEEKDAYS.index(match.value), start + match.size
        dated = self._dated_weekday(weekday, last + (sentence.word(last) in {".", ","}))
        if dated:
            return replace(dated, first=index)
        if not before and not self._surely_a_weekday(start):
            return None
        after = days.at(sentence, last, "last", "next")
        last += after.size if after else 0
        while size := days.size(sentence, last, "part"):
            last += size
        return self._around(weekday, index, last, (before or after or match).value)

    def _surely_a_weekday(self, index: int) -> bool:
        """A short name needs company: « mon » is also a word, "sun" too."""
        if self.lexicon.weekdays.at(self.sentence, index) or self.lexicon.days.size(
            self.sentence, index - 1, "before_short"
        ):
            return True
        ends = index + 1 == len(self.sentence)
        return ends and not self.lexicon.days.size(self.sentence, index, "also_words")

    def _around(self, weekday: int, first: int, last: int, side: str) -> Day:
        back = (self.today.weekday() - weekday - 1) % 7 + 1
        past = self.today - timedelta(days=back)
        coming = past + timedelta(days=7 if back < 7 else 14)  # noqa: PLR2004 - the days of a week
        if side == "this":
            return self._on(self.today + timedelta(days=weekday - self.today.weekday()), first, last)
        if side == "last":
            return Day(first, last, past=past)
        if side == "next":
            return Day(first, last, coming=coming)
        return Day(first, last, past, coming, bare=True)

    def _dated_weekday(self, weekday: int, index: int) -> Day | None:
        """« lundi 16 », "Friday the 27th", « jeudi 26 novembre »."""
        start = index + self.lexicon.days.size(self.sentence, index, "article")
        dated = self._written(start) or self._month_first(start) or self._slashed(start, fractions=False)
        if dated:
            return replace(dated, count=None)
        number = self._day_number(start)
        if number is None or self.lexicon.nouns.size(self.sentence, start + 1, "people", "thing"):
            return None
        spread = range(-_MATCHING.days, _MATCHING.days + 1)
        days = [self.today + timedelta(days=n) for n in spread]
        fitting = [day for day in days if day.weekday() == weekday and day.day == number]
        if not fitting:
            return None
        return self._on(min(fitting, key=lambda day: abs(day - self.today)), index, start + 1)

    # In figures

    def _day_number(self, index: int) -> int | None:
        if self.sentence.kind(index) not in {Kind.NUMBER, Kind.ORDINAL}:
            return None
        digits = "".join(each for each in self.sentence.word(index) if each.isdecimal())
        plain = self.sentence.kind(index) is Kind.ORDINAL or digits == self.sentence.word(index)
        return int(digits) if plain and len(digits) <= 2 else None  # noqa: PLR2004 - a day has two figures

    def _year(self, index: int) -> int | None:
        word = self.sentence.word(index)
        is_year = self.sentence.kind(index) is Kind.NUMBER and len(word) == 4 and word.startswith("20")  # noqa: PLR2004
        return int(word) if is_year else None

    def _range(self, index: int) -> Day | None:
        """« 24-26 nov. », « du 24 au 26 novembre »: the last day counts."""
        if self._day_number(index) is None:
            return None
        to = self.lexicon.days.size(self.sentence, index + 1, "to") or (self.sentence.word(index + 1) in "-–")
        day = self._written(index + 1 + int(to)) if to else None
        return replace(day, first=index, count=None) if day else None

    def _written(self, index: int) -> Day | None:
        """« 2 mars », "2nd of March 2027"."""
        number = self._day_number(index)
        if number is None or not 0 < number <= _CLEARLY_A_DAY:
            return None
        place = index + 1 + self.lexicon.days.size(self.sentence, index + 1, "of")
        month = self.lexicon.months.at(self.sentence, place)
        if month is None:
            return None
        place += month.size
        place += self.sentence.word(place) == "."
        year = self._year(place)
        count = number if self.sentence.kind(index) is Kind.NUMBER and year is None else None
        typed = Typed(number, MONTHS.index(month.value) + 1, year)
        return replace(self._typed(typed, index, place + (year is not None)), count=count)

    def _month_first(self, index: int) -> Day | None:
        """Read "March 2nd, 2027"; « en mars 3 agents » is no date."""
        month = self.lexicon.months.at(self.sentence, index)
        number = self._day_number(index + month.size) if month else None
        if month is None or number is None or not 0 < number <= _LONGEST_MONTH:
            return None
        place = index + month.size + 1
        if self.lexicon.nouns.at(self.sentence, place):
            return None
        comma = self.sentence.word(place) == ","
        year = self._year(place + comma)
        last = place + comma + 1 if year else place
        return self._typed(Typed(number, MONTHS.index(month.value) + 1, year), index, last)

    def _iso(self, index: int) -> Day | None:
        if self.sentence.kind(index) is not Kind.ISO:
            return None
        year, month, day = (int(part) for part in self.sentence.word(index).split("-"))
        return self._typed(Typed(day, month, year), index, index + 1)

    def _slashed(self, index: int, *, fractions: bool) -> Day | None:
        if self.sentence.kind(index) is not Kind.SLASHED:
            return None
        day, month, *years = (
            int(part) for part in self.sentence.word(index).replace(".", "/").replace("-", "/").split("/")
        )
        if month > len(MONTHS) >= day:
            day, month = month, day
        year = years[0] + (2000 if years[0] < 100 else 0) if years else None  # noqa: PLR2004 - 26 is 2026
        if day > _LONGEST_MONTH or not 0 < month <= len(MONTHS):
            return None
        found = self._typed(Typed(day, month, year), index, index + 1)
        distances = [abs(each - self.today) for each in (found.past, found.coming) if each]
        if fractions and year is None and day <= month and min(distances, default=_NEAR) >= _NEAR:
            return None
        return found

    def _day_of_month(self, index: int) -> Day | None:
        """« le 26 », "the 26th": not « le 1er test »."""
        number = self._day_number(index)
        follows = self.sentence.kind(index + 1) is not Kind.WORD or self.lexicon.days.size(
            self.sentence, index + 1, "may_follow"
        )
        if number is None or not follows:
            return None
        spread = [self.today + timedelta(days=n) for n in range(-_LONGEST_MONTH, _LONGEST_MONTH + 1)]
        fitting = [day for day in spread if day.day == number]
        past = max((day for day in fitting if day <= self.today), default=None)
        coming = min((day for day in fitting if day > self.today), default=None)
        return Day(index, index + 1, past, coming) if fitting else None

    # On the calendar

    def _on(self, day: date, first: int, last: int) -> Day:
        return Day(first, last, past=day) if day <= self.today else Day(first, last, coming=day)

    def _typed(self, typed: Typed, first: int, last: int) -> Day:
        years = [typed.year] if typed.year else [self.today.year + n for n in (-1, 0, 1)]
        days = [day for year in years if (day := existing(typed, year))]
        past = max((day for day in days if day <= self.today), default=None)
        coming = min((day for day in days if day > self.today), default=None)
        return Day(first, last, past, coming, typed=typed)
