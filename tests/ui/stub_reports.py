"""A stand-in for the desk of recurring reports."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flows.views.base import Page, Turn
from flows.views.cases import FileContent
from flows.views.people import Caller
from flows.views.reports import (
    OwedReport,
    OwedReports,
    ReportLine,
    ReportMatter,
    ReportMatters,
    ReportPeriod,
    ReportSheet,
    SummedField,
    UrgingReceipt,
    UrgingRequest,
)
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.filing.recurring import ReportState

FEBRUARY = ReportPeriod(key="2026-02", name="2026年2月", due=date(2026, 3, 10))
ENERGY = ReportMatter(code="XX046", name="能耗报送", periods=(FEBRUARY,))
OWED = OwedReport(
    matter="XX046",
    matter_name="能耗报送",
    period="2026-02",
    period_name="2026年2月",
    body="finance",
    body_name="样例县财政局",
    due=date(2026, 3, 10),
    provisional=False,
    late=False,
)


def line(body: str, name: str, state: ReportState, word: str, **filed: Any) -> ReportLine:  # noqa: ANN401
    """How one body stands."""
    usual: dict[str, Any] = {"case_no": None, "filed_on": None, "values": {"power": ""}, "urged": 0, "urged_at": None}
    return ReportLine.model_validate(
        {"body": body, "body_name": name, "state": state, "state_name": word, **usual, **filed}
    )


FILED = {"case_no": "C-9", "filed_on": date(2026, 3, 5), "values": {"power": "120度"}}
LINES = (
    line("finance", "样例县财政局", "filed", "已报送", **FILED),
    line("water", "样例县水利局", "late", "逾期未报", urged=1, urged_at=datetime(2026, 3, 11, 1, tzinfo=UTC)),
)
SHEET = ReportSheet(
    matter="XX046",
    matter_name="能耗报送",
    period=FEBRUARY,
    counts={"filed": 1, "late": 1},
    sums=(SummedField(id="power", label="用电量", total="120度"),),
    items=LINES,
    may_urge=True,
    page=Page(page=1, size=20, total=2),
)


@dataclass
class Reports:
    """Recurring reports."""

    stub: Any

    def owed(self, caller: Caller) -> OwedReports:
        """None, unless a test says otherwise."""
        found: OwedReports = self.stub.answer("owed_reports", OwedReports(items=()))
        return found

    def list(self, caller: Caller) -> ReportMatters:
        """One."""
        found: ReportMatters = self.stub.answer("reports", ReportMatters(items=(ENERGY,)))
        return found

    def show(
        self, caller: Caller, code: str, period: str, page: int | Turn = 1, *, state: ReportState | None = None
    ) -> ReportSheet | NotFound:
        """Its period, or the bodies in one state."""
        self.stub.calls.append(("show_report", code, period, state))
        shown = tuple(one for one in LINES if state in (None, one.state))
        found: ReportSheet = self.stub.answer("report", SHEET.model_copy(update={"items": shown}))
        return found

    def workbook(self, caller: Caller, code: str, period: str) -> FileContent | NotFound:
        """A file, or none of that matter."""
        if code != "XX046":
            return NotFound(what="该报送期")
        return FileContent(name="报送.xlsx", media_type="application/octet-stream", content=b"book")

    def urge(
        self, caller: Caller, code: str, period: str, request: UrgingRequest, key: str | None = None
    ) -> UrgingReceipt | Refusal:
        """Done."""
        self.stub.calls.append(("urge_report", code, period, request.bodies, key))
        found: UrgingReceipt = self.stub.answer("urge_report", UrgingReceipt(bodies=1, message="已催报 1 个单位。"))
        return found
