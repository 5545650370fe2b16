"""Filing for somebody else: by mandate (代办申请) and at the window (窗口登记)."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from flows.views.base import View
from flows.views.cases import SubmitRequest
from flows.views.proxies import MatterChoice
from flows.views.tasks import HatChoice
from matters.organisation.snapshot import Holder


class MandatedRequest(SubmitRequest, title="一份代办申请"):
    """A filing for who has given the mandate; `post` is the caller's own."""

    mandate: str = Field(max_length=40, description="委托标识，取自 `GET /mandates`")


class WindowRequest(SubmitRequest, title="一份窗口登记"):
    """A filing of who has come to the window; `post` is that of the clerk who registers it."""

    applicant: Holder = Field(description="到窗口办理的申请人和其岗位")
    originals: Mapping[str, str] = Field(
        default_factory=dict,
        description="逐份登记已核验的原件：材料标识 → 原件留存在哪里；当场退还的为空文本。随申请提交的每份材料都须登记",
    )


class Mandate(View, title="一项代办委托"):
    """A mandate (委托) in force by which the caller may file. `matters`: none = all."""

    id: str = Field(description="委托标识")
    principal: HatChoice = Field(description="申请人和其岗位")
    until: date = Field(description="截止日期，当日仍有效")
    matters: tuple[MatterChoice, ...] = Field(description="限定的事项；为空的，所有事项")
    pledges: bool = Field(description="是否授权代为提交承诺")


class WindowMatter(View, title="可以在窗口登记的一个事项"):
    """A matter that the caller accepts, and the post under which it is registered."""

    code: str
    name: str = Field(description="事项名称")
    post: str = Field(description="以什么岗位登记")
