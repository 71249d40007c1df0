"""The phrases: the same keys and facts in every language, and French as it is written."""

from pathlib import Path

import pytest

from bot.catalogue import CatalogueFaults, find_prompts, load_phrases

FRENCH = '[echo]\nnoted = "Noté\u00a0: {what}."\n[days]\none = "un jour"\nother = "{n} jours"\n'
ENGLISH = '[echo]\nnoted = "Noted: {what}."\n[days]\nzero = "today"\none = "one day"\nother = "{n} days"\n'


def folder(tmp_path: Path, french: str = FRENCH, english: str = ENGLISH) -> Path:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "fr.toml").write_text(french, encoding="utf-8")
    (tmp_path / "phrases" / "en.toml").write_text(english, encoding="utf-8")
    return tmp_path


def told(tmp_path: Path, french: str = FRENCH, english: str = ENGLISH) -> list[str]:
    with pytest.raises(CatalogueFaults) as caught:
        load_phrases(folder(tmp_path, french, english))
    return str(caught.value).splitlines()


def test_tables_become_dotted_keys_and_plurals_stay_together(tmp_path: Path) -> None:
    assert load_phrases(folder(tmp_path))["fr"] == {
        "echo.noted": "Noté\u00a0: {what}.",
        "days": {"one": "un jour", "other": "{n} jours"},
    }


def test_a_table_with_other_keys_is_no_plural(tmp_path: Path) -> None:
    words = '[pause]\nother = "Jusqu’au…"\ntoday = "Aujourd’hui"\n'
    assert load_phrases(folder(tmp_path, words, words))["en"] == {
        "pause.other": "Jusqu’au…",
        "pause.today": "Aujourd’hui",
    }


def test_a_phrase_that_one_language_lacks(tmp_path: Path) -> None:
    assert told(tmp_path, english=ENGLISH.replace('noted = "Noted: {what}."', "")) == [
        "phrases/en.toml: echo.noted: is missing: phrases/fr.toml has it. Add it, translated."
    ]
    (tmp_path / "again").mkdir()
    assert told(tmp_path / "again", english=f'{ENGLISH}[more]\nhere = "Here"') == [
        "phrases/fr.toml: more.here: is missing: phrases/en.toml has it. Add it, translated."
    ]


def test_a_fact_that_one_language_lacks(tmp_path: Path) -> None:
    names = "names {quoi}, and phrases/en.toml names {what}"
    assert told(tmp_path, french=FRENCH.replace("{what}", "{quoi}")) == [
        f"phrases/fr.toml: echo.noted: {names}. Name the same facts in both."
    ]


def test_a_plural_without_several(tmp_path: Path) -> None:
    only_one = '[days]\none = "{n}"\n'
    assert told(tmp_path, only_one, only_one) == [
        f"phrases/{language}.toml: days: is a plural without `other`. Add what is said of several."
        for language in ("en", "fr")
    ]


def test_what_is_no_sentence(tmp_path: Path) -> None:
    assert told(tmp_path, FRENCH.replace('"un jour"', "1"))[0] == (
        "phrases/fr.toml: days: cannot be 1. Write a sentence between quotes."
    )


def test_a_brace_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, english=ENGLISH.replace("one day", "one {day"))[0] == (
        "phrases/en.toml: days: “one {day” has a brace left alone. Write a fact as {name}, in small letters."
    )


def test_a_file_left_out(tmp_path: Path) -> None:
    (folder(tmp_path) / "phrases" / "en.toml").unlink()
    with pytest.raises(CatalogueFaults) as caught:
        load_phrases(tmp_path)
    assert str(caught.value) == f"phrases/en.toml: file: is missing. Add it in {tmp_path / 'phrases'}."


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Noté : {what}.", "has a plain space before « : ; ? ! »."),
        ("{what} ?", "has a plain space before « : ; ? ! »."),
        ("{what}, non?", "has no space before « : ; ? ! »."),
        ("Noté: {what}.", "has no space before « : ; ? ! »."),
        ("« {what} »", "has no no-break space inside « »."),
        ("C'est {what}", "has a straight apostrophe."),
        ("Un·e {what}", "has a median dot."),
    ],
)
def test_french_typography(said: str, wrong: str, tmp_path: Path) -> None:
    lines = told(tmp_path, FRENCH.replace("Noté\u00a0: {what}.", said))
    assert len(lines) == 1
    assert lines[0].startswith(f"phrases/fr.toml: echo.noted: “{said}” {wrong} ")


@pytest.mark.parametrize(
    "said",
    [
        "À 9:30, {what}",
        "{what}\u202f!",
        "«\u00a0{what}\u00a0»",
        "Voir https://exemple.fr/?a, {what}",
        "A · B {what}",
    ],
)
def test_what_typography_leaves_alone(said: str, tmp_path: Path) -> None:
    assert (
        load_phrases(folder(tmp_path, FRENCH.replace("Noté\u00a0: {what}.", said)))["fr"]["echo.noted"]
        == said
    )


def test_the_phrases_of_pouce_are_right() -> None:
    phrases = load_phrases(find_prompts())
    assert phrases["fr"].keys() == phrases["en"].keys()
