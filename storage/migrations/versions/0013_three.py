"""Administrators' roles are asked for by one and confirmed by another; no version of the organisation mixes 三员 with business."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

THREE = "('system_admin', 'security_admin', 'audit_admin')"
OWN = "'applicant'"  # everybody may file

# The newest version may be an older one than the rule: it stays, and the start that follows puts the next one right.
SQLITE = """
CREATE TRIGGER organisation_version_{event} BEFORE {event} ON organisation_version
WHEN EXISTS (
    SELECT 1 FROM json_each(NEW.document, '$.grants') AS one JOIN json_each(NEW.document, '$.grants') AS other
    WHERE json_extract(one.value, '$.role') IN {three}
      AND json_extract(one.value, '$.person') = json_extract(other.value, '$.person')
      AND json_extract(other.value, '$.role') NOT IN (json_extract(one.value, '$.role'), {own})
      AND coalesce(json_extract(one.value, '$.since'), '') <= coalesce(json_extract(other.value, '$.until'), '9999-12-31')
      AND coalesce(json_extract(other.value, '$.since'), '') <= coalesce(json_extract(one.value, '$.until'), '9999-12-31')
)
BEGIN
    SELECT RAISE(ABORT, 'ck_organisation_version_three');
END
"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION organisation_three() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM jsonb_array_elements(NEW.document::jsonb -> 'grants') AS one
        JOIN jsonb_array_elements(NEW.document::jsonb -> 'grants') AS other
          ON one ->> 'person' = other ->> 'person' AND other ->> 'role' NOT IN (one ->> 'role', {OWN})
        WHERE one ->> 'role' IN {THREE}
          AND coalesce(one ->> 'since', '') <= coalesce(other ->> 'until', '9999-12-31')
          AND coalesce(other ->> 'since', '') <= coalesce(one ->> 'until', '9999-12-31')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_organisation_version_three';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "role_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_request")),
    )
    op.create_index(op.f("ix_role_request_person"), "role_request", ["person"], unique=False)
    if op.get_context().dialect.name == "sqlite":
        for event in ("INSERT", "UPDATE"):
            op.execute(SQLITE.format(event=event, three=THREE, own=OWN))
    else:
        op.execute(POSTGRESQL)
        op.execute(
            "CREATE TRIGGER organisation_three BEFORE INSERT OR UPDATE ON organisation_version "
            "FOR EACH ROW EXECUTE FUNCTION organisation_three()"
        )
