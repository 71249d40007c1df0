"""A folder of words as a whole: every fault of every file at once, and a new practice from a file alone."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import CatalogueFaults, find_prompts, load
from bot.catalogue_checks import comparable
from bot.domain.practices import Asks, FieldKind, Reminder, Satisfies, Slot, Tier, Visibility
from tests.catalogue.sample import SAMPLE

Told = Callable[..., list[str]]
Write = Callable[..., Path]

KINDS = """
[[fields]]
id = "topic"
kind = "{kind}"
"""
WAYS = {
    "every": 'every = "fortnight"\non = "friday"\ngoal = 2\nscope = "person"\nsatisfied_by = ["ally"]',
    "after": 'after = "phase start"\ndays = [14]\nsteps = ["meet"]\nannounce = 7',
    "before": 'before = "end of funding"\ndays = [75, 30]',
    "on_dates": 'on_dates = ["01-15", "02-29"]',
    "stale_after": "stale_after = 30",
    "each": 'each = { n = 3, of = "ally" }',
    "on_field": 'on_field = "due_on"\noffset = 14',
    "after_event": 'after_event = "ally"\nalone = false',
    "once": 'once = true\nasks = "any"\ntier = "self"',
}


def changed(*changes: tuple[str, str]) -> str:
    text = SAMPLE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def reminder(write: Write, way: str) -> Reminder:
    steps = ("[words.{0}.fields]", '[words.{0}.steps]\nmeet = "Rencontre"\n\n[words.{0}.fields]')
    worded = (
        [tuple(each.format(language) for each in steps) for language in ("fr", "en")]
        if way == "after"
        else []
    )
    text = changed(('every = "quarter"\non = "second"', WAYS[way]), *((a, b) for a, b in worded))
    return load(write(ally=text))["ally"].reminders[0]


def test_every_way_of_saying_when_can_be_written(write: Write) -> None:
    assert set(WAYS) <= set(Reminder.__dataclass_fields__)
    every = reminder(write, "every")
    assert (every.every, every.on, every.goal, every.scope) == ("fortnight", "friday", 2, Satisfies.PERSON)
    assert every.satisfied_by == {"ally"}
    after = reminder(write, "after")
    assert (after.after, after.days, after.steps, after.announce) == ("phase start", (14,), ("meet",), 7)
    assert reminder(write, "before").days == (75, 30)
    assert reminder(write, "on_dates").on_dates == ("01-15", "02-29")
    assert reminder(write, "stale_after").stale_after == 30
    assert reminder(write, "each").each == (3, frozenset({"ally"}))
    assert (reminder(write, "on_field").on_field, reminder(write, "on_field").offset) == ("due_on", 14)
    assert (reminder(write, "after_event").after_event, reminder(write, "after_event").alone) == (
        "ally",
        False,
    )
    once = reminder(write, "once")
    assert (once.once, once.asks, once.tier) == (True, Asks.ANY, Tier.SELF)


@pytest.mark.parametrize("kind", FieldKind)
def test_every_kind_of_field_can_be_written(kind: FieldKind, write: Write) -> None:
    more = {FieldKind.LINK: 'links_to = "ally"\n'}.get(kind, "")
    chosen = kind in {FieldKind.CHOICE, FieldKind.CHOICES}
    more += 'choices = ["law"]\n' if chosen else ""
    words = (
        'topic = { label = "Sujet", choices = { law = "droit" } }'
        if chosen
        else 'topic = { label = "Sujet" }'
    )
    text = changed(
        ("\n[[reminders]]", KINDS.format(kind=kind) + more + "\n[[reminders]]"),
        ("[words.fr.fields]", f"[words.fr.fields]\n{words}"),
        ("[words.en.fields]", f"[words.en.fields]\n{words}"),
    )
    field = load(write(ally=text))["ally"].field("topic")
    assert field is not None
    assert (field.kind, field.choices) == (kind, ("law",) if chosen else ())


def test_what_a_reminder_does_not_say_is_its_practice_s(write: Write) -> None:
    practice = load(write(ally=SAMPLE))["ally"]
    asked = practice.reminders[0]
    assert (asked.phases, asked.tier) == (practice.phases, Tier.SLOW)
    assert (asked.asks, asked.scope, asked.slot, asked.alone) == (
        Asks.INTRAPRENEUR,
        Satisfies.TEAM,
        Slot.SLOW,
        True,
    )
    assert (practice.measure, practice.visibility, practice.plannable) == ("count", Visibility.TEAM, True)


def test_every_fault_of_every_file_is_told_at_once(told: Told) -> None:
    lines = told(
        ('tier = "slow"', 'tier = "slow"\ncolour = "red"'),
        ('kind = "date"', 'kind = "moment"'),
        ("Rien encore.", "Rien encore !"),
        ('label = "Service ou organisme"', 'label = "Service, direction ou organisme"'),
        broken='id = "broken"\nlabel = "half\n',
    )
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == [
        "fields.due_on.kind",
        "colour",
        "words.fr.fields.unit.label",
        "words.fr.none",
        "line 2",
    ]


def test_what_is_no_toml_is_told_by_its_line(told: Told) -> None:
    mend = "Mend that line: often a quote or a bracket is missing."
    assert told(broken='id = "broken"\nlabel = "half\n') == [
        f"practices/broken.toml: line 2: is not TOML: Illegal character '\\n'. {mend}"
    ]
    assert told(broken='id = "broken"\nnudge = [') == [
        f"practices/broken.toml: last line: is not TOML: Invalid value. {mend}"
    ]


def test_what_is_no_text_is_told(write: Write) -> None:
    folder = write(ally=SAMPLE)
    (folder / "practices" / "ally.toml").write_bytes("label = 'comité'".encode("latin-1"))
    with pytest.raises(
        CatalogueFaults, match=r"practices/ally.toml: file: is not UTF-8 text. Save it again as UTF-8."
    ):
        load(folder)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueFaults) as caught:
        load(tmp_path)
    assert str(caught.value) == f"practices: folder: holds no practice in {tmp_path}. Set POUCE_PROMPTS."


def test_too_many_fields(told: Told) -> None:
    extra = "".join(f'[[fields]]\nid = "extra_{n}"\nkind = "text"\n' for n in range(3))
    assert told(("[[reminders]]", f"{extra}[[reminders]]"))[0] == (
        "practices/ally.toml: fields: are 7, and a form holds 6. Keep those that somebody reads."
    )


def test_the_same_id_twice(told: Told) -> None:
    assert told(('id = "unit"\nkind = "text"\nmain = true', 'id = "people"\nkind = "text"'))[0] == (
        "practices/ally.toml: fields.people: is there 2 times. Give each its own id."
    )
    again = '[[reminders]]\nid = "quarterly"\nonce = true\n'
    assert told(("[words.fr]", f"{again}[words.fr]")) == [
        "practices/ally.toml: reminders.quarterly: is there 2 times. Give each its own id."
    ]


def test_steps_go_with_days_and_have_words(told: Told) -> None:
    way = 'after = "phase start"\ndays = [14, 28]\nsteps = ["meet"]'
    assert told(('every = "quarter"\non = "second"', way)) == [
        "practices/ally.toml: reminders.quarterly: has 1 steps for 2 days. Give one step for each day.",
        "practices/ally.toml: words.fr.steps.meet: is missing. Say what this step is called.",
        "practices/ally.toml: words.en.steps.meet: is missing. Say what this step is called.",
    ]


def test_a_language_left_out(told: Told) -> None:
    english = SAMPLE[SAMPLE.index("[words.en]") :]
    assert told((english, "")) == [
        "practices/ally.toml: words.en: is missing. Add [words.en]: every practice speaks every language."
    ]


def other(**changes: str) -> str:
    values = {"id": "sponsor", "fr": "sponsor", "en": "boss", **changes}
    return changed(
        ('id = "ally"', f'id = "{values["id"]}"'),
        ('aliases = ["appui"]', f'aliases = ["{values["fr"]}"]'),
        ('aliases = ["ally"]', f'aliases = ["{values["en"]}"]'),
    )


@pytest.mark.parametrize("alias", ["appui", "Appuis", "APPUI", "ally"])
def test_two_practices_never_answer_to_the_same_word(alias: str, told: Told) -> None:
    mend = "Accents, case and plurals do not count: choose another word."
    assert told(sponsor=other(en=alias)) == [
        f"practices/sponsor.toml: words.en.aliases: '{alias}' already means ally. {mend}"
    ]


def test_a_practice_may_have_one_word_in_both_languages(told: Told) -> None:
    assert told(sponsor=other(en="sponsors")) == []


def test_a_former_name_is_nobody_else_s(told: Told) -> None:
    mend = "Two practices cannot share a name: take it out."
    lines = told(sponsor=other().replace("order = 17", 'order = 18\nformerly = ["ally"]'))
    assert lines == [f"practices/sponsor.toml: formerly: 'ally' is the name of ally. {mend}"]
    renamed = other().replace("order = 17", 'order = 18\nformerly = ["friend"]')
    assert told(sponsor=renamed) == []


@pytest.mark.parametrize(
    ("one", "same"),
    [("comité", "COMITES"), ("user-test", "user test"), ("inconnues", "Inconnue"), ("étape", "etape")],
)
def test_accents_case_and_plurals_do_not_tell_aliases_apart(one: str, same: str) -> None:
    assert comparable(one) == comparable(same)


def test_one_more_file_is_one_more_practice(tmp_path: Path) -> None:
    folder = tmp_path / "prompts"
    shutil.copytree(find_prompts() / "practices", folder / "practices")
    before = load(folder)
    other = SAMPLE.replace('id = "ally"\norder = 17', 'id = "voyage"\norder = 99')
    for word, instead in (("appui", "voyage"), ("ally", "journey")):
        other = other.replace(f'["{word}"]', f'["{instead}"]')
    (folder / "practices" / "voyage.toml").write_text(other, encoding="utf-8")
    after = load(folder)
    assert [each.id for each in after.practices] == [*(each.id for each in before.practices), "voyage"]


def test_the_words_are_found_where_they_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POUCE_PROMPTS", raising=False)
    assert (find_prompts() / "practices" / "interview.toml").is_file()
    monkeypatch.setitem(os.environ, "POUCE_PROMPTS", str(tmp_path))
    assert find_prompts() == tmp_path
