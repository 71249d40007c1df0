"""When to look at whom: the one schedule, and the next instant at which anything may happen."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, select, update

from bot.domain.deliveries import DeliveryState
from bot.store.scoped import Scoped, here, person_here
from bot.store.tables import DeliveryRow, PersonRow

_DUE = (
    select(PersonRow.id, PersonRow.next_moment_at)
    .where(PersonRow.next_moment_at <= bindparam("now"), ~PersonRow.gone, person_here(PersonRow.id))
    .order_by(PersonRow.next_moment_at, PersonRow.id)
    .limit(bindparam("most", type_=Integer))
)
_NEXT_MOMENT = (
    select(PersonRow.next_moment_at)
    .where(PersonRow.next_moment_at.is_not(None), ~PersonRow.gone, person_here(PersonRow.id))
    .order_by(PersonRow.next_moment_at)
    .limit(1)
)
_NEXT_MESSAGE = (
    select(DeliveryRow.not_before)
    .where(DeliveryRow.state == DeliveryState.PLANNED, DeliveryRow.expires_at > bindparam("now"))
    .where(here(DeliveryRow.workspace_id))
    .order_by(DeliveryRow.not_before)
    .limit(1)
)


class Agenda(Scoped):
    """The next moments of people."""

    def set_next_moment(self, person_id: int, at: datetime | None) -> None:
        """Note when somebody is looked at next; None for never."""
        mine = (PersonRow.id == person_id, person_here(PersonRow.id))
        self._change_one(update(PersonRow).where(*mine).values(next_moment_at=at))

    def next_moment_of(self, person_id: int) -> datetime | None:
        """Return when somebody is looked at next; None for never."""
        mine = (PersonRow.id == person_id, person_here(PersonRow.id))
        row = self._first(select(PersonRow.next_moment_at).where(*mine))
        return row[0] if row else None

    def take_moment(self, person_id: int, at: datetime) -> bool:
        """Take somebody's moment for oneself; False when it was taken, or moved, meanwhile.

        Whoever looks at the same person at the same time waits here, then finds nothing to take.
        """
        mine = (PersonRow.id == person_id, PersonRow.next_moment_at == at, person_here(PersonRow.id))
        return self._change(update(PersonRow).where(*mine).values(next_moment_at=None)).rowcount == 1

    def people_due(self, now: datetime, limit: int) -> list[tuple[int, datetime]]:
        """Return whose moment has come, with its instant, longest waiting first."""
        rows = self._all(_DUE, now=now, most=limit)
        return [(row[0], row[1]) for row in rows]

    def next_wake(self, now: datetime) -> datetime | None:
        """Return when something may happen next, perhaps already past; None when nothing is awaited."""
        rows = [*self._all(_NEXT_MOMENT), *self._all(_NEXT_MESSAGE, now=now)]
        return min((row[0] for row in rows), default=None)
