"""The seal register with what was sealed so far, and what people settle about effects in doubt."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_SEALED = """
SELECT d.id AS document, c.case_no, c.matter, c.definition, d.title, d.number AS document_no, d.seal_number AS seal_no,
       d.digest, d.effect_key, e.case_id, e.claim
FROM document d JOIN effect e ON e.key = d.effect_key JOIN case_row c ON c.id = d.case_id
ORDER BY d.issued_on, d.seal_number
"""
_TEXTS = (
    "document", "case_no", "matter", "definition", "body", "kind", "certificate", "title", "document_no", "seal_no",
    "actor_person", "actor_post", "digest", "state",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("effect", sa.Column("faults", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("effect", sa.Column("fault", sa.Text(), nullable=True))
    op.add_column("effect", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("effect", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE effect SET doubts = 1, doubted_at = COALESCE(lease_until, planned_at) WHERE state = 'in_doubt'")
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("doubt", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["effect_key"], ["effect.key"], name=op.f("fk_settlement_effect_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("effect_key", "doubt", "verdict", name=op.f("uq_settlement_effect_key_doubt_verdict")),
    )
    op.create_table(
        "seal_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("case_no", _BYTES, nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_no", _BYTES, nullable=False),
        sa.Column("seal_no", _BYTES, nullable=False),
        sa.Column("actor_person", sa.String(), nullable=False),
        sa.Column("actor_post", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_seal_use_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_use")),
        sa.UniqueConstraint("seal_no", name=op.f("uq_seal_use_seal_no")),
    )
    for columns in (["used_at"], ["body", "used_at"], ["document"], ["document_no"], ["case_no"]):
        op.create_index(op.f(f"ix_seal_use_{'_'.join(columns)}"), "seal_use", columns, unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE audit ALTER COLUMN object_id TYPE VARCHAR COLLATE "C"')
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_operation_seq"), "audit", ["operation", "seq"], unique=False)
    _enter_sealed(op.get_bind())


def _enter_sealed(connection: sa.Connection) -> None:
    """What was sealed before there was a register; the certificate's serial stands in the paper alone."""
    register = sa.table("seal_use", *(sa.column(name) for name in _TEXTS), sa.column("used_at", sa.DateTime(timezone=True)))
    for sealed in connection.execute(sa.text(_SEALED)).mappings().all():
        claim = json.loads(sealed["claim"])
        actor = _actor(connection, sealed["case_id"], int(sealed["effect_key"].split(":")[-2]))
        line = {name: sealed[name] for name in _TEXTS if name in sealed}
        line |= {"body": claim["body_id"], "kind": "special" if claim["legend"] == "业务专用章" else "official"}
        line |= {"actor_person": actor["person"], "actor_post": actor["post"], "certificate": "", "state": "valid"}
        line["used_at"] = datetime.fromisoformat(claim["sealed_at"]).astimezone(UTC)
        connection.execute(register.insert().values(line))


def _actor(connection: sa.Connection, case_id: int, seq: int) -> dict[str, str]:
    found = sa.text("SELECT payload FROM case_event WHERE case_id = :case_id AND seq = :seq")
    payload = connection.execute(found, {"case_id": case_id, "seq": seq}).scalar_one()
    return dict(json.loads(payload)["actor"])
