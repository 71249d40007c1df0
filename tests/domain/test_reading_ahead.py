"""A practice that looks ahead: the days in its sentence are to come, and fill the dates of its form."""

from datetime import date

import pytest

from bot.catalogue import find_prompts, load
from bot.domain.events import Where
from bot.domain.intents import Log
from bot.domain.measures import MEASURES
from bot.domain.predicates import PREDICATES
from bot.domain.reading import read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import DM, LAST_MON, TODAY, asked, context

PROMPTS = find_prompts()
CATALOGUE = load(PROMPTS, PREDICATES, MEASURES)
LEXICON = load_lexicon(PROMPTS)
THU, FRI = "2026-11-26", "2026-11-27"


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ("cap appeler la mairie vendredi", {}),
        ("cap vendredi, une première demande de bout en bout", {}),
        ("cap usagers jeudi, livraison vendredi", {"contact_on": THU, "release_on": FRI}),
        ("cap voir 3 agents jeudi et livrer vendredi", {"contact_on": THU, "release_on": FRI}),
        ("cap jeudi : usagers, vendredi : livraison", {"contact_on": THU, "release_on": FRI}),
        ("cap jeudi usagers et vendredi livraison", {"contact_on": THU, "release_on": FRI}),
        ("cap livrer la page de connexion le 27 novembre", {"release_on": FRI}),
        ("cap mise en prod le 27", {"release_on": FRI}),
        ("cap tester la maquette demain", {"contact_on": "2026-11-24"}),
        ("cap tester la maquette aujourd’hui, pas de livraison", {"contact_on": "2026-11-23"}),
        ("focus users on thursday, ship friday", {"contact_on": THU, "release_on": FRI}),
    ],
)
def test_a_focus_is_of_today_whole_and_its_days_are_to_come(typed: str, dates: dict[str, str]) -> None:
    said = read(typed, context(CATALOGUE, LEXICON, where=Where.COMMAND))
    goal = typed.split(" ", 1)[1]
    assert isinstance(said, Log)
    assert (said.practice, said.day, said.day_given, said.text) == ("week_focus", TODAY, False, goal)
    assert said.answers == {"goal": goal, **dates}


def test_the_answer_to_mondays_question_is_read_alike() -> None:
    said = read("usagers jeudi, livraison vendredi", context(CATALOGUE, LEXICON, **asked("week_focus")))
    assert isinstance(said, Log)
    assert (said.answers["contact_on"], said.answers["release_on"]) == (THU, FRI)
    assert said.day == TODAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [("cap lundi dernier, une maquette", LAST_MON), ("cap 18 novembre une maquette", date(2026, 11, 18))],
)
def test_a_focus_of_before_is_of_its_day(typed: str, day: date) -> None:
    said = read(typed, context(CATALOGUE, LEXICON, **DM))
    assert isinstance(said, Log)
    assert (said.day, said.text) == (day, "une maquette")


def test_what_was_done_still_looks_back() -> None:
    said = read("livraison vendredi la page de connexion", context(CATALOGUE, LEXICON, **DM))
    assert isinstance(said, Log)
    assert said.day == date(2026, 11, 20)
