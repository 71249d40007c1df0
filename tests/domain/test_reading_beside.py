"""What stands beside a figure says more than how many: it is read, and not asked again."""

import pytest

from bot.catalogue import find_prompts, load
from bot.domain.events import Where
from bot.domain.intents import Log
from bot.domain.measures import MEASURES
from bot.domain.predicates import PREDICATES
from bot.domain.reading import read, value_for
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import context

PROMPTS = find_prompts()
CATALOGUE = load(PROMPTS, PREDICATES, MEASURES)
HERE = context(CATALOGUE, load_lexicon(PROMPTS), where=Where.COMMAND)


def answers(typed: str) -> dict[str, object]:
    """Return what a line fills of its form, its own words aside."""
    said = read(typed, HERE)
    assert isinstance(said, Log), said
    main = CATALOGUE[said.practice].main_field
    return {key: value for key, value in said.answers.items() if main is None or key != main.id}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("entretien 2 usagers au guichet, ils notent tout", "user"),
        ("itw un expert du droit, la règle a changé", "expert"),
        ("entretien 2 agents", "agent"),
        ("rencontre hier avec une agente du guichet, elle ressaisit tout", "agent"),
        ("entretien avec 3 utilisatrices", "user"),
        ("interview 4 users at the desk", "user"),
        ("interview 2 new caseworkers", "agent"),
        ("interview an expert in law", "expert"),
    ],
)
def test_who_is_counted_is_who_was_met(typed: str, kind: str) -> None:
    assert answers(typed)["kind"] == kind


@pytest.mark.parametrize(
    "typed",
    [
        "entretien 2 maires",
        "entretien 2 agents et 1 expert du droit",
        "entretien Mme Dupont, les agents ressaisissent tout",
        "atelier 12 usagers",
    ],
)
def test_nothing_is_guessed_of_people_of_no_kind_or_of_two(typed: str) -> None:
    assert "kind" not in answers(typed)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("users", "user"),
        ("deux usagers", "user"),
        ("une utilisatrice", "user"),
        ("des agents du guichet", "agent"),
        ("experts", "expert"),
        ("public agents", "agent"),
    ],
)
def test_who_it_was_is_answered_as_people_speak(reply: str, kind: str) -> None:
    field = CATALOGUE["interview"].field("kind")
    assert field is not None
    assert value_for(field, reply, HERE) == kind


@pytest.mark.parametrize("reply", ["un usager et un expert", "le maire"])
def test_two_kinds_or_none_are_no_answer(reply: str) -> None:
    field = CATALOGUE["interview"].field("kind")
    assert field is not None
    assert value_for(field, reply, HERE) is None


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        (
            "prospection 12 mairies, 3 réponses, 2 adoptions",
            {"contacted": 12, "replied": 3, "adopted": 2},
        ),
        ("outreach 12 town halls, 3 replies, 1 adoption", {"contacted": 12, "replied": 3, "adopted": 1}),
        ("adoption 12 mairies, 3 réponses, 2 adoptions", {"contacted": 12, "replied": 3, "adopted": 2}),
        ("prospection 5 mairies par téléphone, zéro réponse", {"contacted": 5, "replied": 0}),
        ("prospection 3 réponses cette semaine", {"replied": 3}),
        ("adoption la CAF du Nord s’en sert déjà", {"adopted": 1}),
        ("adoption 2 communes du littoral", {"adopted": 2}),
        ("2 adoptions hier", {"adopted": 2}),
        ("contact 3 éditeurs au salon", {"contacted": 3}),
        ("contact un éditeur au salon", {"contacted": 1}),
    ],
)
def test_each_figure_goes_where_its_unit_says(typed: str, filled: dict[str, int]) -> None:
    assert answers(typed) == filled
