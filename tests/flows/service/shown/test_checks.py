"""已核验: what was really checked of a case, for whom it waits to decide."""

from flows.views.cases import CheckView
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office


def seen(office: Office, person: str, case_no: str) -> dict[str, CheckView]:
    """The checks by name."""
    return {check.name: check for check in office.case(person, case_no).checks}


def test_every_filing_has_passed_the_rules_of_the_door(office: Office) -> None:
    """Rules, materials, marks of secrecy, and that it is no repetition."""
    found = seen(office, CLERK, office.file(purpose="赴样例镇核验"))
    assert list(found) == ["填报规则", "申请材料", "密级标志", "重复申请"]
    assert all(check.passed for check in found.values())


def test_a_repetition_gives_pause_with_the_earlier_number(office: Office) -> None:
    """Never a refusal; whoever decides should know."""
    earlier = office.file(purpose="同一件事")
    found = seen(office, CLERK, office.file(purpose="同一件事"))["重复申请"]
    assert not found.passed
    assert earlier in found.note


def test_they_are_for_who_has_to_decide_now(office: Office) -> None:
    """Not for the applicant, nor for who has done their part."""
    case_no = office.file(purpose="赴样例镇看一看")
    assert seen(office, STAFF, case_no) == {}
    assert seen(office, CHIEF, case_no) == {}
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert seen(office, CLERK, case_no) == {}
    assert seen(office, CHIEF, case_no)
