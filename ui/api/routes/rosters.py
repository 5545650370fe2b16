"""Rosters: what stands in them as one may see it, the history of an entry, and how those who keep them mend it by hand."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response, UploadFile

from flows.views.base import EXPORTED_AS
from flows.views.rosters import EntryAddition, EntryCorrection, EntryList, EntryView, RosterList, RosterReceipt
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible
from ui.api.answers import answered, download, file_answer
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import BodyInForm, EntryId, IdempotencyKey, ReasonInForm, RosterId, Search, TakenOut
from ui.api.problems import given
from ui.api.strict_route import StrictRoute
from ui.api.uploaded import uploaded_content

router = APIRouter(route_class=StrictRoute, prefix="/rosters", tags=["rosters"])


@dataclass(frozen=True)
class _Import:
    """A workbook, into whose part it goes, and why."""

    file: UploadFile
    body: str
    reason: str


def _import(file: UploadFile, body: BodyInForm, reason: ReasonInForm) -> _Import:
    return _Import(file, body, reason)


@router.get(
    "",
    summary="台账一览",
    description="本人可以查看其中记录的台账。台账由事项建立，办件的结果自动登入。",
    response_description="台账一览",
    openapi_extra=refusals(Forbidden),
)
def list_rosters(service: ServiceHere, caller: CallerHere) -> RosterList:
    """The rosters in which the caller may see anything."""
    return answered(service.rosters.list(caller))


@router.get(
    "/{roster_id}",
    summary="台账记录",
    description="本人可以查看的记录，按保管单位和识别内容排列：保管单位的办理人员和督查人员查看全部，其他人以台账公开的范围为限。",
    response_description="一页台账记录",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_roster(
    service: ServiceHere,
    caller: CallerHere,
    page: PageAsked,
    roster_id: RosterId,
    q: Search = "",
    gone: TakenOut = False,
) -> EntryList:
    """The entries the caller may see."""
    return page.answered(given(service.rosters.show(caller, roster_id, q, page.turn, gone=gone)))


@router.get(
    "/{roster_id}/workbook",
    summary="导出台账",
    description="本人可以查看的、在册的记录，XLSX；首行为列名，改好后可以导入。导出记入审计日志。",
    response_class=Response,
    responses=file_answer(EXPORTED_AS["xlsx"]),
    openapi_extra=refusals(Forbidden, NotFound),
)
def export_roster(service: ServiceHere, caller: CallerHere, roster_id: RosterId) -> Response:
    """The roster as a workbook."""
    return download(given(service.rosters.workbook(caller, roster_id)))


@router.post(
    "/{roster_id}/workbook",
    summary="导入台账",
    description="按识别内容逐行登记或者变更；没有列入的记录不变。有一行不合要求的，全部不导入，逐行说明问题。",
    response_description="已导入；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, Invalid, SecrecyMark, IdempotencyConflict),
)
def import_roster(
    service: ServiceHere,
    caller: CallerHere,
    roster_id: RosterId,
    given_in: Annotated[_Import, Depends(_import)],
    key: IdempotencyKey = None,
) -> RosterReceipt:
    """Enter or change an entry for each row of a workbook."""
    content = uploaded_content(given_in.file)
    return answered(service.rosters.load(caller, roster_id, given_in.body, content, given_in.reason, key))


@router.get(
    "/{roster_id}/entries/{entry_id}",
    summary="台账记录及其历史",
    description="一条记录和历次变动；由办件结果写入的，写明办件编号。",
    response_description="台账记录及其历史",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_entry(service: ServiceHere, caller: CallerHere, roster_id: RosterId, entry_id: EntryId) -> EntryView:
    """One entry with its history."""
    return answered(service.rosters.entry(caller, roster_id, entry_id))


@router.post(
    "/{roster_id}/entries",
    summary="手工登记台账记录",
    description="登记一条不由办件写入的记录；已注销的同一记录恢复在册。",
    response_description="已登记；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, Invalid, SecrecyMark, IdempotencyConflict),
)
def add_entry(
    service: ServiceHere, caller: CallerHere, roster_id: RosterId, request: EntryAddition, key: IdempotencyKey = None
) -> RosterReceipt:
    """One more entry."""
    return answered(service.rosters.add(caller, roster_id, request, key))


@router.post(
    "/{roster_id}/entries/{entry_id}",
    summary="更正台账记录",
    description="变更内容、注销或者恢复，须写明理由。正在办理、选用了该记录的办件，办理时会提示重新选用。",
    response_description="已更正；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, NotPossible, Invalid, SecrecyMark, IdempotencyConflict),
)
def correct_entry(
    service: ServiceHere,
    caller: CallerHere,
    roster_id: RosterId,
    entry_id: EntryId,
    request: EntryCorrection,
    key: IdempotencyKey = None,
) -> RosterReceipt:
    """Mend an entry."""
    return answered(service.rosters.correct(caller, roster_id, entry_id, request, key))
