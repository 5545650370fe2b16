"""Events (事件): what has happened to a case, in the past tense; the docstring of each names its edge and Chinese term.

An event records everything that was resolved when it happened (people, posts, due dates, versions of organisation and
calendar), so that `evolve` reads events alone. Texts stay outside: `said` is their salted digest. `version` is the schema
version of the event type; an upcaster reads older ones.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from matters.case.events.automatic import (
    AskedAgain,
    CalledOut,
    LookedUp,
    MachineAsked,
    MachineFailed,
    Revoked,
    RulesChecked,
    SpotCheckOpened,
    SpotCheckPassed,
)
from matters.case.events.children import (
    BegunAgain,
    CalledOff,
    EndReported,
    FollowUpWanted,
    SubMatterBegun,
    SubMatterEnded,
    SubMatterFailed,
    SubMattersDone,
    SubMattersDropped,
    SubMattersWanted,
)
from matters.case.events.course import (
    ApplicantReplaced,
    Arrived,
    Chosen,
    ClockResumed,
    Forked,
    HandedOver,
    HoldersChanged,
    ItemsClosed,
    ProcedureBegun,
    Reopened,
    RepairAsked,
    RepairDropped,
    Repaired,
    Resumed,
    ReturnedToStep,
    StepOpened,
    StepPassed,
    Suspended,
    SuspensionAsked,
    SuspensionRefused,
    TakenBack,
    Waited,
    WaitOpened,
    WentOverdue,
)
from matters.case.events.deciding import (
    Abstained,
    AcceptanceRefused,
    Accepted,
    Approved,
    Completed,
    Concluded,
    Decided,
    PaperIssued,
    Rejected,
    Submitted,
    Supplemented,
    SupplementRequested,
    Withdrawn,
)
from matters.case.events.handing import (
    Advised,
    Claimed,
    CopyRead,
    CopyRetracted,
    CopySent,
    Delegated,
    Discussed,
    Recalled,
    Released,
    SignerRemoved,
    SignersAdded,
    Transferred,
    Urged,
)
from matters.case.events.inquiries import (
    Answered,
    DutyOpened,
    Fulfilled,
    MaterialsBrought,
    MaterialsOverdue,
    MaterialsOwed,
    Unanswered,
)
from matters.case.events.passing import PassedOn, Replied
from matters.language.words.keys import word_name

Event = Annotated[
    Submitted
    | Chosen
    | StepOpened
    | StepPassed
    | Forked
    | Arrived
    | ItemsClosed
    | HoldersChanged
    | Claimed
    | Released
    | Transferred
    | Delegated
    | Advised
    | Recalled
    | PassedOn
    | Replied
    | SignersAdded
    | SignerRemoved
    | Accepted
    | AcceptanceRefused
    | SupplementRequested
    | Supplemented
    | Approved
    | Rejected
    | Abstained
    | ReturnedToStep
    | TakenBack
    | Reopened
    | Completed
    | SuspensionAsked
    | Suspended
    | SuspensionRefused
    | Resumed
    | WaitOpened
    | Waited
    | ProcedureBegun
    | ClockResumed
    | Answered
    | Unanswered
    | DutyOpened
    | Fulfilled
    | WentOverdue
    | MaterialsOwed
    | MaterialsBrought
    | MaterialsOverdue
    | RepairAsked
    | RepairDropped
    | Repaired
    | HandedOver
    | ApplicantReplaced
    | MachineAsked
    | RulesChecked
    | LookedUp
    | CalledOut
    | MachineFailed
    | AskedAgain
    | SpotCheckOpened
    | SpotCheckPassed
    | Revoked
    | SubMattersWanted
    | FollowUpWanted
    | SubMatterBegun
    | SubMatterFailed
    | SubMatterEnded
    | SubMattersDone
    | SubMattersDropped
    | BegunAgain
    | CalledOff
    | EndReported
    | CopySent
    | CopyRead
    | CopyRetracted
    | Urged
    | Discussed
    | Decided
    | PaperIssued
    | Withdrawn
    | Concluded,
    Field(discriminator="type"),
]

# What people call that which happened; what is not named here is not told to them.
EVENT_NAMES: dict[str, str] = {
    "submitted": "提交申请",
    "chosen": "选定办理人",
    "accepted": "受理",
    "acceptance_refused": "不予受理",
    "supplement_requested": "要求补正",
    "supplemented": "提交补正",
    "approved": "同意",
    "rejected": "不同意",
    "abstained": "弃权",
    "completed": "办理完成",
    "decided": "作出决定",
    "paper_issued": "出具文书",
    "step_passed": "按规则免办",
    "holders_changed": "办理人调整",
    "claimed": "认领",
    "released": "退回待办池",
    "transferred": "转办",
    "delegated": "委派",
    "advised": "委派答复",
    "recalled": "收回",
    "passed_on": "转送",
    "replied": "答复",
    "signers_added": "加签",
    "signer_removed": "减签",
    "returned_to_step": "退回环节",
    "taken_back": "拿回",
    "copy_sent": "抄送",
    "copy_read": "已阅",
    "copy_retracted": "收回抄送",
    "urged": "催办",
    "suspension_asked": "申请挂起",
    "suspended": "挂起",
    "suspension_refused": "不同意挂起",
    "resumed": "恢复办理",
    "repair_asked": "申请修复",
    "repair_dropped": "不予修复",
    "repaired": "修复",
    "handed_over": "离职交接",
    "applicant_replaced": "经办人变更",
    "wait_opened": "开始等待",
    "waited": "等待结束",
    "machine_asked": "转系统自动办理",
    "rules_checked": "规则核验",
    "looked_up": "数据核验",
    "called_out": "转外部系统办理",
    "machine_failed": "自动办理未成，转人工",
    "asked_again": "再次自动办理",
    "spot_check_opened": "列入抽检",
    "spot_check_passed": "抽检无误",
    "revoked": "撤销决定",
    "went_overdue": "超期提醒",
    "sub_matters_wanted": "发起子事项",
    "follow_up_wanted": "发起后续事项",
    "sub_matter_begun": "已发起",
    "sub_matter_failed": "未能发起",
    "sub_matter_ended": "子事项办结",
    "sub_matters_dropped": "不再需要子事项",
    "begun_again": "重新发起",
    "called_off": "随主办件撤回",
    "withdrawn": "撤回",
    "concluded": "办结",
    "answered": "协查答复",
    "unanswered": "逾期未复，按规定继续办理",
    "duty_opened": "产生办后义务",
    "fulfilled": "履行办后义务",
    "procedure_begun": "特别程序开始",
    "clock_resumed": "恢复计时",
    "materials_owed": "先办后补",
    "materials_brought": "补交材料",
    "materials_overdue": "逾期未补",
}


def event_name(event: Event) -> str:
    """What people call what has happened; of an answer also what it was."""
    name = EVENT_NAMES[event.type]
    return f"{name}：{word_name('answers', event.answer)}" if isinstance(event, Answered) else name


_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def read_event(stored: dict[str, object]) -> Event:
    """The event that was stored as this JSON object."""
    return _EVENT.validate_python(stored)
