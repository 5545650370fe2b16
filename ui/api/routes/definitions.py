"""Definitions in the hands of their administrators: drafts, checks, what changes, and the way into force by two."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response, UploadFile
from pydantic import Field

from flows.views.base import EXPORTED_AS
from flows.views.editing import (
    CheckView,
    DefinitionDraft,
    DefinitionList,
    DefinitionView,
    DifferencesView,
    DiscardedReceipt,
    FormFileView,
    PublishedReceipt,
    SourceView,
    TableFormat,
    TakenTables,
)
from flows.views.matters import ForecastView
from matters.errors.administering import (
    AlreadyPublished,
    AwaitingPublication,
    ChangedSinceReview,
    DraftExists,
    EditedMeanwhile,
    FormsFull,
    NotClean,
    NotSubmitted,
    SecondPersonNeeded,
)
from matters.errors.door import FileRefused, Forbidden, IdempotencyConflict, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NoOwner, OpinionRequired
from matters.exchange.parts import Standard
from ui.api.answers import answered, download, file_answer
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.parameters import IdempotencyKey, MatterCodeInPath
from ui.api.problems import given
from ui.api.scopes import ASKS
from ui.api.strict_route import StrictRoute
from ui.api.uploaded import uploaded_content, uploaded_name

router = APIRouter(route_class=StrictRoute, prefix="/definitions", tags=["definitions"])

Version = Annotated[int, Path(ge=1, le=100_000, description="版本号")]
Older = Annotated[int, Query(ge=1, le=100_000, description="与哪一版比较，填版本号")]
Newer = Annotated[int | None, Query(ge=1, le=100_000, description="较新的一版；不填的，为草案")]
StandardAsked = Annotated[
    Standard, Query(description="按哪一种标准的表：`gbt39046` GB/T 39046-2020，`national` 国家政务服务平台交换表")
]
TableForm = Annotated[TableFormat, Query(description="文件格式")]
_REVISION = "看到的草案的保存次数（`revision`）"


class DraftBeginning(Body, title="起草事项"):
    """Of what there is, or of a new matter (起草)."""

    name: Annotated[str, Field(max_length=60)] = Field("", description="新事项的名称；给出文本的不填")
    text: str | None = Field(None, description="定义的文本；不填的，以现行版本为底本，新事项以模板为底本")


class DraftText(Body, title="保存事项草案"):
    """The text as typed (保存)."""

    text: str = Field(description="定义的文本（YAML），不超过 1 MB；有错误也可以保存")
    revision: int = Field(description=_REVISION)


class DraftCheck(Body, title="要检查的事项文本"):
    """A text that need not be kept (检查)."""

    text: str = Field(description="定义的文本（YAML）")


class DraftSeen(Body, title="看到的事项草案"):
    """Which state of the draft is meant."""

    revision: int = Field(description=_REVISION)


class DraftReturn(Body, title="退回事项草案"):
    """Why it goes back (退回修改)."""

    reason: Annotated[str, Field(max_length=1000)] = Field(description="退回修改的理由，告知提交人")


class Publication(Body, title="发布事项"):
    """Which text was read (发布)."""

    digest: Annotated[str, Field(max_length=100)] = Field(description="审阅过的文本的摘要（`submitted_digest`）")


class TryOut(Body, title="试算事项草案"):
    """A filing that is thought up (试算)."""

    answers: Mapping[str, Any]
    post: Annotated[str, Field(max_length=100)] = Field(description="假定由哪个岗位申请（岗位标识）")


@router.get(
    "",
    summary="事项管理列表",
    description="全部事项的现行版本、草案和在办件数，含从未发布的。只供事项管理员。",
    response_description="全部事项",
    openapi_extra=refusals(Forbidden),
)
def list_definitions(service: ServiceHere, caller: CallerHere) -> DefinitionList:
    """All matters as their administrators see them."""
    return answered(service.matter_editing.list(caller))


@router.get(
    "/tables",
    summary="导出事项要素表",
    description="目录中全部事项的现行版本，按所选标准的表头；另附一张要素对照，写明哪些要素没有对应。导出记入审计日志。",
    responses=file_answer(EXPORTED_AS["xlsx"], EXPORTED_AS["json"]),
    response_class=Response,
    openapi_extra=refusals(Forbidden),
)
def export_tables(service: ServiceHere, caller: CallerHere, standard: StandardAsked, form: TableForm) -> Response:
    """The elements of every matter as the standards have them."""
    return download(given(service.matter_tables.export(caller, standard, form)))


@router.post(
    "/tables/check",
    summary="试导入事项要素表",
    description="按导出时的表头填写，XLSX 或 JSON。逐行说明与现行版本有何不同、哪些要素没有采用。不保存任何内容。",
    response_description="各个事项",
    openapi_extra=refusals(Forbidden, Invalid) | ASKS,
)
def try_tables(service: ServiceHere, caller: CallerHere, file: UploadFile) -> TakenTables:
    """What the tables would make of the matters; nothing is kept."""
    return answered(service.matter_tables.try_in(caller, uploaded_content(file)))


@router.post(
    "/tables",
    status_code=201,
    summary="导入事项要素表",
    description="有改动的事项和新事项各成为一份草案，仍须提交、由第二人发布；有一行不合要求的，全部不导入，逐行说明问题。"
    "同一份表再次导入，不再产生任何变化。",
    response_description="各个事项；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, Invalid, IdempotencyConflict),
)
def import_tables(
    service: ServiceHere, caller: CallerHere, file: UploadFile, key: IdempotencyKey = None
) -> TakenTables:
    """A draft for each matter that is new or said otherwise."""
    return answered(service.matter_tables.take_in(caller, uploaded_content(file), key))


@router.get(
    "/{code}",
    summary="事项的版本和草案",
    description="一个事项已发布的各版本，以及草案的文本和状态。只供事项管理员。",
    response_description="各版本和草案",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_definition(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath) -> DefinitionView:
    """Versions and draft."""
    return answered(service.matter_editing.show(caller, code))


@router.get(
    "/{code}/versions/{version}",
    summary="一个版本的文本",
    description="已发布的一个版本的文本。只供事项管理员。",
    response_description="文本",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_source(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, version: Version) -> SourceView:
    """The text of a version."""
    return answered(service.matter_editing.source(caller, code, version))


@router.get(
    "/{code}/differences",
    summary="比较版本",
    description="较新的一版或者草案，与另一版在含义上有哪些不同。只供事项管理员。",
    response_description="各处差异",
    openapi_extra=refusals(Forbidden, NotFound),
)
def compare_versions(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, older: Older, newer: Newer = None
) -> DifferencesView:
    """What changes in meaning."""
    return answered(service.matter_editing.compare(caller, code, older, newer))


@router.post(
    "/{code}/draft",
    status_code=201,
    summary="起草事项",
    description="一个事项同时只有一份草案，由各位事项管理员共用。",
    response_description="草案；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, DraftExists, SecrecyMark, IdempotencyConflict),
)
def begin_draft(
    service: ServiceHere,
    caller: CallerHere,
    code: MatterCodeInPath,
    request: DraftBeginning,
    key: IdempotencyKey = None,
) -> DefinitionDraft:
    """A draft of the next version."""
    return answered(service.matter_editing.begin(caller, code, request.name, request.text, key))


@router.put(
    "/{code}/draft",
    summary="保存事项草案",
    description="按看到的 `revision` 保存。之后他人另行保存过的，以 `edited_meanwhile` 拒绝；等候发布的，须先撤回提交。",
    response_description="草案；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, NotFound, EditedMeanwhile, AwaitingPublication, SecrecyMark, IdempotencyConflict),
)
def save_draft(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: DraftText, key: IdempotencyKey = None
) -> DefinitionDraft:
    """Keep the text."""
    return answered(service.matter_editing.save(caller, code, request.text, request.revision, key))


@router.delete(
    "/{code}/draft",
    summary="放弃事项草案",
    description="草案的内容不再保留；已发布的版本不受影响。",
    response_description="已放弃；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(Forbidden, NotFound, EditedMeanwhile, IdempotencyConflict),
)
def discard_draft(
    service: ServiceHere,
    caller: CallerHere,
    code: MatterCodeInPath,
    revision: Annotated[int, Query(description=_REVISION)],
    key: IdempotencyKey = None,
) -> DiscardedReceipt:
    """Throw it away as it was seen."""
    return answered(service.matter_editing.discard(caller, code, revision, key))


@router.get(
    "/{code}/forms",
    summary="样表和空白表格",
    description="为一个事项上传过的样表、空白表格，各附在定义中的写法。只供事项管理员。",
    response_description="全部文件，新的在前",
    openapi_extra=refusals(Forbidden),
)
def list_forms(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath) -> tuple[FormFileView, ...]:
    """What was handed in for a matter."""
    return answered(service.matter_files.list(caller, code))


@router.post(
    "/{code}/forms",
    status_code=201,
    summary="上传样表或空白表格",
    description="检查与申请材料相同。应答中的写法填在材料的 `template` 或者 `sample` 中，随下一版发布后供人下载。",
    response_description="已接收；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, NotFound, FileRefused, SecrecyMark, FormsFull, IdempotencyConflict),
)
def hand_in_form(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, file: UploadFile, key: IdempotencyKey = None
) -> FormFileView:
    """A file that the next version may name."""
    return answered(service.matter_files.hand_in(caller, code, uploaded_name(file), uploaded_content(file), key))


@router.post(
    "/{code}/check",
    summary="检查事项文本",
    description="作为该事项的下一版，逐行列明全部问题，并运行其金样。不保存任何内容。只供事项管理员。",
    response_description="检查结果",
    openapi_extra=refusals(Forbidden) | ASKS,
)
def check_draft(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: DraftCheck) -> CheckView:
    """Everything that is wrong with a text; nothing is kept."""
    return answered(service.matter_editing.check(caller, code, request.text))


@router.post(
    "/{code}/draft/try",
    summary="试算事项草案",
    description="假定按草案由某个岗位申请，预告将由谁办理、需要多久。不保存任何内容。只供事项管理员。",
    response_description="办理预告",
    openapi_extra=refusals(Forbidden, NotFound, NoOwner) | ASKS,
)
def try_draft(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: TryOut) -> ForecastView:
    """What would become of a filing under the draft; nothing is kept."""
    return answered(service.matter_editing.try_out(caller, code, request.answers, request.post))


@router.post(
    "/{code}/draft/submit",
    summary="提交发布事项",
    description="交由另一位事项管理员审阅。检查仍有错误的，以 `not_clean` 拒绝。",
    response_description="草案；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, NotFound, NotClean, EditedMeanwhile, AwaitingPublication, IdempotencyConflict),
)
def submit_draft(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: DraftSeen, key: IdempotencyKey = None
) -> DefinitionDraft:
    """Ask for publication."""
    return answered(service.matter_editing.submit(caller, code, request.revision, key))


@router.post(
    "/{code}/draft/take-back",
    summary="撤回提交",
    description="撤回等候发布的草案，继续修改。",
    response_description="草案；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, NotFound, NotSubmitted, IdempotencyConflict),
)
def take_draft_back(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, key: IdempotencyKey = None
) -> DefinitionDraft:
    """Go on writing."""
    return answered(service.matter_editing.take_back(caller, code, key))


@router.post(
    "/{code}/draft/return",
    summary="退回事项草案",
    description="把等候发布的草案退回修改，理由告知提交人。",
    response_description="草案；同一请求编号的重发返回第一次的应答",
    openapi_extra=refusals(Forbidden, NotFound, NotSubmitted, OpinionRequired, SecrecyMark, IdempotencyConflict),
)
def return_draft(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: DraftReturn, key: IdempotencyKey = None
) -> DefinitionDraft:
    """Have the author mend it."""
    return answered(service.matter_editing.send_back(caller, code, request.reason, key))


@router.post(
    "/{code}/draft/publish",
    summary="发布事项",
    description="由提交人以外的另一位事项管理员发布，即时生效。新的申请按新版本办理，已提交的办件仍按原版本办理。",
    response_description="已发布；同一请求编号的重发返回第一次的回执",
    openapi_extra=refusals(
        Forbidden,
        NotFound,
        NotSubmitted,
        SecondPersonNeeded,
        ChangedSinceReview,
        AlreadyPublished,
        NotClean,
        IdempotencyConflict,
    ),
)
def publish_draft(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: Publication, key: IdempotencyKey = None
) -> PublishedReceipt:
    """Put the text into force."""
    return answered(service.matter_editing.publish(caller, code, request.digest, key))
