"""Work items and acts on them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Page, ProblemView, View
from matters.case.values import Passing, Where
from matters.commands.acts import CaseAction
from matters.commands.items import Resumes
from matters.language.actions import Action
from matters.language.route.steps import AnswerKind
from matters.organisation.snapshot import Holder

BatchAction = Literal["accept", "approve", "complete"]
MOST_AT_ONCE = 50  # each is a transaction of its own of some milliseconds: the answer comes within a second


class HatChoice(View):
    """Somebody who may be named, under one hat (人员和岗位)."""

    person: str
    post: str
    name: str
    title: str

    @property
    def text(self) -> str:
        """How people read it."""
        return f"{self.name}（{self.title}）"


class StepChoice(View):
    """A step that may be named (环节)."""

    step: str
    name: str


class ActorChoice(View):
    """A later step whose actor is to be chosen (选定办理人), and from whom."""

    step: str
    name: str
    who: tuple[HatChoice, ...]


class PassChoice(View):
    """A body the item may be passed on to (上报、转下级、转报).

    `answers`: it answers, and the item comes back; else it acts in place of who passes it on.
    """

    action: Passing
    body: str
    name: str
    answers: bool


class FillField(View):
    """A field as a form needs it: its definition in the version the case was filed under, and its present value.

    `required`: whatever else is answered; a condition stays in the definition.
    """

    definition: Mapping[str, Any]
    required: bool
    value: Any = None


class OpinionOffer(View):
    """What is offered for the opinion of one act (意见): the text that stands in the box, and phrases to take over."""

    preset: str = ""
    phrases: tuple[str, ...] = ()


class TaskLine(View):
    """An open work item in a queue (待办). `behalf`: the item is theirs, and the viewer may act in their stead (代理).

    `batch`: the act that may be given to it together with others of equal `shape` (批量办理), if any.
    """

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
    behalf: HatChoice | None = None
    shape: str = ""
    batch: BatchAction | None = None


class TaskView(View):
    """An item with what it offers. `fills`: what the office fills here. `targets`: what was found wrong, to be supplemented.

    `form`, `materials`: all that is asked of the applicant and shown here, answered or not, for naming defects and mending them;
    of a material the definition, its files are in `CaseView.materials`. `parties`: the ids of the `applicant`'s and the
    `owner`'s body. `colleagues`: to whom it may be handed, or who may be added; `readers`: to whom a copy may go; `earlier`: the
    steps it may be returned to, and with `resumes_open` one chooses how it goes on; `grounds`: why it may rest (挂起);
    `choices`: the later steps whose actor one names; `passes`: the bodies it may be passed on to; `opinions`: by act what is
    offered for its opinion, of all others `phrases`; `conflict`: what will be noted of the viewer's conflict of interest;
    `replies`: what may be answered to a question (协查); `again`: what another round of supplementing needs (再次补正).
    """

    line: TaskLine
    instructions: str
    phrases: tuple[str, ...]
    opinion_required: tuple[Action, ...]
    fills: tuple[FillField, ...]
    form: tuple[FillField, ...]
    materials: tuple[Mapping[str, Any], ...]
    targets: tuple[ProblemView, ...] = ()
    opinions: Mapping[Action, OpinionOffer] = Field(default_factory=dict)
    colleagues: tuple[HatChoice, ...] = ()
    readers: tuple[HatChoice, ...] = ()
    earlier: tuple[StepChoice, ...] = ()
    resumes_open: bool = False
    grounds: tuple[str, ...] = ()
    choices: tuple[ActorChoice, ...] = ()
    passes: tuple[PassChoice, ...] = ()
    parties: Mapping[str, str] = Field(default_factory=dict)
    conflict: str = ""
    replies: tuple[AnswerKind, ...] = ()
    again: str = ""


class TaskList(View):
    """A page of open items."""

    items: tuple[TaskLine, ...]
    page: Page


class ActRequest(View):
    """One act on an item. `findings`: target id → what is wrong; `answers`, `materials`: of a supplement, or of what comes late.

    `to`: who gets the item, is added (`where`) or gets a copy; `step`, `resumes`: of a return; `choices`: step id → who acts
    there; `until`: the last day of a suspension; `body`: to which the item is passed on; `behalf`: the hat in whose stead one
    acts by proxy (代理); `answer`: of an answer to a question, `files`: of that and of a duty done.
    """

    action: Action
    expected_version: int = Field(ge=0)
    opinion: str = Field(default="", max_length=4000)
    post: str | None = None
    fills: Mapping[str, Any] = Field(default_factory=dict)
    findings: Mapping[str, str] = Field(default_factory=dict)
    answers: Mapping[str, Any] = Field(default_factory=dict)
    materials: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    to: tuple[Holder, ...] = Field(default=(), max_length=20)
    where: Where | None = None
    step: str | None = Field(default=None, max_length=40)
    resumes: Resumes | None = None
    choices: Mapping[str, Holder] = Field(default_factory=dict)
    until: date | None = None
    behalf: Holder | None = None
    body: str | None = Field(default=None, max_length=40)
    answer: AnswerKind | None = None
    files: tuple[str, ...] = Field(default=(), max_length=20)


class ActReceipt(View):
    """What an act answers."""

    case_no: str
    action: Action
    status: str
    status_name: str
    message: str


class BatchItem(View):
    """One of the items of a batch, at the version the person was shown, under the hat that is to act."""

    task: str = Field(max_length=40)
    expected_version: int = Field(ge=0, strict=True)
    post: str | None = None


class BatchRequest(View):
    """One act with one opinion on several items of equal shape (批量办理)."""

    action: BatchAction
    opinion: str = Field(default="", max_length=4000)
    items: tuple[BatchItem, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class BatchOutcome(View):
    """What became of one item of a batch. `code`: of the refusal, nothing when it is done."""

    task: str
    done: bool
    code: str = ""
    message: str


class BatchReceipt(View):
    """What a batch answers: each item on its own, in the order in which they were named."""

    action: BatchAction
    outcomes: tuple[BatchOutcome, ...]


class CaseActRequest(View):
    """One act on a case as a whole. `item`: the work item taken back; `step`, `seat`: the signer removed; `person`: of a copy."""

    action: CaseAction
    text: str = Field(default="", max_length=4000)
    post: str | None = None
    item: str | None = Field(default=None, max_length=40)
    step: str | None = Field(default=None, max_length=40)
    seat: str | None = Field(default=None, max_length=40)
    person: str | None = Field(default=None, max_length=40)


class CaseActOffer(View):
    """An act on the case that is open to the viewer now, ready to be sent, and what it is about in words."""

    request: CaseActRequest
    about: str = ""


class CaseActReceipt(View):
    """What an act on a case answers."""

    case_no: str
    action: CaseAction
    status: str
    status_name: str
    message: str
