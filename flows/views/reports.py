"""Recurring reports (周期性报送): what a body owes, and how all stand with a period for the body that takes it."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field

from flows.views.base import Asked, Page, View
from matters.filing.recurring import ReportState


class OwedReport(View, title="一份待报送"):
    """A report that a body of the caller owes for a period that is over."""

    matter: str
    matter_name: str
    period: str = Field(description="报送期，提交时写在 `period` 中")
    period_name: str = Field(description="报送期的名称")
    body: str = Field(description="应报单位")
    body_name: str = Field(description="应报单位的名称")
    due: date = Field(description="最后一日")
    provisional: bool
    late: bool = Field(description="是否已经逾期")


class OwedReports(View, title="待报送"):
    """All that the caller's bodies owe."""

    items: tuple[OwedReport, ...]


class ReportPeriod(View, title="报送期"):
    """A period that is over."""

    key: str = Field(description="报送期，如 `2026-10`")
    name: str = Field(description="报送期的名称")
    due: date = Field(description="最后一日")


class ReportMatter(View, title="收取报送的事项"):
    """A recurring report that bodies of the caller take."""

    code: str
    name: str
    periods: tuple[ReportPeriod, ...] = Field(description="已经结束的各期，最近的在前；还没有一期结束的为空")


class ReportMatters(View, title="收取报送的各事项"):
    """All of them."""

    items: tuple[ReportMatter, ...]


class ReportLine(View, title="一个单位的报送情况"):
    """How one body stands with the period. `values`: what it says in the fields that are added up, as people read it."""

    body: str
    body_name: str
    state: ReportState = Field(
        description="`filed` 已报送，`filed_late` 逾期报送，`owed` 待报送，`late` 逾期未报，`gone` 单位已撤并、未报送"
    )
    state_name: str
    case_no: str | None = Field(description="所报的办件；未报送的为空")
    filed_on: date | None = Field(description="报送日期；未报送的为空")
    values: Mapping[str, str] = Field(description="合计的各项，按填报项标识")
    urged: int = Field(description="已经催报几次")
    urged_at: datetime | None = Field(description="最近一次催报的时间；没有催报的为空")


class SummedField(View, title="合计的一项"):
    """A field that is added up over all reports that stand."""

    id: str
    label: str = Field(description="填报项名称")
    total: str = Field(description="已报送各单位的合计")


class ReportSheet(View, title="一期的报送情况"):
    """A period with every body that owes its report. `counts`: how many are in which state, over all pages."""

    matter: str
    matter_name: str
    period: ReportPeriod = Field(description="哪一期")
    counts: Mapping[str, int] = Field(description="各种情况各有几个单位，按 `state`")
    sums: tuple[SummedField, ...] = Field(description="各项合计")
    items: tuple[ReportLine, ...]
    may_urge: bool = Field(description="本人可否催报")
    page: Page


class UrgingRequest(Asked, title="催报"):
    """Whom to urge; without bodies all that have not filed."""

    bodies: tuple[str, ...] = Field((), max_length=1000, description="催报哪些单位；不写的，为全部未报送的单位")


class UrgingReceipt(View, title="催报回执"):
    """What an urging answers."""

    bodies: int = Field(description="催报了几个单位")
    message: str
