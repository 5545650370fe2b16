"""A stand-in for the desk of rosters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.views.base import Page, Turn
from flows.views.cases import FileContent
from flows.views.people import Caller
from flows.views.rosters import (
    EntryAddition,
    EntryChange,
    EntryChoice,
    EntryChoices,
    EntryCorrection,
    EntryLine,
    EntryList,
    EntryView,
    RosterColumn,
    RosterLine,
    RosterList,
    RosterReceipt,
)
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.language.vocabulary import BodyRef

CAR: dict[str, Any] = {"plate": "样A10001", "model": "轿车", "seats": 5}
CARS = RosterLine(
    id="cars",
    name="公务用车台账",
    matter="XX021",
    matter_name="样例车辆登记",
    entries=1,
    corrects={"logistics": "样例县机关事务管理中心"},
)
COLUMNS = tuple(
    RosterColumn(
        id=name,
        label=label,
        key=name == "plate",
        required=True,
        definition={"id": name, "label": label, "type": kind},
    )
    for name, label, kind in (("plate", "车牌号", "text"), ("model", "车型", "text"), ("seats", "座位数", "integer"))
)
ENTRY = EntryLine(
    id="1.1",
    body="logistics",
    body_name="样例县机关事务管理中心",
    belongs="finance",
    belongs_name="样例县财政局",
    key="样A10001",
    live=True,
    version=2,
    values=CAR,
    texts={"plate": "样A10001", "model": "轿车", "seats": "5"},
)
HISTORY = (
    EntryChange(
        version=2,
        act="change",
        act_name="手工更正",
        at=datetime(2026, 3, 3, 1, tzinfo=UTC),
        who="欧阳楠",
        case_no="",
        case_open=False,
        reason="核对实物",
        changed={"座位数": "5"},
    ),
    EntryChange(
        version=1,
        act="enter",
        act_name="登记",
        at=datetime(2026, 3, 2, 1, tzinfo=UTC),
        who="",
        case_no="99012100320260302000017",
        case_open=True,
        reason="",
        changed={"车牌号": "样A10001", "车型": "轿车", "座位数": "7"},
    ),
)
VIEW = EntryView(line=ENTRY, roster=CARS, columns=COLUMNS, history=HISTORY, may_correct=True)


@dataclass
class Rosters:
    """One roster with one car, which the caller mends unless the test says otherwise."""

    stub: Any

    def list(self, caller: Caller) -> RosterList:
        found: RosterList = self.stub.answer("rosters", RosterList(items=(CARS,)))
        return found

    def show(
        self, caller: Caller, roster: str, q: str = "", page: int | Turn = 1, *, gone: bool = False
    ) -> EntryList | Refusal:
        self.stub.calls.append(("show_roster", roster, q, gone))
        items = () if gone or q not in ENTRY.key else (ENTRY,)
        usual = EntryList(roster=CARS, columns=COLUMNS, items=items, page=Page(page=1, size=20, total=len(items)))
        found: EntryList | Refusal = self.stub.answer("roster", usual)
        return found

    def entry(self, caller: Caller, roster: str, entry_id: str) -> EntryView | Refusal:
        found: EntryView | Refusal = self.stub.answer("entry", VIEW)
        return found

    def choices(
        self,
        caller: Caller,
        roster: str,
        of: BodyRef,
        parties: Mapping[str, str],
        answers: Mapping[str, Any],
        q: str = "",
    ) -> EntryChoices:
        self.stub.calls.append(("choices", roster, dict(parties), q))
        found = (EntryChoice(key="样A10001", text="样A10001，轿车，5", values=CAR),)
        many = int(self.stub.answer("choices_in_all", len(found)))
        return EntryChoices(items=found, page=Page(page=1, size=1, total=1 if q else many))

    def correct(
        self, caller: Caller, roster: str, entry_id: str, request: EntryCorrection, key: str
    ) -> RosterReceipt | Refusal:
        self.stub.calls.append(("correct", roster, entry_id, request, key))
        usual = RosterReceipt(entry=entry_id, entries=1, message="“样A10001”已更正。")
        answered: RosterReceipt | Refusal = self.stub.answer("correct", usual)
        return answered

    def add(self, caller: Caller, roster: str, request: EntryAddition, key: str) -> RosterReceipt | Refusal:
        self.stub.calls.append(("add_entry", roster, request, key))
        usual = RosterReceipt(entry="new", entries=1, message="“样A10002”已登记。")
        answered: RosterReceipt | Refusal = self.stub.answer("add_entry", usual)
        return answered

    def load(
        self, caller: Caller, roster: str, body: str, content: bytes, reason: str, key: str
    ) -> RosterReceipt | Refusal:
        self.stub.calls.append(("load", roster, body, content, reason))
        usual = RosterReceipt(entry="", entries=2, message="已导入，登记或者变更 2 条记录。")
        answered: RosterReceipt | Refusal = self.stub.answer("load", usual)
        return answered

    def workbook(self, caller: Caller, roster: str) -> FileContent | Refusal:
        if roster != CARS.id:
            return NotFound(what="该台账")
        return FileContent(name="公务用车台账.xlsx", media_type="application/xlsx", content=b"PK cars")
