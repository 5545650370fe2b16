"""Tables of the charges (督办单、改革任务): how each stands, and what was said in each act, encrypted."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.base import KEYED, ByteText, Row, UtcInstant, only

# Those at which it is the turn of the body: few beside all that were ever opened.
WAITING = text("charge.state IN ('open', 'extension')")


class ChargeRow(Row, table=True):
    """A charge as its acts have made it; the row that is locked by whoever acts on it. `moved_on`: the day of the last act.

    `near_told`, `late_told`: of which last day it was told that it comes near, or that it has passed.
    """

    __tablename__ = "charge"
    __table_args__ = (
        Index(None, "body", "state"),
        Index(None, "case_no"),
        Index(None, "due", **only(WAITING)),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
    body: str
    opened_by: str
    opened_on: date
    due: date
    case_no: str | None = Field(default=None, sa_type=ByteText)
    matter: str | None = None
    state: str
    asked_until: date | None = None
    progress: int
    closed_on: date | None = None
    version: int
    moved_on: date
    near_told: date | None = None
    late_told: date | None = None


class ChargeActRow(Row, table=True):
    """An act on a charge, never altered; the first one opens it, and says what it is."""

    __tablename__ = "charge_act"
    __table_args__ = KEYED

    charge: int = Field(primary_key=True, foreign_key="charge.id")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: str
    at: datetime = Field(sa_type=UtcInstant)
    person: str
    post: str
    until: date | None = None
    progress: int | None = None
    ciphertext: bytes
