"""Tables of what watches over the limits (期限督促): the rules of the regions, and who was told what of which last day."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.tables.base import KEYED, Row, UtcInstant


class HouseRuleRow(Row, table=True):
    """The rule of a region as somebody entered it.

    `number`: the how many-th it was to come into force; without one it waits, or was sent back.
    """

    __tablename__ = "house_rule"

    id: int = Field(default=None, primary_key=True)
    region: str
    said: str = Field(sa_type=Text)
    entered_by: str
    entered_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    number: int | None = Field(default=None, unique=True)


class LateCallRow(Row, table=True):
    """That somebody was told of a last day, at that stage, once.

    `about`: the item, the number of the case whose promise it is, or the digest; `stage`: its place among the stages.
    """

    __tablename__ = "late_call"
    __table_args__ = KEYED

    about: str = Field(primary_key=True)
    due: date = Field(primary_key=True)
    stage: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcInstant)
