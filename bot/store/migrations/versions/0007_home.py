"""An App Home is kept up to date for who looks at it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("home_opened_at", sa.DateTime(timezone=True), nullable=True))
