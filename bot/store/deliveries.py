"""Messages on their way. Each change of state starts from the states it may start from, and from no other.

Whoever took a message holds it as it was then: a worker that comes back late, after another one took it over,
has an older number of attempts, and changes nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest

from sqlalchemy import Select, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.deliveries import Delivery, DeliveryState
from bot.domain.messages import Message
from bot.domain.people import Address
from bot.store import outbox
from bot.store.delivery_tables import DeliveryRow
from bot.store.outbox import HERE, IN_DOUBT, PLANNED, SENDING, TOGETHER
from bot.store.pace import instants
from bot.store.scoped import Anything, Scoped

_LOOKED_OVER = 4
"""How many messages are looked at for each one that is taken: several may be for the same person."""


class Deliveries(Scoped):
    """The state machine of what leaves exactly once (DESIGN §2, TRUST §1.3)."""

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
        """Plan a message; None when its key was used already, which is for as long as messages are kept."""
        self._require_reach(person_id, address)
        where = {
            "person_id": person_id,
            "workspace_id": address.workspace,
            "external_id": address.external_id,
        }
        when = {"not_before": not_before, "expires_at": expires_at, "local_date": local_date}
        what = {"key": key, "message": message, "items": items, "state": PLANNED, "attempts": 0}
        added = self._add_once(DeliveryRow, DeliveryRow.id, **where, **when, **what)
        if added is None:
            return None
        whose = (added, key, address.workspace, person_id, address.external_id)
        return Delivery(*whose, message, PLANNED, not_before, expires_at, local_date)

    def is_planned(self, key: str) -> bool:
        """Say whether a message was planned under this key, whatever became of it."""
        return self._first(select(DeliveryRow.id).where(DeliveryRow.key == key, HERE)) is not None

    # Taking

    def waiting(self, now: datetime) -> list[int]:
        """Return the workspaces for which something may leave now, those that asked to wait left out."""
        return [row[0] for row in self._all(outbox.WAITING, **instants(now))]

    def claim(self, workspace: int, now: datetime, most: int) -> list[Delivery]:
        """Take messages of a workspace: they are yours, and in *sending* once you commit.

        One for each address, and none for an address to which something is on its way, or was just sent.
        """
        taken: dict[str, int] = {}
        for delivery_id, address in self._candidates(workspace, now, most * _LOOKED_OVER):
            taken.setdefault(address, delivery_id)
        ids = list(taken.values())[:most]
        if not ids:
            return []
        return self._moved(outbox.TAKE, ids=ids)

    def _candidates(self, workspace: int, now: datetime, most: int) -> list[tuple[int, str]]:
        """Return messages, and for whom: nobody to whom something is on its way, or was just sent."""
        rows = self._all(outbox.CANDIDATES, home=workspace, most=most, **outbox.at(now))
        return [(row[0], row[1]) for row in rows]

    def may_leave(self, delivery: Delivery, now: datetime, longest: timedelta) -> bool:
        """Say whether a message is still yours to send, and its workspace does not rest.

        On PostgreSQL, it is yours for so long after it was taken, by the database's own clock: that of a
        machine that was frozen stood still.
        """
        if self._on_postgresql:
            return self._is_still(delivery, SENDING, now, outbox.STILL_IN_TIME, longest=longest)
        return self._is_still(delivery, SENDING, now, outbox.STILL)

    def may_be_looked_for(self, delivery: Delivery, now: datetime) -> bool:
        """Say whether a message is still in doubt, and its workspace does not rest."""
        return self._is_still(delivery, IN_DOUBT, now, outbox.STILL)

    def _is_still(
        self, delivery: Delivery, state: DeliveryState, now: datetime, query: Select[int], **more: timedelta
    ) -> bool:
        held = {"delivery": delivery.id, "held": delivery.attempts, "held_as": state}
        return bool(self._all(query, **held, **instants(now), **more))

    # Ending

    def sent(self, delivery: Delivery, receipt: str, now: datetime) -> bool:
        """Note that a message is there, with the chat's proof; False when that was not awaited."""
        return bool(self.all_sent([(delivery, receipt)], now))

    def all_sent(self, arrived: Sequence[tuple[Delivery, str]], now: datetime) -> list[Delivery]:
        """Note together that messages are there, each with its proof; return those that were awaited."""
        some = [arrived[n : n + TOGETHER] for n in range(0, len(arrived), TOGETHER)]
        noted = {row[0] for each in some for row in self._change(outbox.ARRIVE, _places(each, now))}
        return [each for each, _ in arrived if each.id in noted]

    def failed(self, delivery: Delivery, why: str) -> bool:
        """Note that a message cannot leave; False when that was not awaited."""
        return self._moves(delivery, (SENDING,), {"state": DeliveryState.FAILED, "why": why})

    def put_back(self, delivery: Delivery, not_before: datetime) -> bool:
        """Plan again a message that surely did not leave; False when that was not awaited."""
        values = {"state": PLANNED, "not_before": not_before, "settle_at": None}
        return self._moves(delivery, (SENDING, IN_DOUBT), values)

    def doubt(self, delivery: Delivery, settle_at: datetime) -> bool:
        """Note that nobody knows whether a message left, and when to look for it."""
        return self._moves(delivery, (SENDING, IN_DOUBT), {"state": IN_DOUBT, "settle_at": settle_at})

    def unknown(self, delivery: Delivery) -> bool:
        """Give up a message in doubt whose day is over, without ever knowing."""
        return self._moves(delivery, (IN_DOUBT,), {"state": DeliveryState.UNKNOWN, "why": "never found out"})

    def expire(self, now: datetime) -> list[Delivery]:
        """Skip the messages that had to leave before now, and return them."""
        return self._moved(outbox.EXPIRE, now=now)

    def in_doubt(self, now: datetime | None = None, most: int = 100) -> list[Delivery]:
        """Return the messages to be looked for in the chat by now, oldest first; without now, all of them."""
        if now is None:
            return self._deliveries(outbox.DOUBTFUL)[:most]
        return self._deliveries(outbox.SETTLED, **outbox.at(now))[:most]

    def resume_after_crash(self, lease: timedelta, settle_at: datetime) -> list[Delivery]:
        """Put in doubt what was being sent when a process stopped, and return it.

        SQLite has one process: whatever it was sending is in doubt when it starts again. On PostgreSQL
        others may be sending: see `take_over`.
        """
        if self._on_postgresql:
            return self.take_over(lease, settle_at)
        return self._moved(outbox.DOUBT_ALL, settled=settle_at)

    def doubt_what_is_due(self, now: datetime) -> int:
        """Put in doubt what may have left by now, as after the return of a copy; return how many messages.

        What had to leave before now expires as usual; what is due later has surely not left.
        """
        return len(self._change(outbox.DOUBT_DUE, {"now": now}).all())

    def take_over(self, lease: timedelta, settle_at: datetime) -> list[Delivery]:
        """Put in doubt what other processes hold for longer than a lease, by the database's own clock."""
        if not self._on_postgresql:
            return []
        return self._moved(outbox.TAKE_OVER, lease=lease, settled=settle_at)

    # Looking

    def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the message that waits longest could have left."""
        row = self._first(outbox.OLDEST_DUE, now=now)
        return row[0] if row else None

    def under_way(self) -> dict[DeliveryState, int]:
        """Count the messages that wait, are being sent, or are in doubt."""
        found = {row[0]: row[1] for row in self._all(outbox.UNDER_WAY)}
        return {state: found.get(state, 0) for state in (PLANNED, SENDING, IN_DOUBT)}

    def delivery(self, delivery_id: int) -> Delivery | None:
        """Return one message on its way, or arrived."""
        found = self._deliveries(outbox.DELIVERIES.where(DeliveryRow.id == delivery_id))
        return found[0] if found else None

    def delivery_by_key(self, key: str) -> Delivery | None:
        """Return the message that was planned under this key."""
        found = self._deliveries(outbox.DELIVERIES.where(DeliveryRow.key == key))
        return found[0] if found else None

    def delivery_by_receipt(self, receipt: str) -> Delivery | None:
        """Return the message that the chat knows under this proof."""
        found = self._deliveries(outbox.DELIVERIES.where(DeliveryRow.receipt == receipt))
        return found[0] if found else None

    def moments(self, person_id: int, first: date, last: date) -> list[tuple[date, int]]:
        """Return the days on which Pouce spoke to somebody first, and how many items it said."""
        rows = self._all(outbox.MOMENTS_OF, person=person_id, first=first, last=last)
        return [(row[1], row[2]) for row in rows]

    def _deliveries(self, query: Select[*Anything], **given: object) -> list[Delivery]:
        return [Delivery(*row) for row in self._all(query, **given)]

    def _moved(self, statement: ReturningUpdate[*Anything], **given: object) -> list[Delivery]:
        rows = self._change(statement, given)
        return sorted((Delivery(*row) for row in rows), key=lambda each: (each.not_before, each.id))

    def _moves(self, delivery: Delivery, origins: Sequence[DeliveryState], values: dict[str, object]) -> bool:
        same = (DeliveryRow.id == delivery.id, DeliveryRow.attempts == delivery.attempts)
        mine = update(DeliveryRow).where(*same, DeliveryRow.state.in_(origins), HERE)
        return self._change(mine.values(values)).rowcount == 1


def _places(arrived: Sequence[tuple[Delivery, str]], now: datetime) -> dict[str, object]:
    """Return what `outbox.ARRIVE` is given: every place of it, those left over too."""
    places: dict[str, object] = {"now": now}
    for n, (each, proof) in zip_longest(range(TOGETHER), arrived, fillvalue=(None, None)):
        places |= {f"id{n}": each and each.id, f"held{n}": each and each.attempts, f"proof{n}": proof}
    return places
