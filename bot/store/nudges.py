"""What people were asked, and which practices were introduced to them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Integer, Select, bindparam, delete, or_, select, update

from bot.domain.nudges import OPEN, Ask, Nudge, NudgeKey, NudgeState
from bot.domain.outlook import Subject
from bot.store.scoped import Anything, Scoped, one_of, team_here
from bot.store.tables import NudgeRow, SubjectRow

NUDGES = (
    select(
        NudgeRow.id,
        NudgeRow.person_id,
        NudgeRow.team_id,
        NudgeRow.practice,
        NudgeRow.reminder,
        NudgeRow.period,
        NudgeRow.state,
        NudgeRow.asked_on,
        NudgeRow.ask,
        NudgeRow.about,
        NudgeRow.planned_on,
        NudgeRow.later_until,
        NudgeRow.reason,
        NudgeRow.activity_id,
        NudgeRow.delivery_id,
        NudgeRow.as_line,
        NudgeRow.on_screen,
    )
    .where(team_here(NudgeRow.team_id))
    .order_by(NudgeRow.asked_on, NudgeRow.id)
)
_NUDGES_OF = NUDGES.where(
    NudgeRow.person_id == bindparam("person"),
    or_(bindparam("team", type_=Integer).is_(None), NudgeRow.team_id == bindparam("team", type_=Integer)),
    or_(NudgeRow.asked_on >= bindparam("since"), NudgeRow.planned_on >= bindparam("since")),
)
_OPEN_OF = NUDGES.where(
    NudgeRow.person_id == bindparam("person"),
    or_(
        one_of(NudgeRow.state, sorted(OPEN)),
        NudgeRow.asked_on >= bindparam("since"),
        NudgeRow.planned_on >= bindparam("since"),
    ),
)
_ONE = NUDGES.where(NudgeRow.id == bindparam("nudge"))
_LATER_OF = NUDGES.where(NudgeRow.person_id == bindparam("person"), NudgeRow.state == NudgeState.LATER)
_CHANGE = update(NudgeRow).where(NudgeRow.id == bindparam("nudge"), team_here(NudgeRow.team_id))
_SUBJECTS = select(SubjectRow.practice, SubjectRow.state, SubjectRow.day, SubjectRow.phase)
_SUBJECTS_OF = _SUBJECTS.where(
    SubjectRow.person_id == bindparam("person"),
    SubjectRow.team_id == bindparam("team"),
    team_here(SubjectRow.team_id),
).order_by(SubjectRow.day)


_REPLACED = NUDGES.where(
    NudgeRow.person_id.in_(bindparam("people", expanding=True)),
    NudgeRow.state == NudgeState.CLOSED,
    NudgeRow.on_screen,
    NudgeRow.delivery_id.is_not(None),
)
_ATTACH = (
    update(NudgeRow)
    .where(NudgeRow.id.in_(bindparam("nudges", expanding=True)), team_here(NudgeRow.team_id))
    .values(delivery_id=bindparam("delivery"))
)


class Nudges(Scoped):
    """Questions put to people, and the subjects they know."""

    def ask(
        self,
        key: NudgeKey,
        asked_on: date,
        ask: Ask,
        about: date | None,
        delivery_id: int | None,
        *,
        as_line: bool,
    ) -> Nudge | None:
        """Note that something is asked; None when it was asked already, which is for ever."""
        self._workspace_of(key.team)
        asked: dict[str, object] = {
            "asked_on": asked_on,
            "ask": ask,
            "about": about,
            "as_line": as_line,
            "on_screen": True,
        }
        whose = identity(key) | {"state": NudgeState.ASKED, "delivery_id": delivery_id}
        added = self._add_once(NudgeRow, NudgeRow.id, **whose, **asked)
        if added is None:
            return None
        return Nudge(
            added, key, NudgeState.ASKED, asked_on, ask, about, delivery=delivery_id, as_line=as_line
        )

    def nudge(self, nudge_id: int) -> Nudge | None:
        """Return one question."""
        found = self._nudges(_ONE, nudge=nudge_id)
        return found[0] if found else None

    def nudges(self, person_id: int, team_id: int | None = None, since: date | None = None) -> list[Nudge]:
        """Return what somebody was asked since a day, or planned for it or after, in order."""
        return self._nudges(_NUDGES_OF, person=person_id, team=team_id, since=since or date.min)

    def open_nudges(self, person_id: int, or_since: date = date.max) -> list[Nudge]:
        """Return the questions that wait for somebody's answer, in order; and all those since a day."""
        return self._nudges(_OPEN_OF, person=person_id, since=or_since)

    def nudges_later(self, person_id: int) -> list[Nudge]:
        """Return what somebody put off, due by now or not."""
        return self._nudges(_LATER_OF, person=person_id)

    def change(self, nudge: Nudge) -> None:
        """Keep what became of a question; what it is about does not change."""
        self._change_one(_CHANGE, nudge=nudge.id, **changing(nudge))

    def attach(self, nudges: Sequence[Nudge], delivery_id: int) -> None:
        """Note which message carries these questions."""
        self._change(_ATTACH, {"nudges": [each.id for each in nudges], "delivery": delivery_id})

    def replaced(self, people: Sequence[int]) -> list[Nudge]:
        """Return the questions that a newer one replaced and whose buttons still show, for these people."""
        return self._nudges(_REPLACED, people=list(people))

    def forget_nudges_of(self, delivery_id: int) -> None:
        """Return to « not asked » the questions of a message that never left."""
        mine = (NudgeRow.delivery_id == delivery_id, team_here(NudgeRow.team_id))
        self._change(delete(NudgeRow).where(*mine))

    def subjects(self, person_id: int, team_id: int) -> dict[str, Subject]:
        """Return the practices introduced to somebody in a team, and what they said of each."""
        rows = self._all(_SUBJECTS_OF, person=person_id, team=team_id)
        return {row[0]: Subject(*row) for row in rows}

    def set_subject(self, person_id: int, team_id: int, subject: Subject) -> None:
        """Note that a practice was introduced, or what was said of it."""
        self._workspace_of(team_id)
        key = {"person_id": person_id, "team_id": team_id, "practice": subject.practice}
        self._put(SubjectRow, key, said_of(subject))

    def drop_subject(self, person_id: int, team_id: int, practice: str) -> None:
        """Forget that a practice was introduced: it may come again."""
        key = (
            SubjectRow.person_id == person_id,
            SubjectRow.team_id == team_id,
            SubjectRow.practice == practice,
        )
        self._change(delete(SubjectRow).where(*key, team_here(SubjectRow.team_id)))

    def _nudges(self, query: Select[*Anything], **given: object) -> list[Nudge]:
        return [Nudge(row[0], NudgeKey(*row[1:6]), *row[6:]) for row in self._all(query, **given)]


def changing(nudge: Nudge) -> dict[str, object]:
    """Return the columns that hold what became of a question."""
    return {
        "state": nudge.state,
        "asked_on": nudge.asked_on,
        "ask": nudge.ask,
        "about": nudge.about,
        "planned_on": nudge.planned_on,
        "later_until": nudge.later_until,
        "reason": nudge.reason,
        "activity_id": nudge.activity,
        "delivery_id": nudge.delivery,
        "as_line": nudge.as_line,
        "on_screen": nudge.on_screen,
    }


def said_of(subject: Subject) -> dict[str, object]:
    """Return the columns that hold what is known of a practice."""
    return {"state": subject.state, "day": subject.on, "phase": subject.phase}


def identity(key: NudgeKey) -> dict[str, object]:
    """Return the columns that make a question unique."""
    return {
        "person_id": key.person,
        "team_id": key.team,
        "practice": key.practice,
        "reminder": key.reminder,
        "period": key.period,
    }
