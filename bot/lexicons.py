"""Reads `prompts/grammar/*.toml` into a Lexicon: one file per language, every fault told at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.catalogue_faults import CatalogueFaults, Fault, named, read_toml
from bot.domain.reading.dates import MONTHS, WEEKDAYS
from bot.domain.reading.lexicon import EXACT, SINGLE, Lexicon, Phrases, Spoken
from bot.domain.reading.normal import stem
from bot.domain.reading.tokens import words

Table = dict[str, list[str]]
Found = Iterator[tuple[str, str, str]]
"""A key, what is wrong with it, and how to mend it."""

_COMPLETE = {"months": MONTHS, "weekdays": WEEKDAYS}
"""Tables that hold exactly these keys: their first words are also said aloud."""
_NUMERIC = frozenset({"numbers", "rough_numbers"})
_SAID = {"day": ("weekday", "day", "month"), "impossible": ("day", "month")}


class _Say(BaseModel):
    """How a language writes a day."""

    model_config = ConfigDict(extra="forbid")

    day: str
    impossible: str
    first: str


class _Grammar(BaseModel):
    """One file: a table per attribute of Lexicon, and how to say a day."""

    model_config = ConfigDict(extra="forbid")

    verbs: Table
    not_landed: Table
    closed: Table
    skip: Table
    away: Table
    until: Table
    amend: Table
    question: Table
    negative: Table
    openers: Table
    deeds: Table
    encounters: Table
    coming: Table
    false_friends: Table
    one_each: Table
    days: Table
    units: Table
    weekdays: Table
    weekdays_short: Table
    months: Table
    numbers: Table
    rough_numbers: Table
    counting: Table
    nouns: Table
    channels: Table
    dated: Table
    profiles: Table
    money: Table
    cues: Table
    tags: Table
    search: Table
    guide: Table
    say: _Say


def load_lexicon(prompts: Path) -> Lexicon:
    """Read the grammar of every language and merge them; raise CatalogueFaults."""
    files = sorted((prompts / "grammar").glob("*.toml"))
    if not files:
        raise CatalogueFaults([Fault("grammar", "files", "there are none.", "Add at least fr.toml.")])
    read = [(file, *_read(file)) for file in files]
    faults = [fault for _, _, found in read for fault in found]
    grammars = {file.stem: grammar for file, grammar, _ in read if grammar}
    faults += [Fault("grammar", *found) for found in _clashes(grammars)]
    if faults:
        raise CatalogueFaults(faults)
    return _lexicon(grammars)


def _read(file: Path) -> tuple[_Grammar | None, list[Fault]]:
    content, faults = read_toml(file)
    if faults:
        return None, faults
    try:
        grammar = _Grammar.model_validate(content)
    except ValidationError as error:
        return None, [Fault(named(file), *found) for found in _shape(error)]
    return grammar, [Fault(named(file), *found) for found in _content(grammar)]


def _shape(error: ValidationError) -> Found:
    """Say what is missing, unknown or not a list of words."""
    for each in error.errors():
        key = ".".join(str(part) for part in each["loc"])
        if each["type"] == "missing":
            yield key, "is missing.", "Add it, empty if the language has no such word."
        elif each["type"] == "extra_forbidden":
            yield key, "is unknown.", "See the tables of the other language."
        else:
            yield key, f"{each['msg'][:1].lower()}{each['msg'][1:]}.", 'Write a list of words: ["…", "…"].'


def _content(grammar: _Grammar) -> Found:
    for name, table in _tables(grammar).items():
        yield from _keys(name, table)
        for key, texts in table.items():
            for text in texts:
                if not words(text):
                    yield f"{name}.{key}", f"“{text}” holds no word.", "Remove it."
    for key, parts in _SAID.items():
        for part in parts:
            if f"{{{part}}}" not in getattr(grammar.say, key):
                yield f"say.{key}", f"does not say {{{part}}}.", f"Put {{{part}}} in it."


def _keys(name: str, table: Table) -> Found:
    """Say which keys are missing or unknown where all are known, and which are no numbers."""
    expected = _COMPLETE.get(name, ())
    for key in table:
        if expected and key not in expected:
            yield f"{name}.{key}", "is unknown.", f"Use {', '.join(expected)}."
        if name in _NUMERIC and not key.isdecimal():
            yield f"{name}.{key}", "is not a whole number.", 'Write the number first: 2 = ["two"].'
    for key in expected:
        if not table.get(key):
            yield f"{name}.{key}", "has no word.", "Give its name first, then its short forms."


def _tables(grammar: _Grammar) -> Mapping[str, Table]:
    """Return the tables as reading uses them: verbs that have not landed are verbs."""
    tables: dict[str, Table] = {name: value for name, value in grammar if isinstance(value, dict)}
    return {**tables, "verbs": {**tables["verbs"], **tables.pop("not_landed")}}


def _phrases(grammar: _Grammar) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every phrase as it is compared: its table, its meaning, its words."""
    for name, table in _tables(grammar).items():
        for key, texts in table.items():
            for text in texts:
                group = words(text)
                yield name, key, group if name in EXACT else tuple(stem(word) for word in group)


def _clashes(grammars: Mapping[str, _Grammar]) -> Found:
    """Say which words stand for two things where one has to be chosen, across languages."""
    meanings: dict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for language, grammar in grammars.items():
        for name, key, group in _phrases(grammar):
            if name in SINGLE and group:
                meanings[name, group].setdefault(key, f"{language}.toml {name}.{key}")
    for (name, group), places in meanings.items():
        if len(places) > 1:
            yield (
                name,
                f"“{' '.join(group)}” has several meanings: {', '.join(places.values())}.",
                "Keep one.",
            )


def _lexicon(grammars: Mapping[str, _Grammar]) -> Lexicon:
    merged: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for grammar in grammars.values():
        for name, table in _tables(grammar).items():
            for key, texts in table.items():
                merged[name][key] += texts
    names = [each.name for each in fields(Lexicon) if each.name != "spoken"]
    phrases = {name: Phrases.of(merged[name], exact=name in EXACT) for name in names}
    return Lexicon(**phrases, spoken={language: _spoken(grammar) for language, grammar in grammars.items()})


def _spoken(grammar: _Grammar) -> Spoken:
    return Spoken(
        months=tuple(grammar.months[month][0] for month in MONTHS),
        weekdays=tuple(grammar.weekdays[weekday][0] for weekday in WEEKDAYS),
        day=grammar.say.day,
        impossible=grammar.say.impossible,
        first=grammar.say.first,
    )
