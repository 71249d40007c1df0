"""A form in Mattermost: carried old and new, and read back as the domain expects."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.messages import Form, Input
from bot.domain.practices import Catalogue, FieldKind
from bot.phrases import LANGUAGES
from bot.platforms.mattermost.forms import dialog, form_limits, opened_by, values, visible_form
from tests.mattermost.fake.dialogs import filled
from tests.mattermost.oracle import CALLBACK, SERVERS, features, refused_form
from tests.slack.test_forms import FORM, practice_form

BOTH = pytest.mark.parametrize("edition", ["old", "new"])
HELD = {
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


def sent(form: Form, edition: str, **typed: str | list[str]) -> dict[str, str | list[str]]:
    shown = dialog(form, "", CALLBACK, features(edition))["dialog"]
    submission, wrong = filled({"dialog": shown}, typed, SERVERS[edition])
    assert wrong == {}
    return values(submission, shown["state"])


def elements(form: Form, edition: str) -> dict[str, dict[str, Any]]:
    return {
        each["name"]: each for each in dialog(form, "", CALLBACK, features(edition))["dialog"]["elements"]
    }


@BOTH
def test_what_was_not_touched_comes_back_as_it_was(edition: str) -> None:
    assert sent(FORM, edition) == HELD
    assert [*refused_form(FORM), *form_limits(FORM)] == []


def test_several_choices_are_typed_where_a_menu_takes_one() -> None:
    old, new = elements(FORM, "old"), elements(FORM, "new")
    assert (old["who"]["type"], old["who"]["help_text"]) == ("text", "confirmé, infirmé")
    assert new["who"]["multiselect"]
    assert (old["day"]["type"], new["day"]["type"]) == ("text", "date")
    assert sent(FORM, "old", who="Infirmé ; autre")["who"] == ["refuted", "autre"]


def test_a_question_too_long_for_a_label_is_in_the_help_or_before_the_fields() -> None:
    question = "Combien de personnes as-tu vues cette semaine"
    long = Input("a", FieldKind.TEXT, question, "par exemple 3")
    longer = Input("b", FieldKind.TEXT, "Pourquoi " + question, "*mot* " * 40)
    form = Form("La date de ton prochain comité", "v", (), (long, longer), "ok")
    shown = elements(form, "old")
    assert shown["a"]["help_text"] == f"{question} – par exemple 3"
    assert all(len(each["display_name"]) <= 24 for each in shown.values())
    read = visible_form(dialog(form, "", CALLBACK, features("old")))
    assert "│ La date de ton prochain comité" in read
    assert "*mot* *mot*" in read.split("│ Combien")[0]


def test_a_dialog_says_what_it_is_for_when_it_comes_back() -> None:
    shown = dialog(FORM, "post-1", CALLBACK, features("old"))
    assert (shown["url"], shown["dialog"]["callback_id"]) == (CALLBACK, "record")
    assert opened_by(shown["dialog"]["state"]) == (FORM.token, "post-1")


@pytest.mark.parametrize("state", ["", "x", "[]", "null", json.dumps({"choices": {"a": 3}, "token": None})])
def test_a_forged_state_is_only_read(state: str) -> None:
    assert isinstance(opened_by(state)[0], str)
    assert values({"a": None, "b": True, "c": ["d"]}, state) == {"a": "", "b": "True", "c": ["d"]}


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        (Input("a" * 301, FieldKind.TEXT, "x"), "301 characters in the name"),
        (Input("a", FieldKind.CHOICE, "x", choices=(("v", "x"),) * 2), "each choice needs a value"),
        (Input("a", FieldKind.CHOICES, "x", choices=(("v, w", "x"),)), "a comma or a space"),
        (Input("a", FieldKind.CHOICES, "x", choices=(("v", "x"), ("w", "x"))), "two choices have the same"),
    ],
)
def test_what_mattermost_could_not_carry_is_told(field: Input, problem: str) -> None:
    told = list(form_limits(Form("x", "v", (), (field,), "ok")))
    assert [each for each in told if each.startswith(problem)]


LONG = st.builds(lambda text, times: text * times, st.text(max_size=50), st.integers(1, 40))
CHOICES = st.lists(
    st.tuples(st.from_regex("[a-z]{1,9}", fullmatch=True), LONG), max_size=9, unique_by=lambda each: each[0]
)
INPUT = st.builds(
    lambda kind, label, hint, choices, value: Input(
        "field", kind, label, hint, choices=tuple(choices), value=value
    ),
    st.sampled_from(FieldKind),
    LONG,
    LONG,
    CHOICES,
    st.none() | LONG,
)


@settings(max_examples=40, deadline=None)
@given(LONG, LONG, INPUT)
def test_any_form_is_carried(title: str, intro: str, field: Input) -> None:
    assert refused_form(Form(title, "verb", (), (field,), "ok", intro, token="t" * 300)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practice_is_carried(catalogue: Catalogue, language: str) -> None:
    for practice in catalogue.practices:
        form = practice_form(practice, language)
        assert [*refused_form(form), *form_limits(form)] == []
