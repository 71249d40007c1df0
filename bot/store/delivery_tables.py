"""What delivery remembers: messages on their way, how fast each chat may be spoken to, who holds what."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.deliveries import DeliveryState
from bot.domain.messages import Message
from bot.store.tables import NEVER_REUSED, Base


class DeliveryRow(Base):
    """A message that leaves exactly once."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "state", "not_before"),
        Index(None, "state", "expires_at"),
        Index(None, "workspace_id", "state", "not_before"),
        Index(None, "person_id", "local_date"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    external_id: Mapped[str]
    message: Mapped[Message]
    state: Mapped[DeliveryState]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    local_date: Mapped[date]
    items: Mapped[int]
    receipt: Mapped[str | None] = mapped_column(index=True)
    attempts: Mapped[int]
    why: Mapped[str | None]
    sending_since: Mapped[datetime | None]
    """By the database's own clock: what a worker holds for too long is in doubt."""
    settle_at: Mapped[datetime | None]
    """In doubt: when the chat surely shows what it took, hence when to look."""
    sent_at: Mapped[datetime | None]


class BucketRow(Base):
    """How much may be said in a workspace now; while it is blocked, its messages wait."""

    __tablename__ = "bucket"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    tokens: Mapped[float]
    refilled_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
    why: Mapped[str | None]
    """What somebody has to mend; None when the chat only asked to wait."""


class MailboxRow(Base):
    """An address that was written to: when it may be again, and how often in a row it was not reached."""

    __tablename__ = "mailbox"
    __table_args__ = (Index(None, "workspace_id", "next_at"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
    failures: Mapped[int]


class LeaseRow(Base):
    """Something that one process at a time may do, and until when it is its own, by the database's clock."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    until: Mapped[datetime]


class BeatRow(Base):
    """When something that goes on was last done, such as the tick of the clock."""

    __tablename__ = "beat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class InstallationRow(Base):
    """Pouce in a workspace: who its bot is there, and its tokens, closed."""

    __tablename__ = "installation"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    secrets: Mapped[str]
    bot_user: Mapped[str]
    bot: Mapped[str]
    scopes: Mapped[tuple[str, ...]]
    expires_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
