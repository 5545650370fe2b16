"""One standing stop of a seal for each body, one waiting request for each person and administrator's role."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Of several the gravest stands, then the oldest; the others ended in the moment in which they were asked for.
_GRAVITY = "CASE WHEN {0}.confirmed_at IS NOT NULL THEN 0 WHEN {0}.kind = 'revoked' THEN 1 ELSE 2 END, {0}.asked_at, {0}.id"
_STOPS = f"""UPDATE seal_stop SET lifted_by = 'system', lifted_at = asked_at WHERE lifted_at IS NULL AND EXISTS (
SELECT 1 FROM seal_stop AS other WHERE other.body = seal_stop.body AND other.lifted_at IS NULL
AND ({_GRAVITY.format("other")}) < ({_GRAVITY.format("seal_stop")}))"""
_REQUESTS = """UPDATE role_request SET settled_by = 'system', settled_at = asked_at, granted = false
WHERE settled_at IS NULL AND EXISTS (SELECT 1 FROM role_request AS other WHERE other.person = role_request.person
AND other.role = role_request.role AND other.settled_at IS NULL
AND (other.asked_at, other.id) < (role_request.asked_at, role_request.id))"""


def upgrade() -> None:
    op.execute(_STOPS)
    op.execute(_REQUESTS)
    op.drop_index(op.f("ix_seal_stop_body"), "seal_stop")
    _one("ix_seal_stop_body", "seal_stop", ["body"], "lifted_at IS NULL")
    _one("ix_role_request_person_role", "role_request", ["person", "role"], "settled_at IS NULL")


def _one(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(op.f(name), table, columns, unique=True, sqlite_where=only, postgresql_where=only)
