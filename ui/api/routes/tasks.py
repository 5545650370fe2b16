"""Tasks: the caller's queue and the acts on its items."""

from fastapi import APIRouter

from flows.views.tasks import ActReceipt, ActRequest, BatchReceipt, BatchRequest, TaskList
from matters.errors.door import Forbidden, IdempotencyConflict, NotFound, SecrecyMark
from matters.errors.handling import (
    ActionNotOffered,
    AlreadyDecided,
    AlreadySigned,
    ChoiceRequired,
    ClaimedByAnother,
    ConcernedSelf,
    FindingsRequired,
    NobodyFound,
    NoLongerNeeded,
    NotHolder,
    NotPossible,
    NotYourPost,
    OpinionRequired,
    PostRequired,
    ProofRequired,
    SameHand,
    SelfDecision,
    Stale,
    UnfitPerson,
    WrongStatus,
)
from ui.api.answers import answered
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.narrowing import TasksAsked
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import IdempotencyKey, TaskId
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/tasks", tags=["tasks"])


@router.get(
    "",
    summary="我的待办",
    description="等候本人办理和受托代理的各项，先到期的在前，分页；每项列明本人可用的办理方式，代理的由 `behalf` 列明代谁。"
    "可以按事项、环节、申请单位、期限和查找内容筛选，各项条件须同时符合。",
    response_description="一页待办",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_tasks(service: ServiceHere, caller: CallerHere, page: PageAsked, query: TasksAsked) -> TaskList:
    """Open items of the caller, with the actions each offers."""
    return page.answered(service.tasks.queue(caller, page.turn, query))


@router.post(
    "/batch",
    summary="批量办理待办",
    description="对同一事项、同一版本、同一环节的若干待办给出同一种办理方式和同一意见，只限受理、同意、办理完成，且该环节无需填写"
    "内容、无需选定办理人（见待办的 `batch` 和 `shape`）。逐项分别办理：有变化的或者不能办理的，只影响其本身，结果逐项列明。"
    "同一请求编号重发的，返回第一次的结果，不再办理。",
    response_description="逐项的结果，按请求的顺序",
    openapi_extra=refusals(Forbidden, ProofRequired, NotPossible, IdempotencyConflict),
)
def act_on_several(
    service: ServiceHere, caller: CallerHere, request: BatchRequest, key: IdempotencyKey = None
) -> BatchReceipt:
    """One act on several items of equal shape, each on its own."""
    return answered(service.tasks.batch(caller, request, key))


@router.post(
    "/{task_id}/actions",
    summary="办理待办",
    description="按看到的版本办理一次。已由他人办理的，以 `already_decided` 告知办理人和时间；他人的决定使该待办无需再办的，"
    "以 `no_longer_needed` 告知；看到之后有变化的，以 `stale` 拒绝。代他人办理的，以 `behalf` 指明被代理人；没有有效代理的，"
    "以 `not_possible` 拒绝。须确认身份的，以 `proof_required` 拒绝，请随原请求给出 `password`。",
    response_description="已办理；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden,
        ProofRequired,
        NotHolder,
        SelfDecision,
        ConcernedSelf,
        SameHand,
        AlreadySigned,
        NotFound,
        AlreadyDecided,
        NoLongerNeeded,
        Stale,
        WrongStatus,
        ActionNotOffered,
        IdempotencyConflict,
        PostRequired,
        OpinionRequired,
        FindingsRequired,
        NobodyFound,
        SecrecyMark,
        ClaimedByAnother,
        NotPossible,
        NotYourPost,
        UnfitPerson,
        ChoiceRequired,
    ),
)
def act(
    service: ServiceHere,
    caller: CallerHere,
    task_id: TaskId,
    request: ActRequest,
    key: IdempotencyKey = None,
) -> ActReceipt:
    """One act at the version the caller was shown; a second one answers `already_decided` with who and when."""
    return answered(service.tasks.act(caller, task_id, request, key))
