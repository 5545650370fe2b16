"""Filing for somebody else: by mandate, and at the window."""

from fastapi import APIRouter, Response

from flows.views.cases import Receipt
from flows.views.filing_for import Mandate, MandatedRequest, WindowMatter, WindowRequest
from flows.views.tasks import HatChoice
from matters.errors.door import (
    Forbidden,
)
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, MatterFilter, Search
from ui.api.receipts import REFUSED, RESENT, receipt_of
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["cases"])


@router.get(
    "/mandates",
    summary="我受托的代办",
    description="本人可以据以代为提交申请的委托，今日有效的；委托由申请人本人或者其单位的机构管理员以 `POST /proxies` 授予。",
    response_description="代办委托",
    openapi_extra=refusals(Forbidden),
)
def list_mandates(service: ServiceHere, caller: CallerHere) -> tuple[Mandate, ...]:
    """By which the caller may file today."""
    return answered(service.for_others.mandates(caller))


@router.post(
    "/mandated-cases",
    status_code=201,
    responses=RESENT,
    summary="代办申请",
    description="凭委托代他人提交一份申请。申请人是委托人，办件由其撤回；本人作为代办人查看、补正，不参加审批。"
    "委托没有授权代为提交承诺的，含承诺的申请不能代办。",
    response_description="已生成办件",
    openapi_extra=refusals(*REFUSED),
)
def submit_mandated(
    service: ServiceHere,
    caller: CallerHere,
    request: MandatedRequest,
    response: Response,
    key: IdempotencyKey = None,
) -> Receipt:
    """A new case of who has given the mandate."""
    return receipt_of(service.for_others.submit(caller, request, key), response)


@router.get(
    "/window-matters",
    summary="可以在窗口登记的事项",
    description="由本人的岗位受理、可以为到场的申请人登记的事项。",
    response_description="事项",
    openapi_extra=refusals(Forbidden),
)
def list_window_matters(service: ServiceHere, caller: CallerHere) -> tuple[WindowMatter, ...]:
    """What the caller may register."""
    return answered(service.for_others.matters(caller))


@router.get(
    "/window-applicants",
    summary="查找到窗口办理的申请人",
    description="由本人的岗位受理其该项申请的人员及其岗位，按姓名、单位和职务查找，只列前 20 个。",
    response_description="人员和岗位",
    openapi_extra=refusals(Forbidden),
)
def find_applicants(
    service: ServiceHere, caller: CallerHere, matter: MatterFilter = "", q: Search = ""
) -> tuple[HatChoice, ...]:
    """From whom the caller accepts the matter."""
    return answered(service.for_others.applicants(caller, matter, q))


@router.post(
    "/window-cases",
    status_code=201,
    responses=RESENT,
    summary="窗口登记",
    description="受理岗为到窗口办理的申请人登记一份申请，计跑动一次，并逐份登记原件是否留存。申请人是到场的人，可以在网上查看、撤回。",
    response_description="已生成办件",
    openapi_extra=refusals(*REFUSED),
)
def register_at_window(
    service: ServiceHere,
    caller: CallerHere,
    request: WindowRequest,
    response: Response,
    key: IdempotencyKey = None,
) -> Receipt:
    """A new case of who has come to the window."""
    return receipt_of(service.for_others.register(caller, request, key), response)
