"""What is over is not kept for ever."""

from datetime import datetime

from sqlalchemy import and_, delete, select, update

from bot.domain.deliveries import DeliveryState
from bot.store.delivery_tables import DeliveryRow
from bot.store.scoped import Scoped, here
from bot.store.tables import NudgeRow

_ENDED = (DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.FAILED, DeliveryState.UNKNOWN)


class Retention(Scoped):
    """Forgetting what nothing reads any more."""

    def forget_messages(self, before: datetime, most: int) -> int:
        """Delete some of the messages that ended, and whose day was over by then; return how many.

        What was asked stays asked: a nudge keeps its own key, and loses its message only.
        """
        old = and_(
            DeliveryRow.state.in_(_ENDED), DeliveryRow.expires_at < before, here(DeliveryRow.workspace_id)
        )
        query = select(DeliveryRow.id).where(old).limit(most).with_for_update(skip_locked=True)
        ids = [row[0] for row in self._all(query)]
        if ids:
            self._change(update(NudgeRow).where(NudgeRow.delivery_id.in_(ids)).values(delivery_id=None))
            self._change(delete(DeliveryRow).where(DeliveryRow.id.in_(ids)))
        return len(ids)
