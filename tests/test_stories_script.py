"""Story files: what each line means, and what is said when lines are wrong."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phases import Phase
from bot.stories.script import EXAMPLES, ScriptFaults, parse
from bot.stories.steps import At, Comment, Deed, Fills, Hears, PersonLine, Presses, Says, TeamLine

HEAD = """tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur
at 2026-11-24 09:30
"""
LAST = HEAD.count("\n") + 1


def deed(line: str) -> Deed:
    return parse(HEAD + line).steps[-1].deed


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ScriptFaults) as caught:
        parse(text)
    return [(each.number, each.what) for each in caught.value.faults]


def test_a_whole_story_is_read() -> None:
    script = parse(
        """# A fortnight.
        tz Indian/Reunion
        team "Pêche à pied" phase investigation since 2026-11-10
        person karim intrapreneur lang en tz Europe/Paris days tue,thu moment 17:00 rhythm gentle
        team "Aides simples" phase construction since 2026-06-01
        person chloe coach
        person bob observer in "Pêche à pied"
        person zoe nobody

        at 2026-11-24 9:30
        karim hears nothing
        """
    )
    assert script.zone == ZoneInfo("Indian/Reunion")
    assert script.teams == (
        TeamLine("Pêche à pied", Phase.INVESTIGATION, date(2026, 11, 10)),
        TeamLine("Aides simples", Phase.CONSTRUCTION, date(2026, 6, 1)),
    )
    assert script.people == (
        PersonLine(
            "karim",
            "intrapreneur",
            "Pêche à pied",
            "en",
            "Europe/Paris",
            frozenset({1, 3}),
            time(17),
            "gentle",
        ),
        PersonLine("chloe", "coach", "Aides simples", "fr", None, frozenset(range(5))),
        PersonLine("bob", "observer", "Pêche à pied"),
        PersonLine("zoe", "nobody", None),
    )
    assert [step.deed for step in script.steps] == [
        Comment("A fortnight."),
        At(datetime(2026, 11, 24, 9, 30)),
        Hears("karim", None),
    ]
    assert script.steps[1].line.number == 10


def test_one_coach_follows_two_teams() -> None:
    head = HEAD.replace("person", 'team "Pêche à pied" phase investigation since 2026-11-10\nperson', 1)
    people = 'person chloe coach in "Aides simples"\nperson chloe coach\nat 2026-11-24 10:00'
    script = parse(head.replace("at 2026-11-24 09:30\n", people))
    assert [person.team for person in script.people if person.name == "chloe"] == [
        "Aides simples",
        "Pêche à pied",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('ada says "test 3"', Says("ada", "test 3")),
        ('ada says "elle a dit "non" deux fois"', Says("ada", 'elle a dit "non" deux fois')),
        ('ada says "un \\" et un # dièse"', Says("ada", 'un \\" et un # dièse')),
        ('  ada   says   "  deux  espaces "  # remarque', Says("ada", "  deux  espaces ")),
        ('ada presses "Je note"', Presses("ada", "Je note")),
        ('ada hears "Noté"', Hears("ada", "Noté")),
        ('ada hears "nothing"', Hears("ada", "nothing")),
        ("ada hears nothing", Hears("ada", None)),
        ("at 2026-11-24 9:30", At(datetime(2026, 11, 24, 9, 30))),
        ("ada hears nothing # no mission day", Hears("ada", None)),
        ("ada fills participants=2", Fills("ada", {"participants": "2"})),
        ("ada fills a= b=2", Fills("ada", {"a": "", "b": "2"})),
        (
            'ada fills learned="le mot "de" passe" url=https://exemple.fr/?a=b verdict="pas clair"',
            Fills(
                "ada",
                {"learned": 'le mot "de" passe', "url": "https://exemple.fr/?a=b", "verdict": "pas clair"},
            ),
        ),
    ],
)
def test_a_line_is_read(line: str, expected: Deed) -> None:
    assert deed(line) == expected


@given(st.text(alphabet=st.characters(exclude_characters="\n\r"), min_size=1).filter(str.strip))
def test_text_is_everything_between_the_first_and_the_last_quote(text: str) -> None:
    assert deed(f'ada says "{text}"') == Says("ada", text)


@pytest.mark.parametrize(
    ("line", "kind", "what"),
    [
        ("ada", "says", "« ada » is not a step"),
        ('ada sais "oui"', "says", '« ada sais "oui" » is not a step'),
        ("ada at 10:00", "says", "« ada at 10:00 » is not a step"),
        ('bob says "oui"', "says", "« bob » is not a person of the story; known: ada"),
        ("ada says oui", "says", "says takes words between quotes, and nothing after them"),
        ('ada says "oui', "says", "a quote is opened and not closed"),
        (
            'ada says "oui" puis "non" ensuite',
            "says",
            "says takes words between quotes, and nothing after them",
        ),
        ('ada presses " "', "presses", "presses takes words between quotes, and nothing after them"),
        ('ada hears ""', "hears", "hears takes words between quotes, and nothing after them"),
        ("ada hears nothing new", "hears", "hears takes words between quotes, and nothing after them"),
        ("ada fills", "fills", "fills takes key=value pairs, with quotes around a value of several words"),
        (
            "ada fills a=1 deux mots",
            "fills",
            "fills takes key=value pairs, with quotes around a value of several words",
        ),
        ("ada fills a=1 a=2", "fills", "a is filled twice"),
        ("at 2026-11-24", "at", "at takes a day and an hour"),
        ("at 2026-11-31 09:30", "at", "« 2026-11-31 » is not a day of the calendar"),
        ("at 20261124 09:30", "at", "« 20261124 » is not a day of the calendar"),
        ("at 2026-11-24 24:30", "at", "« 24:30 » is not an hour"),
        ("at 2026-11-24 9h30", "at", "« 9h30 » is not an hour"),
        ("at 2026-11-24 09:29", "at", "time does not go back: it was 2026-11-24 09:30"),
        ("tz Europe/London", "tz", "tz comes before anything happens"),
        ("person bob teammate", "person", "person comes before anything happens"),
    ],
)
def test_a_wrong_step_is_told_with_the_right_form(line: str, kind: str, what: str) -> None:
    with pytest.raises(ScriptFaults) as caught:
        parse(HEAD + line)
    assert str(caught.value) == f"line {LAST}: {what}; for example: {EXAMPLES[kind]}"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("tz Europe", "« Europe » is not a time zone"),
        ("tz Mars/Olympus", "« Mars/Olympus » is not a time zone"),
        ("tz Europe/Paris Europe/London", "tz takes one zone"),
        (
            "team Aides phase construction since 2026-06-01",
            "a team has a name between quotes, a phase and the day it began",
        ),
        ('team "B" phase building since 2026-06-01', "« building » is not a phase; known: investigation"),
        ('team "A" phase construction since 2026-06-01', "there is already a team « A »"),
        ("person bob", "a person has a name of one word and a role"),
        ("person at intrapreneur", "a person has a name of one word and a role"),
        ("person bob boss", "« boss » is not a role; known: intrapreneur, teammate, coach, observer, nobody"),
        ("person bob coach lang de", "« de » is not a language; known: fr, en"),
        ("person bob coach lang", "« lang » has no value, or is one word too many"),
        ("person bob coach lang fr lang en", "lang is given twice"),
        (
            "person bob coach age 40",
            "« age » is not a trait of a person; known: lang, tz, days, moment, rhythm",
        ),
        ("person bob coach days mon,wednesday", "« wednesday » is not a day"),
        ("person bob coach rhythm fast", "« fast » is not a rhythm; known: gentle, normal, sustained"),
        ('person bob coach in "Z"', "« Z » is not a team; known: A"),
        ('person bob coach "A"', "the quotes hold the name of a team, after the word in"),
        ('person bob nobody in "A"', "nobody has no team"),
        ("person ada coach", "ada is there already"),
    ],
)
def test_a_wrong_person_or_team_is_told(line: str, what: str) -> None:
    head = 'team "A" phase construction since 2026-06-01\nperson ada intrapreneur\n'
    found = faults(f"{head}{line}\nat 2026-11-24 09:30")
    assert len(found) == 1
    assert found[0][0] == 3
    assert found[0][1].startswith(what)


def test_a_person_needs_a_team() -> None:
    assert faults("person ada coach\nat 2026-11-24 09:30") == [
        (1, "there is no team yet; write the team line above")
    ]


def test_every_fault_is_told_at_once_and_once() -> None:
    head = 'tz Nowhere\nteam "A" phase construction since 2026-06-01\n'
    text = (
        head
        + 'person ada boss\nperson bob coach lang de\nat noon\nada says "oui"\nbob says "oui"\nada dances\n'
    )
    assert [number for number, _ in faults(text)] == [1, 3, 4, 5, 8]


def test_a_story_without_an_hour_cannot_be_played() -> None:
    assert faults("# nothing\n") == [(1, "the story names no hour")]


def test_lines_may_come_from_another_system() -> None:
    script = parse("\ufeff" + (HEAD + 'ada says "oui"').replace("\n", "\r\n"))
    assert script.steps[-1].deed == Says("ada", "oui")


@pytest.mark.parametrize(("kind", "example"), EXAMPLES.items())
def test_the_examples_are_right(kind: str, example: str) -> None:
    line = example.partition(" (or")[0]
    head = "" if kind in {"tz", "team"} else EXAMPLES["team"] + "\n"
    people = "" if kind in {"tz", "team", "person"} else EXAMPLES["person"] + "\n"
    assert parse(f"{head}{people}{line}\nat 2026-11-25 09:30").steps
