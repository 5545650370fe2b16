"""Ratings of cases by those who applied, with their answers; and cases by when they ended."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OVER = sa.text("case_row.ended_at IS NOT NULL")
_OWED = sa.text("rating.due IS NOT NULL AND rating.answered_on IS NULL")


def upgrade() -> None:
    op.create_index(
        op.f("ix_case_row_ended_at"), "case_row", ["ended_at"], unique=False, sqlite_where=_OVER, postgresql_where=_OVER
    )
    op.create_table(
        "rating",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_no", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("body", "step", "decided_by")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("second_grade", sa.String(), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_rating_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_body_day"), "rating", ["body", "day"], unique=False)
    op.create_index(op.f("ix_rating_due"), "rating", ["due"], unique=False, sqlite_where=_OWED, postgresql_where=_OWED)
    op.create_table(
        "rating_word",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_rating_word_case_id")),
        sa.PrimaryKeyConstraint("case_id", "part", name=op.f("pk_rating_word")),
        sqlite_with_rowid=False,
    )
