"""Tables of the records: files handed in, documents issued, and the audit chain."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from matters.case.effect_keys import EffectKey
from matters.organisation.snapshot import SYSTEM
from storage.tables.base import ByteText, Counted, Digest, EffectKeyText, Row, UtcInstant, only


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
    """Document 文书: a paper that is numbered, drawn and sealed. `digest` is that of the sealed file.

    `seal_number`: of the first of its seals, which is that of the lead body.
    """

    __tablename__ = "document"

    id: str = Field(primary_key=True)
    case_id: int = Field(foreign_key="case_row.id", index=True)
    paper: str
    title: str
    number: str = Field(sa_type=ByteText, unique=True)
    seal_number: str = Field(sa_type=ByteText, unique=True)
    digest: str = Field(sa_type=Digest, index=True)
    unsigned_digest: str = Field(sa_type=Digest)
    issued_on: date
    effect_key: EffectKey = Field(unique=True, sa_type=EffectKeyText)
    is_result: bool


class SealUseRow(Row, table=True):
    """Use of a seal 用印: what the register knows of it besides its paper. `actor`: whose decision the paper follows from."""

    __tablename__ = "seal_use"
    __table_args__ = (Index(None, "used_at"), Index(None, "body", "used_at"))

    id: int = Field(default=None, primary_key=True)
    document: str = Field(foreign_key="document.id", index=True)
    number: str = Field(sa_type=ByteText, unique=True)
    body: str
    kind: str
    certificate: str
    actor_person: str
    actor_post: str
    used_at: datetime = Field(sa_type=UtcInstant)
    state: str


class SealStopRow(Row, table=True):
    """A seal that is stopped (停用) or revoked (撤销): why, on whose word, whose word made it final, and who lifted it."""

    __tablename__ = "seal_stop"
    __table_args__ = (Index(None, "body", unique=True, **only(text("seal_stop.lifted_at IS NULL"))),)

    id: str = Field(primary_key=True)
    body: str
    kind: str
    reason: str
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcInstant)
    confirmed_by: str | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    lifted_by: str | None = None
    lifted_at: datetime | None = Field(default=None, sa_type=UtcInstant)


# Of the index over who did it: most lines are the system's; a query finds it by these very words.
BY_PEOPLE = text(f"audit.person <> '{SYSTEM.person}'")


class AuditRow(Row, table=True):
    """One line of the audit chain (审计日志); `hash` covers the line and the hash before it.

    `bound`: the digests of the rows of record that its transaction has written, packed.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "operation", "seq"),
        Index(None, "person", **only(BY_PEOPLE)),
    )

    seq: int = Field(primary_key=True, sa_type=Counted, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcInstant)
    person: str
    post: str
    operation: str
    object_id: str = Field(sa_type=ByteText, index=True)
    outcome: str
    code: str
    address: str
    detail_digest: str = Field(sa_type=Digest)
    prev_hash: str = Field(sa_type=Digest)
    hash: str = Field(sa_type=Digest)
    bound: bytes | None = None


class AuditHead(Row, table=True):
    """The end of the audit chain: one row, locked by every writer."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_type=BigInteger)
    hash: str
