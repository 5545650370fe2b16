"""API tokens with a scope, an end of their own, and when they were last used; those that are there keep the whole scope."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_token", sa.Column("scope", sa.String(), nullable=True))
    op.add_column("api_token", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("api_token", sa.Column("last_used", sa.DateTime(timezone=True), nullable=True))
