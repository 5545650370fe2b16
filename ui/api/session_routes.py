"""Logging in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from flows.views import Caller, SessionView
from ui.api.answers import in_local_time
from ui.api.callers import CallerHere, ServiceHere, Token, address_of
from ui.api.problems import given, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["会话"])


class Credentials(BaseModel):
    """User name and password (登录)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    username: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=1000, repr=False)]


@router.post("/session", responses=refusals(401, 413), summary="登录")
def log_in(service: ServiceHere, request: Request, credentials: Credentials) -> SessionView:
    """A token for the `Authorization: Bearer` header."""
    session = service.accounts.login(credentials.username, credentials.password, address_of(request))
    return in_local_time(given(session))


@router.delete("/session", status_code=204, responses=refusals(401, 403), summary="退出登录")
def log_out(service: ServiceHere, caller: CallerHere, token: Token) -> None:
    """The token is dead afterwards."""
    service.accounts.logout(token)


@router.get("/me", responses=refusals(401), summary="本人身份、岗位和角色")
def show_me(caller: CallerHere) -> Caller:
    """The caller as the service sees them."""
    return caller
