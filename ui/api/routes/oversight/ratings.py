"""Ratings: by the applicant once, the answer of the body, the second one; what is owed, and the sums."""

from typing import Annotated

from fastapi import APIRouter, Query

from flows.views.oversight.ratings import (
    AnswerRequest,
    RatingDuties,
    RatingList,
    RatingReceipt,
    RatingRequest,
    RatingSums,
    RatingView,
    SecondRequest,
    SumBy,
)
from matters.case.rating import STATE_NAMES, RatingState
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotApplicantsCase, NotPossible, WrongStatus
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import CaseNumber, IdempotencyKey, Since, Until, blank_is
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["cases"])
_STATES = "，".join(f"`{state}` {name}" for state, name in STATE_NAMES.items())
StateOfRating = Annotated[
    RatingState | None, blank_is(None), Query(description=f"只列处于该情况的评价：{_STATES}；留空视为不限")
]
SummedBy = Annotated[
    SumBy,
    blank_is("body"),
    Query(description="按什么合计：`grade` 等级，`body` 单位，`matter` 事项，`month` 月份；留空视为单位"),
]


@router.get(
    "/rating-duties",
    summary="本人待评价和待答复的",
    description="本人申请、已经结束、尚未评价的办件，整改后可以复评的办件，以及须由本人代表单位答复、整改的评价。",
    response_description="待评价和待答复的",
    openapi_extra=refusals(Forbidden),
)
def list_rating_duties(service: ServiceHere, caller: CallerHere) -> RatingDuties:
    """What of ratings is the caller's to do."""
    return answered(service.ratings.duties(caller))


@router.get(
    "/ratings",
    summary="服务评价",
    description="督查范围内各单位收到的评价，最近的在前；不含评价内容和评价人。",
    response_description="一页评价",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_ratings(service: ServiceHere, caller: CallerHere, page: PageAsked, state: StateOfRating = None) -> RatingList:
    """The ratings of the bodies one watches over."""
    return page.answered(service.ratings.list(caller, state, page.turn))


@router.get(
    "/ratings/sums",
    summary="服务评价的合计",
    description="督查范围内各等级的件数、差评件数和已经整改的件数；不写日期的，为本年初至今日。",
    response_description="合计",
    openapi_extra=refusals(Forbidden),
)
def sum_ratings(
    service: ServiceHere, caller: CallerHere, by: SummedBy = "body", since: Since = None, until: Until = None
) -> RatingSums:
    """Counts by grade, of each body, matter or month."""
    return answered(service.ratings.sums(caller, by, since, until))


@router.get(
    "/cases/{case_no}/rating",
    summary="办件的评价",
    description="本人可否评价、答复、复评。评价内容只向申请人、代表单位答复的人和督查人员显示。",
    response_description="办件的评价",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_rating(service: ServiceHere, caller: CallerHere, case_no: CaseNumber) -> RatingView:
    """What of the rating concerns the caller."""
    return answered(service.ratings.show(caller, case_no))


@router.post(
    "/cases/{case_no}/rating",
    summary="评价办件",
    description="只有申请人可以评价，办件结束后一件评一次，不可代评。差评即开启整改，由作出决定的单位在期限内答复。",
    response_description="已评价；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden, NotFound, NotApplicantsCase, WrongStatus, NotPossible, Invalid, SecrecyMark, IdempotencyConflict
    ),
)
def rate_case(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, request: RatingRequest, key: IdempotencyKey = None
) -> RatingReceipt:
    """Rate it once."""
    return answered(service.ratings.rate(caller, case_no, request, key))


@router.post(
    "/cases/{case_no}/rating/answer",
    summary="答复评价",
    description="由作出决定单位的负责人答复；其本人即被评价人的，由上级单位的负责人答复。差评的，写明怎样整改。只答复一次。",
    response_description="已答复；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, Invalid, SecrecyMark, IdempotencyConflict),
)
def answer_rating(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, request: AnswerRequest, key: IdempotencyKey = None
) -> RatingReceipt:
    """Answer it for the body."""
    return answered(service.ratings.answer(caller, case_no, request, key))


@router.post(
    "/cases/{case_no}/rating/second",
    summary="复评办件",
    description="差评整改答复后，申请人可以复评一次。",
    response_description="已复评；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden, NotFound, NotApplicantsCase, NotPossible, Invalid, SecrecyMark, IdempotencyConflict
    ),
)
def rate_case_again(
    service: ServiceHere, caller: CallerHere, case_no: CaseNumber, request: SecondRequest, key: IdempotencyKey = None
) -> RatingReceipt:
    """Rate what was mended."""
    return answered(service.ratings.rate_again(caller, case_no, request, key))
