"""A case in several branches at once, at the service: what one of them sends back, and what goes on afterwards."""

from pathlib import Path
from typing import Any

from flows.views.cases import SubmitRequest
from storage.definitions.catalog import shipped_definitions
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, START, Office
from tests.flows.service.test_verbs import CAR_MATTER, DEPUTY, END
from tests.matters.clocked import X1, Y1, ten_days
from tests.matters.forked import branch, decide, fork, rerouted, step

JOINT = next(matter for matter in shipped_definitions() if matter.code == "MS001")
PROJECT = JOINT.golden[0]
BRANCHES = ("county_cyberspace", "county_secrecy", "county_reform", "county_finance")


def holder(office: Office, post: str) -> str:
    """The person who holds the post on the day of the case."""
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    return organisation.holders_of(organisation.post(post), START.date())[0].person


def filed(office: Office) -> tuple[str, str]:
    """A case of the joint review, and its applicant."""
    applicant = holder(office, PROJECT.filed_as)
    materials = {"plan": [office.upload(applicant, "方案.pdf").id]}
    request = SubmitRequest(matter=JOINT.code, answers=PROJECT.answers, materials=materials, post=PROJECT.filed_as)
    receipt: Any = office.service.cases.submit(office.who(applicant), request, None)
    return receipt[0].case_no, applicant


def test_a_return_out_of_one_branch_tells_what_to_mend_and_all_branches_go_on(office: Office, tmp_path: Path) -> None:
    """The findings reach page and paper, though the return closes the items of the other branches too."""
    case_no, applicant = filed(office)
    office.done(
        holder(office, "county_data.project_clerk"), case_no, "accept", opinion="申报内容完整，送有关部门会审。"
    )
    findings = {"content": "未写明是否处理个人信息"}
    sender = holder(office, "county_reform.review_clerk")
    office.done(sender, case_no, "return_to_applicant", findings=findings, opinion="请补正后再审。")
    office.carry(case_no)

    view: Any = office.service.cases.show(office.who(applicant), case_no)
    assert [problem.message for entry in view.timeline for problem in entry.findings] == ["未写明是否处理个人信息"]
    assert next(entry for entry in view.timeline if entry.findings).opinion == "请补正后再审。"
    document = next(document for document in view.documents if document.title.endswith("一次性补正告知书"))
    paper: Any = office.service.papers.download(office.who(applicant), document.id)
    assert "：未写明是否处理个人信息" in text(paper.content, tmp_path)

    office.done(applicant, case_no, "supplement", answers={"content": "建设用车申请模块，不处理个人信息。"})
    for body in BRANCHES:
        office.done(holder(office, f"{body}.review_clerk"), case_no, "approve", opinion="同意。")
    assert office.task(holder(office, "county_data.head"), case_no).step_name == "牵头部门审定"


def test_before_a_return_one_reads_what_else_it_ends(office: Office) -> None:
    """The other branches, one of them at rest: a return to the applicant ends both, and neither is a surprise."""
    both = fork("f", "parallel", branch("a", X1), branch("b", Y1, step("z", post="deputy_head")))
    case_no = office.file_as(office.publish(ten_days(rerouted(CAR_MATTER, both, decide(), deliver=END))))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(CHIEF, case_no, "ask_suspension", until="2026-03-05", opinion="等候勘查")
    office.done(HEAD, case_no, "consent_to_suspension")
    (task,) = office.case(DEPUTY, case_no).tasks
    assert task.ends == ("环节x1（已挂起）",)
    office.done(DEPUTY, case_no, "approve", opinion="同意")
    (task,) = office.case(DEPUTY, case_no).tasks
    assert [(one.name, one.ends) for one in task.earlier] == [("环节y1", ())]
    assert task.ends == ("环节x1（已挂起）",)
