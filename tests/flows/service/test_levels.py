"""Three levels at the service: one case from county to city and province and back, seen by each body once it takes part."""

from pathlib import Path
from typing import Any

from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from tests.flows.documents.poppler import text
from tests.flows.service.office import CHIEF, HEAD, STAFF, STRANGER, Office
from tests.flows.service.test_days import told
from tests.flows.service.test_verbs import begun, code, holds
from tests.matters.forked import decide, step

CITY, CITY_HEAD, PROVINCE, PROVINCE_HEAD = "p21", "p20", "p05", "p04"
DUTY = {"duty": "official_vehicles"}
PASSES = [{"kind": "report_up", "to": DUTY}, {"kind": "send_down", "to": DUTY}]
CHECK = step("check", post="vehicle_chief", passes_on=PASSES)
UP = {"opinion": "超出本级权限", "body": "city_logistics"}


def sees(office: Office, person: str, case_no: str) -> bool:
    """Whether the case is there for the person."""
    return not isinstance(office.service.cases.show(office.who(person), case_no), Refusal)


def test_one_case_goes_up_to_the_province_and_comes_back(office: Office, tmp_path: Path) -> None:
    """上报, 转下级, 答复: nobody sees it before it reaches their body; the whole chain stands in history and record."""
    case_no = begun(office, CHECK, decide())
    levels = (CITY_HEAD, PROVINCE_HEAD, STRANGER)
    assert [sees(office, person, case_no) for person in levels] == [False, False, False]
    office.done(CHIEF, case_no, "report_up", **UP)
    assert [sees(office, person, case_no) for person in levels] == [True, False, False]
    assert (holds(office, CHIEF, case_no), holds(office, CITY, case_no)) == (False, True)
    assert sees(office, CHIEF, case_no)
    office.done(CITY, case_no, "report_up", opinion="请省中心定", body="province_logistics")
    assert [sees(office, person, case_no) for person in levels] == [True, True, False]
    office.done(PROVINCE, case_no, "send_down", opinion="请核里程", body="city_logistics")
    note = office.case(CITY, case_no).waiting[0].note
    assert "样例省机关事务管理局" in note
    assert "答复后返回" in note
    office.done(CITY, case_no, "reply", opinion="里程无误")
    office.done(PROVINCE, case_no, "approve", opinion="省中心同意")
    office.done(HEAD, case_no, "approve", opinion="照省中心意见办")
    office.carry(case_no)
    told_here = [(entry.what, entry.opinion) for entry in office.case(STAFF, case_no).timeline]
    for line in (
        ("上报样例市机关事务管理局", "超出本级权限"),
        ("上报样例省机关事务管理局", "请省中心定"),
        ("转下级样例市机关事务管理局", "请核里程"),
        ("答复", "里程无误"),
    ):
        assert line in told_here
    assert office.case(STAFF, case_no).line.status_name == "已办结"
    assert_recorded(office, case_no, tmp_path)
    assert any("抄送" in line for line in told(office, CHIEF, case_no))


def assert_recorded(office: Office, case_no: str, folder: Path) -> None:
    """审批表: each act with the body it went to and what was said; a cell that is broken over lines is read in pieces."""
    documents = office.case(STAFF, case_no).documents
    record = next(document for document in documents if not document.is_result and "审批表" in document.title)
    content: Any = office.service.papers.download(office.who(STAFF), record.id)
    printed = "".join(text(content.content, folder).split())
    for piece in (
        "上报样例市",
        "超出本级权限",
        "上报样例省",
        "请省中心定",
        "转下级样例市",
        "请核里程",
        "答复。里程无误",
    ):
        assert piece in printed


def test_only_what_is_offered_is_accepted(office: Office) -> None:
    """The bodies are listed by their names; a crafted one, one left out and one for another act are refused."""
    case_no = begun(office, CHECK, decide())
    (task,) = office.case(CHIEF, case_no).tasks
    assert [(choice.action, choice.body, choice.name, choice.answers) for choice in task.passes] == [
        ("report_up", "city_logistics", "样例市机关事务管理局", False)
    ]
    assert {"report_up", "send_down"} <= set(task.line.actions)
    assert "report_up" in task.opinion_required
    for body in ("province_logistics", "county_court", "nowhere"):
        assert code(office.act(CHIEF, case_no, "report_up", opinion="请定", body=body)) == "not_possible"
    assert code(office.act(CHIEF, case_no, "report_up", opinion="请定")) == "invalid"
    assert code(office.act(CHIEF, case_no, "approve", opinion="同意", body="city_logistics")) == "invalid"
    assert code(office.act(CHIEF, case_no, "forward", **UP)) == "action_not_offered"
    assert code(office.act(CHIEF, case_no, "report_up", body="city_logistics")) == "opinion_required"
    assert not sees(office, CITY_HEAD, case_no)


def test_the_question_is_called_back_by_who_asked(office: Office) -> None:
    """收回: offered to the asker alone; those who were asked are told."""
    case_no = begun(office, CHECK, decide())
    office.done(CHIEF, case_no, "report_up", **UP)
    office.done(CITY, case_no, "send_down", opinion="请核车况", body="county_logistics")
    assert office.task(CITY, case_no).actions == ("recall",)
    assert "reply" in office.task(CHIEF, case_no).actions
    assert any("新的待办" in line for line in told(office, CHIEF, case_no))
    office.done(CITY, case_no, "recall")
    assert any("已收回" in line for line in told(office, CHIEF, case_no))
    office.done(CITY, case_no, "approve", opinion="同意")


def test_an_answer_is_given_once(office: Office) -> None:
    """A double click has the first receipt; the asker is told that it is back, once."""
    case_no = begun(office, CHECK, decide())
    office.done(CHIEF, case_no, "report_up", **UP)
    office.done(CITY, case_no, "send_down", opinion="请核车况", body="county_logistics")
    task = office.task(CHIEF, case_no)
    request = ActRequest(action="reply", expected_version=task.version, opinion="车况良好")
    key, who = f"reply-{case_no}", office.who(CHIEF)
    first = office.service.tasks.act(who, task.id, request, key)
    assert not isinstance(first, Refusal)
    assert office.service.tasks.act(who, task.id, request, key) == first
    assert code(office.service.tasks.act(who, task.id, request)) == "not_holder"
    assert sum("作出答复" in line for line in told(office, CITY, case_no)) == 1


def test_a_superior_takes_a_decision_back(office: Office) -> None:
    """拿回 after 上报: it waits in the city again, with everything as it was."""
    case_no = begun(office, CHECK, decide())
    office.done(CHIEF, case_no, "report_up", **UP)
    office.done(CITY, case_no, "approve", opinion="同意")
    office.case_act(CITY, case_no, "take_back", text="漏看附件")
    assert (holds(office, CITY, case_no), holds(office, CHIEF, case_no)) == (True, False)
    office.done(CITY, case_no, "return_to_applicant", opinion="请写明", findings={"destination": "请写明单位。"})
    assert office.task(STAFF, case_no).actions == ("supplement",)
