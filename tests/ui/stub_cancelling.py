"""The desk of cancelled matters as pages see it, without an office."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flows.views.editing import CancellationLine, CancellationReceipt, CancellationWanted
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

GONE = CancellationLine(
    id=4,
    code="XY001",
    name="样例事项",
    since=date(2026, 4, 1),
    ground="关于取消<script>的通知",
    document_no="样政办〔2026〕8号",
    open_cases="ended",
    open_cases_name="终止办理",
    state="waiting",
    state_name="待确认",
    in_force=False,
    asked_by="甲",
    asked_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
    settled_by="",
    settled_at=None,
    undecided=3,
    open_to_caller=True,
)


@dataclass
class Cancelling:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller, code: str | None = None) -> tuple[CancellationLine, ...]:
        return tuple(self.stub.answer("cancellations", ()))

    def waiting(self, caller: Caller) -> int:
        return sum(line.open_to_caller for line in self.list(caller))

    def ask(self, caller: Caller, code: str, wanted: CancellationWanted, key: str) -> CancellationReceipt:
        return self._said("ask", wanted)

    def confirm(self, caller: Caller, which: int, key: str) -> CancellationReceipt:
        return self._said("confirm", which)

    def send_back(self, caller: Caller, which: int, key: str) -> CancellationReceipt:
        return self._said("send_back", which)

    def withdraw(self, caller: Caller, which: int, key: str) -> CancellationReceipt:
        return self._said("withdraw", which)

    def _said(self, what: str, given: object) -> CancellationReceipt:
        self.stub.calls.append((f"cancelling_{what}", given))
        return CancellationReceipt(id=4, code="XY001", message="已办妥。")
