"""The words of the grammar files become a lexicon; every fault is told at once, with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue_faults import CatalogueFaults
from bot.lexicons import load_lexicon

PROMPTS = Path(__file__).parents[2] / "prompts"
VERBS = [
    "help",
    "week",
    "team",
    "teams",
    "pause",
    "resume",
    "settings",
    "undo",
    "fix",
    "invite",
    "remove",
    "privacy",
    "close",
    "search",
    "tip",
    "questions",
    "guide",
    "call",
    "open",
    "pack",
    "phase",
    "season",
    "succession",
]
NOT_LANDED = ["link", "channel", "export", "forget-me"]


@pytest.fixture
def told(tmp_path: Path) -> Callable[[dict[str, str]], list[str]]:
    """Break the grammar of French, and return what is told of it: one line a fault."""

    def _told(changes: dict[str, str]) -> list[str]:
        folder = tmp_path / "grammar"
        folder.mkdir()
        for file in (PROMPTS / "grammar").glob("*.toml"):
            text = file.read_text(encoding="utf-8")
            for before, after in changes.items() if file.stem == "fr" else ():
                assert before in text
                text = text.replace(before, after, 1)
            (folder / file.name).write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueFaults) as raised:
            load_lexicon(tmp_path)
        return str(raised.value).splitlines()

    return _told


def test_every_verb_is_known() -> None:
    known = load_lexicon(PROMPTS).verbs.by_first_word.values()
    assert {value for groups in known for _, value in groups} == {*VERBS, *NOT_LANDED}


def test_all_faults_are_told_at_once(told: Callable[[dict[str, str]], list[str]]) -> None:
    lines = told(
        {
            "[units]": "[units]\nfortnight = [3]",
            "[say]": "[says]",
            'thousand = ["k"': 'thousand = ["!!!", "k"',
        }
    )
    assert [line.split(" ", 1)[0] for line in lines] == ["grammar/fr.toml:"] * 3
    assert [line.split(": ")[1] for line in lines] == ["units.fortnight.0", "say", "says"]


def test_the_content_of_tables_is_checked(told: Callable[[dict[str, str]], list[str]]) -> None:
    lines = told(
        {
            'january = ["janvier", "janv"]': 'januari = ["janvier"]',
            '0 = ["zéro"]': 'nil = ["zéro"]',
            'thousand = ["k"': 'thousand = ["!!!", "k"',
            'day = "Le {weekday} {day} {month}"': 'day = "Le {day} {month}"',
            'stop = ["stop",': 'stop = ["oui", "stop",',
        }
    )
    assert [line.split(": ")[1] for line in lines] == [
        "months.januari",
        "months.january",
        "numbers.nil",
        "money.thousand",
        "say.day",
        "closed",
    ]
    assert "“oui” has several meanings: fr.toml closed.yes, fr.toml closed.stop" in lines[-1]


def test_a_file_that_is_no_toml_says_the_line(told: Callable[[dict[str, str]], list[str]]) -> None:
    lines = told({"[verbs]": "[verbs"})
    assert len(lines) == 1
    assert lines[0].startswith("grammar/fr.toml: line ")


def test_no_grammar_at_all_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFaults):
        load_lexicon(tmp_path)
