"""Language and zone follow the chat, unless somebody chose their own; before, there was no chat to follow."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("own_language", "own_zone"):  # not in a batch: rebuilt, the table would reuse ids on SQLite
        op.add_column("person", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
