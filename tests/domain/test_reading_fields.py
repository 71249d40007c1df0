"""One answer at a time: short replies to « combien ? », and the fields of a form."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activities import Value
from bot.domain.practices import Field, FieldKind
from bot.domain.reading import Fault, read_field, value_for
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import context
from tests.domain.small_catalogue import SMALL

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")
HERE = context(SMALL, LEXICON)
COUNT = SMALL["user_test"].fields[0]
VERDICT = SMALL["user_test"].fields[2]
CHANNEL = SMALL["feedback"].fields[2]
DAY = Field("day", FieldKind.DATE)
COMING = Field("date", FieldKind.DATE, future=True)
MONEY = Field("amount", FieldKind.MONEY)
SURE = Field("sure", FieldKind.YES_NO)
IMPORTANCE = Field("importance", FieldKind.RATING)
CONFIDENCE = Field("confidence", FieldKind.RATING, minimum=0)
NUMBER = Field("value", FieldKind.NUMBER)


@pytest.mark.parametrize(
    ("field", "reply", "value"),
    [
        (COUNT, "3", 3),
        (COUNT, "trois", 3),
        (COUNT, "3 personnes", 3),
        (COUNT, "on était 4", 4),
        (COUNT, "2+1", 3),
        (COUNT, "2 agents et 1 maire", 3),
        (COUNT, "une dizaine", 10),
        (COUNT, "about 10 users", 10),
        (NUMBER, "3,5", 3.5),
        (NUMBER, "12 500", 12_500),
        (DAY, "hier", "2026-11-22"),
        (DAY, "jeudi", "2026-11-19"),
        (DAY, "2026-11-20", "2026-11-20"),
        (DAY, "last friday", "2026-11-20"),
        (COMING, "2 mars", "2027-03-02"),
        (COMING, "le 12/01", "2027-01-12"),
        (COMING, "thursday", "2026-11-26"),
        (VERDICT, "confirmé", "confirmed"),
        (VERDICT, "Refuted!", "refuted"),
        (VERDICT, "pas clair", "unclear"),
        (VERDICT, "plutôt infirmé", "refuted"),
        (CHANNEL, "avis", "review"),
        (SURE, "oui", True),
        (SURE, "no", False),
        (IMPORTANCE, "4/5", 4),
        (IMPORTANCE, "quatre", 4),
        (CONFIDENCE, "0", 0),
        (MONEY, "45k", 4_500_000),
        (MONEY, "45 000 €", 4_500_000),
        (MONEY, "1,5 M€", 150_000_000),
        (MONEY, "1234,56", 123_456),
        (MONEY, "45 000 euros", 4_500_000),
        (MONEY, "45 k€", 4_500_000),
        (MONEY, "2 millions", 200_000_000),
        (Field("note", FieldKind.TEXT), " rien compris ", "rien compris"),
        (Field("where", FieldKind.URL), "<https://git.example/pull/88>", "https://git.example/pull/88"),
    ],
)
def test_a_short_reply_answers_the_question(field: Field, reply: str, value: Value) -> None:
    assert value_for(field, reply, HERE) == value


@pytest.mark.parametrize(
    ("field", "reply"),
    [
        (COUNT, "3 bloqués au mot de passe"),
        (COUNT, "retour 3 le captcha"),
        (COUNT, "3 et puis le captcha"),
        (COUNT, "je ne sais plus"),
        (COUNT, "3, ou 4"),
        (DAY, "jeudi avec 2 agents"),
        (DAY, "demain"),
        (VERDICT, "confirmé pour les maires mais infirmé pour les agents"),
        (VERDICT, "le captcha"),
        (SURE, "oui mais le captcha"),
        (SURE, "merci"),
        (IMPORTANCE, "6"),
        (MONEY, "beaucoup"),
        (Field("where", FieldKind.URL), "dans le dossier"),
    ],
)
def test_a_reply_that_says_something_else_is_no_answer(field: Field, reply: str) -> None:
    assert value_for(field, reply, HERE) is None


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        (COUNT, " ", "missing"),
        (COUNT, "beaucoup", "not_a_number"),
        (COUNT, "3 ou 4", "not_a_number"),
        (replace(COUNT, minimum=1), "0", "out_of_range"),
        (COUNT, "-2", "out_of_range"),
        (DAY, "un jour", "not_a_date"),
        (DAY, "31/11/2026", "impossible_date"),
        (DAY, "2026-02-30", "impossible_date"),
        (DAY, "2026-11-24", "future_date"),
        (VERDICT, "peut-être", "not_a_choice"),
        (Field("many", FieldKind.CHOICES, choices=("a", "b")), "a, c", "not_a_choice"),
        (IMPORTANCE, "0", "out_of_range"),
        (MONEY, "un peu", "not_money"),
        (SURE, "peut-être", "not_yes_or_no"),
        (Field("of", FieldKind.LINK, links_to="learning"), "le dernier", "not_a_link"),
        (Field("where", FieldKind.URL), "javascript:alert(1)", "not_a_url"),
        (Field("note", FieldKind.TEXT), "a" * 501, "too_long"),
        (Field("note", FieldKind.LONG_TEXT), "a" * 10_001, "too_long"),
    ],
)
def test_a_wrong_field_says_what_is_wrong(field: Field, typed: str, fault: str) -> None:
    assert read_field(field, typed, HERE) == Fault(fault)


def test_several_choices_are_read_by_id_or_by_word() -> None:
    several = replace(CHANNEL, kind=FieldKind.CHOICES)
    catalogue = replace(SMALL, practices=(replace(SMALL["feedback"], fields=(several,)),))
    there = context(catalogue, LEXICON)
    assert read_field(several, "email, phone", there) == ["email", "phone"]
    assert read_field(several, "courriel et terrain", there) == ["email", "field"]
    assert read_field(several, "avis en ligne", there) == ["review"]


@given(cents=st.integers(0, 10**12))
def test_an_amount_reads_back_as_it_is_written(cents: int) -> None:
    euros, rest = divmod(cents, 100)
    grouped = f"{euros:,}".replace(",", "\u202f")
    for written in (f"{euros}.{rest:02}", f"{euros},{rest:02} €", f"{grouped},{rest:02} €"):
        assert read_field(MONEY, written, HERE) == cents


@given(field=st.sampled_from([*FieldKind]), typed=st.text(max_size=200))
def test_no_form_ever_breaks_it(field: FieldKind, typed: str) -> None:
    each = Field("x", field, choices=("a", "b"))
    answer = value_for(each, typed, HERE)
    assert answer is None or answer == read_field(each, typed, HERE)
