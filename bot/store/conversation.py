"""Questions of the conversation that wait for an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select

from bot.store.scoped import CLOCK_LOOKS, VIEWER, Scoped, here
from bot.store.tables import PendingRow

_PENDINGS = select(PendingRow.id, PendingRow.kind, PendingRow.data, PendingRow.asked_at)


@dataclass(frozen=True, slots=True)
class Pending:
    """A question Pouce put to someone in the conversation, and what it needs to go on."""

    id: int
    kind: str
    data: Mapping[str, Any]
    asked_at: datetime


_ASKED_HERE = or_(PendingRow.workspace_id.is_(None), here(PendingRow.workspace_id))
_OWN = and_(or_(CLOCK_LOOKS, PendingRow.person_id == VIEWER), _ASKED_HERE)


_ONE = _PENDINGS.where(PendingRow.id == bindparam("pending"), _OWN)
_LAST = (
    _PENDINGS.where(PendingRow.person_id == bindparam("person"), _ASKED_HERE)
    .order_by(PendingRow.id.desc())
    .limit(1)
)
_CLOSE = delete(PendingRow).where(PendingRow.id == bindparam("pending"), _OWN)


class Conversation(Scoped):
    """Open questions: each is seen by the person it was put to, where it was put."""

    def open_pending(self, person_id: int, kind: str, data: Mapping[str, Any], now: datetime) -> Pending:
        """Remember a question until it is answered or closed."""
        self._require_person(person_id)
        values = {"person_id": person_id, "workspace_id": self.scope.workspace, "kind": kind}
        added = self._add(PendingRow, PendingRow.id, **values, data=data, asked_at=now)
        return Pending(added, kind, data, now)

    def pending(self, pending_id: int) -> Pending | None:
        """Return an open question, to the person it was put to."""
        row = self._first(_ONE, pending=pending_id)
        return Pending(*row) if row else None

    def last_pending(self, person_id: int) -> Pending | None:
        """Return the newest open question put to somebody."""
        row = self._first(_LAST, person=person_id)
        return Pending(*row) if row else None

    def close_pending(self, pending_id: int) -> None:
        """Forget a question: answered, or not to be answered any more."""
        self._change(_CLOSE, {"pending": pending_id})

    def close_all_pending(self, person_id: int) -> None:
        """Forget every open question put to somebody."""
        self._change(delete(PendingRow).where(PendingRow.person_id == person_id, _ASKED_HERE))
