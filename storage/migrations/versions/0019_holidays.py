"""Notices of days off, and the last days that they move."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days_off", sa.Text(), nullable=False),
        sa.Column("working_days", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("counted_to", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_holiday_notice_number")),
    )
    op.create_table(
        "moved_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_moved_day_case_id")),
        sa.ForeignKeyConstraint(["notice"], ["holiday_notice.id"], name=op.f("fk_moved_day_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_day")),
    )
    op.create_index(op.f("ix_moved_day_notice"), "moved_day", ["notice"], unique=False)
