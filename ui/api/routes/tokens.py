"""API tokens: made, listed and revoked by their owners, and for robots by the security administrator."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.tokens import NewToken, TokenList, TokenReceipt, TokenRequest
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, Username
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["tokens"])

TokenId = Annotated[str, Path(description="令牌标识，取自令牌列表")]


@router.get(
    "/tokens",
    summary="我的接口令牌",
    description="本人未收回、未失效的接口令牌，新的在前，不含令牌本身。有范围的令牌不能用于这个调用。",
    response_description="接口令牌",
    openapi_extra=refusals(Forbidden),
)
def list_tokens(service: ServiceHere, caller: CallerHere) -> TokenList:
    """The caller's own tokens."""
    return answered(service.tokens.list(caller))


@router.post(
    "/tokens",
    status_code=201,
    summary="新增接口令牌",
    description="为本人新增一个接口令牌，须以登录会话调用：令牌不能用来新增令牌。令牌只在这次应答中给出。",
    response_description="已新增；同一请求编号的重发返回第一次的应答，其中没有令牌",
    openapi_extra=refusals(Forbidden, SecrecyMark, IdempotencyConflict),
)
def create_token(
    service: ServiceHere, caller: CallerHere, request: TokenRequest, key: IdempotencyKey = None
) -> NewToken:
    """One more token of the caller."""
    return answered(service.tokens.create(caller, request, key))


@router.delete(
    "/tokens/{token_id}",
    summary="收回接口令牌",
    description="本人的一个令牌，或者由安全管理员收回任何人的一个令牌，立即失效。有范围的令牌不能用于这个调用。",
    response_description="已收回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, IdempotencyConflict),
)
def revoke_token(
    service: ServiceHere, caller: CallerHere, token_id: TokenId, key: IdempotencyKey = None
) -> TokenReceipt:
    """End one at once."""
    return answered(service.tokens.revoke(caller, token_id, key))


@router.get(
    "/accounts/{username}/tokens",
    summary="账号的接口令牌",
    description="一个账号未收回、未失效的接口令牌。只供安全管理员。",
    response_description="接口令牌",
    openapi_extra=refusals(Forbidden, NotFound),
)
def list_tokens_of(service: ServiceHere, caller: CallerHere, username: Username) -> TokenList:
    """The tokens of another account."""
    return answered(service.tokens.of_account(caller, username))


@router.post(
    "/accounts/{username}/tokens",
    status_code=201,
    summary="为数字员工新增接口令牌",
    description="安全管理员为只有“数字员工”角色的账号新增一个接口令牌，须以登录会话调用。令牌只在这次应答中给出。",
    response_description="已新增；同一请求编号的重发返回第一次的应答，其中没有令牌",
    openapi_extra=refusals(Forbidden, NotFound, SecrecyMark, IdempotencyConflict),
)
def create_token_for(
    service: ServiceHere, caller: CallerHere, username: Username, request: TokenRequest, key: IdempotencyKey = None
) -> NewToken:
    """A token of a robot."""
    return answered(service.tokens.create_for(caller, username, request, key))
