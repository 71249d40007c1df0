"""A message in Slack: what is read there, what may be pressed, and nothing that Slack obeys or refuses."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.messages import Button, Chart, Fact, File, Message, Part, Table
from bot.domain.practices import Catalogue
from bot.phrases import LANGUAGES
from bot.platforms.room.render import render as room_text
from bot.platforms.slack.render import blocks, fallback, home_view, limits, rest, visible
from tests.samples import TIMES, Samples, grown, phrases, wordings
from tests.slack.oracle import refused

SEALED = "v1.sealed"
SAMPLES = Samples(SEALED)
LOG, LATER = SAMPLES.log, SAMPLES.later
HOSTILE = "<!channel> <@U1> @here *gras* _i_ `code` <http://x|clic> https://x.fr :tada: &amp; > fin"
WHOLE = SAMPLES.whole()


def elements(message: Message, kind: str) -> list[dict[str, Any]]:
    """Return every part of the rendered message of one kind, however deep."""
    return list(_of_kind(blocks(message), kind))


def _of_kind(part: object, kind: str) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _of_kind(each, kind)]
    if not isinstance(part, dict):
        return []
    within = [found for each in part.values() for found in _of_kind(each, kind)]
    return [part, *within] if part.get("type") == kind else within


# What is read


def test_a_message_reads_from_its_text_to_its_footer() -> None:
    assert visible(blocks(WHOLE)).splitlines() == [
        "Bonjour Ada. Un test cette semaine ?",
        "> le formulaire",
        "> fait peur",
        "• Semaine\u00a0: 2 notes",
        "• Comité\u00a0: dans 50 jours",
        "Douze semaines",
        "3 tests.",
        "• 📎 dossier.pdf (Le dossier du comité)",
        "Jour | Quoi",
        "lundi | cap",
        "mardi | –",
        "[Je note] [Plus tard…]",
        "· Un retour hier ?",
        "[Je note]",
        "Visible par l’équipe.",
    ]
    assert refused(WHOLE) == []
    assert list(limits(WHOLE)) == []


def test_the_home_shows_the_same_with_lines_for_a_table() -> None:
    home = home_view(WHOLE)
    assert home["type"] == "home"
    assert [each for each in home["blocks"] if each["type"] == "table"] == []
    assert "Jour · Quoi\n• lundi · cap" in visible(home["blocks"])


def test_a_notification_says_everything_but_the_buttons() -> None:
    text = fallback(replace(WHOLE, quote="plus de 3 < 5"))
    assert text.splitlines()[:2] == ["Bonjour Ada. Un test cette semaine ?", "&gt; plus de 3 &lt; 5"]
    for said in ("Semaine\u00a0: 2 notes", "3 tests.", "Le dossier du comité", "Un retour hier ?", "équipe."):
        assert said in text
    assert "Plus tard" not in text


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_message_of_nothing_can_still_be_posted(text: str) -> None:
    assert refused(Message(text, quote=text, parts=(Part(text),), footer=text)) == []


# What people typed


def test_the_words_of_people_are_read_and_never_obeyed() -> None:
    said = Message(
        HOSTILE,
        (Button(HOSTILE, "log", token=SEALED),),
        HOSTILE,
        (Fact(HOSTILE, HOSTILE),),
        Table((HOSTILE,), ((HOSTILE,),)),
        Chart(HOSTILE, (), (), HOSTILE),
        (File(HOSTILE, "text/plain", b"", HOSTILE),),
        (Part(HOSTILE, (LOG,)), Part(HOSTILE, (LOG, LATER), HOSTILE)),
        HOSTILE,
    )
    kinds = {each["type"] for each in _everything(blocks(said)) if "type" in each}
    read = {"text", "plain_text", "raw_text"}
    holders = {"rich_text", "rich_text_section", "rich_text_quote", "rich_text_list"}
    assert kinds == read | holders | {"table", "actions", "button", "section", "context"}
    assert {each["emoji"] for each in _of_kind(blocks(said), "plain_text")} == {False}
    assert HOSTILE in visible(blocks(said))
    assert not set("<>") & set(fallback(said))


def _everything(part: object) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _everything(each)]
    if not isinstance(part, dict):
        return []
    return [part, *(found for each in part.values() for found in _everything(each))]


def test_a_turned_direction_and_a_command_are_made_visible() -> None:
    shown = visible(blocks(Message("Noté.", quote="\u202eà l’envers \x1b[2J")))
    assert "\ufffdà l’envers ␛[2J" in shown


WORDS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=300)


@given(WORDS, WORDS)
def test_ordinary_words_are_shown_as_they_are(text: str, quote: str) -> None:
    shown = visible(blocks(Message(text, quote=quote)))
    expected = [text] if text.strip() else []
    assert shown == "\n".join([*expected, *([f"> {quote}"] if quote.strip() else [])] or ["…"])


# What may be pressed


def test_each_button_has_its_own_id_and_holds_its_token() -> None:
    buttons = elements(WHOLE, "button")
    assert [(each["action_id"], each["value"], each.get("style")) for each in buttons] == [
        ("log:0", SEALED, "primary"),
        ("later:1", f"{SEALED}-later", None),
        ("log:2", f"{SEALED}-line", None),
    ]


def test_a_button_that_stands_by_a_line_says_which_to_those_who_do_not_see() -> None:
    labels = [each.get("accessibility_label") for each in elements(WHOLE, "button")]
    assert labels == [None, None, "Je note — Un retour hier ?"]


def test_a_label_too_long_for_a_button_is_read_above_it() -> None:
    name = "Aides " + "très " * 30 + "simples"
    button = Button(name, "team", token=SEALED)
    message = Message("Laquelle ?", (button,), parts=(Part("Ou bien", (button,)),))
    assert refused(message) == []
    assert visible(blocks(message)).count(f"• {name}") == 2
    assert elements(message, "button")[0]["text"]["text"].endswith("…")


# What does not fit


def test_a_long_quote_is_folded_and_the_question_and_buttons_stay() -> None:
    message = replace(WHOLE, quote="é" * 30_000)
    shown = visible(blocks(message))
    assert refused(message) == []
    assert "é… (+2" in shown
    for said in ("Un test cette semaine ?", "[Je note] [Plus tard…]", "Visible par l’équipe."):
        assert said in shown
    assert "é" * 30_000 in rest(message)


def test_a_note_as_long_as_the_domain_keeps_is_nearly_whole_and_whole_in_the_rest() -> None:
    note = "mot " * 2_499 + "fin."
    message = Message("Noté : Entretien.", (LOG,), quote=note)
    assert len(visible(blocks(message))) > 9_900
    assert note in rest(message)


def test_what_is_shown_whole_has_no_rest() -> None:
    assert rest(WHOLE) == ""


def test_too_many_facts_are_counted_and_all_in_the_rest() -> None:
    message = Message("Tes équipes", facts=tuple(Fact(f"Équipe {n}", "construction") for n in range(250)))
    shown = visible(blocks(message))
    assert "Équipe 98" in shown
    assert "… (+151)" in shown
    assert "Équipe 249" in rest(message)


def test_a_table_too_tall_is_counted_and_a_ragged_one_is_squared() -> None:
    tall = Table(("Jour", "Quoi"), tuple((f"jour {n}",) for n in range(150)))
    [shown] = elements(Message("x", table=tall), "table")
    assert (len(shown["rows"]), {len(row) for row in shown["rows"]}) == (100, {2})
    assert shown["rows"][-1][0]["text"] == "… (+52)"
    assert "jour 149" in rest(Message("x", table=tall))


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (Message("x", (LOG,) * 26), "26 buttons together, 25 at most"),
        (Message("x", parts=(Part("y", (LOG,) * 3),)), "3 buttons together, 2 at most"),
        (Message("x", parts=(Part("y"),) * 16), "16 paragraphs with buttons, 15 at most"),
        (
            Message("x", (replace(LOG, token="t" * 2_001),)),
            "a button holds 2001 characters, 2000 at most: Je note",
        ),
        (Message("x", table=Table(("h",) * 21, ())), "a table of 21 columns, 20 at most"),
    ],
)
def test_what_would_be_left_out_is_told(message: Message, problem: str) -> None:
    assert list(limits(message)) == [problem]


@settings(max_examples=60)
@given(SAMPLES.any(6, 15), TIMES, TIMES, TIMES)
def test_any_message_is_carried(small: Message, much: int, more: int, most: int) -> None:
    message = grown(small, much, more, most)
    assert refused(message) == []
    assert list(limits(message)) == []


def test_a_message_of_too_much_of_everything_is_carried() -> None:
    full = SAMPLES.too_much()
    assert refused(full) == []
    assert "q" * 50_000 in rest(full)


# All that Pouce says


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_carried_whatever_is_put_in_it(language: str) -> None:
    said = phrases(language, HOSTILE * 40)
    for n in range(len(said)):
        first, second, third = (said * 2)[n : n + 3]
        parts = (Part(second, (Button(first, "verb", token=SEALED),)),)
        message = Message(first, facts=(Fact(third, first),), parts=parts, footer=second)
        assert list(limits(message)) == []
        assert n % 3 or refused(message) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_every_practice_reads_the_same_as_in_the_room(
    catalogue: Catalogue, language: str
) -> None:
    for practice in catalogue.practices:
        words = practice.words[language]
        for said in wordings(practice, language, "R&D <3 *x*"):
            lines = tuple(Part(each, (LOG,)) for each in words.line[:2])
            message = Message(said, (LOG, LATER), parts=lines, footer=words.label)
            assert visible(blocks(message)).split() == room_text(message).split()
            assert refused(message) == []
