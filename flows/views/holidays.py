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


class HolidayEntry(View, title="录入一年的放假安排"):
    """A year's notice as it is entered, or as it lies in a file."""

    year: int = Field(ge=2000, le=2100, description="年份")
    source: str = Field(max_length=100, description="文号，如“国办发明电〔2025〕7号”")
    days_off: tuple[date, ...] = Field(max_length=200, description="放假的各日，周末在内的也列出")
    working_days: tuple[date, ...] = Field(default=(), max_length=100, description="调休上班的周末各日")


class HolidayNoticeLine(View, title="一份放假安排"):
    """A notice with what became of it. `moved`: how many last days it has moved, once `counted`."""

    id: int = Field(description="放假安排的编号，确认、退回时填写")
    year: int = Field(description="年份")
    source: str = Field(description="文号")
    days_off: tuple[date, ...] = Field(description="放假的各日")
    working_days: tuple[date, ...] = Field(description="调休上班的周末各日")
    state: NoticeState = Field(
        description="状态：`waiting` 待确认，`in_force` 现行，`replaced` 已被替代，`sent_back` 已退回"
    )
    state_name: str
    entered_by: str = Field(description="录入的人")
    entered_at: datetime = Field(description="录入的时间")
    settled_by: str = Field(description="确认或退回的人；还没有的为空")
    settled_at: datetime | None = Field(description="确认或退回的时间")
    moved: int = Field(description="因此改变的期限的件数")
    counted: bool = Field(description="在办件的期限是否已全部重新计算")
    open_to_caller: bool = Field(description="是否可以由本人确认；录入人不能确认自己录入的")


class MovedDayLine(View, title="一个因放假安排改变的期限"):
    """A last day that a notice has moved: of a case, or of what waits at one of its steps."""

    case_no: str
    what: str = Field(description="是什么期限")
    before: date = Field(description="原来的日期")
    after: date = Field(description="改为的日期")


class MovedDaysQuery(View):
    """Which report: that of this notice."""

    notice: int = Field(ge=1, le=2**31 - 1)


class HolidayReceipt(View, title="放假安排的回执"):
    """What was done with a notice."""

    id: int = Field(description="放假安排的编号")
    message: str
