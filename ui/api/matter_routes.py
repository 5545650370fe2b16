"""Matters: the list, one matter's guide and form, and the forecast of a filing."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from flows.views import ForecastView, MatterList, MatterView
from ui.api.answers import in_local_time
from ui.api.callers import CallerHere, ServiceHere
from ui.api.parameters import BodyFilter, LevelFilter, PageNumber, Search
from ui.api.problems import given, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/matters", tags=["事项"])


class ForecastRequest(BaseModel):
    """Answers as far as they are known (预估)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answers: Mapping[str, Any]
    post: str | None = None


@router.get("", responses=refusals(401), summary="事项列表")
def list_matters(
    service: ServiceHere,
    caller: CallerHere,
    q: Search = "",
    level: LevelFilter = None,
    body: BodyFilter = None,
    page: PageNumber = 1,
) -> MatterList:
    """Published matters, a page at a time."""
    return in_local_time(given(service.matters.list(caller, q, level, body, page)))


@router.get("/{code}", responses=refusals(401, 404), summary="事项定义")
def show_matter(service: ServiceHere, caller: CallerHere, code: str) -> MatterView:
    """One matter with its whole definition."""
    return in_local_time(given(service.matters.show(caller, code)))


@router.post("/{code}/forecast", responses=refusals(401, 403, 404, 413), summary="预估办理过程")
def forecast(service: ServiceHere, caller: CallerHere, code: str, request: ForecastRequest) -> ForecastView:
    """The steps ahead with these answers, and what would be refused now; nothing is stored."""
    return in_local_time(given(service.matters.forecast(caller, code, request.answers, request.post)))
