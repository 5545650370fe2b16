"""What the stub service knows of the rules for what is near and late: one that holds, and one that waits."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.views.oversight.house_rules import (
    HouseRuleEntry,
    HouseRuleLine,
    HouseRuleList,
    HouseRuleReceipt,
    HouseRuleView,
    RegionChoice,
)
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

INJECTED = "<script>alert(1)</script>"
WHEN = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
IN_FORCE = HouseRuleLine(
    id=1,
    region="360000",
    region_name=f"样例省{INJECTED}",
    rule=HouseRuleView(remind=4, yellow=0, head=0, digest=False),
    state="in_force",
    state_name="现行",
    entered_by="样例员",
    entered_at=WHEN,
    settled_by="样例二员",
    settled_at=WHEN,
    open_to_caller=False,
)
WAITING = IN_FORCE.model_copy(
    update={
        "id": 2,
        "state": "waiting",
        "state_name": "待确认",
        "settled_by": "",
        "settled_at": None,
        "open_to_caller": True,
    }
)
REGIONS = (RegionChoice(code="360000", name="样例省"), RegionChoice(code="360100", name="样例市"))


@dataclass
class HouseRules:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller) -> HouseRuleList:
        lines = tuple(self.stub.answer("house_rules", (WAITING, IN_FORCE)))
        return HouseRuleList(lines=lines, otherwise=HouseRuleView(), regions=REGIONS)

    def enter(self, caller: Caller, entry: HouseRuleEntry, key: str) -> HouseRuleReceipt:
        return self._said("enter", entry)

    def confirm(self, caller: Caller, rule: int, key: str) -> HouseRuleReceipt:
        return self._said("confirm", rule)

    def send_back(self, caller: Caller, rule: int, key: str) -> HouseRuleReceipt:
        return self._said("send_back", rule)

    def _said(self, what: str, given: object) -> HouseRuleReceipt:
        self.stub.calls.append((f"house_rules_{what}", given))
        return HouseRuleReceipt(id=2, message="已办妥。")
