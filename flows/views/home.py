"""What a person finds on entering (工作台), besides the lists that have pages of their own."""

from datetime import datetime

from pydantic import Field

from flows.views.base import View
from flows.views.cases import CaseLine, WaitingFor
from flows.views.matters import MatterLine


class BegunFiling(View, title="尚未提交的申请"):
    """A draft of a filing (草稿)."""

    matter: str
    matter_name: str = Field(description="事项名称")
    saved_at: datetime = Field(description="最近一次保存的时间")


class CaseUnderWay(View, title="办理中的办件"):
    """A case of one's own that has not ended, and with whom it is now."""

    line: CaseLine
    waiting: tuple[WaitingFor, ...] = Field(description="正在等候办理的环节；等候系统处理的为空")


class HomeView(View, title="工作台"):
    """`due_today`, `late`: of the items that wait for the person themselves. `often`: what they, then their bodies file most."""

    due_today: int = Field(description="今日到期的待办数")
    late: int = Field(description="已超期的待办数")
    drafts: tuple[BegunFiling, ...] = Field(description="尚未提交的申请，最近保存的在前")
    under_way: tuple[CaseUnderWay, ...] = Field(description="本人申请、尚未办结的办件，最近提交的在前")
    often: tuple[MatterLine, ...] = Field(description="本人和本单位常办的事项")
