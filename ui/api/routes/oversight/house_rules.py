"""Rules for what is near and late: entered by one administrator and confirmed by another."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.oversight.house_rules import HouseRuleEntry, HouseRuleList, HouseRuleReceipt
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/house-rules", tags=["house_rules"])

RuleId = Annotated[int, Path(ge=1, le=2**31 - 1, description="期限督促规则的编号，取自列表或录入回执")]


@router.get(
    "",
    summary="期限督促规则",
    description="各地区的期限督促规则及其状态，后录入的在前；事项自己没有规定超期如何处理的，适用所在地区的规则。只供事项管理员。",
    response_description="期限督促规则和可以设定规则的地区",
    openapi_extra=refusals(Forbidden),
)
def list_house_rules(service: ServiceHere, caller: CallerHere) -> HouseRuleList:
    """Every rule with what became of it."""
    return answered(service.house_rules.list(caller))


@router.post(
    "",
    status_code=201,
    summary="录入期限督促规则",
    description="录入一个地区的规则，由另一位事项管理员确认后生效，替代该地区原来的规则。有多处问题的，一次全部列明。",
    response_description="已录入，等候确认；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, SecrecyMark, IdempotencyConflict),
)
def enter_house_rule(
    service: ServiceHere, caller: CallerHere, request: HouseRuleEntry, key: IdempotencyKey = None
) -> HouseRuleReceipt:
    """A region's rule, to be confirmed."""
    return answered(service.house_rules.enter(caller, request, key))


@router.post(
    "/{rule_id}/confirm",
    summary="确认期限督促规则",
    description="由录入人以外的另一位事项管理员确认，即时生效。",
    response_description="已生效；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def confirm_house_rule(
    service: ServiceHere, caller: CallerHere, rule_id: RuleId, key: IdempotencyKey = None
) -> HouseRuleReceipt:
    """The second administrator's word."""
    return answered(service.house_rules.confirm(caller, rule_id, key))


@router.post(
    "/{rule_id}/return",
    summary="退回期限督促规则",
    description="等候确认的不予确认，可以重新录入；录入人也可以收回。",
    response_description="已退回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def return_house_rule(
    service: ServiceHere, caller: CallerHere, rule_id: RuleId, key: IdempotencyKey = None
) -> HouseRuleReceipt:
    """It will not hold."""
    return answered(service.house_rules.send_back(caller, rule_id, key))
