"""Mending a stuck case (修复) and handing over what a leaver holds (离职交接)."""

from datetime import datetime

from pydantic import Field

from flows.views.base import Asked, ProblemView, View
from flows.views.tasks import HatChoice, StepChoice
from matters.case.values import RepairKind
from matters.organisation.snapshot import Holder

REPAIR_LABELS: dict[RepairKind, str] = {
    "end": "终止办件",
    "skip": "跳过环节",
    "jump": "转到环节",
    "reassign": "改派待办",
    "remove_signer": "减签",
}


class RepairItem(View, title="待修复办件的一项待办"):
    """An open item of a case under repair; `to`: to whom it may be given."""

    id: str
    name: str = Field(description="环节名称")
    who: tuple[str, ...] = Field(description="办理人")
    since: datetime
    to: tuple[HatChoice, ...] = Field(description="可以改派给谁")


class RepairWish(View, title="等候确认的修复"):
    """A mend that waits for the second administrator. `mine`: the viewer has asked for it."""

    what: RepairKind = Field(description="怎样修复")
    about: str = Field(description="涉及的环节和人员")
    who: str = Field(description="申请人")
    at: datetime
    reason: str = Field(description="理由")
    mine: bool = Field(description="是否本人申请的")


class RepairView(View, title="办件的办理位置"):
    """What an administrator sees of a case: where it stands and who has it, nothing of its content."""

    case_no: str
    matter_name: str
    status_name: str
    items: tuple[RepairItem, ...] = Field(description="未完的待办")
    steps: tuple[StepChoice, ...] = Field(description="可以转到的环节")
    wish: RepairWish | None = Field(description="等候确认的修复；没有的为空")
    ended: bool = Field(description="办件是否已经结束")


class RepairRequest(Asked, title="修复申请"):
    """A mend that is asked for. `item`: skipped or given `to` somebody; `step`: where the case goes."""

    what: RepairKind = Field(
        description="怎样修复：`end` 终止办件，`skip` 跳过环节，`jump` 转到环节，`reassign` 改派待办，`remove_signer` 减签"
    )
    reason: str = Field(max_length=1000, description="理由")
    item: str | None = Field(default=None, max_length=40, description="跳过、改派或减签的待办标识")
    step: str | None = Field(default=None, max_length=40, description="转到的环节标识")
    to: Holder | None = Field(None, description="改派给谁")


class RepairReceipt(View, title="修复回执"):
    """What a word on a repair answers."""

    case_no: str
    status: str
    status_name: str
    message: str


class HeldLine(View, title="名下的一项待办或申请"):
    """Something a person holds: an item to do, or a case filed."""

    case_no: str
    matter_name: str
    name: str = Field(description="环节或状态")


class HandoverView(View, title="待交接的内容"):
    """Everything open that a person holds, and who may take it over. `proxies`: those that end with it (代理)."""

    person: str
    name: str = Field(description="姓名")
    items: tuple[HeldLine, ...] = Field(description="未完的待办")
    cases: tuple[HeldLine, ...] = Field(description="未完的申请")
    proxies: tuple[str, ...] = Field((), description="交接时一并撤销的代理")
    successors: tuple[HatChoice, ...] = Field(description="可以承接的人员")


class HandoverReceipt(View, title="离职交接回执"):
    """What a handover answers: how many items and cases went over, which could not and why, how many proxies ended."""

    items: int = Field(description="已交接的待办数")
    cases: int = Field(description="已交接的申请数")
    proxies: int = Field(0, description="随之撤销的代理数")
    left: tuple[ProblemView, ...] = Field(description="未能交接的各项及原因")
    message: str
