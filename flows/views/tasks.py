"""Work items and acts on them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Page, ProblemView, Proving, View, unsaid
from flows.views.oversight.lights import Lit
from matters.case.items import ItemOrder
from matters.case.values import Passing, Where
from matters.commands.acts import CaseAction, bringing
from matters.language.actions import Action
from matters.language.route.steps import AnswerKind, Resumes
from matters.organisation.snapshot import Holder


def _named(part: str) -> str:
    """The acts that bring that part, as people read them."""
    return "、".join(act.name for act in bringing(part))


def _words(part: str) -> str:
    """The same as callers write them."""
    return "、".join(f"`{act.word}`" for act in bringing(part))


BatchAction = Literal["accept", "approve", "complete"]
MOST_AT_ONCE = 50  # each is a transaction of its own of some milliseconds: the answer comes within a second


class HatChoice(View, title="可以指定的人员和岗位"):
    """Somebody who may be named, under one hat (人员和岗位)."""

    person: str
    post: str
    name: str = Field(description="姓名")
    title: str = Field(description="单位和岗位名称")

    @property
    def text(self) -> str:
        """How people read it."""
        return f"{self.name}（{self.title}）"


class StepChoice(View, title="可以指定的环节"):
    """A step that may be named (环节). `ends`: what else is under way and ends with a return to it."""

    step: str
    name: str = Field(description="环节名称")
    ends: tuple[str, ...] = Field((), description="退回到该环节时一并中止的其他待办")


class ActorChoice(View, title="由本人选定办理人的后续环节"):
    """A later step whose actor is to be chosen (选定办理人), and from whom."""

    step: str
    name: str
    who: tuple[HatChoice, ...] = Field(description="可供选择的人员")


class PassChoice(View, title="可以转送的单位"):
    """A body the item may be passed on to (上报、转下级、转报).

    `answers`: it answers, and the item comes back; else it acts in place of who passes it on.
    """

    action: Passing = Field(
        description=f"怎样转送：{'，'.join(f'`{act.word}` {act.name}' for act in bringing('body'))}"
    )
    body: str
    name: str = Field(description="单位名称")
    answers: bool = Field(description="是否由其答复后返回；否则由其直接办理")


class FillField(View, title="表单中的一项"):
    """A field as a form needs it: its definition in the version the case was filed under, and its present value.

    `required`: whatever else is answered; a condition stays in the definition.
    """

    definition: Mapping[str, Any] = Field(description="表单项的定义，以提交时的事项版本为准")
    required: bool = Field(description="是否无论如何都须填写；有条件必填的见定义")
    value: Any = None


class OpinionOffer(View, title="一种办理方式可以采用的意见"):
    """What is offered for the opinion of one act (意见): the text that stands in the box, and phrases to take over."""

    preset: str = Field("", description="预置的意见；只供页面填入，接口不代填")
    phrases: tuple[str, ...] = Field((), description="常用意见")


class ExtensionOffer(View, title="办理期限还可以怎样延长"):
    """How much more time may be asked for, and why it may be (延长)."""

    left: int = Field(description="最多还可以申请延长多少个工作日")
    grounds: tuple[str, ...] = Field((), description="可以延长的事由")


class TaskLine(Lit, title="待办概要"):
    """An open work item in a queue (待办). `behalf`: the item is theirs, and the viewer may act in their stead (代理).

    `batch`: the act that may be given to it together with others of equal `shape` (批量办理), if any.
    """

    id: str = Field(description="待办标识，用于办理")
    case_no: str
    matter: str
    matter_name: str
    title: str = Field(description="办件标题")
    brief: str = Field("", description="摘要：用一句话写明申请什么；事项没有规定写法的为空")
    step: str
    step_name: str = Field(description="环节名称")
    version: int = Field(description="待办的版本，办理时填入 `expected_version`")
    actions: tuple[Action, ...] = Field(description="本人可用的办理方式")
    applicant_body: str
    opened_at: datetime = Field(description="到达时间")
    due: date | None
    provisional: bool
    posts: tuple[str, ...] = Field(description="本人可以哪些岗位办理（岗位标识）；不止一个的，办理时须填 `post`")
    behalf: HatChoice | None = Field(None, description="被代理人：该待办由其办理，本人可以代为办理；本人自己的待办为空")
    resting: bool = Field(False, description="是否已挂起：恢复办理后，办理期限顺延")
    shape: str = Field("", description="同类标识：相同的，是同一事项、同一版本、同一环节的待办")
    batch: BatchAction | None = Field(None, description="可与同类待办一并给出的办理方式；不能批量办理的为空")


class TaskView(View, title="待办及办理所需的内容"):
    """An item with what it offers.

    `fills`: what the office fills here. `targets`: what was found wrong, to be supplemented. `form`, `materials`: all
    that is asked of the applicant and shown here, answered or not, for naming defects and mending them; of a material the
    definition, its files are in `CaseView.materials`. `parties`: the ids of the `applicant`'s and the `owner`'s body.
    `colleagues`: to whom it may be handed, or who may be added; `advisers`: who may be asked for an opinion besides;
    `readers`: to whom a copy may go; `earlier`: the steps it may be returned to, and with `resumes_open` one chooses how
    it goes on; `ends`: what else is under way and ends with a return to the applicant; `grounds`: why it may rest (挂起);
    `extension`: how far the time of the case may be extended (延长);
    `choices`: the later steps whose actor one names; `passes`: the bodies it may be passed on to; `opinions`: by act what
    is offered for its opinion, of all others nothing; `conflict`: what will be noted of the viewer's conflict of
    interest; `replies`: what may be answered to a question (协查); `again`: what another round of supplementing needs
    (再次补正); `papers`: by act the paper that it brings, to be looked at before.
    """

    line: TaskLine
    instructions: str = Field(description="办理要求")
    phrases: tuple[str, ...] = Field(description="环节的全部常用意见，不分办理方式；按办理方式分好的见 `opinions`")
    opinion_required: tuple[Action, ...] = Field(description="须填写意见的办理方式")
    fills: tuple[FillField, ...] = Field(description="本环节由办理人填写的内容")
    form: tuple[FillField, ...] = Field(description="申请人的表单")
    materials: tuple[Mapping[str, Any], ...] = Field(description="申请人须提交的材料的定义")
    targets: tuple[ProblemView, ...] = Field((), description="要求补正的内容")
    opinions: Mapping[Action, OpinionOffer] = Field(
        default_factory=dict, description="各办理方式可以采用的意见：办理方式 → 意见；未列的，没有"
    )
    colleagues: tuple[HatChoice, ...] = Field((), description="可以转办、委派、加签给谁")
    advisers: tuple[HatChoice, ...] = Field((), description="还可以委派给谁：已是本环节签署人的本单位负责人")
    readers: tuple[HatChoice, ...] = Field((), description="可以抄送给谁")
    earlier: tuple[StepChoice, ...] = Field((), description="可以退回的前序环节")
    resumes_open: bool = Field(False, description="退回后怎样继续，是否由退回人选择")
    ends: tuple[str, ...] = Field((), description="退回申请人补正时一并中止的其他待办")
    grounds: tuple[str, ...] = Field((), description="可以挂起的事由")
    extension: ExtensionOffer | None = Field(None, description="办理期限还可以怎样延长；不能延长的为空")
    choices: tuple[ActorChoice, ...] = ()
    passes: tuple[PassChoice, ...] = Field((), description="可以转送的其他单位")
    parties: Mapping[str, str] = Field(
        default_factory=dict, description="申请单位（`applicant`）和受理单位（`owner`）的单位标识"
    )
    conflict: str = Field("", description="本人有利害关系、办理时将载明的说明；没有的为空")
    replies: tuple[AnswerKind, ...] = Field((), description="协查可以怎样答复")
    again: str = Field("", description="再次要求补正前须做的事；首次补正的为空")
    papers: Mapping[Action, str] = Field(
        default_factory=dict, description="各办理方式将要出具的文书：办理方式 → 文书名称；未列的，不出具"
    )


DueWithin = Literal["late", "near", "ample", "today", "soon"]  # the first three by their lights
SOON_DAYS = 3  # calendar days
DUE_NAMES: Mapping[str, str] = {
    "late": "超期（红灯）",
    "near": "临期（黄灯）",
    "ample": "正常（绿灯）",
    "today": "今日到期",
    "soon": f"{SOON_DAYS} 日内到期",
}
ORDER_NAMES: Mapping[str, str] = {"due": "先到期的在前", "newest": "新到达的在前", "oldest": "先到达的在前"}


class TaskQuery(View):
    """Which items of a queue, and what comes first; without anything all of them, what is due first on top."""

    matter: str = Field("", max_length=40)
    step: str = Field("", max_length=40)
    body: str = Field("", max_length=40)
    due: DueWithin | None = None
    q: str = Field("", max_length=100)
    order: ItemOrder = "due"


EVERY_TASK = TaskQuery()


class TaskKind(View):
    """A step of a matter at which something waits (一类待办)."""

    matter: str
    step: str
    name: str


class TaskKinds(View):
    """By what one's own queue may be narrowed: its steps, and the applicants' bodies by id. Of a very long queue nearly all."""

    steps: tuple[TaskKind, ...]
    bodies: Mapping[str, str]


class TaskList(View, title="一页待办"):
    """A page of open items."""

    items: tuple[TaskLine, ...]
    page: Page


class ActRequest(Proving, title="一次办理。各部分只随相应的办理方式给出，其余办理方式附带的，以 `invalid` 拒绝"):
    """One act on an item. `findings`: target id → what is wrong; `answers`, `materials`: of a supplement, or of what comes late.

    `to`: who gets the item, is added (`where`) or gets a copy; `step`, `resumes`: of a return; `choices`: step id → who acts
    there; `until`: the last day of a suspension; `days`: by which the case is to be extended (延长); `body`: to which the item
    is passed on; `behalf`: the hat in whose stead one acts by proxy (代理); `answer`: of an answer to a question, `files`: of
    that and of a duty done.
    """

    action: Action = Field(description="办理方式，须在该待办列出的 `actions` 之中")
    expected_version: int = Field(ge=0)
    opinion: str = Field(default="", max_length=4000)
    post: str | None = None
    fills: Mapping[str, Any] = Field(default_factory=dict, description="本环节由办理人填写的内容：填报项标识 → 内容")
    findings: Mapping[str, str] = Field(
        default_factory=dict, description=f"要求补正的内容：填报项或材料标识 → 问题是什么。{_named('findings')}时必填"
    )
    answers: Mapping[str, Any] = Field(default_factory=dict, description="提交补正时更正的填报内容：填报项标识 → 内容")
    materials: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="提交补正时重新提交的材料，或者先办后补的材料：材料标识 → 文件标识"
    )
    to: tuple[Holder, ...] = Field(
        default=(), max_length=20, description=f"{_named('to')}给谁，须在 `colleagues`、`advisers` 或 `readers` 之中"
    )
    where: Where | None = Field(
        None, description=f"{_named('where')}人员何时签署：`before` 在我之前，`beside` 与我同时，`after` 在我之后"
    )
    step: str | None = Field(default=None, max_length=40, description="退回到的环节标识，须在 `earlier` 之中")
    resumes: Resumes | None = Field(
        None,
        description="退回后怎样继续：`rerun` 重新逐环节办理，`straight_back` 办理后直接回到退回的环节；环节规定了的，以规定为准",
    )
    choices: Mapping[str, Holder] = Field(
        default_factory=dict, description="由本人选定的后续环节办理人：环节标识 → 人员和岗位"
    )
    until: date | None = Field(None, description=f"{_named('until')}的，预计恢复办理的日期")
    days: int | None = Field(
        None,
        ge=1,
        le=365,
        strict=True,
        exclude_if=unsaid,
        description=f"{_named('days')}的，延长多少个工作日，至多为 `extension.left`",
    )
    behalf: Holder | None = Field(
        None, description="代理办理的，被代理人和其岗位，须与待办的 `behalf` 一致；以本人身份办理的不填"
    )
    body: str | None = Field(
        default=None, max_length=40, description=f"{_named('body')}给哪个单位（单位标识），须在 `passes` 之中"
    )
    answer: AnswerKind | None = Field(
        None, description=f"协查的答复：`yes` 是，`no` 否，`material` 提供材料；只随 {_words('answer')}"
    )
    files: tuple[str, ...] = Field(
        default=(),
        max_length=20,
        description=f"随{_named('files')}提供的文件标识，文件须先上传；只随 {_words('files')}",
    )


class ActReceipt(View, title="办理回执"):
    """What an act answers."""

    case_no: str
    action: Action = Field(description="已办理的方式")
    status: str
    status_name: str
    message: str


class BatchItem(View, title="批量办理的一项待办"):
    """One of the items of a batch, at the version the person was shown, under the hat that is to act."""

    task: str = Field(max_length=40, description="待办标识，取自 `TaskLine.id`")
    expected_version: int = Field(ge=0, strict=True)
    post: str | None = Field(
        None, description="以哪个岗位办理（岗位标识）；本人不止一个岗位适用的必填，否则该项以 `post_required` 拒绝"
    )


class BatchRequest(Proving, title="一次批量办理，最多 50 项"):
    """One act with one opinion on several items of equal shape (批量办理)."""

    action: BatchAction = Field(description="办理方式，须与各待办的 `batch` 一致")
    opinion: str = Field(default="", max_length=4000, description="意见，各项相同")
    items: tuple[BatchItem, ...] = Field(min_length=1, max_length=MOST_AT_ONCE, description="同类待办，`shape` 须相同")


class BatchOutcome(View, title="批量办理中一项的结果"):
    """What became of one item of a batch. `code`: of the refusal, nothing when it is done."""

    task: str = Field(description="待办标识")
    done: bool = Field(description="是否已办理")
    code: str = Field("", description="未办理的原因代码；已办理的为空")
    message: str = Field(description="给人看的结果")


class BatchReceipt(View, title="批量办理回执"):
    """What a batch answers: each item on its own, in the order in which they were named."""

    action: BatchAction = Field(description="办理方式")
    outcomes: tuple[BatchOutcome, ...] = Field(description="逐项的结果")


class CaseActRequest(Proving, title="一次办件操作。各部分只随相应的操作给出"):
    """One act on a case as a whole. `item`: the work item taken back; `step`, `seat`: the signer removed; `person`: of a copy."""

    action: CaseAction = Field(description="操作，须在 `CaseView.acts` 之中")
    text: str = Field(default="", max_length=4000, description="说明；讨论的内容")
    post: str | None = None
    item: str | None = Field(default=None, max_length=40, description="拿回的待办标识")
    step: str | None = Field(default=None, max_length=40, description="减签的环节标识")
    seat: str | None = Field(default=None, max_length=80, description="减签的席位标识")
    person: str | None = Field(default=None, max_length=40, description="收回抄送的人员标识")


class CaseActOffer(View, title="本人现在可以对办件进行的一项操作"):
    """An act on the case that is open to the viewer now, ready to be sent, and what it is about in words."""

    request: CaseActRequest = Field(description="可以原样发回的请求")
    about: str = Field("", description="操作涉及的环节或人员")


class CaseActReceipt(View, title="办件操作回执"):
    """What an act on a case answers."""

    case_no: str
    action: CaseAction = Field(description="已完成的操作")
    status: str
    status_name: str
    message: str
