"""Tables of the records: files handed in, documents issued, and the audit chain."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from matters.case.effect_keys import EffectKey
from storage.tables.base import ByteText, EffectKeyText, Row, UtcInstant


class FileRow(Row, table=True):
    """A file handed in; its bytes lie in the folder under `digest`, its name is only data."""

    __tablename__ = "file"

    id: str = Field(primary_key=True)
    digest: str = Field(index=True)
    size: int = Field(sa_type=BigInteger)
    media_type: str
    name: str
    owner_person: str
    case_id: int | None = Field(default=None, foreign_key="case_row.id", index=True)
    uploaded_at: datetime = Field(sa_type=UtcInstant)


class DocumentRow(Row, table=True):
    """Document 文书: a paper that is numbered, drawn and sealed. `digest` is that of the sealed file."""

    __tablename__ = "document"

    id: str = Field(primary_key=True)
    case_id: int = Field(foreign_key="case_row.id", index=True)
    paper: str
    title: str
    number: str = Field(unique=True)
    seal_number: str = Field(unique=True)
    digest: str = Field(index=True)
    unsigned_digest: str
    issued_on: date
    effect_key: EffectKey = Field(unique=True, sa_type=EffectKeyText)
    is_result: bool


class SealUseRow(Row, table=True):
    """Use of a seal 用印: one line of the register. `actor` is who took the decision that the paper follows from."""

    __tablename__ = "seal_use"
    __table_args__ = (Index(None, "used_at"), Index(None, "body", "used_at"))

    id: int = Field(default=None, primary_key=True)
    document: str = Field(foreign_key="document.id", index=True)
    case_no: str = Field(sa_type=ByteText, index=True)
    matter: str
    definition: str
    body: str
    kind: str
    certificate: str
    title: str
    document_no: str = Field(sa_type=ByteText, index=True)
    seal_no: str = Field(sa_type=ByteText, unique=True)
    actor_person: str
    actor_post: str
    used_at: datetime = Field(sa_type=UtcInstant)
    digest: str
    state: str


class AuditRow(Row, table=True):
    """One line of the audit chain (审计日志); `hash` covers the line and the hash before it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at"), Index(None, "operation", "seq"))

    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcInstant)
    person: str = Field(index=True)
    post: str
    operation: str
    object_id: str = Field(sa_type=ByteText, index=True)
    outcome: str
    code: str
    address: str
    detail_digest: str
    prev_hash: str
    hash: str


class AuditHead(Row, table=True):
    """The end of the audit chain: one row, locked by every writer."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_type=BigInteger)
    hash: str
