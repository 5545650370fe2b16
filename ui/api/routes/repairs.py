"""Mending a stuck case by two administrators, and handing over what a leaver holds."""

from fastapi import APIRouter
from pydantic import Field

from flows.views.mending import HandoverReceipt, HandoverView, RepairReceipt, RepairRequest, RepairView
from matters.errors.administering import SecondPersonNeeded
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NobodyFound, NotPossible, WrongStatus
from matters.organisation.snapshot import Holder
from ui.api.answers import answered
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import CaseNumber, IdempotencyKey, PersonId
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["repairs"])


class HandoverRequest(Body, title="离职交接"):
    """Who takes over (离职交接)."""

    to: Holder = Field(description="由谁承接，须在 `successors` 之中")


@router.get(
    "/cases/{case_no}/repair",
    summary="查看待修复办件",
    description="办件停在哪里、由谁办理、可以怎样修复，以及等候确认的修复。只供事项管理员，不含填报内容。",
    response_description="办件的办理位置",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_repair(service: ServiceHere, caller: CallerHere, case_no: CaseNumber) -> RepairView:
    """Where a case stands and who has it."""
    return answered(service.repairs.show(caller, case_no))


@router.post(
    "/cases/{case_no}/repair",
    summary="申请修复办件",
    description="终止办件、跳过环节、转到环节、改派待办或减签，须写明理由，由另一位事项管理员确认后生效。",
    response_description="已申请，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, WrongStatus, IdempotencyConflict, SecrecyMark),
)
def ask_repair(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, request: RepairRequest, key: IdempotencyKey = None
) -> RepairReceipt:
    """Ask for a mend."""
    return answered(service.repairs.ask(caller, case_no, request, key))


@router.post(
    "/cases/{case_no}/repair/confirm",
    summary="确认修复办件",
    description="由申请人以外的另一位事项管理员确认，修复即时生效。",
    response_description="已修复；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden, NotFound, NotPossible, WrongStatus, IdempotencyConflict, SecondPersonNeeded, NobodyFound
    ),
)
def confirm_repair(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, key: IdempotencyKey = None
) -> RepairReceipt:
    """The second administrator's word."""
    return answered(service.repairs.confirm(caller, case_no, key))


@router.post(
    "/cases/{case_no}/repair/drop",
    summary="不予修复办件",
    description="不同意修复，或者收回本人的修复申请。",
    response_description="已取消；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, WrongStatus, IdempotencyConflict),
)
def drop_repair(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, key: IdempotencyKey = None
) -> RepairReceipt:
    """No mend."""
    return answered(service.repairs.drop(caller, case_no, key))


@router.get(
    "/people/{person_id}/handover",
    summary="查看离职交接",
    description="该人员名下全部未完的待办和申请，以及可以承接的人员。只供机构管理员。",
    response_description="待交接的内容",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_handover(service: ServiceHere, caller: CallerHere, person_id: PersonId) -> HandoverView:
    """Everything open that the person holds."""
    return answered(service.handovers.show(caller, person_id))


@router.post(
    "/people/{person_id}/handover",
    summary="离职交接",
    description="把该人员名下全部未完的待办和申请交给同单位的另一人；不能交给此人的，在 `left` 中逐项列明。中断后可以重做。",
    response_description="已交接的数量和未能交接的各项；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, IdempotencyConflict),
)
def hand_over(
    service: ServiceHere, caller: CallerHere, person_id: PersonId, request: HandoverRequest, key: IdempotencyKey = None
) -> HandoverReceipt:
    """Pass everything on."""
    return answered(service.handovers.hand_over(caller, person_id, request.to, key))
