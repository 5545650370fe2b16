"""When the owner of a login last proved who they are, asked again before a seal is used."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login_session", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
