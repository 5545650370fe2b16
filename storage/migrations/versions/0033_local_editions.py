"""Local lists under the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "local_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", instant, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("unfit_for", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_edition")),
        sa.UniqueConstraint("code", "body", "number", name=op.f("uq_local_edition_code_body_number")),
    )
