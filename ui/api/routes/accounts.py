"""Accounts in the hands of their keepers: listed, opened, reset, closed."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from flows.views.organisation_editing import AccountList, AccountReceipt, InitialPassword
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import IdempotencyKey, Search, Username
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/accounts", tags=["accounts"])

_PASSWORD = "同一请求编号的重发返回第一次的应答，其中没有密码"
_AGAIN = "同一请求编号的重发返回第一次的回执"


class AccountRequest(Body, title="开设账号"):
    """Whose account, and how it is called (开设账号)."""

    username: Annotated[str, Field(max_length=40)]
    person: Annotated[str, Field(max_length=40)]


@router.get(
    "",
    summary="账号列表",
    description="账号及其状态，按用户名排列，分页列出；另列还没有账号的人员。只供系统管理员和安全管理员。",
    response_description="一页账号",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_accounts(service: ServiceHere, caller: CallerHere, page: PageAsked, q: Search = "") -> AccountList:
    """Accounts, a page at a time."""
    return page.answered(service.account_keeping.list(caller, q, page.turn))


@router.post(
    "",
    status_code=201,
    summary="开设账号",
    description="系统管理员为一名在职人员开设账号，系统给出初始密码，首次登录须修改。管理员的账号只能在服务器本机开设。",
    response_description=f"已开设；{_PASSWORD}",
    openapi_extra=refusals(Forbidden, NotFound, SecrecyMark, IdempotencyConflict),
)
def create_account(
    service: ServiceHere, caller: CallerHere, request: AccountRequest, key: IdempotencyKey = None
) -> InitialPassword:
    """An account with an initial password."""
    return answered(service.account_keeping.create(caller, request.username, request.person, key))


@router.post(
    "/{username}/reset",
    summary="重置密码",
    description="现在的密码、登录和接口令牌立即失效，系统给出新的初始密码。管理员的密码只能在服务器本机重置。",
    response_description=f"已重置；{_PASSWORD}",
    openapi_extra=refusals(Forbidden, NotFound, IdempotencyConflict),
)
def reset_password(
    service: ServiceHere, caller: CallerHere, username: Username, key: IdempotencyKey = None
) -> InitialPassword:
    """A new initial password."""
    return answered(service.account_keeping.reset(caller, username, key))


@router.post(
    "/{username}/disable",
    summary="停用账号",
    description="停用后不能再登录，已有的登录和接口令牌一并收回。不能停用自己的账号。",
    response_description=f"已停用；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotFound, IdempotencyConflict),
)
def disable_account(
    service: ServiceHere, caller: CallerHere, username: Username, key: IdempotencyKey = None
) -> AccountReceipt:
    """Nobody logs in with it any more."""
    return answered(service.account_keeping.disable(caller, username, key))


@router.post(
    "/{username}/enable",
    summary="启用账号",
    description="已停用的账号重新启用，密码不变。已经离任的人员的账号不能启用。",
    response_description=f"已启用；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotFound, IdempotencyConflict),
)
def enable_account(
    service: ServiceHere, caller: CallerHere, username: Username, key: IdempotencyKey = None
) -> AccountReceipt:
    """It may be used again."""
    return answered(service.account_keeping.enable(caller, username, key))


@router.post(
    "/{username}/revoke",
    summary="收回登录和令牌",
    description="账号的全部登录和接口令牌立即失效，密码不变。",
    response_description=f"已收回；{_AGAIN}",
    openapi_extra=refusals(Forbidden, NotFound, IdempotencyConflict),
)
def revoke_logins(
    service: ServiceHere, caller: CallerHere, username: Username, key: IdempotencyKey = None
) -> AccountReceipt:
    """All logins and tokens end."""
    return answered(service.account_keeping.revoke(caller, username, key))
