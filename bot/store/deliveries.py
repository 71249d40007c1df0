"""Messages on their way. Each change of state starts from the states it may start from, and from no other."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, select, update

from bot.domain.deliveries import Delivery, DeliveryState
from bot.domain.messages import Message
from bot.domain.people import Address
from bot.store.scoped import Scoped, here
from bot.store.tables import DeliveryRow

_DELIVERY = (
    DeliveryRow.id,
    DeliveryRow.key,
    DeliveryRow.workspace_id,
    DeliveryRow.person_id,
    DeliveryRow.external_id,
    DeliveryRow.message,
    DeliveryRow.state,
    DeliveryRow.not_before,
    DeliveryRow.expires_at,
    DeliveryRow.local_date,
    DeliveryRow.receipt,
    DeliveryRow.attempts,
)
_DELIVERIES = select(*_DELIVERY)
_PLANNED, _SENDING, _IN_DOUBT = DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.IN_DOUBT
_SAID = (_PLANNED, _SENDING, _IN_DOUBT, DeliveryState.SENT)

_HERE = here(DeliveryRow.workspace_id)
_MOMENTS = (
    select(DeliveryRow.local_date, DeliveryRow.items)
    .where(
        DeliveryRow.person_id == bindparam("person"),
        DeliveryRow.local_date.between(bindparam("first"), bindparam("last")),
        DeliveryRow.key.startswith("moment:"),
        DeliveryRow.state.in_(_SAID),
        _HERE,
    )
    .order_by(DeliveryRow.local_date, DeliveryRow.id)
)


class Deliveries(Scoped):
    """The state machine of what leaves exactly once (DESIGN §2)."""

    def plan(
        self,
        key: str,
        person_id: int | None,
        address: Address,
        message: Message,
        *,
        not_before: datetime,
        expires_at: datetime,
        local_date: date,
        items: int = 0,
    ) -> Delivery | None:
        """Plan a message; None when its key was used already, which is for ever."""
        self._require_workspace(address.workspace)
        where = {
            "person_id": person_id,
            "workspace_id": address.workspace,
            "external_id": address.external_id,
        }
        when = {"not_before": not_before, "expires_at": expires_at, "local_date": local_date}
        what = {"key": key, "message": message, "items": items, "state": _PLANNED, "attempts": 0}
        added = self._add_once(DeliveryRow, DeliveryRow.id, **where, **when, **what)
        return self.delivery(added) if added is not None else None

    def claim(self, now: datetime, limit: int) -> list[Delivery]:
        """Take the messages that may leave now: they are yours, and in *sending* once you commit."""
        alive = and_(DeliveryRow.not_before <= now, DeliveryRow.expires_at > now)
        due = select(DeliveryRow.id).where(DeliveryRow.state == _PLANNED, alive, _HERE)
        due = due.order_by(DeliveryRow.not_before, DeliveryRow.id).limit(limit)
        ids = [row[0] for row in self._all(due.with_for_update(skip_locked=True))]
        if not ids:
            return []
        taken = {"state": _SENDING, "attempts": DeliveryRow.attempts + 1, "sending_since": func.now()}
        return self._moved(DeliveryRow.id.in_(ids), taken)

    def expire(self, now: datetime) -> list[Delivery]:
        """Skip the messages that had to leave before now, and return them."""
        late = and_(DeliveryRow.state == _PLANNED, DeliveryRow.expires_at <= now)
        return self._moved(late, {"state": DeliveryState.SKIPPED, "why": "expired"})

    def sent(self, delivery_id: int, receipt: str, now: datetime) -> bool:
        """Note that a message is there, with the chat's proof; False when that was not awaited."""
        values = {"state": DeliveryState.SENT, "receipt": receipt, "sent_at": now, "why": None}
        return self._moves(delivery_id, (_SENDING, _IN_DOUBT), values)

    def failed(self, delivery_id: int, why: str) -> bool:
        """Note that a message cannot leave; False when that was not awaited."""
        return self._moves(delivery_id, (_SENDING, _IN_DOUBT), {"state": DeliveryState.FAILED, "why": why})

    def put_back(self, delivery_id: int, not_before: datetime) -> bool:
        """Plan again a message that surely did not leave; False when that was not awaited."""
        return self._moves(delivery_id, (_SENDING, _IN_DOUBT), {"state": _PLANNED, "not_before": not_before})

    def doubt(self, delivery_id: int) -> bool:
        """Note that nobody knows whether a message left; False when that was not awaited."""
        return self._moves(delivery_id, (_SENDING,), {"state": _IN_DOUBT})

    def in_doubt(self) -> list[Delivery]:
        """Return the messages to be looked for in the chat, oldest first."""
        return self._deliveries(DeliveryRow.state == _IN_DOUBT)

    def resume_after_crash(self, lease: timedelta = timedelta(0)) -> list[Delivery]:
        """Put in doubt what was being sent when a process stopped, and return it.

        SQLite has one process. On PostgreSQL other workers may be sending: only what is held for longer
        than the lease, by the database's own clock, is taken from them.
        """
        held = DeliveryRow.state == _SENDING
        if self._on_postgresql:
            held = and_(held, DeliveryRow.sending_since <= func.now() - lease)
        return self._moved(held, {"state": _IN_DOUBT})

    def delivery(self, delivery_id: int) -> Delivery | None:
        """Return one message on its way, or arrived."""
        found = self._deliveries(DeliveryRow.id == delivery_id)
        return found[0] if found else None

    def delivery_by_receipt(self, receipt: str) -> Delivery | None:
        """Return the message that the chat knows under this proof."""
        found = self._deliveries(DeliveryRow.receipt == receipt)
        return found[0] if found else None

    def moments(self, person_id: int, first: date, last: date) -> list[tuple[date, int]]:
        """Return the days on which Pouce spoke to somebody first, and how many items it said."""
        rows = self._all(_MOMENTS, person=person_id, first=first, last=last)
        return [(row[0], row[1]) for row in rows]

    def _deliveries(self, *which: ColumnElement[bool]) -> list[Delivery]:
        query = _DELIVERIES.where(*which, _HERE).order_by(DeliveryRow.not_before, DeliveryRow.id)
        return [Delivery(*row) for row in self._all(query)]

    def _moved(self, which: ColumnElement[bool], values: dict[str, object]) -> list[Delivery]:
        rows = self._change(update(DeliveryRow).where(which, _HERE).values(values).returning(*_DELIVERY))
        return sorted((Delivery(*row) for row in rows), key=lambda each: (each.not_before, each.id))

    def _moves(self, delivery_id: int, origins: Sequence[DeliveryState], values: dict[str, object]) -> bool:
        return bool(self._moved(and_(DeliveryRow.id == delivery_id, DeliveryRow.state.in_(origins)), values))
