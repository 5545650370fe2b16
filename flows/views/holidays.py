"""What is shown of the days off (放假安排), and what is entered."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from flows.views.base import View

NoticeState = Literal["waiting", "in_force", "replaced", "sent_back"]
STATE_NAMES: dict[NoticeState, str] = {
    "waiting": "待确认",
    "in_force": "现行",
    "replaced": "已被替代",
    "sent_back": "已退回",
}


class HolidayEntry(View):
    """A year's notice as it is entered, or as it lies in a file."""

    year: int = Field(ge=2000, le=2100)
    source: str = Field(max_length=100)
    days_off: tuple[date, ...] = Field(max_length=200)
    working_days: tuple[date, ...] = Field(default=(), max_length=100)


class HolidayNoticeLine(View):
    """A notice with what became of it. `moved`: how many last days it has moved, once `counted`."""

    id: int
    year: int
    source: str
    days_off: tuple[date, ...]
    working_days: tuple[date, ...]
    state: NoticeState
    state_name: str
    entered_by: str
    entered_at: datetime
    settled_by: str
    settled_at: datetime | None
    moved: int
    counted: bool
    open_to_caller: bool


class MovedDayLine(View):
    """A last day that a notice has moved: of a case, or of what waits at one of its steps."""

    case_no: str
    what: str
    before: date
    after: date


class HolidayReceipt(View):
    """What was done with a notice."""

    id: int
    message: str
