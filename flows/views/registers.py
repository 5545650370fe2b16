"""Registers: uses of seals, effects in doubt, and the audit chain."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from flows.views.base import Asked, Page, View
from flows.views.tasks import DueWithin
from matters.case.aggregate import Status
from matters.case.items import CaseOrder
from storage.seal_stops import SealStopKind

CaseScope = Literal["filed", "for_others", "decided", "lent", "copied", "bodies"]
SCOPE_NAMES: Mapping[str, str] = {
    "filed": "我申请的",
    "for_others": "我代办和登记的",
    "decided": "我已办的",
    "lent": "我委派的",
    "copied": "抄送我的",
    "bodies": "经办和督办的",
}
CASE_ORDER_NAMES: Mapping[str, str] = {"newest": "新的在前", "oldest": "早的在前", "due": "先到期的在前"}


class CaseQuery(View):
    """Which cases: one's own or those of one's bodies, by state, matter and text."""

    mine: bool = True
    state: Status | None = None
    matter: str = Field(default="", max_length=40)
    q: str = Field(default="", max_length=100)
    due: DueWithin | None = None


class CaseListQuery(CaseQuery):
    """Which cases of a list, and what comes first. `scope`: besides those two what one filed for others,
    decided, lent to others and waits to have back, or got a copy of."""

    scope: CaseScope | None = None
    order: CaseOrder = "newest"

    @property
    def where(self) -> CaseScope:
        """Within what one looks."""
        return self.scope or ("filed" if self.mine else "bodies")


OWN_CASES = CaseListQuery()


class SealQuery(View):
    """Which uses of seals, both days included; see `storage.registers.SealFilter` for the text."""

    body: str = Field(default="", max_length=40)
    since: date | None = None
    until: date | None = None
    text: str = Field(default="", max_length=100)


class SealLine(View, title="一次用印"):
    """A use of a seal (用印). Its paper is at `/documents/{document}`; `certificate` is the serial in hexadecimal."""

    document: str = Field(description="文书标识，可据以下载文书")
    case_no: str
    matter_name: str
    body_name: str
    kind_name: str
    certificate: str = Field(description="印章证书序列号（十六进制）")
    title: str = Field(description="文书标题")
    document_no: str = Field(description="文号")
    seal_no: str = Field(description="印章编号")
    decided_by: str = Field(description="批准人")
    decided_post: str = Field(description="批准人的岗位")
    used_at: datetime = Field(description="用印时间")
    sha256: str = Field(description="文书的 SHA-256 摘要")
    state: Literal["valid", "superseded", "revoked"] = Field(
        description="文书状态：`valid` 有效，`superseded` 已被替代，`revoked` 印章已撤销"
    )
    state_name: str


class SealList(View, title="一页用印登记"):
    """A page of the seal register. `readable`: the viewer may open cases and papers."""

    items: tuple[SealLine, ...]
    page: Page
    readable: bool = Field(description="本人是否可以打开办件和文书")


SEAL_STOP_NAMES: dict[SealStopKind, str] = {"stopped": "停用", "revoked": "撤销"}


class SealStopLine(View, title="停用或撤销的一枚印章"):
    """A seal that may not be used (停用、撤销). `final`: revoked for good; `open_to_caller`: they may be the second one."""

    id: str = Field(description="停用或撤销的标识，确认、恢复时填写")
    body: str
    body_name: str
    kind: SealStopKind = Field(description="`stopped` 停用，`revoked` 撤销")
    kind_name: str
    reason: str = Field(description="理由")
    asked_by: str = Field(description="提出人")
    asked_at: datetime = Field(description="提出的时间")
    final: bool = Field(description="是否已确认撤销证书，不能恢复")
    open_to_caller: bool = Field(description="是否可以由本人确认或者恢复；提出人不能")


class SealStopReceipt(View, title="停用或撤销印章的回执"):
    """What was said of a seal."""

    id: str = Field(description="停用或撤销的标识")
    body: str
    message: str


AskedOutcome = Literal["", "done", "refused"]


class AuditQuery(View):
    """Which lines of the audit chain; `person` is an id or part of a name, `object_id` the beginning of the object's number."""

    person: str = Field(default="", max_length=40)
    operation: str = Field(default="", max_length=40)
    object_id: str = Field(default="", max_length=100)
    outcome: AskedOutcome = ""
    since: date | None = None
    until: date | None = None


class AuditLine(View, title="审计日志的一行"):
    """A line of the audit chain (审计日志)."""

    seq: int = Field(description="行号")
    at: datetime
    person: str = Field(description="人员标识或账号")
    person_name: str = Field(description="姓名")
    post_name: str = Field(description="岗位")
    operation: str = Field(description="操作")
    object_id: str = Field(description="对象的编号")
    outcome: str = Field(description="结果代号：`done` 完成，`refused` 拒绝")
    outcome_name: str = Field(description="结果")
    code: str = Field(description="拒绝的代码，没有的为空")
    address: str = Field(description="来源地址")


class AuditList(View, title="一页审计日志"):
    """A page of the audit chain."""

    items: tuple[AuditLine, ...]
    page: Page


class ChainEnd(View):
    """Where the audit chain ended at some time, as it was written down elsewhere; `end` is the hash of the last line."""

    lines: int = Field(ge=0)
    end: str = Field(pattern="^[0-9a-f]{64}$")


class ChainView(ChainEnd):
    """What a walk over the whole audit chain found, and over the rows that it binds."""

    defects: tuple[str, ...]


Settling = Literal["again", "done", "drop"]


class DoubtLine(View):
    """An effect in doubt (存疑). `doubt` counts its doubts; `proposed`: to drop it, which a second person must agree to."""

    key: str
    case_no: str
    matter_name: str
    kind_name: str
    paper_name: str
    since: datetime | None
    reason: str
    doubt: int
    state: str
    proposed: bool


class SaidView(View):
    """What a person said of a doubt (核定)."""

    at: datetime
    who: str
    verdict_name: str
    reason: str


class DoubtView(View):
    """An effect in doubt with its evidence. `work`: attempts and claims; `traces`: what database and file store say.

    `instead_of_drop`: why it cannot be dropped and what to do, where that is so. `run`: the address of the flow run that met the
    doubt, in Prefect's console.
    """

    line: DoubtLine
    work: tuple[tuple[str, str], ...]
    traces: tuple[tuple[str, str], ...]
    allowed: tuple[Settling, ...]
    consequences: tuple[str, ...]
    said: tuple[SaidView, ...]
    proposer: str | None
    instead_of_drop: str = ""
    run: str = ""


class SettleRequest(Asked):
    """A person's word on one doubt. `doubt` is that of the page they had before them."""

    verdict: Settling
    doubt: int = Field(ge=1)
    reason: str = Field(default="", max_length=500)


class DoubtReceipt(View):
    """What a settlement answers."""

    key: str
    message: str


class SealCertificateView(View, title="印章证书"):
    """A certificate with which a body's papers are sealed, and how long it lasts."""

    body: str = Field(description="单位标识")
    body_name: str = Field(description="单位名称")
    imported: bool = Field(description="是否由别处签发后导入")
    serial: str = Field(description="证书序列号")
    since: datetime = Field(description="有效期起")
    until: datetime = Field(description="有效期止")
    state: Literal["有效", "即将到期", "已到期"] = Field(description="状态")
