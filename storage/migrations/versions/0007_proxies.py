"""Standing proxies: who stands in for whom, who granted it and who revoked it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proxy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("principal_person", sa.String(), nullable=False),
        sa.Column("principal_post", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("matters", sa.String(), nullable=False),
        sa.Column("up_to", sa.String(), nullable=True),
        sa.Column("open_items", sa.Boolean(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
        sa.UniqueConstraint(
            "principal_person", "principal_post", "number", name=op.f("uq_proxy_principal_person_principal_post_number")
        ),
    )
    op.create_index(op.f("ix_proxy_agent_until"), "proxy", ["agent", "until"], unique=False)
    op.create_index(op.f("ix_proxy_principal_person_until"), "proxy", ["principal_person", "until"], unique=False)
    op.create_index(op.f("ix_proxy_until"), "proxy", ["until"], unique=False)
