"""Rosters: tables that a body keeps for good, entry by entry, with every change."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("roster", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("belongs", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["roster"], ["roster.id"], name=op.f("fk_roster_entry_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("roster", "body", "key", name=op.f("uq_roster_entry_roster_body_key")),
    )
    op.create_index(op.f("ix_roster_entry_roster_belongs"), "roster_entry", ["roster", "belongs"], unique=False)
    op.create_table(
        "roster_change",
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_roster_change_case_id")),
        sa.ForeignKeyConstraint(["entry"], ["roster_entry.id"], name=op.f("fk_roster_change_entry")),
        sa.PrimaryKeyConstraint("entry", "version", name=op.f("pk_roster_change")),
    )
    op.create_index(op.f("ix_roster_change_case_id_seq"), "roster_change", ["case_id", "seq"], unique=False)
