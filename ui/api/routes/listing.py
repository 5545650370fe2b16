"""The list of matters (事项清单) as the administration publishes it."""

from typing import Annotated

from fastapi import APIRouter, Depends

from flows.views.matters import MatterListing, MatterQuery
from matters.errors.door import Forbidden
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.routes.matters import listed_query
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/matter-list", tags=["matters"])


@router.get(
    "",
    summary="事项清单",
    description="已公布的全部事项及其要素，各人看到的相同，按事项代码分页列出。按地区或者单位筛选的，`bodies` 只列其中的。",
    response_description="一页事项清单",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_of_matters(
    service: ServiceHere, caller: CallerHere, page: PageAsked, query: Annotated[MatterQuery, Depends(listed_query)]
) -> MatterListing:
    """The list of matters, a page at a time."""
    return page.answered(service.matters.listed(caller, query, page.turn))
