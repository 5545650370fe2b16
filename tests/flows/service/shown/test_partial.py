"""协查、办后义务 at the service: what those who are asked or owe see of a case, and what their acts leave for others."""

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from flows.cases.alarms import ring
from flows.views.cases import CaseView
from flows.views.mending import RepairRequest
from flows.views.proxies import ProxyRequest
from flows.views.registers import CaseListQuery
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.outcome import DutyAfter
from matters.organisation.snapshot import Holder
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, Office
from tests.flows.service.test_verbs import CAR_MATTER, END, begun, code, holds
from tests.matters.forked import decide, rerouted, step
from tests.matters.forked import office as office_step
from tests.matters.test_duties import CHECK, LOG
from tests.matters.verbs.test_inquiries import inquiry

LIAISON, REFORM_HEAD = "p52", "p51"
SHOWN = ("vehicle_use", "applicant_body")


def asked(office: Office, *after: dict[str, Any], **more: Any) -> str:  # noqa: ANN401
    """An accepted case that waits for an answer of the commission."""
    return begun(office, inquiry(shows=SHOWN, **more), *after, decide())


def seen(office: Office, person: str, case_no: str) -> CaseView:
    """The case as that person sees it."""
    return office.case(person, case_no)


def test_who_is_asked_sees_the_question_and_what_it_shows(office: Office) -> None:
    """Nothing else of the case: no other answers, no history, no steps, no papers, no title made of an answer."""
    case_no = asked(office)
    view = seen(office, LIAISON, case_no)
    assert (view.partial, [answer.id for answer in view.answers]) == (True, ["vehicle_use"])
    assert (view.line.applicant, view.line.applicant_body) == ("", "样例县财政局")
    assert view.line.title == view.line.matter_name
    assert "防汛" not in view.model_dump_json()
    assert (view.timeline, view.ahead, view.documents, view.effects, view.discussion) == ((), (), (), (), ())
    (task,) = view.tasks
    assert (task.instructions, task.replies) == ("是否已列入年度计划？", ("yes", "no", "material"))
    assert (task.form, task.materials, task.readers, task.earlier) == ((), (), (), ())
    assert {"answer", "transfer", "delegate"} == set(task.line.actions)


def test_nobody_else_of_the_body_sees_the_case(office: Office) -> None:
    """The body that is asked is no party: its head sees it once the item is theirs, and papers are nobody's there."""
    case_no = asked(office)
    office.carry(case_no)
    assert code(office.service.cases.show(office.who(REFORM_HEAD), case_no)) == "not_found"
    to = seen(office, LIAISON, case_no).tasks[0].colleagues
    head = next(choice for choice in to if choice.person == REFORM_HEAD)
    chosen = ({"person": head.person, "post": head.post},)
    office.done(LIAISON, case_no, "transfer", to=chosen, opinion="请主任答复")
    assert seen(office, REFORM_HEAD, case_no).partial
    assert seen(office, LIAISON, case_no).partial  # who passed it on still sees what was asked
    assert code(office.service.papers.list(office.who(REFORM_HEAD), case_no)) == "not_found"
    listed: Any = office.service.cases.list(office.who(REFORM_HEAD), CaseListQuery(mine=False))
    assert case_no not in {line.case_no for line in listed.items}


def test_the_queue_tells_no_more(office: Office) -> None:
    """Not the title, which says what was applied for; the applicant's body only where the definition shows it."""
    case_no = begun(office, inquiry(), decide())
    line = office.task(LIAISON, case_no)
    assert (line.title, line.applicant_body, line.step_name) == (line.matter_name, "", "计划核对")
    assert holds(office, LIAISON, case_no)


def test_the_answer_is_there_for_whoever_decides(office: Office, tmp_path: Path) -> None:
    """In the history, in a part of its own with its files, and in the record of the handling."""
    case_no = asked(office)
    file = office.upload(LIAISON, "计划.pdf")
    assert code(office.act(LIAISON, case_no, "answer", answer="material")) == "invalid"
    office.done(LIAISON, case_no, "answer", answer="material", opinion="见所附计划", files=(file.id,))
    view = seen(office, HEAD, case_no)
    (one,) = view.inquiries
    assert (one.answer, one.answer_name, one.opinion) == ("material", "提供材料", "见所附计划")
    assert ([f.name for f in one.files], one.body) == (["计划.pdf"], "样例县发展和改革委员会")
    entry = view.timeline[-1]
    assert (entry.step, entry.what, entry.opinion) == ("计划核对", "协查答复：提供材料", "见所附计划")
    office.done(HEAD, case_no, "approve", opinion="同意")
    office.carry(case_no)
    view = seen(office, HEAD, case_no)
    assert view.line.status == "concluded"
    record = next(document for document in view.documents if "审批表" in document.title)
    content: Any = office.service.papers.download(office.who(HEAD), record.id)
    printed = "".join(text(content.content, tmp_path).split())
    assert "协查答复：提供材料。见所附计划（附材料1件）" in printed


def test_the_files_of_an_answer_are_for_those_who_handle_the_case(office: Office) -> None:
    """The applicant reads the answer in the history, and gets no file of another body."""
    case_no = asked(office)
    file = office.upload(LIAISON, "计划.pdf")
    office.done(LIAISON, case_no, "answer", answer="material", files=(file.id,))
    assert not isinstance(office.service.files.download(office.who(HEAD), file.id), Refusal)
    assert not isinstance(office.service.files.download(office.who(LIAISON), file.id), Refusal)
    assert code(office.service.files.download(office.who(STAFF), file.id)) == "not_found"
    assert seen(office, STAFF, case_no).inquiries[0].files == ()


def test_a_foreign_file_is_no_answer(office: Office) -> None:
    """Nor one that another case has taken up."""
    case_no = asked(office)
    foreign = office.upload(STAFF)
    assert code(office.act(LIAISON, case_no, "answer", answer="material", files=(foreign.id,))) == "invalid"
    used = office.upload(LIAISON)
    office.done(LIAISON, case_no, "answer", answer="material", files=(used.id,))
    again = asked(office)
    assert code(office.act(LIAISON, again, "answer", answer="material", files=(used.id,))) == "invalid"


def test_answer_and_files_come_with_an_answer_only(office: Office) -> None:
    """And an answer must say what it is."""
    case_no = begun(office, step("check"), decide())
    file = office.upload(CHIEF)
    assert code(office.act(CHIEF, case_no, "approve", files=(file.id,))) == "invalid"
    assert code(office.act(CHIEF, case_no, "approve", answer="yes")) == "invalid"
    assert code(office.act(LIAISON, asked(office), "answer")) == "invalid"


def test_the_files_of_an_answer_wait_on_the_server(office: Office) -> None:
    """As those of a supplement do, until the item is done."""
    case_no = asked(office)
    task = office.task(LIAISON, case_no).id
    file, who = office.upload(LIAISON), office.who(LIAISON)
    kept: Any = office.service.drafts.attach_supplement(who, task, "answer", (file.id,))
    assert [f.id for f in kept.materials["answer"]] == [file.id]
    assert code(office.service.drafts.attach_supplement(office.who(HEAD), task, "answer", ())) == "not_found"
    office.done(LIAISON, case_no, "answer", answer="material", files=(file.id,))
    assert code(office.service.drafts.load_supplement(who, task)) == "not_found"


def test_who_has_a_part_in_the_case_otherwise_sees_it_whole(office: Office) -> None:
    """A review of the same body came before the question."""
    case_no = begun(office, office_step("plan", "development_reform"), inquiry(), decide())
    office.done(LIAISON, case_no, "approve", opinion="同意")
    assert not seen(office, LIAISON, case_no).partial


def test_unanswered_the_case_goes_on_by_itself(office: Office) -> None:
    """逾期未复: rung the day after the last one, noted in the history and for whoever decides; too late is told so."""
    case_no = asked(office, unanswered="proceed_noted")
    late = office.task(LIAISON, case_no)
    office.clock.pass_by(days=3)
    ring(office.resources)
    assert holds(office, LIAISON, case_no)
    office.clock.pass_by(days=1)
    ring(office.resources)
    assert (holds(office, LIAISON, case_no), holds(office, HEAD, case_no)) == (False, True)
    view = seen(office, HEAD, case_no)
    assert view.timeline[-1].what == "逾期未复，按规定继续办理"
    assert view.inquiries[0].note == "逾期未复，按规定继续办理"
    request = ActRequest(action="answer", answer="yes", expected_version=late.version)
    assert code(office.service.tasks.act(office.who(LIAISON), late.id, request)) == "already_decided"


def test_a_reminder_is_told_once(office: Office) -> None:
    """One notice; the item stays as the holder had it open."""
    case_no = asked(office)
    version = office.task(LIAISON, case_no).version
    for _ in range(3):
        office.clock.pass_by(days=4)
        ring(office.resources)
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(LIAISON))
    told = [notice.text for notice in notices if case_no in notice.text and "已超过办理期限" in notice.text]
    assert len(told) == 1
    assert "计划核对" in told[0]
    assert office.task(LIAISON, case_no).version == version
    assert "逾期" in seen(office, CLERK, case_no).waiting[0].note


def test_supervision_is_told_who_is_late(office: Office) -> None:
    """督办: the supervisor reads it, and sees what those who are asked see."""
    case_no = asked(office, unanswered="supervise")
    office.clock.pass_by(days=4)
    ring(office.resources)
    office.carry(case_no)
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    today = office.resources.today
    supervisor = next(
        p.id for p in organisation.people if organisation.granted(p.id, "supervisor", "county_reform", today)
    )
    notices: Any = office.service.notices.list(office.who(supervisor))
    assert any(case_no in notice.text and "督促办理" in notice.text for notice in notices)
    assert not isinstance(office.service.cases.show(office.who(supervisor), case_no), Refusal)
    assert holds(office, LIAISON, case_no)


def test_an_answer_is_taken_back(office: Office) -> None:
    """拿回 is offered to who answered, though they see only their part."""
    case_no = asked(office)
    office.done(LIAISON, case_no, "answer", answer="yes")
    offers = [offer.request.action for offer in seen(office, LIAISON, case_no).acts]
    assert offers == ["take_back"]
    assert not isinstance(office.case_act(LIAISON, case_no, "take_back"), Refusal)
    assert holds(office, LIAISON, case_no)


def test_a_return_to_the_applicant_is_no_news_for_who_was_asked(office: Office) -> None:
    """They learn that nothing is asked any more, not why."""
    case_no = asked(office)
    office.done(LIAISON, case_no, "answer", answer="yes", opinion="已列入")
    office.done(HEAD, case_no, "return_to_applicant", findings={"destination": "请写明具体地点"})
    view = seen(office, LIAISON, case_no)
    assert [entry.what for entry in view.timeline] == ["协查答复：是"]
    assert "请写明具体地点" not in view.model_dump_json()
    assert CAR["plate"] not in view.model_dump_json()


def owed(office: Office, *duties: dict[str, Any]) -> str:
    """A concluded case with duties that are open."""
    made = rerouted(CAR_MATTER, decide(), deliver=END)
    assert made.outcome
    results = tuple(
        result.model_copy(update={"duties": TypeAdapter(tuple[DutyAfter, ...]).validate_python(duties)})
        if result.on == "granted"
        else result
        for result in made.outcome.results
    )
    outcome = made.outcome.model_copy(update={"results": results})
    code_ = office.publish(made.model_copy(update={"outcome": outcome}))
    case_no = office.file_as(code_)
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(HEAD, case_no, "approve", opinion="同意")
    office.carry(case_no)
    assert seen(office, STAFF, case_no).line.status == "concluded"
    return case_no


def test_an_open_duty_stands_on_the_case_and_in_the_lists(office: Office) -> None:
    """With its last day, until it is done; in the queue of who owes it, though the case is over."""
    case_no = owed(office, LOG)
    (duty,) = seen(office, STAFF, case_no).line.duties
    assert (duty.name, duty.due) == ("补登里程", date(2026, 3, 9))
    listed: Any = office.service.cases.list(office.who(STAFF))
    assert next(line.duties for line in listed.items if line.case_no == case_no) == (duty,)
    task = office.task(STAFF, case_no)
    assert (task.step_name, task.actions) == ("办后义务：补登里程", ("fulfil", "transfer", "delegate"))
    assert seen(office, STAFF, case_no).tasks[0].instructions == "归队后补登行驶里程。"
    assert code(office.act(STAFF, case_no, "fulfil")) == "opinion_required"
    file = office.upload(STAFF, "里程.pdf")
    office.done(STAFF, case_no, "fulfil", opinion="行驶 86 公里", files=(file.id,))
    view = seen(office, HEAD, case_no)
    assert view.line.duties == ()
    assert (view.timeline[-1].what, view.timeline[-1].opinion) == ("履行办后义务", "行驶 86 公里")
    assert [one.name for one in view.timeline[-1].files] == ["里程.pdf"]
    assert not isinstance(office.service.files.download(office.who(HEAD), file.id), Refusal)
    again: Any = office.service.cases.list(office.who(STAFF))
    assert all(not line.duties for line in again.items if line.case_no == case_no)


def test_who_only_owes_a_duty_sees_no_more_than_that(office: Office) -> None:
    """Neither paper nor answers of the case."""
    case_no = owed(office, CHECK)
    view = seen(office, LIAISON, case_no)
    assert (view.partial, view.answers, view.documents, view.line.result) == (True, (), (), None)
    assert [duty.name for duty in view.line.duties] == ["核查备案"]
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(LIAISON))
    assert any(case_no in notice.text and "办后义务：核查备案" in notice.text for notice in notices)
    office.done(LIAISON, case_no, "fulfil", opinion="已备案")
    assert seen(office, LIAISON, case_no).line.duties == ()


def test_a_late_duty_is_reminded_of_and_marked(office: Office) -> None:
    """Once; the case stays concluded."""
    case_no = owed(office, LOG)
    office.clock.pass_by(days=8)
    ring(office.resources)
    office.clock.pass_by(days=1)
    ring(office.resources)
    office.carry(case_no)
    view = seen(office, CLERK, case_no)
    assert [entry.what for entry in view.timeline].count("超期提醒") == 1
    assert "已逾期" in view.waiting[0].note
    assert view.line.status == "concluded"


def test_a_duty_is_lifted_by_two_administrators(office: Office) -> None:
    """The repair desk knows a case that is over as long as a duty is open."""
    case_no = owed(office, LOG)
    desk = office.service.repairs
    shown: Any = desk.show(office.who("p48"), case_no)
    assert (shown.ended, [item.name for item in shown.items]) == (False, ["办后义务：补登里程"])
    wish = RepairRequest(what="skip", item=shown.items[0].id, reason="车辆未出行")
    assert not isinstance(desk.ask(office.who("p48"), case_no, wish), Refusal)
    assert not isinstance(desk.confirm(office.who("p37"), case_no), Refusal)
    lifted: Any = desk.show(office.who("p48"), case_no)
    assert (lifted.ended, lifted.items) == (True, ())
    assert seen(office, STAFF, case_no).line.status == "concluded"


def test_who_stands_in_sees_the_part_and_answers(office: Office) -> None:
    """代理: an agent of the liaison officer sees what he sees, no more, and loses it with the proxy."""
    case_no = asked(office)
    hidden = code(office.service.cases.show(office.who(REFORM_HEAD), case_no))
    today = office.resources.today
    principal = Holder(person=LIAISON, post="county_reform.liaison")
    wish = ProxyRequest(principal=principal, agent=REFORM_HEAD, since=today, until=today, open_items=True)
    given: Any = office.service.proxies.grant(office.who(LIAISON), wish, None)
    view = seen(office, REFORM_HEAD, case_no)
    assert (hidden, view.partial, [answer.id for answer in view.answers]) == ("not_found", True, ["vehicle_use"])
    line = view.tasks[0].line
    assert (line.title, line.behalf.person if line.behalf else "") == (line.matter_name, LIAISON)
    office.service.proxies.revoke(office.who(LIAISON), given.id)
    assert code(office.service.cases.show(office.who(REFORM_HEAD), case_no)) == "not_found"
    again: Any = office.service.proxies.grant(office.who(LIAISON), wish, None)
    office.done(REFORM_HEAD, case_no, "answer", answer="yes", behalf=principal)
    (told,) = seen(office, HEAD, case_no).inquiries
    assert (told.answer, "代" in told.who) == ("yes", True)
    office.service.proxies.revoke(office.who(LIAISON), again.id)


def test_a_question_is_no_party_to_field_rights(office: Office) -> None:
    """A sensitive field that the definition lists for those who are asked is shown to them; no other is."""
    middle = (inquiry(shows=("contact_phone",)), decide())
    made = rerouted(CAR_MATTER, *middle, deliver=END)
    document = made.model_dump(mode="json", by_alias=True)
    for field in (field for section in document["form"]["sections"] for field in section["fields"]):
        field["sensitivity"] = "personal" if field["id"] in ("contact", "contact_phone") else field["sensitivity"]
    case_no = office.file_as(office.publish(Definition.model_validate(document)))
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert [answer.id for answer in seen(office, LIAISON, case_no).answers] == ["contact_phone"]
