"""电子政务外网接入 as it ships, through the service: 网信 is asked beside the review, the applicant registers afterwards."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.cases.alarms import ring
from flows.views.cases import CaseView, SubmitRequest
from matters.errors.base import Refusal
from tests.flows.documents.poppler import text
from tests.flows.service.office import Office
from tests.flows.service.test_verbs import code, holds

TOWN, CARRIER = "p70", "p75"
CLERK, CHIEF, HEAD = "p46", "p45", "p44"  # of 县行政审批局（大数据中心）
LIAISON, ASKED_HEAD, ASKED = "p54", "p53", "中共样例县委网络安全和信息化委员会办公室"
REGISTERED = "登记终端25台，责任人见清单"
LINE: dict[str, Any] = {
    "access_kind": "new_line",
    "purpose": "使用财政一体化系统",
    "address": "样例镇人民政府三楼机房",
    "terminals": 25,
    "bandwidth": "m100",
    "internet": False,
    "carrier": "sample_telecom",
    "planned_on": "2026-03-16",
    "site_contact": "p70",
    "site_phone": "5550070",
    "pledge": True,
}
CLOSED = {"access_kind": "close", "terminals": None, "bandwidth": None, "internet": None}


@pytest.fixture
def accepted(office: Office) -> str:
    """A township's case that was accepted on Monday 2 March."""
    return begun(office)


def begun(office: Office, **changed: object) -> str:
    """An accepted case, with some answers changed; `None` leaves one out."""
    answers = {name: value for name, value in {**LINE, **changed}.items() if value is not None}
    filed: Any = office.service.cases.submit(
        office.who(TOWN), SubmitRequest(matter="MS009", answers=answers, post="sample_town.staff"), None
    )
    assert not isinstance(filed, Refusal), filed
    case_no = str(filed[0].case_no)
    office.done(CLERK, case_no, "accept")
    return case_no


def reviewed(office: Office, case_no: str) -> None:
    """The network chief agrees."""
    office.done(CHIEF, case_no, "approve", opinion="方案可行", fills={"access_plan": "就近接入汇聚节点"})


def opened(office: Office, case_no: str) -> CaseView:
    """The case after decision and works, with everything owed carried out."""
    office.done(HEAD, case_no, "approve", opinion="同意")
    office.done(CARRIER, case_no, "complete", fills={"line_no": "YL-ZW-0071", "work_note": "光缆敷设到位"})
    office.done(CLERK, case_no, "complete", fills={"in_service_on": "2026-03-17"})
    office.carry(case_no)
    return office.case(TOWN, case_no)


def printed(office: Office, case: CaseView, title: str, folder: Path) -> str:
    """The text of the paper of that title, as the applicant downloads it, without blanks."""
    paper = next(document for document in case.documents if title in document.title)
    content: Any = office.service.papers.download(office.who(TOWN), paper.id)
    return "".join(text(content.content, folder).split())


@pytest.mark.both
def test_from_filing_to_registered_terminals(office: Office, accepted: str, tmp_path: Path) -> None:
    """Review and question side by side, then decision, works and conclusion; the duty stays open until it is done."""
    reviewed(office, accepted)
    assert not holds(office, HEAD, accepted)
    office.done(LIAISON, accepted, "answer", answer="yes", opinion="已整改完毕")
    (answer,) = office.case(HEAD, accepted).inquiries
    assert (answer.answer_name, answer.opinion, answer.body) == ("是", "已整改完毕", ASKED)
    case = opened(office, accepted)
    assert (case.line.status, case.line.result) == ("concluded", "granted")
    assert [(duty.name, duty.due) for duty in case.line.duties] == [("登记终端和责任人", date(2026, 3, 23))]
    assert "四、请自本批复之日起15个工作日内，在本系统登记接入的全部终端和责任人。" in printed(
        office, case, "批复", tmp_path
    )
    assert "协查答复：是。已整改完毕" in printed(office, case, "审批表", tmp_path)
    listing = office.upload(TOWN, "终端清单.pdf")
    office.done(TOWN, accepted, "fulfil", opinion=REGISTERED, files=(listing.id,))
    done = office.case(CLERK, accepted)
    assert (done.line.status, done.line.duties) == ("concluded", ())
    last = done.timeline[-1]
    assert (last.what, last.opinion, [file.name for file in last.files]) == (
        "履行办后义务",
        REGISTERED,
        ["终端清单.pdf"],
    )


def test_who_is_asked_reads_three_things_of_the_case(office: Office, accepted: str) -> None:
    """Whose network it is, what is wanted, and whether the internet comes with it: no address, plan or contact."""
    view = office.case(LIAISON, accepted)
    assert (view.partial, [answer.id for answer in view.answers]) == (True, ["access_kind", "internet"])
    assert view.line.applicant_body == "样例镇人民政府"
    assert not any(told in view.model_dump_json() for told in ("三楼机房", "5550070", "财政一体化"))
    (task,) = view.tasks
    assert (task.line.due, task.replies) == (date(2026, 3, 4), ("yes", "no"))
    assert code(office.service.cases.show(office.who(ASKED_HEAD), accepted)) == "not_found"


def test_what_is_not_settled_is_there_for_the_decision(office: Office, accepted: str) -> None:
    """“否” needs its reason and refuses nothing by itself."""
    assert code(office.act(LIAISON, accepted, "answer", answer="no")) == "opinion_required"
    office.done(LIAISON, accepted, "answer", answer="no", opinion="弱口令问题尚未整改")
    reviewed(office, accepted)
    (answer,) = office.case(HEAD, accepted).inquiries
    assert (answer.answer, answer.opinion) == ("no", "弱口令问题尚未整改")
    office.done(HEAD, accepted, "reject", opinion="通报的问题尚未整改完毕，整改后可以重新申请")
    office.carry(accepted)
    case = office.case(TOWN, accepted)
    assert (case.line.result, case.line.duties) == ("denied", ())


def test_unanswered_the_decision_does_not_wait(office: Office, accepted: str) -> None:
    """The day after the second working day; noted for whoever decides."""
    reviewed(office, accepted)
    office.clock.pass_by(days=2)
    ring(office.resources)
    assert (holds(office, LIAISON, accepted), holds(office, HEAD, accepted)) == (True, False)
    office.clock.pass_by(days=1)
    ring(office.resources)
    assert (holds(office, LIAISON, accepted), holds(office, HEAD, accepted)) == (False, True)
    assert office.case(HEAD, accepted).inquiries[0].note == "逾期未复，按规定继续办理"


def test_closing_a_line_asks_nobody(office: Office, tmp_path: Path) -> None:
    """After the review comes the decision; what is registered are the terminals that are out of use."""
    case_no = begun(office, **CLOSED)
    assert not holds(office, LIAISON, case_no)
    reviewed(office, case_no)
    case = opened(office, case_no)
    assert (case.line.status, case.inquiries) == ("concluded", ())
    assert "四、请自本批复之日起15个工作日内，在本系统登记停用终端的去向和责任人。" in printed(
        office, case, "批复", tmp_path
    )
    assert [duty.name for duty in case.line.duties] == ["登记终端和责任人"]
