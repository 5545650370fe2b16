"""The brief in lists and on the page of a case: what is asked now, and the same wherever it stands."""

from collections.abc import Callable

from flows.views.tasks import TaskList
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office

ASKED = "2026年3月10日 08:00出发，赴样例镇，3人乘车"


def test_a_brief_says_what_the_case_says_now(office: Office) -> None:
    """Before the office has filled in its part and afterwards; in the queue, in the case and to the applicant alike."""
    case_no = office.file()
    assert office.task(CLERK, case_no).brief == office.case(STAFF, case_no).line.brief == ASKED
    office.done(CLERK, case_no, "accept", fills=CAR)
    said = f"{ASKED}，车牌{CAR['plate']}，驾驶员{CAR['driver']}"
    assert office.task(CHIEF, case_no).brief == office.case(STAFF, case_no).line.brief == said
    (task,) = office.case(CHIEF, case_no).tasks
    assert task.line.brief == said


def test_a_page_of_the_queue_says_each_case_its_own(new_office: Callable[[str], Office]) -> None:
    """Not the neighbour's; in an office in which nobody else fills the page."""
    office = new_office("sqlite")
    places = {office.file(destination=place): place for place in ("河湾村", "样例市")}
    found = office.service.tasks.queue(office.who(CLERK))
    assert isinstance(found, TaskList)
    told = {line.case_no: line.brief for line in found.items if line.case_no in places}
    assert {case_no: f"赴{place}" in told[case_no] for case_no, place in places.items()} == dict.fromkeys(places, True)
