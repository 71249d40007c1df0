"""What every practice owes in every language: whole, short enough, and sayable whatever is known."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import combinations

import pytest

from bot.catalogue import find_prompts, load, load_phrases
from bot.catalogue_checks import MOST_FIELDS
from bot.catalogue_wordings import FACTS, LONGEST_LABEL
from bot.domain.calendar import WorkDays
from bot.domain.intents import Log
from bot.domain.measures import MEASURES
from bot.domain.phases import ACTIVE, Phase
from bot.domain.practices import Field, FieldWords, Practice, PracticeWords, Reminder, Slot, Tier
from bot.domain.predicates import PREDICATES
from bot.domain.reading import Context, read
from bot.lexicons import load_lexicon
from bot.words import Words, placeholders

PROMPTS = find_prompts()
CATALOGUE = load(PROMPTS, PREDICATES, MEASURES)
WORDS = Words(load_phrases(PROMPTS))
EVERY = [
    pytest.param(practice, lang, id=f"{practice.id}-{lang}")
    for practice in CATALOGUE.practices
    for lang in ("fr", "en")
]
FIELDS = {field.id for practice in CATALOGUE.practices for field in practice.fields}
SAMPLE: dict[str, object] = dict.fromkeys(FACTS | FIELDS, 3) | {
    "product": "Aides simples",
    "phase": "construction",
    "day": "jeudi 26 novembre",
    "date": date(2026, 11, 26),
    "last": date(2026, 11, 26),
    "contact_on": date(2026, 11, 26),
    "release_on": date(2026, 11, 26),
    "segments": ["maire 2", "agent 1"],
    "coverage": ["maire 2/7", "agent 1/7"],
    "themes": ["inscription", "mot de passe"],
    "question": "Qui décide\u202f?",
    "age": "3 semaines",
    "ahead": "dans 14 jours",
}


def lists(words: PracticeWords) -> Iterator[tuple[str, ...]]:
    yield from (words.nudge, words.line, words.planned, words.plan_past, words.summary)
    yield from words.by_reminder.values()


THE_METHOD = """
committee milestone week_focus user_test interview feedback release unknown learning scenario outreach measure
sponsor budget committee_ask decision ally blocker news idea ritual workshop training public_voice growth
team_card mediation time_share drive
"""


def test_the_practices_are_those_of_the_method_in_its_order() -> None:
    assert [each.id for each in CATALOGUE.practices] == THE_METHOD.split()


@pytest.mark.parametrize(("practice", "language"), EVERY)
def test_labels_fit_the_narrowest_dialog(practice: Practice, language: str) -> None:
    words = practice.words[language]
    labels = [words.label, *(each.label for each in words.fields.values())]
    assert [label for label in labels if not 0 < len(label) <= LONGEST_LABEL] == []
    assert words.fields.keys() == {field.id for field in practice.fields}
    assert len(practice.fields) <= MOST_FIELDS


@pytest.mark.parametrize(("practice", "language"), EVERY)
def test_every_wording_can_be_said(practice: Practice, language: str) -> None:
    speech = WORDS.speech(language)
    for variants in filter(None, lists(practice.words[language])):
        for text in variants:
            said = speech.fill(text, {**SAMPLE, "phase": "x"})
            assert said.strip()
            assert not set("{}|") & set(said)
            assert "(s)" not in said


@pytest.mark.parametrize(("practice", "language"), EVERY)
def test_something_can_be_said_whatever_is_known(practice: Practice, language: str) -> None:
    speech = WORDS.speech(language)
    for variants in filter(None, lists(practice.words[language])):
        names = sorted(set().union(*map(placeholders, variants)) - {"product"})
        for count in range(len(names) + 1):
            for known in combinations(names, count):
                facts = {name: SAMPLE[name] for name in (*known, "product")}
                assert speech.pick(variants, facts, f"{practice.id}:2026-W48")


@pytest.mark.parametrize(("practice", "language"), EVERY)
def test_a_question_asks(practice: Practice, language: str) -> None:
    words = practice.words[language]
    asked = (*words.nudge, *words.line, *words.planned, *words.plan_past, *words.missing.values())
    asked += tuple(text for variants in words.by_reminder.values() for text in variants)
    assert [text for text in asked if "?" not in text] == []
    assert [text for text in words.line if len(text) > 100 or not text.endswith("?")] == []
    assert len(words.examples) >= 3


@pytest.mark.parametrize(("practice", "language"), EVERY)
def test_what_is_given_as_an_example_is_understood(practice: Practice, language: str) -> None:
    context = Context(CATALOGUE, load_lexicon(PROMPTS), date(2026, 11, 23), WorkDays, language)
    understood = {line: read(line, context) for line in practice.words[language].examples}
    assert {
        line: intent
        for line, intent in understood.items()
        if not isinstance(intent, Log) or intent.practice != practice.id
    } == {}


@pytest.mark.parametrize("practice", CATALOGUE.practices, ids=lambda each: each.id)
def test_what_stands_under_another_question_has_a_short_form(practice: Practice) -> None:
    assert all(words.line for words in practice.words.values())
    lines = [each for each in practice.reminders if each.slot is Slot.LINE]
    assert not [
        each.id for each in lines if any(each.id in words.by_reminder for words in practice.words.values())
    ]


@pytest.mark.parametrize("practice", CATALOGUE.practices, ids=lambda each: each.id)
def test_what_is_asked_has_a_moment_to_arrive(practice: Practice) -> None:
    """A reminder in a phase where its practice never arrives would never be heard."""
    heard = [phase for each in practice.reminders if each.tier is not Tier.QUIET for phase in each.phases]
    assert set(heard) <= set(practice.arrives)
    assert practice.phases <= ACTIVE


def test_from_the_first_day_only_what_the_method_says() -> None:
    first = {
        phase: {
            each.id for each in CATALOGUE.practices if each.arrives.get(phase) == 1 and each.tier is Tier.CORE
        }
        for phase in ACTIVE - {Phase.OPERATED}
    }
    assert first == {
        Phase.INVESTIGATION: {"interview"},
        Phase.CONSTRUCTION: {"user_test", "feedback", "release"},
        Phase.ACCELERATION: {"user_test", "feedback", "release"},
        Phase.CONSOLIDATION: {"feedback", "release"},
    }


def test_every_expected_milestone_is_one_that_can_be_ticked() -> None:
    milestone = CATALOGUE["milestone"]
    kind = milestone.field("kind")
    steps = {step for each in milestone.reminders for step in each.steps}
    assert kind is not None
    assert steps == set(kind.choices)


def test_every_key_and_every_fact_is_explained_to_those_who_write() -> None:
    explained = set(
        re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", (PROMPTS / "README.md").read_text("utf-8"))))
    )
    keys = {
        each.name
        for model in (Practice, Field, Reminder, PracticeWords, FieldWords)
        for each in fields(model)
    }
    assert (keys | FACTS) - explained == set()
