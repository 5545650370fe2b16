"""The HTTP API of Once, to be mounted at `/api/v1`: JSON in and out, refusals as RFC 9457 problems."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from flows.release import RELEASE
from flows.service import Service
from flows.views.scopes import GROUPS
from ui.api.describing import describe
from ui.api.gate import ApiGate
from ui.api.problems import Refused, answer_http_error, answer_invalid_request, answer_refused
from ui.api.routes import accounts as account_routes
from ui.api.routes import cases as case_routes
from ui.api.routes import definitions as definition_routes
from ui.api.routes import exports as export_routes
from ui.api.routes import files as file_routes
from ui.api.routes import filing_for as filing_for_routes
from ui.api.routes import health as health_routes
from ui.api.routes import holidays as holiday_routes
from ui.api.routes import listing as listing_routes
from ui.api.routes import matters as matter_routes
from ui.api.routes import notices as notice_routes
from ui.api.routes import organisation as organisation_routes
from ui.api.routes import organisation_editing as organisation_editing_routes
from ui.api.routes import proxies as proxy_routes
from ui.api.routes import registers as register_routes
from ui.api.routes import repairs as repair_routes
from ui.api.routes import reports as report_routes
from ui.api.routes import resources as resource_routes
from ui.api.routes import rosters as roster_routes
from ui.api.routes import seals as seal_routes
from ui.api.routes import session as session_routes
from ui.api.routes import supervision as supervision_routes
from ui.api.routes import tasks as task_routes
from ui.api.routes import tokens as token_routes
from ui.api.routes.keeping import cancelling as cancelling_routes
from ui.api.routes.keeping import local_editions as local_edition_routes
from ui.api.routes.oversight import assessments as assessment_routes
from ui.api.routes.oversight import charges as charge_routes
from ui.api.routes.oversight import house_rules as house_rule_routes
from ui.api.routes.oversight import ratings as rating_routes

__all__ = ["create_api"]

_ROUTES = (
    session_routes,
    token_routes,
    matter_routes,
    listing_routes,
    definition_routes,
    cancelling_routes,
    local_edition_routes,
    organisation_routes,
    organisation_editing_routes,
    account_routes,
    file_routes,
    case_routes,
    filing_for_routes,
    rating_routes,
    charge_routes,
    report_routes,
    task_routes,
    supervision_routes,
    notice_routes,
    proxy_routes,
    resource_routes,
    roster_routes,
    repair_routes,
    holiday_routes,
    assessment_routes,
    house_rule_routes,
    seal_routes,
    register_routes,
    export_routes,
    health_routes,
)
_TITLE = "Once 一次 接口"
_DESCRIPTION = """机关内部“最多跑一次”事项办理接口，与网页共用同一套规则和权限。

- **登录**：`POST /session` 换取会话令牌，或者使用接口令牌，放入 `Authorization: Bearer` 请求头。
  接口令牌由本人登录后新增（`POST /tokens`），写明名称、范围和有效天数，可以随时收回；数字员工的由安全管理员新增。
  每个调用写明所需的范围（`x-scope`），如 `cases:read`；令牌范围不够的，以 `scope_missing` 拒绝。
  网页的登录 cookie 也可以使用，但改动数据的请求须同源（`Origin`），或者带有请求头 `X-Requested-With: once`。
- **重发**：改动数据的请求可以带 `Idempotency-Key`；同一编号、同一内容重发，不重复办理。
- **拒绝**：未被接受的请求以问题文档（RFC 9457）回答。`code` 稳定不变，供程序判断；`detail` 是给人看的说明。
- **时间**：时刻按 RFC 3339 书写，带 +08:00 时区；日期为 `年-月-日`。
  表单填报内容（`answers`）中的时间是当地时间，不带时区，精确到分，如 `2026-03-02T09:30`。
- **增补**：以后的版本可能增加调用、内容项和 `code`，程序应忽略不认识的内容项。
"""


class Api(FastAPI):
    """FastAPI with a description that says all and only what is answered."""

    def openapi(self) -> dict[str, Any]:
        """The description, completed once."""
        if self.openapi_schema is None:
            describe(super().openapi())
        return super().openapi()


def create_api(service: Service) -> FastAPI:
    """The API over this service. No page that would load scripts from elsewhere is served."""
    api = Api(
        title=_TITLE,
        description=_DESCRIPTION,
        version=RELEASE,
        openapi_tags=[
            {"name": tag, "x-displayName": name, "description": f"{name}：{said}"}
            for tag, (name, said) in GROUPS.items()
        ],
        generate_unique_id_function=_name_of,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.add_exception_handler(Refused, answer_refused)
    api.add_exception_handler(HTTPException, answer_http_error)
    api.add_exception_handler(RequestValidationError, answer_invalid_request)
    api.state.service = service
    api.add_middleware(ApiGate)
    for routes in _ROUTES:
        api.include_router(routes.router)
    api.state.routes = [route for routes in _ROUTES for route in routes.router.routes]
    return api


def _name_of(route: APIRoute) -> str:
    return route.name
