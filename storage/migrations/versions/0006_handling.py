"""Work items know what they wait for and who has them; a definition's digest leaves out what says no more than the default."""

import sqlalchemy as sa
from alembic import op

from matters.language.document import Definition

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_VERSIONS = sa.text("SELECT digest, document FROM matter_version")
_RENAME = sa.text("UPDATE matter_version SET digest = :new WHERE digest = :old")
_PINNED = sa.text("UPDATE case_row SET definition = :new WHERE definition = :old")


def upgrade() -> None:
    """Cases go on with the very version they pinned, under its new digest; their events keep the old one."""
    op.add_column("work_item", sa.Column("handling", sa.String(), nullable=False, server_default="plain"))
    op.add_column("work_item", sa.Column("purpose", sa.String(), nullable=False, server_default="act"))
    op.add_column("work_item", sa.Column("alarm", sa.Date(), nullable=True))
    op.create_index(op.f("ix_work_item_state_alarm"), "work_item", ["state", "alarm"], unique=False)
    op.execute("UPDATE work_item SET purpose = 'supplement' WHERE supplement")
    op.drop_column("work_item", "supplement")
    connection = op.get_bind()
    for old, document in connection.execute(_VERSIONS).all():
        new = Definition.model_validate_json(document).digest
        connection.execute(_RENAME, {"old": old, "new": new})
        connection.execute(_PINNED, {"old": old, "new": new})
