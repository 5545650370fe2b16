"""Cases: filing, following, withdrawing, and the papers that come out."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.views import CaseList, CaseView, DocumentView, Receipt, SubmitRequest
from ui.api.answers import FILE_ANSWER, download, in_local_time
from ui.api.callers import CallerHere, ServiceHere
from ui.api.parameters import IdempotencyKey, OnlyMine, PageNumber, Search, StateFilter
from ui.api.problems import given, refusals
from ui.api.strict_json import StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["办件"])


class WithdrawRequest(BaseModel):
    """Taking a case back (撤回)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[str, Field(max_length=4000)] = ""
    post: str | None = None


@router.post(
    "/cases",
    status_code=201,
    responses={
        200: {"model": Receipt, "description": "同一请求编号的重发：返回原办件"},
        **refusals(401, 403, 404, 409, 413),
    },
    summary="提交申请",
)
def submit(
    service: ServiceHere,
    caller: CallerHere,
    request: SubmitRequest,
    response: Response,
    key: IdempotencyKey = None,
) -> Receipt:
    """A new case; the same key and content again give the same case with status 200."""
    receipt, created = given(service.cases.submit(caller, request, key))
    response.status_code = 201 if created else 200
    return in_local_time(receipt)


@router.get("/cases", responses=refusals(401, 403), summary="办件列表")
def list_cases(
    service: ServiceHere,
    caller: CallerHere,
    mine: OnlyMine = True,
    state: StateFilter = None,
    q: Search = "",
    page: PageNumber = 1,
) -> CaseList:
    """Cases the caller may see, a page at a time."""
    return in_local_time(given(service.cases.list(caller, mine, state, q, page)))


@router.get("/cases/{case_no}", responses=refusals(401, 404), summary="办件详情")
def show_case(service: ServiceHere, caller: CallerHere, case_no: str) -> CaseView:
    """A case with timeline, steps ahead and due dates. A case of others answers like one that does not exist."""
    return in_local_time(given(service.cases.show(caller, case_no)))


@router.post("/cases/{case_no}/withdraw", responses=refusals(401, 403, 404, 409, 413), summary="撤回申请")
def withdraw(
    service: ServiceHere,
    caller: CallerHere,
    case_no: str,
    request: WithdrawRequest,
    key: IdempotencyKey = None,
) -> Receipt:
    """Take the case back before it is decided."""
    receipt = service.cases.withdraw(caller, case_no, request.reason, request.post, key)
    return in_local_time(given(receipt))


@router.get("/cases/{case_no}/documents", responses=refusals(401, 404), summary="办件文书列表")
def list_documents(service: ServiceHere, caller: CallerHere, case_no: str) -> tuple[DocumentView, ...]:
    """The sealed papers of a case."""
    return in_local_time(given(service.papers.list(caller, case_no)))


@router.get(
    "/documents/{document_id}",
    response_class=Response,
    responses={**FILE_ANSWER, **refusals(401, 404)},
    summary="下载文书",
)
def download_document(service: ServiceHere, caller: CallerHere, document_id: str) -> Response:
    """A sealed paper (PDF)."""
    return download(given(service.papers.download(caller, document_id)))
