"""Refusals of acts on a case and its items (办理)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matters.errors.base import Refusal


@dataclass(frozen=True)
class AlreadyDecided(Refusal):
    """该待办已由{who}于{at}办理，无需重复操作。"""

    code: ClassVar[str] = "already_decided"
    who: str
    at: datetime


@dataclass(frozen=True)
class NoLongerNeeded(Refusal):
    """该待办已无需办理：{who}于{at}{why}。请刷新页面查看最新进展。"""

    code: ClassVar[str] = "no_longer_needed"
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Stale(Refusal):
    """该待办在您打开之后有了变化。请刷新页面，按最新内容办理。"""

    code: ClassVar[str] = "stale"


@dataclass(frozen=True)
class NotHolder(Refusal):
    """“{step}”环节不由您办理。由您办理的，都列在“待办”中。"""

    code: ClassVar[str] = "not_holder"
    step: str


@dataclass(frozen=True)
class NotHeldAs(NotHolder):
    """所选岗位不办理“{step}”环节。请改选办理该环节的岗位。"""


@dataclass(frozen=True)
class ProofRequired(Refusal):
    """办理前须确认是您本人：请输入登录密码，再次确认办理。已填写的内容没有变化。"""

    code: ClassVar[str] = "proof_required"


@dataclass(frozen=True)
class WrongStatus(Refusal):
    """办件当前为“{status}”，不能“{action}”。请刷新页面查看最新状态。"""

    code: ClassVar[str] = "wrong_status"
    status: str
    action: str


@dataclass(frozen=True)
class ActionNotOffered(Refusal):
    """“{step}”环节不能“{action}”。请从页面列出的办理方式中选择。"""

    code: ClassVar[str] = "action_not_offered"
    step: str
    action: str


@dataclass(frozen=True)
class OpinionRequired(Refusal):
    """“{action}”须写明意见。请填写后再提交。"""

    code: ClassVar[str] = "opinion_required"
    action: str


@dataclass(frozen=True)
class FindingsRequired(Refusal):
    """没有列明需要补正的内容。请逐项指明是哪个填报项或哪份材料、问题是什么。"""

    code: ClassVar[str] = "findings_required"


@dataclass(frozen=True)
class PostRequired(Refusal):
    """您任有多个岗位（{posts}）。请选择以哪个岗位办理。"""

    code: ClassVar[str] = "post_required"
    posts: str


@dataclass(frozen=True)
class NotYourPost(Refusal):
    """所选岗位不是您现任的岗位。请重新选择岗位。"""

    code: ClassVar[str] = "not_your_post"


@dataclass(frozen=True)
class NobodyFound(Refusal):
    """“{body}”暂无可以办理“{step}”环节的人员，不能继续。请联系该单位补齐岗位人员后重试。"""

    code: ClassVar[str] = "nobody_found"
    body: str
    step: str


@dataclass(frozen=True)
class NobodyNamed(NobodyFound):
    """“{step}”环节由哪些单位参加，尚未选定，不能继续。请在填报项中选定至少一个单位后重试。"""


@dataclass(frozen=True)
class NoOwner(Refusal):
    """在您所在的地区没有找到“{matter}”的受理机构。请联系本地区的事项清单主管单位。"""

    code: ClassVar[str] = "no_owner"
    matter: str


@dataclass(frozen=True)
class SeveralOwners(NoOwner):
    """按所填内容，“{matter}”可由{bodies}受理，不能确定是哪一个。请向其中任一单位咨询，更正填报内容后再提交。"""

    bodies: str


@dataclass(frozen=True)
class SelfDecision(Refusal):
    """申请人不能办理本人申请的办件。请由其他人员办理。"""

    code: ClassVar[str] = "self_decision"


@dataclass(frozen=True)
class ConcernedSelf(Refusal):
    """您是本办件的当事人，应当回避，不能办理。请由其他人员办理。"""

    code: ClassVar[str] = "concerned_self"


@dataclass(frozen=True)
class SameHand(Refusal):
    """受理与审批须由不同人员办理：您已办理“{step}”环节，请由其他人员办理本环节。"""

    code: ClassVar[str] = "same_hand"
    step: str


@dataclass(frozen=True)
class AlreadySigned(Refusal):
    """您已签署“{step}”环节，一人只签一次。请由其他签署人办理。"""

    code: ClassVar[str] = "already_signed"
    step: str


@dataclass(frozen=True)
class NotApplicantsCase(Refusal):
    """只有申请人可以{action}。"""

    code: ClassVar[str] = "not_applicant"
    action: str


@dataclass(frozen=True)
class ClaimedByAnother(Refusal):
    """该待办已由{who}认领。需由您办理的，请与其联系，退回待办池后再认领。"""

    code: ClassVar[str] = "claimed_by_another"
    who: str


@dataclass(frozen=True)
class UnfitPerson(Refusal):
    """不能交由{who}办理：须是同单位在任人员，不是申请人，且未参与本环节或须与之分开的环节。请另选人员。"""

    code: ClassVar[str] = "unfit_person"
    who: str


@dataclass(frozen=True)
class ChoiceRequired(Refusal):
    """请先选定“{step}”环节的办理人，再提交。"""

    code: ClassVar[str] = "choice_required"
    step: str


@dataclass(frozen=True)
class NotPossible(Refusal):
    """不能“{action}”：{why}。"""

    code: ClassVar[str] = "not_possible"
    action: str
    why: str
