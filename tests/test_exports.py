"""The export: a column per field of the catalogue, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activities import Activity
from bot.domain.phases import ACTIVE
from bot.domain.practices import Catalogue, Field, FieldKind, Practice, Tier, Visibility
from bot.exports import export_csv

BEEKEEPING = Practice(
    id="beekeeping",
    order=1,
    phases=ACTIVE,
    tier=Tier.SLOW,
    fields=(
        Field("hives", FieldKind.NUMBER, count=True),
        Field("honey", FieldKind.MONEY),
        Field("flowers", FieldKind.CHOICES),
        Field("calm", FieldKind.YES_NO),
        Field("remark", FieldKind.TEXT, main=True),
    ),
    reminders=(),
    words={},
    formerly=("apiculture",),
)
CATALOGUE = Catalogue((BEEKEEPING,))
RECORD = Activity(
    id=5,
    team=3,
    practice="beekeeping",
    author=8,
    day=date(2026, 11, 24),
    answers={
        "hives": -2,
        "honey": 123450,
        "flowers": ["lime", "acacia"],
        "calm": True,
        "remark": "a « swarm »",
    },
    text='two hives, then none;\nwith a quote " and a comma,',
    tags=("garden", "roof"),
    links=("https://example.org/hive",),
    visibility=Visibility.PRIVATE,
    closed_on=date(2026, 11, 25),
)


def rows_of(*activities: Activity, teams: dict[int, str] | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_csv(activities, CATALOGUE, teams), newline="")))


def test_a_practice_that_no_code_knows_has_its_columns() -> None:
    header = export_csv([], CATALOGUE).splitlines()[0]
    assert header.replace('"', "").split(",")[-5:] == [
        "beekeeping.hives",
        "beekeeping.honey",
        "beekeeping.flowers",
        "beekeeping.calm",
        "beekeeping.remark",
    ]


def test_one_row_says_all_that_was_recorded() -> None:
    (row,) = rows_of(RECORD, teams={3: "Aides simples"})
    assert row == {
        "team": "Aides simples",
        "practice": "beekeeping",
        "day": "2026-11-24",
        "author": "8",
        "tags": "garden, roof",
        "text": 'two hives, then none;\nwith a quote " and a comma,',
        "links": "https://example.org/hive",
        "visibility": "private",
        "closed_on": "2026-11-25",
        "beekeeping.hives": "-2",
        "beekeeping.honey": "1234.50",
        "beekeeping.flowers": "lime, acacia",
        "beekeeping.calm": "true",
        "beekeeping.remark": "a « swarm »",
    }


def test_a_renamed_practice_keeps_its_columns_and_a_gone_one_its_answers() -> None:
    old = Activity(1, 3, "apiculture", None, date(2025, 1, 2), {"hives": 4})
    gone = Activity(2, 3, "falconry", None, date(2025, 1, 3), {"birds": 1})
    first, second = rows_of(old, gone)
    assert (first["practice"], first["beekeeping.hives"], first["author"]) == ("beekeeping", "4", "")
    assert (second["practice"], second["falconry.birds"], second["team"]) == ("falconry", "1", "3")


MARGINS = ["", " ", "   ", "\u00a0", "\u3000", "\ufeff", " \u200b "]
SIGNS = [*"=+-@", "＝", "＋", "－", "＠", "﹦"]


@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_is_made_text_wherever_it_is_written(margin: str, sign: str) -> None:
    formula = f"{margin}{sign}HYPERLINK(1)"
    record = Activity(
        1,
        3,
        "beekeeping",
        8,
        date(2026, 1, 1),
        {"remark": formula, "flowers": [formula]},
        formula,
        (formula,),
    )
    (row,) = rows_of(record, teams={3: formula})
    written = [row[key] for key in ("text", "tags", "team", "beekeeping.remark", "beekeeping.flowers")]
    assert written == [f"'{formula}"] * 5


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_is_whole_and_never_begins_as_a_formula(text: str) -> None:
    (row,) = rows_of(Activity(1, 3, "beekeeping", 8, date(2026, 1, 1), {}, text))
    assert row["text"] in {text, f"'{text}"}
    assert not row["text"].lstrip().startswith(("=", "+", "-", "@"))
    assert not row["text"].startswith(("\t", "\r", "\n"))
