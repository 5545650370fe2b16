"""Stand-ins for the repair and the handover desk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.views.mending import (
    HandoverReceipt,
    HandoverView,
    HeldLine,
    RepairItem,
    RepairReceipt,
    RepairRequest,
    RepairView,
)
from flows.views.people import Caller
from flows.views.tasks import HatChoice, StepChoice
from matters.organisation.snapshot import Holder

AT = datetime(2026, 3, 2, 1, 31, tzinfo=UTC)
HE = HatChoice(person="he", post="logistics.deputy", name="何云", title="样例县机关事务管理中心 副主任")
STUCK = RepairView(
    case_no="99012100320260302000017",
    matter_name="公务用车派车",
    status_name="办理中",
    wish=None,
    ended=False,
    items=(RepairItem(id="t1", name="审批", who=("欧阳楠（股长）",), since=AT, to=(HE,)),),
    steps=(StepChoice(step="decide", name="审批"),),
)
HELD = HandoverView(
    person="liao",
    name="廖文",
    successors=(HE,),
    cases=(),
    proxies=("何云代廖文（至2026年3月8日）",),
    items=(HeldLine(case_no=STUCK.case_no, matter_name="公务用车派车", name="受理"),),
)


@dataclass
class Repairs:
    """One stuck case."""

    stub: Any

    def waiting(self, caller: Caller) -> tuple[str, ...]:
        found: tuple[str, ...] = self.stub.answer("repairs_waiting", ())
        return found

    def show(self, caller: Caller, case_no: str) -> RepairView:
        return self.stub.answer("repair", STUCK)  # type: ignore[no-any-return]

    def ask(self, caller: Caller, case_no: str, request: RepairRequest, key: str) -> RepairReceipt:
        self.stub.calls.append(("repair", case_no, request, key))
        return self._receipt()

    def confirm(self, caller: Caller, case_no: str, key: str) -> RepairReceipt:
        self.stub.calls.append(("repair.confirm", case_no, key))
        return self._receipt()

    def drop(self, caller: Caller, case_no: str, key: str) -> RepairReceipt:
        self.stub.calls.append(("repair.drop", case_no, key))
        return self._receipt()

    def _receipt(self) -> RepairReceipt:
        usual = RepairReceipt(case_no=STUCK.case_no, status="in_progress", status_name="办理中", message="已收到。")
        return self.stub.answer("repair_said", usual)  # type: ignore[no-any-return]


@dataclass
class Handovers:
    """Somebody who holds one item."""

    stub: Any

    def show(self, caller: Caller, person: str) -> HandoverView:
        return self.stub.answer("handover", HELD)  # type: ignore[no-any-return]

    def hand_over(self, caller: Caller, person: str, to: Holder) -> HandoverReceipt:
        self.stub.calls.append(("hand_over", person, to))
        return HandoverReceipt(items=1, cases=0, left=(), message="已将 1 项待办、0 件申请交接给何云。")
