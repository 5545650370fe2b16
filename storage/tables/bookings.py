"""Tables of what is lent by the slot: the register of resources, and who holds which slot."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant


class ResourceRow(Row, table=True):
    """A bookable resource (资源) of a body; the row that is locked by every booking of it. `version` counts its changes."""

    __tablename__ = "resource"
    __table_args__ = (UniqueConstraint("body", "kind", "name"),)

    id: str = Field(primary_key=True)
    body: str
    kind: str
    name: str
    capacity: int
    since: date
    until: date | None = None
    notes: str
    version: int = 1


class BookingRow(Row, table=True):
    """A slot that a case holds (占用), by the field of its form that asks for it. No `seats`: all there are."""

    __tablename__ = "booking"
    __table_args__ = (Index(None, "resource", "ends"),)

    case_id: int = Field(primary_key=True, foreign_key="case_row.id")
    field: str = Field(primary_key=True)
    resource: str = Field(foreign_key="resource.id")
    begins: datetime = Field(sa_type=UtcInstant)
    ends: datetime = Field(sa_type=UtcInstant)
    seats: int | None = None
