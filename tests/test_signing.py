from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Button, Form, Message, Part
from bot.domain.people import Address
from bot.signing import LIFETIME, Action, Expired, Forged, Seal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ADA = Address(7, "U0ADA")
OLD, NEW = "old-key-of-last-year", "new-key-of-this-year"
SEAL = Seal([OLD])
TOKEN = SEAL.seal("later", ["12", "end of day"], 7, "U0ADA", NOW)


def test_what_was_sealed_comes_back_as_it_left() -> None:
    assert SEAL.open(TOKEN, 7, "U0ADA", NOW) == Action("later", ("12", "end of day"))


@given(
    verb=st.text(min_size=1),
    args=st.lists(st.text()),
    workspace=st.integers(1, 10**9),
    person=st.text(min_size=1),
)
def test_any_words_come_back_as_they_left(verb: str, args: list[str], workspace: int, person: str) -> None:
    token = SEAL.seal(verb, args, workspace, person, NOW)
    assert token.isascii()
    assert SEAL.open(token, workspace, person, NOW) == Action(verb, tuple(args))


@given(at=st.integers(0, len(TOKEN) - 1), character=st.characters())
def test_one_changed_character_is_refused(at: int, character: str) -> None:
    changed = TOKEN[:at] + character + TOKEN[at + 1 :]
    if changed != TOKEN:
        with pytest.raises(Forged):
            SEAL.open(changed, 7, "U0ADA", NOW)


@given(at=st.integers(0, len(TOKEN)), character=st.characters())
def test_one_added_character_is_refused(at: int, character: str) -> None:
    with pytest.raises(Forged):
        SEAL.open(TOKEN[:at] + character + TOKEN[at:], 7, "U0ADA", NOW)


def test_every_changed_or_missing_character_of_the_token_alphabet_is_refused() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
    forged = {TOKEN[:at] + new + TOKEN[at + 1 :] for at in range(len(TOKEN)) for new in (*alphabet, "")}
    for token in forged - {TOKEN}:
        with pytest.raises(Forged):
            SEAL.open(token, 7, "U0ADA", NOW)


@given(st.text())
def test_junk_is_refused(junk: str) -> None:
    with pytest.raises(Forged):
        SEAL.open(junk, 7, "U0ADA", NOW)


@pytest.mark.parametrize(("workspace", "person"), [(7, "U0BOB"), (8, "U0ADA"), (8, "U0BOB")])
def test_somebody_else_cannot_use_it(workspace: int, person: str) -> None:
    with pytest.raises(Forged):
        SEAL.open(TOKEN, workspace, person, NOW)


def test_it_lasts_seven_days_to_the_second() -> None:
    assert timedelta(days=7) == LIFETIME
    assert SEAL.open(TOKEN, 7, "U0ADA", NOW + LIFETIME).verb == "later"
    with pytest.raises(Expired):
        SEAL.open(TOKEN, 7, "U0ADA", NOW + LIFETIME + timedelta(seconds=1))


def test_a_forged_token_is_forged_even_when_it_is_old() -> None:
    with pytest.raises(Forged):
        SEAL.open(TOKEN, 7, "U0BOB", NOW + 2 * LIFETIME)


def test_a_new_key_opens_what_the_old_one_sealed_and_not_the_reverse() -> None:
    rotated = Seal([NEW, OLD])
    assert rotated.open(TOKEN, 7, "U0ADA", NOW).verb == "later"
    fresh = rotated.seal("later", [], 7, "U0ADA", NOW)
    assert Seal([NEW]).open(fresh, 7, "U0ADA", NOW).verb == "later"
    with pytest.raises(Forged):
        SEAL.open(fresh, 7, "U0ADA", NOW)
    with pytest.raises(Forged):
        Seal([NEW]).open(TOKEN, 7, "U0ADA", NOW)


def test_there_is_no_seal_without_a_key() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Seal([])


def test_every_button_of_a_message_is_sealed_for_the_person_it_goes_to() -> None:
    message = Message(
        "Hello",
        buttons=(Button("Log it", "log", ("3",)),),
        parts=(Part("And this", (Button("Yes", "yes"),)),),
    )
    sealed = SEAL.sealed_message(message, ADA, NOW)
    actions = [SEAL.open(each.token, 7, "U0ADA", NOW) for each in sealed.all_buttons()]
    assert actions == [Action("log", ("3",)), Action("yes", ())]
    assert [each.label for each in sealed.all_buttons()] == ["Log it", "Yes"]


def test_a_form_is_sealed_for_the_person_it_opens_for() -> None:
    form = SEAL.sealed_form(Form("Log", "save", ("3",), (), "Send"), ADA, NOW)
    assert SEAL.open(form.token, 7, "U0ADA", NOW) == Action("save", ("3",))


def test_a_token_fits_in_what_a_chat_gives_back() -> None:
    assert len(TOKEN) < 255


def test_a_mark_is_that_of_one_text_in_one_spelling() -> None:
    seal = Seal(["a newer key for these marks", "an older key for these marks"])
    older = Seal(["an older key for these marks"]).mark("été\nkey")
    assert seal.is_marked("été\nkey", seal.mark("été\nkey"))
    assert seal.is_marked("été\nkey", older), "a key may be changed without a cut"
    for text, mark in [("ete\nkey", older), ("été\nkey", older + "="), ("été\nkey", ""), ("été\nkey", "é")]:
        assert not seal.is_marked(text, mark)
    assert not Seal(["somebody else's key, quite long"]).is_marked("été\nkey", older)


def test_a_token_says_whose_it_is_even_once_it_is_old() -> None:
    seal = Seal(["a key for these bearers"])
    token = seal.seal("log", ("5",), 3, "ada", datetime(2020, 1, 1, tzinfo=UTC))
    assert seal.bearer(token) == (3, "ada")
    with pytest.raises(Forged):
        seal.bearer(token + "x")
