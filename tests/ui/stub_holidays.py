"""What the stub service knows of the days off: one notice that holds and has moved a day, and one that waits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from flows.views.holidays import HolidayEntry, HolidayNoticeLine, HolidayReceipt, MovedDayLine
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

INJECTED = "<script>alert(1)</script>"
WHEN = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
FESTIVAL = tuple(date(2026, 2, 15) + timedelta(days=n) for n in range(9))
IN_FORCE = HolidayNoticeLine(
    id=1,
    year=2026,
    source=f"样例〔2025〕7号{INJECTED}",
    days_off=(date(2026, 1, 1), *FESTIVAL),
    working_days=(date(2026, 2, 14), date(2026, 2, 28)),
    state="in_force",
    state_name="现行",
    entered_by="样例员",
    entered_at=WHEN,
    settled_by="样例二员",
    settled_at=WHEN,
    moved=1,
    counted=True,
    open_to_caller=False,
)
WAITING = IN_FORCE.model_copy(
    update={
        "id": 2,
        "year": 2027,
        "state": "waiting",
        "state_name": "待确认",
        "settled_by": "",
        "settled_at": None,
        "moved": 0,
        "counted": False,
        "open_to_caller": True,
    }
)


@dataclass
class Holidays:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller) -> tuple[HolidayNoticeLine, ...]:
        return tuple(self.stub.answer("holidays", (WAITING, IN_FORCE)))

    def moved(self, caller: Caller, notice: int) -> tuple[MovedDayLine, ...]:
        line = MovedDayLine(case_no="99", what=INJECTED, before=date(2026, 2, 16), after=date(2026, 2, 24))
        return (line,)

    def enter(self, caller: Caller, entry: HolidayEntry, key: str) -> HolidayReceipt:
        return self._said("enter", entry)

    def confirm(self, caller: Caller, notice: int, key: str) -> HolidayReceipt:
        return self._said("confirm", notice)

    def send_back(self, caller: Caller, notice: int, key: str) -> HolidayReceipt:
        return self._said("send_back", notice)

    def _said(self, what: str, given: object) -> HolidayReceipt:
        self.stub.calls.append((f"holidays_{what}", given))
        return HolidayReceipt(id=2, message="已办妥。")
