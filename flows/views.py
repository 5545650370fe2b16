"""Frozen read models and request forms of the service: the types pages, API and command line know."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.organisation import Role

Action = Literal[
    "accept", "refuse_acceptance", "request_supplement", "supplement", "approve", "reject", "return_to_applicant",
    "conclude",
]  # fmt: skip
ACTION_LABELS: dict[Action, str] = {
    "accept": "受理", "refuse_acceptance": "不予受理", "request_supplement": "补正告知", "supplement": "提交补正",
    "approve": "同意", "reject": "不同意", "return_to_applicant": "退回申请人", "conclude": "办结",
}  # fmt: skip


class View(BaseModel):
    """Base of all read models."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PostView(View):
    """A hat of a person: post and body with their names of today."""

    post: str
    title: str
    body: str
    body_name: str


class Caller(View):
    """Who calls: person with roles, hats and where from. `local` is the command line of the machine itself."""

    person: str
    name: str
    username: str
    roles: frozenset[Role]
    posts: tuple[PostView, ...]
    address: str = ""
    local: bool = False


class SessionView(View):
    """A fresh login: the token is shown once and kept only as a digest."""

    token: str
    caller: Caller
    expires_at: datetime


class MatterLine(View):
    """A matter in a list. `errands` is the worst path's count."""

    code: str
    name: str
    category: str
    summary: str
    aliases: tuple[str, ...]
    levels: tuple[str, ...]
    promised: str
    errands: int
    online: bool
    version: int


class MatterView(View):
    """A matter with its whole definition (guide, form, materials, steps) as `definition`."""

    line: MatterLine
    digest: str
    definition: Mapping[str, Any]
    owner_body: str | None
    owner_name: str | None


class Expectation(View):
    """A step ahead: who will see it and how long it may take; `who` empty = unknown yet."""

    step: str
    name: str
    who: tuple[str, ...]
    limit: str


class ForecastView(View):
    """The steps ahead in order, and what would be refused now."""

    steps: tuple[Expectation, ...]
    errands: int
    promised: str
    problems: tuple["ProblemView", ...] = ()


class ProblemView(View):
    """One defect, pinned to a field or material."""

    target: str
    message: str


class Receipt(View):
    """What a submission answers."""

    case_no: str
    status: str
    status_name: str
    message: str


class CaseLine(View):
    """A case in a list."""

    case_no: str
    matter: str
    matter_name: str
    title: str
    status: str
    status_name: str
    applicant: str
    applicant_body: str
    filed_at: datetime
    due: date | None
    provisional: bool
    result: Literal["granted", "denied"] | None
    result_name: str | None


class AnswerView(View):
    """One answered field as people read it. `mine`: the viewer may change it in the present step."""

    id: str
    label: str
    value: Any
    text: str


class FileView(View):
    """An uploaded file; its bytes are at `/files/{id}`."""

    id: str
    name: str
    size: int
    media_type: str
    sha256: str


class MaterialView(View):
    """A material of a case with its files, or where it is taken from when nobody hands it in."""

    id: str
    name: str
    files: tuple[FileView, ...]
    note: str = ""


class TimelineEntry(View):
    """One line of the history (办理过程)."""

    seq: int
    at: datetime
    step: str
    who: str
    post: str
    what: str
    opinion: str = ""
    findings: tuple[ProblemView, ...] = ()


class WaitingFor(View):
    """Who is next and until when."""

    step: str
    who: tuple[str, ...]
    since: datetime
    due: date | None
    provisional: bool


class FillField(View):
    """A field as a form needs it: its definition in the version the case was filed under, and its present value.

    `required`: whatever else is answered; a condition stays in the definition.
    """

    definition: Mapping[str, Any]
    required: bool
    value: Any = None


class TaskLine(View):
    """An open work item in a queue (待办)."""

    id: str
    case_no: str
    matter: str
    matter_name: str
    title: str
    step: str
    step_name: str
    version: int
    actions: tuple[Action, ...]
    applicant_body: str
    opened_at: datetime
    due: date | None
    provisional: bool
    posts: tuple[str, ...]


class TaskView(View):
    """An item with what it offers. `fills`: what the office fills here. `targets`: what was found wrong, to be supplemented.

    `form`, `materials`: all that is asked of the applicant, answered or not, for naming defects and mending them;
    of a material the definition, its files are in `CaseView.materials`.
    """

    line: TaskLine
    instructions: str
    phrases: tuple[str, ...]
    opinion_required: tuple[Action, ...]
    fills: tuple[FillField, ...]
    form: tuple[FillField, ...]
    materials: tuple[Mapping[str, Any], ...]
    targets: tuple[ProblemView, ...] = ()


class DocumentView(View):
    """A sealed paper; its bytes are at `/documents/{id}`."""

    id: str
    case_no: str
    title: str
    number: str
    issued_on: date
    sha256: str
    is_result: bool


class EffectView(View):
    """Something a machine owes or has done (系统事项)."""

    key: str
    kind: str
    kind_name: str
    state: str
    state_name: str
    reason: str = ""


class CaseView(View):
    """A whole case as one viewer may see it. `tasks`: the viewer's own open items on it."""

    line: CaseLine
    answers: tuple[AnswerView, ...]
    materials: tuple[MaterialView, ...]
    timeline: tuple[TimelineEntry, ...]
    waiting: tuple[WaitingFor, ...]
    ahead: tuple[Expectation, ...]
    due_reason: str
    errands: int
    documents: tuple[DocumentView, ...]
    effects: tuple[EffectView, ...]
    tasks: tuple[TaskView, ...]
    can_withdraw: bool


class ActRequest(View):
    """One act on an item. `findings`: target id → what is wrong; `answers`, `materials`: of a supplement."""

    action: Action
    expected_version: int = Field(ge=0)
    opinion: str = Field(default="", max_length=4000)
    post: str | None = None
    fills: Mapping[str, Any] = Field(default_factory=dict)
    findings: Mapping[str, str] = Field(default_factory=dict)
    answers: Mapping[str, Any] = Field(default_factory=dict)
    materials: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class SubmitRequest(View):
    """A filing. `post` is needed when the person has several hats."""

    matter: str = Field(max_length=20)
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    post: str | None = None


class ActReceipt(View):
    """What an act answers."""

    case_no: str
    action: Action
    status: str
    status_name: str
    message: str


class FileContent(View):
    """A file's bytes for download."""

    name: str
    media_type: str
    content: bytes


class DraftView(View):
    """A server-side draft of a filing, saved field by field. `files`: material id → files."""

    matter: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[FileView, ...]]
    post: str | None
    saved_at: datetime | None


class NoticeView(View):
    """An in-app notice (站内通知)."""

    id: str
    case_no: str
    text: str
    at: datetime
    read: bool


class SealView(View):
    """One seal found in a PDF."""

    name: str
    signed_at: datetime | None
    covers_whole_document: bool


class VerdictView(View):
    """The verdict on an uploaded PDF."""

    verdict: Literal["valid", "altered", "untrusted", "unsealed", "revoked", "superseded"]
    verdict_name: str
    reasons: tuple[str, ...]
    seals: tuple[SealView, ...]
    document: DocumentView | None = None


class Check(View):
    """One line of `once doctor`."""

    name: str
    ok: bool
    detail: str


class Page(View):
    """Where a list stands: `total` rows in all, `size` to a page, pages count from 1."""

    page: int
    size: int
    total: int


class MatterList(View):
    """A page of matters."""

    items: tuple[MatterLine, ...]
    page: Page


class CaseList(View):
    """A page of cases."""

    items: tuple[CaseLine, ...]
    page: Page


class TaskList(View):
    """A page of open items."""

    items: tuple[TaskLine, ...]
    page: Page
