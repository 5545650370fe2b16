"""Each use of a seal has its own number: a paper may bear several seals (联合行文)."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bytewise = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("seal_use", sa.Column("number", bytewise, nullable=True))
    op.execute("UPDATE seal_use SET number = (SELECT seal_number FROM document WHERE document.id = seal_use.document)")
    with op.batch_alter_table("seal_use") as batch:
        batch.alter_column("number", existing_type=bytewise, nullable=False)
        batch.create_unique_constraint(op.f("uq_seal_use_number"), ["number"])
