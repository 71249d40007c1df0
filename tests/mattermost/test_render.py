"""A message in Mattermost: what is read there, what may be pressed, and nothing that a server refuses."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bot.domain.messages import Button, Chart, Fact, File, Message, Part, Table
from bot.domain.practices import Catalogue
from bot.phrases import LANGUAGES
from bot.platforms.mattermost.limits import OLDEST, POST
from bot.platforms.mattermost.render import limits, post, visible
from bot.platforms.room.render import render as room_text
from tests.mattermost.eyes import read
from tests.mattermost.oracle import CALLBACK, features, refused
from tests.mattermost.test_text import HOSTILE
from tests.samples import TIMES, Samples, grown, phrases, wordings

SEALED = "v1." + "s" * 200
SAMPLES = Samples(SEALED)
LOG, LATER = SAMPLES.log, SAMPLES.later
WHOLE = SAMPLES.whole("oui")
BOTH = pytest.mark.parametrize("edition", ["old", "new"])


def shown(message: Message, edition: str = "old") -> str:
    return visible(post(message, CALLBACK, features(edition)))


def actions(message: Message, edition: str = "old") -> list[dict[str, Any]]:
    attachments = post(message, CALLBACK, features(edition)).props.get("attachments", [])
    return [action for each in attachments for action in each.get("actions", [])]


# What is read


@BOTH
def test_a_message_reads_from_its_text_to_its_buttons(edition: str) -> None:
    assert shown(WHOLE, edition).splitlines() == [
        "Bonjour Ada. Un test cette semaine ?",
        "> le formulaire",
        "> fait peur",
        "• Semaine\u00a0: 2 notes",
        "• Comité\u00a0: dans 50 jours",
        "Jour | Quoi",
        "lundi | cap",
        "mardi | –",
        "Douze semaines",
        "3 tests.",
        "• 📎 dossier.pdf (Le dossier du comité)",
        "Visible par l’équipe.",
        "[Je note] [Plus tard…]",
        "· Un retour hier ?",
        "> oui",
        "[Je note]",
    ]
    assert refused(WHOLE) == []
    assert list(limits(WHOLE)) == []


def test_a_table_is_one_and_a_quote_ends() -> None:
    text = post(WHOLE, CALLBACK, OLDEST).message
    assert "\n\n> le formulaire\n> fait peur\n\n- **Semaine**" in text
    assert "\n\n| Jour | Quoi |\n| --- | --- |\n| lundi | cap |\n| mardi | – |\n\n" in text


def test_a_message_without_buttons_has_no_props() -> None:
    assert post(Message("C’est noté."), CALLBACK, OLDEST).props == {}


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_message_of_nothing_can_still_be_posted(text: str) -> None:
    assert refused(Message(text, quote=text, parts=(Part(text),), footer=text)) == []


# What people typed


def hostile(words: str) -> Message:
    """Return a message where these words are everywhere that somebody's may be."""
    return Message(
        words,
        (Button(words, "log", token=SEALED),),
        words,
        (Fact(words, words),),
        Table((words,), ((words,),)),
        Chart(words, (), (), words),
        (File(words, "text/plain", b"", words),),
        (Part(words, (LOG,)), Part(words, (LOG, LATER), words)),
        words,
    )


def test_the_words_of_people_are_read_and_never_obeyed() -> None:
    message = hostile(HOSTILE)
    assert refused(message) == []
    assert shown(message).count(HOSTILE) == 15
    assert read(post(Message("Noté.", quote=HOSTILE.replace("$x$ &lt; ", "")), CALLBACK, OLDEST).message)


@pytest.mark.parametrize("words", ["# a\n- b\n> c\n```\nd", "| a |\n| --- |\n| b |", "a\n===\n    b"])
def test_a_block_of_somebody_stays_in_its_place(words: str) -> None:
    """Whatever the place, a line of theirs begins with our own marks, or with an escaped one."""
    said = post(Message("Noté.", quote=words), CALLBACK, OLDEST).message
    assert visible(post(Message("Noté.", quote=words), CALLBACK, OLDEST)) == "\n".join(
        ["Noté.", *(f"> {each}" for each in words.split("\n"))]
    )
    assert all(each.startswith("> ") for each in said.split("\n")[2:])


def test_a_turned_direction_and_a_command_are_made_visible() -> None:
    assert "\ufffdà l’envers ␛[2J" in shown(Message("Noté.", quote="\u202eà l’envers \x1b[2J"))


# What may be pressed


@BOTH
def test_each_button_has_a_plain_id_and_holds_its_token(edition: str) -> None:
    found = actions(WHOLE, edition)
    assert [(each["id"], each.get("style")) for each in found] == [
        ("a0", "primary"),
        ("a1", None),
        ("a2", None),
    ]
    assert [each["integration"] for each in found] == [
        {"url": CALLBACK, "context": {"token": token}}
        for token in (SEALED, f"{SEALED}-later", f"{SEALED}-line")
    ]


def test_a_server_before_colours_is_given_none() -> None:
    before = replace(OLDEST, version=(5, 20))
    [attached] = post(Message("x", (LOG,)), CALLBACK, before).props["attachments"]
    assert "style" not in attached["actions"][0]


def test_a_label_too_long_for_a_button_is_read_above_it() -> None:
    name = "Aides " + "très " * 30 + "simples"
    button = Button(name, "team", token=SEALED)
    message = Message("Laquelle ?", (button,), parts=(Part("Ou bien", (button,)),))
    assert refused(message) == []
    assert shown(message).count(f"• {name}") == 2
    assert actions(message)[0]["name"].endswith("…")


# What does not fit


@BOTH
@pytest.mark.parametrize("sign", ["é", "*", "@a", "<a@b>", "\n- "])
def test_a_long_quote_is_folded_and_the_question_and_buttons_stay(edition: str, sign: str) -> None:
    message = replace(WHOLE, quote=sign * 30_000)
    assert refused(message) == []
    said = shown(message, edition)
    for kept in ("… (+", "Un test cette semaine ?", "[Je note] [Plus tard…]", "Visible par l’équipe."):
        assert kept in said
    assert len(post(message, CALLBACK, features(edition)).message) > POST * 0.9


def test_a_note_as_long_as_the_domain_keeps_is_whole() -> None:
    note = "mot " * 2_499 + "fin."
    assert note in shown(Message("Noté : Entretien.", (LOG,), quote=note))


def test_too_many_facts_and_rows_are_counted() -> None:
    facts = tuple(Fact(f"Équipe {n}", "construction") for n in range(250))
    table = Table(("Jour", "Quoi"), tuple((f"jour {n}",) for n in range(150)))
    said = shown(Message("Tes équipes", facts=facts, table=table))
    for kept in ("Équipe 98", "… (+151)", "jour 98 | –", "… (+51) | –"):
        assert kept in said


def test_what_an_old_server_has_no_room_for_is_dropped_last_first_and_told() -> None:
    """Its props hold 8,000 characters: the paragraphs stay, and what a button does can be typed."""
    parts = tuple(Part(f"ligne {n}", (LOG, LATER)) for n in range(20))
    message = Message("x", (LOG,), parts=parts)
    assert refused(message) == []
    assert 10 < len(actions(message, "old")) < 41
    assert actions(message, "old") == actions(message, "new")[: len(actions(message, "old"))]
    assert len(actions(message, "new")) == 41
    assert "· ligne 19" in shown(message)
    assert [each for each in limits(message) if each.startswith("41 buttons")]


def test_a_table_too_wide_is_told() -> None:
    assert list(limits(Message("x", table=Table(("h",) * 21, ())))) == ["a table of 21 columns, 20 at most"]


@settings(max_examples=20)
@given(SAMPLES.any(4, 3), TIMES, TIMES, TIMES)
def test_any_message_is_carried(small: Message, much: int, more: int, most: int) -> None:
    message = grown(small, much, more, most)
    assert refused(message) == []
    assert list(limits(message)) == []


def test_a_message_of_too_much_of_everything_is_carried() -> None:
    full = SAMPLES.too_much()
    assert refused(full) == []


# All that Pouce says


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_carried_whatever_is_put_in_it(language: str) -> None:
    said = phrases(language, HOSTILE * 9)
    for n in range(0, len(said), 9):
        first, second, third = (said * 2)[n : n + 9 : 3]
        parts = (Part(second, (Button(first, "verb", token=SEALED),)),)
        message = Message(first, facts=(Fact(third, first),), parts=parts, footer=second)
        assert [*limits(message), *refused(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_every_practice_reads_the_same_as_in_the_room(
    catalogue: Catalogue, language: str
) -> None:
    for practice in catalogue.practices:
        words = practice.words[language]
        for said in wordings(practice, language, "R&D <3 *x*"):
            message = Message(said, (LOG, LATER), parts=tuple(Part(each, (LOG,)) for each in words.line[:2]))
            assert shown(message).split() == room_text(message).split()
            assert refused(message) == []
