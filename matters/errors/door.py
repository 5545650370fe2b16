"""Refusals at the door: of logins, calls, filings and files (申请、访问)."""

from dataclasses import dataclass, field
from typing import ClassVar

from matters.errors.base import Problem, Refusal


@dataclass(frozen=True)
class NotFound(Refusal):
    """没有找到{what}，或者您无权查看。请核对后重试。"""

    code: ClassVar[str] = "not_found"
    what: str
    denied: str = field(default="", compare=False, repr=False)  # the id of what is there; for the audit log, never told


@dataclass(frozen=True)
class Forbidden(Refusal):
    """您没有“{operation}”的权限。确需办理的，请联系安全管理员授权。"""

    code: ClassVar[str] = "forbidden"
    operation: str


@dataclass(frozen=True)
class ScopeMissing(Refusal):
    """接口令牌“{name}”的范围不含 {scope}，不能用于这个调用。请改用含有该范围的令牌，或者登录后办理。"""

    code: ClassVar[str] = "scope_missing"
    name: str
    scope: str


@dataclass(frozen=True)
class Invalid(Refusal):
    """填报内容有 {count} 处需要修改：{summary}"""

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
class DraftUnderWay(Refusal):
    """“{matter}”还有一份没有提交的草稿。请先提交或者清空那份草稿，再拷贝。"""

    code: ClassVar[str] = "draft_under_way"
    matter: str


@dataclass(frozen=True)
class NotOffered(Refusal):
    """“{matter}”尚未开通：受理单位{body}还没有填写{missing}。请联系该单位或事项管理员。"""

    code: ClassVar[str] = "not_offered"
    matter: str
    body: str
    missing: str


@dataclass(frozen=True)
class NotYetListed(Refusal):
    """“{matter}”列入第 {number} 批目录，自{opens}起公布办理。请到时再来申请。"""

    code: ClassVar[str] = "not_yet_listed"
    matter: str
    number: int
    opens: str


@dataclass(frozen=True)
class MatterCancelled(Refusal):
    """“{matter}”已自{since}起取消（依据：{source}），不再办理新的申请。如有疑问，请询问事项管理员。"""

    code: ClassVar[str] = "matter_cancelled"
    matter: str
    since: str
    source: str


@dataclass(frozen=True)
class OfflineOnly(Refusal):
    """“{matter}”不在网上办理：{pointer}"""

    code: ClassVar[str] = "offline_only"
    matter: str
    pointer: str


@dataclass(frozen=True)
class NotOpen(Refusal):
    """“{matter}”现在不在申请期内（{windows}），下一次自{opens}起受理。可以先填好草稿，到时再提交。"""

    code: ClassVar[str] = "not_open"
    matter: str
    windows: str
    opens: str


@dataclass(frozen=True)
class NotEligible(Refusal):
    """“{matter}”只面向{applicants}受理。请核对您的单位和岗位。"""

    code: ClassVar[str] = "not_eligible"
    matter: str
    applicants: str


@dataclass(frozen=True)
class AlreadyReported(Refusal):
    """“{matter}”{period}本单位已报送（办件 {case_no}），不能重复报送。需要更正的，请撤回该办件后重报，或者请受理单位退回补正。"""

    code: ClassVar[str] = "already_reported"
    matter: str
    period: str
    case_no: str


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
class Busy(Refusal):
    """系统繁忙，本次操作没有完成，也没有留下任何内容。请稍后用同样的内容重试；仍不成功的，请告知系统管理员。"""

    code: ClassVar[str] = "busy"


@dataclass(frozen=True)
class IdempotencyConflict(Refusal):
    """同一请求编号已用于另一份内容。请刷新页面后重新提交。"""

    code: ClassVar[str] = "idempotency_conflict"


@dataclass(frozen=True)
class LoginRefused(Refusal):
    """用户名或密码不正确，或者账号暂时不能登录。请核对后重试；连续输错 5 次将锁定 15 分钟。"""

    code: ClassVar[str] = "login_refused"


@dataclass(frozen=True)
class LoginRequired(Refusal):
    """登录已失效，请重新登录。"""

    code: ClassVar[str] = "login_required"
