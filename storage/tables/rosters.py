"""Tables of the rosters: the entries of each part, and every change by which they came to stand as they do."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Digest, Row, UtcInstant


class RosterRow(Row, table=True):
    """A roster (台账) that something was written into; the row that is locked by whoever writes into it next."""

    __tablename__ = "roster"

    id: str = Field(primary_key=True)


class RosterEntryRow(Row, table=True):
    """An entry (台账记录) of the part that a body keeps, as it stands: its newest change is its `version`.

    `key` is a salted digest: what stands in an entry is read with the key of its roster alone.
    """

    __tablename__ = "roster_entry"
    __table_args__ = (UniqueConstraint("roster", "body", "key"), Index(None, "roster", "belongs"))

    id: str = Field(primary_key=True)
    roster: str = Field(foreign_key="roster.id")
    body: str
    key: str = Field(sa_type=Digest)
    belongs: str
    version: int
    live: bool


class RosterChangeRow(Row, table=True):
    """One change of an entry: by the result of a case (which event of it), or by hand (by whom); never altered."""

    __tablename__ = "roster_change"
    __table_args__ = (Index(None, "case_id", "seq"),)

    entry: str = Field(primary_key=True, foreign_key="roster_entry.id")
    version: int = Field(primary_key=True)
    act: str
    at: datetime = Field(sa_type=UtcInstant)
    case_id: int | None = Field(default=None, foreign_key="case_row.id")
    seq: int | None = None
    person: str | None = None
    post: str | None = None
    ciphertext: bytes
