"""Pouce's words: phrases by key, wordings by what is known, and how a language writes days and figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from bot.domain.practices import Practice, PracticeWords

Phrase = str | Mapping[str, str]
"""A sentence; or one for each plural category, chosen by the fact `n`."""
Phrases = Mapping[str, Mapping[str, Phrase]]
"""By language, then by key."""

COMMAND = "/coach"
"""How the words name the command; an installation may have chosen another word (`[command] word`)."""
EVER_KNOWN = frozenset({"product"})
"""Facts that are never missing: a wording that names only these can always be said."""
_NAME = re.compile(r"\{([a-z_]+)\}")
_AGREES = re.compile(r"\((?P<mark>s|x|es)\)|\((?P<one>[^()|]+)\|(?P<many>[^()|]+)\)")
_FIRST_OF_MONTH = {"fr": "1er"}
_SHORT_DAY = {"fr": "dd/MM"}
_HOUR = {"fr": "{hour}\u00a0h\u00a0{minute:02d}"}
_FULL_HOUR = {"fr": "{hour}\u00a0h"}
_WEEK, _MONTH = 7, 30  # days
_REMEMBERED = 5_000  # wordings and days: there are fewer
_IN_DAYS, _IN_WEEKS = 14, 60  # an age under this many days is told in days, in weeks


@lru_cache(_REMEMBERED)
def placeholders(text: str) -> frozenset[str]:
    """Return the facts that a sentence names."""
    return frozenset(_NAME.findall(text))


def is_malformed(text: str) -> bool:
    """Say whether a brace is left alone, or something has to agree with a figure that comes after it."""
    bare = _NAME.sub("", text)
    return "{" in bare or "}" in bare or bool(_AGREES.search(_NAME.split(text)[0]))


@dataclass(frozen=True)
class Speech:
    """Everything Pouce can say in one language."""

    language: str
    phrases: Mapping[str, Phrase]
    otherwise: Mapping[str, Phrase]
    """The default language's phrases, for a key that this language lacks."""
    default: str = "fr"
    command: str = COMMAND

    @cached_property
    def locale(self) -> Locale:
        """What Babel knows of the language."""
        return Locale.parse(self.language)

    def say(self, key: str, /, **facts: object) -> str:
        """Return a phrase with its facts put in."""
        phrase = self.phrases.get(key) or self.otherwise.get(key)
        if phrase is None:
            message = f"no phrase is called {key}"
            raise KeyError(message)
        text = phrase if isinstance(phrase, str) else self._form(phrase, facts.get("n"))
        missing = placeholders(text) - facts.keys()
        if missing:
            message = f"the phrase {key} ({self.language}) needs {', '.join(sorted(missing))}"
            raise KeyError(message)
        return self.fill(text, facts)

    def _form(self, forms: Mapping[str, str], n: object) -> str:
        """Return the form that goes with a number; `zero` is said of 0 in every language."""
        number = n if isinstance(n, int | float) else 0
        if number == 0 and "zero" in forms:
            return forms["zero"]
        return forms.get(_plural(number, self.locale)) or forms["other"]

    def pick(self, variants: Sequence[str], facts: Mapping[str, object], seed: str) -> str:
        """Return the wording that tells the most of what is known; equals take turns.

        The last figure of the seed (a week, a day) gives the turn, so that two weeks running differ.
        """
        usable = [
            each for each in variants if all(facts.get(name) is not None for name in placeholders(each))
        ]
        if not usable:
            message = f"nothing can be said for {seed} in {self.language}: a fact is missing in every wording"
            raise LookupError(message)
        most = max(map(_told, usable))
        best = [each for each in usable if _told(each) == most]
        figures = re.findall(r"\d+", seed)
        return self.fill(best[int(figures[-1]) % len(best) if figures else 0], facts)

    def fill(self, text: str, facts: Mapping[str, object]) -> str:
        """Put facts into a text; « (s) » and « (person|people) » agree with the number before them."""
        said, number = [], None
        for n, piece in enumerate(_NAME.split(text)):
            if n % 2 == 0:
                written = piece.replace(COMMAND, self.command)
                said.append(written if number is None else self._agreed(written, number))
                continue
            value = facts[piece]
            said.append(self._shown(value))
            if isinstance(value, int | float) and not isinstance(value, bool):
                number = value
        return _joined(said)

    def _agreed(self, text: str, number: float) -> str:
        single = _plural(number, self.locale) == "one"

        def agree(found: re.Match[str]) -> str:
            if found["mark"]:
                return "" if single else found["mark"]
            return found["one"] if single else found["many"]

        return _AGREES.sub(agree, text)

    def _shown(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, time):
            return self.time(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, list | tuple):
            return self.join([self._shown(each) for each in value])
        return str(value)

    def day(self, day: date, *, year: bool = False) -> str:
        """Return « jeu. 26 nov. », with its year when asked."""
        return self._day(day, "EEE", "MMM", year=year)

    def weekday(self, day: date) -> str:
        """Return « lundi » or "Monday"."""
        return _written(day, "EEEE", self.locale)

    def long_day(self, day: date, *, year: bool = False) -> str:
        """Return « jeudi 26 novembre », with its year when asked."""
        return self._day(day, "EEEE", "MMMM", year=year)

    def _day(self, day: date, weekday: str, month: str, *, year: bool) -> str:
        first = _FIRST_OF_MONTH.get(self.language)
        number = first if first and day.day == 1 else str(day.day)
        parts = [_written(day, weekday, self.locale), number, _written(day, month, self.locale)]
        return " ".join([*parts, str(day.year)] if year else parts)

    def day_text(self, text: str) -> str:
        """Return the day of an answer, which is stored as ISO text; its year too, for it may be far."""
        return self.day(date.fromisoformat(text), year=True)

    def month(self, day: date) -> str:
        """Return « novembre »."""
        return _written(day, "LLLL", self.locale)

    def short_week(self, key: str) -> str:
        """Return the Monday of a week such as `2026-W48`: « 23/11 », or "23 Nov"."""
        year, _, week = key.partition("-W")
        monday = date.fromisocalendar(int(year), int(week), 1)
        return _written(monday, _SHORT_DAY.get(self.language, "d MMM"), self.locale)

    def time(self, at: time) -> str:
        """Return « 9 h 30 », « 10 h », or "9:30"."""
        shape = _HOUR if at.minute else _FULL_HOUR
        return shape.get(self.language, "{hour}:{minute:02d}").format(hour=at.hour, minute=at.minute)

    def number(self, number: float) -> str:
        """Return « 4 000 » or « 2,5 »."""
        return _figure(number, self.locale)

    def money(self, cents: int) -> str:
        """Return « 45 000 € »; cents are shown when there are some."""
        pattern = self.locale.currency_formats["standard"].pattern
        shape = pattern if cents % 100 else pattern.replace(".00", "")
        return format_currency(cents / 100, "EUR", shape, self.locale, currency_digits=False)

    def quantity(self, number: float, unit: Mapping[str, str]) -> str:
        """Return « 3 personnes »: a number and what is counted, by plural category."""
        noun = unit.get(_plural(number, self.locale)) or unit.get("other", "")
        return f"{self.number(number)}\u00a0{noun}" if noun else self.number(number)

    def age(self, days: int) -> str:
        """Return « 3 semaines »: days, then weeks, then months, as one would say it."""
        if days < _IN_DAYS:
            return format_unit(days, "duration-day", locale=self.locale)
        if days < _IN_WEEKS:
            return format_unit(days // _WEEK, "duration-week", locale=self.locale)
        return format_unit(days // _MONTH, "duration-month", locale=self.locale)

    def ahead(self, days: int) -> str:
        """Return « aujourd’hui », « demain », « dans 14 jours »."""
        return self.say("ahead", n=days)

    def join(self, words: Sequence[str]) -> str:
        """Return « a, b et c »."""
        return format_list(list(words), locale=self.locale)

    def label(self, practice: Practice) -> str:
        """Return what a practice is called."""
        return self._words(practice).label

    def choice(self, practice: Practice, field: str, value: str) -> str:
        """Return what a choice is called; a value that left the catalogue is shown as it was stored."""
        words = self._words(practice).fields.get(field)
        return words.choices.get(value, value) if words else value

    def _words(self, practice: Practice) -> PracticeWords:
        return practice.words.get(self.language) or practice.words[self.default]


@lru_cache(_REMEMBERED)
def _written(day: date, pattern: str, locale: Locale) -> str:
    """Return a day as Babel writes it: a crowd is told about the same few."""
    return str(format_date(day, pattern, locale))


@lru_cache(_REMEMBERED)
def _figure(number: float, locale: Locale) -> str:
    """Return a number as Babel writes it: most are small."""
    return str(format_decimal(number, locale=locale))


@lru_cache(_REMEMBERED)
def _plural(number: float, locale: Locale) -> str:
    """Return the plural category of a number."""
    return str(locale.plural_form(number))


def _joined(pieces: Sequence[str]) -> str:
    """Join what is said; « nov. » at the end of a sentence already has its point."""
    text = ""
    for piece in pieces:
        text += piece[1:] if text.endswith(".") and piece.startswith(".") else piece
    return text


def _told(text: str) -> int:
    return len(placeholders(text) - EVER_KNOWN)


@dataclass(frozen=True)
class Words:
    """Every language's phrases."""

    phrases: Phrases
    default: str = "fr"
    command: str = COMMAND
    """What calls Pouce in a chat: said wherever the words name it."""

    def speech(self, language: str) -> Speech:
        """Return how Pouce speaks a language; an unknown one gets the default."""
        return self._speeches.get(language) or self._speeches[self.default]

    @cached_property
    def _speeches(self) -> Mapping[str, Speech]:
        otherwise = self.phrases[self.default]
        return {
            each: Speech(each, said, otherwise, self.default, self.command)
            for each, said in self.phrases.items()
        }
