"""Cases through the service, from filing to the sealed result, on both databases.

Covers: flows/cases/composing.py, flows/cases/beginning.py, flows/service/desk.py
Covers: flows/service/intake/texts.py
"""

import re
from io import BytesIO

from pypdf import PdfReader

from flows.views.cases import CaseView, ReviewView
from flows.views.registers import CaseListQuery
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotEligible
from matters.errors.handling import NotApplicantsCase, NotYourPost, PostRequired
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office
from tests.matters.stories import varied


def shown(office: Office, case_no: str, person: str = STAFF) -> CaseView:
    """The case as that person sees it."""
    view = office.service.cases.show(office.who(person), case_no)
    assert not isinstance(view, Refusal)
    return view


def pdf_text(office: Office, document_id: str) -> str:
    """The words of a sealed paper, without white space."""
    content = office.service.papers.download(office.who(STAFF), document_id)
    assert not isinstance(content, Refusal)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content.content)).pages)
    return re.sub(r"\s", "", text)


def heard_by(office: Office, person: str, case_no: str) -> list[str]:
    """What the person was told about the case."""
    notices = office.service.notices.list(office.who(person))
    assert not isinstance(notices, Refusal)
    return [notice.text for notice in notices if notice.case_no == case_no]


def test_the_whole_way_to_a_verified_result(office: Office) -> None:
    """File, supplement, accept, approve, seal, hand over: every paper is numbered, sealed and found valid."""
    case_no = office.file(purpose="<b>会审</b> & {case_no} <script>1</script>")
    office.carry(case_no)
    office.done(
        CLERK, case_no, "request_supplement", opinion="请补正。", findings={"destination": "请写明<i>单位</i>。"}
    )
    office.carry(case_no)
    office.clock.pass_by(days=1)
    office.done(STAFF, case_no, "supplement", answers={"destination": "样例镇政府"})
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意。")
    office.carry(case_no)
    office.done(CHIEF, case_no, "approve", opinion="同意派车。")
    assert shown(office, case_no).line.status == "decided"
    office.carry(case_no)
    office.done(CLERK, case_no, "conclude")
    office.carry(case_no)
    view = shown(office, case_no)
    assert (view.line.status, view.line.result) == ("concluded", "granted")
    assert {effect.state for effect in view.effects} == {"done"}
    titles = sorted(document.title for document in view.documents)
    assert titles == [
        "公务用车派车审批表",
        "公务用车申请受理通知书",
        "公务用车申请补正通知书",
        "关于样例县财政局公务用车的批复",
    ]
    for document in view.documents:
        content = office.service.papers.download(office.who(STAFF), document.id)
        assert not isinstance(content, Refusal)
        verdict = office.service.papers.verify(content.content)
        assert verdict.verdict == "valid"
        assert verdict.document == document.model_copy(update={"sealed_by": ()})  # told by its seals there
    reply = next(document for document in view.documents if document.is_result)
    assert re.fullmatch(r"样县机管车批〔2026〕\d+号", reply.number)
    words = pdf_text(office, reply.id)
    assert "<b>会审</b>&{case_no}<script>1</script>" in words
    assert "样例镇政府" in words
    asked = next(document for document in view.documents if "补正" in document.title)
    assert "请写明<i>单位</i>。" in pdf_text(office, asked.id)


def test_every_party_is_told(office: Office) -> None:
    """Clerks of the new task, the applicant of papers and end; each notice once."""
    case_no = office.file()
    office.carry(case_no)
    heard = heard_by(office, CLERK, case_no)
    assert len(heard) == 1
    assert heard[0].startswith("您有新的待办")
    office.done(CLERK, case_no, "refuse_acceptance", opinion="不属于保障范围。")
    office.carry(case_no)
    heard = heard_by(office, STAFF, case_no)
    assert len(heard) == 1
    assert "不予受理通知书" in heard[0]


def test_the_timeline_tells_who_did_what_in_order(office: Office) -> None:
    """Names, hats, verbs, opinions and findings of everybody, and who is next."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意。")
    office.done(CHIEF, case_no, "return_to_applicant", findings={"passengers": "请核实。"})
    view = shown(office, case_no)
    assert [(line.what, line.opinion) for line in view.timeline] == [
        ("提交申请", ""),
        ("受理", "拟同意。"),
        ("要求补正", ""),
    ]
    assert [(finding.target, finding.message) for finding in view.timeline[-1].findings] == [("乘车人数", "请核实。")]
    assert view.waiting[0].step == "申请人补正"
    assert [target.target for target in view.tasks[0].targets] == ["passengers"]
    assert [step.step for step in view.ahead] == ["decide", "dispatch"]


def test_withdrawing_cancels_what_no_machine_has_begun(office: Office) -> None:
    """The acceptance paper that is not yet numbered never is; the people are still told."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    receipt = office.service.cases.withdraw(office.who(STAFF), case_no, "改期")
    assert not isinstance(receipt, Refusal)
    assert receipt.status == "withdrawn"
    states = {(effect.kind, effect.state) for effect in shown(office, case_no).effects}
    assert {state for kind, state in states if kind != "notice"} == {"cancelled"}
    office.carry(case_no)
    assert shown(office, case_no).documents == ()
    told = heard_by(office, CHIEF, case_no)
    assert any("撤回" in text for text in told)


def test_who_handles_a_case_cannot_withdraw_it(office: Office) -> None:
    """The clerk sees the case, and reads that only the applicant may."""
    case_no = office.file()
    assert isinstance(office.service.cases.withdraw(office.who(CLERK), case_no), NotApplicantsCase)


def test_two_hats_must_be_told_apart(one_office: Office) -> None:
    """Several posts: which one is asked; one that is not the caller's is refused."""
    request = one_office.request().model_copy(update={"post": None})
    asked = one_office.service.cases.submit(one_office.who(STAFF), request, None)
    assert isinstance(asked, PostRequired)
    assert "样例县财政局工作人员" in asked.posts
    request = one_office.request("county_court.staff")
    assert isinstance(one_office.service.cases.submit(one_office.who(STAFF), request, None), NotYourPost)


def test_own_cases_and_cases_of_the_office_are_listed(office: Office) -> None:
    """The applicant finds the case by number, text and state; the clerk among those of the office."""
    case_no = office.file(purpose="独一无二的事由")
    cases, staff, clerk = office.service.cases, office.who(STAFF), office.who(CLERK)
    for found in (
        cases.list(staff, CaseListQuery(q=case_no)),
        cases.list(staff, CaseListQuery(q="独一无二")),
        cases.list(clerk, CaseListQuery(mine=False, q=case_no)),
    ):
        assert not isinstance(found, Refusal)
        assert found.items[0].case_no == case_no
    none = [
        cases.list(clerk, CaseListQuery(q=case_no)),
        cases.list(staff, CaseListQuery(q=case_no, state="concluded")),
        cases.list(staff, CaseListQuery(q="%")),
    ]
    assert [found.page.total for found in none if not isinstance(found, Refusal)] == [0, 0, 0]


def test_numbers_have_no_gap_after_a_refusal(office: Office) -> None:
    """A refused filing gives its number back."""
    first = office.file()
    refused = office.service.cases.submit(office.who(STAFF), office.request(passengers=0), None)
    assert isinstance(refused, Invalid)
    second = office.file()
    assert int(second[17:-1]) == int(first[17:-1]) + 1


def test_a_filing_is_read_as_it_will_stand_on_the_case_and_nothing_is_filed(office: Office) -> None:
    """Word for word what the case says afterwards; what would be refused is told in full instead, the hat too."""
    who = office.who(STAFF)
    before = office.service.cases.list(who)
    read = office.service.cases.review(who, office.request())
    assert isinstance(read, ReviewView)
    refused = office.service.cases.review(who, office.request(passengers=99))
    told = office.service.cases.submit(who, office.request(passengers=99), None)
    assert isinstance(refused, Invalid)
    assert refused == told
    assert office.service.cases.list(who) == before
    assert read.answers == shown(office, office.file()).answers


def test_who_may_not_file_hears_so_before_it_is_handed_in(office: Office) -> None:
    """Read once more, a filing is refused for all it would be refused for when it is handed in, eligibility too."""
    matter = office.publish(
        varied(
            next(one for one in shipped_definitions() if one.code == "MS032"),
            lambda it: it["guide"].update(applicants={"levels": ["city"]}),
        )
    )
    who, request = office.who(STAFF), office.request().model_copy(update={"matter": matter})
    read = office.service.cases.review(who, request)
    assert isinstance(read, NotEligible)
    assert read == office.service.cases.submit(who, request, None)
