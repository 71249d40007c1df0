"""A measure in one line: its value, the unit and the period that follow it, the name that comes before."""

from pathlib import Path

import pytest

from bot.domain.intents import Log
from bot.domain.practices import Catalogue
from bot.domain.reading import read
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import context

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")


@pytest.mark.parametrize(
    ("typed", "value", "unit", "indicator"),
    [
        ("mesure 340 simulations par mois", 340, "simulations par mois", "simulations par mois"),
        ("measure 340 simulations a month", 340, "simulations a month", "simulations a month"),
        (
            "mesure 2 000 usagers actifs par mois, dont la moitié revient",
            2_000,
            "usagers actifs par mois",
            None,
        ),
        ("mesure 2000 usagers par mois", 2_000, "usagers par mois", "usagers par mois"),
        ("mesure 250 000 démarches / an", 250_000, "démarches / an", "démarches / an"),
        ("mesure 3 minutes par démarche", 3, "minutes par démarche", "minutes par démarche"),
        ("impact 12 mairies équipées", 12, "mairies équipées", "mairies équipées"),
        ("mesure taux de satisfaction 82 %", 82, "%", "taux de satisfaction"),
        ("mesure 82 % de satisfaction", 82, "%", "satisfaction"),
        ("metric satisfaction at 82%", 82, "%", None),
        ("mesure satisfaction 4,2 sur 5", 4.2, "sur 5", "satisfaction"),
        ("metric satisfaction 4.2 out of 5", 4.2, "out of 5", "satisfaction"),
        ("mesure usagers actifs 320 par mois", 320, "par mois", "usagers actifs"),
        ("metric 41 requests completed by all who came this week", 41, None, None),
        ("mesure 12 hier", 12, None, None),
        ("mesure entre 10 et 20 usagers", None, None, "entre 10 et 20 usagers"),
    ],
)
def test_a_measure(
    catalogue: Catalogue, typed: str, value: float | None, unit: str | None, indicator: str | None
) -> None:
    meant = read(typed, context(catalogue, LEXICON))
    assert isinstance(meant, Log)
    assert (meant.practice, meant.answers.get("value"), meant.answers.get("unit")) == ("measure", value, unit)
    assert indicator is None or meant.answers["indicator"] == indicator


@pytest.mark.parametrize("typed", ["test 3 par mois", "retour 12 mails par semaine", "livraison 2 par jour"])
def test_what_has_no_unit_keeps_its_count(catalogue: Catalogue, typed: str) -> None:
    meant = read(typed, context(catalogue, LEXICON))
    assert isinstance(meant, Log)
    assert "unit" not in meant.answers
    assert set(meant.answers.values()) & {3, 12, 2}
