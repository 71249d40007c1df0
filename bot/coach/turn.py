"""What a deed stands on: who acted, when, and the memory opened in their name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from bot.domain.activities import Activity
from bot.domain.budget import Budget
from bot.domain.calendar import WorkDays
from bot.domain.events import Event, Profile, Said
from bot.domain.messages import Button, Form, Message, Reply, To
from bot.domain.moments import last_night, local_date, next_moment
from bot.domain.nudges import Nudge
from bot.domain.people import Address, Membership, Person, Standing, Team
from bot.domain.practices import Catalogue, Practice, PracticeWords
from bot.domain.reading.lexicon import Lexicon
from bot.domain.reading.normal import fold
from bot.domain.thresholds import Figures, Thresholds
from bot.store import Memory
from bot.words import Speech, Words

_Named = TypeVar("_Named", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Kit:
    """What does not change while the process runs."""

    catalogue: Catalogue
    lexicon: Lexicon
    words: Words
    figures: Figures
    budget: Budget
    closed_days: Callable[[str], frozenset[date]]
    """The public holidays of a calendar such as `FR-974`."""
    default_holidays: str = "FR"
    languages: tuple[str, ...] = ("fr", "en")

    def understood(self, profile: Profile) -> Profile:
        """Return what a chat says of someone, in a language that Pouce speaks."""
        language = profile.language[:2].lower()
        return replace(profile, language=language if language in self.languages else self.languages[0])

    def named(self, among: type[_Named], key: str, words: str) -> _Named | None:
        """Return the first of several things that some words name, in any language.

        What each is called is a phrase: `key` and its value.
        """
        said = set(fold(words).split())
        for language in self.languages:
            speech = self.words.speech(language)
            for each in among:
                if said & set(fold(speech.say(f"{key}{each}")).split()):
                    return each
        return None


@dataclass(frozen=True)
class Turn:
    """One act of one person. Deeds read it and never keep it."""

    kit: Kit
    memory: Memory
    person: Person
    now: datetime
    event: Event

    @cached_property
    def today(self) -> date:
        """The date on the person's own calendar."""
        return local_date(self.now, self.person)

    @cached_property
    def speech(self) -> Speech:
        """Pouce's words in the person's language."""
        return self.kit.words.speech(self.person.language)

    @cached_property
    def said_on(self) -> date:
        """The date on which they wrote what is heard now: « hier » is the day before that one."""
        at = self.event.at if isinstance(self.event, Said) else None
        return local_date(min(at, self.now), self.person) if at else self.today

    def say(self, key: str, **facts: object) -> str:
        """Return a phrase in the person's language."""
        return self.speech.say(key, **facts)

    @cached_property
    def teams(self) -> list[tuple[Team, Membership]]:
        """The teams they belong to or read, then those that wait for an answer."""
        return self.memory.teams_of(self.person.id)

    @cached_property
    def own_teams(self) -> list[Team]:
        """The teams they record for."""
        return [team for team, membership in self.teams if membership.is_member()]

    @cached_property
    def read_teams(self) -> list[Team]:
        """Every team they may read today."""
        return [team for team, membership in self.teams if membership.reads_on(self.today)]

    @cached_property
    def waiting(self) -> list[tuple[Team, Membership]]:
        """The invitations they have not answered."""
        return [each for each in self.teams if each[1].standing is Standing.INVITED]

    @property
    def team(self) -> Team | None:
        """The team a record goes to when nothing says otherwise."""
        return self.own_teams[0] if self.own_teams else None

    def team_of(self, team_id: int) -> Team | None:
        """Return a team they may see: one of theirs, but for what they did in another one."""
        known = next((team for team, _ in self.teams if team.id == team_id), None)
        return known or self.memory.team(team_id)

    @property
    def source(self) -> str:
        """What tells this act from any other, in whichever chat."""
        return f"event:{self.event.who.workspace}:{self.event.id}"

    def thresholds(self, team: Team) -> Thresholds:
        """Return the figures of the method, as a team has them."""
        return thresholds_of(self.kit, self.memory, team)

    def work(self, team: Team | None) -> WorkDays:
        """Return the days this person gives to a team."""
        return work_days(self.kit, self.memory, self.person, team)

    def practice_words(self, practice: Practice) -> PracticeWords:
        """Return what is said about a practice in the person's language."""
        return practice.words.get(self.person.language) or practice.words["fr"]

    def with_person(self, person: Person) -> "Turn":
        """Return the same turn once the person was changed."""
        return replace(self, person=person)

    def to(self, person: Person) -> "Turn":
        """Return a turn that speaks to somebody else, in their language."""
        return replace(self, person=person)

    def open_nudges(self, practice: str | None = None) -> list[Nudge]:
        """Return the questions that still wait for an answer, oldest first."""
        waiting = self.memory.open_nudges(self.person.id)
        return [nudge for nudge in waiting if practice in {None, nudge.key.practice}]

    def reschedule(self, was: Person | None = None) -> None:
        """Recompute the person's next moment: days, hour, zone, absence or snooze may have changed.

        `was` is the person before that, when it is their hour or zone that changed.
        """
        reschedule(self.kit, self.memory, self.person, self.now, was)


def under_present_names(kit: Kit, activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """Return records under the ids that their practices have now: what was renamed keeps its past."""
    renamed = kit.catalogue.renamed()
    if not renamed:
        return tuple(activities)
    return tuple(
        replace(each, practice=renamed[each.practice]) if each.practice in renamed else each
        for each in activities
    )


def thresholds_of(kit: Kit, memory: Memory, team: Team) -> Thresholds:
    """Return the figures of the method, as a team has them; the workspace is looked up if it may matter."""
    figures = kit.figures
    return figures.of(team.name, memory.workspace_named(team.workspace) if figures.by_workspace else "")


def work_days(kit: Kit, memory: Memory, person: Person, team: Team | None) -> WorkDays:
    """Return a person's mission days for a team, minus its holidays, closing days and their absences."""
    closed = kit.closed_days(team.holidays if team else kit.default_holidays)
    if team:
        closed = _off(closed, memory.closing_days(team.workspace))
    return WorkDays(person.days, closed, tuple(memory.absences(person.id)))


@lru_cache(1_000)
def _off(calendar: frozenset[date], closing: frozenset[date]) -> frozenset[date]:
    """Return the same set for all who have the same days off: what is worked out from it is remembered."""
    return calendar | closing


def reschedule(kit: Kit, memory: Memory, person: Person, now: datetime, was: Person | None = None) -> None:
    """Store the next instant at which a person is looked at; none for who has not arrived or only reads."""
    teams = [team for team, membership in memory.teams_of(person.id) if membership.is_member()]
    if person.arrived_on is None or not teams:
        memory.set_next_moment(person.id, None)
        return
    works = [work_days(kit, memory, person, team) for team in teams]
    laters = [nudge.later_until for nudge in memory.nudges_later(person.id) if nudge.later_until]
    since = _looked_at(memory, person, was or person, now)
    memory.set_next_moment(person.id, next_moment(person, works, laters, since))


def met(kit: Kit, memory: Memory, address: Address, profile: Profile, now: datetime) -> Person:
    """Make somebody known, in the language of their chat; who left and is back is looked at again."""
    person = memory.welcome(address, kit.understood(profile), now)
    reschedule(kit, memory.seen_by(person.id), person, now)
    return person


def _looked_at(memory: Memory, person: Person, was: Person, now: datetime) -> datetime:
    """Return until when a person was looked at: now, unless today's moment was still to come.

    Where a new zone or hour puts it in the past, it comes at once rather than never.
    """
    awaited = memory.next_moment_of(person.id)
    today = local_date(now, person)
    if awaited is None or local_date(awaited, was) > today:
        return now
    return min(now, last_night(now, person.tz))


def tell(text: str, *buttons: Button, quote: str = "", footer: str = "", to: To = To.ME) -> list[Reply]:
    """Return one reply that says something."""
    return [Reply(Message(text, buttons, quote=quote, footer=footer), to)]


def in_place(text: str, *buttons: Button, quote: str = "", footer: str = "") -> list[Reply]:
    """Return one reply that takes the place of the message whose button was pressed."""
    return tell(text, *buttons, quote=quote, footer=footer, to=To.IN_PLACE)


def ask(form: Form) -> list[Reply]:
    """Return one reply that opens a form."""
    return [Reply(form=form)]


def refuse(errors: Mapping[str, str]) -> list[Reply]:
    """Return the errors of a form, which stays open with what was typed."""
    return [Reply(errors=errors)]
