"""再次补正 at the service: who is to be asked stands on the page and in the refusal."""

from flows.views.tasks import HatChoice
from matters.errors.handling import NotPossible
from tests.flows.service.office import CLERK, STAFF, Office

FINDINGS = {"destination": "请写明单位"}


def again(office: Office, case_no: str) -> str:
    """What another round needs, as the clerk's page says."""
    (task,) = office.case(CLERK, case_no).tasks
    return task.again


def test_the_second_round_waits_for_the_heads_opinion(office: Office) -> None:
    """Nothing is said before the first; the head's leave is a matter of an opinion, and ends with the round."""
    case_no = office.file()
    assert again(office, case_no) == ""
    office.done(CLERK, case_no, "request_supplement", findings=FINDINGS)
    office.done(STAFF, case_no, "supplement", answers={"destination": "样例镇"})
    assert again(office, case_no).startswith("本办件已要求补正过，再次要求须先“委派”本单位负责人")
    refusal = office.act(CLERK, case_no, "request_supplement", findings=FINDINGS)
    assert isinstance(refusal, NotPossible)
    (task,) = office.case(CLERK, case_no).tasks
    head = next(one for one in task.colleagues if one.post.endswith(".head"))
    assert head.name in refusal.why
    office.done(CLERK, case_no, "delegate", to=(named(head),), opinion="拟再次要求补正")
    office.done(head.person, case_no, "advise", opinion="同意，请一次说清")
    assert again(office, case_no) == ""
    office.done(CLERK, case_no, "request_supplement", findings=FINDINGS)
    assert office.case(STAFF, case_no).line.status == "supplementing"


def named(hat: HatChoice) -> dict[str, str]:
    """A person under a hat as a request names them."""
    return {"person": hat.person, "post": hat.post}
