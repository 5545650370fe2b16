"""Work items and acts on them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Page, ProblemView, View

Action = Literal[
    "accept", "refuse_acceptance", "request_supplement", "supplement", "approve", "reject", "return_to_applicant",
    "complete", "conclude",
]  # fmt: skip
ACTION_LABELS: dict[Action, str] = {
    "accept": "受理", "refuse_acceptance": "不予受理", "request_supplement": "补正告知", "supplement": "提交补正",
    "approve": "同意", "reject": "不同意", "return_to_applicant": "退回申请人",
    "complete": "办理完成", "conclude": "办结",
}  # fmt: skip


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
    of a material the definition, its files are in `CaseView.materials`. `parties`: the ids of the `applicant`'s and the
    `owner`'s body.
    """

    line: TaskLine
    instructions: str
    phrases: tuple[str, ...]
    opinion_required: tuple[Action, ...]
    fills: tuple[FillField, ...]
    form: tuple[FillField, ...]
    materials: tuple[Mapping[str, Any], ...]
    targets: tuple[ProblemView, ...] = ()
    parties: Mapping[str, str] = Field(default_factory=dict)


class TaskList(View):
    """A page of open items."""

    items: tuple[TaskLine, ...]
    page: Page


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


class ActReceipt(View):
    """What an act answers."""

    case_no: str
    action: Action
    status: str
    status_name: str
    message: str
