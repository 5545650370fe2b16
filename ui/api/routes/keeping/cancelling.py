"""Cancelling a matter: asked for by one administrator, confirmed by another, withdrawn before its day."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from flows.views.editing import CancellationLine, CancellationReceipt, CancellationWanted
from matters.errors.administering import SecondPersonNeeded
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, MatterCancelled, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, MatterCodeInPath, blank_is
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/cancellations", tags=["definitions"])

CancellationId = Annotated[int, Path(ge=1, le=2**31 - 1, description="取消的编号，取自列表或回执")]
OfMatter = Annotated[
    Annotated[str, Path(max_length=40)] | None, blank_is(None), Query(description="只列这一事项的，填事项代码")
]


@router.get(
    "",
    summary="事项取消",
    description="提请过的各项事项取消及其状态，后提请的在前。只供事项管理员。",
    response_description="事项取消",
    openapi_extra=refusals(Forbidden),
)
def list_cancellations(service: ServiceHere, caller: CallerHere, code: OfMatter = None) -> tuple[CancellationLine, ...]:
    """Every one with what became of it."""
    return answered(service.cancelling.list(caller, code))


@router.post(
    "/{code}",
    status_code=201,
    summary="提请取消事项",
    description="写明自哪一天起取消、依据和文号、在办的办件如何办，由另一位事项管理员确认后生效。有多处问题的，一次全部列明。",
    response_description="已提请，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, MatterCancelled, SecrecyMark, IdempotencyConflict),
)
def ask_cancellation(
    service: ServiceHere,
    caller: CallerHere,
    code: MatterCodeInPath,
    request: CancellationWanted,
    key: IdempotencyKey = None,
) -> CancellationReceipt:
    """To be confirmed by a second person."""
    return answered(service.cancelling.ask(caller, code, request, key))


@router.post(
    "/{cancellation_id}/confirm",
    summary="确认取消事项",
    description="由提请人以外的另一位事项管理员确认，并通知在办办件的申请人和办理人。自取消之日起，事项不再列为可办，不再受理新的申请。",
    response_description="已确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, Invalid, NotPossible, SecondPersonNeeded, IdempotencyConflict),
)
def confirm_cancellation(
    service: ServiceHere, caller: CallerHere, cancellation_id: CancellationId, key: IdempotencyKey = None
) -> CancellationReceipt:
    """The second administrator's word."""
    return answered(service.cancelling.confirm(caller, cancellation_id, key))


@router.post(
    "/{cancellation_id}/return",
    summary="退回取消事项",
    description="等候确认的不予确认，可以重新提请；提请人也可以收回。",
    response_description="已退回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def return_cancellation(
    service: ServiceHere, caller: CallerHere, cancellation_id: CancellationId, key: IdempotencyKey = None
) -> CancellationReceipt:
    """It does not come about."""
    return answered(service.cancelling.send_back(caller, cancellation_id, key))


@router.post(
    "/{cancellation_id}/withdraw",
    summary="撤回取消事项",
    description="已确认、尚未到取消日子的，可以撤回，事项照常办理，并告知此前通知过的人。",
    response_description="已撤回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def withdraw_cancellation(
    service: ServiceHere, caller: CallerHere, cancellation_id: CancellationId, key: IdempotencyKey = None
) -> CancellationReceipt:
    """Everything stays as it is."""
    return answered(service.cancelling.withdraw(caller, cancellation_id, key))
