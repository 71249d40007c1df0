"""Delivery knows its pace, its failures, who holds what, and when things were last done."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("settle_at", sa.DateTime(timezone=True), nullable=True))
        delivery.create_index("ix_delivery_state_expires_at", ["state", "expires_at"])
        delivery.create_index(
            "ix_delivery_workspace_id_state_not_before", ["workspace_id", "state", "not_before"]
        )
    with op.batch_alter_table("inbound") as inbound:
        inbound.add_column(sa.Column("answer", sa.JSON(), nullable=True))
        inbound.create_index("ix_inbound_seen_at", ["seen_at"])
    op.create_table(
        "bucket",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_bucket_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_bucket"),
    )
    op.create_table(
        "mailbox",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_mailbox_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "external_id", name="pk_mailbox"),
    )
    op.create_index("ix_mailbox_workspace_id_next_at", "mailbox", ["workspace_id", "next_at"])
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "beat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_beat"),
    )
