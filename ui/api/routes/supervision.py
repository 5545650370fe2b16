"""Supervision: what is late or soon will be at the bodies the caller watches over."""

from fastapi import APIRouter

from flows.views.supervision import SupervisionList
from matters.errors.door import Forbidden
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BodyFilter, LightFilter
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/supervision", tags=["cases"])


@router.get(
    "",
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
