"""What people type is understood: GRAMMAR's table, and what must hold for any text at all."""

import string
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.events import Where
from bot.domain.intents import Doubt, Log, NearMiss, Plan, Propose
from bot.domain.reading import Lexicon, read
from bot.domain.reading.normal import fold
from bot.domain.reading.tokens import words
from bot.lexicons import load_lexicon
from tests.domain.grammar_table import DM, TABLE, TODAY, Row, context, described, differences
from tests.domain.small_catalogue import SMALL, WITH_BUDGET

LEXICON = load_lexicon(Path(__file__).parents[2] / "prompts")
KNOWN = {practice.id for practice in SMALL.practices}
RECORDS = Log | Plan | Propose | NearMiss


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.number}: {row.typed}")
def test_the_table(row: Row) -> None:
    intent = read(row.typed, context(WITH_BUDGET, LEXICON, **row.how))
    assert not differences(row.facts, described(intent, WITH_BUDGET)), intent


@pytest.mark.parametrize("row", [row for row in TABLE if row.practices <= KNOWN], ids=lambda row: row.number)
def test_a_practice_more_or_less_changes_nothing_for_the_others(row: Row) -> None:
    intent = read(row.typed, context(SMALL, LEXICON, **row.how))
    assert not differences(row.facts, described(intent, SMALL)), intent


def test_every_input_of_the_grammar_is_in_the_table_in_both_languages() -> None:
    numbers = {row.number.split()[0] for row in TABLE}
    assert {str(n) for n in range(1, 37)} <= numbers


PIECES = [
    "test ",
    "retour ",
    "hier ",
    "lundi ",
    "3 ",
    "2 mars ",
    "jusqu'au ",
    "pas ",
    "https://a.b/",
    "seg:",
    "+ ",
]
SIGNS = list("0123456789 /.-:+#@<>|«»“”\"'’,;!?éœ€👍🏽\u200d\u202e\x00\n\ud800")
ODD = st.lists(st.one_of(st.characters(), st.sampled_from(SIGNS), st.sampled_from(PIECES)), max_size=200).map(
    "".join
)
WHERE = st.sampled_from(
    [{}, {"where": Where.COMMAND}, {"where": Where.CHANNEL}, {"open_question": "user_test"}]
)


@settings(max_examples=300, deadline=None)
@given(text=ODD, how=WHERE, language=st.sampled_from(["fr", "en"]))
@example(text="équipes a b c d e f g h i", how={}, language="fr")
@example(text="29/02", how={}, language="fr")
@example(text="test 99/99 2026-13-45 00:00 ²³", how={}, language="fr")
def test_nothing_typed_ever_breaks_it(text: str, how: dict[str, object], language: str) -> None:
    intent = read(text, context(WITH_BUDGET, LEXICON, language=language, **how))
    kept = getattr(intent, "text", "")
    kept.encode()  # what no database refuses
    assert "\x00" not in kept


LONG = ["test " * 2_000, "hier " * 2_000, "« " * 5_000, "'a " * 3_333, "seg:a " * 1_600, "1 " * 5_000]
LONG += [
    "06 12 34 " * 1_100,
    "2 mars " * 1_400,
    "+" * 10_000,
    "a@" * 5_000,
    "👍" * 10_000,
    "test 3 " + "é" * 10_000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_a_very_long_text_is_read_too(text: str) -> None:
    assert read(text, context(WITH_BUDGET, LEXICON, open_question="user_test")) is not None


CLOSED = [
    row for row in TABLE if row.facts["is"] in {"Social", "Later", "Nothing", "Stop", "Back", "NoContent"}
]
AROUND = st.sampled_from(["", "!", " !", "…", ".", " 👍", " 🎉", "  ", " :+1:", "\n"])


@given(
    row=st.sampled_from(CLOSED),
    after=AROUND,
    shout=st.booleans(),
    asked=st.sampled_from([None, *sorted(KNOWN)]),
)
def test_social_and_control_words_are_never_a_record(
    row: Row, after: str, asked: str | None, *, shout: bool
) -> None:
    typed = (row.typed.upper() if shout else row.typed) + after
    intent = read(typed, context(SMALL, LEXICON, open_question=asked))
    assert not isinstance(intent, RECORDS | Doubt), intent


PLAIN = st.text(alphabet=string.ascii_lowercase + "éèàç", min_size=1, max_size=9).filter(
    lambda word: word not in _words_of(LEXICON)
)


def _words_of(lexicon: Lexicon) -> frozenset[str]:
    tables = (getattr(lexicon, name) for name in lexicon.__dataclass_fields__ if name != "spoken")
    aliases = {fold(a) for p in SMALL.practices for w in p.words.values() for a in w.aliases}
    groups = (group for table in tables for each in table.by_first_word.values() for group, _ in each)
    return frozenset(aliases | {word for group in groups for word in group})


@given(
    alias=st.sampled_from(["test", "Entretien", "RETOUR", "release", "cap", "inconnue"]),
    count=st.sampled_from(["", "3", "2+1", "deux"]),
    said=st.lists(PLAIN, min_size=1, max_size=12),
    quotes=st.sampled_from(["{}", "« {} »", '"{}"', "“{}”", "«{}", '"{}']),
    tail=st.sampled_from(["", "#inscription", "hier", "#inscription hier", "hier seg:mairie"]),
)
def test_every_word_of_a_sentence_is_kept(
    alias: str, count: str, said: list[str], quotes: str, tail: str
) -> None:
    sentence = " ".join(said)
    typed = " ".join(part for part in (alias, count, quotes.format(sentence), tail) if part)
    intent = read(typed, context(SMALL, LEXICON, where=Where.COMMAND))
    assert isinstance(intent, Log), intent
    assert sentence in intent.text
    assert set(intent.tags) == {tag for tag in ("inscription", "mairie") if tag in tail}
    assert intent.day == (TODAY - timedelta(days=1) if "hier" in tail else TODAY)


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(day=DAYS, today=DAYS)
def test_every_day_of_seven_years_is_read(day: date, today: date) -> None:
    spoken = LEXICON.spoken["fr"]
    months = LEXICON.spoken["en"].months
    for typed in (
        f"test {day.isoformat()} ok",
        f"test le {day.day} {spoken.months[day.month - 1]} {day.year} ok",
        f"test {months[day.month - 1]} {day.day}, {day.year} ok",
        f"test le {day.day:02}/{day.month:02}/{day.year} ok",
        f"test {spoken.weekdays[day.weekday()]} {day.day} {spoken.months[day.month - 1]} {day.year} ok",
    ):
        intent = read(typed, context(SMALL, LEXICON, where=Where.COMMAND, today=today))
        assert isinstance(intent, Log | Plan), typed
        assert (intent.day if isinstance(intent, Log) else intent.on) == day, typed
        assert isinstance(intent, Plan) == (day > today)


@given(today=DAYS, weekday=st.integers(0, 6))
def test_a_bare_weekday_is_the_last_one_gone_by_and_planned_it_is_the_next(today: date, weekday: int) -> None:
    name = LEXICON.spoken["fr"].weekdays[weekday]
    there = context(SMALL, LEXICON, where=Where.COMMAND, today=today)
    done, coming = read(f"test {name} avec 2 agents", there), read(f"test prévu {name} avec 2 agents", there)
    assert isinstance(done, Log)
    assert isinstance(coming, Plan)
    assert (done.day.weekday(), coming.on.weekday()) == (weekday, weekday)
    assert 1 <= (today - done.day).days <= 7
    assert 1 <= (coming.on - today).days <= 7


@given(
    phone=st.from_regex(r"\A0[1-9]( \d\d){4}\Z|\A\+33 [1-9]( \d\d){4}\Z|\A0[1-9]\d{8}\Z"),
    agents=st.integers(1, 60),
)
def test_a_telephone_number_is_never_a_count(phone: str, agents: int) -> None:
    alone = read(f"test {phone} rappeler", context(SMALL, LEXICON, where=Where.COMMAND))
    both = read(f"test {phone} avec {agents} agents", context(SMALL, LEXICON, where=Where.COMMAND))
    assert isinstance(alone, Log)
    assert isinstance(both, Log)
    assert "participants" not in alone.answers
    assert both.answers["participants"] == agents


def test_both_languages_are_understood_whatever_the_persons_own() -> None:
    for row in (row for row in TABLE if row.facts["is"] in {"Log", "Plan", "Propose"} and row.how is DM):
        for language in ("fr", "en"):
            intent = read(row.typed, context(WITH_BUDGET, LEXICON, **{**row.how, "language": language}))
            assert not differences(row.facts, described(intent, WITH_BUDGET)), (language, intent)


def test_an_alias_is_read_without_its_accents_case_or_plural() -> None:
    for practice in SMALL.practices:
        for spoken in practice.words.values():
            for alias in spoken.aliases:
                plural = alias if len(alias) < 3 or alias.endswith("s") else f"{alias}s"
                for typed in (alias.upper(), fold(alias), alias.replace("-", " "), plural):
                    intent = read(f"{typed} xyz", context(SMALL, LEXICON, where=Where.COMMAND))
                    assert isinstance(intent, Log), typed
                    assert intent.practice == practice.id, typed


def test_words_are_cut_as_sentences_are() -> None:
    assert words("jusqu’au") == ("jusqu", "au")
    assert words("test-usager") == ("test", "usager")
