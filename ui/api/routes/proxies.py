"""Standing proxies: who stands in for whom."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.proxies import ProxyList, ProxyOffer, ProxyReceipt, ProxyRequest
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["proxies"])

ProxyId = Annotated[str, Path(description="代理标识，取自代理列表或授权回执")]


@router.get(
    "/proxies",
    summary="我的代理",
    description="本人委托他人的代理和本人受托的代理；机构管理员另列其他人员生效中和尚未开始的代理。",
    response_description="代理",
    openapi_extra=refusals(Forbidden),
)
def list_proxies(service: ServiceHere, caller: CallerHere) -> ProxyList:
    """The caller's proxies, and for an administrator of the organisation those of others."""
    return answered(service.proxies.list(caller))


@router.get(
    "/proxy-choices",
    summary="可以授权的代理",
    description="本人各岗位可以委托的代理人，以及可以限定的事项。",
    response_description="可供选择的内容",
    openapi_extra=refusals(Forbidden),
)
def offer_proxies(service: ServiceHere, caller: CallerHere) -> ProxyOffer:
    """What the caller may make a proxy of."""
    return answered(service.proxies.offer(caller))


@router.post(
    "/proxies",
    status_code=201,
    summary="授权代理",
    description="由本人指定代理人；机构管理员可以为其他人员指定。有多处不合要求的，一次全部列明。",
    response_description="已授权；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotPossible, IdempotencyConflict),
)
def grant_proxy(
    service: ServiceHere, caller: CallerHere, request: ProxyRequest, key: IdempotencyKey = None
) -> ProxyReceipt:
    """Name an agent."""
    return answered(service.proxies.grant(caller, request, key))


@router.delete(
    "/proxies/{proxy_id}",
    summary="撤销代理",
    description="由被代理人、代理人或者机构管理员撤销，立即生效。记录保留。",
    response_description="已撤销；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def revoke_proxy(
    service: ServiceHere, caller: CallerHere, proxy_id: ProxyId, key: IdempotencyKey = None
) -> ProxyReceipt:
    """End it at once."""
    return answered(service.proxies.revoke(caller, proxy_id, key))
