"""A count that is read only with its whole unit: the days a decision waited are no figure of its sentence."""

from pathlib import Path

import pytest

from bot.domain.intents import Log
from bot.domain.practices import Catalogue
from bot.domain.reading import read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import context

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")


@pytest.mark.parametrize(
    ("typed", "waited"),
    [
        ("décision priorité à la connexion, après 12 jours d’attente", 12),
        ("décision on garde la page, 1 jour d'attente", 1),
        ("decision keep the page, after 12 days of waiting", 12),
        ("décision 2 formulaires au lieu de 5", None),
        ("décision relancer tous les 3 jours", None),
        ("decision remind people after 3 days", None),
        ("décision un seul formulaire", None),
    ],
)
def test_how_long_a_decision_waited(catalogue: Catalogue, typed: str, waited: int | None) -> None:
    meant = read(typed, context(catalogue, LEXICON))
    assert isinstance(meant, Log)
    assert (meant.practice, meant.answers.get("waited")) == ("decision", waited)
