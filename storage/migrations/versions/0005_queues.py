"""Indexes that hold all that the badge and the choice of a page of a queue ask for."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["person", "open", "item_id"]
    op.create_index(op.f("ix_work_item_holder_person_open_item_id"), "work_item_holder", columns, unique=False)
    op.drop_index(op.f("ix_work_item_holder_person_open"), table_name="work_item_holder")
    order = ["state", "due", "opened_at", "id"]
    op.create_index(op.f("ix_work_item_state_due_opened_at_id"), "work_item", order, unique=False)
