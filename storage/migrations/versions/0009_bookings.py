"""What is lent by the slot: the register of resources, and the slots that cases hold."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("body", "kind", "name", name=op.f("uq_resource_body_kind_name")),
    )
    op.create_table(
        "booking",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_booking_case_id")),
        sa.ForeignKeyConstraint(["resource"], ["resource.id"], name=op.f("fk_booking_resource")),
        sa.PrimaryKeyConstraint("case_id", "field", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_resource_ends"), "booking", ["resource", "ends"], unique=False)
