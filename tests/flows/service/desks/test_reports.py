"""The desk of recurring reports: who sees what is owed, a second filing, the sums, the workbook, and urging.

Covers: flows/service/shown/reports.py, flows/views/reports.py
"""

import threading
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from flows.views.cases import SubmitRequest
from flows.views.reports import ReportLine, ReportSheet, UrgingRequest
from matters.calendar import SHANGHAI
from matters.errors.base import Refusal
from matters.errors.door import AlreadyReported, Forbidden, NotFound
from matters.errors.handling import NotPossible
from storage import notices
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CHIEF, CLERK, NEIGHBOUR, STAFF, STRANGER, Office
from tests.matters.filing.test_recurring import monthly

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
BODIES = ["county_finance", "county_court", "county_reform"]
FEBRUARY = "2026-02"


@pytest.fixture
def reporting(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which three bodies of the county owe the logistics centre a report for each month."""
    office = new_office(getattr(request, "param", "sqlite"))
    matter = monthly(CAR_MATTER, owes={"bodies": BODIES}, sums=["passengers"], since="2026-01-01")
    office.publish(matter, "XX046")
    office.clock.now = datetime(2026, 3, 4, 9, tzinfo=SHANGHAI)
    return office


def desk(office: Office) -> Any:  # noqa: ANN401 - what it answers is looked into
    """The desk."""
    return office.service.reports


def request(office: Office, period: str = "", **answers: object) -> SubmitRequest:
    """The report of the finance bureau."""
    asked: Any = answers
    return office.request(**asked).model_copy(update={"matter": "XX046", "period": period})


def file(office: Office, period: str = "", **answers: object) -> Any:  # noqa: ANN401 - a receipt or a refusal
    """Handed in; its receipt or why not."""
    found = office.service.cases.submit(office.who(STAFF), request(office, period, **answers), None)
    return found if isinstance(found, Refusal) else found[0]


def sheet(office: Office, person: str = CHIEF, **parts: Any) -> ReportSheet:  # noqa: ANN401
    """February as that person sees it."""
    found = desk(office).show(office.who(person), "XX046", FEBRUARY, **parts)
    assert isinstance(found, ReportSheet), found
    return found


def line(office: Office, body: str = "county_finance") -> ReportLine:
    """How that body stands in it."""
    return next(one for one in sheet(office).items if one.body == body)


def test_what_a_body_owes_is_told_to_those_who_file_for_it(reporting: Office) -> None:
    """The earliest first, until it is filed; others owe nothing."""
    owed = desk(reporting).owed(reporting.who(STAFF))
    assert [(one.period, one.due, one.late) for one in owed.items] == [
        ("2026-01", date(2026, 2, 6), True),
        (FEBRUARY, date(2026, 3, 6), False),
    ]
    assert desk(reporting).owed(reporting.who(NEIGHBOUR)).items == ()
    file(reporting)
    assert [one.period for one in desk(reporting).owed(reporting.who(STAFF)).items] == ["2026-01"]


def test_a_second_filing_names_the_first(reporting: Office) -> None:
    """Until the first is withdrawn; the period stands in the title, and another one is another report."""
    first = file(reporting)
    assert reporting.case(STAFF, first.case_no).line.title.startswith("2026年2月")
    refused = file(reporting)
    assert isinstance(refused, AlreadyReported)
    assert first.case_no in refused.message
    review = reporting.service.cases.review(reporting.who(STAFF), request(reporting))
    assert isinstance(review, AlreadyReported)
    assert not isinstance(file(reporting, "2026-01"), Refusal)
    reporting.service.cases.withdraw(reporting.who(STAFF), first.case_no, "填错")
    assert line(reporting).state == "owed"
    assert not isinstance(file(reporting), Refusal)


@pytest.mark.both
@pytest.mark.parametrize("reporting", ["sqlite", "postgresql"], indirect=True)
def test_of_two_at_once_one_is_filed(reporting: Office) -> None:
    """The other is refused by its number, and nothing of it is kept."""
    answers: list[Any] = []
    start = threading.Barrier(2)

    def hand_in(purpose: str) -> None:
        start.wait()
        answers.append(file(reporting, purpose=purpose))

    both = [threading.Thread(target=hand_in, args=(f"第{n}份",)) for n in (1, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    (filed,) = (one for one in answers if not isinstance(one, Refusal))
    (refused,) = (one for one in answers if isinstance(one, Refusal))
    assert isinstance(refused, AlreadyReported)
    assert refused.case_no == filed.case_no


def test_who_takes_it_sees_every_body_and_the_sums(reporting: Office) -> None:
    """Filed, owed and late by the day; what was filed is added up; those in one state alone."""
    file(reporting, passengers=4)
    court = reporting.request("county_court.staff", passengers=3).model_copy(update={"matter": "XX046"})
    assert not isinstance(reporting.service.cases.submit(reporting.who(STRANGER), court, None), Refusal)
    found = sheet(reporting)
    assert (found.counts, found.may_urge) == ({"filed": 2, "owed": 1}, True)
    assert [(one.label, one.total) for one in found.sums] == [("乘车人数", "7人")]
    assert line(reporting).values == {"passengers": "4人"}
    reporting.clock.pass_by(days=5)
    assert [one.body for one in sheet(reporting, state="late").items] == ["county_reform"]
    assert [one.code for one in desk(reporting).list(reporting.who(CHIEF)).items] == ["XX046"]


def test_nobody_else_sees_it(reporting: Office) -> None:
    """Not those who only file, nor officials of a body that owes it; an unknown period answers alike."""
    asked = desk(reporting)
    assert isinstance(asked.show(reporting.who(STRANGER), "XX046", FEBRUARY), Forbidden)
    for person, code, period in (
        (STAFF, "XX046", FEBRUARY),
        (CHIEF, "XX046", "2026-03"),
        (CHIEF, "MS032", FEBRUARY),
        (CHIEF, "XX999", FEBRUARY),
    ):
        assert isinstance(asked.show(reporting.who(person), code, period), NotFound)
        assert isinstance(asked.workbook(reporting.who(person), code, period), NotFound)
    assert asked.list(reporting.who(STAFF)).items == ()


def test_the_workbook_has_every_body_and_the_sums(reporting: Office) -> None:
    """With the sums last; recorded."""
    file(reporting, passengers=4)
    book = desk(reporting).workbook(reporting.who(CHIEF), "XX046", FEBRUARY)
    assert not isinstance(book, Refusal)
    with ZipFile(BytesIO(book.content)) as packed:
        text = packed.read("xl/sharedStrings.xml").decode()
    assert all(f">{cell}<" in text for cell in ("样例县财政局", "已报送", "样例县人民法院", "待报送", "合计", "4人"))
    assert reporting.last_audit().operation == "导出报送情况"


def test_who_has_not_filed_is_urged_once_a_day(reporting: Office) -> None:
    """One notice for each body; who has filed is not; the same key is one urging, and it is recorded."""
    file(reporting)
    chief, asked = reporting.who(CHIEF), desk(reporting)
    done = asked.urge(chief, "XX046", FEBRUARY, UrgingRequest(), "u-1")
    assert not isinstance(done, Refusal)
    assert done.bodies == 2
    assert asked.urge(chief, "XX046", FEBRUARY, UrgingRequest(), "u-1") == done
    again = asked.urge(reporting.who(CLERK), "XX046", FEBRUARY, UrgingRequest(), "u-2")
    assert isinstance(again, NotPossible)
    assert "今日已经催报过" in again.message
    assert (line(reporting, "county_court").urged, line(reporting).urged) == (1, 0)
    with reporting.resources.database.reading() as session:
        told = notices.inbox(session, _filer(reporting, "county_court"))
    assert [one.topic for one in told] == ["report_urged"]
    assert "“公务用车派车”2026年2月（2026年3月6日截止）" in told[0].text
    reporting.clock.pass_by(days=1)
    only = asked.urge(chief, "XX046", FEBRUARY, UrgingRequest(bodies=("county_court",)), "u-3")
    assert not isinstance(only, Refusal)
    assert (only.bodies, line(reporting, "county_court").urged) == (1, 2)
    assert reporting.last_audit().operation == "催报"


def test_who_has_filed_is_not_urged(reporting: Office) -> None:
    """Nor anybody by those who do not take the report."""
    file(reporting)
    asked = UrgingRequest(bodies=("county_finance",))
    refused = desk(reporting).urge(reporting.who(CHIEF), "XX046", FEBRUARY, asked)
    assert isinstance(refused, NotPossible)
    assert isinstance(desk(reporting).urge(reporting.who(STAFF), "XX046", FEBRUARY, asked), NotFound)
    assert isinstance(desk(reporting).urge(reporting.who(STRANGER), "XX046", FEBRUARY, asked), Forbidden)


def _filer(office: Office, body: str) -> str:
    """The liaison officer of the body."""
    with office.resources.database.reading() as session:
        (liaison,) = office.resources.organisation(session).liaisons(body, office.resources.today)
    return liaison.person
