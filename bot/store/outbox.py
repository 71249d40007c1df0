"""What the database is asked about messages on their way: statements built once, given values each time.

Every pass of the clock and every batch says the same things. To build a statement, and to find again what it
was compiled to, takes longer than to run it.
"""

from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Interval, and_, bindparam, case, exists, func, or_, select, update

from bot.domain.deliveries import DeliveryState
from bot.store.columns import Instant
from bot.store.delivery_tables import BucketRow, DeliveryRow, MailboxRow
from bot.store.pace import RESTING
from bot.store.scoped import VIEWER, VIEWER_IS_HERE, here
from bot.store.tables import WorkspaceRow

PLANNED, SENDING, IN_DOUBT = DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.IN_DOUBT
SENT = DeliveryState.SENT
TOGETHER = 10
"""How many messages one statement notes as arrived."""
FAR = timedelta(hours=1)
"""No chat is given that long to settle: the clock went back meanwhile."""

DELIVERY = (
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
HERE = here(DeliveryRow.workspace_id)
_NOW, _FAR_AHEAD = bindparam("now", type_=Instant()), bindparam("far", type_=Instant())
_ALIVE = and_(DeliveryRow.not_before <= _NOW, DeliveryRow.expires_at > _NOW)
_HOME: BindParameter[int] = bindparam("home")
_OURS = DeliveryRow.workspace_id == _HOME
_IN_ORDER = (DeliveryRow.not_before, DeliveryRow.id)
_SAID = (PLANNED, SENDING, IN_DOUBT, SENT, DeliveryState.UNKNOWN)

MOMENTS = (
    select(DeliveryRow.person_id, DeliveryRow.local_date, DeliveryRow.items)
    .where(DeliveryRow.key.startswith("moment:"), DeliveryRow.state.in_(_SAID))
    .where(or_(HERE, and_(DeliveryRow.person_id == VIEWER, VIEWER_IS_HERE)))
    .order_by(DeliveryRow.local_date, DeliveryRow.id)
)
MOMENTS_OF = MOMENTS.where(
    DeliveryRow.person_id == bindparam("person"),
    DeliveryRow.local_date.between(bindparam("first"), bindparam("last")),
)


def at(now: datetime) -> dict[str, datetime]:
    """Return what a statement is given that knows a far future from a near one."""
    return {"now": now, "far": now + FAR}


# Taking

WAITING = (
    select(WorkspaceRow.id)
    .where(
        exists().where(DeliveryRow.workspace_id == WorkspaceRow.id, DeliveryRow.state == PLANNED, _ALIVE),
        ~exists().where(BucketRow.workspace_id == WorkspaceRow.id, RESTING),
        here(WorkspaceRow.id),
    )
    .order_by(WorkspaceRow.id)
)
"""Asked of each workspace, not of each message: there may be many more of these."""
_ON_THEIR_WAY = select(DeliveryRow.external_id).where(_OURS, DeliveryRow.state.in_((SENDING, IN_DOUBT)))
_JUST_SERVED = select(MailboxRow.external_id).where(
    MailboxRow.workspace_id == _HOME, MailboxRow.next_at > _NOW, MailboxRow.next_at <= _FAR_AHEAD
)
_SPOKEN_TO = _ON_THEIR_WAY.union_all(_JUST_SERVED)
CANDIDATES = (
    select(DeliveryRow.id, DeliveryRow.external_id)
    .where(_OURS, DeliveryRow.state == PLANNED, _ALIVE, HERE)
    .where(DeliveryRow.external_id.not_in(_SPOKEN_TO))
    .order_by(*_IN_ORDER)
    .limit(bindparam("most"))
)
_IS_PLANNED = func.lower(DeliveryRow.state) == PLANNED.value
"""Said so that no index helps: SQLite would go through all that is planned, rather than to a few ids."""
TAKE = (
    update(DeliveryRow)
    .where(DeliveryRow.id.in_(bindparam("ids", expanding=True)), _IS_PLANNED, HERE)
    .values(state=SENDING, attempts=DeliveryRow.attempts + 1, sending_since=func.now())
    .returning(*DELIVERY)
)
STILL = select(DeliveryRow.id).where(
    DeliveryRow.id == bindparam("delivery"),
    DeliveryRow.attempts == bindparam("held"),
    DeliveryRow.state == bindparam("held_as", type_=DeliveryRow.state.type),
    ~exists().where(BucketRow.workspace_id == DeliveryRow.workspace_id, RESTING),
    HERE,
)
STILL_IN_TIME = STILL.where(DeliveryRow.sending_since > func.now() - bindparam("longest", type_=Interval()))

# Ending

_PLACES = range(TOGETHER)
_PROOF = case(*((DeliveryRow.id == bindparam(f"id{n}"), bindparam(f"proof{n}")) for n in _PLACES))
_ARRIVED = or_(
    *(
        and_(DeliveryRow.id == bindparam(f"id{n}"), DeliveryRow.attempts == bindparam(f"held{n}"))
        for n in _PLACES
    )
)
ARRIVE = (
    update(DeliveryRow)
    .where(_ARRIVED, DeliveryRow.state.in_((SENDING, IN_DOUBT)), HERE)
    .values(state=SENT, receipt=_PROOF, sent_at=_NOW, why=None)
    .returning(DeliveryRow.id)
)
"""Given `TOGETHER` places: `id0`, `held0`, `proof0` and so on; a place without a message has no id."""
EXPIRE = (
    update(DeliveryRow)
    .where(DeliveryRow.state == PLANNED, DeliveryRow.expires_at <= _NOW, HERE)
    .values(state=DeliveryState.SKIPPED, why="expired")
    .returning(*DELIVERY)
)
_SETTLE_AT = bindparam("settled", type_=Instant())
DOUBT_ALL = (
    update(DeliveryRow)
    .where(DeliveryRow.state == SENDING, HERE)
    .values(state=IN_DOUBT, settle_at=_SETTLE_AT)
    .returning(*DELIVERY)
)
DOUBT_DUE = (
    update(DeliveryRow)
    .where(or_(and_(DeliveryRow.state == PLANNED, _ALIVE), DeliveryRow.state == SENDING), HERE)
    .values(state=IN_DOUBT, settle_at=_NOW)
    .returning(DeliveryRow.id)
)
TAKE_OVER = DOUBT_ALL.where(DeliveryRow.sending_since <= func.now() - bindparam("lease", type_=Interval()))

# Looking

DELIVERIES = select(*DELIVERY).where(HERE).order_by(*_IN_ORDER)
DOUBTFUL = DELIVERIES.where(DeliveryRow.state == IN_DOUBT)
SETTLED = DOUBTFUL.where(
    or_(DeliveryRow.settle_at.is_(None), DeliveryRow.settle_at <= _NOW, DeliveryRow.settle_at > _FAR_AHEAD)
)
"""What its chat surely shows by now; or was to, before the clock went back."""
OLDEST_DUE = select(func.min(DeliveryRow.not_before)).where(DeliveryRow.state == PLANNED, _ALIVE, HERE)
UNDER_WAY = (
    select(DeliveryRow.state, func.count())
    .where(DeliveryRow.state.in_((PLANNED, SENDING, IN_DOUBT)), HERE)
    .group_by(DeliveryRow.state)
)
