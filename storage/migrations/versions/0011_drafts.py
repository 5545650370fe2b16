"""A draft of an act is found by its item; those of items that are closed are forgotten, as they are from now on."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_draft_matter"), "draft", ["matter"], unique=False)
    op.execute(
        "DELETE FROM draft WHERE matter LIKE 'item:%' "
        "AND NOT EXISTS (SELECT 1 FROM work_item WHERE state = 'open' AND matter = 'item:' || id)"
    )
