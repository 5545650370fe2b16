"""What each case counts towards the figures, and the sums of it; cases of earlier releases are counted at the next start."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = ("concluded", "timed", "on_time", "once", "sealed", "bodies", "steps", "signatures")


def _texts(*names: str) -> Iterator[sa.Column[str]]:
    return (sa.Column(name, sa.String(), nullable=False) for name in names)


def _numbers(*names: str) -> Iterator[sa.Column[int]]:
    return (sa.Column(name, sa.Integer(), nullable=False) for name in names)


def _minutes() -> sa.Column[int]:
    return sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "case_fact",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("matter", "body"),
        *_numbers("filed", "weekday"),
        sa.Column("ended", sa.Integer(), nullable=True),
        *_numbers(*_COUNTS, "minutes"),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_case_fact_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_fact")),
    )
    for month in ("filed", "ended"):
        columns = [month, "matter", "body", "case_id"]
        op.create_index(op.f(f"ix_case_fact_{month}_matter_body_case_id"), "case_fact", columns)
    op.create_table(
        "case_sum",
        *_numbers("month"),
        *_texts("matter", "body"),
        *_numbers("filed", *_WEEKDAYS, "ended", *_COUNTS),
        _minutes(),
        sa.PrimaryKeyConstraint("month", "matter", "body", name=op.f("pk_case_sum")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "step_sum",
        *_numbers("month"),
        *_texts("matter", "body", "step"),
        *_numbers("done"),
        _minutes(),
        sa.PrimaryKeyConstraint("month", "matter", "body", "step", name=op.f("pk_step_sum")),
        sqlite_with_rowid=False,
    )
