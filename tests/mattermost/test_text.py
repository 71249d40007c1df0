"""People's text in Mattermost: read as it was typed, by our eyes, and never obeyed."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mattermost.text import inert, readable, unlinked, unmarked

HOSTILE = (
    "@all @channel @here @ada ada@exemple.fr <ada@exemple.fr> <!channel> ~town-square #urgent :tada: "
    "**gras** _i_ ~~barré~~ `code` ![image](https://x.fr/i.png) [clic](https://x.fr) <https://x.fr|ici> "
    "www.x.fr exemple.fr/a mailto:a@b.fr $x$ &lt; | a | C:\\Users \\* fin"
)


@pytest.mark.parametrize(
    "block",
    [
        "# titre",
        "texte\n===",
        "texte\n---",
        "- un\n- deux",
        "+ un",
        "* un",
        "1. un\n2) deux",
        "> cité",
        "```\ncode\n```",
        "~~~\ncode\n~~~",
        "    code",
        "\u00a0\u00a0\u00a0\u00a0code",
        "| a | b |\n| --- | --- |\n| c | d |",
        "a | b\n:--|--:\nc | d",
        "***",
        "[x]: https://x.fr",
        "__un__",
    ],
)
def test_no_block_begins_with_what_somebody_typed(block: str) -> None:
    said = inert(block)
    assert not re.search(
        r"^ *(?:#{1,6} |[-+*] |\d+[.)] |>|[-=]{2,} *$|(?:[-*_] *){3,}$|`{3}|~{3}|\||\[| {4})",
        said.replace("\u00a0", " "),
        re.MULTILINE,
    )
    assert readable(said) == block


@pytest.mark.parametrize("show", [inert, unlinked])
def test_nothing_that_mattermost_looks_for_is_left(show: Callable[[str], str]) -> None:
    said = show(HOSTILE)
    links = r"[a-z]:[/\w%]|\bwww\.|\.[a-z]{2,4}/|<\S+@\S+>" if show is inert else r"[a-z]:[/\w%]|\bwww\."
    assert not re.search(rf"@[\w.-]|~\w|#[^\W\d_]|:[\w+-]+:|{links}", said, re.IGNORECASE)


def test_what_marks_are_made_of_is_escaped() -> None:
    assert not re.search(r"(?<!\\)[`*_~\[|]", inert(HOSTILE.replace("\\*", "")))
    assert inert("5 $ et 6 $") == "5 &#36; et 6 $"
    assert inert("C:\\Users et \\*") == "C:\\Users et \\\\\\*"


def test_hostile_words_are_read_as_they_were_typed() -> None:
    assert readable(inert(HOSTILE)) == HOSTILE
    assert unmarked(unlinked(HOSTILE)) == HOSTILE


def test_an_ordinary_sentence_is_left_alone() -> None:
    said = "C’est noté (mardi 24) : 3 tests, 2,5 jours – « bien » ! À 10:30 ? Oui."
    assert inert(said) == said


WORDS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u2424"))


@given(st.lists(WORDS.filter(str.strip), min_size=1).map("\n".join))
def test_any_words_are_shown_as_they_are(text: str) -> None:
    assert readable(inert(text)) == text
    assert not re.search(r"@[\w.-]", inert(text))
