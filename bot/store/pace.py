"""How fast each chat may be spoken to, who is hard to reach, who holds what, and what was done when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor, inf

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.domain.people import Address
from bot.store.columns import Instant
from bot.store.delivery_tables import BeatRow, BucketRow, LeaseRow, MailboxRow
from bot.store.scoped import Scoped, here, insert_or_change

RESTORED = "restored"
"""The beat of a database that came back from a copy: what was said since is known to the chats alone."""
BACKWARDS = timedelta(minutes=1)
"""A bucket that was filled this long after now: the clock went back."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A workspace whose messages wait."""

    workspace: int
    until: datetime
    why: str | None
    """What somebody has to mend; None when the chat only asked to wait."""


_REACHED = (
    update(MailboxRow)
    .where(
        MailboxRow.workspace_id == bindparam("home"),
        MailboxRow.external_id.in_(bindparam("addresses", expanding=True)),
        MailboxRow.failures > 0,
    )
    .values(failures=0)
)
_BUCKET = (
    select(BucketRow.tokens, BucketRow.refilled_at, BucketRow.blocked_until)
    .where(BucketRow.workspace_id == bindparam("home"))
    .with_for_update(skip_locked=True)
)
RESTING = and_(BucketRow.blocked_until > bindparam("now"), BucketRow.refilled_at <= bindparam("soon"))
"""A workspace that asked to wait; not believed once the clock went back before that. Given `instants`."""
_BLOCKED = (
    select(
        BucketRow.workspace_id,
        case((RESTING, BucketRow.blocked_until), else_=bindparam("now", type_=Instant())),
        BucketRow.why,
    )
    .where(or_(RESTING, BucketRow.why.is_not(None)), here(BucketRow.workspace_id))
    .order_by(BucketRow.workspace_id)
)
_REFILL = (
    update(BucketRow)
    .where(BucketRow.workspace_id == bindparam("home"))
    .values(tokens=bindparam("left"), refilled_at=bindparam("at", type_=Instant()))
)
_SPEND = (
    update(BucketRow)
    .where(BucketRow.workspace_id == bindparam("home"))
    .values(tokens=BucketRow.tokens - bindparam("number"))
)
_UNBLOCK = (
    update(BucketRow)
    .where(
        BucketRow.workspace_id == bindparam("home"),
        BucketRow.why.is_not(None),
        or_(BucketRow.blocked_until.is_(None), ~RESTING),
    )
    .values(blocked_until=None, why=None)
)


def instants(now: datetime) -> dict[str, datetime]:
    """Return what `RESTING` is given."""
    return {"now": now, "soon": now + BACKWARDS}


class Pace(Scoped):
    """Buckets, mailboxes, leases and beats."""

    def draw(self, workspace: int, now: datetime, per_second: float, burst: int, most: int) -> int | None:
        """Return how many messages may be sent in a workspace now, and hold its bucket until the commit.

        Zero while it is blocked; None while another process has the bucket.
        """
        bucket = self._bucket(workspace, now, burst)
        if bucket is None:
            return None
        tokens, refilled_at, blocked_until = bucket
        if now < refilled_at - BACKWARDS:
            refilled_at, blocked_until = now, None
            self._set(workspace, refilled_at=now, blocked_until=None)
        if blocked_until is not None and blocked_until > now:
            return 0
        if per_second == inf:
            return most
        gained = max((now - refilled_at).total_seconds(), 0.0) * per_second
        there = min(float(burst), tokens + gained)
        self._change(_REFILL, {"home": workspace, "left": there, "at": max(now, refilled_at)})
        return min(most, floor(there))

    def _bucket(
        self, workspace: int, now: datetime, burst: int
    ) -> tuple[float, datetime, datetime | None] | None:
        rows = self._all(_BUCKET, home=workspace)
        if not rows:  # another process has it, or nobody had it yet
            fresh = {"workspace_id": workspace, "tokens": float(burst), "refilled_at": now}
            added = self._add_once(BucketRow, BucketRow.workspace_id, **fresh)
            rows = self._all(_BUCKET, home=workspace) if added else rows
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else None

    def spend(self, workspace: int, number: int) -> None:
        """Take from the bucket what is about to be sent."""
        self._change(_SPEND, {"home": workspace, "number": number})

    def block(self, workspace: int, until: datetime, now: datetime, why: str | None = None) -> None:
        """Let a workspace's messages wait, for as long as the longest wait it asked for.

        `why` is what somebody has to mend.
        """
        fresh = {"workspace_id": workspace, "tokens": 0.0, "refilled_at": now}
        self._add_once(BucketRow, BucketRow.workspace_id, **fresh)
        went_back = BucketRow.refilled_at > now + BACKWARDS
        longer = case(
            (went_back, until), (BucketRow.blocked_until > until, BucketRow.blocked_until), else_=until
        )
        said = {} if why is None else {"why": why}
        refilled = case((went_back, now), (BucketRow.refilled_at > now, BucketRow.refilled_at), else_=now)
        self._set(workspace, blocked_until=longer, refilled_at=refilled, **said)

    def unblock(self, workspace: int, now: datetime) -> None:
        """Note that a workspace takes messages again, unless it asked to wait, or refused, meanwhile."""
        self._change(_UNBLOCK, {"home": workspace, **instants(now)})

    def blocked(self, now: datetime) -> list[Blocked]:
        """Return the workspaces whose messages wait for an hour or for somebody."""
        return [Blocked(*row) for row in self._all(_BLOCKED, **instants(now))]

    def _set(self, workspace: int, **values: object) -> None:
        self._change(update(BucketRow).where(BucketRow.workspace_id == workspace).values(values))

    # Addresses

    def wrote_to(self, workspace: int, addresses: Sequence[str], next_at: datetime) -> None:
        """Note when addresses may be written to again."""
        rows = [
            {"workspace_id": workspace, "external_id": each, "failures": 0, "next_at": next_at}
            for each in addresses
        ]
        key, changed = ("workspace_id", "external_id"), ("next_at",)
        self._change(insert_or_change(self._on_postgresql, MailboxRow, key, changed), rows)

    def reached(self, workspace: int, addresses: Sequence[str]) -> bool:
        """Forget that addresses could not be reached; say whether there was something to forget."""
        return self._change(_REACHED, {"home": workspace, "addresses": addresses}).rowcount > 0

    def missed(self, address: Address, now: datetime) -> int:
        """Note that an address could not be reached; return how many times in a row."""
        key = {"workspace_id": address.workspace, "external_id": address.external_id}
        self._put(MailboxRow, key, {"next_at": now}, failures=0)
        mine = (MailboxRow.workspace_id == address.workspace, MailboxRow.external_id == address.external_id)
        counted = update(MailboxRow).where(*mine).values(failures=MailboxRow.failures + 1)
        return int(self._change(counted.returning(MailboxRow.failures)).scalar_one())

    # Leases and beats

    def take_lease(self, name: str, owner: str, now: datetime, length: timedelta) -> bool:
        """Take, or keep, what one process at a time may do; False while another one has it.

        On PostgreSQL the hour is the database's own; on SQLite there is one process, and its clock is `now`.
        """
        clock = func.now() if self._on_postgresql else now
        until = clock + length
        values = {"name": name, "owner": owner, "until": until}
        statement = self._insert(LeaseRow).values(values)
        free = or_(LeaseRow.owner == owner, LeaseRow.until <= clock)
        taken = statement.on_conflict_do_update(
            index_elements=["name"], set_={"owner": owner, "until": until}, where=free
        ).returning(LeaseRow.owner)
        return self._change(taken).scalar() == owner

    def give_up_lease(self, name: str, owner: str, now: datetime) -> None:
        """Let another process take over at once."""
        mine = (LeaseRow.name == name, LeaseRow.owner == owner)
        clock = func.now() if self._on_postgresql else now
        self._change(update(LeaseRow).where(*mine).values(until=clock))

    def leases(self) -> dict[str, datetime]:
        """Return until when each thing that one process at a time may do is held."""
        return {row[0]: row[1] for row in self._all(select(LeaseRow.name, LeaseRow.until))}

    def beat(self, name: str, now: datetime) -> None:
        """Note that something that goes on was done."""
        self._put(BeatRow, {"name": name}, {"at": now})

    def database_clock(self) -> datetime:
        """Return what time it is for the database; on SQLite, for this machine."""
        now: datetime = self._all(select(func.current_timestamp(type_=Instant())))[0][0]
        return now

    def beats(self) -> dict[str, datetime]:
        """Return when each thing that goes on was last done."""
        return {row[0]: row[1] for row in self._all(select(BeatRow.name, BeatRow.at))}
