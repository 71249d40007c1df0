"""A team may be in a season, until a day; before, none was."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("season", sa.String(length=20), nullable=True))  # as in 0005, no batch
    op.add_column("team", sa.Column("season_until", sa.Date(), nullable=True))
