"""Work items know under which organisation their holders were found; accounts know that a password must be changed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Items of before carry version 0, older than any: they are looked at once."""
    never = sa.text("'1970-01-01'")
    op.add_column("work_item", sa.Column("organisation", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("work_item", sa.Column("looked_at", sa.Date(), nullable=False, server_default=never))
    op.add_column("work_item", sa.Column("unattended", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_work_item_state_organisation"), "work_item", ["state", "organisation"], unique=False)
    op.add_column("account", sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
