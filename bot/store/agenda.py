"""When to look at whom: the one schedule, and the next instant at which anything may happen."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, select, update

from bot.domain.deliveries import DeliveryState
from bot.store.delivery_tables import BucketRow, DeliveryRow
from bot.store.pace import RESTING, instants
from bot.store.scoped import Scoped, here, person_here
from bot.store.tables import AddressRow, PersonRow

_DUE = (
    select(PersonRow.id, PersonRow.next_moment_at)
    .where(PersonRow.next_moment_at <= bindparam("now"), ~PersonRow.gone, person_here(PersonRow.id))
    .order_by(PersonRow.next_moment_at, PersonRow.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=PersonRow, skip_locked=True)
)
_TAKEN = (
    update(PersonRow).where(PersonRow.id.in_(bindparam("people", expanding=True))).values(next_moment_at=None)
)
_CROWDED = (
    select(AddressRow.workspace_id)
    .where(
        AddressRow.person_id.in_(
            select(PersonRow.id).where(PersonRow.next_moment_at <= bindparam("now"), ~PersonRow.gone)
        ),
        ~AddressRow.gone,
        here(AddressRow.workspace_id),
    )
    .group_by(AddressRow.workspace_id)
    .having(func.count() > bindparam("most", type_=Integer))
)
_NEXT_MOMENT = (
    select(PersonRow.next_moment_at)
    .where(PersonRow.next_moment_at.is_not(None), ~PersonRow.gone, person_here(PersonRow.id))
    .order_by(PersonRow.next_moment_at)
    .limit(1)
)
_AT_REST = BucketRow.workspace_id == DeliveryRow.workspace_id, RESTING
_WAITING = (DeliveryRow.state == DeliveryState.PLANNED, DeliveryRow.expires_at > bindparam("now"))
_NEXT_MESSAGE = (
    select(DeliveryRow.not_before)
    .where(*_WAITING, here(DeliveryRow.workspace_id), ~exists().where(*_AT_REST))
    .order_by(DeliveryRow.not_before)
    .limit(1)
)
_NEXT_RETURN = (
    select(BucketRow.blocked_until)
    .where(RESTING, here(BucketRow.workspace_id))
    .where(exists().where(*_WAITING, DeliveryRow.workspace_id == BucketRow.workspace_id))
    .order_by(BucketRow.blocked_until)
    .limit(1)
)
"""When a workspace that asked to wait, and has something to say, may be spoken to again."""


_THEIRS = (PersonRow.id == bindparam("person"), person_here(PersonRow.id))
_MOMENT_OF = select(PersonRow.next_moment_at).where(*_THEIRS)
_SET_MOMENT = update(PersonRow).where(*_THEIRS).values(next_moment_at=bindparam("at"))


class Agenda(Scoped):
    """The next moments of people."""

    def set_next_moment(self, person_id: int, at: datetime | None) -> None:
        """Note when somebody is looked at next; None for never."""
        self._change_one(_SET_MOMENT, person=person_id, at=at)

    def next_moment_of(self, person_id: int) -> datetime | None:
        """Return when somebody is looked at next; None for never."""
        row = self._first(_MOMENT_OF, person=person_id)
        return row[0] if row else None

    def take_moments(self, now: datetime, most: int) -> list[tuple[int, datetime]]:
        """Take the moments that have come, longest waiting first, with their instants: they are yours.

        Whoever looks at the same time is given other people's, and nobody is looked at twice.
        """
        rows = self._all(_DUE, now=now, most=most)
        if rows:
            self._change(_TAKEN, {"people": [row[0] for row in rows]})
        return [(row[0], row[1]) for row in rows]

    def crowded(self, now: datetime, most: int) -> frozenset[int]:
        """Return the workspaces in which the moment of more people than that has come."""
        return frozenset(row[0] for row in self._all(_CROWDED, now=now, most=most))

    def next_wake(self, now: datetime) -> datetime | None:
        """Return when something may happen next, perhaps already past; None when nothing is awaited."""
        rows = self._all(_NEXT_MOMENT)
        found = [*rows, *self._all(_NEXT_MESSAGE, **instants(now)), *self._all(_NEXT_RETURN, **instants(now))]
        return min((row[0] for row in found), default=None)
