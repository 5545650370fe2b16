"""A stand-in for the desk of bookable resources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flows.views.base import Page
from flows.views.bookings import (
    DayView,
    HoldLine,
    KeptResource,
    RegisterView,
    ResourceChange,
    ResourceLine,
    ResourceList,
    ResourceReceipt,
    ResourceRequest,
    StretchView,
)
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.language.vocabulary import BodyRef

ROOM = ResourceLine(
    id="r301",
    body="logistics",
    body_name="样例中心",
    kind="meeting_room",
    kind_name="会议室",
    name="会议室301",
    capacity=30,
    since=date(2026, 1, 1),
    until=None,
    notes="三楼东侧",
    version=4,
)
BUS = ROOM.model_copy(update={"id": "bus", "kind": "shuttle", "name": "一号班车", "capacity": 5, "notes": ""})
HOLD = HoldLine(
    case_no="99012100320260302000017",
    applicant="钟宏",
    applicant_body="样例县财政局",
    text="2026年3月10日 09:00—10:30",
    begins=datetime(2026, 3, 10, 1, tzinfo=UTC),
    ends=datetime(2026, 3, 10, 2, 30, tzinfo=UTC),
    seats=None,
    stranded=False,
)
REGISTER = RegisterView(bodies={"logistics": "样例中心"}, items=(KeptResource(line=ROOM, holds=(HOLD,)),))


@dataclass
class Bookings:
    """Two resources; the room is taken from nine to half past ten on whatever day."""

    stub: Any

    def lender(self, caller: Caller, of: BodyRef, parties: Mapping[str, str], answers: Mapping[str, Any]) -> str | None:
        self.stub.calls.append(("lender", dict(parties)))
        body: str | None = self.stub.answer("lender", "logistics")
        return body

    def list(self, caller: Caller, body: str | None, kind: str) -> ResourceList:
        self.stub.calls.append(("resources", body, kind))
        found = tuple(line for line in (ROOM, BUS) if line.kind == kind)
        return ResourceList(items=found, page=Page(page=1, size=100, total=len(found)))

    def slots(self, caller: Caller, resource_id: str, day: date) -> DayView:
        self.stub.calls.append(("slots", resource_id, day))
        line = ROOM if resource_id == ROOM.id else BUS
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        taken = [(16, 25, line.capacity), (25, 26, 0), (26, 40, line.capacity)]  # hours in UTC, from the day before
        parts = tuple(
            StretchView(begins=_hours(midnight, begins), ends=_hours(midnight, ends), left=left)
            for begins, ends, left in taken
        )
        return DayView(resource=line, day=day, in_service=self.stub.answer("in_service", True), stretches=parts)

    def register(self, caller: Caller) -> RegisterView:
        found: RegisterView = self.stub.answer("register", REGISTER)
        return found

    def add(self, caller: Caller, request: ResourceRequest, key: str) -> ResourceReceipt | Refusal:
        self.stub.calls.append(("add", request, key))
        usual = ResourceReceipt(id="new", stranded=0, message=f"已登记“{request.name}”。")
        answered: ResourceReceipt | Refusal = self.stub.answer("add", usual)
        return answered

    def change(self, caller: Caller, resource: str, request: ResourceChange, key: str) -> ResourceReceipt | Refusal:
        self.stub.calls.append(("change", resource, request, key))
        answered: ResourceReceipt | Refusal = self.stub.answer(
            "change", ResourceReceipt(id=resource, stranded=0, message="“会议室301”已变更。")
        )
        return answered


def _hours(midnight: datetime, hours: int) -> datetime:
    return midnight + timedelta(hours=hours - 24)
