"""What is remembered: one mapped class per table, named as in the design."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.domain.activities import Answers
from bot.domain.messages import Message, Reply
from bot.domain.nudges import Ask, NudgeState
from bot.domain.people import AddressKind, Rhythm, Role, Standing, TeamState
from bot.domain.phases import Phase, PhaseSpan
from bot.domain.practices import Visibility
from bot.domain.seasons import Season
from bot.store.columns import MAPPING, MESSAGE, NAMED, REPLIES, SET, SPANS, WORDS, Instant

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
NEVER_REUSED = {"sqlite_autoincrement": True}
"""A button pressed late must not meet a younger row under the id of a deleted one."""


class Base(DeclarativeBase):
    """Every constraint has a name, so that a migration can speak of it on both databases."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        Enum: NAMED,
        Mapping[str, Any]: MAPPING,
        Answers: MAPPING,
        Mapping[str, str]: MAPPING,
        tuple[str, ...]: WORDS,
        frozenset[str]: SET,
        frozenset[int]: SET,
        tuple[PhaseSpan, ...]: SPANS,
        Message: MESSAGE,
    }


class WorkspaceRow(Base):
    """A chat's workspace, server or room."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str]
    external_id: Mapped[str]
    name: Mapped[str]


class PersonRow(Base):
    """Someone; `next_moment_at` is the only schedule there is."""

    __tablename__ = "person"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]
    moment: Mapped[time]
    days: Mapped[frozenset[int]]
    rhythm: Mapped[Rhythm]
    arrived_on: Mapped[date | None]
    privacy_read: Mapped[bool]
    own_language: Mapped[bool] = mapped_column(server_default=false())
    own_zone: Mapped[bool] = mapped_column(server_default=false())
    welcomed_at: Mapped[datetime]
    gone: Mapped[bool]
    next_moment_at: Mapped[datetime | None] = mapped_column(index=True)


class AddressRow(Base):
    """Where someone is reached."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    external_id: Mapped[str]
    kind: Mapped[AddressKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    gone: Mapped[bool]
    home_opened_at: Mapped[datetime | None]
    """When they last looked at their App Home, to the day: it is kept up to date for who looks."""


class LinkCodeRow(Base):
    """A code somebody was given, to be typed in their other chat; only its digest is kept."""

    __tablename__ = "link_code"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]


class LinkTryRow(Base):
    """A code that was none: nobody may try many."""

    __tablename__ = "link_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class TeamRow(Base):
    """The people of one product."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("workspace_id", "source"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    name: Mapped[str]
    state: Mapped[TeamState]
    phases: Mapped[tuple[PhaseSpan, ...]]
    holidays: Mapped[str]
    arrived_on: Mapped[date | None]
    funding_ends_on: Mapped[date | None]
    links: Mapped[Mapping[str, str]]
    source: Mapped[str | None]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    season: Mapped[Season | None]
    season_until: Mapped[date | None]


class MembershipRow(Base):
    """One person in one team."""

    __tablename__ = "membership"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[Role]
    standing: Mapped[Standing]
    reads_since: Mapped[date | None]
    until: Mapped[date | None]
    asked: Mapped[frozenset[str]]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TrailRow(Base):
    """What happened to a team: who came, who may read, who left."""

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    verb: Mapped[str]
    detail: Mapped[Mapping[str, Any]]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ActivityRow(Base):
    """A recorded fact."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index(None, "team_id", "day"),
        Index(None, "author_id", "recorded_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    practice: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    answers: Mapped[Answers]
    text: Mapped[str]
    tags: Mapped[tuple[str, ...]]
    links: Mapped[tuple[str, ...]]
    visibility: Mapped[Visibility]
    recorded_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    source: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class NudgeRow(Base):
    """One reminder, one person, one team, one period."""

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("person_id", "team_id", "practice", "reminder", "period"),
        Index(None, "person_id", "asked_on"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    practice: Mapped[str]
    reminder: Mapped[str]
    period: Mapped[str]
    state: Mapped[NudgeState]
    asked_on: Mapped[date]
    ask: Mapped[Ask]
    about: Mapped[date | None]
    planned_on: Mapped[date | None]
    later_until: Mapped[datetime | None]
    reason: Mapped[str | None]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"), index=True)
    as_line: Mapped[bool]
    on_screen: Mapped[bool]


class SubjectRow(Base):
    """A practice that was introduced to someone in a team."""

    __tablename__ = "subject"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    practice: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    day: Mapped[date]
    phase: Mapped[Phase | None]


class AbsenceRow(Base):
    """Days away. No reason is kept."""

    __tablename__ = "absence"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    confirmed: Mapped[bool]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ClosingDayRow(Base):
    """A day on which the whole organisation is closed."""

    __tablename__ = "closing_day"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    label: Mapped[str]


class PendingRow(Base):
    """A question of the conversation that waits for its answer."""

    __tablename__ = "pending"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspace.id"))
    """None when the clock asked: the person may answer from anywhere."""
    kind: Mapped[str]
    data: Mapped[Mapping[str, Any]]
    asked_at: Mapped[datetime]


class InboundRow(Base):
    """What a chat brought already, and what it was answered: brought again, it is answered the same."""

    __tablename__ = "inbound"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[list[Reply] | None] = mapped_column(REPLIES)
