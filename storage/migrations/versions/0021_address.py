"""Where the web is reached, said by the web itself: papers drawn by any part carry that address."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("heartbeat", sa.Column("address", sa.String(), nullable=True))
