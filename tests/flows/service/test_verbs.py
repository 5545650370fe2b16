"""The verbs at the service: what is offered, what comes in, who sees what, and what each leaves in the record.

Covers: flows/service/desks/case_acts.py, flows/service/shown/cases.py
Covers: flows/service/shown/history.py, flows/service/shown/open_acts.py, flows/service/shown/copies.py
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flows.cases.alarms import ring
from flows.views.mending import RepairReceipt, RepairRequest
from flows.views.registers import CaseListQuery
from flows.views.tasks import ActReceipt, ActRequest, CaseActReceipt
from matters.errors.base import Refusal
from matters.language.route.demands import SuspensionRule
from matters.organisation.snapshot import Holder
from storage.definitions.catalog import shipped_definitions
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, STAFF, STRANGER, Office
from tests.matters.forked import countersign, decide, rerouted, step

DEPUTY = "p43"
CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")


def at(person: str, post: str) -> Holder:
    """A person under a post of the owner's body."""
    return Holder(person=person, post=f"county_logistics.{post}")


TO_DEPUTY, TO_CHIEF = at(DEPUTY, "deputy_head"), at(CHIEF, "vehicle_chief")
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}


def matter_of(office: Office, *middle: dict[str, Any]) -> str:
    """派车 with these steps between acceptance and end, published under a code of its own."""
    return office.publish(rerouted(CAR_MATTER, *middle, deliver=END))


def begun(office: Office, *middle: dict[str, Any]) -> str:
    """An accepted case of such a matter."""
    case_no = office.file_as(matter_of(office, *middle))
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def code(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def holds(office: Office, person: str, case_no: str) -> bool:
    """Whether the case stands in the person's queue."""
    who, page = office.who(person), 1
    while True:
        listed: Any = office.service.tasks.queue(who, page)
        if any(line.case_no == case_no for line in listed.items):
            return True
        if page * listed.page.size >= listed.page.total:
            return False
        page += 1


def test_a_claimed_item_leaves_the_queues_of_the_others(office: Office) -> None:
    """认领 and 退回待办池: the colleague is told who has it."""
    case_no = office.file_as(matter_of(office, decide()))
    assert holds(office, CLERK_2, case_no)
    task = office.task(CLERK_2, case_no)
    office.done(CLERK, case_no, "claim")
    assert not holds(office, CLERK_2, case_no)
    late: Any = office.service.tasks.act(office.who(CLERK_2), task.id, _request("accept", 1, fills=CAR))
    assert (code(late), "已由" in late.message) == ("claimed_by_another", True)
    assert "release" in office.task(CLERK, case_no).actions
    office.done(CLERK, case_no, "release")
    assert holds(office, CLERK_2, case_no)


def _request(action: str, version: int, **parts: Any) -> Any:  # noqa: ANN401
    return ActRequest.model_validate({"action": action, "expected_version": version, **parts})


def test_a_transferred_item_is_the_others_and_who_passed_it_on_still_reads(office: Office) -> None:
    """转办: offered are the colleagues; the reason stands in the record; a new notice is owed."""
    case_no = begun(office, decide())
    (task,) = office.case(HEAD, case_no).tasks
    offered = {choice.person for choice in task.colleagues}
    assert DEPUTY in offered
    assert {HEAD, STAFF, STRANGER}.isdisjoint(offered)
    assert code(office.act(HEAD, case_no, "transfer", to=(TO_DEPUTY,))) == "opinion_required"
    assert code(office.act(HEAD, case_no, "transfer", opinion="出差")) == "invalid"
    assert code(office.act(HEAD, case_no, "transfer", to=(TO_DEPUTY, TO_CHIEF), opinion="出差")) == "invalid"
    office.done(HEAD, case_no, "transfer", to=(TO_DEPUTY,), opinion="出差，请代为审定")
    assert (holds(office, HEAD, case_no), holds(office, DEPUTY, case_no)) == (False, True)
    entry = office.case(HEAD, case_no).timeline[-1]
    assert (entry.what, entry.opinion) == ("转办：阎淑贞", "出差，请代为审定")
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(DEPUTY))
    assert any(case_no in notice.text for notice in notices)
    office.done(DEPUTY, case_no, "approve", opinion="同意")


def test_a_delegated_item_comes_back_with_an_opinion(office: Office) -> None:
    """委派: the lender sees that it is lent and may call it back; the delegate can only answer."""
    case_no = begun(office, decide())
    office.done(HEAD, case_no, "delegate", to=(TO_DEPUTY,), opinion="请核对里程")
    assert office.task(DEPUTY, case_no).actions == ("advise",)
    assert office.task(HEAD, case_no).actions == ("recall",)
    office.done(HEAD, case_no, "recall")
    office.done(HEAD, case_no, "delegate", to=(TO_DEPUTY,), opinion="请核对里程")
    office.done(DEPUTY, case_no, "advise", opinion="里程无误")
    told = [(entry.what, entry.opinion) for entry in office.case(DEPUTY, case_no).timeline]
    assert ("委派答复", "里程无误") in told
    assert "approve" in office.task(HEAD, case_no).actions


def test_signers_are_added_and_removed(office: Office) -> None:
    """加签 and 减签: the removal is offered to who added, by name, and to nobody else."""
    case_no = begun(office, step("check", post="vehicle_chief"), decide())
    office.done(
        CHIEF, case_no, "add_signers", where="before", to=(TO_DEPUTY, at(CLERK_2, "vehicle_clerk.2")), opinion="请把关"
    )
    office.done(DEPUTY, case_no, "approve", opinion="同意")
    offers = [offer for offer in office.case(CHIEF, case_no).acts if offer.request.action == "remove_signer"]
    assert len(offers) == 1
    assert not any(offer.request.action == "remove_signer" for offer in office.case(DEPUTY, case_no).acts)
    assert isinstance(office.case_act(CHIEF, case_no, "remove_signer"), CaseActReceipt)
    told = [entry.what for entry in office.case(STAFF, case_no).timeline]
    assert {"前加签：阎淑贞、江晚晴", "减签：江晚晴"} <= set(told), told
    office.done(CHIEF, case_no, "approve", opinion="同意")
    assert office.task(HEAD, case_no).step == "settle"


def test_a_step_is_returned_to_and_comes_straight_back(office: Office) -> None:
    """退回环节: what it may be returned to is listed, and how it goes on is chosen where the definition leaves it open."""
    check = step("check", post="vehicle_chief")
    look = step("look", post="deputy_head")
    case_no = begun(office, check, look, decide(return_resumes="choose"))
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.done(DEPUTY, case_no, "approve", opinion="同意")
    (task,) = office.case(HEAD, case_no).tasks
    assert ([choice.step for choice in task.earlier], task.resumes_open) == (["check", "look"], True)
    assert code(office.act(HEAD, case_no, "return_to_step", opinion="重审")) == "invalid"
    office.done(HEAD, case_no, "return_to_step", step="check", resumes="straight_back", opinion="请补充说明")
    office.done(CHIEF, case_no, "approve", opinion="已补充")
    assert office.task(HEAD, case_no).step == "settle"


def test_a_decision_is_taken_back_until_somebody_goes_on(office: Office) -> None:
    """拿回: offered to the decider while it is possible; the next holder's item is gone and told."""
    case_no = begun(office, step("check", post="vehicle_chief"), decide())
    office.done(CHIEF, case_no, "approve", opinion="同意")
    assert holds(office, HEAD, case_no)
    assert isinstance(office.case_act(CHIEF, case_no, "take_back", text="漏看附件"), CaseActReceipt)
    assert (holds(office, HEAD, case_no), holds(office, CHIEF, case_no)) == (False, True)
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.done(HEAD, case_no, "return_to_step", step="check", opinion="再核")
    assert not any(offer.request.action == "take_back" for offer in office.case(HEAD, case_no).acts)


def test_urging_is_for_the_applicant_once_a_day(office: Office) -> None:
    """催办: the holders are told; a second time today is not offered and refused."""
    case_no = begun(office, decide())
    assert isinstance(office.case_act(STAFF, case_no, "urge", text="活动临近"), CaseActReceipt)
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(HEAD))
    assert any("尽快办理" in notice.text and case_no in notice.text for notice in notices)
    assert code(office.case_act(STAFF, case_no, "urge")) == "not_possible"
    assert code(office.case_act(HEAD, case_no, "urge")) == "not_possible"
    assert not any(offer.request.action == "urge" for offer in office.case(STAFF, case_no).acts)


def test_a_copy_opens_the_case_to_its_reader(office: Office) -> None:
    """抄送 and 已阅: before it, the case does not exist for the person; the receipt is seen by all."""
    case_no = begun(office, decide())
    reader = _outsider(office, case_no)
    office.done(HEAD, case_no, "send_copy", to=(reader,))
    view = office.case(reader.person, case_no)
    assert [offer.request.action for offer in view.acts if offer.request.action != "urge"] == ["read_copy"]
    assert not view.tasks
    assert isinstance(office.case_act(reader.person, case_no, "read_copy"), CaseActReceipt)
    (copy,) = office.case(HEAD, case_no).copies
    assert copy.read_at is not None
    assert code(office.case_act(HEAD, case_no, "retract_copy", person=reader.person)) == "not_possible"


def _outsider(office: Office, case_no: str) -> Holder:
    """Somebody who may be sent a copy and does not see the case yet."""
    (task,) = office.case(HEAD, case_no).tasks
    for choice in task.readers:
        if isinstance(office.service.cases.show(office.who(choice.person), case_no), Refusal):
            return Holder(person=choice.person, post=choice.post)
    raise AssertionError("everybody sees it")


def test_the_discussion_is_among_those_who_handle_the_case(office: Office) -> None:
    """讨论: the applicant neither reads it nor takes part, in no view of the case."""
    case_no = begun(office, decide())
    assert isinstance(office.case_act(HEAD, case_no, "discuss", text="车况如何"), CaseActReceipt)
    assert [entry.text for entry in office.case(CLERK, case_no).discussion] == ["车况如何"]
    assert "车况如何" not in office.case(STAFF, case_no).model_dump_json()
    assert code(office.case_act(STAFF, case_no, "discuss", text="请快办")) == "not_possible"
    assert code(office.case_act(HEAD, case_no, "discuss", text=" ")) == "invalid"


def test_strangers_do_nothing_to_a_case(office: Office) -> None:
    """Whatever they ask for, the case does not exist for them."""
    case_no = begun(office, decide())
    for action in ("urge", "discuss", "read_copy", "take_back", "remove_signer", "retract_copy"):
        assert code(office.case_act(STRANGER, case_no, action, text="x")) == "not_found"


def test_an_act_on_the_case_is_done_once_for_one_key(office: Office) -> None:
    """The same key and content again is the first answer; other content is refused."""
    case_no = begun(office, decide())
    who = office.who(HEAD)
    offer = next(o.request for o in office.case(HEAD, case_no).acts if o.request.action == "discuss")
    request = offer.model_copy(update={"text": "车况如何"})
    first = office.service.case_acts.act(who, case_no, request, "key-1" + case_no)
    assert office.service.case_acts.act(who, case_no, request, "key-1" + case_no) == first
    assert len(office.case(HEAD, case_no).discussion) == 1
    other = request.model_copy(update={"text": "另一句"})
    assert code(office.service.case_acts.act(who, case_no, other, "key-1" + case_no)) == "idempotency_conflict"


@pytest.mark.parametrize(
    ("vote", "ends_after"), [({"rule": "ratio", "share": "0.5"}, 2), ({"rule": "in_order"}, 3), ({"rule": "any"}, 1)]
)
def test_votes_end_when_they_are_won(one_office: Office, vote: dict[str, Any], ends_after: int) -> None:
    """票签, 依次, 或签."""
    case_no = begun(
        one_office, countersign("sign", "vehicle_chief", "deputy_head", "vehicle_clerk", vote=vote), decide()
    )
    signed = 0
    for person in (CHIEF, DEPUTY, CLERK_2):
        if holds(one_office, person, case_no) and not holds(one_office, HEAD, case_no):
            assert isinstance(one_office.act(person, case_no, "approve", opinion="同意"), ActReceipt)
            signed += 1
    assert (signed, holds(one_office, HEAD, case_no)) == (ends_after, True)


def test_the_applicant_chooses_who_acts(one_office: Office) -> None:
    """选定办理人: the forecast lists who may be chosen, the filing names one of them."""
    who = {"by": "choice", "chooser": "applicant", "post": "vehicle_clerk", "of": {"body": "owner"}}
    made = matter_of(one_office, {**step("check"), "who": who}, decide())
    forecast: Any = one_office.service.matters.forecast(one_office.who(STAFF), made, {}, "county_finance.staff")
    (choice,) = forecast.choices
    assert (choice.step, {hat.person for hat in choice.who} >= {CLERK, CLERK_2}) == ("check", True)
    request = one_office.request().model_copy(update={"matter": made})
    refused: Any = one_office.service.cases.submit(one_office.who(STAFF), request, None)
    assert code(refused) == "choice_required"
    faulty: Any = one_office.request(passengers="三", purpose="调研😀").model_copy(update={"matter": made})
    refused = one_office.service.cases.submit(one_office.who(STAFF), faulty, None)
    assert {problem.target for problem in refused.problems} == {"purpose", "passengers", "choices"}
    hat = next(hat for hat in choice.who if hat.person == CLERK_2)
    case_no = one_office.file_as(made, choices={"check": Holder(person=hat.person, post=hat.post)})
    one_office.done(CLERK, case_no, "accept", fills=CAR)
    assert not holds(one_office, CLERK, case_no)
    assert one_office.task(CLERK_2, case_no).step == "check"


def test_the_previous_actor_chooses_who_acts(one_office: Office) -> None:
    """上一环节选定: offered on the item, required when the step is next."""
    who = {"by": "choice", "chooser": "previous_actor", "post": "vehicle_clerk", "of": {"body": "owner"}}
    case_no = begun(one_office, step("first", post="vehicle_chief"), {**step("check"), "who": who}, decide())
    (task,) = one_office.case(CHIEF, case_no).tasks
    assert [choice.step for choice in task.choices] == ["check"]
    assert code(one_office.act(CHIEF, case_no, "approve", opinion="同意")) == "choice_required"
    refused: Any = one_office.act(CHIEF, case_no, "approve", opinion="同意", fills={"plate": "车"})
    assert {problem.target for problem in refused.problems} == {"plate", "choices"}
    hat = next(hat for hat in task.choices[0].who if hat.person == CLERK_2)
    choices = {"check": Holder(person=hat.person, post=hat.post)}
    one_office.done(CHIEF, case_no, "approve", opinion="同意", choices=choices)
    assert one_office.task(CLERK_2, case_no).step == "check"


def test_an_earlier_opinion_is_shown_as_taken_over_and_never_as_an_approval(one_office: Office) -> None:
    """沿用前次意见."""
    exceptions = {
        "nobody": "superior",
        "applicant": "superior",
        "repeated": "skip_if_consecutive",
        "conflict": "exclude",
    }
    again = {**step("again", post="vehicle_chief"), "exceptions": exceptions}
    case_no = begun(one_office, step("first", post="vehicle_chief"), again, decide())
    one_office.done(CHIEF, case_no, "approve", opinion="同意")
    entries = [entry for entry in one_office.case(CHIEF, case_no).timeline if entry.what == "按规则免办"]
    assert [entry.opinion for entry in entries] == ["沿用同一人在“环节first”环节的同意意见"]


def resting(office: Office) -> str:
    """An accepted case whose review may rest with the head's consent."""
    made = rerouted(CAR_MATTER, step("check", post="vehicle_chief"), decide(), deliver=END)
    rule = {"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 30, "grounds": ["等候现场勘查"]}
    known = {"suspension": SuspensionRule.model_validate(rule)}
    case_no = office.file_as(office.publish(made.model_copy(update=known)))
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def test_an_item_rests_with_consent_and_goes_on_by_itself(office: Office) -> None:
    """挂起 and 恢复: the consent is an item in the head's queue; on the day the alarm rings, once."""
    case_no = resting(office)
    assert code(office.act(CHIEF, case_no, "ask_suspension", opinion="等候勘查")) == "invalid"
    office.done(CHIEF, case_no, "ask_suspension", until="2026-03-12", opinion="等候勘查")
    assert office.task(HEAD, case_no).actions == ("consent_to_suspension", "refuse_suspension")
    office.done(HEAD, case_no, "consent_to_suspension")
    assert office.task(CHIEF, case_no).actions == ("resume",)
    assert office.case(STAFF, case_no).waiting[0].note == "已挂起，预计2026年3月12日恢复"
    ring(office.resources)
    assert office.task(CHIEF, case_no).actions == ("resume",)
    office.clock.pass_by(days=10)
    ring(office.resources)
    assert "approve" in office.task(CHIEF, case_no).actions
    office.carry(case_no)
    notices: Any = office.service.notices.list(office.who(CHIEF))
    assert any("恢复办理" in notice.text and case_no in notice.text for notice in notices)
    assert ring(office.resources) == 0


@pytest.mark.both
def test_a_case_that_waits_for_a_day_is_rung_once(office: Office) -> None:
    """等待: two sweeps at once let it go on once; a fault of one case keeps no other waiting."""
    until = {"id": "until", "name": "等候出发", "kind": "wait", "for_field": "depart_at"}
    case_no = begun(office, until, decide())
    assert office.case(STAFF, case_no).waiting[0].note == "等待至2026年3月10日"
    assert not office.case(STAFF, case_no).waiting[0].who
    office.clock.pass_by(days=8)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: ring(office.resources), range(2)))
    told = [entry.what for entry in office.case(HEAD, case_no).timeline]
    assert told.count("等待结束") == 1
    assert office.task(HEAD, case_no).step == "settle"


ADMIN, SECOND = "p48", "p37"  # 事项管理员


def test_two_administrators_mend_a_stuck_case(office: Office) -> None:
    """修复: they see where it stands and nothing of its content; asked by one, made by the other, recorded with both."""
    case_no = begun(office, step("check", post="vehicle_chief"), decide())
    repairs: Any = office.service.repairs
    view = repairs.show(office.who(ADMIN), case_no)
    assert "防汛" not in view.model_dump_json()
    (item,) = view.items
    wish = RepairRequest(what="skip", reason="股长岗位撤销", item=item.id)
    assert code(repairs.ask(office.who(CHIEF), case_no, wish)) == "forbidden"
    assert repairs.ask(office.who(ADMIN), case_no, wish).message.startswith("已申请修复")
    assert code(repairs.confirm(office.who(ADMIN), case_no)) == "second_person"
    assert repairs.show(office.who(SECOND), case_no).wish.reason == "股长岗位撤销"
    assert repairs.confirm(office.who(SECOND), case_no).message == "已修复。"
    assert office.task(HEAD, case_no).step == "settle"
    told = {entry.what for entry in office.case(STAFF, case_no).timeline}
    assert {"申请修复：跳过环节", "修复：跳过环节", "按规则免办"} <= told


@pytest.mark.both
def test_two_administrators_who_confirm_at_once_mend_once(office: Office) -> None:
    """One of them is told that it was done; a wish made meanwhile does not overwrite the one that waits."""
    case_no = begun(office, step("check", post="vehicle_chief"), decide())
    repairs: Any = office.service.repairs
    (item,) = repairs.show(office.who(ADMIN), case_no).items
    wishes = [RepairRequest(what="skip", reason=reason, item=item.id) for reason in ("股长岗位撤销", "系统迁移")]
    with ThreadPoolExecutor(2) as pool:
        people = (ADMIN, SECOND)
        found = list(pool.map(lambda n: repairs.ask(office.who(people[n]), case_no, wishes[n]), range(2)))
    assert sorted(isinstance(one, RepairReceipt) for one in found) == [False, True]
    asker = people[[isinstance(one, RepairReceipt) for one in found].index(True)]
    other = SECOND if asker == ADMIN else ADMIN
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: repairs.confirm(office.who(other), case_no), range(2)))
    assert sorted(isinstance(one, RepairReceipt) for one in found) == [False, True]
    assert office.task(HEAD, case_no).step == "settle"
    assert [entry.what for entry in office.case(STAFF, case_no).timeline].count("修复：跳过环节") == 1


def test_a_case_is_ended_by_two_administrators(office: Office) -> None:
    """终止: what is still owed is not done, and nobody has it in a queue any more."""
    case_no = begun(office, decide())
    repairs: Any = office.service.repairs
    repairs.ask(office.who(ADMIN), case_no, RepairRequest(what="end", reason="重复提交"))
    repairs.confirm(office.who(SECOND), case_no)
    assert office.case(STAFF, case_no).line.status_name == "已终止"
    assert not holds(office, HEAD, case_no)
    office.carry(case_no)
    assert not office.case(STAFF, case_no).documents


def test_a_leaver_hands_everything_over(new_office: Callable[[str], Office]) -> None:
    """离职交接: open items and own filings go to a colleague; what cannot is named; doing it again finds nothing."""
    office = new_office("sqlite")
    keeper = _with_role(office, "org_admin")
    held = begun(office, decide())
    own = office.file_as(matter_of(office, decide()))
    desk: Any = office.service.handovers
    view = desk.show(office.who(keeper), HEAD)
    assert [line.case_no for line in view.items] == [held]
    receipt = desk.hand_over(office.who(keeper), HEAD, TO_DEPUTY)
    assert (receipt.items, receipt.left) == (1, ())
    assert holds(office, DEPUTY, held)
    assert desk.show(office.who(keeper), HEAD).items == ()
    filings = desk.show(office.who(keeper), STAFF)
    assert {line.case_no for line in filings.cases} == {held, own}
    to = filings.successors[0]
    receipt = desk.hand_over(office.who(keeper), STAFF, Holder(person=to.person, post=to.post))
    assert (receipt.cases, receipt.left) == (2, ())
    assert desk.show(office.who(keeper), STAFF).cases == ()
    mine: Any = office.service.cases.list(office.who(to.person), CaseListQuery(mine=True))
    assert {held, own} <= {line.case_no for line in mine.items}
    assert office.case(to.person, own).can_withdraw
    assert code(office.service.cases.withdraw(office.who(STAFF), own)) in ("not_found", "not_applicant")
    assert code(desk.hand_over(office.who(keeper), STAFF, TO_DEPUTY)) == "invalid"


def _with_role(office: Office, role: str) -> str:
    """Somebody who has the role and no business."""
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    return next(p.id for p in organisation.people if role in organisation.roles_of(p.id, office.resources.today))


def test_the_record_of_the_handling_holds_every_word_that_was_said(office: Office, tmp_path: Path) -> None:
    """审批表: delegates' opinions, returns and abstentions are on it, what was taken back and what the system did is not."""
    until = {"id": "until", "name": "等候出发", "kind": "wait", "for_field": "depart_at"}
    vote = {"rule": "ratio", "share": "0.5"}
    sign = countersign("sign", "vehicle_chief", "deputy_head", vote=vote)
    case_no = begun(office, until, step("check", post="vehicle_chief"), sign, decide())
    office.clock.pass_by(days=8)
    ring(office.resources)
    office.done(CHIEF, case_no, "approve", opinion="初审有误")
    office.case_act(CHIEF, case_no, "take_back")
    office.done(CHIEF, case_no, "delegate", to=(TO_DEPUTY,), opinion="请核里程")
    office.done(DEPUTY, case_no, "advise", opinion="里程无误")
    office.done(CHIEF, case_no, "approve", opinion="初审无误")
    office.done(CHIEF, case_no, "abstain", opinion="回避")
    office.done(DEPUTY, case_no, "approve", opinion="可行")
    office.done(HEAD, case_no, "return_to_step", step="check", opinion="请再核对")
    office.done(CHIEF, case_no, "approve", opinion="再核无误")
    office.done(CHIEF, case_no, "approve", opinion="会签同意")
    office.done(HEAD, case_no, "approve", opinion="审定同意")
    office.carry(case_no)
    view = office.case(STAFF, case_no)
    assert view.line.status_name == "已办结"
    record: Any = office.service.papers.download(office.who(STAFF), view.documents[-1].id)
    said = "".join(text(record.content, tmp_path).split())
    for opinion in ("委派答复。里程无误", "初审无误", "弃权。回避", "退回环节。请再核对", "再核无误", "审定同意"):
        assert opinion in said, opinion
    assert "初审有误" not in said
    assert "等待" not in said
