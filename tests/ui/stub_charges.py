"""A stand-in for the desk of charges: one that is late, one that is answered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from flows.views.base import Page
from flows.views.cases import FileContent
from flows.views.oversight.charges import (
    EVERY_CHARGE,
    ChargeActRequest,
    ChargeEntry,
    ChargeLine,
    ChargeList,
    ChargeQuery,
    ChargeReceipt,
    ChargeRequest,
    ChargeView,
)
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

LATE = ChargeLine(
    id=7,
    kind="instruction",
    kind_name="批示督办",
    title="车辆台账清查",
    body="logistics",
    body_name="样例中心",
    due=date(2026, 3, 2),
    days_late=3,
    state="open",
    state_name="待反馈",
    progress=40,
    case_no="C-9",
    matter_name="",
    mine=True,
)
ANSWERED = LATE.model_copy(
    update={
        "id": 8,
        "title": "已反馈的一件",
        "days_late": 0,
        "state": "answered",
        "state_name": "已反馈，待销号",
        "mine": False,
    }
)
VIEW = ChargeView(
    line=LATE,
    text="<script>请核实</script>",
    leader="县长",
    opened_by="钟宏",
    opened_on=date(2026, 2, 20),
    asked_until=None,
    version=3,
    acts=("report", "answer", "ask_extension"),
    entries=(
        ChargeEntry(
            what="报进展",
            who="廖文",
            at=datetime(2026, 2, 25, 1, tzinfo=UTC),
            text="已清查一半",
            until=None,
            progress=40,
        ),
    ),
)
BODIES = {"logistics": "样例中心", "finance": "样例县财政局"}


@dataclass
class Charges:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller, query: ChargeQuery = EVERY_CHARGE, page: Any = 1) -> ChargeList:  # noqa: ANN401
        """Two; on a case none, unless the test says otherwise."""
        if query.case_no:
            none = ChargeList(items=(), late=0, near=0, bodies={}, page=Page(page=1, size=20, total=0))
            on_case: ChargeList = self.stub.answer("charges_of_case", none)
            return on_case
        shown = tuple(one for one in (LATE, ANSWERED) if one.state == (query.state or one.state))
        usual = ChargeList(items=shown, late=1, near=0, bodies=BODIES, page=Page(page=1, size=20, total=len(shown)))
        found: ChargeList = self.stub.answer("charges", usual)
        return found

    def waiting(self, caller: Caller) -> int:
        """None, unless the test says otherwise."""
        found: int = self.stub.answer("charges_waiting", 0)
        return found

    def show(self, caller: Caller, number: int) -> Any:  # noqa: ANN401 - what the test says
        """One."""
        return self.stub.answer("charge", VIEW)

    def open(self, caller: Caller, request: ChargeRequest, key: str | None = None) -> Any:  # noqa: ANN401
        """Done."""
        self.stub.calls.append(("open_charge", request, key))
        receipt = ChargeReceipt(id=9, state="open", state_name="待反馈", message="已发起督办单，编号 9。")
        return self.stub.answer("open_charge", receipt)

    def act(self, caller: Caller, number: int, request: ChargeActRequest, key: str | None = None) -> Any:  # noqa: ANN401
        """Done."""
        self.stub.calls.append(("act_on_charge", number, request, key))
        receipt = ChargeReceipt(id=number, state="answered", state_name="已反馈，待销号", message="“反馈”已完成。")
        return self.stub.answer("act_on_charge", receipt)

    def ledger(self, caller: Caller, kind: Any = None) -> FileContent:  # noqa: ANN401
        """A file."""
        return FileContent(name="台账.xlsx", media_type="application/octet-stream", content=f"PK {kind}".encode())
