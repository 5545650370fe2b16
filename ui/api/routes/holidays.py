"""Days off: a year's notice is entered by one and confirmed by another, and what it moved is listed."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.holidays import HolidayEntry, HolidayNoticeLine, HolidayReceipt, MovedDayLine
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/holidays", tags=["holidays"])

NoticeId = Annotated[int, Path(ge=1, le=2**31 - 1, description="放假安排的编号，取自列表或录入回执")]


@router.get(
    "",
    summary="放假安排",
    description="各年的放假安排及其状态，后录入的在前。只供事项管理员。",
    response_description="放假安排",
    openapi_extra=refusals(Forbidden),
)
def list_holidays(service: ServiceHere, caller: CallerHere) -> tuple[HolidayNoticeLine, ...]:
    """Every notice with what became of it."""
    return answered(service.holidays.list(caller))


@router.post(
    "",
    status_code=201,
    summary="录入放假安排",
    description="录入一年的放假安排，由另一位事项管理员确认后生效。有多处问题的，一次全部列明。",
    response_description="已录入，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, SecrecyMark, IdempotencyConflict),
)
def enter_holidays(
    service: ServiceHere, caller: CallerHere, request: HolidayEntry, key: IdempotencyKey = None
) -> HolidayReceipt:
    """A year's notice, to be confirmed."""
    return answered(service.holidays.enter(caller, request, key))


@router.post(
    "/{notice_id}/confirm",
    summary="确认放假安排",
    description="由录入人以外的另一位事项管理员确认，即时生效；在办件的期限随后自动重新计算，改变的日期见重新计算的结果。",
    response_description="已生效；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def confirm_holidays(
    service: ServiceHere, caller: CallerHere, notice_id: NoticeId, key: IdempotencyKey = None
) -> HolidayReceipt:
    """The second administrator's word."""
    return answered(service.holidays.confirm(caller, notice_id, key))


@router.post(
    "/{notice_id}/return",
    summary="退回放假安排",
    description="等候确认的不予确认，可以重新录入；录入人也可以收回。",
    response_description="已退回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def return_holidays(
    service: ServiceHere, caller: CallerHere, notice_id: NoticeId, key: IdempotencyKey = None
) -> HolidayReceipt:
    """It will not hold."""
    return answered(service.holidays.send_back(caller, notice_id, key))


@router.get(
    "/{notice_id}/recount",
    summary="重新计算的结果",
    description="因这份放假安排改变的办件和待办的期限，最多 1000 个；是否已全部算完，见列表中的 `counted`。",
    response_description="改变的期限",
    openapi_extra=refusals(Forbidden),
)
def show_recount(service: ServiceHere, caller: CallerHere, notice_id: NoticeId) -> tuple[MovedDayLine, ...]:
    """The last days that it has moved."""
    return answered(service.holidays.moved(caller, notice_id))
