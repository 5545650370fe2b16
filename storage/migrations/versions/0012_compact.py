"""A case in fewer bytes: instants, digests and JSON as bytes, nothing said twice, open work alone in its indexes."""

import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_UNSETTLED = sa.text("effect.state NOT IN ('done', 'cancelled')")
_BY_PEOPLE = sa.text("audit.person <> 'system'")
_OPEN, _HELD = sa.text("work_item.state = 'open'"), sa.text("work_item_holder.open")
# Those of the tables that stay; the others are laid down anew.
_INSTANTS = {
    "account": ("locked_until", "created_at"),
    "advance": ("created_at", "lease_until", "not_before", "settled_at"),
    "api_token": ("created_at", "revoked_at"),
    "booking": ("begins", "ends"),
    "case_row": ("filed_at", "updated_at", "ended_at"),
    "draft": ("updated_at",),
    "file": ("uploaded_at",),
    "login_attempt": ("at",),
    "login_session": ("created_at", "last_seen", "expires_at"),
    "matter_draft": ("saved_at", "submitted_at", "returned_at"),
    "matter_version": ("published_at",),
    "notice": ("at", "read_at"),
    "number_allotted": ("at",),
    "organisation_version": ("at",),
    "proxy": ("granted_at", "revoked_at"),
    "work_item": ("opened_at", "decided_at"),
}


def upgrade() -> None:
    """JSON of earlier releases is kept as it was written; what is written from now on is packed."""
    if _sqlite():
        _teach_decode(op.get_bind())
        for table, columns in _INSTANTS.items():
            op.execute(f"UPDATE {table} SET " + ", ".join(f"{name} = {_instant(name)}" for name in columns))
    else:
        op.execute('ALTER TABLE case_row ALTER COLUMN case_no TYPE VARCHAR COLLATE "C"')
    for index in (["state", "organisation"], ["state", "due", "opened_at", "id"]):
        op.drop_index(op.f(f"ix_work_item_{'_'.join(index)}"), table_name="work_item")
        _index("work_item", *index, where=_OPEN)
    for move in (_audit, _events, _revisions, _answers, _holders, _effects, _papers):
        move()


def _sqlite() -> bool:
    return str(op.get_bind().dialect.name) == "sqlite"


def _teach_decode(connection: sa.Connection) -> None:
    """As PostgreSQL has it; the function of SQLite came with 3.41."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.create_function("decode", 2, lambda text, _: bytes.fromhex(text))


def _instant(name: str) -> str:
    """SQLite has microseconds since 1970 from now on, and had text with a fraction of six digits or none."""
    if not _sqlite():
        return name
    return f"CAST(strftime('%s', substr({name}, 1, 19)) AS INTEGER) * 1000000 + CAST(substr({name}, 21) AS INTEGER)"


def _digest(name: str) -> str:
    return f"decode({name}, 'hex')"


def _json(name: str) -> str:
    return f"CAST({name} AS BLOB)" if _sqlite() else f"convert_to({name}, 'UTF8')"


def _put_by(*tables: str) -> None:
    """Put the rows of these tables by, children first: a table that others point at cannot be replaced under them."""
    for table in tables:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
        op.drop_table(table)


def _laid_down(table: str, rows: str, *elements: sa.schema.SchemaItem, keyed: bool = False) -> None:
    """Make the table, and fill it with what was put by."""
    columns = [element.name for element in elements if isinstance(element, sa.Column)]
    op.create_table(table, *elements, **{"sqlite_with_rowid": False} if keyed else {})
    op.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {rows}")
    op.execute(f"DROP TABLE kept_{table}")


def _index(table: str, *columns: str, where: sa.TextClause | None = None) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=False, sqlite_where=where, postgresql_where=where)


def _go_on(table: str) -> None:
    """PostgreSQL counts on where the rows end."""
    if not _sqlite():
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0")


def _audit() -> None:
    _put_by("audit")
    digests = ", ".join(map(_digest, ("detail_digest", "prev_hash", "hash")))
    _laid_down(
        "audit",
        f"seq, {_instant('at')}, person, post, operation, object_id, outcome, code, address, {digests} FROM kept_audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("object_id", _TEXT, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("detail_digest", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    for columns in (["object_id"], ["at"], ["operation", "seq"]):
        _index("audit", *columns)
    _index("audit", "person", where=_BY_PEOPLE)


def _events() -> None:
    _put_by("case_event")
    _laid_down(
        "case_event",
        f"case_id, seq, type, version, {_instant('at')}, {_json('payload')} FROM kept_case_event ORDER BY case_id, seq",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_case_event")),
        keyed=True,
    )


def _revisions() -> None:
    _put_by("revision")
    _laid_down(
        "revision",
        f"case_id, seq, {_digest('digest')}, ciphertext FROM kept_revision ORDER BY case_id, seq",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_revision_case_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_revision")),
        keyed=True,
    )


def _answers() -> None:
    _put_by("idempotency_key")
    _laid_down(
        "idempotency_key",
        f"person, operation, key, {_digest('digest')}, {_json('response')}, {_instant('at')} FROM kept_idempotency_key",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "operation", "key", name=op.f("pk_idempotency_key")),
        keyed=True,
    )


def _holders() -> None:
    _put_by("work_item_holder")
    _laid_down(
        "work_item_holder",
        "item_id, person, post, open FROM kept_work_item_holder",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_work_item_holder_item_id")),
        sa.PrimaryKeyConstraint("item_id", "person", "post", name=op.f("pk_work_item_holder")),
        keyed=True,
    )
    _index("work_item_holder", "person", "item_id", where=_HELD)


def _effects() -> None:
    _put_by("settlement", "effect")
    told = (
        "e.case_id, e.key, a.seq, e.position, {payload}, e.state, {planned_at}, e.token, e.claimed_by, {claimed_at}, {lease_until}, "
        "e.attempts, {claim}, {outcome}, e.reason, {settled_at}, e.faults, {fault}, e.doubts, {doubted_at} "
        "FROM kept_effect e JOIN advance a ON a.id = e.advance_id ORDER BY e.case_id, e.key"
    )
    instants = ("planned_at", "claimed_at", "lease_until", "settled_at", "doubted_at")
    objects = ("payload", "claim", "outcome", "fault")
    said = {name: _instant(f"e.{name}") for name in instants} | {name: _json(f"e.{name}") for name in objects}
    _laid_down("effect", told.format(**said), *_effect(), keyed=True)
    _index("effect", "state", "lease_until", where=_UNSETTLED)
    _laid_down(
        "settlement",
        f"s.id, e.case_id, s.effect_key, s.doubt, s.verdict, s.reason, s.person, {_instant('s.at')} "
        "FROM kept_settlement s JOIN effect e ON e.key = s.effect_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("doubt", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "effect_key"], ["effect.case_id", "effect.key"], name=op.f("fk_settlement_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("effect_key", "doubt", "verdict", name=op.f("uq_settlement_effect_key_doubt_verdict")),
    )
    _go_on("settlement")


def _effect() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("advance", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("planned_at", _INSTANT, nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_at", _INSTANT, nullable=True),
        sa.Column("lease_until", _INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("fault", sa.LargeBinary(), nullable=True),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("doubted_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "advance"], ["advance.case_id", "advance.seq"], name=op.f("fk_effect_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_effect")),
    )


def _papers() -> None:
    """A line of the seal register no longer repeats its paper and its case."""
    _put_by("seal_use", "document")
    digests = f"{_digest('digest')}, {_digest('unsigned_digest')}"
    _laid_down(
        "document",
        f"id, case_id, paper, title, number, seal_number, {digests}, issued_on, effect_key, is_result FROM kept_document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("number", _TEXT, nullable=False),
        sa.Column("seal_number", _TEXT, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("unsigned_digest", sa.LargeBinary(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("is_result", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_row.id"], name=op.f("fk_document_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_document_effect_key")),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
        sa.UniqueConstraint("seal_number", name=op.f("uq_document_seal_number")),
    )
    for column in ("digest", "case_id"):
        _index("document", column)
    _uses()


def _uses() -> None:
    _laid_down(
        "seal_use",
        f"id, document, body, kind, certificate, actor_person, actor_post, {_instant('used_at')}, state FROM kept_seal_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("actor_person", sa.String(), nullable=False),
        sa.Column("actor_post", sa.String(), nullable=False),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_seal_use_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_use")),
    )
    for columns in (["used_at"], ["body", "used_at"], ["document"]):
        _index("seal_use", *columns)
    _go_on("seal_use")
