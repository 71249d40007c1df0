"""How a language writes days, hours and figures, and which wording is said."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import find_prompts, load
from bot.domain.practices import Catalogue
from bot.words import Speech, Words, placeholders

WORDS = Words(
    {
        "fr": {
            "noted": "Noté\u00a0: {what}.",
            "left": {"zero": "C’est aujourd’hui", "one": "Dans un jour", "other": "Dans {n} jours"},
            "only": "Seulement ici",
        },
        "en": {"noted": "Noted: {what}.", "left": {"one": "In one day", "other": "In {n} days"}},
    }
)
FR, EN = WORDS.speech("fr"), WORDS.speech("en")
THURSDAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def practices() -> Catalogue:
    return load(find_prompts())


def test_the_command_is_named_as_the_installation_calls_it() -> None:
    said = {"go": "Écris /coach aide. {what}"}
    pouce = Words({"fr": said}, command="/pouce").speech("fr")
    assert pouce.say("go", what="J’ai tapé /coach") == "Écris /pouce aide. J’ai tapé /coach"
    assert Words({"fr": said}).speech("fr").say("go", what="") == "Écris /coach aide. "


def test_days() -> None:
    assert (FR.day(THURSDAY), EN.day(THURSDAY)) == ("jeu. 26 nov.", "Thu 26 Nov")
    assert (FR.long_day(THURSDAY), EN.long_day(THURSDAY)) == ("jeudi 26 novembre", "Thursday 26 November")
    assert (FR.day(THURSDAY, year=True), EN.long_day(THURSDAY, year=True)) == (
        "jeu. 26 nov. 2026",
        "Thursday 26 November 2026",
    )
    assert (FR.day_text("2027-03-02"), EN.day_text("2027-03-02")) == ("mar. 2 mars 2027", "Tue 2 Mar 2027")
    assert (FR.month(THURSDAY), EN.month(THURSDAY)) == ("novembre", "November")
    assert (FR.short_week("2026-W48"), EN.short_week("2026-W48")) == ("23/11", "23 Nov")


def test_the_first_of_the_month_is_an_ordinal_in_french() -> None:
    first = date(2026, 12, 1)
    assert (FR.day(first), FR.long_day(first)) == ("mar. 1er déc.", "mardi 1er décembre")
    assert EN.long_day(first) == "Tuesday 1 December"
    assert FR.long_day(date(2026, 12, 11)) == "vendredi 11 décembre"


def test_hours() -> None:
    assert [FR.time(time(9, 30)), FR.time(time(16)), FR.time(time(8, 5))] == [
        "9\u00a0h\u00a030",
        "16\u00a0h",
        "8\u00a0h\u00a005",
    ]
    assert [EN.time(time(9, 30)), EN.time(time(16))] == ["9:30", "16:00"]


def test_figures() -> None:
    assert (FR.number(4000), EN.number(4000)) == ("4\u202f000", "4,000")
    assert (FR.number(2.5), EN.number(2.5), FR.number(2.0)) == ("2,5", "2.5", "2")
    assert (FR.money(4_500_000), EN.money(4_500_000)) == ("45\u202f000\u00a0€", "€45,000")
    assert (FR.money(4_500_050), EN.money(4_500_050)) == ("45\u202f000,50\u00a0€", "€45,000.50")


def test_quantities() -> None:
    people = {"one": "personne", "other": "personnes"}
    assert [FR.quantity(n, people) for n in (0, 1, 1.5, 3)] == [
        "0\u00a0personne",
        "1\u00a0personne",
        "1,5\u00a0personne",
        "3\u00a0personnes",
    ]
    assert EN.quantity(0, {"one": "person", "other": "people"}) == "0\u00a0people"
    assert FR.quantity(3, {}) == "3"


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (1, "1\u00a0jour", "1 day"),
        (13, "13\u00a0jours", "13 days"),
        (21, "3\u00a0semaines", "3 weeks"),
        (59, "8\u00a0semaines", "8 weeks"),
        (60, "2\u00a0mois", "2 months"),
        (400, "13\u00a0mois", "13 months"),
    ],
)
def test_ages(days: int, french: str, english: str) -> None:
    assert (FR.age(days), EN.age(days)) == (french, english)


def test_lists() -> None:
    assert (FR.join(["a", "b", "c"]), EN.join(["a", "b"])) == ("a, b et c", "a and b")
    assert (FR.join(["a"]), FR.join([])) == ("a", "")


def test_a_phrase_with_its_facts() -> None:
    assert FR.say("noted", what=THURSDAY) == "Noté\u00a0: jeu. 26 nov."
    assert EN.say("noted", what=["a", 2, None]) == "Noted: a, 2, and ."
    assert FR.say("noted", what="{n} (s)") == "Noté\u00a0: {n} (s)."


def test_a_phrase_that_counts() -> None:
    assert [FR.say("left", n=n) for n in (0, 1, 4000)] == [
        "C’est aujourd’hui",
        "Dans un jour",
        "Dans 4\u202f000 jours",
    ]
    assert [EN.say("left", n=n) for n in (0, 1)] == ["In 0 days", "In one day"]


def test_a_phrase_that_a_language_lacks_is_said_in_the_default_one() -> None:
    assert EN.say("only") == "Seulement ici"
    assert WORDS.speech("de").language == "fr"


def test_a_missing_fact_or_phrase_is_told_by_name() -> None:
    with pytest.raises(KeyError, match=r"the phrase noted \(fr\) needs what"):
        FR.say("noted")
    with pytest.raises(KeyError, match=r"no phrase is called nothing\.here"):
        FR.say("nothing.here")


def test_words_agree_with_the_figure_before_them() -> None:
    said = "{n} série(s), {people} (personne|personnes) sur {w} jour(s) ouvré(s) (repère)"
    assert FR.fill(said, {"n": 1, "people": 3, "w": 0}) == "1 série, 3 personnes sur 0 jour ouvré (repère)"
    assert EN.fill("{n} round(s), {people} (person|people)", {"n": 0, "people": 1}) == "0 rounds, 1 person"


def test_the_wording_that_tells_the_most_is_said() -> None:
    variants = ("Rien.", "{n} sur {people}.", "{n}.")
    assert FR.pick(variants, {"n": 2, "people": 3}, "ally") == "2 sur 3."
    assert FR.pick(variants, {"n": 2, "people": None}, "ally") == "2."
    assert FR.pick(variants, {}, "ally") == "Rien."


def test_the_product_gives_no_wording_an_advantage() -> None:
    variants = ("Sur {product}\u202f?", "Alors\u202f?")
    said = {FR.pick(variants, {"product": "Aides simples"}, f"ally:2026-W{week}") for week in (47, 48)}
    assert said == {"Sur Aides simples\u202f?", "Alors\u202f?"}


def test_no_wording_fits() -> None:
    with pytest.raises(LookupError, match="nothing can be said for ally:2026-W48 in fr"):
        FR.pick(("{n}",), {"n": None}, "ally:2026-W48")


SAID = ("a", "b", "c")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 1)), st.sampled_from([SAID, SAID[:2]]))
def test_two_weeks_or_two_days_running_never_sound_the_same(day: date, variants: tuple[str, ...]) -> None:
    """Within a year and a month: the turn starts again with them."""
    seeds = [f"{each:ally:%G-W%V}" for each in (day, day + timedelta(days=7))]
    if seeds[0][:9] == seeds[1][:9]:
        assert len({FR.pick(variants, {}, seed) for seed in seeds}) == 2
    following = day + timedelta(days=1)
    if following.month == day.month:
        assert FR.pick(variants, {}, f"ally:{day}") != FR.pick(variants, {}, f"ally:{following}")


@given(st.text(), st.text())
def test_what_people_typed_is_never_read_as_a_wording(what: str, other: str) -> None:
    assert EN.say("noted", what=what, other=other) == f"Noted: {what.removesuffix('.')}."


def test_a_fact_is_named_between_braces() -> None:
    assert placeholders("{n} sur {target}, {n}") == {"n", "target"}


def test_the_names_of_a_practice_and_of_its_choices(practices: Catalogue) -> None:
    test = practices["user_test"]
    assert (FR.label(test), EN.label(test)) == ("Test utilisateur", "User test")
    assert (FR.choice(test, "verdict", "refuted"), EN.choice(test, "verdict", "refuted")) == (
        "infirmé",
        "refuted",
    )
    assert FR.choice(test, "verdict", "long_gone") == "long_gone"
    assert FR.choice(test, "no_field", "x") == "x"


def test_a_speech_is_the_same_for_the_same_language() -> None:
    assert WORDS.speech("en") == Speech("en", WORDS.phrases["en"], WORDS.phrases["fr"], "fr")
