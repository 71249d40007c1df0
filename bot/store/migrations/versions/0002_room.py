"""The local room remembers what was posted in it, who is there, and what time it is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_hour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("now", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_room_hour_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_hour"),
        sa.UniqueConstraint("workspace_id", name="uq_room_hour_workspace_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "room_resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_room_resident_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_resident"),
    )
    op.create_index(
        "ix_room_resident_workspace_id_external_id",
        "room_resident",
        ["workspace_id", "external_id"],
        unique=True,
    )
    op.create_table(
        "room_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("root", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("only_for", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_room_post_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_post"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_room_post_workspace_id_place_root_id", "room_post", ["workspace_id", "place", "root", "id"]
    )
    op.create_index("ix_room_post_workspace_id_root", "room_post", ["workspace_id", "root"])
    op.create_index("ix_room_post_workspace_id_key", "room_post", ["workspace_id", "key"])
    op.create_table(
        "room_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spoke", sa.Boolean(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_room_look_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_room_look"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_room_look_person_id_id", "room_look", ["person_id", "id"])
