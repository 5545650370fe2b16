"""Indexes hold what is asked for: effects to be done, items decided or with a day; what is settled is fenced no more."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_UNSETTLED = sa.text("effect.state NOT IN ('done', 'cancelled')")
_ITEMS = (
    (["decided_by", "decided_at"], sa.text("work_item.decided_by IS NOT NULL")),
    (["state", "alarm"], sa.text("work_item.alarm IS NOT NULL")),
)


def upgrade() -> None:
    """Rows of earlier releases stay as they are: what their payloads say twice is read all the same."""
    op.execute("UPDATE effect SET token = NULL, lease_until = NULL WHERE state = 'done'")
    op.drop_index(op.f("ix_effect_case_id"), table_name="effect")
    op.drop_index(op.f("ix_effect_state_lease_until"), table_name="effect")
    op.create_index(
        op.f("ix_effect_state_lease_until"),
        "effect",
        ["state", "lease_until"],
        unique=False,
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
    for columns, where in _ITEMS:
        name = op.f(f"ix_work_item_{'_'.join(columns)}")
        op.drop_index(name, table_name="work_item")
        op.create_index(name, "work_item", columns, unique=False, sqlite_where=where, postgresql_where=where)
