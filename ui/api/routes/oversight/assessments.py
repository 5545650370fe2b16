"""The assessment: schemes drafted by one administrator and published by another, and the scores of bodies."""

from typing import Annotated

from fastapi import APIRouter, Path

from flows.views.assessing.schemes import SchemeEntry, SchemeList, SchemeReceipt, SchemeRemark, ScoreSheet
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/assessments", tags=["assessments"])

SchemeId = Annotated[int, Path(ge=1, le=2**31 - 1, description="考核办法的编号，取自一览或起草回执")]


@router.get(
    "",
    summary="考核办法",
    description="各地区、各年度的考核办法及其状态，年度近的在前。事项管理员看全部，督查人员看已发布的。",
    response_description="考核办法、可以制定办法的地区和公式中可以使用的指标",
    openapi_extra=refusals(Forbidden),
)
def list_assessments(service: ServiceHere, caller: CallerHere) -> SchemeList:
    """Every scheme with what became of it."""
    return answered(service.assessments.list(caller))


@router.post(
    "",
    status_code=201,
    summary="起草考核办法",
    description="起草一个地区一个年度的办法，由另一位事项管理员发布后生效。有多处问题的，一次全部列明。",
    response_description="已起草，等候发布；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, SecrecyMark, IdempotencyConflict),
)
def enter_assessment(
    service: ServiceHere, caller: CallerHere, request: SchemeEntry, key: IdempotencyKey = None
) -> SchemeReceipt:
    """A scheme, to be published."""
    return answered(service.assessments.enter(caller, request, key))


@router.post(
    "/check",
    summary="检查考核办法",
    description="不保存，只列明办法中的全部问题：公式、权重、分档等。",
    response_description="各处问题；没有问题的为空",
    openapi_extra=refusals(Forbidden, SecrecyMark),
)
def check_assessment(service: ServiceHere, caller: CallerHere, request: SchemeEntry) -> tuple[SchemeRemark, ...]:
    """What cannot be right with a draft."""
    return answered(service.assessments.check(caller, request))


@router.post(
    "/{scheme_id}/publish",
    summary="发布考核办法",
    description="由起草人以外的另一位事项管理员发布，此后内容不变；同一地区同一年度原来发布的办法由它替代，仍可查看。",
    response_description="已发布；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def publish_assessment(
    service: ServiceHere, caller: CallerHere, scheme_id: SchemeId, key: IdempotencyKey = None
) -> SchemeReceipt:
    """The second administrator's word."""
    return answered(service.assessments.publish(caller, scheme_id, key))


@router.post(
    "/{scheme_id}/return",
    summary="退回考核办法",
    description="等候发布的不予发布，可以重新起草；起草人也可以收回。",
    response_description="已退回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, IdempotencyConflict),
)
def return_assessment(
    service: ServiceHere, caller: CallerHere, scheme_id: SchemeId, key: IdempotencyKey = None
) -> SchemeReceipt:
    """It will not hold."""
    return answered(service.assessments.send_back(caller, scheme_id, key))


@router.get(
    "/{scheme_id}/scores",
    summary="考核得分",
    description="按一份已发布的办法计算督查范围内各单位的得分，每项列明公式、指标、分子和分母；办件明细见指标明细，"
    "查询条件为考核期和该单位。",
    response_description="各单位的得分，总分高的在前",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_scores(service: ServiceHere, caller: CallerHere, scheme_id: SchemeId) -> ScoreSheet:
    """The scores of those one watches over."""
    return answered(service.assessments.scores(caller, scheme_id))
