"""Lists as files, with the filter in their head; whoever may read a list may take it along, and that is recorded."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from flows.views.assessing.schemes import ScoreQuery
from flows.views.base import EXPORTED_AS, ExportFormat
from flows.views.holidays import MovedDaysQuery
from flows.views.matters import MatterQuery
from flows.views.registers import AuditQuery, CaseQuery, SealQuery
from matters.errors.door import Forbidden, Invalid, NotFound
from ui.api.answers import download, file_answer
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.narrowing import case_query
from ui.api.problems import given
from ui.api.routes.matters import listed_query
from ui.api.routes.registers import audit_query, seal_query
from ui.api.routes.supervision import BoardAsked
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/exports")

Form = Annotated[ExportFormat, Query(description="文件格式")]
_FILES = file_answer(*EXPORTED_AS.values())
_MOST = "最多 10000 行，筛选条件写在表头；导出记入审计日志。"


@router.get(
    "/cases",
    tags=["cases"],
    summary="导出办件列表",
    description=f"筛选同办件列表。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_cases(
    service: ServiceHere,
    caller: CallerHere,
    form: Form,
    query: Annotated[CaseQuery, Depends(case_query)],
) -> Response:
    """The list of cases."""
    return download(given(service.exports.cases(caller, query, form)))


@router.get(
    "/matters",
    tags=["matters"],
    summary="导出事项清单",
    description=f"筛选同事项清单。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_matters(
    service: ServiceHere, caller: CallerHere, form: Form, query: Annotated[MatterQuery, Depends(listed_query)]
) -> Response:
    """The list of matters."""
    return download(given(service.exports.matters(caller, query, form)))


@router.get(
    "/moved-days",
    tags=["holidays"],
    summary="导出改变的期限",
    description=f"因一份放假安排改变的办件和待办的期限。只供事项管理员。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden, NotFound),
)
def export_moved_days(
    service: ServiceHere,
    caller: CallerHere,
    form: Form,
    notice: Annotated[int, Query(ge=1, le=2**31 - 1, description="放假安排的编号")],
) -> Response:
    """What a notice of days off has moved."""
    return download(given(service.exports.moved_days(caller, MovedDaysQuery(notice=notice), form)))


@router.get(
    "/figures",
    tags=["figures"],
    summary="导出指标",
    description=f"条件同指标。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden, Invalid),
)
def export_figures(service: ServiceHere, caller: CallerHere, form: Form, query: BoardAsked) -> Response:
    """The figures."""
    return download(given(service.exports.figures(caller, query, form)))


@router.get(
    "/scores",
    tags=["assessments"],
    summary="导出考核得分",
    description=f"一份已发布的办法下各单位各项指标的得分和取数。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden, NotFound),
)
def export_scores(
    service: ServiceHere,
    caller: CallerHere,
    form: Form,
    scheme: Annotated[int, Query(ge=1, le=2**31 - 1, description="考核办法的编号，取自一览")],
) -> Response:
    """The scores by a scheme."""
    return download(given(service.exports.scores(caller, ScoreQuery(scheme=scheme), form)))


@router.get(
    "/seals",
    tags=["registers"],
    summary="导出用印登记",
    description=f"筛选同用印登记。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_seals(
    service: ServiceHere, caller: CallerHere, form: Form, query: Annotated[SealQuery, Depends(seal_query)]
) -> Response:
    """The seal register."""
    return download(given(service.exports.seals(caller, query, form)))


@router.get(
    "/audit",
    tags=["registers"],
    summary="导出审计日志",
    description=f"筛选同审计日志。只供审计管理员。{_MOST}",
    responses=_FILES,
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_audit(
    service: ServiceHere, caller: CallerHere, form: Form, query: Annotated[AuditQuery, Depends(audit_query)]
) -> Response:
    """The audit log."""
    return download(given(service.exports.audit(caller, query, form)))
