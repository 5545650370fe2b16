"""For which period a case is filed, of a recurring report; and what those were told who owe one."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_REPORTED = sa.text(
    "case_row.period IS NOT NULL AND case_row.status NOT IN"
    " ('acceptance_refused', 'withdrawn', 'terminated', 'revoked') AND coalesce(case_row.result, '') <> 'denied'"
)


def upgrade() -> None:
    op.add_column("case_row", sa.Column("period", sa.String(), nullable=True))
    op.create_index(
        op.f("ix_case_row_matter_applicant_body_period"),
        "case_row",
        ["matter", "applicant_body", "period"],
        unique=True,
        sqlite_where=_REPORTED,
        postgresql_where=_REPORTED,
    )
    keys = (sa.Column(name, sa.String(), nullable=False) for name in ("matter", "period", "body", "occasion"))
    op.create_table(
        "report_call",
        *keys,
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("matter", "period", "body", "occasion", name=op.f("pk_report_call")),
        sqlite_with_rowid=False,
    )
