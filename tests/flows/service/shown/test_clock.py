"""期限依据: each time that has moved the due date is told with its interval, and day by day to whoever wants it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flows.cases.alarms import ring
from flows.views.cases import CaseView
from flows.views.tasks import ExtensionOffer, TaskView
from matters.language.clock import WorkingDays
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, Office
from tests.flows.service.test_verbs import CAR_MATTER, DEPUTY, END
from tests.matters.clocked import X1, Y1, ten_days
from tests.matters.forked import branch, code, decide, fork, rerouted, step
from tests.matters.forked import office as beside
from tests.matters.linter.test_limits import MORE, clock, told_by_paper
from tests.matters.stories import varied

DAYS = {days: {"kind": "working_days", "days": days} for days in (3, 5)}
EXTENSION = {**MORE, "at_most_days": 5, "grounds": ["案情复杂"]}
EXPERTS = step("s1", "special_procedure", "deputy_head", what="expert_review", stops_clock=True)


def resting(office: Office) -> str:
    """A case of two branches accepted on 2 March and due on the 16th; one rests from the 3rd to the 5th, the other was done."""
    both = fork("f", "parallel", branch("a", X1), branch("b", Y1))
    made = ten_days(rerouted(CAR_MATTER, both, EXPERTS, decide(), deliver=END))
    case_no = office.file_as(office.publish(made))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.clock.pass_by(days=1)
    office.done(CHIEF, case_no, "ask_suspension", until="2026-03-05", opinion="等候勘查")
    office.done(HEAD, case_no, "consent_to_suspension")
    office.done(DEPUTY, case_no, "approve", opinion="同意")
    return case_no


def after(office: Office, **delta: float) -> None:
    """Time passes, and the days that have come are rung."""
    office.clock.pass_by(**delta)
    ring(office.resources)


def test_every_move_of_the_due_date_is_told_with_its_interval(office: Office) -> None:
    """A rest, a supplement and a special procedure: two, two and one working days, five in all."""
    case_no = resting(office)
    assert office.case(STAFF, case_no).due_reason == (
        "承诺时限：10 个工作日，自受理起算；自2026年3月3日起因“环节x1”挂起停止计时，结束后顺延"
    )
    after(office, days=2)
    office.done(CHIEF, case_no, "return_to_applicant", opinion="请核实", findings={"destination": "请写明。"})
    after(office, days=4)
    office.done(STAFF, case_no, "supplement", answers={"destination": "样例镇政府"})
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.done(DEPUTY, case_no, "approve", opinion="同意")
    after(office, days=1)
    office.done(DEPUTY, case_no, "complete", opinion="可行")
    view = office.case(STAFF, case_no)
    assert view.line.due == date(2026, 3, 23)
    assert view.due_reason == (
        "承诺时限：10 个工作日，自受理起算；“环节x1”挂起期间（2026年3月3日至2026年3月5日）不计入，顺延 2 个工作日；"
        "申请人补正期间（2026年3月5日至2026年3月9日）不计入，顺延 2 个工作日；"
        "“环节s1”期间（2026年3月9日至2026年3月10日）不计入，顺延 1 个工作日；共顺延 5 个工作日"
    )
    assert [(one.party, one.days) for one in view.shares] == [("holder", 1), ("applicant", 2), ("paused", 3)]
    assert moved(view) == [("suspension", 2), ("supplement", 2), ("special_procedure", 1)]
    agreed = next(entry.what for entry in view.timeline if entry.what.startswith("特别程序开始"))
    assert agreed.endswith("同意，停止计时")


def test_an_extension_is_told_with_its_ground_and_both_limits(office: Office) -> None:
    """延长: who has agreed and by how much; what is legal and what is promised both stay, and the ground is told on paper."""
    made = varied(ten_days(rerouted(CAR_MATTER, X1, decide(), deliver=END)), told_by_paper(EXTENSION))
    assert made.clock
    clock = made.clock.model_copy(update={"legal": WorkingDays(kind="working_days", days=20)})
    case_no = office.file_as(office.publish(made.model_copy(update={"clock": clock})))
    office.done(CLERK, case_no, "accept", fills=CAR)
    offer = task(office, CHIEF, case_no).extension
    assert offer == ExtensionOffer(left=5, grounds=("案情复杂",))
    assert code(office.act(CHIEF, case_no, "ask_extension", opinion="案情复杂")) == "invalid"
    assert code(office.act(CHIEF, case_no, "ask_extension", opinion="案情复杂", days=6)) == "invalid"
    office.done(CHIEF, case_no, "ask_extension", days=4, opinion="案情复杂")
    assert task(office, CHIEF, case_no).extension is None
    asked = task(office, HEAD, case_no)
    assert asked.line.step_name == "环节x1：延长审批"
    assert asked.line.actions == ("consent_to_extension", "refuse_extension")
    assert "请审批是否同意延长 4 个工作日" in asked.instructions
    office.done(HEAD, case_no, "consent_to_extension", opinion="同意")
    office.carry(case_no)
    view = office.case(STAFF, case_no)
    assert (view.line.due, view.days[-1].number) == (date(2026, 3, 20), 14)
    assert view.due_reason.startswith("法定时限：20 个工作日；承诺时限：10 个工作日，自受理起算；经")
    assert view.due_reason.endswith("批准延长 4 个工作日")
    said = {entry.what: entry.opinion for entry in view.timeline}
    assert said["申请延长：4 个工作日"] == "案情复杂"
    assert said["延长期限：延长 4 个工作日，办结期限为2026年3月20日"] == "同意"
    (document,) = (one for one in view.documents if one.title == "延长期限告知书")
    paper: Any = office.service.papers.download(office.who(STAFF), document.id)
    drawn = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper.content)).pages)
    assert "延长4个工作日，事由：案情复杂，办结期限2026年3月20日" in drawn
    told: Any = office.service.notices.list(office.who(STAFF))
    assert any("经批准延长办理期限" in notice.text for notice in told)


@pytest.mark.parametrize(
    ("starts", "said", "due"),
    [
        ("submitted", "自提交起算", date(2026, 3, 16)),
        ({"step": "x1"}, "自“环节x1”办结起算；尚未起算", None),
        ({"field": "depart_at"}, "自所填“出发时间”起算，已过的自受理起算", date(2026, 3, 24)),
    ],
)
def test_where_it_is_counted_from_is_told(office: Office, starts: object, said: str, due: date | None) -> None:
    """起算: in the explanation of the case and before it is filed; as long as it has not begun there is no last day."""
    made = varied(ten_days(rerouted(CAR_MATTER, X1, decide(), deliver=END)), clock(starts=starts))
    published = office.publish(made)
    case_no = office.file_as(published)
    foretold = office.service.matters.forecast(
        office.who(STAFF), published, office.request().answers, "county_finance.staff"
    )
    assert getattr(foretold, "promised", "") == f"10 个工作日（{said.split('；')[0]}）"
    office.done(CLERK, case_no, "accept", fills=CAR)
    view = office.case(STAFF, case_no)
    assert (view.line.due, view.due_reason) == (due, f"承诺时限：10 个工作日，{said}")
    begun = [entry.what for entry in view.timeline if entry.what.startswith("起算")]
    assert len(begun) == (due is not None)


def test_whose_part_of_the_time_runs_is_told(office: Office) -> None:
    """分段限时: of two bodies at work each with its own limit; what has none has no part."""
    ours, theirs = step("x1", limit=DAYS[3]), beside("y1", "finance", limit=DAYS[5])
    both = fork("f", "parallel", branch("a", ours), branch("b", theirs))
    case_no = office.file_as(office.publish(ten_days(rerouted(CAR_MATTER, both, decide(), deliver=END))))
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert [one.share for one in office.case(STAFF, case_no).waiting] == [
        "样例县机关事务管理中心：3 个工作日",
        "样例县财政局：5 个工作日",
    ]
    office.done(CHIEF, case_no, "approve", opinion="同意")
    assert [one.share for one in office.case(STAFF, case_no).waiting] == ["样例县财政局：5 个工作日"]


def task(office: Office, person: str, case_no: str) -> TaskView:
    """The person's open item on the case, with all that it offers."""
    (found,) = office.case(person, case_no).tasks
    return found


def moved(view: CaseView) -> list[tuple[str, int]]:
    """What has moved the due date, and by how much."""
    return [(spell.reason, spell.days) for spell in view.time if spell.days]


def test_days_can_be_counted_again_one_by_one(office: Office) -> None:
    """The tenth day that counts is the last one; what does not count says why."""
    case_no = resting(office)
    after(office, days=2)
    view = office.case(STAFF, case_no)
    assert view.line.due == date(2026, 3, 18)
    days = {one.day.day: (one.number, one.note) for one in view.days}
    assert list(days) == list(range(3, 19))
    assert (days[3], days[18]) == ((1, ""), (10, ""))
    assert days[4] == days[5] == (None, "“环节x1”挂起，停止计时")
    assert days[7] == days[8] == (None, "非工作日")
