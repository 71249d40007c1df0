"""Everything the first version remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("moment", sa.Time(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("privacy_read", sa.Boolean(), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("next_moment_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_next_moment_at", "person", ["next_moment_at"])

    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
        sa.UniqueConstraint("platform", "external_id", name="uq_workspace_platform_external_id"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_absence_person_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name="fk_absence_proposed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])

    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_address_person_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_address_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint(
            "workspace_id", "kind", "external_id", name="uq_address_workspace_id_kind_external_id"
        ),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"])

    op.create_table(
        "closing_day",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_closing_day_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "day", name="pk_closing_day"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_delivery_person_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_delivery_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_person_id_local_date", "delivery", ["person_id", "local_date"])
    op.create_index("ix_delivery_receipt", "delivery", ["receipt"])
    op.create_index("ix_delivery_state_not_before", "delivery", ["state", "not_before"])

    op.create_table(
        "inbound",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_inbound_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name="pk_inbound"),
    )
    op.create_table(
        "pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_pending_person_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_pending_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pending"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pending_person_id", "pending", ["person_id"])

    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.String(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("funding_ends_on", sa.Date(), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name="fk_team_proposed_by"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_team_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("workspace_id", "source", name="uq_team_workspace_id_source"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("visibility", sa.String(20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_activity_author_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_activity_team_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_activity_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sa.UniqueConstraint("workspace_id", "source", name="uq_activity_workspace_id_source"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activity_author_id_recorded_at", "activity", ["author_id", "recorded_at"])
    op.create_index("ix_activity_team_id_day", "activity", ["team_id", "day"])

    op.create_table(
        "membership",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("reads_since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name="fk_membership_invited_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_membership_team_id"),
        sa.PrimaryKeyConstraint("team_id", "person_id", name="pk_membership"),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])

    op.create_table(
        "subject",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("phase", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_subject_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_subject_team_id"),
        sa.PrimaryKeyConstraint("person_id", "team_id", "practice", name="pk_subject"),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_trail_by"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_trail_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trail"),
    )
    op.create_index("ix_trail_team_id", "trail", ["team_id"])

    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("reminder", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("ask", sa.String(20), nullable=False),
        sa.Column("about", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("later_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("as_line", sa.Boolean(), nullable=False),
        sa.Column("on_screen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_nudge_activity_id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_nudge_delivery_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_nudge_person_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_nudge_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nudge"),
        sa.UniqueConstraint(
            "person_id",
            "team_id",
            "practice",
            "reminder",
            "period",
            name="uq_nudge_person_id_team_id_practice_reminder_period",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_nudge_delivery_id", "nudge", ["delivery_id"])
    op.create_index("ix_nudge_person_id_asked_on", "nudge", ["person_id", "asked_on"])
