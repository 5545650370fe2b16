"""Field rights at the service: what a step hides never leaves it for its holder, in no view, file, paper or title."""

from typing import Any

import pytest

from flows.views.cases import CaseView, FileContent
from matters.errors.door import Invalid, NotFound
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, Office
from tests.matters.shielded import HIDDEN, shielded
from tests.matters.stories import varied

DEPUTY, SUPERVISOR, COLLEAGUE = "p43", "p62", "p49"  # COLLEAGUE: approver of the applicant's body
PURPOSE, PHONE = "赴样例镇开展防汛检查", "5550070"
ALL = frozenset({"purpose", "contact_phone", "notice"})
CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")


@pytest.fixture
def shield(office: Office) -> tuple[Office, str, str]:
    """A case before the chief's check, and the file of its notice."""
    return begun(office, shielded(CAR_MATTER))


def begun(office: Office, matter: Definition) -> tuple[Office, str, str]:
    """An accepted case of the matter, filed with the notice."""
    file = office.upload()
    answers = office.request(passengers=8).answers
    case_no = office.file_as(office.publish(matter), answers=answers, materials={"notice": (file.id,)})
    office.done(CLERK, case_no, "accept", fills=CAR)
    return office, case_no, file.id


def seen(view: CaseView) -> frozenset[str]:
    """Which of the guarded fields and materials the view holds."""
    return frozenset([*(answer.id for answer in view.answers), *(material.id for material in view.materials)]) & ALL


def test_each_sees_what_the_steps_show(shield: tuple[Office, str, str]) -> None:
    """Applicant, acceptance and supervisor all; the check little, and no more who looks on for a body."""
    office, case_no, _ = shield
    assert seen(office.case(STAFF, case_no)) == seen(office.case(CLERK, case_no)) == ALL
    assert seen(office.case(CHIEF, case_no)) == frozenset()
    assert seen(office.case(SUPERVISOR, case_no)) == ALL
    assert seen(office.case(COLLEAGUE, case_no)) == seen(office.case(HEAD, case_no)) == frozenset()
    withheld = [office.case(who, case_no).withheld for who in (STAFF, CLERK, CHIEF, SUPERVISOR, COLLEAGUE)]
    assert withheld == [False, False, True, False, True]


def test_nothing_hidden_stands_anywhere_in_the_view(shield: tuple[Office, str, str]) -> None:
    """The whole of what goes out, as text: neither the answer nor the file, nor in the title of the queue."""
    office, case_no, file_id = shield
    sent = office.case(CHIEF, case_no).model_dump_json()
    line = office.task(CHIEF, case_no).model_dump_json()
    for secret in (PURPOSE, PHONE, file_id, "会议或公务活动通知"):
        assert secret not in sent
        assert secret not in line
    assert PURPOSE in office.case(CLERK, case_no).model_dump_json()
    assert office.task(CHIEF, case_no).title == "公务用车派车：样例镇"


def test_the_file_of_a_hidden_material_is_refused(shield: tuple[Office, str, str]) -> None:
    """By its id, like one that does not exist; a file that was replaced since is judged by what it was handed in for."""
    office, case_no, file_id = shield

    def given(person: str, file: str = file_id) -> bool:
        return isinstance(office.service.files.download(office.who(person), file), FileContent)

    assert [given(who) for who in (STAFF, CLERK, CHIEF, COLLEAGUE)] == [True, True, False, False]
    refused = office.service.files.download(office.who(CHIEF), file_id)
    assert isinstance(refused, NotFound)
    assert "该文件" in refused.message
    act(office, CHIEF, case_no, "approve", fills={"driver_phone": "5550188"})
    act(office, HEAD, case_no, "return_to_applicant", findings={"notice": "请换一份"})
    new = office.upload()
    act(office, STAFF, case_no, "supplement", materials={"notice": (new.id,)})
    assert [given(HEAD), given(HEAD, new.id), given(CHIEF), given(CHIEF, new.id)] == [True, True, False, False]


def act(office: Office, person: str, case_no: str, action: Any, **parts: Any) -> None:  # noqa: ANN401
    """Act, and be accepted."""
    office.done(person, case_no, action, opinion="意见" if action != "supplement" else "", **parts)


def test_crafted_calls_are_refused_beside_the_field(shield: tuple[Office, str, str]) -> None:
    """Writing what is hidden or read-only, leaving out what must be filled, naming a defect of what is hidden."""
    office, case_no, _ = shield
    refused = office.act(CHIEF, case_no, "approve", fills={"purpose": "改", "plate": "样A00000"})
    assert isinstance(refused, Invalid)
    assert {one.target for one in refused.problems} == {"purpose", "plate", "driver_phone"}
    for target in HIDDEN:
        refused = office.act(CHIEF, case_no, "return_to_applicant", findings={target: "请写明"})
        assert isinstance(refused, Invalid)
        assert [one.target for one in refused.problems] == [target]
    act(office, CHIEF, case_no, "approve", fills={"driver_phone": "5550188"})
    kept = {answer.id: answer.value for answer in office.case(STAFF, case_no).answers}
    assert (kept["purpose"], kept["plate"], kept["driver_phone"]) == (PURPOSE, CAR["plate"], "5550188")


def test_the_form_of_the_step_holds_what_it_shows(shield: tuple[Office, str, str]) -> None:
    """What may be named as a defect, and what is filled."""
    office, case_no, _ = shield
    (task,) = office.case(CHIEF, case_no).tasks
    assert not {field.definition["id"] for field in task.form} & ALL
    assert task.materials == ()
    assert [(field.definition["id"], field.required) for field in task.fills] == [("driver_phone", True)]
    act(office, CHIEF, case_no, "approve", fills={"driver_phone": "5550188"})
    (task,) = office.case(HEAD, case_no).tasks
    assert {field.definition["id"] for field in task.form} & ALL == {"purpose"}
    assert [material["id"] for material in task.materials] == ["notice"]


def test_a_defect_of_what_is_hidden_is_not_told_to_whom_it_is_hidden(shield: tuple[Office, str, str]) -> None:
    """办理过程: the head's finding on the purpose reaches the applicant, and not the chief."""
    office, case_no, _ = shield
    act(office, CHIEF, case_no, "approve", fills={"driver_phone": "5550188"})
    found = {"purpose": "事由太笼统", "destination": "写明单位"}
    act(office, HEAD, case_no, "return_to_applicant", findings=found)

    def told(person: str) -> set[str]:
        return {finding.message for entry in office.case(person, case_no).timeline for finding in entry.findings}

    assert told(STAFF) == told(HEAD) == set(found.values())
    assert told(CHIEF) == {"写明单位"}
    office.carry(case_no)
    assert titles(office, STAFF, case_no) == titles(office, HEAD, case_no) | {"公务用车申请受理通知书"}
    assert titles(office, CHIEF, case_no) == set()


def titles(office: Office, person: str, case_no: str) -> set[str]:
    """The papers of the case that the person may read, as listed and in the view alike."""
    listed: Any = office.service.papers.list(office.who(person), case_no)
    assert listed == office.case(person, case_no).documents
    return {paper.title for paper in listed}


def test_a_paper_is_kept_from_whom_something_on_it_is_hidden(shield: tuple[Office, str, str]) -> None:
    """The notice of acceptance prints purpose and telephone."""
    office, case_no, _ = shield
    office.carry(case_no)
    (paper,) = office.case(STAFF, case_no).documents
    answers = [office.service.papers.download(office.who(who), paper.id) for who in (STAFF, CLERK, CHIEF, HEAD)]
    assert [isinstance(answer, FileContent) for answer in answers] == [True, True, False, False]


def test_several_steps_show_their_union_and_a_copy_its_own(shield: tuple[Office, str, str]) -> None:
    """Somebody who accepted and checks sees all; a copy from the check shows no more than the check."""
    office, case_no, file_id = shield
    deputy = Holder(person=DEPUTY, post="county_logistics.deputy_head")
    act(office, CHIEF, case_no, "send_copy", to=(deputy,))
    assert seen(office.case(DEPUTY, case_no)) == frozenset()
    assert isinstance(office.service.files.download(office.who(DEPUTY), file_id), NotFound)
    clerk = Holder(person=CLERK, post="county_logistics.vehicle_clerk")
    act(office, CHIEF, case_no, "transfer", to=(clerk,))
    assert seen(office.case(CLERK, case_no)) == ALL
    assert seen(office.case(CHIEF, case_no)) == frozenset()


def test_without_rights_nothing_is_kept_back(office: Office) -> None:
    """The same matter with everything listed: all see all, as before there were rights."""

    def open_up(document: dict[str, Any]) -> None:
        for step in document["steps"]:
            step.setdefault("rights", {}).update(hidden=[], read=["contact_phone"])

    matter = varied(shielded(CAR_MATTER), open_up)
    _, case_no, file_id = begun(office, matter)
    assert [seen(office.case(who, case_no)) for who in (STAFF, CLERK, CHIEF)] == [ALL] * 3
    assert isinstance(office.service.files.download(office.who(CHIEF), file_id), FileContent)
    assert office.case(STAFF, case_no).line.title == f"公务用车派车：{PURPOSE}"
