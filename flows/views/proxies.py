"""Standing proxies (代理): who stands in for whom, asking for one, and ending it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from flows.views.base import Asked, View
from flows.views.tasks import HatChoice
from matters.filing.taken import amount_taken
from matters.organisation.snapshot import Holder

ProxyState = Literal["coming", "in_force", "over", "revoked"]
PROXY_STATES: dict[ProxyState, str] = {
    "coming": "尚未开始",
    "in_force": "生效中",
    "over": "已届满",
    "revoked": "已撤销",
}
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"  # 元, as decimal text


class MatterChoice(View, title="可以限定的事项"):
    """A matter one may name (事项)."""

    code: str
    name: str = Field(description="事项名称")


class ProxyLine(View, title="一项代理"):
    """A proxy as its two people and the administrators see it. `matters`: none = all; `revocable`: by the viewer, now."""

    id: str = Field(description="代理标识，用于撤销")
    principal: HatChoice = Field(description="被代理人和其岗位")
    agent: str = Field(description="代理人的人员标识")
    agent_name: str = Field(description="代理人姓名")
    since: date = Field(description="开始日期，当日有效")
    until: date = Field(description="截止日期，当日仍有效")
    matters: tuple[MatterChoice, ...] = Field(description="限定的事项；为空的，所有事项")
    up_to: str | None
    open_items: bool
    filing: bool = Field(False, description="是否代办申请的委托：代为提交申请并补正，不涉及办理待办")
    pledges: bool = Field(False, description="代办申请的，是否授权代为提交承诺")
    granted_by: str = Field(description="由谁授权")
    granted_at: datetime = Field(description="授权时间")
    revoked_by: str | None = Field(description="由谁撤销；没有撤销的为空")
    revoked_at: datetime | None = Field(description="撤销时间；没有撤销的为空")
    state: ProxyState = Field(description="状态：`coming` 尚未开始，`in_force` 生效中，`over` 已届满，`revoked` 已撤销")
    state_name: str
    revocable: bool = Field(description="本人现在可否撤销")


class ProxyList(View, title="代理"):
    """The viewer's proxies: `granted` as principal, `held` as agent; `others` in force or to come, for administrators."""

    granted: tuple[ProxyLine, ...] = Field(description="本人委托他人的代理")
    held: tuple[ProxyLine, ...] = Field(description="本人受托的代理")
    others: tuple[ProxyLine, ...] = Field((), description="其他人员的代理，仅机构管理员有")


class PrincipalChoice(View, title="可以委托代理的岗位"):
    """A hat for which a proxy may be granted, and to whom."""

    hat: HatChoice = Field(description="被代理人和其岗位")
    agents: tuple[HatChoice, ...] = Field(description="可以担任代理人的人员")


class ProxyOffer(View, title="授权代理时可供选择的内容"):
    """What a proxy may be made of: the hats of one person with their possible agents, and the matters there are."""

    principals: tuple[PrincipalChoice, ...] = Field(description="可以委托代理的岗位，没有可选代理人的不列")
    matters: tuple[MatterChoice, ...] = Field(description="可以限定的事项")


class ProxyRequest(Asked, title="一项代理授权"):
    """A proxy that is asked for. `agent`: a person; both days are included; `matters`: codes, none = all; `up_to` in 元."""

    principal: Holder = Field(description="被代理人和其岗位")
    agent: str = Field(max_length=40, description="代理人的人员标识，须在 `agents` 之中")
    since: date = Field(description="开始日期，当日有效")
    until: date = Field(description="截止日期，当日仍有效")
    matters: tuple[str, ...] = Field(default=(), max_length=100, description="限定的事项代码；为空的，所有事项")
    up_to: Annotated[str | None, BeforeValidator(amount_taken)] = Field(default=None, pattern=AMOUNT)
    open_items: bool = False
    filing: bool = Field(
        False, description="代办申请的委托：代理人可以是其他单位的人员，代为提交申请并补正，不代为办理待办"
    )
    pledges: bool = Field(False, description="代办申请的，授权代为提交承诺；只能由被代理人本人授权")


class ProxyReceipt(View, title="代理回执"):
    """What granting or revoking a proxy answers."""

    id: str = Field(description="代理标识")
    message: str
