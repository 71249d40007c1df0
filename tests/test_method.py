"""Every row of the description of the intrapreneur has its practice, nudge, record and summary line."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import CatalogueFaults, find_prompts, load
from bot.domain.measures import MEASURES
from bot.domain.practices import Practice
from bot.domain.predicates import PREDICATES
from bot.method import Row, as_markdown, load_rows

PROMPTS = find_prompts()
CATALOGUE = load(PROMPTS, PREDICATES, MEASURES)
ROWS = load_rows(PROMPTS, CATALOGUE)
PAGE = Path(__file__).parents[1] / "docs" / "method.md"
THE_DESCRIPTION = """
D0 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 I1 I1a I1b I1c I2 I2a I2b I2c P1 P1.1 P1.2 P1.3 P1.4 P1.5 P1.5a P1.5b P1.6
P1.7 P1.7a P1.7b P1.7c P1.7d P1.8 E1 E2 E2a E2b E3 E3a E3b E3c
"""


def test_no_row_of_the_description_is_forgotten() -> None:
    assert [row.id for row in ROWS] == THE_DESCRIPTION.split()
    parents = {row.parent for row in ROWS if row.parent}
    assert parents == {"I1", "I2", "P1", "P1.5", "P1.7", "E2", "E3"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_row_has_its_practice_its_nudge_its_record_and_its_summary(row: Row, language: str) -> None:
    assert row.gaps(language) == []
    assert row.words[language]


def test_every_practice_serves_the_method() -> None:
    assert [each.id for each in CATALOGUE.practices if not each.rows] == []


def without(practice: Practice, part: str) -> Practice:
    words = {lang: replace(each, summary=()) for lang, each in practice.words.items()}
    changes: dict[str, dict[str, object]] = {
        "nudge": {"reminders": ()},
        "record": {"fields": ()},
        "summary": {"words": words},
    }
    return replace(practice, **changes[part])  # type: ignore[arg-type] # the fields of a practice


@pytest.mark.parametrize("part", ["practice", "nudge", "record", "summary"])
def test_a_row_that_loses_one_of_the_four_is_found(part: str) -> None:
    row = next(row for row in ROWS if row.id == "E1")
    left = () if part == "practice" else tuple(without(each, part) for each in row.practices)
    assert replace(row, practices=left).gaps("fr") == [part]


def test_a_practice_that_names_no_row_is_told(tmp_path: Path) -> None:
    (tmp_path / "method.toml").write_text('[rows.P1]\nfr = "un"\nen = "one"\n', encoding="utf-8")
    with pytest.raises(CatalogueFaults, match=r"practices/drive.toml: rows: names .T2., which is no row"):
        load_rows(tmp_path, CATALOGUE)


def test_the_page_is_what_the_catalogue_says() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == as_markdown(ROWS, "fr"), "write it again: pouce method > docs/method.md"
    assert re.findall(r"^## (\S+)\. ", written, flags=re.MULTILINE) == THE_DESCRIPTION.split()
