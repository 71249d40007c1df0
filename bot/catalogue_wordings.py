"""Is everything said in every language, within its limits, and can it be said whatever is known?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from bot.catalogue_faults import Found, typography
from bot.domain.practices import FieldWords, Practice, PracticeWords
from bot.phrases import LANGUAGES
from bot.words import EVER_KNOWN, is_malformed, placeholders

LONGEST_LABEL = 24
"""Mattermost cuts the labels of its dialogs there (PLATFORMS §2)."""
_SUPPLIED = """
product phase week weeks month day date days ahead last done goal n step kind ready total question age
people target segments coverage field users experts before refuted d w themes class open closed releases
contact_on release_on v next
d_target v_target visible
last unread strong tested dropped contacted replied adopted due indicator value unit delta fresh cost left
envelope runway published ends_on amount team criteria missing linked stopped own learned looped heard allies
kinds lifted asks sources answered source demo took roti rated hours topics kept reach leads sheet stage pitch
objective sponsor_role since solved obstacles why word outcome
"""
FACTS = frozenset(_SUPPLIED.split())
"""What code may put into a wording: a reminder (`bot.domain.facts`) or a measure (`bot.domain.measures`).

A question about a record may also name the fields of its practice.
"""
_SENTENCES = ("help", "introduction", "noted", "none")
_VARIANTS = ("nudge", "line", "planned", "plan_past", "summary")
_FEWEST, _MOST = 2, 4  # wordings of a question: enough not to be tired of it


def check_words(practice: Practice) -> Found:
    """Yield what is wrong with the words of a practice."""
    for language in (each for each in LANGUAGES if each not in practice.words):
        yield (
            f"words.{language}",
            "is missing.",
            f"Add [words.{language}]: every practice speaks every language.",
        )
    for language, words in practice.words.items():
        at = f"words.{language}"
        yield from _check_presence(at, words, practice)
        yield from _check_limits(at, words)
        yield from _check_names(at, words, practice)
        supplied = FACTS | {field.id for field in practice.fields}
        for key, text, facts_allowed in _sentences(at, words):
            yield from _check_facts(key, text, supplied if facts_allowed else None)
            if language == "fr":
                yield from typography(key, text)
        for key, variants in _lists(at, words):
            yield from _check_sayable(key, variants)
    yield from _check_likeness(practice)


def _check_presence(at: str, words: PracticeWords, practice: Practice) -> Found:
    wanted = ["label", "aliases", *_SENTENCES, "summary", "examples"]
    wanted += ["planned", "plan_past"] if practice.plannable else []
    for name in wanted:
        if not getattr(words, name):
            yield f"{at}.{name}", "is missing.", "Add it. See the tables of prompts/README.md."
    for field in practice.fields:
        said = words.fields.get(field.id) or FieldWords("")
        if not said.label:
            yield f"{at}.fields.{field.id}.label", "is missing.", "Say what the field is called."
        for choice in (each for each in field.choices if not said.choices.get(each)):
            yield f"{at}.fields.{field.id}.choices.{choice}", "is missing.", "Say what this choice is called."
    for step in dict.fromkeys(step for each in practice.reminders for step in each.steps):
        if not words.steps.get(step):
            yield f"{at}.steps.{step}", "is missing.", "Say what this step is called."


def _check_limits(at: str, words: PracticeWords) -> Found:
    if not _FEWEST <= len(words.nudge) <= _MOST:
        yield f"{at}.nudge", f"has {len(words.nudge)} wordings.", f"Give {_FEWEST} to {_MOST} of them."
    labels = {f"{at}.label": words.label}
    labels |= {f"{at}.fields.{name}.label": each.label for name, each in words.fields.items()}
    for key, label in labels.items():
        if len(label) > LONGEST_LABEL:
            wrong = f"“{label}” has {len(label)} characters."
            yield key, wrong, f"Mattermost cuts labels after {LONGEST_LABEL}: shorten it."


def _check_names(at: str, words: PracticeWords, practice: Practice) -> Found:
    """What is worded exists: a field, a choice, a step, a reminder."""
    fields = [each.id for each in practice.fields]
    steps = [step for each in practice.reminders for step in each.steps]
    asked = [*(each.id for each in practice.reminders), *steps, *(f"{step}:announced" for step in steps)]
    yield from _strangers(f"{at}.fields", words.fields, fields, "a field of this practice")
    yield from _strangers(f"{at}.missing", words.missing, fields, "a field of this practice")
    yield from _strangers(f"{at}.steps", words.steps, steps, "a step of a reminder")
    yield from _strangers(f"{at}.by_reminder", words.by_reminder, asked, "a reminder, or a step of one")
    for field in practice.fields:
        said = words.fields.get(field.id) or FieldWords("")
        key = f"{at}.fields.{field.id}.choices"
        yield from _strangers(key, said.choices, field.choices, "a choice of this field")


def _strangers(key: str, worded: Iterable[str], known: Sequence[str], what: str) -> Found:
    for name in (each for each in worded if each not in known):
        yield f"{key}.{name}", f"is not {what}.", "Check its spelling, or take it out."


def _sentences(at: str, words: PracticeWords) -> Iterator[tuple[str, str, bool]]:
    """Yield every text that a person reads, and whether facts are put into it; not what people type."""
    yield f"{at}.label", words.label, False
    for name in _SENTENCES:
        yield f"{at}.{name}", getattr(words, name), False
    for table in ("missing", "steps"):
        for name, text in getattr(words, table).items():
            yield f"{at}.{table}.{name}", text, False
    for name, field in words.fields.items():
        for text in (field.label, field.hint, *field.choices.values(), *field.unit.values()):
            yield f"{at}.fields.{name}", text, False
    for key, variants in _lists(at, words):
        for text in variants:
            yield key, text, True


def _lists(at: str, words: PracticeWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _VARIANTS:
        yield f"{at}.{name}", getattr(words, name)
    for name, variants in words.by_reminder.items():
        yield f"{at}.by_reminder.{name}", variants


def _check_facts(key: str, text: str, supplied: frozenset[str] | None) -> Found:
    if is_malformed(text):
        wrong = f"“{text}” has a brace left alone, or a plural mark before any figure."
        yield key, wrong, "Write a fact as {name}, and (s) after the figure it goes with."
    names = sorted(placeholders(text))
    if names and supplied is None:
        yield key, f"“{text}” names {{{names[0]}}}.", "This sentence is said as it is: take the fact out."
    elif supplied and (unknown := [name for name in names if name not in supplied]):
        wrong = f"“{text}” names {{{unknown[0]}}}, which nobody supplies."
        yield key, wrong, "Choose among the facts of prompts/README.md, and the fields of this practice."


def _check_sayable(key: str, variants: Sequence[str]) -> Found:
    """When no fact is known, one wording is left."""
    if variants and all(placeholders(each) - EVER_KNOWN for each in variants):
        yield key, "has no wording without facts.", "Add one: a fact may be unknown on the day."


def _check_likeness(practice: Practice) -> Found:
    """What one language says, the others say too."""
    said = {language: _said(words) for language, words in practice.words.items()}
    for (language, own), (other, theirs) in permutations(said.items(), 2):
        for key in sorted(theirs - own):
            yield f"words.{language}.{key}", f"is missing: words.{other} has it.", "Add it, translated."


def _said(words: PracticeWords) -> set[str]:
    keys = {name for name in ("line", "planned", "plan_past") if getattr(words, name)}
    tables: dict[str, Mapping[str, object]] = {"by_reminder": words.by_reminder, "missing": words.missing}
    keys |= {f"{table}.{name}" for table, held in tables.items() for name in held}
    return keys | {f"fields.{name}.unit" for name, each in words.fields.items() if each.unit}
