"""What people choose of notices, and when a notice goes outside the product."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_WAITING = sa.text("sent_at IS NULL AND send_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "news_choice",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("muted", sa.String(), nullable=False),
        sa.Column("quiet_since", sa.String(), nullable=True),
        sa.Column("quiet_until", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_news_choice")),
    )
    for column in ("send_at", "sent_at"):
        op.add_column("notice", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        op.f("ix_notice_send_at"), "notice", ["send_at"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )
