"""Why did Pouce speak to somebody, or not? The domain's own verdicts, now and at the last moments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.coach.asides import words_of
from bot.coach.remind import explain, look
from bot.coach.turn import Kit
from bot.domain.asides import tip_id
from bot.domain.moments import local_date
from bot.domain.people import Person, Scope
from bot.domain.verdicts import Why
from bot.domain.week import week_so_far
from bot.platforms.room.house import Explanation, Glance, Reason
from bot.store import Memory, Store

_PAST = 8  # moments shown


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the panel shows."""

    kit: Kit
    store: Store

    def explain(self, person: Person, now: datetime) -> Explanation:
        """Ask the domain what it would say to somebody now, and recall what it decided before."""
        with self.store.read(Scope(None, person.id)) as memory:
            outlook = look(self.kit, memory, person, now)
            teams = {of.team.id: of.team.name for of in outlook.teams}
            found = explain(self.kit, outlook, now, now)
            rows = [(each.team, each.practice, each.reminder, each.why) for each in found.verdicts]
            today = local_date(now, person)
            return Explanation(
                person=person,
                next_look=memory.next_moment_of(person.id),
                resting=bool(outlook.teams) and not any(of.work.works(today) for of in outlook.teams),
                week=week_so_far(outlook, self.kit.budget, today),
                now=self._reasons(person, teams, rows),
                past=self._past(memory, person, teams),
            )

    def _past(self, memory: Memory, person: Person, teams: Mapping[int, str]) -> list[Glance]:
        return [
            Glance(
                each.at,
                each.spoke,
                self._reasons(
                    person, teams, ((*row[:3], Why(row[3]) if row[3] else None) for row in each.verdicts)
                ),
            )
            for each in memory.looks(person.id, _PAST)
        ]

    def _reasons(
        self,
        person: Person,
        teams: Mapping[int, str],
        rows: Iterable[tuple[int, str, str, Why | None]],
    ) -> list[Reason]:
        reasons = [
            Reason(self._label(person, practice), teams.get(team, ""), f"{practice}.{reminder}", why)
            for team, practice, reminder, why in rows
        ]
        return sorted(reasons, key=_distance)

    def _label(self, person: Person, practice: str) -> str:
        found = self.kit.catalogue.get(practice)
        if found is None:
            tip = self.kit.catalogue.library.tip(tip_id(practice) or "")
            return words_of(tip, person.language).name if tip else practice.capitalize()
        return (found.words.get(person.language) or found.words["fr"]).label


def _distance(reason: Reason) -> int:
    """Return how far a reminder was from being said: what was nearly said is the most telling."""
    if reason.why is None:
        return 0
    return 2 if reason.why in _STRUCTURAL else 1


_STRUCTURAL = frozenset({Why.OTHER_PHASE, Why.ASKED_OF_SOMEBODY_ELSE, Why.OFF, Why.NOT_TODAY, Why.CONDITION})
"""Reasons that hold whatever happened this week."""


def _row(kept: tuple[int, str, str, str | None]) -> tuple[int, str, str, Why | None]:
    team, practice, reminder, why = kept
    return team, practice, reminder, Why(why) if why else None
