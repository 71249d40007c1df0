"""What the local room remembers as a chat: who is there, what was posted, its hour, what was decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.messages import Message
from bot.store.columns import VERDICTS
from bot.store.tables import Base

_IN_ORDER = {"sqlite_autoincrement": True}
"""Ids go on rising even after the room was emptied: a page that is open goes on from the last one it saw."""


class RoomHourRow(Base):
    """A room that has begun, and what time it is there."""

    __tablename__ = "room_hour"
    __table_args__ = _IN_ORDER

    id: Mapped[int] = mapped_column(primary_key=True)
    """Another one each time the room begins again."""
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), unique=True)
    now: Mapped[datetime]


class RoomResidentRow(Base):
    """Somebody in the room, whether Pouce knows them or not."""

    __tablename__ = "room_resident"
    __table_args__ = (Index(None, "workspace_id", "external_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    external_id: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]


class RoomPostRow(Base):
    """A message as it stood from one instant on; a change is one row more, with the same root."""

    __tablename__ = "room_post"
    __table_args__ = (
        Index(None, "workspace_id", "place", "root", "id"),
        Index(None, "workspace_id", "root"),
        Index(None, "workspace_id", "key"),
        _IN_ORDER,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    root: Mapped[int]
    place: Mapped[str]
    message: Mapped[Message]
    kind: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[str]
    only_for: Mapped[str]
    key: Mapped[str]


class RoomLookRow(Base):
    """A moment at which Pouce looked at somebody, and what it decided about each reminder."""

    __tablename__ = "room_look"
    __table_args__ = (Index(None, "person_id", "id"), _IN_ORDER)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    spoke: Mapped[bool]
    verdicts: Mapped[tuple[tuple[int, str, str, str | None], ...]] = mapped_column(VERDICTS)
    """Team, practice, reminder, and why it is silent; None for what was said."""
