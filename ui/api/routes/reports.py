"""Recurring reports: what one's body owes, how all stand with a period, and urging those who have not filed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from flows.views.base import EXPORTED_AS
from flows.views.reports import OwedReports, ReportMatters, ReportSheet, UrgingReceipt, UrgingRequest
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound
from matters.errors.handling import NotPossible
from matters.filing.recurring import STATE_NAMES, ReportState
from ui.api.answers import answered, download, file_answer
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import IdempotencyKey, MatterCodeInPath, blank_is
from ui.api.problems import given
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["cases"])
PeriodInPath = Annotated[str, Path(max_length=10, description="报送期，如 `2026-10`、`2026-Q3`、`2026-H1`、`2026`")]
_STATES = "，".join(f"`{state}` {name}" for state, name in STATE_NAMES.items())
StateOfReport = Annotated[
    ReportState | None, blank_is(None), Query(description=f"只列处于该情况的单位：{_STATES}；留空视为不限")
]


@router.get(
    "/owed-reports",
    summary="本单位待报送",
    description="本人可以代表的单位应报而未报的各期，按事项和截止日排列。报送以 `POST /cases` 提交，写明 `period`。",
    response_description="待报送",
    openapi_extra=refusals(Forbidden),
)
def list_owed_reports(service: ServiceHere, caller: CallerHere) -> OwedReports:
    """What the caller's bodies owe."""
    return answered(service.reports.owed(caller))


@router.get(
    "/reports",
    summary="收取报送的事项",
    description="本人所在单位收取，或者由本人督查的周期性报送，及已经结束的各期。",
    response_description="收取报送的各事项",
    openapi_extra=refusals(Forbidden),
)
def list_reports(service: ServiceHere, caller: CallerHere) -> ReportMatters:
    """The reports that bodies of the caller take."""
    return answered(service.reports.list(caller))


@router.get(
    "/reports/{code}/{period}",
    summary="一期的报送情况",
    description="应报单位逐个列出：已报送、逾期报送、待报送、逾期未报；附各项合计。",
    response_description="一期的报送情况",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_report(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    code: MatterCodeInPath,
    period: PeriodInPath,
    state: StateOfReport = None,
) -> ReportSheet:
    """How every body stands with the period."""
    return page.answered(given(service.reports.show(caller, code, period, page.turn, state=state)))


@router.get(
    "/reports/{code}/{period}/workbook",
    summary="导出一期的报送情况",
    description="全部应报单位及合计，XLSX。导出记入审计日志。",
    response_class=Response,
    responses=file_answer(EXPORTED_AS["xlsx"]),
    openapi_extra=refusals(Forbidden, NotFound),
)
def export_report(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, period: PeriodInPath) -> Response:
    """The period as a workbook."""
    return download(given(service.reports.workbook(caller, code, period)))


@router.post(
    "/reports/{code}/{period}/urgings",
    summary="催报",
    description="通知尚未报送的单位，每个单位一日至多一次；今日已经催报过的不再通知。",
    response_description="已催报；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def urge_report(
    service: ServiceHere,
    caller: CallerHere,
    code: MatterCodeInPath,
    period: PeriodInPath,
    request: UrgingRequest,
    key: IdempotencyKey = None,
) -> UrgingReceipt:
    """Urge those who have not filed."""
    return answered(service.reports.urge(caller, code, period, request, key))
