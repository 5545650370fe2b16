"""What people are told of a case (站内通知): each topic with its text, and the events of which it tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from matters.case.events.automatic import Revoked, SpotCheckOpened
from matters.case.events.base import EventBase
from matters.case.events.cancelling import EndedByCancellation
from matters.case.events.children import CalledOff, EndedWithout, SubMatterFailed
from matters.case.events.course import HoldersChanged, StepOpened
from matters.case.events.deciding import AcceptanceRefused, Accepted, Concluded, PaperIssued, Submitted, Withdrawn
from matters.case.events.extending import Extended, ExtensionAsked, ExtensionRefused
from matters.case.events.handing import (
    Advised,
    CopySent,
    Delegated,
    Discussed,
    Recalled,
    Released,
    SignerRemoved,
    Transferred,
    Urged,
)
from matters.case.events.inquiries import DutyOpened, MaterialsOverdue, MaterialsOwed
from matters.case.events.passing import PassedOn, Replied
from matters.case.events.pausing import RestEnded, Resumed, Suspended, SuspensionAsked, SuspensionRefused
from matters.case.events.repairing import HandedOver, RepairAsked, RepairDropped, Repaired
from matters.case.events.returning import Lapsed, SupplementRequested, TakenBack
from matters.case.events.ringing import WentOverdue
from matters.case.events.validity import ExpiryTold


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of notices. Who is told says the event itself (`told`); an event with nobody to tell owes no notice.

    `text` may name `{matter}` and `{case_no}`, `{who}` acted, the `{step}` of the item it is about with its `{due}` day, `{by}`
    the same as a request; the `{paper}` issued and its `{number}`; the `{origin}` that began the case, the `{other}` matter that
    could not be begun. `work`: there is something to do, so that whoever may act in somebody's stead (代理) is told as well.
    """

    name: str
    of: tuple[type[EventBase], ...]
    text: str
    work: bool = False


_NEW_WORK = (
    StepOpened,
    SpotCheckOpened,
    DutyOpened,
    HoldersChanged,
    Transferred,
    Delegated,
    SuspensionAsked,
    ExtensionAsked,
    HandedOver,
    PassedOn,
    MaterialsOwed,
)
_BY_ANOTHER = "filed_by_another"
_TABLE = (
    Topic("new_task", _NEW_WORK, "您有新的待办：{matter}（{case_no}），环节“{step}”{by}。", work=True),
    Topic("accepted", (Accepted,), "您申请的{matter}（{case_no}）已受理。"),
    Topic("acceptance_refused", (AcceptanceRefused,), "您申请的{matter}（{case_no}）不予受理，理由见文书。"),
    Topic(
        "supplement_requested",
        (SupplementRequested,),
        "您申请的{matter}（{case_no}）需要补正，请在“待办”中按所列内容一次补齐{by}。",
        work=True,
    ),
    Topic("paper_issued", (PaperIssued,), "{matter}（{case_no}）已出具{paper}（{number}），可在办件中下载。"),
    Topic("withdrawn", (Withdrawn,), "{matter}（{case_no}）已由申请人撤回，无需再办。"),
    Topic(
        "lapsed",
        (Lapsed,),
        "{matter}（{case_no}）的“{step}”逾期未办，视为撤回申请，无需再办。仍有需要的，请申请人重新申请。",
    ),
    Topic("concluded", (Concluded,), "您申请的{matter}（{case_no}）已办结。"),
    Topic("advised", (Advised,), "{who}已就您委派的{matter}（{case_no}）提出意见，环节“{step}”请您继续办理{by}。"),
    Topic("replied", (Replied,), "{who}已就您转送的{matter}（{case_no}）作出答复，环节“{step}”请您继续办理{by}。"),
    Topic("recalled", (Recalled,), "{who}已收回请您提出意见的{matter}（{case_no}），无需再办。"),
    Topic("signer_removed", (SignerRemoved,), "{who}已取消请您加签的{matter}（{case_no}），无需再办。"),
    Topic(
        "taken_back",
        (TakenBack,),
        "{who}已拿回对{matter}（{case_no}）的办理，您的待办暂予取消，重新办理后将再次通知您。",
    ),
    Topic("copy_sent", (CopySent,), "{who}向您抄送了{matter}（{case_no}），请阅。"),
    Topic("urged", (Urged,), "{who}请您尽快办理{matter}（{case_no}）。", work=True),
    Topic("suspended", (Suspended,), "{who}同意挂起{matter}（{case_no}），到期将自动恢复，也可提前恢复办理。"),
    Topic("suspension_refused", (SuspensionRefused,), "{who}不同意挂起{matter}（{case_no}），请继续办理。"),
    Topic(
        "extended",
        (Extended,),
        "{matter}（{case_no}）经批准延长办理期限，新的办结期限和延长的事由见办件。",
    ),
    Topic("extension_refused", (ExtensionRefused,), "{who}不同意延长{matter}（{case_no}）的办理期限，请按原期限办理。"),
    Topic(
        "rest_ended",
        (RestEnded,),
        "{matter}（{case_no}）已退回或者改由其他环节办理，您挂起的环节不再等候，轮到时将再次通知您。",
    ),
    Topic("resumed", (Resumed,), "{matter}（{case_no}）已恢复办理，请及时办理。"),
    Topic("repair_asked", (RepairAsked,), "{who}申请修复{matter}（{case_no}），请在“办件修复”中复核。"),
    Topic("repair_dropped", (RepairDropped,), "您申请的{matter}（{case_no}）修复未获确认。"),
    Topic("repaired", (Repaired,), "{matter}（{case_no}）已由管理员修复，办理情况见办件。"),
    Topic("revoked", (Revoked,), "{matter}（{case_no}）的决定经抽检已撤销，理由见办件。"),
    Topic(
        "filed_for_you",
        (Submitted,),
        "系统已以您的名义提交{matter}（{case_no}），由办件 {origin} 自动发起，可在“我的办件”中查看。",
    ),
    Topic(
        _BY_ANOTHER,
        (),
        "{who}提交{matter}（{case_no}），可在“我的办件”中查看；不是您本人意思的，请撤回并告知受理单位。",
    ),
    Topic(
        "sub_matter_failed",
        (SubMatterFailed,),
        "{matter}（{case_no}）办结后应办的后续事项“{other}”未能自动发起，请您自行申请。",
    ),
    Topic("called_off", (CalledOff,), "{matter}（{case_no}）随主办件终结，已由系统撤回，无需再办。"),
    Topic(
        "ended_by_cancellation",
        (EndedByCancellation,),
        "{matter}（{case_no}）因事项取消终止办理，无需再办。取消的依据见办件。",
    ),
    Topic(
        "ended_without",
        (EndedWithout,),
        "{matter}（{case_no}）因子事项“{step}”未作决定即已撤回或终止，本办件终止办理。",
    ),
    Topic(
        "released", (Released,), "{matter}（{case_no}）的环节“{step}”认领后逾期未办，已退回待办池，请同组人员尽快办理。"
    ),
    Topic(
        "went_overdue",
        (WentOverdue,),
        "{matter}（{case_no}）的环节“{step}”已超过办理期限（{due}），请尽快办理或者督促办理。",
    ),
    Topic(
        "materials_overdue",
        (MaterialsOverdue,),
        "{matter}（{case_no}）先办后补的材料应于{due}前补齐，逾期未补，请尽快补交或者督促补交。",
    ),
    Topic(
        "expires",
        (ExpiryTold,),
        "您办理的{matter}（{case_no}）的结果有效期至{due}，届时失效。仍需使用的，请在办件中点“再办一件”续办。",
    ),
    Topic("discussed", (Discussed,), "{who}在{matter}（{case_no}）中发表了讨论意见。"),
)
TOPICS: Mapping[str, Topic] = {topic.name: topic for topic in _TABLE}
_OF: Mapping[type[EventBase], Topic] = {event: topic for topic in _TABLE for event in topic.of}


def topic_of(event: EventBase) -> Topic | None:
    """What people are told of that event; nothing of most."""
    if isinstance(event, Submitted) and event.channel:
        return TOPICS[_BY_ANOTHER]
    return _OF.get(type(event))
