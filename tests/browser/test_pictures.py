"""The tutorial shows pictures that are there, the same ones in both languages."""

import re
import struct
from pathlib import Path

import pytest

from tests.browser.server import ROOT

DOCS = ROOT / "docs"
TUTORIALS = {"en": DOCS / "first-week.md", "fr": DOCS / "premiere-semaine.md"}
HEAVIEST = 90_000  # bytes


def pictures(language: str) -> list[tuple[str, Path]]:
    """Return what is said of each picture of a tutorial, and its file."""
    text = TUTORIALS[language].read_text(encoding="utf-8")
    return [(alt, DOCS / path) for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)]


@pytest.mark.parametrize("language", sorted(TUTORIALS))
def test_each_picture_is_there_and_is_told_in_words(language: str) -> None:
    shown = pictures(language)
    assert {file.name for _, file in shown} == {
        file.name for file in (DOCS / "pictures" / language).iterdir()
    }
    for alt, file in shown:
        content = file.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n"), file.name
        width, height = struct.unpack(">II", content[16:24])
        assert (width >= 350, height >= 700) == (True, True), file.name
        assert len(content) < HEAVIEST, file.name
        assert len(alt) > 60, f"{file.name} is told in a few words only: {alt}"


def test_both_tutorials_show_the_same_in_the_same_order() -> None:
    english, french = ([file.name for _, file in pictures(each)] for each in ("en", "fr"))
    assert english == french
    assert len(english) == 8
    shapes = [
        re.findall(r"^(#+|-) ", file.read_text(encoding="utf-8"), re.MULTILINE) for file in TUTORIALS.values()
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("language", sorted(TUTORIALS))
def test_links_lead_somewhere(language: str) -> None:
    text = TUTORIALS[language].read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_french_spaces_and_apostrophes() -> None:
    """As the phrases: U+00A0 before a colon and inside guillemets, U+202F before others, ’ and never '."""
    text = re.sub(
        r"```.*?```|`[^`]*`|\]\([^)]*\)", "", TUTORIALS["fr"].read_text(encoding="utf-8"), flags=re.DOTALL
    )
    wrong = re.findall(r".{0,20}(?:'|·|[ \w][;!?](?=\s)|[ \w]:(?=\s)|« |[^\u00a0]»).{0,10}", text)
    assert wrong == []
