"""The organisation: looking up people and bodies to name them in a form."""

from fastapi import APIRouter

from flows.views import BodyChoices, PersonChoices
from ui.api.callers import CallerHere, ServiceHere
from ui.api.parameters import BodyFilter, KindFilter, Search
from ui.api.problems import given, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/organisation", tags=["组织机构"])


@router.get("/people", responses=refusals(401), summary="查找人员")
def find_people(service: ServiceHere, caller: CallerHere, q: Search = "", body: BodyFilter = None) -> PersonChoices:
    """The first people whose name, bodies and titles contain every word, in the body when one is given."""
    return given(service.organisation.people(caller, q, body))


@router.get("/bodies", responses=refusals(401), summary="查找单位")
def find_bodies(service: ServiceHere, caller: CallerHere, q: Search = "", kind: KindFilter = ()) -> BodyChoices:
    """The first bodies whose name and aliases contain every word, of the kinds given."""
    return given(service.organisation.bodies(caller, q, kind))
