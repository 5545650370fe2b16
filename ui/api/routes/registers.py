"""Registers: uses of seals, and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from flows.views.registers import AskedOutcome, AuditList, AuditQuery, SealList, SealQuery
from matters.errors.door import Forbidden
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BodyFilter, Since, Until
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["registers"])


def seal_query(
    body: BodyFilter = None,
    since: Since = None,
    until: Until = None,
    text: Annotated[
        str, Query(max_length=100, description="文号、印章编号、办件编号或标题中的文字；留空视为不限")
    ] = "",
) -> SealQuery:
    """Which uses of seals are asked for."""
    return SealQuery(body=body or "", since=since, until=until, text=text)


def audit_query(
    person: Annotated[str, Query(max_length=40, description="人员标识，或者姓名中的文字；留空视为不限")] = "",
    operation: Annotated[str, Query(max_length=40, description="操作的名称；留空视为不限")] = "",
    object_id: Annotated[str, Query(max_length=100, description="对象编号的开头；留空视为不限")] = "",
    outcome: Annotated[AskedOutcome, Query(description="`done` 完成，`refused` 拒绝；留空视为不限")] = "",
    since: Since = None,
    until: Until = None,
) -> AuditQuery:
    """Which lines of the audit log are asked for."""
    return AuditQuery(
        person=person, operation=operation, object_id=object_id, outcome=outcome, since=since, until=until
    )


@router.get(
    "/seal-register",
    summary="用印登记",
    description="本人职责范围内各单位的用印，新的在前，分页列出。",
    response_description="一页用印登记",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_seal_uses(
    service: ServiceHere, caller: CallerHere, page: PageAsked, query: Annotated[SealQuery, Depends(seal_query)]
) -> SealList:
    """Uses of seals that the caller answers for."""
    return page.answered(service.seals.list(caller, query, page.turn))


@router.get(
    "/audit",
    summary="审计日志",
    description="审计管理员查看的审计日志，新的在前，分页列出。查看本身也记入日志。",
    response_description="一页审计日志",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_audit(
    service: ServiceHere, caller: CallerHere, page: PageAsked, query: Annotated[AuditQuery, Depends(audit_query)]
) -> AuditList:
    """Lines of the audit log, for the auditor."""
    return page.answered(service.audit.list(caller, query, page.turn))
