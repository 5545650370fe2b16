"""The HTTP API of Once, to be mounted at `/api/v1`: JSON in and out, refusals as RFC 9457 problems."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from flows.service import Service
from ui.api import case_routes, file_routes, matter_routes, session_routes, task_routes
from ui.api.gate import Gate
from ui.api.problems import PROBLEM_TYPE, Refused, answer_http_error, answer_invalid_request, answer_refused

__all__ = ["create_api"]

_TITLE = "Once 一次 接口"
_DESCRIPTION = (
    "机关内部“最多跑一次”事项办理接口。时间带 +08:00 时区；被拒绝的请求以 RFC 9457 问题文档回答，`code` 稳定不变。"
)


class Api(FastAPI):
    """FastAPI with problem documents under their own media type in the OpenAPI description."""

    def openapi(self) -> dict[str, Any]:
        """The description; answers of 400 and above are problem documents."""
        if self.openapi_schema is None:
            _name_problems(super().openapi())
        return super().openapi()


def create_api(service: Service) -> FastAPI:
    """The API over this service. No page that would load scripts from elsewhere is served."""
    api = Api(
        title=_TITLE,
        description=_DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.add_exception_handler(Refused, answer_refused)
    api.add_exception_handler(HTTPException, answer_http_error)
    api.add_exception_handler(RequestValidationError, answer_invalid_request)
    api.state.service = service
    api.add_middleware(Gate)
    for routes in (session_routes, matter_routes, file_routes, case_routes, task_routes):
        api.include_router(routes.router)
    return api


def _name_problems(schema: dict[str, Any]) -> None:
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
