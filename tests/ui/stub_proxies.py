"""A stand-in for the desk of proxies."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flows.views.people import Caller
from flows.views.proxies import (
    MatterChoice,
    PrincipalChoice,
    ProxyLine,
    ProxyList,
    ProxyOffer,
    ProxyReceipt,
    ProxyRequest,
)
from flows.views.tasks import HatChoice

AT = datetime(2026, 3, 2, 1, 31, tzinfo=UTC)
ZHONG_HAT = HatChoice(person="zhong", post="finance.staff", name="钟宏", title="样例县财政局 工作人员")
LIAO_HAT = HatChoice(person="liao", post="logistics.clerk", name="廖文", title="样例县机关事务管理中心 派车员")
SU_HAT = HatChoice(person="su", post="finance.clerk", name="苏禾", title="样例县财政局 审核岗")
CAR = MatterChoice(code="XX001", name="公务用车派车")
PROXY = ProxyLine(
    id="x1",
    principal=ZHONG_HAT,
    agent="su",
    agent_name="苏禾",
    since=date(2026, 3, 2),
    until=date(2026, 3, 8),
    matters=(CAR,),
    up_to="1000.50",
    open_items=True,
    granted_by="钟宏",
    granted_at=AT,
    revoked_by=None,
    revoked_at=None,
    state="in_force",
    state_name="生效中",
    revocable=True,
)
OFFER = ProxyOffer(principals=(PrincipalChoice(hat=ZHONG_HAT, agents=(SU_HAT, LIAO_HAT)),), matters=(CAR,))


@dataclass
class Proxies:
    """One proxy granted."""

    stub: Any

    def list(self, caller: Caller) -> ProxyList:
        return self.stub.answer("proxies", ProxyList(granted=(PROXY,), held=()))  # type: ignore[no-any-return]

    def offer(self, caller: Caller) -> ProxyOffer:
        return self.stub.answer("offer", OFFER)  # type: ignore[no-any-return]

    def of_person(self, caller: Caller, person: str) -> ProxyList:
        return self.list(caller)

    def offer_for(self, caller: Caller, person: str) -> ProxyOffer:
        return self.offer(caller)

    def grant(self, caller: Caller, request: ProxyRequest, key: str) -> ProxyReceipt:
        self.stub.calls.append(("grant", request, key))
        return self.stub.answer("proxy_said", ProxyReceipt(id="x2", message="已授权苏禾代理。"))  # type: ignore[no-any-return]

    def revoke(self, caller: Caller, proxy_id: str, key: str) -> ProxyReceipt:
        self.stub.calls.append(("revoke", proxy_id, key))
        usual = ProxyReceipt(id=proxy_id, message="代理已撤销，立即生效。")
        return self.stub.answer("proxy_said", usual)  # type: ignore[no-any-return]
