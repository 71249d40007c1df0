"""What a practice owes beyond the right keys: limits kept, names that exist, aliases of its own."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.catalogue_faults import Fault, Found
from bot.catalogue_wordings import check_words
from bot.domain.periods import Every
from bot.domain.practices import Field, FieldKind, Practice, Reminder
from bot.domain.reading.normal import fold, stem
from bot.domain.thresholds import THRESHOLDS

MOST_FIELDS = 6
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_WHEN = ("every", "after", "before", "on_dates", "stale_after", "each", "on_field", "after_event")
_AFTER = ("phase start", "arrival")
_BEFORE = ("next committee", "end of funding")
_POSITIONS = ("first", "second", "middle", "penultimate", "last")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEAP_YEAR = 2024  # 29 February is a date like another
_VERBS = """
aide help semaine week equipe team equipes teams dossier pack cherche search conseil astuce tip questions
appeler call guide
pause pouce resume reprendre reprise reglages settings annule annuler undo corrige corriger fix
exporter export oublie oublie-moi forget forget-me confidentialite privacy
inviter invite relier link remove retirer salon channel close clore stop open ouvert
phase saison season releve succession passation handover
"""
RESERVED = frozenset(_VERBS.split())
"""Pouce's own verbs, in both languages (GRAMMAR §2, DESIGN §4): no practice may answer to one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may name."""

    practices: frozenset[str]
    predicates: Collection[str] | None = None
    measures: Collection[str] | None = None


def check_practice(practice: Practice, stem: str, known: Known) -> Found:
    """Yield what is wrong in one practice."""
    if practice.id != stem:
        yield "id", f"is {practice.id!r} in a file called {stem}.toml.", "Give both the same name."
    if known.measures is not None and practice.measure not in known.measures:
        yield "measure", f"names {practice.measure!r}, which does not exist.", among(known.measures)
    for phase in sorted(practice.arrives.keys() - practice.phases):
        yield f"arrives.{phase}", "is not a phase of this practice.", "Add it to phases, or take it out."
    for name in practice.leads_to:
        if name not in known.practices:
            yield "leads_to", f"names {name!r}, which is no practice.", among(known.practices)
    yield from _check_fields(practice.fields, known)
    yield from _repeated("reminders", [each.id for each in practice.reminders])
    for reminder in practice.reminders:
        yield from _check_reminder(reminder, practice, known)
    yield from check_words(practice)


def among(names: Collection[str]) -> str:
    """Return the names there are to choose from."""
    return f"Choose among {', '.join(sorted(names))}."


def _repeated(key: str, ids: Sequence[str]) -> Found:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"{key}.{name}", f"is there {times} times.", "Give each its own id."


def _check_fields(fields: Sequence[Field], known: Known) -> Found:
    if len(fields) > MOST_FIELDS:
        yield (
            "fields",
            f"are {len(fields)}, and a form holds {MOST_FIELDS}.",
            "Keep those that somebody reads.",
        )
    yield from _repeated("fields", [each.id for each in fields])
    for role in ("count", "main"):
        holders = [each.id for each in fields if getattr(each, role)]
        if len(holders) > 1:
            yield "fields", f"have {role} = true {len(holders)} times ({', '.join(holders)}).", "Keep one."
    for field in fields:
        yield from ((f"fields.{field.id}", wrong, fix) for wrong, fix in _check_field(field, known))


def _check_field(field: Field, known: Known) -> Iterator[tuple[str, str]]:
    if field.with_unit and not field.count:
        yield "is read with its unit, and is no count.", "Add count = true, or take with_unit out."
    if field.count and field.kind is not FieldKind.NUMBER:
        yield f"is the count and a {field.kind}.", 'Only kind = "number" can count.'
    if field.main and field.kind not in _TEXTS:
        yield f"is the main text and a {field.kind}.", 'Only kind = "text" or "long_text" can be main.'
    if field.future and field.kind is not FieldKind.DATE:
        yield f"is future and a {field.kind}.", 'Only kind = "date" can be future.'
    if field.kind in _CHOSEN and not field.choices:
        yield "has nothing to choose from.", "Add choices."
    if field.choices and field.kind not in _CHOSEN:
        yield f"has choices and is a {field.kind}.", 'Make it kind = "choice", or take choices out.'
    if field.maximum is not None and field.kind is not FieldKind.RATING:
        yield f"has a maximum and is a {field.kind}.", 'Only kind = "rating" has one.'
    if (field.kind is FieldKind.LINK) != (field.links_to is not None):
        yield 'has kind = "link" or links_to, and not both.', "A link says which practice it points at."
    if field.links_to and field.links_to not in known.practices:
        yield f"points at {field.links_to!r}, which is no practice.", among(known.practices)


def _check_reminder(reminder: Reminder, practice: Practice, known: Known) -> Found:
    said = (
        *_check_when(reminder),
        *_check_names(reminder, practice, known),
        *_check_scale(reminder, practice),
    )
    yield from ((f"reminders.{reminder.id}", wrong, fix) for wrong, fix in said)


def _check_when(reminder: Reminder) -> Iterator[tuple[str, str]]:
    """Exactly one way of saying when; `once` alone is one."""
    kinds = [name for name in _WHEN if getattr(reminder, name) not in (None, ())]
    every_kind = ", ".join((*_WHEN, "once"))
    if not kinds and not reminder.once:
        yield "never says when.", f"Give one of {every_kind}."
    if len(kinds) > 1:
        yield f"says when {len(kinds)} times ({', '.join(kinds)}).", "Keep one, or make two reminders."
    if reminder.after and reminder.after not in _AFTER:
        yield f"comes after {reminder.after!r}.", f"Choose among {', '.join(_AFTER)}."
    if reminder.before and reminder.before not in _BEFORE:
        yield f"comes before {reminder.before!r}.", f"Choose among {', '.join(_BEFORE)}."
    if reminder.on and reminder.on not in (*_POSITIONS, *_WEEKDAYS):
        yield f"comes on {reminder.on!r}.", f"Choose among {', '.join((*_POSITIONS, *_WEEKDAYS))}."
    if reminder.on and reminder.every in {None, Every.DAY}:
        yield "has `on` without a period.", "Add every = week, fortnight, month or quarter."
    if reminder.at_most and reminder.every:
        yield "has at_most, and every.", "What comes every period comes once in it: take at_most out."
    for text in reminder.on_dates:
        if not _is_day_of_year(text):
            yield f"comes on {text!r}, which is no day of the year.", "Write MM-DD, for example 01-15."


def _is_day_of_year(text: str) -> bool:
    if not re.fullmatch(r"\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return True


def _check_names(reminder: Reminder, practice: Practice, known: Known) -> Iterator[tuple[str, str]]:
    """Everything that a reminder names exists."""
    named = {"after_event": reminder.after_event}
    named |= {f"each {name}": name for name in sorted(reminder.each[1] if reminder.each else ())}
    named |= {f"satisfied_by {name}": name for name in sorted(reminder.satisfied_by)}
    for key, name in named.items():
        if name and name not in known.practices:
            yield f"has {key.partition(' ')[0]} = {name!r}, which is no practice.", among(known.practices)
    if known.predicates is not None and reminder.when and reminder.when not in known.predicates:
        yield f"has when = {reminder.when!r}, which does not exist.", among(known.predicates)
    dates = ["day", *(each.id for each in practice.fields if each.kind is FieldKind.DATE)]
    if reminder.on_field and reminder.on_field not in dates:
        yield f"follows {reminder.on_field!r}, which is no date of the form.", among(dates)


def _check_scale(reminder: Reminder, practice: Practice) -> Iterator[tuple[str, str]]:
    """Days and steps go together, and figures mean something."""
    counts_days = bool(reminder.after or reminder.before)
    if counts_days and not reminder.days:
        yield "has no days.", "Say how many days later or earlier, for example days = [14]."
    if reminder.days and not counts_days:
        yield "has days, and neither after nor before.", "Add one of them, or take days out."
    if reminder.steps and len(reminder.steps) != len(reminder.days):
        yield f"has {len(reminder.steps)} steps for {len(reminder.days)} days.", "Give one step for each day."
    if reminder.after == "phase start" and not reminder.steps:
        yield "has no steps.", "Name what is expected on each of the days."
    if reminder.announce and not reminder.after:
        yield "has announce without after.", "Take announce out."
    if reminder.about_open and not practice.opens:
        yield "is about an open record, and its practice has none.", "Add opens = true, or take it out."
    if _under_one(reminder.goal):
        yield f"has goal = {reminder.goal}.", "A goal is 1 or more."
    yield from _check_counts(reminder)
    for phase in sorted(reminder.phases - practice.phases):
        yield f"has the phase {phase}, which its practice has not.", "Add it to the practice, or take it out."


def _check_counts(reminder: Reminder) -> Iterator[tuple[str, str]]:
    """What is counted is counted from one, and a threshold that is named exists."""
    if _under_one(reminder.stale_after) or (reminder.each and reminder.each[0] < 1):
        yield "counts from nothing.", "Give a number of 1 or more."
    for key, figure in _figures(reminder):
        if isinstance(figure, str) and figure not in THRESHOLDS:
            yield f"has {key} = {figure!r}, which is no threshold.", among(THRESHOLDS)


def _figures(reminder: Reminder) -> Iterator[tuple[str, int | str | None]]:
    yield from (("goal", reminder.goal), ("stale_after", reminder.stale_after))
    yield from (("days", each) for each in reminder.days)


def _under_one(days: int | str | None) -> bool:
    return isinstance(days, int) and days < 1


def check_catalogue(practices: Mapping[str, Practice]) -> list[Fault]:
    """Return what is wrong between practices, which come by file."""
    return [*_check_former_names(practices), *_check_aliases(practices)]


def _check_former_names(practices: Mapping[str, Practice]) -> Iterator[Fault]:
    owners = {practice.id: practice.id for practice in practices.values()}
    for file, practice in practices.items():
        for name in practice.formerly:
            owner = owners.setdefault(name, practice.id)
            if owner != practice.id or name == practice.id:
                wrong = f"{name!r} is the name of {owner}."
                yield Fault(file, "formerly", wrong, "Two practices cannot share a name: take it out.")


def _check_aliases(practices: Mapping[str, Practice]) -> Iterator[Fault]:
    """No two practices answer to the same word, in any language, and none to one of Pouce's verbs."""
    owners = {comparable(practice.id): practice.id for practice in practices.values()}
    reserved = {comparable(verb): verb for verb in sorted(RESERVED, reverse=True)}
    for file, practice in practices.items():
        for language, words in practice.words.items():
            for alias in words.aliases:
                key, plain = f"words.{language}.aliases", comparable(alias)
                if plain in reserved:
                    verb = reserved[plain]
                    yield Fault(file, key, f"{alias!r} is Pouce's own verb {verb}.", "Choose another word.")
                elif owners.setdefault(plain, practice.id) != practice.id:
                    wrong = f"{alias!r} already means {owners[plain]}."
                    yield Fault(
                        file, key, wrong, "Accents, case and plurals do not count: choose another word."
                    )


def comparable(alias: str) -> str:
    """Return a word without accent, case, hyphen or plural: how two aliases compare."""
    return " ".join(stem(word) for word in re.split(r"[^a-z0-9]+", fold(alias)) if word)
