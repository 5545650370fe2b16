"""Cases: filing, following, withdrawing, and the papers that come out."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from flows.views.cases import CaseList, CaseView, CopiedView, Receipt, SubmitRequest
from flows.views.papers import DocumentView
from flows.views.tasks import CaseActReceipt, CaseActRequest
from matters.errors.door import (
    DraftUnderWay,
    Forbidden,
    IdempotencyConflict,
    MatterCancelled,
    NotFound,
    NotYetListed,
    SecrecyMark,
)
from matters.errors.handling import (
    NobodyFound,
    NotApplicantsCase,
    NotPossible,
    NotYourPost,
    ProofRequired,
    WrongStatus,
)
from ui.api.answers import answered, download, file_answer
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.narrowing import CasesAsked
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import CaseNumber, DocumentId, IdempotencyKey
from ui.api.problems import given
from ui.api.receipts import REFUSED, RESENT, receipt_of
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["cases"])


class WithdrawRequest(Body, title="撤回申请"):
    """Taking a case back (撤回)."""

    reason: Annotated[str, Field(max_length=4000)] = Field("", description="撤回的理由")
    post: str | None = None


@router.post(
    "/cases",
    status_code=201,
    responses=RESENT,
    summary="提交申请",
    description="提交一份申请，生成办件。内容有问题的，以 `invalid` 一次列明全部问题，不生成办件。"
    "请给出请求编号，断线重发时不致重复提交。",
    response_description="已生成办件",
    openapi_extra=refusals(*REFUSED),
)
def submit(
    service: ServiceHere,
    caller: CallerHere,
    request: SubmitRequest,
    response: Response,
    key: IdempotencyKey = None,
) -> Receipt:
    """A new case; the same key and content again give the same case with status 200."""
    return receipt_of(service.cases.submit(caller, request, key), response)


@router.get(
    "/cases",
    summary="办件列表",
    description="本人有权查看的办件，新提交的在前，分页列出。`scope` 为本人已办、转出或者抄送本人的，本人最近办理或者收到的在前。"
    "超过 1000 件的，另行排列时只排其中较新的 1000 件。",
    response_description="一页办件",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_cases(service: ServiceHere, caller: CallerHere, page: PageAsked, query: CasesAsked) -> CaseList:
    """Cases the caller may see, a page at a time."""
    return page.answered(service.cases.list(caller, query, page.turn))


@router.get(
    "/cases/{case_no}",
    summary="办件详情",
    description="填报内容、材料、办理过程、正在等候和后续的环节、办结期限及其依据。无权查看的，应答与办件不存在时相同。",
    response_description="办件详情",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_case(service: ServiceHere, caller: CallerHere, case_no: CaseNumber) -> CaseView:
    """A case with timeline, steps ahead and due dates. A case of others answers like one that does not exist."""
    return answered(service.cases.show(caller, case_no))


@router.post(
    "/cases/{case_no}/withdraw",
    summary="撤回申请",
    description="申请人在决定作出之前撤回本人的申请。",
    response_description="已撤回；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden, NotApplicantsCase, NotFound, WrongStatus, IdempotencyConflict, NotYourPost, SecrecyMark
    ),
)
def withdraw(
    service: ServiceHere,
    caller: CallerHere,
    case_no: CaseNumber,
    request: WithdrawRequest,
    key: IdempotencyKey = None,
) -> Receipt:
    """Take the case back before it is decided."""
    receipt = service.cases.withdraw(caller, case_no, request.reason, request.post, key)
    return answered(receipt)


@router.post(
    "/cases/{case_no}/copy",
    summary="拷贝到新草稿",
    description="以本人的一件办件为底稿开始一份新的草稿（再办一件），已撤回、已办结的也可以；草稿在网页上继续填写。"
    "承诺、日期、预约、材料和现行版本不再受理的内容不拷贝，`left_out` 逐项说明。已有没有提交的草稿的，不予拷贝。",
    response_description="已拷贝；同一请求编号的重发返回第一次的结果",
    openapi_extra=refusals(
        Forbidden, NotApplicantsCase, NotFound, DraftUnderWay, MatterCancelled, NotYetListed, IdempotencyConflict
    ),
)
def copy(service: ServiceHere, caller: CallerHere, case_no: CaseNumber, key: IdempotencyKey = None) -> CopiedView:
    """Begin another filing with what this one says."""
    return answered(service.drafts.copy(caller, case_no, key))


@router.post(
    "/cases/{case_no}/actions",
    summary="办理办件",
    description="对整个办件的操作：拿回本人刚办的环节，减去本人加签的人员，催办，已阅抄送，收回未阅的抄送，参加讨论。"
    "`CaseView.acts` 列明本人现在可用的操作，可以原样发回。",
    response_description="已完成；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden,
        ProofRequired,
        NotFound,
        NotPossible,
        WrongStatus,
        IdempotencyConflict,
        NotYourPost,
        NobodyFound,
        SecrecyMark,
    ),
)
def act_on_case(
    service: ServiceHere,
    caller: CallerHere,
    case_no: CaseNumber,
    request: CaseActRequest,
    key: IdempotencyKey = None,
) -> CaseActReceipt:
    """One act on the case as a whole."""
    return answered(service.case_acts.act(caller, case_no, request, key))


@router.get(
    "/cases/{case_no}/documents",
    summary="办件文书列表",
    description="办件已用印的文书，按出具先后排列。",
    response_description="文书",
    openapi_extra=refusals(Forbidden, NotFound),
)
def list_documents(service: ServiceHere, caller: CallerHere, case_no: CaseNumber) -> tuple[DocumentView, ...]:
    """The sealed papers of a case."""
    return answered(service.papers.list(caller, case_no))


@router.get(
    "/documents/{document_id}",
    response_class=Response,
    responses=file_answer("application/pdf"),
    summary="下载文书",
    description="已用印的 PDF 文书。无权查看所属办件的，应答与文书不存在时相同。",
    openapi_extra=refusals(Forbidden, NotFound),
)
def download_document(service: ServiceHere, caller: CallerHere, document_id: DocumentId) -> Response:
    """A sealed paper (PDF)."""
    return download(given(service.papers.download(caller, document_id)))
