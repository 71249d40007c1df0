"""A day that leaves a sentence leaves no stump; one that is not that of the record stays in its place."""

from datetime import date

import pytest

from bot.catalogue import find_prompts, load
from bot.domain.events import Where
from bot.domain.intents import Log, Plan
from bot.domain.measures import MEASURES
from bot.domain.predicates import PREDICATES
from bot.domain.reading import read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import LAST_MON, TODAY, context

PROMPTS = find_prompts()
CATALOGUE = load(PROMPTS, PREDICATES, MEASURES)
HERE = context(CATALOGUE, load_lexicon(PROMPTS), where=Where.COMMAND)


@pytest.mark.parametrize(
    ("typed", "what", "since"),
    [
        ("blocage la convention attend depuis le 2 novembre", "la convention attend", "2026-11-02"),
        ("blocage depuis le 2 novembre, la convention", "la convention", "2026-11-02"),
        ("attente le marché traîne depuis lundi", "le marché traîne", "2026-11-16"),
        ("blocage le marché depuis 3 semaines", "le marché", "2026-11-02"),
        ("blocage depuis deux mois la DSI ne répond pas", "la DSI ne répond pas", "2026-09-24"),
        ("blocage le marché depuis le 1er décembre", "le marché", "2025-12-01"),
        ("blocker the agreement since 2 november", "the agreement", "2026-11-02"),
    ],
)
def test_since_when_is_a_date_of_the_form_and_the_record_is_of_today(
    typed: str, what: str, since: str
) -> None:
    said = read(typed, HERE)
    assert isinstance(said, Log)
    assert said.answers == {"what": what, "since": since}
    assert (said.day, said.text) == (TODAY, what)


@pytest.mark.parametrize(
    "typed",
    [
        "sponsor promesse de débloquer l’accès pour le 15 décembre",
        "sponsor promesse de débloquer l’accès le 15 décembre",
        "attente réponse du juridique avant le 15 décembre",
        "inconnue qui signe avant le 3 décembre",
        "décision on arrête l’export à partir du 1er décembre",
        "nouvelles prochain point le 3 décembre",
        "livraison la page en ligne depuis le 2 novembre",
        "decision we stop the export on 1 december",
    ],
)
def test_a_day_that_is_not_that_of_the_record_stays_in_its_words(typed: str) -> None:
    said = read(typed, HERE)
    assert isinstance(said, Log)
    main = CATALOGUE[said.practice].main_field
    assert main is not None
    assert said.text == said.answers[main.id] == typed.split(" ", 1)[1]
    assert said.day == TODAY


def test_a_day_that_leaves_takes_along_what_led_to_it() -> None:
    planned = read("entretien avec 2 agents pour le 27 novembre", HERE)
    assert isinstance(planned, Plan)
    assert (planned.on, planned.text) == (date(2026, 11, 27), "avec 2 agents")
    committee = read("comité prochain 12 janvier", HERE)
    assert isinstance(committee, Log)
    assert (committee.answers, committee.text) == ({"date": "2027-01-12"}, "")


def test_a_day_gone_by_still_leaves_the_words() -> None:
    said = read("blocage signature de la convention lundi dernier", HERE)
    assert isinstance(said, Log)
    assert (said.day, said.text) == (LAST_MON, "signature de la convention")
