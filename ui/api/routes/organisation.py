"""The organisation: looking up people and bodies to name them in a form."""

from fastapi import APIRouter

from flows.views.people import BodyChoices, PersonChoices
from matters.errors.door import Forbidden
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import BodyFilter, KindFilter, Search
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/organisation", tags=["organisation"])


@router.get(
    "/people",
    summary="查找人员",
    description="按姓名、单位和岗位名称查找现任人员，或者按人员标识取一人，供填报“人员”类填报项。只列前若干个，不含联系方式。",
    response_description="查到的人员",
    openapi_extra=refusals(Forbidden),
)
def find_people(service: ServiceHere, caller: CallerHere, q: Search = "", body: BodyFilter = None) -> PersonChoices:
    """The first people whose name, bodies and titles contain every word, in the body when one is given."""
    return answered(service.organisation.people(caller, q, body))


@router.get(
    "/bodies",
    summary="查找单位",
    description="按名称和别名查找现有单位，或者按单位标识取一个，供填报“单位”类填报项。只列前若干个。",
    response_description="查到的单位",
    openapi_extra=refusals(Forbidden),
)
def find_bodies(service: ServiceHere, caller: CallerHere, q: Search = "", kind: KindFilter = ()) -> BodyChoices:
    """The first bodies whose name and aliases contain every word, of the kinds given."""
    return answered(service.organisation.bodies(caller, q, kind))
