"""The local room: what a message looks like there, what it refuses to carry, and who sees what."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Button, Chart, Fact, File, Form, Input, Message, Part, Table
from bot.domain.people import Address, AddressKind
from bot.domain.practices import FieldKind
from bot.platforms.base import Platform, PlatformError, Receipt, Refused, Unreachable
from bot.platforms.room.render import FOLD, form_limits, limits, render, render_form
from bot.stories.audience import StoryVoice

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ADA, BOB = Address(1, "ada"), Address(1, "bob")
CHANNEL = Address(1, "aides-simples", AddressKind.CHANNEL)

LOG = Button("Je note", "log")
LATER = Button("Plus tard…", "later")


def test_a_message_reads_from_its_text_to_its_footer() -> None:
    message = Message(
        "Bonjour Ada. Un test cette semaine ?",
        (LOG, LATER),
        quote="le formulaire\nfait peur",
        facts=(Fact("Semaine", "2 notes"), Fact("Comité", "dans 50 jours")),
        table=Table(("Jour", "Quoi"), (("lundi", "cap"), ("mardi", "test"))),
        files=(File("dossier.pdf", "application/pdf", b"", "Le dossier du comité"),),
        parts=(Part("Un retour hier ?", (Button("Je note un retour", "log"),), quote="mot de passe"),),
        footer="Visible par l’équipe.",
    )
    assert render(message).splitlines() == [
        "Bonjour Ada. Un test cette semaine ?",
        "> le formulaire",
        "> fait peur",
        "Semaine : 2 notes",
        "Comité  : dans 50 jours",
        "Jour  | Quoi",
        "------+-----",
        "lundi | cap",
        "mardi | test",
        "📎 dossier.pdf (Le dossier du comité)",
        "[Je note] [Plus tard…]",
        "· Un retour hier ?",
        "  > mot de passe",
        "  [Je note un retour]",
        "Visible par l’équipe.",
    ]


def test_a_chart_is_drawn_to_one_scale_and_said_in_words() -> None:
    chart = Chart(
        "Douze semaines", ("S46", "S47", "S48"), (("Tests", (0, 4, 8)), ("Été", (1, 0, 2))), "8 tests."
    )
    assert render(Message("Voici.", chart=chart)).splitlines() == [
        "Voici.",
        "Douze semaines",
        "Tests ·▄█",
        "Été   ▁·▂",
        "      S46 … S48",
        "8 tests.",
    ]


def test_a_chart_of_one_draws_it_whole_and_a_chart_of_nothing_draws_nothing() -> None:
    one = Chart("Douze semaines", ("S48",), (("Tests", (1,)),), "Un test.")
    assert "Tests █" in render(Message("Voici.", chart=one))
    empty = Chart("Douze semaines", ("S48",), (("Tests", (0,)),), "Rien encore.")
    assert "Tests ·" in render(Message("Voici.", chart=empty))
    assert "Rien encore." in render(Message("Voici.", chart=Chart("Vide", (), (), "Rien encore.")))


def test_a_label_is_aligned_by_what_it_shows() -> None:
    accented = unicodedata.normalize("NFD", "Été")
    facts = (Fact(accented, "1"), Fact("日本", "2"), Fact("abcd", "3"))
    assert [line.index(" : ") for line in render(Message("x", facts=facts)).splitlines()[1:]] == [6, 2, 4]


def test_what_people_type_commands_no_terminal() -> None:
    text = "\x1b[2J\x1b]0;titre\x07 rouge\x9b31m \u202eà l’envers\r\nfin\t!"
    shown = render(Message("Noté.", quote=text))
    assert "␛[2J␛]0;titre␇ rouge" in shown
    assert "> fin !" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\r\t")


@given(st.text())
def test_nothing_typed_reaches_the_terminal_as_a_command(text: str) -> None:
    message = Message(
        text,
        (Button(text, "log"),),
        text,
        (Fact(text, text),),
        Table((text,), ((text,),)),
        parts=(Part(text, quote=text),),
    )
    bad = {sign for sign in render(message) if unicodedata.category(sign) == "Cc" and sign != "\n"}
    assert bad == set()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=FOLD))
def test_ordinary_words_are_shown_as_they_are(text: str) -> None:
    assert render(Message(text)) == text


def test_a_very_long_text_is_folded_and_says_what_is_left_out() -> None:
    shown = render(Message("Noté.", quote="a" * 10_000))
    assert shown.endswith("a… (+6000)")
    assert len(shown) < FOLD + 50


def test_a_ragged_table_is_shown_and_denounced() -> None:
    message = Message("x", table=Table(("Jour", "Quoi"), (("lundi",), ("mardi", "test", "de plus"))))
    assert "mardi | test | de plus" in render(message)
    assert limits(message) == ["a row of the table has not as many cells as its header"]


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (Message("  "), "the text is empty"),
        (Message("x", parts=(Part(" "),)), "the text of a part is empty"),
        (Message("x", (LOG,) * 5, parts=(Part("y", (LOG, LATER)),)), "7 buttons, 6 at most"),
        (Message("x", (Button("", "log"),)), "a button has no label (log)"),
        (Message("x", (Button("a" * 76, "log"),)), f"76 characters in a button, 75 at most: {'a' * 76}"),
        (Message("x", chart=Chart("Semaines", (), (), "")), "a chart has no words: Semaines"),
        (Message("x", files=(File("a.pdf", "application/pdf", b""),)), "a file has no words: a.pdf"),
    ],
)
def test_what_no_chat_could_carry_is_told(message: Message, problem: str) -> None:
    assert limits(message) == [problem]


def test_what_fits_exactly_is_no_problem() -> None:
    buttons = (Button("a" * 75, "log"), *(LOG,) * 5)
    assert limits(Message("x", buttons, files=(File("a.pdf", "application/pdf", b"", "Le dossier"),))) == []


FORM = Form(
    "Test utilisateur",
    "record",
    ("user_test",),
    (
        Input("participants", FieldKind.NUMBER, "Combien de personnes", hint="par exemple 3", required=True),
        Input(
            "verdict",
            FieldKind.CHOICE,
            "Verdict",
            choices=(("yes", "confirmé"), ("no", "infirmé")),
            value="no",
        ),
        Input("day", FieldKind.DATE, "Quel jour", value="2026-11-24"),
    ),
    "Noter",
    intro="Une minute suffit.",
)


def test_a_form_reads_with_what_it_is_filled_with() -> None:
    assert render_form(FORM).splitlines() == [
        "┌ Test utilisateur",
        "│ Une minute suffit.",
        "│ Combien de personnes * (par exemple 3) :",
        "│ Verdict : ○ confirmé  ● infirmé",
        "│ Quel jour : 2026-11-24",
        "└ [Noter]",
    ]
    assert form_limits(FORM) == []


def test_a_form_that_cannot_be_filled_is_told() -> None:
    choice = Input("kind", FieldKind.CHOICE, " ")
    assert form_limits(Form("", "record", (), (choice, choice), "Noter")) == [
        "a form has no title or nothing to send it with",
        "a form needs fields, each with its own id",
        "a field has no label: kind",
        "a field has no label: kind",
        "there is nothing to choose from: kind",
        "there is nothing to choose from: kind",
    ]


# Who sees what


@pytest.fixture
def room() -> StoryVoice:
    return StoryVoice(lambda: NOW)


def kinds(room: StoryVoice, who: Address) -> list[tuple[str, str]]:
    return [(each.kind, each.text.splitlines()[0]) for each in room.seen_by(who)]


def test_the_room_is_a_platform(room: StoryVoice) -> None:
    voice: Platform = room
    receipt = voice.send(ADA, Message("Bonjour."), "moment:1:2026-11-24:morning")
    assert voice.find(ADA, "moment:1:2026-11-24:morning", NOW) == receipt


def test_everybody_sees_what_is_theirs_and_their_channel(room: StoryVoice) -> None:
    room.channels["aides-simples"] = frozenset({"ada"})
    room.send(ADA, Message("Bonjour Ada."), "moment:1:2026-11-24:morning")
    room.send(BOB, Message("Ada t’invite."), "reply:1:event:0")
    room.reply(ADA, Message("Noté."))
    room.send(CHANNEL, Message("Depuis le 23."), "digest:1:2026-W48")
    room.open_form("ada", FORM)
    assert kinds(room, ADA) == [
        ("nudge", "Bonjour Ada."),
        ("reply", "Noté."),
        ("post", "Depuis le 23."),
        ("form", "┌ Test utilisateur"),
    ]
    assert kinds(room, BOB) == [("reply", "Ada t’invite.")]
    assert [each.order for each in room.seen_by(ADA)] == [0, 2, 3, 4]


def test_an_update_takes_the_place_of_a_message(room: StoryVoice) -> None:
    receipt = room.send(ADA, Message("Un test ?", (LOG, LATER)), "a")
    room.update(receipt, Message("Noté."))
    before, after = room.seen_by(ADA)
    assert (after.kind, after.text, after.buttons, after.message_id) == (
        "update",
        "Noté.",
        (),
        before.message_id,
    )
    post = room.posts.standing(before.message_id)
    assert post is not None
    assert (post.message, post.kind) == (Message("Noté."), "update")


def test_a_message_that_was_never_there_cannot_be_changed(room: StoryVoice) -> None:
    with pytest.raises(Refused, match="no message 7"):
        room.update(Receipt("ada", "7"), Message("Noté."))


def test_a_message_is_found_by_its_key_where_and_since_it_was_sent(room: StoryVoice) -> None:
    room.send(ADA, Message("Une fois."), "a")
    second = room.send(ADA, Message("Deux fois."), "a")
    assert room.find(ADA, "a", NOW) == second
    assert room.find(ADA, "b", NOW) is None
    assert room.find(BOB, "a", NOW) is None
    assert room.find(ADA, "a", NOW + timedelta(seconds=1)) is None


@pytest.mark.parametrize("fault", [Unreachable("left"), Refused("no right to write")])
def test_an_address_that_is_gone_takes_nothing(room: StoryVoice, fault: PlatformError) -> None:
    receipt = room.send(ADA, Message("Bonjour."), "a")
    room.faults["ada"] = fault
    attempts: list[Callable[[], object]] = [
        lambda: room.send(ADA, Message("Et ça ?"), "b"),
        lambda: room.update(receipt, Message("Noté.")),
        lambda: room.open_form("ada", FORM),
        lambda: room.find(ADA, "a", NOW),
    ]
    for attempt in attempts:
        with pytest.raises(type(fault), match=str(fault)):
            attempt()
    assert kinds(room, ADA) == [("nudge", "Bonjour.")]
    assert room.send(BOB, Message("Bonjour."), "c").channel == "bob"


def test_a_closed_account_is_known_as_such(room: StoryVoice) -> None:
    room.closed.add("ada")
    assert (room.profile(ADA).gone, room.profile(BOB).gone) == (True, False)


def test_what_is_shown_says_what_goes_with_it_and_the_limits_it_breaks(room: StoryVoice) -> None:
    room.reply(ADA, Message("", files=(File("dossier.pdf", "application/pdf", b"", "Dossier"),)))
    assert [(each.attachments, each.problems) for each in room.shown] == [
        (("dossier.pdf",), ("the text is empty",))
    ]
