"""Whether this process can answer and may be given work, for whatever watches over it."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from flows.views.base import View
from flows.views.operations import Check, all_well
from ui.api.callers import ServiceHere
from ui.api.problems import given
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["monitoring"])


class Health(View, title="运行状况"):
    """Every check (运行状况)."""

    checks: tuple[Check, ...] = Field(description="各项检查")


_UNWELL: dict[int | str, dict[str, Any]] = {503: {"model": Health, "description": "至少一项不正常"}}


@router.get(
    "/healthz",
    responses=_UNWELL,
    summary="是否在运行",
    description="无需登录。数据库可用时返回 200。",
    response_description="各项正常",
)
def health(service: ServiceHere, response: Response) -> Health:
    """Whether the process can answer at all."""
    return _told(given(service.operations.health()), response)


@router.get(
    "/readyz",
    responses=_UNWELL,
    summary="是否可以接收请求",
    description="无需登录。数据库可用、结构最新、磁盘有空余，且网页服务、执行器、流程引擎和各项例行工作都在运行时返回 200。"
    "停止的列在检查结果中，`part` 为其代号；执行器、流程引擎停止时办理不受影响，文书和通知推迟。",
    response_description="各项正常",
)
def ready(service: ServiceHere, response: Response) -> Health:
    """Whether it may be given work."""
    return _told(given(service.operations.ready()), response)


def _told(checks: tuple[Check, ...], response: Response) -> Health:
    response.status_code = 200 if all_well(checks) else 503
    return Health(checks=checks)
