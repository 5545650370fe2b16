"""Lines of the audit chain bind the rows of record that were written with them."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("bound", sa.LargeBinary(), nullable=True))
