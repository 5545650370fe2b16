"""Supervision: what is late or soon will be at the bodies the caller watches over, and their figures (指标)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from flows.views.supervision import MONTH, BoardQuery, BoardView, FigureBehind, SupervisionList
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.organisation.kinds import Level
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BatchFilter, BodyFilter, LightFilter, RegionFilter, blank_is
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute)
_Month = Annotated[str, Field(pattern=MONTH)]
_Code = Annotated[str, Field(max_length=40)]


def board_months(
    since: Annotated[
        _Month | None, blank_is(None), Query(description="自哪个月起，如 `2026-01`；留空的，为结束月份之前的第十一个月")
    ] = None,
    until: Annotated[_Month | None, blank_is(None), Query(description="至哪个月止；留空的，为本月")] = None,
) -> BoardQuery:
    """Of which months."""
    return BoardQuery(since=since, until=until)


def board_query(
    months: Annotated[BoardQuery, Depends(board_months)],
    region: RegionFilter = None,
    level: Annotated[Level | None, blank_is(None), Query(description="只看这一层级的单位；留空视为不限")] = None,
    body: BodyFilter = None,
    matter: Annotated[_Code | None, blank_is(None), Query(description="只看这一事项，填事项代码；留空视为不限")] = None,
    batch: BatchFilter = None,
) -> BoardQuery:
    """Of which months, bodies and matters."""
    what = {"region": region, "level": level, "body": body, "matter": matter, "batch": batch}
    return months.model_copy(update=what)


BoardAsked = Annotated[BoardQuery, Depends(board_query)]


@router.get(
    "/metrics/summary",
    tags=["figures"],
    summary="指标",
    description="督查人员督查范围内各单位受理事项的指标：合计，及按地区、层级、受理机构、事项、目录批次、月份的分组。"
    "没有可以计算的，值为空，不写作 0。",
    response_description="全部指标",
    openapi_extra=refusals(Forbidden, Invalid),
)
def show_figures(service: ServiceHere, caller: CallerHere, query: BoardAsked) -> BoardView:
    """All figures."""
    return answered(service.figures.board(caller, query))


@router.get(
    "/metrics/{figure_id}/items",
    tags=["figures"],
    summary="指标明细",
    description="一个指标背后的办件、事项或者单位；办件按月份先近后远。平均值列出其分母。",
    response_description="一页明细",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden, Invalid, NotFound),
)
def list_behind(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    figure_id: Annotated[str, Path(max_length=40, description="指标标识，见指标的 `id`")],
    query: BoardAsked,
    counted: Annotated[
        bool, blank_is(True), Query(description="`false` 列出没有计入分子的；只对 `splits` 为真的指标有效")
    ] = True,
) -> FigureBehind:
    """What a figure counts, or leaves out."""
    return page.answered(service.figures.behind(caller, figure_id, query, page.turn, counted=counted))


@router.get(
    "/supervision",
    tags=["cases"],
    summary="督查清单",
    description="督查人员督查范围内已超期和临期的待办，先到期的在前；催办用办件的操作。",
    response_description="各承办单位的件数和一页待办",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_pressing(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    body: BodyFilter = None,
    light: LightFilter = None,
) -> SupervisionList:
    """What presses, of all bodies or one."""
    return page.answered(service.supervision.list(caller, body, page.turn, light))
