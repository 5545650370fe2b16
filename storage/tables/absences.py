"""Table of those who stand in for others."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant


class ProxyRow(Row, table=True):
    """Proxy 代理: granted once, revoked at most once, never deleted.

    `number` counts the proxies of one hat, so that of two granted at the same moment one is refused. `matters`: codes with a
    blank between them, none = all; `up_to`: an amount as decimal text. `filing`: of those by which the agent files for the
    principal (代办), whether he hands in pledges as well.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        UniqueConstraint("principal_person", "principal_post", "number"),
        Index(None, "agent", "until"),
        Index(None, "principal_person", "until"),
        Index(None, "until"),
    )

    id: str = Field(primary_key=True)
    principal_person: str
    principal_post: str
    number: int
    agent: str
    since: date
    until: date
    matters: str = ""
    up_to: str | None = None
    open_items: bool
    filing: str | None = None
    granted_by: str
    granted_at: datetime = Field(sa_type=UtcInstant)
    revoked_by: str | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)
