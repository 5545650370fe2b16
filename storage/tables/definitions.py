"""Tables of what is authoritative at run time: matter definitions and the organisation, version by version."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Instant, Row


class MatterVersion(Row, table=True):
    """One version of a matter (事项). A published one never changes."""

    __tablename__ = "matter_version"
    __table_args__ = (UniqueConstraint("code", "publisher", "version"),)

    id: int = Field(default=None, primary_key=True)
    code: str
    publisher: str
    version: int
    digest: str = Field(unique=True)
    state: str
    name: str
    document: str = Field(sa_type=Text)
    published_at: datetime | None = Field(default=None, sa_type=Instant)
    published_by: str | None = None
    second_by: str | None = None


class OrganisationVersion(Row, table=True):
    """One snapshot of the organisation (组织机构)."""

    __tablename__ = "organisation_version"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    document: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
