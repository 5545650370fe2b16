"""Work items know whether they were claimed or delegated; a definition's digest leaves out what says no more than the default."""

import sqlalchemy as sa
from alembic import op

from matters.definition import Definition

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
    connection = op.get_bind()
    for old, document in connection.execute(_VERSIONS).all():
        new = Definition.model_validate_json(document).digest
        connection.execute(_RENAME, {"old": old, "new": new})
        connection.execute(_PINNED, {"old": old, "new": new})
