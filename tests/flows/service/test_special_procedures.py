"""特别程序 at the service: the history says who agreed to it, and the due date says what has moved it."""

from datetime import date

from tests.flows.service.office import CAR, CLERK, HEAD, STAFF, Office
from tests.flows.service.test_verbs import CAR_MATTER, DEPUTY, END
from tests.matters.forked import decide, rerouted
from tests.matters.test_special_procedures import review


def test_the_standstill_is_explained(office: Office) -> None:
    """While it lasts and afterwards, to the applicant as well."""
    made = rerouted(CAR_MATTER, review(), decide(), deliver=END)
    assert made.clock
    clock = made.clock.model_copy(update={"stops": ("supplement", "special_procedure")})
    code = office.publish(made.model_copy(update={"clock": clock}))
    case_no = office.file_as(code)
    office.done(CLERK, case_no, "accept", fills=CAR)
    view = office.case(STAFF, case_no)
    begins = view.timeline[-1]
    assert (begins.step, begins.what, begins.who) == ("环节experts", "特别程序开始：停止计时", "系统")
    assert "自2026年3月2日起因“环节experts”停止计时，结束后顺延" in view.due_reason
    office.clock.pass_by(days=3)
    office.done(DEPUTY, case_no, "complete", opinion="专家认为可行")
    view = office.case(HEAD, case_no)
    assert view.line.due == date(2026, 3, 6)
    assert "“环节experts”期间（2026年3月2日至2026年3月5日）不计入，顺延 3 个工作日" in view.due_reason
    assert view.timeline[-1].what == "恢复计时：2026年3月2日至2026年3月5日不计入办理时限，办结期限改为2026年3月6日"
    assert (view.timeline[-2].what, view.timeline[-2].opinion) == ("办理完成", "专家认为可行")
