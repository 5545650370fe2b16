"""Bookable resources: what there is, when it is free, and the register in its keepers' hands."""

from fastapi import APIRouter

from flows.views.bookings import DayView, RegisterView, ResourceChange, ResourceList, ResourceReceipt, ResourceRequest
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BodyFilter, IdempotencyKey, OnDay, ResourceId, ResourceKind
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["resources"])


@router.get(
    "/resources",
    summary="可预约资源",
    description="现在或以后可以预约的会议室、车辆、班车等，按类别和名称排列。",
    response_description="一页资源",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_resources(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    body: BodyFilter = None,
    kind: ResourceKind = None,
) -> ResourceList:
    """What can be booked."""
    return page.answered(service.bookings.list(caller, body, kind, page.turn))


@router.get(
    "/resource-register",
    summary="资源登记簿",
    description="本人管理范围内的全部资源，含已停用的，以及尚未结束的预约。只供机构管理员。",
    response_description="资源登记簿",
    openapi_extra=refusals(Forbidden),
)
def show_register(service: ServiceHere, caller: CallerHere) -> RegisterView:
    """Everything the caller keeps."""
    return answered(service.bookings.register(caller))


@router.get(
    "/resources/{resource_id}/slots",
    summary="资源空闲时段",
    description="资源在一日之内各时段的余座，从零点到二十四点；`left` 为 0 的已被预约。不显示由谁预约。",
    response_description="当日各时段",
    openapi_extra=refusals(Forbidden, NotFound, Invalid),
)
def show_slots(service: ServiceHere, caller: CallerHere, resource_id: ResourceId, day: OnDay = None) -> DayView:
    """What is free on a day."""
    return answered(service.bookings.slots(caller, resource_id, day))


@router.post(
    "/resources",
    summary="登记资源",
    description="登记本人管理范围内单位的一项资源。单位、类别和名称登记后不再改变。",
    response_description="已登记；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, Invalid, SecrecyMark, IdempotencyConflict),
)
def add_resource(
    service: ServiceHere, caller: CallerHere, request: ResourceRequest, key: IdempotencyKey = None
) -> ResourceReceipt:
    """One more resource."""
    return answered(service.bookings.add(caller, request, key))


@router.post(
    "/resources/{resource_id}",
    summary="变更资源",
    description="变更座位数、启用期和说明。填写 `until` 即自次日起停用：不再接受预约，已有的预约由管理员联系申请单位改期。",
    response_description="已变更；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, Invalid, SecrecyMark, IdempotencyConflict),
)
def change_resource(
    service: ServiceHere,
    caller: CallerHere,
    resource_id: ResourceId,
    request: ResourceChange,
    key: IdempotencyKey = None,
) -> ResourceReceipt:
    """Other seats, days or notes."""
    return answered(service.bookings.change(caller, resource_id, request, key))
