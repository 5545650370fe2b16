"""Charges (督办): listed, opened, acted on and taken along."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from flows.views.base import EXPORTED_AS
from flows.views.oversight.charges import (
    ChargeActRequest,
    ChargeList,
    ChargeQuery,
    ChargeReceipt,
    ChargeRequest,
    ChargeView,
)
from matters.charges import KIND_NAMES, STATE_NAMES, ChargeKind, ChargeState
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible, Stale
from ui.api.answers import answered, download, file_answer
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BodyFilter, IdempotencyKey, blank_is
from ui.api.problems import given
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["cases"])
_KINDS = "，".join(f"`{kind}` {name}" for kind, name in KIND_NAMES.items())
_STATES = "，".join(f"`{state}` {name}" for state, name in STATE_NAMES.items())
KindOfCharge = Annotated[ChargeKind | None, blank_is(None), Query(description=f"只列这一类：{_KINDS}；留空视为不限")]
StateOfCharge = Annotated[
    ChargeState | None, blank_is(None), Query(description=f"只列处于该情况的：{_STATES}；留空视为不限")
]
ChargeNumber = Annotated[int, Path(ge=1, le=2_000_000_000, description="督办编号")]


@router.get(
    "/charges",
    summary="督办",
    description="督查范围内各单位的督办单、批示督办和改革任务，以及本人代表的单位收到的；未销号的在前，先到期的在前。",
    response_description="一页督办",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_charges(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    kind: KindOfCharge = None,
    state: StateOfCharge = None,
    body: BodyFilter = None,
) -> ChargeList:
    """Those the caller may see."""
    return page.answered(service.charges.list(caller, ChargeQuery(kind=kind, state=state, body=body), page.turn))


@router.post(
    "/charges",
    summary="发起督办",
    description="督查人员对督查范围内的单位发起督办：针对一件办件、一个事项，或者一项任务，写明要求和期限。",
    response_description="已发起；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, Invalid, SecrecyMark, IdempotencyConflict),
)
def open_charge(
    service: ServiceHere, caller: CallerHere, request: ChargeRequest, key: IdempotencyKey = None
) -> ChargeReceipt:
    """Charge a body."""
    return answered(service.charges.open(caller, request, key))


@router.get(
    "/charge-ledger",
    summary="导出督办台账",
    description="督查范围内的督办，XLSX，含任务、责任单位、时限、进展。导出记入审计日志。",
    response_class=Response,
    responses=file_answer(EXPORTED_AS["xlsx"]),
    openapi_extra=refusals(Forbidden),
)
def export_charges(service: ServiceHere, caller: CallerHere, kind: KindOfCharge = None) -> Response:
    """The ledger as a workbook."""
    return download(given(service.charges.ledger(caller, kind)))


@router.get(
    "/charges/{charge_id}",
    summary="查看督办",
    description="一件督办的要求、期限、经过，和本人现在可以进行的操作。",
    response_description="督办",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_charge(service: ServiceHere, caller: CallerHere, charge_id: ChargeNumber) -> ChargeView:
    """One with its course."""
    return answered(service.charges.show(caller, charge_id))


@router.post(
    "/charges/{charge_id}/acts",
    summary="办理督办",
    description="承办单位的负责人或者联络员报进展、反馈、申请延期；发起人同意或者不同意延期、退回重办、销号。"
    "只有发起人可以销号；发起人不再督查该单位的，由现任督查人员销号。",
    response_description="已办理；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, Stale, Invalid, SecrecyMark, IdempotencyConflict),
)
def act_on_charge(
    service: ServiceHere,
    caller: CallerHere,
    charge_id: ChargeNumber,
    request: ChargeActRequest,
    key: IdempotencyKey = None,
) -> ChargeReceipt:
    """An act of the body or of the opener."""
    return answered(service.charges.act(caller, charge_id, request, key))
