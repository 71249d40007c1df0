"""Putting people and teams there silently, their onboarding done: for stories, and for the room one tries."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.coach.turn import reschedule, thresholds_of
from bot.coach.welcome import MILESTONE, past_steps
from bot.domain.activities import Draft
from bot.domain.events import Profile
from bot.domain.moments import local_date
from bot.domain.people import CLOCK, READERS, Address, Membership, Person, Rhythm, Role, Scope, Standing, Team
from bot.domain.phases import PhaseSpan
from bot.stories.script import DEFAULT_ZONE, NOBODY
from bot.stories.steps import PersonLine, TeamLine
from bot.wiring import Bot


@dataclass
class Cast:
    """The people and the teams of a workspace, by name."""

    bot: Bot
    workspace: int
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def add_team(self, line: TeamLine) -> None:
        """Put a team there."""
        with self.bot.store.write(Scope(self.workspace)) as memory:
            spans, holidays = (PhaseSpan(line.phase, line.since),), self.bot.kit.default_holidays
            self.teams[line.name] = memory.create_team(line.name, spans, holidays=holidays)

    def add_person(self, line: PersonLine, now: datetime) -> None:
        """Put a person there; in a team, they have arrived and read the privacy screen.

        Named again, they join one team more.
        """
        team = self.teams[line.team] if line.team and line.role != NOBODY else None
        if line.name not in self.people:
            self.people[line.name] = self._welcome(line, team, now)
        if team:
            self._join(self._person(line.name), Role(line.role), team, now)

    def _welcome(self, line: PersonLine, team: Team | None, now: datetime) -> int:
        zone = line.zone or DEFAULT_ZONE
        profile = Profile(line.name.capitalize(), line.language, zone)
        with self.bot.store.write(Scope(self.workspace)) as memory:
            person = memory.welcome(Address(self.workspace, line.name), profile, now)
            person = replace(
                person,
                language=line.language,
                zone=zone,
                days=line.days,
                moment=line.moment or person.moment,
                rhythm=Rhythm(line.rhythm or person.rhythm),
            )
            if team:
                person = replace(person, arrived_on=local_date(now, person), privacy_read=True)
            memory.save(person)
        return person.id

    def _person(self, name: str) -> Person:
        with self.bot.store.read(CLOCK) as memory:
            person = memory.person(self.people[name])
        if person is None:
            raise LookupError(name)
        return person

    def _join(self, person: Person, role: Role, team: Team, now: datetime) -> None:
        today = local_date(now, person)
        with self.bot.store.write(Scope(self.workspace, person.id)) as memory:
            figures = thresholds_of(self.bot.kit, memory, team)
            until = today + timedelta(days=figures.coach_access_days) if role in READERS else None
            memory.put_membership(Membership(team.id, person.id, role, Standing.ACTIVE, until=until))
            memory.save_team(replace(team, arrived_on=today))
        with self.bot.store.write(Scope(self.workspace, person.id)) as memory:
            if role is Role.INTRAPRENEUR:
                for step in past_steps(self.bot.kit.catalogue, team, today, figures):
                    source = f"tick:{team.id}:{step}"
                    draft = Draft(team.id, MILESTONE, None, today, {"kind": step}, source=source)
                    memory.record(draft, now)
            reschedule(self.bot.kit, memory, person, now)
