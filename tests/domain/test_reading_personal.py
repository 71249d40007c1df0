"""Before storing: addresses, numbers and perhaps names are seen, and can be hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import masked, personal_data


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Mme Dupont 06 12 34 56 78 ddt 31 très énervée", [("name", "Dupont"), ("phone", "06 12 34 56 78")]),
        ("écrire à jeanne.durand@mairie.example, vite", [("email", "jeanne.durand@mairie.example")]),
        ("+33 6 12 34 56 78", [("phone", "+33 6 12 34 56 78")]),
        ("0612345678", [("phone", "0612345678")]),
        ("02.62.12.34.56", [("phone", "02.62.12.34.56")]),
        ("call 07700 900123", [("phone", "07700 900123")]),
        ("Mrs Smith was upset", [("name", "Smith")]),
        ("M. Le Goff et mme durand", [("name", "Le Goff"), ("name", "durand")]),
        ("Dr Jean-Paul Martin", [("name", "Jean-Paul Martin")]),
        ("MME DUPONT", [("name", "DUPONT")]),
    ],
)
def test_what_is_personal_is_seen(text: str, seen: list[tuple[str, str]]) -> None:
    assert [(each.kind, text[each.start : each.end]) for each in personal_data(text)] == seen


@pytest.mark.parametrize(
    "text",
    [
        "12 mails support, ddt 31, 2 maires le 24/11/2026 à 10h30",
        "madame la maire et un monsieur âgé",
        "v1.4.2 livrée, 1,5 M d’euros",
        "@chloe a vu 3 agents, 45 000 €, 31000 Toulouse",
        "2026-11-23 10:30, étape 06 sur 12",
    ],
)
def test_what_is_not_personal_is_left_alone(text: str) -> None:
    assert personal_data(text) == ()


def test_masking_hides_it_and_keeps_the_rest() -> None:
    text = "Mme Dupont 06 12 34 56 78 ddt 31 très énervée"
    assert masked(text, personal_data(text)) == "Mme ••• ••• ddt 31 très énervée"


PARTS = ["Mme Dupont", "06 12 34 56 78", "a.b@c.example", "ddt 31", "3 agents", "et", ",", "le formulaire"]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join))
def test_nothing_personal_is_left_once_masked(text: str) -> None:
    clean = masked(text, personal_data(text))
    assert personal_data(clean) == ()
    assert clean.count("•••") == len(personal_data(text))
