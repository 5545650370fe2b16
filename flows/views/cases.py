"""Cases, filings, drafts, files and notices."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Asked, Page, ProblemView, View, unsaid
from flows.views.late_materials import LateMaterials
from flows.views.matters import Expectation
from flows.views.oversight.lights import Lit
from flows.views.papers import DocumentView, EffectView
from flows.views.tasks import CaseActOffer, TaskView
from matters.case.account import Reason
from matters.case.channel import ChannelKind
from matters.course.shares import Party
from matters.language.route.steps import AnswerKind
from matters.organisation.snapshot import Holder


class OwedDuty(View, title="一项尚未履行的办后义务"):
    """An open duty after the decision (办后义务)."""

    name: str
    due: date | None = Field(description="应履行的最后一日")
    provisional: bool


class FiledBy(View, title="由谁代为提交"):
    """Who has filed a case for its applicant, and how."""

    channel: ChannelKind = Field(description="提交方式：`mandate` 受托代办，`window` 窗口登记")
    channel_name: str = Field(description="提交方式的名称")
    who: str = Field(description="代办人或者登记人")
    person: str = Field(description="代办人或者登记人的人员标识")


class CaseLine(Lit, title="办件概要"):
    """A case in a list. `duties`: those that are open after the decision; `late`: what it owes since its filing (先办后补)."""

    case_no: str
    matter: str
    matter_name: str
    title: str = Field(description="办件标题")
    brief: str = Field("", description="摘要：用一句话写明申请什么；列表中不给出，事项没有规定写法的为空")
    status: str
    status_name: str
    applicant: str
    applicant_body: str
    filed_at: datetime = Field(description="提交时间")
    due: date | None
    provisional: bool
    result: Literal["granted", "denied"] | None = Field(
        description="结果：`granted` 准予，`denied` 不予批准；尚无结果的为空"
    )
    result_name: str | None = Field(description="结果名称")
    duties: tuple[OwedDuty, ...] = Field((), description="尚未履行的办后义务")
    late: LateMaterials | None = Field(None, description="先办后补尚欠的材料；没有的为空")
    filed_by: FiledBy | None = Field(None, description="由谁代为提交；申请人本人提交的为空")


class CaseList(View, title="一页办件"):
    """A page of cases."""

    items: tuple[CaseLine, ...]
    page: Page


class AnswerView(View, title="一项填报内容"):
    """One answered field as people read it. `table`: of repeating rows, the labels of the columns and then each row."""

    id: str
    label: str = Field(description="填报项名称")
    value: Any
    text: str = Field(description="给人看的写法")
    table: tuple[tuple[str, ...], ...] = Field((), description="明细表：首行是各列名称，以下逐行；不是明细表的为空")


MAX_FILE_BYTES = 50 * 1024 * 1024


class FileView(View, title="已上传的文件"):
    """An uploaded file; its bytes are at `/files/{id}`."""

    id: str = Field(description="文件标识，用于提交申请和下载")
    name: str = Field(description="文件名")
    size: int = Field(description="文件大小，字节")
    media_type: str = Field(description="文件类型")
    sha256: str = Field(description="文件的 SHA-256 摘要，十六进制")


class KeptFile(FileView, title="接收的文件"):
    """A file as it was taken just now."""

    remarks: tuple[str, ...] = Field((), description="接收时对文件作了哪些处理，例如去除照片中的拍摄位置")


class FileLook(View, title="材料的在线查看"):
    """What of a file is seen without saving it: its pages, drawn one by one, or its text."""

    kind: Literal["pages", "text", "none"] = Field(
        description="`pages` 逐页看图；`text` 看文字；`none` 不能在线查看，只能下载"
    )
    pages: int = Field(0, description="页数，逐页看图的才有")
    text: str = Field("", description="办公软件文件里的文字，表格一行一行")
    note: str = Field("", description="没有显示或者只显示一部分的，说明原因和怎么办")


class FileContent(View):
    """A file's bytes for download."""

    name: str
    media_type: str
    content: bytes


class MaterialView(View, title="一份材料"):
    """A material of a case with its files, or where it is taken from when nobody hands it in."""

    id: str
    name: str = Field(description="材料名称")
    files: tuple[FileView, ...] = Field(description="文件")
    note: str = Field("", description="无需提交的，说明从哪里取得")
    original: str = Field("", description="在窗口核验的原件现在哪里；没有在窗口核验的为空")


class TimelineEntry(View, title="办理过程中的一条记录"):
    """One line of the history (办理过程). `note`: the conflict of interest in which somebody acted, as the matter allows;
    `behalf`: in whose stead it was done (代); `files`: that came with the act; `proven_at`: when its actor had proved who they
    are, where that was asked (身份确认)."""

    seq: int = Field(description="序号")
    at: datetime
    step: str = Field(description="环节名称")
    who: str = Field(description="办理人")
    post: str = Field(description="以什么岗位办理")
    what: str = Field(description="办理内容")
    opinion: str = ""
    findings: tuple[ProblemView, ...] = Field((), description="要求补正的内容")
    note: str = Field("", description="办理人有利害关系而按规定注明的")
    behalf: str | None = Field(None, description="被代理人；以本人身份办理的为空")
    files: tuple[FileView, ...] = Field((), description="随办理提供的文件")
    proven_at: datetime | None = Field(None, description="须确认身份的，办理人最近一次确认身份的时间")


class InquiryView(View, title="向其他机关的一次协查及其答复"):
    """What another body was asked, and what it answered (协查). `body`: of those who are asked.

    `answer`: none while it is open, and for ever where the case went on without one; `note` says how it stands then.
    """

    step: str = Field(description="环节名称")
    body: str = Field(description="被协查的单位")
    question: str = Field(description="协查的问题")
    asked_at: datetime = Field(description="发出协查的时间")
    due: date | None
    provisional: bool
    answer: AnswerKind | None = Field(
        None, description="答复：`yes` 是，`no` 否，`material` 提供材料；尚未答复、逾期未复的为空"
    )
    answer_name: str = Field("", description="答复的名称")
    opinion: str = ""
    files: tuple[FileView, ...] = Field((), description="随答复提供的文件；只有办件的办理人员能看到")
    who: str = Field("", description="由谁答复")
    answered_at: datetime | None = Field(None, description="答复时间；未答复的为空")
    note: str = Field("", description="未答复时的情形，例如逾期未复")


class WaitingFor(View, title="正在等候办理的环节"):
    """Who is next and until when. `share`: whose part of the time runs, and how long it is (分段限时).

    `note`: that it was claimed, lent and by whom, or that nobody is there to act.
    """

    step: str = Field(description="环节名称")
    who: tuple[str, ...] = Field(description="可以办理的人；没有人在岗的为空，见 `note`")
    since: datetime
    due: date | None
    provisional: bool
    share: str = Field("", description="现在计时的一段：承担单位和环节时限；环节没有时限的为空")
    note: str = Field("", description="是否已认领、由谁委派，或者无人可办、由谁确定接办人员")


class ProgressPoint(View, title="办理进度中的一点"):
    """A point of the one line that tells how far a case is (进度); steps that run side by side are one.

    `who`: who did it, has it, or is expected to; `at`: when it was done; `due`: by when it is expected to be.
    """

    name: str = Field(description="环节名称；首点是提交申请，末点是办结，已经办结的是办理结果")
    state: Literal["done", "now", "ahead"] = Field(description="`done` 已办，`now` 正在办，`ahead` 尚未开始")
    who: tuple[str, ...] = Field((), description="由谁办理")
    at: datetime | None = Field(None, description="何时办的；尚未办的为空")
    due: date | None = None
    provisional: bool = False
    note: str = Field("", description="其中正在办和已经办的环节，以及其他说明")


class CheckView(View, title="一项已经进行的核验"):
    """Something that was checked of the case (核验), and how it came out."""

    name: str = Field(description="核验什么")
    passed: bool = Field(description="是否没有发现问题")
    note: str = Field(description="核验了什么、结果如何")


class CopyView(View, title="一份抄送"):
    """A copy for reading (抄送): to whom, through whom, and when it was read."""

    to: str = Field(description="抄送给谁")
    by: str = Field(description="由谁抄送")
    sent_at: datetime = Field(description="抄送时间")
    read_at: datetime | None = Field(description="已阅时间；未阅的为空")


class DiscussionEntry(View, title="一条讨论"):
    """What somebody who handles the case said to the others (讨论)."""

    who: str = Field(description="谁说的")
    post: str
    at: datetime
    text: str = Field(description="内容")


Relation = Literal["sub_matter", "follow_up", "parent", "predecessor"]
RELATION_LABELS: dict[Relation, str] = {
    "sub_matter": "子事项",
    "follow_up": "后续办件",
    "parent": "主办件",
    "predecessor": "前序办件",
}


class RelatedCase(View, title="相关办件：本办件发起的，或者发起本办件的"):
    """Another case that this one began, or that began this one (相关办件).

    `about`: the step and row it is for; `case_no`: none before it is filed; `number`: of its result paper; `readable`: the
    viewer may open it.
    """

    relation: Relation = Field(
        description="关系：`sub_matter` 子事项，`follow_up` 后续办件，`parent` 主办件，`predecessor` 前序办件"
    )
    matter_name: str
    about: str = Field(description="为哪个环节、哪一行发起；没有的为空")
    case_no: str | None = Field(description="办件编号；尚未发起的为空")
    state_name: str
    number: str | None = Field(description="结果文书的文号；没有的为空")
    readable: bool = Field(description="本人可否查看该办件")


class TimeSpell(View, title="时间账的一段：计时，或者停止计时及其原因"):
    """A stretch of the case's time [since, to), with its reason; `days`: by how many working days it moves the last day."""

    reason: Reason = Field(
        description="原因：`running` 计时，`supplement` 申请人补正，`special_procedure` 特别程序，`suspension` 挂起，"
        "`outside` 尚未起算或者已经结束"
    )
    reason_name: str = Field(description="原因的名称")
    steps: tuple[str, ...] = Field(description="因哪些环节；没有的为空")
    since: datetime = Field(description="起，含")
    to: datetime = Field(description="止，不含；仍在持续的，到查看时为止")
    days: int = Field(description="使办结期限顺延的工作日数；不停止计时的为 0")


class TimeShare(View, title="一方的用时"):
    """How many of the elapsed working days somebody could have acted."""

    party: Party = Field(
        description="谁可以办而没有办：`holder` 承办单位，`other_body` 其他单位，`proxy` 代理人，`applicant` 申请人，"
        "`system` 系统，`paused` 停止计时和等待；同时有几方的，计入列在前面的一方"
    )
    party_name: str = Field(description="一方的名称")
    days: int = Field(description="工作日数；各方相加，为自提交至办结（或者查看时）的工作日数")


class TimeDay(View, title="逐日：办理时限的一日"):
    """A day after the acceptance. `number`: the how many-th that counts; none where it does not."""

    day: date = Field(description="日期")
    number: int | None = Field(description="计入办理时限的第几日；不计入的为空")
    note: str = Field(description="不计入的原因，例如补正、挂起、非工作日")


class CaseView(View, title="办件详情，只含本人有权查看的内容"):
    """A whole case as one viewer may see it. `tasks`: the viewer's own open items on it; `acts`: what else is open to them.

    `withheld`: something that was handed in is not among it, by the field rights of the steps the viewer has had.
    `discussion`: only for those who handle the case; `related`: the cases it began, and the one that began it.
    `partial`: the viewer is only asked something or owes a duty (协查), and sees no more of the case than that takes.
    """

    line: CaseLine
    answers: tuple[AnswerView, ...] = Field(description="填报内容")
    materials: tuple[MaterialView, ...] = Field(description="材料")
    timeline: tuple[TimelineEntry, ...] = Field(description="办理过程")
    progress: tuple[ProgressPoint, ...] = Field((), description="办理进度：自提交至办结依次排列；只是协助的为空")
    waiting: tuple[WaitingFor, ...] = Field(description="正在等候的环节")
    ahead: tuple[Expectation, ...] = Field(description="后续可能经过的环节")
    checks: tuple[CheckView, ...] = Field((), description="已经进行的核验；只向正在办理的人员显示")
    due_reason: str = Field(description="时限的依据")
    valid_until: date | None = Field(None, description="结果有效期的截止日；没有有效期的为空")
    errands: int
    documents: tuple[DocumentView, ...] = Field(description="已用印的文书")
    effects: tuple[EffectView, ...] = Field(description="系统事项")
    tasks: tuple[TaskView, ...] = Field(description="本人在该办件上的待办")
    may_copy: bool = Field(False, description="本人是申请人，可以把内容拷贝到新的草稿，再办一件")
    can_withdraw: bool = Field(description="本人现在可否撤回")
    acts: tuple[CaseActOffer, ...] = Field((), description="本人现在可以对办件进行的操作")
    copies: tuple[CopyView, ...] = Field((), description="抄送")
    discussion: tuple[DiscussionEntry, ...] = Field((), description="办理人员之间的讨论；申请人看不到")
    withheld: bool = Field(False, description="是否有内容按字段权限不向本人显示")
    related: tuple[RelatedCase, ...] = Field((), description="相关办件：子事项、后续办件、主办件、前序办件")
    inquiries: tuple[InquiryView, ...] = Field((), description="协查及其答复")
    time: tuple[TimeSpell, ...] = Field((), description="时间账：自提交起依次排列，中间没有间断")
    days: tuple[TimeDay, ...] = Field((), description="办理时限逐日如何计算，自起算至办结期限；未设时限的为空")
    shares: tuple[TimeShare, ...] = Field((), description="各方用时，没有用时的一方不列；只是协助的为空")
    partial: bool = Field(False, description="本人是否只是协助答复或者履行义务；是的，只含协助所需的内容")


class SubmitRequest(Asked, title="一份申请"):
    """A filing. `choices`: step id → who is to act there, where the applicant names them; `post`: needed with several hats."""

    matter: str = Field(max_length=20)
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="材料：材料标识 → 文件标识，文件须先上传"
    )
    choices: Mapping[str, Holder] = Field(
        default_factory=dict, description="由申请人选定的办理人：环节标识 → 人员和岗位，环节见办理预告的 `choices`"
    )
    post: str | None = None
    period: str = Field(
        "",
        max_length=10,
        exclude_if=unsaid,
        description="报送期，如 `2026-10`、`2026-Q3`；只用于周期性报送，不写的为最近结束的一期",
    )


class LeftOut(View, title="没有拷贝的一项"):
    """A part of an earlier case that does not go into the draft."""

    name: str = Field(description="填报项或材料的名称")
    reason: str = Field(description="没有拷贝的原因")


class CopiedView(View, title="由原办件拷贝的草稿"):
    """A fresh draft with what an earlier case says (再办一件)."""

    case_no: str
    matter: str
    left_out: tuple[LeftOut, ...] = Field(description="没有拷贝的各项及原因，须重新填写或提交")


class ReviewView(View, title="提交前的核对"):
    """A filing before it is handed in (核对), as it will be read on the case."""

    answers: tuple[AnswerView, ...]


class Receipt(View, title="办件回执"):
    """What a submission answers. `earlier`: a case of the same person with the same content (重复申请)."""

    case_no: str
    status: str
    status_name: str
    message: str
    earlier: str | None = Field(None, description="本人近期以相同内容提交过的办件编号；没有的为空")


class DraftView(View):
    """A server-side draft of a filing, saved field by field. `files`: material id → files.

    `outdated`: what has changed in the matter since the draft was saved, and what in it fits no longer. `known`: what is on
    record of the applicant, and what the entries of rosters (台账) say that were chosen, by field.
    """

    matter: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[FileView, ...]]
    post: str | None
    saved_at: datetime | None
    outdated: tuple[str, ...] = ()
    known: Mapping[str, Any] = {}


class NoticeView(View, title="一条通知"):
    """An in-app notice (站内通知). `title`: of its case, as the person may read it; `topic`: what kind of news it is."""

    id: str
    case_no: str
    text: str = Field(description="通知内容")
    at: datetime
    read: bool = Field(description="是否已读")
    title: str = Field("", description="办件标题，以本人可以看到的为限")
    topic: str = Field("", description="通知的类别代号")
