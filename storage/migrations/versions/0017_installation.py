"""What the office says of itself; where there is an organisation, the words that papers had until now."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNTIL_NOW = """
INSERT INTO installation_version (version, name, note, legend, root_name, sample, "by", at)
SELECT 1, '样例县', '样例系统制发，不具法律效力', '样例', '样例电子印章根证书', true, 'system', at
FROM organisation_version WHERE version = (SELECT min(version) FROM organisation_version)
"""


def upgrade() -> None:
    op.create_table(
        "installation_version",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("legend", sa.String(), nullable=False),
        sa.Column("root_name", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_installation_version")),
    )
    op.execute(UNTIL_NOW)
