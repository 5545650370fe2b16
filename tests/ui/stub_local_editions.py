"""The desk of local lists as pages see it, without an office."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.views.editing import DifferenceView
from flows.views.lists.local_editions import (
    LocalChoice,
    LocalContent,
    LocalEditionLine,
    LocalEditionReceipt,
    LocalEditionView,
    LocalEditionWanted,
    LocalMaterial,
    TouchedEdition,
)
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

HOLDS = LocalEditionLine(
    id=5,
    code="XY001",
    name="样例事项",
    body="logistics",
    body_name="样例中心",
    number=1,
    state="confirmed",
    state_name="已确认",
    current=True,
    content=LocalContent(promise="working_days", promise_days=2, enquiry="5550001"),
    origin="样例市<script>局第 1 份",
    origin_renewed=True,
    unfit=("promised：目录第 2 版不允许地方调整“承诺时限”。",),
    asked_by="甲",
    asked_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
    settled_by="乙",
    settled_at=datetime(2026, 3, 2, 2, tzinfo=UTC),
    open_to_caller=False,
)
WAITS = HOLDS.model_copy(
    update={
        "id": 6,
        "number": None,
        "state": "waiting",
        "state_name": "待确认",
        "current": False,
        "unfit": (),
        "settled_by": "",
        "settled_at": None,
        "open_to_caller": True,
    }
)
VIEW = LocalEditionView(
    code="XY001",
    name="样例事项",
    body="logistics",
    body_name="样例中心",
    directory_version=2,
    allowed=("promised", "contacts", "materials_fewer"),
    allowed_names=("承诺时限", "联系方式", "减少材料"),
    promised="3 个工作日",
    materials=(
        LocalMaterial(id="plan", name="方案", paper=False),
        LocalMaterial(id="licence", name="证照原件", paper=True),
    ),
    stands_on=1,
    differences=(
        DifferenceView(target="clock.promised.days", sentence="承诺时限改短", weight="promise", weight_name="改变承诺"),
    ),
    lines=(HOLDS,),
)


@dataclass
class LocalEditions:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller) -> tuple[LocalEditionLine, ...]:
        return tuple(self.stub.answer("local_lines", (HOLDS,)))

    def waiting(self, caller: Caller) -> int:
        return sum(line.open_to_caller for line in self.list(caller))

    def choices(self, caller: Caller) -> tuple[LocalChoice, ...]:
        bodies = {"logistics": "样例中心", "bureau": "样例局"}
        return tuple(
            LocalChoice(code="XY001", name="样例事项", body=body, body_name=name) for body, name in bodies.items()
        )

    def show(self, caller: Caller, code: str, body: str) -> LocalEditionView:
        found: LocalEditionView = self.stub.answer("local_view", VIEW)
        return found

    def touched(self, caller: Caller, code: str, text: str) -> tuple[TouchedEdition, ...]:
        return tuple(self.stub.answer("touched", ()))

    def ask(self, caller: Caller, wanted: LocalEditionWanted, key: str) -> LocalEditionReceipt:
        return self._said("ask", wanted)

    def copy(self, caller: Caller, which: int, body: str, key: str) -> LocalEditionReceipt:
        return self._said("copy", (which, body))

    def confirm(self, caller: Caller, which: int, key: str) -> LocalEditionReceipt:
        return self._said("confirm", which)

    def send_back(self, caller: Caller, which: int, key: str) -> LocalEditionReceipt:
        return self._said("send_back", which)

    def _said(self, what: str, given: object) -> LocalEditionReceipt:
        self.stub.calls.append((f"local_{what}", given))
        return LocalEditionReceipt(id=6, message="已办妥。")
