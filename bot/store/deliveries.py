"""Messages on their way. Each change of state starts from the states it may start from, and from no other.

Whoever took a message holds it as it was then: a worker that comes back late, after another one took it over,
has an older number of attempts, and changes nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Interval,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.domain.deliveries import Delivery, DeliveryState
from bot.domain.messages import Message
from bot.domain.people import Address
from bot.store.delivery_tables import BucketRow, DeliveryRow, MailboxRow
from bot.store.pace import RESTING, instants
from bot.store.scoped import VIEWER, VIEWER_IS_HERE, Scoped, here
from bot.store.tables import WorkspaceRow

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
_SAID = (_PLANNED, _SENDING, _IN_DOUBT, DeliveryState.SENT, DeliveryState.UNKNOWN)
_IS_PLANNED = func.lower(DeliveryRow.state) == _PLANNED.value
"""Said so that no index helps: SQLite would go through all that is planned, rather than to a few ids."""
_LOOKED_OVER = 4
"""How many messages are looked at for each one that is taken: several may be for the same person."""
_FAR = timedelta(hours=1)
"""No chat is given that long to settle: the clock went back meanwhile."""

_HERE = here(DeliveryRow.workspace_id)
MOMENTS = (
    select(DeliveryRow.person_id, DeliveryRow.local_date, DeliveryRow.items)
    .where(DeliveryRow.key.startswith("moment:"), DeliveryRow.state.in_(_SAID))
    .where(or_(_HERE, and_(DeliveryRow.person_id == VIEWER, VIEWER_IS_HERE)))
    .order_by(DeliveryRow.local_date, DeliveryRow.id)
)
_MOMENTS_OF = MOMENTS.where(
    DeliveryRow.person_id == bindparam("person"),
    DeliveryRow.local_date.between(bindparam("first"), bindparam("last")),
)


_ALIVE = and_(DeliveryRow.not_before <= bindparam("now"), DeliveryRow.expires_at > bindparam("now"))
_WAITING = (
    select(WorkspaceRow.id)
    .where(
        exists().where(DeliveryRow.workspace_id == WorkspaceRow.id, DeliveryRow.state == _PLANNED, _ALIVE),
        ~exists().where(BucketRow.workspace_id == WorkspaceRow.id, RESTING),
        here(WorkspaceRow.id),
    )
    .order_by(WorkspaceRow.id)
)
"""Asked of each workspace, not of each message: there may be many more of these."""
_STILL = select(DeliveryRow.id).where(
    DeliveryRow.id == bindparam("delivery"),
    DeliveryRow.attempts == bindparam("held"),
    DeliveryRow.state == bindparam("held_as", type_=DeliveryRow.state.type),
    ~exists().where(BucketRow.workspace_id == DeliveryRow.workspace_id, RESTING),
    _HERE,
)
_STILL_IN_TIME = _STILL.where(DeliveryRow.sending_since > func.now() - bindparam("longest", type_=Interval()))


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
        what = {"key": key, "message": message, "items": items, "state": _PLANNED, "attempts": 0}
        added = self._add_once(DeliveryRow, DeliveryRow.id, **where, **when, **what)
        if added is None:
            return None
        whose = (added, key, address.workspace, person_id, address.external_id)
        return Delivery(*whose, message, _PLANNED, not_before, expires_at, local_date)

    def is_planned(self, key: str) -> bool:
        """Say whether a message was planned under this key, whatever became of it."""
        return self._first(select(DeliveryRow.id).where(DeliveryRow.key == key, _HERE)) is not None

    # Taking

    def waiting(self, now: datetime) -> list[int]:
        """Return the workspaces for which something may leave now, those that asked to wait left out."""
        return [row[0] for row in self._all(_WAITING, **instants(now))]

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
        mine = and_(DeliveryRow.id.in_(ids), _IS_PLANNED)
        values = {"state": _SENDING, "attempts": DeliveryRow.attempts + 1, "sending_since": func.now()}
        return self._moved(mine, values)

    def _candidates(self, workspace: int, now: datetime, most: int) -> list[tuple[int, str]]:
        alive = and_(DeliveryRow.not_before <= now, DeliveryRow.expires_at > now)
        ours = and_(DeliveryRow.workspace_id == workspace, DeliveryRow.state == _PLANNED, alive, _HERE)
        busy = self._spoken_to(workspace, now)
        query = select(DeliveryRow.id, DeliveryRow.external_id).where(
            ours, DeliveryRow.external_id.not_in(busy)
        )
        rows = self._all(query.order_by(DeliveryRow.not_before, DeliveryRow.id).limit(most))
        return [(row[0], row[1]) for row in rows]

    def _spoken_to(self, workspace: int, now: datetime) -> set[str]:
        """Return the addresses to which something is on its way, or was just sent."""
        moving = DeliveryRow.state.in_((_SENDING, _IN_DOUBT))
        soon = MailboxRow.next_at.between(now + timedelta(microseconds=1), now + _FAR)
        on_their_way = select(DeliveryRow.external_id).where(DeliveryRow.workspace_id == workspace, moving)
        just_served = select(MailboxRow.external_id).where(MailboxRow.workspace_id == workspace, soon)
        return {row[0] for row in self._all(on_their_way.union_all(just_served))}

    def may_leave(self, delivery: Delivery, now: datetime, longest: timedelta) -> bool:
        """Say whether a message is still yours to send, and its workspace does not rest.

        On PostgreSQL, it is yours for so long after it was taken, by the database's own clock: that of a
        machine that was frozen stood still.
        """
        if self._on_postgresql:
            return self._is_still(delivery, _SENDING, now, _STILL_IN_TIME, longest=longest)
        return self._is_still(delivery, _SENDING, now, _STILL)

    def may_be_looked_for(self, delivery: Delivery, now: datetime) -> bool:
        """Say whether a message is still in doubt, and its workspace does not rest."""
        return self._is_still(delivery, _IN_DOUBT, now, _STILL)

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
        held = tuple_(DeliveryRow.id, DeliveryRow.attempts).in_(
            [(each.id, each.attempts) for each, _ in arrived]
        )
        proof = case({each.id: proof for each, proof in arrived}, value=DeliveryRow.id)
        mine = update(DeliveryRow).where(held, DeliveryRow.state.in_((_SENDING, _IN_DOUBT)), _HERE)
        values = {"state": DeliveryState.SENT, "receipt": proof, "sent_at": now, "why": None}
        noted = {row[0] for row in self._change(mine.values(values).returning(DeliveryRow.id))}
        return [each for each, _ in arrived if each.id in noted]

    def failed(self, delivery: Delivery, why: str) -> bool:
        """Note that a message cannot leave; False when that was not awaited."""
        return self._moves(delivery, (_SENDING,), {"state": DeliveryState.FAILED, "why": why})

    def put_back(self, delivery: Delivery, not_before: datetime) -> bool:
        """Plan again a message that surely did not leave; False when that was not awaited."""
        values = {"state": _PLANNED, "not_before": not_before, "settle_at": None}
        return self._moves(delivery, (_SENDING, _IN_DOUBT), values)

    def doubt(self, delivery: Delivery, settle_at: datetime) -> bool:
        """Note that nobody knows whether a message left, and when to look for it."""
        return self._moves(delivery, (_SENDING, _IN_DOUBT), {"state": _IN_DOUBT, "settle_at": settle_at})

    def unknown(self, delivery: Delivery) -> bool:
        """Give up a message in doubt whose day is over, without ever knowing."""
        return self._moves(delivery, (_IN_DOUBT,), {"state": DeliveryState.UNKNOWN, "why": "never found out"})

    def expire(self, now: datetime) -> list[Delivery]:
        """Skip the messages that had to leave before now, and return them."""
        late = and_(DeliveryRow.state == _PLANNED, DeliveryRow.expires_at <= now)
        return self._moved(late, {"state": DeliveryState.SKIPPED, "why": "expired"})

    def in_doubt(self, now: datetime | None = None, most: int = 100) -> list[Delivery]:
        """Return the messages to be looked for in the chat by now, oldest first; without now, all of them."""
        settled = DeliveryRow.state == _IN_DOUBT
        if now is not None:
            due = or_(DeliveryRow.settle_at <= now, DeliveryRow.settle_at > now + _FAR)
            settled = and_(settled, or_(DeliveryRow.settle_at.is_(None), due))
        return self._deliveries(settled)[:most]

    def resume_after_crash(self, lease: timedelta, settle_at: datetime) -> list[Delivery]:
        """Put in doubt what was being sent when a process stopped, and return it.

        SQLite has one process: whatever it was sending is in doubt when it starts again. On PostgreSQL
        others may be sending: see `take_over`.
        """
        if self._on_postgresql:
            return self.take_over(lease, settle_at)
        return self._moved(DeliveryRow.state == _SENDING, {"state": _IN_DOUBT, "settle_at": settle_at})

    def take_over(self, lease: timedelta, settle_at: datetime) -> list[Delivery]:
        """Put in doubt what other processes hold for longer than a lease, by the database's own clock."""
        if not self._on_postgresql:
            return []
        held = and_(DeliveryRow.state == _SENDING, DeliveryRow.sending_since <= func.now() - lease)
        return self._moved(held, {"state": _IN_DOUBT, "settle_at": settle_at})

    # Looking

    def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the message that waits longest could have left."""
        alive = and_(DeliveryRow.not_before <= now, DeliveryRow.expires_at > now)
        row = self._first(
            select(func.min(DeliveryRow.not_before)).where(DeliveryRow.state == _PLANNED, alive, _HERE)
        )
        return row[0] if row else None

    def under_way(self) -> dict[DeliveryState, int]:
        """Count the messages that wait, are being sent, or are in doubt."""
        states = (_PLANNED, _SENDING, _IN_DOUBT)
        query = select(DeliveryRow.state, func.count()).where(DeliveryRow.state.in_(states), _HERE)
        found = {row[0]: row[1] for row in self._all(query.group_by(DeliveryRow.state))}
        return {state: found.get(state, 0) for state in states}

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
        rows = self._all(_MOMENTS_OF, person=person_id, first=first, last=last)
        return [(row[1], row[2]) for row in rows]

    def _deliveries(self, *which: ColumnElement[bool]) -> list[Delivery]:
        query = _DELIVERIES.where(*which, _HERE).order_by(DeliveryRow.not_before, DeliveryRow.id)
        return [Delivery(*row) for row in self._all(query)]

    def _moved(self, which: ColumnElement[bool], values: dict[str, object]) -> list[Delivery]:
        rows = self._change(update(DeliveryRow).where(which, _HERE).values(values).returning(*_DELIVERY))
        return sorted((Delivery(*row) for row in rows), key=lambda each: (each.not_before, each.id))

    def _moves(self, delivery: Delivery, origins: Sequence[DeliveryState], values: dict[str, object]) -> bool:
        same = (DeliveryRow.id == delivery.id, DeliveryRow.attempts == delivery.attempts)
        mine = update(DeliveryRow).where(*same, DeliveryRow.state.in_(origins), _HERE)
        return self._change(mine.values(values)).rowcount == 1
