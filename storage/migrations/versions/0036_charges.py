"""Charges: what a supervisor asks of a body by a day, and every act on it."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_WAITING = sa.text("charge.state IN ('open', 'extension')")
_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "charge",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "body", "opened_by")),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("case_no", _BYTES, nullable=True),
        sa.Column("matter", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("near_told", sa.Date(), nullable=True),
        sa.Column("late_told", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    op.create_index(op.f("ix_charge_body_state"), "charge", ["body", "state"], unique=False)
    op.create_index(op.f("ix_charge_case_no"), "charge", ["case_no"], unique=False)
    op.create_index(
        op.f("ix_charge_due"), "charge", ["due"], unique=False, sqlite_where=_WAITING, postgresql_where=_WAITING
    )
    op.create_table(
        "charge_act",
        sa.Column("charge", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["charge"], ["charge.id"], name=op.f("fk_charge_act_charge")),
        sa.PrimaryKeyConstraint("charge", "version", name=op.f("pk_charge_act")),
        sqlite_with_rowid=False,
    )
