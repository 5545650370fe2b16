"""Words by which cases are found, and lists by matter and status; `flows.cases.entering` enters the words of what exists."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_word",
        sa.Column("word", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "case_id", name=op.f("pk_case_word")),
        sqlite_with_rowid=False,
    )
    for column in ("matter", "status"):
        op.create_index(op.f(f"ix_case_row_{column}_id"), "case_row", [column, "id"])
