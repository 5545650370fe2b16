"""派发 at the service: a task goes to several bodies, each answers in a case of its own, and the table and its sum are right."""

from typing import Any

from flows.views.cases import RelatedCase
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import ANSWERS, CAR, CLERK, HEAD, STAFF, STRANGER, Office
from tests.matters.family import sub_matter
from tests.matters.forked import decide, rerouted
from tests.matters.stories import varied
from tests.matters.verbs.test_sent_down import asking

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
ANSWER = {
    "id": "answer",
    "name": "填报完成情况",
    "kind": "applicant",
    "limit": {"kind": "working_days", "days": 5},
    "undone": "supervise",
    "rights": {"edit": ["done"], "required": ["done"]},
}
BACK = {"fields": {"done": "done"}}


def task(office: Office) -> str:
    """The matter by which a body answers: it fills in what it has done, by a day of its own."""

    def add(document: dict[str, Any]) -> None:
        done = {"id": "done", "label": "完成数", "type": "integer", "filled_by": "office", "required": "optional"}
        document["form"]["sections"][0]["fields"].append(done)

    made: Definition = rerouted(varied(CAR_MATTER, add), ANSWER, decide(), deliver=END)
    return office.publish(made.model_copy(update={"name": "任务填报"}))


def sent(office: Office, *bodies: str) -> str:
    """A case by which these bodies are asked, accepted and carried out."""
    hands = {"fields": {name: name for name in ANSWERS}}
    down = sub_matter(
        matter=task(office),
        per_row="asked",
        as_body={"field": "unit"},
        hands_over=hands,
        takes_back=BACK,
        on_refusal="go_on",
    )
    code = office.publish(rerouted(asking(CAR_MATTER), down, decide(), deliver=END))
    case_no = office.file_as(code, answers={**ANSWERS, "asked": [{"unit": body} for body in bodies]})
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    return case_no


def answered(office: Office, child: RelatedCase, person: str, done: int) -> None:
    """The body fills in what it has done, and it is confirmed."""
    assert child.case_no
    office.done(CLERK, child.case_no, "accept", fills=CAR)
    waiting = office.task(person, child.case_no)
    assert (waiting.step, waiting.due is not None) == ("answer", True)
    office.done(person, child.case_no, "complete", fills={"done": done})
    office.done(HEAD, child.case_no, "approve", opinion="同意")
    office.carry(child.case_no)


def test_each_body_answers_in_its_own_case_and_the_sum_is_right(one_office: Office) -> None:
    """Each is its own applicant; a body sees its own task and no other's; the case goes on when all are back."""
    office = one_office
    case_no = sent(office, "county_finance", "county_court")
    first, second = office.case(STAFF, case_no).related
    assert [one.relation for one in (first, second)] == ["sub_matter", "sub_matter"]
    assert first.case_no
    assert second.case_no
    assert office.case(STRANGER, second.case_no).line.applicant_body == "样例县人民法院"
    answered(office, first, STAFF, 4)
    assert office.case(STAFF, case_no).waiting[0].note == "等候子事项：共 2 件，已办结 1 件"
    answered(office, second, STRANGER, 3)
    said = {one.id: one for one in office.case(STAFF, case_no).answers}
    assert said["asked"].table[1:] == (("样例县财政局", "4"), ("样例县人民法院", "3"))
    assert said["total"].text == "7"
    assert office.task(HEAD, case_no).step == "settle"
