"""Samples and blank forms of matters."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = (sa.Column(name, sa.String(), nullable=False) for name in ("code", "digest", "name", "media_type", "by"))
    op.create_table(
        "matter_file",
        *texts,
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", "digest", name=op.f("pk_matter_file")),
    )
