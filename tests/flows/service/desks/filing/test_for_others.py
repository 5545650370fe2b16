"""Filing for somebody else at the service: by a mandate, and for who has come to the window.

Covers: matters/case/channel.py, flows/views/filing_for.py
Covers: flows/service/intake/filing_for.py, flows/service/intake/filing.py, flows/service/shown/review.py
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from flows.views.cases import CaseView, Receipt, ReviewView
from flows.views.filing_for import MandatedRequest, WindowRequest
from flows.views.proxies import ProxyReceipt, ProxyRequest
from flows.views.registers import CaseListQuery, CaseQuery
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder, Organisation
from storage import cases
from storage.definitions.catalog import shipped_definitions
from storage.people import organisations, proxies
from storage.tables.people import Notice
from storage.tables.records import AuditRow
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, STAFF, START, STRANGER, Office
from tests.matters.stories import varied

APPLICANT = Holder(person=STAFF, post="county_finance.staff")
OTHER_CLERK = "p46"  # 受理岗 of 县大数据局
pytestmark = pytest.mark.both


@pytest.fixture(scope="module")
def sqlite_office(new_office: Callable[[str], Office]) -> Office:
    """An office of its own: what is filed here would stand in the queues of everybody else's tests."""
    return new_office("sqlite")


@pytest.fixture(scope="module")
def postgres_office(new_office: Callable[[str], Office]) -> Office:
    """The same on PostgreSQL."""
    return new_office("postgresql")


@pytest.fixture(autouse=True)
def ended(office: Office) -> Iterator[None]:
    """The office is everybody's: what a test has granted ends with it."""
    yield
    with office.resources.database.transaction() as session:
        for record in proxies.all_left(session, START.date()):
            proxies.revoke(session, record.proxy.id, "test", office.clock())


def mandate(office: Office, by: str = STAFF, **parts: Any) -> str:  # noqa: ANN401 - parts of a request
    """A mandate to file that the applicant has given to somebody at the court; its id."""
    today = office.resources.today
    usual = {"principal": APPLICANT, "agent": STRANGER, "since": today, "until": today + timedelta(days=6)}
    asked = ProxyRequest(**{**usual, "filing": True, "pledges": True, **parts})
    granted = office.service.proxies.grant(office.who(by), asked)
    assert isinstance(granted, ProxyReceipt), granted
    return granted.id


def mandated(office: Office, given: str, **parts: Any) -> MandatedRequest:  # noqa: ANN401 - parts of a request
    """A filing by that mandate."""
    own = office.who(STRANGER).posts[0].post
    return MandatedRequest(**{**office.request(own).model_dump(), "mandate": given, **parts})


def brought(office: Office, **parts: Any) -> WindowRequest:  # noqa: ANN401 - parts of a request
    """What the applicant brings to the window."""
    filing = office.request("county_logistics.vehicle_clerk").model_dump()
    return WindowRequest(**{**filing, "applicant": APPLICANT, **parts})


def filed(answer: tuple[Receipt, bool] | Refusal) -> str:
    """The number of what was filed."""
    assert not isinstance(answer, Refusal), answer
    return answer[0].case_no


def supplementing(office: Office, given: str) -> str:
    """A case filed by that mandate that went back to be mended."""
    case_no = filed(office.service.for_others.submit(office.who(STRANGER), mandated(office, given)))
    office.done(CLERK, case_no, "request_supplement", findings={"purpose": "请写明事由"})
    return case_no


def code(answer: object) -> str:
    """Why it was refused."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def told(office: Office, case_no: str) -> set[tuple[str, str]]:
    """Who was told of what."""
    office.carry(case_no)
    with office.resources.database.reading() as session:
        rows = session.exec(select(Notice).where(col(Notice.case_no) == case_no)).all()
    return {(row.person, row.topic) for row in rows}


def test_a_case_filed_by_mandate_is_the_applicants_and_says_who_filed_it(office: Office) -> None:
    """The applicant has it as any other; the agent sees it too, and both are told how it goes on."""
    case_no = filed(office.service.for_others.submit(office.who(STRANGER), mandated(office, mandate(office))))
    mine, theirs = office.case(STAFF, case_no), office.case(STRANGER, case_no)
    assert (mine.can_withdraw, theirs.can_withdraw) == (True, False)
    assert mine.line.filed_by is not None
    assert (mine.line.filed_by.channel, mine.line.filed_by.person) == ("mandate", STRANGER)
    assert "代" in mine.timeline[0].who
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert {(STAFF, "filed_by_another"), (STAFF, "paper_issued"), (STRANGER, "paper_issued")} <= told(office, case_no)
    found: Any = office.service.cases.list(office.who(STRANGER), CaseListQuery(scope="for_others"))
    assert case_no in [line.case_no for line in found.items]
    with office.resources.database.reading() as session:
        rows = session.exec(select(AuditRow).where(col(AuditRow.object_id) == case_no)).all()
    assert ("代办申请", STRANGER) in {(row.operation, row.person) for row in rows}


def test_the_paper_names_the_agent_with_the_applicant(one_office: Office, tmp_path: Path) -> None:
    """Whoever holds the paper reads who has applied for whom."""
    office = one_office
    case_no = filed(office.service.for_others.submit(office.who(STRANGER), mandated(office, mandate(office))))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(CHIEF, case_no, "approve", opinion="同意派车。")
    office.carry(case_no)
    office.done(CLERK, case_no, "conclude")
    office.carry(case_no)
    papers = office.case(STRANGER, case_no).documents
    found: Any = [office.service.papers.download(office.who(STAFF), one.id) for one in papers]
    assert any("受托代办）" in "".join(text(one.content, tmp_path).split()) for one in found)


def test_without_a_mandate_in_force_nothing_is_filed_for_somebody(office: Office) -> None:
    """None, one of somebody else, one of another matter, one that is revoked or has ended: all are refused."""
    desk, agent = office.service.for_others, office.who(STRANGER)
    given = mandate(office)
    assert code(desk.submit(agent, mandated(office, "nothing"))) == "not_found"
    another = mandated(office, given, post="county_finance.head")
    assert (
        code(desk.submit(office.who(HEAD), another.model_copy(update={"post": office.who(HEAD).posts[0].post})))
        == "not_found"
    )
    elsewhere = mandate(office, matters=("MS030",))
    assert code(desk.submit(agent, mandated(office, elsewhere))) == "not_possible"
    assert isinstance(office.service.proxies.revoke(office.who(STAFF), given), ProxyReceipt)
    assert code(desk.submit(agent, mandated(office, given))) == "not_possible"
    ending = mandate(office)
    office.clock.pass_by(days=7)
    assert code(desk.submit(agent, mandated(office, ending))) == "not_possible"


def test_a_pledge_is_handed_in_by_the_agent_only_where_the_applicant_has_said_so(office: Office) -> None:
    """A pledge is the applicant's own; nor does an administrator give that leave in somebody's place."""
    given = mandate(office, pledges=False)
    answer = office.service.for_others.submit(office.who(STRANGER), mandated(office, given))
    assert code(answer) == "not_possible"
    today = office.resources.today
    asked = ProxyRequest(principal=APPLICANT, agent=STRANGER, since=today, until=today, filing=True, pledges=True)
    assert code(office.service.proxies.grant(office.who("p76"), asked)) == "invalid"


def test_a_mandate_opens_no_work_of_the_principal(office: Office) -> None:
    """It is for filings: what waits for the principal in his own right stays his."""
    principal = Holder(person=CLERK, post="county_logistics.vehicle_clerk")
    mandate(office, by=CLERK, principal=principal)
    case_no = office.file()
    assert code(office.service.cases.show(office.who(STRANGER), case_no)) == "not_found"
    found: Any = office.service.tasks.queue(office.who(STRANGER))
    assert case_no not in [line.case_no for line in found.items]


def test_the_agent_mends_what_he_has_filed_while_the_mandate_lasts(office: Office) -> None:
    """The applicant has the supplement before him as ever; the agent may hand it in too, but withdraws nothing."""
    given = mandate(office)
    first, second = (supplementing(office, given) for _ in range(2))
    assert (STRANGER, "supplement_requested") in told(office, first)
    assert code(office.service.cases.withdraw(office.who(STRANGER), first)) == "not_applicant"
    office.done(STRANGER, first, "supplement", answers={"purpose": "赴样例镇检查"}, behalf=APPLICANT)
    assert office.case(STAFF, first).line.status == "submitted"
    task = office.task(STRANGER, second)
    assert isinstance(office.service.proxies.revoke(office.who(STRANGER), given), ProxyReceipt)
    assert office.case(STRANGER, second).tasks == ()
    late = ActRequest(
        action="supplement", expected_version=task.version, answers={"purpose": "迟到的补正"}, behalf=APPLICANT
    )
    assert code(office.service.tasks.act(office.who(STRANGER), task.id, late)) == "not_possible"
    office.done(STAFF, second, "supplement", answers={"purpose": "赴样例镇检查防汛"})


def test_the_agent_makes_no_pledge_in_mending(office: Office) -> None:
    """Nobody pledges anew for somebody else; what the applicant pledged stands."""
    case_no = supplementing(office, mandate(office))
    answers = {"purpose": "赴样例镇检查", "pledge": True}
    assert code(office.act(STRANGER, case_no, "supplement", answers=answers, behalf=APPLICANT)) == "invalid"


def test_who_files_by_mandate_has_no_say_in_the_case(office: Office) -> None:
    """The agent stands on the side of the applicant: acceptance goes to the other clerk (回避)."""
    given = mandate(office, agent=CLERK)
    filing = mandated(office, given, post="county_logistics.vehicle_clerk")
    case_no = filed(office.service.for_others.submit(office.who(CLERK), filing))
    assert office.case(CLERK, case_no).tasks == ()
    office.done(CLERK_2, case_no, "accept", fills=CAR)


def test_a_filing_at_the_window_is_one_visit_and_the_applicants_case(office: Office) -> None:
    """Where each original is stands with its material; the applicant finds the case online, and the visit is counted."""
    file = office.upload(CLERK)
    parts = {"materials": {"notice": (file.id,)}, "originals": {"notice": "一楼档案柜 3 号"}}
    case_no = filed(office.service.for_others.register(office.who(CLERK), brought(office, **parts)))
    mine = office.case(STAFF, case_no)
    assert (mine.errands, mine.can_withdraw) == (1, True)
    assert [one.original for one in mine.materials if one.files] == ["原件已核，留存于一楼档案柜 3 号"]
    assert mine.line.filed_by is not None
    assert (mine.line.filed_by.channel, mine.line.filed_by.person) == ("window", CLERK)
    found: Any = office.service.cases.list(office.who(STAFF))
    assert case_no in [line.case_no for line in found.items]
    assert (STAFF, "filed_by_another") in told(office, case_no)
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert office.case(STAFF, office.file()).errands == 0


def test_the_window_registers_what_its_desk_accepts_and_nothing_of_its_own(office: Office) -> None:
    """A clerk of another office, one's own filing, who has left, an original that nobody has looked at: refused."""
    desk, clerk = office.service.for_others, office.who(CLERK)
    foreign = brought(office, post="county_data.network_clerk")
    assert code(desk.register(office.who(OTHER_CLERK), foreign)) == "forbidden"
    own = Holder(person=CLERK, post="county_logistics.vehicle_clerk")
    assert code(desk.register(clerk, brought(office, applicant=own))) == "not_possible"
    gone = Holder(person=STAFF, post="county_court.staff")
    assert code(desk.register(clerk, brought(office, applicant=gone))) == "invalid"
    unseen = brought(office, materials={"notice": (office.upload(CLERK).id,)})
    assert code(desk.register(clerk, unseen)) == "invalid"


def test_it_is_read_once_more_before_it_is_handed_in(office: Office) -> None:
    """By who files it, as the case will say it; whatever would refuse the filing refuses that too, and nothing is filed."""
    desk, by_mandate = office.service.for_others, mandated(office, mandate(office))
    before = office.rows()
    seen = (desk.review(office.who(STRANGER), by_mandate), desk.review(office.who(CLERK), brought(office)))
    for one in seen:
        assert isinstance(one, ReviewView), one
        assert any(answer.text for answer in one.answers if answer.id == "purpose")
    assert office.rows() == before
    assert code(desk.review(office.who(CHIEF), by_mandate)) == "not_found"
    assert code(desk.review(office.who(OTHER_CLERK), brought(office, post="county_data.network_clerk"))) == "forbidden"
    unseen = brought(office, materials={"notice": (office.upload(CLERK).id,)})
    assert code(desk.review(office.who(CLERK), unseen)) == "invalid"


def test_pressing_twice_files_once(office: Office) -> None:
    """The same key and content give the same case, the same key with other content is refused."""
    desk, clerk = office.service.for_others, office.who(CLERK)
    first = desk.register(clerk, brought(office), "window-1")
    again = desk.register(clerk, brought(office), "window-1")
    assert filed(first) == filed(again)
    assert isinstance(again, tuple)
    assert not again[1]
    other = brought(office, answers={**brought(office).answers, "passengers": 2})
    assert code(desk.register(clerk, other, "window-1")) == "idempotency_conflict"


def test_the_row_of_a_case_is_made_again_with_who_filed_it(office: Office) -> None:
    """The row is a projection: what a rebuild makes of the events is what stood there."""
    case_no = filed(office.service.for_others.register(office.who(CLERK), brought(office)))
    with office.resources.database.transaction() as session:
        before = cases.find(session, case_no)
        assert before is not None
        cases.rebuild(session, before.id)
        after = cases.find(session, case_no)
    assert after is not None
    assert (after.filed_by, after.channel) == (before.filed_by, before.channel) == (CLERK, "window")


def test_a_clerk_finds_the_applicants_and_matters_of_the_desk(office: Office) -> None:
    """And the forecast of what is handed in there counts the visit."""
    desk: Any = office.service.for_others
    clerk = office.who(CLERK)
    assert {"MS030", "MS032"} == {one.code for one in desk.matters(clerk)} & {"MS030", "MS032", "MS001"}
    found = desk.applicants(clerk, "MS032", "财政")
    assert APPLICANT in [Holder(person=one.person, post=one.post) for one in found]
    assert CLERK not in [one.person for one in desk.applicants(clerk, "MS032", "")]
    forecast = desk.forecast(clerk, "MS032", {}, APPLICANT)
    assert forecast.errands == 1
    assert code(desk.forecast(office.who(OTHER_CLERK), "MS032", {}, APPLICANT)) == "forbidden"


def test_somebody_elses_view_is_typed(office: Office) -> None:
    """Only its people see it."""
    case_no = filed(office.service.for_others.register(office.who(CLERK), brought(office)))
    assert isinstance(office.case(CLERK_2, case_no), CaseView)
    assert code(office.service.cases.show(office.who(OTHER_CLERK), case_no)) == "not_found"


def test_who_has_left_is_represented_no_more(new_office: Callable[[str], Office]) -> None:
    """The mandate was given in time; since then its principal holds the post no longer."""
    office = new_office("sqlite")
    given = mandate(office)
    with office.resources.database.transaction() as session:
        known = office.resources.organisation(session)
        kept = tuple(one for one in known.holdings if (one.person, one.post) != (STAFF, APPLICANT.post))
        parts = {name: getattr(known, name) for name in Organisation.model_fields}
        left = Organisation(**{**parts, "version": known.version + 1, "holdings": kept})
        organisations.add(session, left, START)
    assert code(office.service.for_others.submit(office.who(STRANGER), mandated(office, given))) == "invalid"
    assert code(office.service.for_others.register(office.who(CLERK), brought(office))) == "invalid"


def test_what_is_handled_offline_is_registered_nowhere(one_office: Office) -> None:
    """It has no form and no steps to go through: the window is told where it is handled."""
    online = next(one for one in shipped_definitions() if one.code == "MS032")
    access = {"kind": "offline", "why": "classified", "basis": "保密规定", "pointer": "请到保密室办理。"}
    made = varied(online, lambda document: document["guide"].update(access=access))
    request = brought(one_office, matter=one_office.publish(made))
    assert code(one_office.service.for_others.register(one_office.who(CLERK), request)) == "offline_only"


def test_an_export_and_the_figures_count_the_visit(one_office: Office) -> None:
    """How each case came in, through whom, and how often the applicant had to come."""
    office, figure = one_office, "once_cases_at_windows"

    def at_windows() -> float:
        return {one.name: one for one in office.service.operations.figures()}[figure].values[()]

    before = at_windows()
    own, brought_in = office.file(), filed(office.service.for_others.register(office.who(CLERK), brought(office)))
    assert at_windows() == before + 1
    for case_no, told in ((own, '"网上","钟𬭎","0"'), (brought_in, '"窗口登记","廖文斌","1"')):
        file: Any = office.service.exports.cases(office.who(STAFF), CaseQuery(mine=True, q=case_no), "csv")
        last = file.content.decode("utf-8-sig").splitlines()[-1]
        assert last.endswith(told)
