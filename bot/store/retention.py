"""What is over is not kept for ever."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, select, update

from bot.domain.deliveries import DeliveryState
from bot.store.columns import Instant
from bot.store.delivery_tables import DeliveryRow
from bot.store.scoped import Scoped, here
from bot.store.tables import NudgeRow

_ENDED = (DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.FAILED, DeliveryState.UNKNOWN)

_OLD = (
    select(DeliveryRow.id)
    .where(
        DeliveryRow.state.in_(_ENDED),
        DeliveryRow.expires_at < bindparam("before", type_=Instant()),
        here(DeliveryRow.workspace_id),
    )
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)


class Retention(Scoped):
    """Forgetting what nothing reads any more."""

    def forget_messages(self, before: datetime, most: int) -> int:
        """Delete some of the messages that ended, and whose day was over by then; return how many.

        What was asked stays asked: a nudge keeps its own key, and loses its message only.
        """
        ids = [row[0] for row in self._all(_OLD, before=before, most=most)]
        if ids:
            self._change(update(NudgeRow).where(NudgeRow.delivery_id.in_(ids)).values(delivery_id=None))
            self._change(delete(DeliveryRow).where(DeliveryRow.id.in_(ids)))
        return len(ids)
