"""先办后补 at the service: what is offered before filing, who is told what is owed, bringing it, and 逾期未补.

Covers: flows/service/desks/handovers.py
"""

from datetime import date
from typing import Any

from flows.cases.alarms import ring
from flows.cases.deciding import open_case
from flows.views.cases import SubmitRequest
from flows.views.mending import RepairRequest
from flows.views.registers import CaseListQuery, CaseQuery
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.organisation.snapshot import Holder
from tests.flows.service.office import ANSWERS, CAR, CHIEF, CLERK, CLERK_2, STAFF, STRANGER, Office
from tests.flows.service.test_verbs import CAR_MATTER, code, holds
from tests.matters.filing.test_late_materials import lenient, material

URGENT = {**ANSWERS, "passengers": 9}
MAYOR = Holder(person="p69", post="sample_town.head")
ORG_ADMIN, POST = "p76", "county_finance.staff"


def matter_of(office: Office, *more: dict[str, Any]) -> str:
    """派车 that acts first for a large party, published under a code of its own."""
    return office.publish(lenient(CAR_MATTER, *more))


def filed(office: Office, *more: dict[str, Any], files: dict[str, tuple[str, ...]] | None = None) -> str:
    """A case that was filed first."""
    return office.file_as(matter_of(office, *more), answers=URGENT, materials=files or {})


def bring(office: Office, case_no: str, **files: tuple[str, ...]) -> Any:  # noqa: ANN401
    """The applicant brings these."""
    return office.act(STAFF, case_no, "hand_in_late", materials=files)


def names(late: Any) -> list[str]:  # noqa: ANN401
    """What is owed."""
    return [one.name for one in late.materials]


def granted(office: Office, case_no: str) -> None:
    """Accepted, decided and handed over."""
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.carry(case_no)
    office.done(CLERK, case_no, "conclude")
    office.carry(case_no)


def test_before_filing_it_is_told_what_may_come_later_and_when(office: Office) -> None:
    """Only where the answers allow it; and what would be refused is told without it."""
    matter, who = matter_of(office), office.who(STAFF)
    urgent: Any = office.service.matters.forecast(who, matter, URGENT, POST)
    assert (names(urgent.late), urgent.late.due, urgent.late.overdue) == (["通知", "名单"], date(2026, 3, 5), False)
    assert urgent.problems == ()
    usual: Any = office.service.matters.forecast(who, matter, ANSWERS, POST)
    assert usual.late is None
    assert [problem.target for problem in usual.problems] == ["notice", "roster"]


def test_who_is_in_no_hurry_is_refused(office: Office) -> None:
    """Everything as before."""
    request = SubmitRequest(matter=matter_of(office), answers=ANSWERS, post=POST)
    refused = office.service.cases.submit(office.who(STAFF), request, None)
    assert isinstance(refused, Invalid)
    assert [problem.target for problem in refused.problems] == ["notice", "roster"]


def test_the_receipt_says_what_is_owed(office: Office) -> None:
    """With its day."""
    request = SubmitRequest(matter=matter_of(office), answers=URGENT, post=POST)
    filing: Any = office.service.cases.submit(office.who(STAFF), request, None)
    assert filing[0].message.endswith("本件先办后补，请于2026年3月5日前补交：通知、名单。")


def test_the_applicant_and_the_desk_see_what_is_owed(office: Office) -> None:
    """On the case by name, in lists by day; a queue of the applicant's own with the title of the filing."""
    case_no = filed(office)
    for person in (STAFF, CLERK):
        late = office.case(person, case_no).line.late
        assert late
        assert (names(late), late.due, late.overdue) == (["通知", "名单"], date(2026, 3, 5), False)
    listed: Any = office.service.cases.list(office.who(STAFF), CaseListQuery(q=case_no))
    (line,) = listed.items
    assert (line.late.due, line.late.materials) == (date(2026, 3, 5), ())
    task = office.task(STAFF, case_no)
    assert (task.step_name, task.actions, task.due) == ("补交材料", ("hand_in_late",), date(2026, 3, 5))
    assert "防汛" in task.title
    assert holds(office, STAFF, case_no)
    (view,) = office.case(STAFF, case_no).tasks
    assert [one["id"] for one in view.materials] == ["notice", "roster"]
    assert (view.form, view.targets) == ((), ())
    assert "accept" in office.task(CLERK, case_no).actions
    told = [entry.what for entry in office.case(CLERK, case_no).timeline]
    assert told == ["提交申请", "先办后补：部分材料应于2026年3月5日前补齐"]


def test_it_comes_piece_by_piece_into_the_case(office: Office) -> None:
    """The desk reads each at once, what was brought before stays, and the files are the case's from then on."""
    case_no = filed(office)
    first, second = office.upload(), office.upload(name="名单.pdf")
    office.done(STAFF, case_no, "hand_in_late", materials={"roster": (second.id,)})
    late = office.case(CLERK, case_no).line.late
    assert late
    assert names(late) == ["通知"]
    assert not isinstance(office.service.files.download(office.who(CLERK), second.id), Refusal)
    office.done(STAFF, case_no, "hand_in_late", materials={"notice": (first.id,)})
    view = office.case(CLERK, case_no)
    assert {one.id: [file.id for file in one.files] for one in view.materials} == {
        "notice": [first.id],
        "roster": [second.id],
    }
    assert (view.line.late, office.case(STAFF, case_no).tasks) == (None, ())
    assert [entry.what for entry in view.timeline][-2:] == ["补交材料：尚未补齐", "补交材料：已补齐"]
    again = office.file_as(matter_of(office), answers=URGENT)
    assert code(bring(office, again, notice=(first.id,))) == "invalid"  # it is another case's by now


def test_what_comes_late_lies_encrypted(office: Office) -> None:
    """In a revision under the key of the case, like a supplement; the event names the material and no file."""
    case_no = filed(office)
    file = office.upload()
    office.done(STAFF, case_no, "hand_in_late", materials={"notice": (file.id,)})
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
    assert opened
    assert opened.written[-1].content == {"materials": {"notice": [file.id]}}
    assert file.id not in "".join(event.model_dump_json() for event in opened.events)


def test_only_good_files_of_the_applicant_are_taken(office: Office) -> None:
    """Another's file, another kind, a material that is not owed, answers along with it; nothing is left behind."""
    case_no = filed(office, material("scan", "扫描件", formats=["jpg"]))
    foreign, mine = office.upload(STRANGER), office.upload()
    for files in ({"notice": (foreign.id,)}, {"scan": (mine.id,)}, {"map": (mine.id,)}, {"notice": ("nothing",)}, {}):
        assert code(bring(office, case_no, **files)) == "invalid"
    wrong = office.act(
        STAFF, case_no, "hand_in_late", materials={"notice": (mine.id,)}, answers={"destination": "县城"}
    )
    assert code(wrong) == "invalid"
    late = office.case(STAFF, case_no).line.late
    assert late
    assert len(late.materials) == 3
    office.done(STAFF, case_no, "hand_in_late", materials={"notice": (mine.id,)})


def test_nobody_else_may_bring_it_or_learn_of_it(office: Office) -> None:
    """The desk is refused; to a stranger it does not exist."""
    case_no = filed(office)
    task, file = office.task(STAFF, case_no), office.upload(CLERK)
    request = ActRequest(action="hand_in_late", expected_version=task.version, materials={"notice": (file.id,)})
    assert code(office.service.tasks.act(office.who(CLERK), task.id, request)) == "not_holder"
    assert code(office.service.tasks.act(office.who(STRANGER), task.id, request)) == "not_found"
    assert code(office.service.drafts.attach_supplement(office.who(CLERK), task.id, "notice", ())) == "not_found"


def test_the_same_request_counts_once(office: Office) -> None:
    """Sent twice with one key, the item has shrunk meanwhile; the first answer comes again."""
    case_no = filed(office)
    task, file = office.task(STAFF, case_no), office.upload()
    request = ActRequest(action="hand_in_late", expected_version=task.version, materials={"notice": (file.id,)})
    answers = [office.service.tasks.act(office.who(STAFF), task.id, request, "k-late-1") for _ in range(2)]
    assert answers[0] == answers[1]
    assert not isinstance(answers[0], Refusal)
    other = office.service.tasks.act(office.who(STAFF), task.id, request)
    assert code(other) == "stale"


def test_files_wait_on_the_server_until_they_are_handed_in(office: Office) -> None:
    """Chosen today, handed in tomorrow."""
    case_no = filed(office)
    task, file, who = office.task(STAFF, case_no).id, office.upload(), office.who(STAFF)
    kept: Any = office.service.drafts.attach_supplement(who, task, "notice", (file.id,))
    assert [one.id for one in kept.materials["notice"]] == [file.id]
    office.done(STAFF, case_no, "hand_in_late", materials={"notice": (file.id,)})
    left: Any = office.service.drafts.load_supplement(who, task)
    assert left.materials == {}


def test_a_concluded_case_owes_still_and_takes_it(office: Office) -> None:
    """The paper has come out meanwhile; the list says what is open."""
    case_no = filed(office)
    granted(office, case_no)
    view = office.case(CLERK, case_no)
    assert view.line.status == "concluded"
    assert view.line.late
    assert view.documents
    files = {one: (office.upload().id,) for one in ("notice", "roster")}
    office.done(STAFF, case_no, "hand_in_late", materials=files)
    assert office.case(CLERK, case_no).line.late is None


def test_overdue_it_is_marked_and_told_once(office: Office) -> None:
    """逾期未补: the applicant, both of the desk, and who supervises read it; it can still be brought."""
    case_no = filed(office)
    office.clock.pass_by(days=3)
    ring(office.resources)
    assert office.case(CLERK, case_no).timeline[-1].what != "逾期未补"
    for _ in range(2):
        office.clock.pass_by(days=1)
        ring(office.resources)
    office.carry(case_no)
    view = office.case(CLERK, case_no)
    assert [entry.what for entry in view.timeline].count("逾期未补") == 1
    assert view.line.late
    assert view.line.late.overdue
    assert any("逾期未补" in waiting.note for waiting in view.waiting)
    listed: Any = office.service.cases.list(office.who(STAFF), CaseListQuery(q=case_no))
    assert listed.items[0].late.overdue
    for person in (STAFF, CLERK, CLERK_2):
        notices: Any = office.service.notices.list(office.who(person))
        told = [
            one.text
            for one in notices
            if case_no in one.text and "先办后补的材料应于2026年3月5日前补齐，逾期未补" in one.text
        ]
        assert len(told) == 1, person
    files = {one: (office.upload().id,) for one in ("notice", "roster")}
    office.done(STAFF, case_no, "hand_in_late", materials=files)


def test_the_first_notice_says_what_is_to_be_done(office: Office) -> None:
    """As a task with its day."""
    case_no = filed(office)
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(STAFF))
    assert any(case_no in one.text and "环节“补交材料”，请于2026年3月5日前办理" in one.text for one in notices)


def test_a_supplement_that_brings_it_closes_the_item(office: Office) -> None:
    """Named by the desk, it comes with the answers."""
    case_no = filed(office, files={"roster": (office.upload().id,)})
    office.done(CLERK, case_no, "request_supplement", findings={"notice": "请先提供通知。"})
    supplement = next(task for task in office.case(STAFF, case_no).tasks if task.line.actions == ("supplement",))
    assert {task.line.step_name for task in office.case(STAFF, case_no).tasks} == {"补交材料", "补正"}
    request = ActRequest(
        action="supplement", expected_version=supplement.line.version, materials={"notice": (office.upload().id,)}
    )
    done = office.service.tasks.act(office.who(STAFF), supplement.line.id, request)
    assert not isinstance(done, Refusal), done
    assert office.case(STAFF, case_no).line.late is None


def test_a_sensitive_material_is_not_named_to_who_may_not_see_it(office: Office) -> None:
    """The day is told, and what else is owed."""
    case_no = filed(office, material("medical", "体检表", sensitivity="personal"))
    own, desk = office.case(STAFF, case_no).line.late, office.case(CLERK, case_no).line.late
    assert own
    assert desk
    assert "体检表" in names(own)
    assert names(desk) == ["通知", "名单"]
    assert "体检表" not in office.case(CLERK, case_no).model_dump_json()


def test_a_leavers_debt_is_handed_over(office: Office) -> None:
    """离职交接 of a concluded case: the successor sees what is to be brought and no more, and brings it."""
    town = {"person": "p70", "post": "sample_town.staff"}
    case_no = office.file_as(matter_of(office), answers=URGENT, **town)
    granted(office, case_no)
    assert code(office.service.cases.show(office.who(MAYOR.person), case_no)) == "not_found"
    handed: Any = office.service.handovers.hand_over(office.who(ORG_ADMIN), town["person"], MAYOR)
    assert not isinstance(handed, Refusal), handed
    view = office.case(MAYOR.person, case_no)
    (task,) = view.tasks
    assert (view.partial, names(view.line.late)) == (True, ["通知", "名单"])
    assert [one["id"] for one in task.materials] == ["notice", "roster"]
    assert "防汛" not in view.model_dump_json()
    files = {one: (office.upload(MAYOR.person).id,) for one in ("notice", "roster")}
    office.done(MAYOR.person, case_no, "hand_in_late", materials=files)


def test_administrators_see_it_and_leave_it(office: Office) -> None:
    """修复 shows every item; this one is neither skipped nor given away."""
    case_no = filed(office)
    view: Any = office.service.repairs.show(office.who("p48"), case_no)
    item = next(one for one in view.items if one.name == "补交材料")
    to = Holder(person="p43", post="county_logistics.deputy_head")
    wishes: tuple[dict[str, Any], ...] = ({"what": "skip"}, {"what": "reassign", "to": to})
    for wish in (RepairRequest(item=item.id, reason="免交", **one) for one in wishes):
        assert code(office.service.repairs.ask(office.who("p48"), case_no, wish)) == "not_possible"


def test_the_list_is_exported_as_before(office: Office) -> None:
    """What is owed does not stand in the way."""
    case_no = filed(office)
    file: Any = office.service.exports.cases(office.who(STAFF), CaseQuery(mine=True, q=case_no), "csv")
    assert case_no in file.content.decode()
