"""Every anticipated “no” (不予): a value whose class docstring is the sentence the person reads."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from matters.calendar import SHANGHAI


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a filing, pinned to a field, a material or a line. 问题."""

    target: str
    message: str


@dataclass(frozen=True)
class Refusal:
    """操作未被接受。"""

    code: ClassVar[str] = "refused"

    @property
    def message(self) -> str:
        """The sentence shown to the person, with the details filled in; moments in Asia/Shanghai."""
        details = {f.name: _worded(getattr(self, f.name)) for f in fields(self)}
        return (type(self).__doc__ or "").strip().format_map(details)


def _worded(detail: object) -> object:
    if not isinstance(detail, datetime):
        return detail
    local = detail.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"


@dataclass(frozen=True)
class NotFound(Refusal):
    """没有找到{what}，或者您无权查看。请核对后重试。"""

    code: ClassVar[str] = "not_found"
    what: str


@dataclass(frozen=True)
class Forbidden(Refusal):
    """您没有“{operation}”的权限。如确需办理，请联系本单位系统管理员授权。"""

    code: ClassVar[str] = "forbidden"
    operation: str


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
    """“{step}”环节不由您办理。请在“待办”中查看您名下的事项。"""

    code: ClassVar[str] = "not_holder"
    step: str


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
    """“{action}”须填写意见。请写明理由后再提交。"""

    code: ClassVar[str] = "opinion_required"
    action: str


@dataclass(frozen=True)
class FindingsRequired(Refusal):
    """请逐项列明需要补正的内容：每一项指明是哪个字段或哪份材料、问题是什么。"""

    code: ClassVar[str] = "findings_required"


@dataclass(frozen=True)
class Invalid(Refusal):
    """填报内容有{count}处需要修改：{summary}"""

    code: ClassVar[str] = "invalid"
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, target: str, message: str) -> "Invalid":
        """One defect."""
        return cls(problems=(Problem(target, message),))

    @property
    def message(self) -> str:
        """All defects at once (一次性告知)."""
        summary = "；".join(p.message.rstrip("。") for p in self.problems[:20])
        return (type(self).__doc__ or "").format(count=len(self.problems), summary=summary) + "。"


@dataclass(frozen=True)
class PostRequired(Refusal):
    """您同时任有多个岗位（{posts}），请选择以哪个岗位办理。"""

    code: ClassVar[str] = "post_required"
    posts: str


@dataclass(frozen=True)
class NotYourPost(Refusal):
    """所选岗位不是您现任的岗位。请重新选择岗位。"""

    code: ClassVar[str] = "not_your_post"


@dataclass(frozen=True)
class NobodyFound(Refusal):
    """“{body}”暂无可以办理“{step}”环节的人员，无法继续。请联系该单位联络员补齐岗位后再提交。"""

    code: ClassVar[str] = "nobody_found"
    body: str
    step: str


@dataclass(frozen=True)
class NoOwner(Refusal):
    """在您所在的地区没有找到“{matter}”的受理机构。请联系本级清单主管单位。"""

    code: ClassVar[str] = "no_owner"
    matter: str


@dataclass(frozen=True)
class SelfDecision(Refusal):
    """申请人不能办理自己申请的事项。请由其他人员办理。"""

    code: ClassVar[str] = "self_decision"


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
    """该待办已由{who}认领。如需由您办理，请与其联系退回待办池。"""

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


@dataclass(frozen=True)
class OfflineOnly(Refusal):
    """“{matter}”不在网上办理：{pointer}"""

    code: ClassVar[str] = "offline_only"
    matter: str
    pointer: str


@dataclass(frozen=True)
class NotEligible(Refusal):
    """“{matter}”只面向{applicants}受理。请核对您的单位和岗位。"""

    code: ClassVar[str] = "not_eligible"
    matter: str
    applicants: str


@dataclass(frozen=True)
class SecrecyMark(Refusal):
    """“{where}”含有密级标志（{mark}）。本系统只办理非涉密内容，已拒收并记录。请按保密规定线下办理。"""

    code: ClassVar[str] = "secrecy_mark"
    where: str
    mark: str


@dataclass(frozen=True)
class FileRefused(Refusal):
    """文件“{name}”未接收：{reason}"""

    code: ClassVar[str] = "file_refused"
    name: str
    reason: str


@dataclass(frozen=True)
class QuotaReached(Refusal):
    """您上传后尚未用于办件的文件已达上限（{limit}）。请先提交申请，或者在申请页面移除不用的文件后再上传。"""

    code: ClassVar[str] = "quota_reached"
    limit: str


@dataclass(frozen=True)
class StorageFull(Refusal):
    """系统存储空间不足，本次操作没有完成，也没有留下任何内容。请告知系统管理员，腾出空间后重新操作。"""

    code: ClassVar[str] = "storage_full"


@dataclass(frozen=True)
class IdempotencyConflict(Refusal):
    """同一请求编号已用于另一份内容。请刷新页面后重新提交。"""

    code: ClassVar[str] = "idempotency_conflict"


@dataclass(frozen=True)
class AlreadySettled(Refusal):
    """该存疑事项已经核定，或者在您打开之后有了变化，无需重复操作。请刷新页面查看最新状态。"""

    code: ClassVar[str] = "already_settled"


@dataclass(frozen=True)
class SettlementRefused(Refusal):
    """不能核定为“{verdict}”：{why}。请按证据选择其他处理方式。"""

    code: ClassVar[str] = "settlement_refused"
    verdict: str
    why: str


@dataclass(frozen=True)
class LoginRefused(Refusal):
    """用户名或密码不正确，或账号暂时不能登录。连续输错 5 次将锁定 15 分钟。"""

    code: ClassVar[str] = "login_refused"


@dataclass(frozen=True)
class LoginRequired(Refusal):
    """登录已失效，请重新登录。"""

    code: ClassVar[str] = "login_required"


@dataclass(frozen=True)
class OrganisationMoved(Refusal):
    """机构信息在您打开页面之后有了变化。请刷新页面，核对后重新提交。"""

    code: ClassVar[str] = "organisation_moved"


@dataclass(frozen=True)
class DraftExists(Refusal):
    """“{matter}”已有草案。请打开该草案继续编写，不要另起一份。"""

    code: ClassVar[str] = "draft_exists"
    matter: str


@dataclass(frozen=True)
class EditedMeanwhile(Refusal):
    """草案已由{who}于{at}另行保存，您这次的修改没有保存。请复制您的修改，刷新页面后在最新内容上重做。"""

    code: ClassVar[str] = "edited_meanwhile"
    who: str
    at: datetime


@dataclass(frozen=True)
class AwaitingPublication(Refusal):
    """草案已由{who}提交发布，发布或退回之前不能修改。如需修改，请先撤回提交。"""

    code: ClassVar[str] = "awaiting_publication"
    who: str


@dataclass(frozen=True)
class NotSubmitted(Refusal):
    """草案没有提交发布，或者已被撤回、退回。请刷新页面查看最新状态。"""

    code: ClassVar[str] = "not_submitted"


@dataclass(frozen=True)
class NotClean(Refusal):
    """草案还有{count}处须更正，不能发布。请在“检查”中逐项改好后再提交。"""

    code: ClassVar[str] = "not_clean"
    count: int


@dataclass(frozen=True)
class SecondPersonNeeded(Refusal):
    """发布须由第二人进行：您是这份草案的编写人或提交人。请由其他事项管理员审阅后发布。"""

    code: ClassVar[str] = "second_person"


@dataclass(frozen=True)
class ChangedSinceReview(Refusal):
    """草案在您审阅之后有了变化，没有发布。请刷新页面，重新审阅后再发布。"""

    code: ClassVar[str] = "changed_since_review"
