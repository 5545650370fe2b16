"""Who has filed a case for its applicant, and how; proxies by which somebody files for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_BY_OTHERS = sa.text("case_row.filed_by IS NOT NULL")


def upgrade() -> None:
    op.add_column("case_row", sa.Column("filed_by", sa.String(), nullable=True))
    op.add_column("case_row", sa.Column("channel", sa.String(), nullable=True))
    op.create_index(
        op.f("ix_case_row_filed_by_id"),
        "case_row",
        ["filed_by", "id"],
        sqlite_where=_BY_OTHERS,
        postgresql_where=_BY_OTHERS,
    )
    op.add_column("proxy", sa.Column("filing", sa.String(), nullable=True))
