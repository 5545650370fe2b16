"""Tables of the days off (放假安排): the notices as they were entered, and the last days that one of them has moved."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant


class HolidayNoticeRow(Row, table=True):
    """A year's notice as somebody entered it. `number`: the how many-th it was to come into force; none waits, or was sent back.

    `counted_to`: the case up to which last days have been counted anew; none where nothing is to be counted any more.
    """

    __tablename__ = "holiday_notice"

    id: int = Field(default=None, primary_key=True)
    year: int
    days_off: str = Field(sa_type=Text)
    working_days: str = Field(sa_type=Text)
    source: str
    entered_by: str
    entered_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    number: int | None = Field(default=None, unique=True)
    counted_to: int | None = None
    counted_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class MovedDayRow(Row, table=True):
    """A last day that says something else by a notice than before: of a case, or of what waited at one of its steps."""

    __tablename__ = "moved_day"

    id: int = Field(default=None, primary_key=True)
    notice: int = Field(foreign_key="holiday_notice.id", index=True)
    case_id: int = Field(foreign_key="case_row.id")
    what: str
    before: date
    after: date
