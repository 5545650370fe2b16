"""When a password was set: an initial one is good for some days only."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("password_at", sa.DateTime(timezone=True), nullable=True))
