"""An office to try the service in: the sample organisation and catalogue in a real database, with a clock that is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import col, func, select

from flows.adapters.identity import caller_of
from flows.effects.carrying import carry_out
from flows.resources import Resources
from flows.service import Service
from flows.views.cases import CaseView, FileView, Receipt, SubmitRequest
from flows.views.people import Caller
from flows.views.tasks import ActReceipt, ActRequest, CaseActReceipt, CaseActRequest, TaskLine
from matters.calendar import SHANGHAI
from matters.case.effect_keys import AdvanceId
from matters.commands.acts import CaseAction
from matters.errors.base import Refusal
from matters.language.actions import Action
from matters.language.document import Definition
from storage import audit, cases, ledger
from storage.definitions import matters
from storage.tables.base import Row
from storage.tables.duties import AdvanceRow
from tests.flows.good_files import PDF

_codes = count(1)
START = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
STAFF, CLERK, CLERK_2, CHIEF, HEAD = "p50", "p40", "p41", "p39", "p38"  # of 县财政局, then of 县机关事务管理中心
STRANGER, NEIGHBOUR = "p64", "p12"  # of the county court, and of a provincial commission
CAR = {"plate": "样A12345", "driver": "马行健"}
ANSWERS: dict[str, Any] = {
    "purpose": "赴样例镇开展防汛检查",
    "vehicle_use": "inspection",
    "depart_at": "2026-03-10T08:00",
    "return_at": "2026-03-10T18:00",
    "destination": "样例镇",
    "passengers": 3,
    "out_of_city": False,
    "contact": "值班室",
    "contact_phone": "5550070",
    "pledge": True,
}


class Clock:
    """Tells the instant it was given."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **delta: float) -> None:
        """Time passes."""
        self.now += timedelta(**delta)


@dataclass(frozen=True)
class Office:
    """The service with its resources and clock, and the people by their id in the sample organisation."""

    resources: Resources
    clock: Clock

    @property
    def service(self) -> Service:
        """The service; it keeps no state of its own."""
        return Service(self.resources)

    def who(self, person: str, address: str = "127.0.0.1") -> Caller:
        """That person as a caller."""
        with self.resources.database.reading() as session:
            organisation = self.resources.organisation(session)
        caller = caller_of(organisation, person, person, self.resources.today, address)
        assert caller is not None
        return caller

    def request(self, post: str = "county_finance.staff", **answers: object) -> SubmitRequest:
        """A filing, with some answers changed; `None` leaves one out."""
        given = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
        return SubmitRequest(matter="MS032", answers=given, post=post)

    def publish(self, definition: Definition, code: str | None = None) -> str:
        """Publish one more matter, without golden cases, under a code that no other test of this office has; that code."""
        made = definition.model_copy(update={"code": code or f"TX{next(_codes):03d}", "golden": ()})
        with self.resources.database.transaction() as session:
            digest = matters.save_draft(session, made)
            matters.publish(session, digest, by="system", second="system", now=START)
        return made.code

    def file_as(self, code: str, person: str = STAFF, **parts: Any) -> str:  # noqa: ANN401 - parts of a filing
        """A new case of a matter made from 公务用车派车; its number."""
        request = self.request().model_copy(update={"matter": code, **parts})
        filed: Any = self.service.cases.submit(self.who(person), request, None)
        assert not isinstance(filed, Refusal), filed
        return str(filed[0].case_no)

    def case(self, person: str, case_no: str) -> CaseView:
        """The case as that person sees it."""
        view = self.service.cases.show(self.who(person), case_no)
        assert not isinstance(view, Refusal), view
        return view

    def case_act(self, by: str, case_no: str, action: CaseAction, **parts: Any) -> CaseActReceipt | Refusal:  # noqa: ANN401
        """An act on the case as a whole: the one that is offered, or one made up of these parts."""
        view = self.service.cases.show(self.who(by), case_no)
        offers = [] if isinstance(view, Refusal) else [offer.request for offer in view.acts]
        offered = next((request for request in offers if request.action == action), CaseActRequest(action=action))
        return self.service.case_acts.act(self.who(by), case_no, offered.model_copy(update=parts))

    def file(self, person: str = STAFF, post: str = "county_finance.staff", **answers: object) -> str:
        """A new case; its number."""
        filed = self.service.cases.submit(self.who(person), self.request(post, **answers), None)
        assert not isinstance(filed, Refusal), filed
        assert isinstance(filed[0], Receipt)
        return filed[0].case_no

    def task(self, person: str, case_no: str) -> TaskLine:
        """The person's open item on the case."""
        view = self.service.cases.show(self.who(person), case_no)
        assert not isinstance(view, Refusal), view
        (task,) = view.tasks
        return task.line

    def act(self, person: str, case_no: str, action: Action, **parts: Any) -> ActReceipt | Refusal:  # noqa: ANN401
        """Act on the person's open item."""
        task = self.task(person, case_no)
        request = ActRequest(action=action, expected_version=task.version, **parts)
        return self.service.tasks.act(self.who(person), task.id, request)

    def done(self, person: str, case_no: str, action: Action, **parts: Any) -> ActReceipt:  # noqa: ANN401
        """Act, and be accepted."""
        receipt = self.act(person, case_no, action, **parts)
        assert not isinstance(receipt, Refusal), receipt
        return receipt

    def upload(self, person: str = STAFF, name: str = "通知.pdf", content: bytes = PDF) -> FileView:
        """A file handed in."""
        file = self.service.files.upload(self.who(person), name, content)
        assert not isinstance(file, Refusal), file
        return file

    def carry(self, case_no: str) -> None:
        """Carry out everything that is owed in the case."""
        while advance := self.lease(case_no):
            assert carry_out(self.resources, advance, "worker") == "settled"

    def lease(self, case_no: str) -> AdvanceId | None:
        """The next advance of the case that is free to carry out, held for a minute; other cases leave theirs lying about."""
        now = self.clock()
        with self.resources.database.transaction() as session:
            case = cases.find(session, case_no)
            assert case
            rows = select(col(AdvanceRow.id)).where(AdvanceRow.case_id == case.id, AdvanceRow.state != "settled")
            waiting = session.exec(rows.order_by(col(AdvanceRow.seq))).all()
            held = (one for one in waiting if ledger.lease(session, one, "worker", now, now + timedelta(seconds=60)))
            return next(held, None)

    def rows(self) -> dict[str, int]:
        """How many rows every table has, the audit trail apart."""
        tables = [table for table in Row.metadata.sorted_tables if not table.name.startswith("audit")]
        with self.resources.database.reading() as session:
            return {table.name: session.exec(select(func.count()).select_from(table)).one() for table in tables}

    def audited(self) -> int:
        """How many lines the audit trail has."""
        with self.resources.database.reading() as session:
            return audit.count(session)

    def last_audit(self) -> audit.AuditEntry:
        """The newest line."""
        with self.resources.database.reading() as session:
            return audit.entries(session, limit=1)[0]
