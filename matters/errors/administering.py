"""Refusals to administrators: settling doubts, editing the organisation and the matters (管理)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from matters.errors.base import Refusal


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
class OrganisationMoved(Refusal):
    """机构信息在您打开页面之后有了变化。请刷新页面，核对后重新提交。"""

    code: ClassVar[str] = "organisation_moved"


@dataclass(frozen=True)
class DraftExists(Refusal):
    """“{matter}”已有草案。请打开该草案继续编写，无需另行起草。"""

    code: ClassVar[str] = "draft_exists"
    matter: str


@dataclass(frozen=True)
class FormsFull(Refusal):
    """为一个事项上传的样表、空白表格已达 {most} 个。请改用已经上传的文件。"""

    code: ClassVar[str] = "forms_full"
    most: int


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
    """草案还有 {count} 处须更正，不能发布。请在“检查”中逐项改好后再提交。"""

    code: ClassVar[str] = "not_clean"
    count: int


@dataclass(frozen=True)
class SecondPersonNeeded(Refusal):
    """{act}须由第二人进行：您是{mine}。请由其他事项管理员{instead}。"""

    code: ClassVar[str] = "second_person"
    act: str = "发布"
    mine: str = "这份草案的编写人或提交人"
    instead: str = "审阅后发布"


@dataclass(frozen=True)
class OutOfScope(Refusal):
    """“{body}”不在您的管理范围内，不能查看或者改动它的实施清单。请由负责该地区或者该单位的本地清单管理员办理。"""

    code: ClassVar[str] = "out_of_scope"
    body: str


@dataclass(frozen=True)
class AlreadyPublished(Refusal):
    """这份草案已由{who}于{at}发布为第{version}版，无需重复发布。请刷新页面查看最新状态。"""

    code: ClassVar[str] = "already_published"
    who: str
    at: datetime
    version: int


@dataclass(frozen=True)
class ChangedSinceReview(Refusal):
    """草案在您审阅之后有了变化，没有发布。请刷新页面，重新审阅后再发布。"""

    code: ClassVar[str] = "changed_since_review"
