"""Looking for what was noted, by word and by tag, and what a plan brings back by itself."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.catalogue import find_prompts
from bot.domain.activities import Activity, Answers
from bot.domain.practices import Catalogue
from bot.domain.reading import Lexicon
from bot.domain.search import query_of, recall, search, told, usual_tags
from bot.lexicons import load_lexicon

LEXICON: Lexicon = load_lexicon(Path(find_prompts()))
TODAY = date(2026, 11, 23)


def note(
    n: int, text: str = "", *tags: str, practice: str = "user_test", answers: Answers | None = None
) -> Activity:
    return Activity(n, 1, practice, 1, TODAY - timedelta(days=n), answers or {}, text, tags)


NOTES = [
    note(1, "3 agents bloqués au mot de passe", "connexion"),
    note(2, "le formulaire fait peur", "inscription", practice="feedback"),
    note(3, "Mots de passe oubliés, encore", practice="feedback"),
    note(4, answers={"learned": "Personne ne voit le bouton d’envoi"}),
    note(5, "2 maires, réunion à la préfecture", practice="interview"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mot de passe", [1, 3]),
        ("MOTS DE PASSE", [1, 3]),
        ("#connexion", [1]),
        ("#connexion tracteur", []),
        ("passe #connexion", [1]),
        ("connexion", [1]),
        ("inscr", [2]),
        ("ins", []),
        ("bouton d'envoi", [4]),
        ("retour passe", [3]),
        ("prefecture", [5]),
        ("le", [2, 4]),
        ("tracteur", []),
    ],
)
def test_words_and_tags(catalogue: Catalogue, typed: str, found: list[int]) -> None:
    assert [each.id for each in search(NOTES, query_of(typed, LEXICON), catalogue)] == found


def test_nothing_typed_finds_nothing(catalogue: Catalogue) -> None:
    assert search(NOTES, query_of("  ?! ", LEXICON), catalogue) == []


def test_what_a_form_was_filled_with_is_quoted_but_not_its_choices(catalogue: Catalogue) -> None:
    filled = note(
        6, answers={"idea": "Une page", "learned": "Trop long", "verdict": "refuted", "participants": 3}
    )
    assert told(filled, catalogue) == "Une page Trop long"


def test_the_tags_said_most(catalogue: Catalogue) -> None:
    assert usual_tags([*NOTES, note(7, "x", "inscription")], 1) == ["inscription"]


@pytest.mark.parametrize(
    ("plan", "tags", "back"),
    [
        ("demain avec 2 agents, la nouvelle connexion", (), 1),
        ("jeudi, refaire le formulaire", (), 2),
        ("jeudi avec 3 usagers", ("inscription",), 2),
        ("jeudi avec 3 agents à la mairie", (), None),
        ("un test utilisateur mercredi après-midi avec plusieurs personnes", (), None),
        ("tomorrow with 3 users", (), None),
    ],
)
def test_a_plan_brings_back_what_it_is_about(
    catalogue: Catalogue, plan: str, tags: tuple[str, ...], back: int | None
) -> None:
    found = recall(NOTES, plan, tags, catalogue, LEXICON)
    assert (found.id if found else None) == back


def test_a_word_said_everywhere_brings_nothing_back(catalogue: Catalogue) -> None:
    everywhere = [note(n, f"un formulaire de plus, le {n}e") for n in range(1, 8)]
    assert recall(everywhere, "jeudi, le formulaire", (), catalogue, LEXICON) is None
