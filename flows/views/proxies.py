"""Standing proxies (代理): who stands in for whom, asking for one, and ending it."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from flows.views.base import View
from flows.views.tasks import HatChoice
from matters.organisation.snapshot import Holder

ProxyState = Literal["coming", "in_force", "over", "revoked"]
PROXY_STATES: dict[ProxyState, str] = {
    "coming": "尚未开始",
    "in_force": "生效中",
    "over": "已届满",
    "revoked": "已撤销",
}
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"  # 元, as decimal text


class MatterChoice(View):
    """A matter one may name (事项)."""

    code: str
    name: str


class ProxyLine(View):
    """A proxy as its two people and the administrators see it. `matters`: none = all; `revocable`: by the viewer, now."""

    id: str
    principal: HatChoice
    agent: str
    agent_name: str
    since: date
    until: date
    matters: tuple[MatterChoice, ...]
    up_to: str | None
    open_items: bool
    granted_by: str
    granted_at: datetime
    revoked_by: str | None
    revoked_at: datetime | None
    state: ProxyState
    state_name: str
    revocable: bool


class ProxyList(View):
    """The viewer's proxies: `granted` as principal, `held` as agent; `others` in force or to come, for administrators."""

    granted: tuple[ProxyLine, ...]
    held: tuple[ProxyLine, ...]
    others: tuple[ProxyLine, ...] = ()


class PrincipalChoice(View):
    """A hat for which a proxy may be granted, and to whom."""

    hat: HatChoice
    agents: tuple[HatChoice, ...]


class ProxyOffer(View):
    """What a proxy may be made of: the hats of one person with their possible agents, and the matters there are."""

    principals: tuple[PrincipalChoice, ...]
    matters: tuple[MatterChoice, ...]


class ProxyRequest(View):
    """A proxy that is asked for. `agent`: a person; both days are included; `matters`: codes, none = all; `up_to` in 元."""

    principal: Holder
    agent: str = Field(max_length=40)
    since: date
    until: date
    matters: tuple[str, ...] = Field(default=(), max_length=100)
    up_to: str | None = Field(default=None, pattern=AMOUNT)
    open_items: bool = False


class ProxyReceipt(View):
    """What granting or revoking a proxy answers."""

    id: str
    message: str
