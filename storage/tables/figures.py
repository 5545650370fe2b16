"""Tables of the figures: what each case counts, and the sums of it by month, matter and body."""

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import KEYED, Counted, Row


class CaseFact(Row, table=True):
    """What a case counts (see `matters.figures.facts`). `filed`, `ended`: in which months, as 202603; `weekday` from 1."""

    __tablename__ = "case_fact"
    __table_args__ = (
        Index(None, "filed", "matter", "body", "case_id"),
        Index(None, "ended", "matter", "body", "case_id"),
    )

    case_id: int = Field(primary_key=True, foreign_key="case_row.id", sa_column_kwargs={"autoincrement": False})
    matter: str
    body: str
    filed: int
    weekday: int
    ended: int | None = None
    concluded: int = 0
    timed: int = 0
    on_time: int = 0
    once: int = 0
    sealed: int = 0
    bodies: int = 0
    steps: int = 0
    signatures: int = 0
    minutes: int = 0


class CaseSum(Row, table=True):
    """The sums of what cases count, of each month, matter and body that accepts it."""

    __tablename__ = "case_sum"
    __table_args__ = KEYED

    month: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    matter: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    filed: int = 0
    monday: int = 0
    tuesday: int = 0
    wednesday: int = 0
    thursday: int = 0
    friday: int = 0
    saturday: int = 0
    sunday: int = 0
    ended: int = 0
    concluded: int = 0
    timed: int = 0
    on_time: int = 0
    once: int = 0
    sealed: int = 0
    bodies: int = 0
    steps: int = 0
    signatures: int = 0
    minutes: int = Field(default=0, sa_type=Counted)


class StepSum(Row, table=True):
    """How long what waited at a step had waited, of the cases that ended in a month; `body` accepts the matter."""

    __tablename__ = "step_sum"
    __table_args__ = KEYED

    month: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    matter: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    done: int = 0
    minutes: int = Field(default=0, sa_type=Counted)
