"""Playing a story: jumping through time, acting, and telling what is not true."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.messages import Button, Form, Input, Message
from bot.domain.moments import instant
from bot.domain.people import Address
from bot.domain.practices import FieldKind
from bot.platforms.base import Receipt
from bot.stories.audience import StoryVoice
from bot.stories.lenses import ROOM, SLACK, Lens
from bot.stories.player import PlayReport, folded, play
from bot.stories.report import as_json, as_text
from bot.stories.script import parse
from bot.stories.steps import PersonLine, TeamLine
from bot.stories.world import Seen, World

HEAD = """tz Europe/Paris
team "Aides simples" phase construction since 2026-06-01
person ada intrapreneur moment 09:30
person karim intrapreneur tz Indian/Reunion lang en moment 09:30
"""
FORM = Form(
    "Test",
    "record",
    (),
    (
        Input("people", FieldKind.NUMBER, "Combien de personnes"),
        Input("day", FieldKind.DATE, "Quel jour", value="2026-11-24"),
        Input("who", FieldKind.CHOICES, "Qui", choices=(("a", "agent"), ("b", "usager")), value=["a", "b"]),
    ),
    "Noter",
)
QUESTION = Message(
    "Bonjour. Un test aujourd’hui ?", (Button("Je note", "log"), Button("Plus tard…", "later"))
)


@dataclass
class Parrot:
    """Asks everybody once a day at their moment, on weekdays; repeats what it is told."""

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    lenses: tuple[Lens, ...] = (ROOM,)
    stuck: bool = False
    started: datetime | None = None
    people: dict[str, tuple[time, ZoneInfo, frozenset[int]]] = field(default_factory=dict)
    teams: list[str] = field(default_factory=list)
    wakes: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.voice = StoryVoice(lambda: self.now, self.lenses)

    def begin(self, at: datetime) -> None:
        self.now = self.started = at

    def add_team(self, team: TeamLine) -> None:
        self.teams.append(f"{team.name}, {team.phase}, {team.since}")

    def add_person(self, person: PersonLine, now: datetime) -> None:
        zone = ZoneInfo(person.zone or "Europe/Paris")
        self.people[person.name] = (person.moment or time(12), zone, person.days)
        self.wakes[person.name] = self._moment_after(person.name, now)

    def says(self, name: str, text: str, now: datetime) -> None:
        self.voice.reply(Address(1, name), Message(text, (Button("Annuler", "undo"),)))

    def presses(self, name: str, button: Button, post: int, now: datetime) -> None:
        if button.verb == "log":
            self.voice.open_form(name, FORM)
        else:
            self.voice.update(Receipt(name, str(post)), Message(f"Fait : {button.label}"))

    def fills(self, name: str, values: Mapping[str, str], now: datetime) -> None:
        self.voice.reply(Address(1, name), Message(f"Noté : {sorted(values.items())}"))

    def next_wake(self, now: datetime) -> datetime | None:
        if self.stuck:
            return self.started
        return min(self.wakes.values(), default=None)

    def tick(self, now: datetime) -> None:
        self.now = now
        for name, wake in self.wakes.items():
            if wake <= now:
                self.voice.send(Address(1, name), QUESTION, f"moment:{name}:{wake}")
                self.wakes[name] = self._moment_after(name, now)

    def seen_by(self, name: str) -> list[Seen]:
        return self.voice.seen_by(Address(1, name))

    def _moment_after(self, name: str, after: datetime) -> datetime:
        moment, zone, days = self.people[name]
        day = after.astimezone(zone).date()
        while day.weekday() not in days or instant(day, moment, zone) <= after:
            day += timedelta(days=1)
        return instant(day, moment, zone)


class Speechless(Parrot):
    """Answers with nothing in it, as no chat would carry."""

    def says(self, name: str, text: str, now: datetime) -> None:
        self.voice.reply(Address(1, name), Message(""))


def told(story: str, world: World | None = None) -> PlayReport:
    return play(parse(HEAD + story), world or Parrot())


def why(story: str) -> tuple[int, str]:
    failure = told(story).failure
    assert failure
    return failure.line.number - HEAD.count("\n"), failure.why


# Time


def test_people_are_there_the_evening_before_the_first_hour() -> None:
    parrot = Parrot()
    assert told("at 2026-11-24 10:00\nada hears nothing", parrot).passed is False
    assert parrot.started == datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    assert parrot.teams == ["Aides simples, construction, 2026-06-01"]
    assert parrot.people["karim"] == (time(9, 30), ZoneInfo("Indian/Reunion"), frozenset(range(5)))


def test_everybody_is_spoken_to_at_their_own_hour_as_if_every_minute_were_ticked() -> None:
    report = told("at 2026-11-24 00:00\nat 2026-11-30 09:30")
    hours = [(each.to, each.at.astimezone(ZoneInfo("Europe/Paris")).isoformat()) for each in report.messages]
    days = ("24", "25", "26", "27", "30")
    assert [hour for to, hour in hours if to == "ada"] == [f"2026-11-{day}T09:30:00+01:00" for day in days]
    assert [hour for to, hour in hours if to == "karim"] == [f"2026-11-{day}T06:30:00+01:00" for day in days]
    assert [each.at for each in report.messages] == sorted(each.at for each in report.messages)


def test_nobody_hears_before_their_hour() -> None:
    assert told('at 2026-11-24 09:29\nada hears nothing\nkarim hears "un test"').passed
    assert told('at 2026-11-24 09:30\nada hears "un test"').passed


def test_an_hour_that_does_not_exist_is_the_next_one() -> None:
    parrot = Parrot()
    assert told("at 2027-03-28 02:30\nada hears nothing", parrot).passed
    assert parrot.now == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_stuck_clock_is_told_and_never_loops() -> None:
    report = told("at 2026-11-24 10:00\nada hears nothing", Parrot(stuck=True))
    assert report.failure
    assert report.failure.why == "the clock is stuck: tick after tick, it still awaits 2026-11-23 19:00 UTC"


# Hearing


def test_words_are_compared_as_two_people_would() -> None:
    assert told('at 2026-11-24 10:00\nada hears "BONJOUR.  un test aujourd\'hui ?"').passed
    assert folded("« L’idée\u202f»  “ok”\n\u00a0!") == folded('" l\'IDÉE " "ok" !')


def test_what_was_heard_stays_heard_until_one_acts() -> None:
    story = """at 2026-11-24 10:00
    at 2026-11-24 20:00
    ada hears "un test"
    ada says "bonsoir"
    ada hears "bonsoir"
    ada hears "un test"
    """
    assert why(story) == (6, "ada did not hear « un test »")


def test_the_acts_of_one_do_not_silence_the_others() -> None:
    assert told('at 2026-11-24 10:00\nada says "oui"\nkarim hears "un test"').passed


def test_silence_is_nothing_new_since_the_last_act() -> None:
    assert why("at 2026-11-24 10:00\nada hears nothing") == (2, "ada was to hear nothing")
    assert why('at 2026-11-24 08:00\nada says "oui"\nada hears nothing') == (3, "ada was to hear nothing")


# Acting


def test_the_newest_button_that_starts_so_is_pressed() -> None:
    story = 'at 2026-11-24 10:00\nada says "un"\nada says "deux"\nada presses "ANNUL"\n'
    once = Parrot()
    assert told(story, once).passed
    assert [post.message.text for post in once.voice.kept.page("ada", "ada", None, 9)][-2:] == [
        "un",
        "Fait : Annuler",
    ]
    parrot = Parrot()
    assert told(story + 'ada presses "annul"\nada presses "plus tard"', parrot).passed
    done = {post.message.text for post in parrot.voice.kept.page("ada", "ada", None, 9)}
    assert done == {"Fait : Annuler", "Fait : Plus tard…"}


def test_a_button_of_a_message_that_changed_is_gone() -> None:
    story = (
        'at 2026-11-24 10:00\nada presses "Plus tard"\nada hears "Fait : Plus tard…"\nada presses "Je note"'
    )
    assert why(story) == (4, "ada sees no button « Je note »")


def test_a_form_is_sent_with_what_it_already_holds() -> None:
    story = """at 2026-11-24 10:00
    ada presses "Je note"
    ada hears "Combien de personnes"
    ada fills people=2 who=a
    ada hears "[('day', '2026-11-24'), ('people', '2'), ('who', 'a')]"
    ada fills people=3
    ada hears "('who', 'a, b')"
    """
    assert told(story).passed


def test_a_form_that_is_not_open_or_has_no_such_field_is_told() -> None:
    assert why("at 2026-11-24 10:00\nada fills people=2") == (2, "no form is open for ada")
    story = 'at 2026-11-24 10:00\nada presses "Je note"\nada fills poeple=2'
    assert why(story) == (3, "the form has no field poeple; it has: people, day, who")


def test_a_message_that_breaks_a_limit_fails_the_story() -> None:
    report = told('at 2026-11-24 10:00\nada says "/coach"', Speechless())
    assert report.failure
    assert report.failure.why == "a message to ada breaks a limit: the text is empty"
    assert report.messages[-1].text == ""


def test_what_one_chat_does_not_show_was_not_heard() -> None:
    """A story may be played for several chats at once: each has to tell what is heard."""
    mute = replace(SLACK, render=lambda message: message.text.replace("trois", "…"))
    story = 'at 2026-11-24 10:00\nada says "trois"\nada hears "trois"'
    assert told(story, Parrot(lenses=(ROOM, SLACK))).passed
    report = told(story, Parrot(lenses=(ROOM, mute)))
    assert report.failure
    assert report.failure.said == ("…",)


@pytest.mark.parametrize(
    ("narrow", "act"),
    [
        (replace(SLACK, limits=lambda _: ["no room"]), ""),
        (replace(SLACK, form_limits=lambda _: ["no room"]), 'ada presses "Je note"'),
    ],
)
def test_what_one_chat_cannot_carry_fails_the_story(narrow: Lens, act: str) -> None:
    report = told(f"at 2026-11-24 10:00\n{act}", Parrot(lenses=(ROOM, narrow)))
    assert report.failure
    assert report.failure.why.endswith("breaks a limit: no room")


# Telling


def test_a_line_that_is_not_true_stops_the_play_and_shows_what_was_said() -> None:
    report = told('at 2026-11-24 10:00\nada says "trois"\nada hears "quatre"\nada says "cinq"')
    assert as_text(report).endswith(
        """line 7: ada hears "quatre"
  ada did not hear « quatre »
  said since their last act:
    trois
    [Annuler]
  buttons: [Je note] [Plus tard…] [Annuler]"""
    )
    assert "cinq" not in as_text(report)


def test_a_line_that_is_not_true_in_silence_says_so() -> None:
    text = as_text(told('at 2026-11-24 09:00\nada presses "Je note"'))
    assert text.endswith("said since their last act:\n    (nothing)\n  buttons: (none)")


def test_the_transcript_reads_as_it_went() -> None:
    story = """# Mardi.
    #
    at 2026-11-24 09:30
    ada says "test 3"
    ada presses "Annuler"
    ada presses "Je note"
    """
    head = HEAD.replace("person karim intrapreneur tz Indian/Reunion lang en moment 09:30\n", "")
    report = play(parse(head + story), Parrot())
    assert report.passed
    assert (
        as_text(report)
        == """# Mardi.


mar. 24 nov. 09:30
  → ada
      Bonjour. Un test aujourd’hui ?
      [Je note] [Plus tard…]
  ada > test 3
  → ada
      test 3
      [Annuler]
  ada > [Annuler]
  ↻ ada
      Fait : Annuler
  ada > [Je note]
  ▤ ada
      ┌ Test
      │ Combien de personnes :
      │ Quel jour : 2026-11-24
      │ Qui : ● agent  ● usager
      └ [Noter]"""
    )


def test_json_is_one_object_a_message_and_nothing_else() -> None:
    report = told('# Mardi.\nat 2026-11-24 09:00\nada says "oui"\nat 2026-11-24 10:00\nada presses "Je note"')
    question, answer, _, form = (json.loads(line) for line in as_json(report).splitlines())
    assert question["to"] == "karim"
    assert answer == {
        "at": "2026-11-24T09:00:00+01:00",
        "to": "ada",
        "kind": "reply",
        "text": "oui\n[Annuler]",
        "buttons": ["Annuler"],
        "form": None,
        "attachments": [],
    }
    assert (form["kind"], [each["id"] for each in form["form"]["fields"]]) == (
        "form",
        ["people", "day", "who"],
    )
