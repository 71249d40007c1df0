"""What is over is not kept for ever."""

from datetime import date, datetime

from sqlalchemy import Integer, and_, bindparam, delete, select, update

from bot.domain.deliveries import DeliveryState
from bot.domain.practices import Visibility
from bot.store.columns import Instant
from bot.store.delivery_tables import DeliveryRow
from bot.store.scoped import Scoped, here
from bot.store.tables import ActivityRow, NudgeRow

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

    def forget_private(self, practice: str, main: str | None, before: date) -> int:
        """Delete the private records of a practice that are older than a day; return how many.

        What was counted fades; a record that holds the practice's main text stays until its author erases it.
        """
        old = and_(
            ActivityRow.practice == practice,
            ActivityRow.visibility == Visibility.PRIVATE,
            ActivityRow.day < before,
            here(ActivityRow.workspace_id),
        )
        rows = self._all(select(ActivityRow.id, ActivityRow.answers).where(old))
        ids = [row[0] for row in rows if main is None or not row[1].get(main)]
        if ids:
            self._change(update(NudgeRow).where(NudgeRow.activity_id.in_(ids)).values(activity_id=None))
            self._change(delete(ActivityRow).where(ActivityRow.id.in_(ids)))
        return len(ids)

    def forget_messages(self, before: datetime, most: int) -> int:
        """Delete some of the messages that ended, and whose day was over by then; return how many.

        What was asked stays asked: a nudge keeps its own key, and loses its message only.
        """
        ids = [row[0] for row in self._all(_OLD, before=before, most=most)]
        if ids:
            self._change(update(NudgeRow).where(NudgeRow.delivery_id.in_(ids)).values(delivery_id=None))
            self._change(delete(DeliveryRow).where(DeliveryRow.id.in_(ids)))
        return len(ids)
