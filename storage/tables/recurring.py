"""The table of what those were told who owe a recurring report (周期性报送)."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.base import KEYED, Row, UtcInstant


class ReportCallRow(Row, table=True):
    """That a body was told of the report it owes for a period: by the clock, `before` and `after` its last day, or urged (催报).

    `occasion` is one of these words, or the day on which somebody urged; each is once.
    """

    __tablename__ = "report_call"
    __table_args__ = KEYED

    matter: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    occasion: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcInstant)
    person: str | None = None
