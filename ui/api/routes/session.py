"""Logging in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from flows.views.people import Caller, SessionView
from matters.errors.door import LoginRefused
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere, Token, address_of
from ui.api.describing import refusals
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["sessions"])


class Credentials(Body, title="用户名和密码"):
    """User name and password (登录)."""

    username: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=1000, repr=False)] = Field(description="密码")


@router.post(
    "/session",
    summary="登录",
    description="以用户名和密码换取会话令牌，放入以后各次请求的 `Authorization: Bearer` 请求头。",
    response_description="已登录",
    openapi_extra=refusals(LoginRefused),
)
def log_in(service: ServiceHere, request: Request, credentials: Credentials) -> SessionView:
    """A token for the `Authorization: Bearer` header."""
    session = service.accounts.login(credentials.username, credentials.password, address_of(request))
    return answered(session)


@router.delete(
    "/session",
    status_code=204,
    summary="退出登录",
    description="所用的会话令牌随即失效。",
    response_description="已退出",
)
def log_out(service: ServiceHere, caller: CallerHere, token: Token) -> None:
    """The token is dead afterwards."""
    service.accounts.logout(token)


@router.get(
    "/me",
    summary="本人身份、岗位和角色",
    description="以今日的组织机构和授权为准。",
    response_description="本人",
)
def show_me(caller: CallerHere) -> Caller:
    """The caller as the service sees them."""
    return caller
