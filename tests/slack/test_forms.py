"""A form in Slack: filled as it opens, carried whatever it holds, and read back as the domain expects."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import ViewState

from bot.catalogue import find_prompts, load_phrases
from bot.domain.calendar import WorkDays
from bot.domain.messages import Form, Input
from bot.domain.practices import Catalogue, Field, FieldKind, Practice
from bot.domain.reading import Context, Fault, read_field
from bot.lexicons import load_lexicon
from bot.phrases import LANGUAGES
from bot.platforms.slack.forms import form_limits, modal, values, visible_form
from bot.platforms.slack.render import View
from bot.words import Words
from tests.slack.oracle import refused_form

SEALED = "v1.sealed"
VERDICT = (("confirmed", "confirmé"), ("refuted", "infirmé"))
FORM = Form(
    "Test utilisateur",
    "record",
    ("user_test",),
    (
        Input("people", FieldKind.NUMBER, "Combien de personnes", "par exemple 3", required=True, value="2"),
        Input("learned", FieldKind.LONG_TEXT, "Ce que ça apprend", value="ligne 1\nligne 2"),
        Input("verdict", FieldKind.CHOICE, "Verdict", choices=VERDICT, value="refuted"),
        Input("who", FieldKind.CHOICES, "Qui", choices=VERDICT, value=["confirmed", "refuted"]),
        Input("trust", FieldKind.RATING, "Confiance", value="4"),
        Input("before", FieldKind.YES_NO, "Avant", choices=(("yes", "Oui"), ("no", "Non")), value="no"),
        Input("link", FieldKind.URL, "Lien", value="https://exemple.fr/?a=1&b=2"),
        Input("cost", FieldKind.MONEY, "Coût", value="45000"),
        Input("day", FieldKind.DATE, "Quel jour", value="2026-11-24"),
    ),
    "Noter",
    intro="Une minute suffit.",
    token=SEALED,
)


def element(field: Input) -> dict[str, Any]:
    found: dict[str, Any] = modal(Form("x", "v", (), (field,), "ok"))["blocks"][-1]["element"]
    return found


def sent(view: View, **typed: str | list[str]) -> View:
    """Return the view as Slack sends it: what it opened with, and what was changed since."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    state = {
        each["block_id"]: {each["element"]["action_id"]: _held(each["element"], typed.get(each["block_id"]))}
        for each in inputs
    }
    return {**view, "state": {"values": state}}


def _held(element: dict[str, Any], typed: str | list[str] | None) -> dict[str, Any]:
    kind = element["type"]
    groups = element.get("option_groups", [element])
    options = [each for group in groups for each in group.get("options", [])]
    if kind in {"checkboxes", "multi_static_select"}:
        chosen = element.get("initial_options", [])
        held = chosen if typed is None else [each for each in options if each["value"] in typed]
        return {"type": kind, "selected_options": held}
    if kind in {"radio_buttons", "static_select"}:
        one = next((each for each in options if each["value"] == typed), None)
        return {"type": kind, "selected_option": element.get("initial_option") if typed is None else one}
    if kind == "datepicker":
        day = element.get("initial_date") if typed is None else typed
        return {"type": kind, "selected_date": day or None}
    return {"type": kind, "value": element.get("initial_value") if typed is None else typed or None}


def test_a_form_reads_with_what_it_is_filled_with() -> None:
    assert visible_form(modal(FORM)).splitlines() == [
        "┌ Test utilisateur",
        "│ Une minute suffit.",
        "│ Combien de personnes * (par exemple 3) : 2",
        "│ Ce que ça apprend : ligne 1",
        "│ ligne 2",
        "│ Verdict : ○ confirmé  ● infirmé",
        "│ Qui : ● confirmé  ● infirmé",
        "│ Confiance : ○ 1  ○ 2  ○ 3  ● 4  ○ 5",
        "│ Avant : ○ Oui  ● Non",
        "│ Lien : https://exemple.fr/?a=1&b=2",
        "│ Coût : 45000",
        "│ Quel jour : 2026-11-24",
        "└ [Noter]",
    ]
    assert refused_form(FORM) == []
    assert list(form_limits(FORM)) == []


def test_a_modal_says_what_it_is_for_when_it_comes_back() -> None:
    view = modal(FORM, "D1:1700000000.0001")
    assert view["callback_id"] == "record"
    assert json.loads(view["private_metadata"]) == {"token": SEALED, "origin": "D1:1700000000.0001"}


def test_each_field_is_its_own_block_so_that_an_error_finds_it() -> None:
    inputs = [each for each in modal(FORM)["blocks"] if each["type"] == "input"]
    names = [field.id for field in FORM.inputs]
    assert [each["block_id"] for each in inputs] == names
    assert [each["element"]["action_id"] for each in inputs] == names
    assert [each["block_id"] for each in inputs if not each["optional"]] == ["people"]


def test_what_was_not_touched_comes_back_as_it_was() -> None:
    assert values(sent(modal(FORM))) == {
        "people": "2",
        "learned": "ligne 1\nligne 2",
        "verdict": "refuted",
        "who": ["confirmed", "refuted"],
        "trust": "4",
        "before": "no",
        "link": "https://exemple.fr/?a=1&b=2",
        "cost": "45000",
        "day": "2026-11-24",
    }


def test_what_was_emptied_comes_back_empty() -> None:
    emptied = {each.id: "" for each in FORM.inputs if each.id != "who"}
    assert values(sent(modal(FORM), **emptied, who=[])) == {**emptied, "who": []}


def test_a_french_decimal_can_be_typed() -> None:
    assert element(Input("n", FieldKind.NUMBER, "Combien"))["type"] == "plain_text_input"
    assert values(sent(modal(FORM), people="2,5"))["people"] == "2,5"


def test_a_note_longer_than_a_field_of_slack_is_opened_whole() -> None:
    """`initial_value` has no limit, and without `max_length` as much may be typed."""
    note = "mot " * 2_500
    field = Input("learned", FieldKind.LONG_TEXT, "Ce que ça apprend", value=note)
    assert element(field) == {
        "type": "plain_text_input",
        "multiline": True,
        "initial_value": note,
        "action_id": "learned",
    }


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        (Input("a", FieldKind.TEXT, "x"), "plain_text_input"),
        (Input("a", FieldKind.URL, "x"), "url_text_input"),
        (Input("a", FieldKind.URL, "x", value="pas une adresse"), "plain_text_input"),
        (Input("a", FieldKind.LINK, "x"), "plain_text_input"),
        (Input("a", FieldKind.DATE, "x"), "datepicker"),
        (Input("a", FieldKind.DATE, "x", value="lundi"), "datepicker"),
        (Input("a", FieldKind.RATING, "x"), "radio_buttons"),
        (Input("a", FieldKind.CHOICE, "x", choices=VERDICT), "static_select"),
        (Input("a", FieldKind.CHOICES, "x", choices=VERDICT), "checkboxes"),
        (Input("a", FieldKind.CHOICES, "x", choices=VERDICT * 6), "multi_static_select"),
        (Input("a", FieldKind.CHOICES, "x"), "plain_text_input"),
    ],
)
def test_each_kind_has_its_field(field: Input, kind: str) -> None:
    assert element(field)["type"] == kind
    assert refused_form(Form("x", "v", (), (field,), "ok")) == []


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.CHOICES])
def test_a_choice_among_hundreds_is_grouped_and_found_again(kind: FieldKind) -> None:
    choices = tuple((f"commune-{n}", f"Commune {n}") for n in range(250))
    chosen = "commune-177" if kind is FieldKind.CHOICE else ["commune-3", "commune-249"]
    form = Form("Commune", "v", (), (Input("place", kind, "Où", choices=choices, value=chosen),), "ok")
    groups = modal(form)["blocks"][0]["element"]["option_groups"]
    assert [each["label"]["text"] for each in groups] == [
        "Commune 0 – Commune 99",
        "Commune 100 – Commune 199",
        "Commune 200 – Commune 249",
    ]
    assert refused_form(form) == []
    assert values(sent(modal(form))) == {"place": chosen}


def test_a_choice_too_long_for_a_line_goes_on_under_it() -> None:
    name = "doux, c’est-à-dire un seul message par semaine, le premier jour travaillé, ou bien rien"
    [option] = element(Input("a", FieldKind.CHOICE, "x", choices=(("gentle", name),)))["options"]
    shown, more = option["text"]["text"], option["description"]["text"]
    assert (len(shown) <= 75, shown.removesuffix("…").strip() + " " + more.removeprefix("…")) == (True, name)


def test_a_title_too_long_is_said_whole_under_it() -> None:
    form = Form("La date de ton prochain comité", "v", (), FORM.inputs, "Enregistrer la date du comité")
    view = modal(form)
    assert (len(view["title"]["text"]) <= 24, len(view["submit"]["text"]) <= 24) == (True, True)
    assert visible_form(view).splitlines()[1] == "│ La date de ton prochain comité"
    assert refused_form(form) == []


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (Form("x", "v", (), (FORM.inputs[0],), "ok", token="t" * 2_501), "a form holds 2501 characters"),
        (Form("x", "v", (), FORM.inputs * 12, "ok"), "108 blocks, 100 at most"),
        (
            Form("x", "v", (), (Input("a", FieldKind.CHOICE, "x", choices=(VERDICT[0],) * 2),), "ok"),
            "two choices have the same value: a",
        ),
        (
            Form("x", "v", (), (Input("a", FieldKind.CHOICE, "x", choices=(("v" * 151, "x"),)),), "ok"),
            "a choice needs a value of 1 to 150 characters: a",
        ),
        (
            Form("x", "v", (), (Input("a" * 256, FieldKind.TEXT, "x"),), "ok"),
            "256 characters in the name of a field",
        ),
    ],
)
def test_what_slack_could_not_carry_is_told(form: Form, problem: str) -> None:
    assert any(told.startswith(problem) for told in form_limits(form))


TEXT = st.text(max_size=200)
LONG = st.builds(lambda text, times: text * times, st.text(max_size=50), st.integers(1, 100))
VALUE = st.text(min_size=1, max_size=150)
CHOICES = st.lists(st.tuples(VALUE, TEXT), max_size=30, unique_by=lambda each: each[0])
INPUT = st.builds(
    lambda kind, label, hint, choices, value, *, required: Input(
        "field", kind, label, hint, required, tuple(choices), value
    ),
    st.sampled_from(FieldKind),
    LONG,
    LONG,
    CHOICES,
    st.none() | LONG | st.lists(TEXT, max_size=5),
    required=st.booleans(),
)


@settings(max_examples=60)
@given(TEXT, LONG, INPUT, TEXT)
def test_any_form_is_carried(title: str, intro: str, field: Input, submit: str) -> None:
    form = Form(title, "verb", (), (field,), submit, intro, token="t" * 2_000)
    assert refused_form(form) == []
    assert list(form_limits(form)) == []
    view = sent(modal(form))
    assert ViewState(**view["state"]).values.keys() == {"field"}
    assert values(view).keys() == {"field"}


# All practices


def practice_form(practice: Practice, language: str) -> Form:
    words, speech = practice.words[language], Words(load_phrases(find_prompts())).speech(language)
    yes_no = (("yes", speech.say("word.yes")), ("no", speech.say("word.no")))
    inputs = tuple(
        Input(
            each.id,
            each.kind,
            words.fields[each.id].label,
            words.fields[each.id].hint,
            each.required,
            tuple((choice, words.fields[each.id].choices[choice]) for choice in each.choices)
            or (yes_no if each.kind is FieldKind.YES_NO else ()),
        )
        for each in practice.fields
    )
    return Form(words.label, "record", (practice.id,), inputs, speech.say("form.record"))


ANSWERS: dict[FieldKind, tuple[str, object]] = {
    FieldKind.TEXT: ("R&D <3", "R&D <3"),
    FieldKind.LONG_TEXT: ("deux\nlignes", "deux\nlignes"),
    FieldKind.NUMBER: ("2,5", 2.5),
    FieldKind.DATE: ("2026-11-20", "2026-11-20"),
    FieldKind.RATING: ("4", 4),
    FieldKind.MONEY: ("45 000 €", 4_500_000),
    FieldKind.URL: ("https://exemple.fr", "https://exemple.fr"),
    FieldKind.YES_NO: ("yes", True),
    FieldKind.LINK: ("#12", 12),
}


def answered(field: Field) -> tuple[str | list[str], object]:
    if field.kind is FieldKind.CHOICES:
        return [*field.choices], [*field.choices]
    return (field.choices[0],) * 2 if field.choices else ANSWERS[field.kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practice_is_filled_in_slack_and_understood(catalogue: Catalogue, language: str) -> None:
    context = Context(catalogue, load_lexicon(find_prompts()), date(2026, 11, 23), WorkDays, language)
    for practice in catalogue.practices:
        form = practice_form(practice, language)
        assert refused_form(form) == []
        assert list(form_limits(form)) == []
        assert modal(form)["title"]["text"] == form.title
        wanted = {each.id: answered(each) for each in practice.fields}
        found = values(sent(modal(form), **{name: typed for name, (typed, _) in wanted.items()}))
        for each in practice.fields:
            held = found[each.id]
            value = read_field(each, ", ".join(held) if isinstance(held, list) else held, context)
            assert not isinstance(value, Fault), (practice.id, each.id, value)
            assert value == wanted[each.id][1], (practice.id, each.id)
