"""上报、转下级、转报: to which body, who has it there, what comes back, and what stays as it was.

Covers: matters/who/other_bodies.py
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matters.case.events.passing import PassedOn
from matters.case.events.ringing import WentOverdue
from matters.case.items import WorkItem
from matters.commands.base import OnItem
from matters.commands.cases import TakeBack
from matters.commands.items import (
    AddSigners,
    Advise,
    Approve,
    Claim,
    Complete,
    Delegate,
    Forward,
    PassingOn,
    Recall,
    Reject,
    Reply,
    ReportUp,
    ReturnToStep,
    SendDown,
    Transfer,
)
from matters.commands.reports import Reresolve, Ring
from matters.engine.transitions import actions_on
from matters.organisation.snapshot import SYSTEM, Holder
from matters.who.other_bodies import ways
from tests.matters.forked import (
    act,
    approve,
    begun,
    code,
    decide,
    hand,
    issue,
    item_at,
    mend,
    open_steps,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story, moved

CITY = Holder(person="p21", post="city_logistics.vehicle_chief")
CITY_HEAD = Holder(person="p20", post="city_logistics.head")
PROVINCE = Holder(person="p05", post="province_logistics.vehicle_chief")
DUTY = {"duty": "official_vehicles"}
UP: dict[str, Any] = {"kind": "report_up", "to": DUTY}
DOWN: dict[str, Any] = {"kind": "send_down", "to": DUTY}
TO_CITY: dict[str, Any] = {"kind": "forward", "to": [{**DUTY, "level": "city"}], "comes_back": False}
SAID = {"opinion": "超出本级权限"}
TWO_DAYS = {"kind": "working_days", "days": 2}


def checking(story: Story, *passes: dict[str, Any], **more: Any) -> Story:  # noqa: ANN401
    """The chief's review, which may go these ways, then the decision."""
    return begun(story, step("check", passes_on=list(passes), **more), decide())


def up(case: Story, by: Holder, body: str, kind: type[PassingOn] = ReportUp) -> tuple[str, ...]:
    """Pass the review on."""
    return hand(case, kind, "check", by, body=body, **SAID)


def offers(case: Story, step_id: str = "check") -> set[type[OnItem]]:
    """What the open item offers."""
    return set(actions_on(case.matter, case.case.status, item_at(case, step_id)))


def bodies(case: Story, hat: Holder) -> list[tuple[str, str]]:
    """Where the item may go, by kind."""
    found = ways(case.matter, case.case, item_at(case, "check"), hat, case.filed, case.world)
    return [(way.kind, way.body) for way in found]


# Where to


@pytest.mark.parametrize(
    ("rule", "hat", "found"),
    [
        (UP, CHIEF, ["city_logistics"]),
        (UP, CITY, ["province_logistics"]),
        (UP, PROVINCE, []),
        ({**UP, "to": {"line": "professional"}}, CHIEF, ["city_logistics"]),
        ({**UP, "to": {"line": "administrative"}}, CHIEF, []),  # nobody drives there
        (DOWN, CITY, ["county_logistics"]),
        (DOWN, PROVINCE, ["city_logistics"]),
        (DOWN, CHIEF, []),
        ({**DOWN, "to": {"line": "professional"}}, PROVINCE, ["city_logistics"]),
        (TO_CITY, CHIEF, ["city_logistics"]),
        (TO_CITY, CITY, []),
        ({**TO_CITY, "to": [{"body": "owner"}, {"superior_of": {"body": "owner"}}]}, CITY, ["county_logistics"]),
    ],
)
def test_the_definition_and_ones_own_body_say_where_to(
    story: Story, rule: dict[str, Any], hat: Holder, found: list[str]
) -> None:
    """Seen from the body that has it now; never to itself, and only where somebody holds such a post."""
    case = checking(story, rule)
    item = replace(item_at(case, "check"), holders=(hat,))
    case.so_far = replace(case.case, items=(item,))
    assert bodies(case, hat) == [(rule["kind"], body) for body in found]


def test_a_level_without_the_duty_is_passed_over(story: Story) -> None:
    """Up to the province where the city has nobody, and down again past the city."""
    case = checking(story, UP, DOWN)
    parts = {name: getattr(case.organisation, name) for name in type(case.organisation).model_fields}
    duties = tuple(duty for duty in case.organisation.duties if duty.body != "city_logistics")
    case.organisation = type(case.organisation)(**{**parts, "duties": duties})
    assert bodies(case, CHIEF) == [("report_up", "province_logistics")]
    up(case, CHIEF, "province_logistics")
    assert bodies(case, PROVINCE) == [("send_down", "county_logistics")]


@pytest.mark.parametrize("body", ["county_logistics", "province_logistics", "city_finance", "nowhere", ""])
def test_a_body_that_is_not_offered_is_refused(story: Story, body: str) -> None:
    """Whatever was put into the request."""
    case = checking(story, UP)
    item = item_at(case, "check")
    crafted = ReportUp(actor=CHIEF, item=item.key, expected_version=1, body=body, **SAID)
    assert code(case.tell(crafted)) == "not_possible"


def test_nothing_is_passed_on_without_its_rule_or_its_reason(story: Story) -> None:
    """Each way is offered where the step names it, and wants an opinion."""
    plain, case = checking(story), checking(story, UP)
    assert not {ReportUp, SendDown, Forward} & offers(plain)
    assert {ReportUp, SendDown, Forward} & offers(case) == {ReportUp}
    on = {"actor": CHIEF, "item": item_at(case, "check").key, "expected_version": 1, "body": "city_logistics"}
    assert code(case.tell(ReportUp(**on))) == "opinion_required"
    assert code(case.tell(SendDown(**on, **SAID))) == "action_not_offered"
    assert code(case.tell(ReportUp(**{**on, "expected_version": 0}, **SAID))) == "stale"


# 上报


def test_what_is_reported_up_is_decided_there(story: Story) -> None:
    """County → city → province; the case goes on in the county; both below are told what was done."""
    case = checking(story, UP, limit=TWO_DAYS)
    due = item_at(case, "check").due
    assert up(case, CHIEF, "city_logistics") == ("passed_on",)
    there = item_at(case, "check")
    assert (there.holders, there.due, there.handling, there.version) == ((CITY,), due, "plain", 2)
    assert code(case.tell(Approve(actor=CHIEF, item=there.key, expected_version=2))) == "not_holder"
    up(case, CITY, "province_logistics")
    assert item_at(case, "check").holders == (PROVINCE,)
    assert hand(case, Approve, "check", PROVINCE, opinion="同意") == ("approved", "copy_sent", "step_opened")
    assert [(copy.to, copy.by) for copy in case.case.copies] == [(CHIEF, PROVINCE), (CITY, PROVINCE)]
    assert {(CHIEF.person, "check"), (CITY.person, "check")} <= {(one.person, one.step) for one in case.case.involved}
    assert item_at(case, "settle").holders == (HEAD,)
    approve(case, "settle")
    issue(case, "reply")
    assert case.case.status == "concluded"


def test_the_superiors_no_is_the_steps_no(story: Story) -> None:
    """It ends the case, and who reported it up is told."""
    case = checking(story, UP)
    up(case, CHIEF, "city_logistics")
    assert hand(case, Reject, "check", CITY, opinion="不予同意")[:2] == ("rejected", "copy_sent")
    assert case.case.result == "denied"


def test_nobody_is_informed_where_the_definition_says_so(story: Story) -> None:
    """informs: false."""
    case = checking(story, {**UP, "informs": False})
    up(case, CHIEF, "city_logistics")
    assert hand(case, Approve, "check", CITY) == ("approved", "step_opened")


# 转下级


def asked(story: Story) -> Story:
    """The county has reported it up, and the city asks the county to answer."""
    case = checking(story, UP, DOWN)
    up(case, CHIEF, "city_logistics")
    up(case, CITY, "county_logistics", SendDown)
    return case


def test_what_is_sent_down_comes_back_with_an_answer(story: Story) -> None:
    """The body below answers and decides nothing; the city decides."""
    case = asked(story)
    item = item_at(case, "check")
    assert (item.holders, item.handling, item.asker) == ((CHIEF,), "asked", CITY)
    assert offers(case) >= {Reply, Transfer, Delegate, ReportUp}
    assert not offers(case) & {Approve, Reject, AddSigners, Claim}
    assert code(case.tell(Approve(actor=CHIEF, item=item.key, expected_version=3))) == "action_not_offered"
    assert code(case.tell(Reply(actor=CHIEF, item=item.key, expected_version=3))) == "opinion_required"
    assert hand(case, Reply, "check", CHIEF, opinion="车辆已核实") == ("replied",)
    back = item_at(case, "check")
    assert (back.holders, back.handling, [leg.kind for leg in back.legs]) == ((CITY,), "plain", ["report_up"])
    hand(case, Approve, "check", CITY)
    assert [deed.actor for deed in case.case.deeds if deed.step == "check"] == [CITY]


def test_a_body_that_waits_for_the_answer_is_not_asked_itself(story: Story) -> None:
    """The county cannot report the city's own question up to the city."""
    assert bodies(asked(story), CHIEF) == []


def test_each_answer_goes_one_level_back(story: Story) -> None:
    """Province → city → county, and the same way back."""
    case = checking(story, UP, DOWN)
    up(case, CHIEF, "city_logistics")
    up(case, CITY, "province_logistics")
    up(case, PROVINCE, "city_logistics", SendDown)
    up(case, CITY, "county_logistics", SendDown)
    hand(case, Reply, "check", CHIEF, opinion="县里的情况")
    assert (item_at(case, "check").holders, item_at(case, "check").handling) == ((CITY,), "asked")
    hand(case, Reply, "check", CITY, opinion="市里的意见")
    assert (item_at(case, "check").holders, item_at(case, "check").handling) == ((PROVINCE,), "plain")
    hand(case, Approve, "check", PROVINCE)
    assert open_steps(case) == ["settle"]


def test_the_question_may_be_called_back(story: Story) -> None:
    """收回: by who asked, and nobody else; the late answer is refused."""
    case = asked(story)
    item = item_at(case, "check")
    assert code(case.tell(Recall(actor=PROVINCE, item=item.key, expected_version=3))) == "not_holder"
    assert hand(case, Recall, "check", CITY) == ("recalled",)
    assert item_at(case, "check").holders == (CITY,)
    late = Reply(actor=CHIEF, item=item.key, expected_version=3, opinion="已核实")
    assert code(case.tell(late)) == "not_holder"
    assert code(case.tell(Recall(actor=CHIEF, item=item.key, expected_version=4))) == "not_holder"


def test_who_is_asked_may_ask_a_colleague_first(story: Story) -> None:
    """委派 within the answer: the opinion comes back to the answerer; the city may call back over both."""
    case = asked(story)
    hand(case, Delegate, "check", CHIEF, to=(DEPUTY,), opinion="请核车况")
    assert item_at(case, "check").handling == "delegated"
    hand(case, Advise, "check", DEPUTY, opinion="车况良好")
    assert item_at(case, "check").handling == "asked"
    hand(case, Delegate, "check", CHIEF, to=(DEPUTY,), opinion="再核")
    hand(case, Recall, "check", CITY)
    after = item_at(case, "check")
    assert (after.holders, after.lender, after.handling) == ((CITY,), None, "plain")
    assert set(case.events[-1].tell) == {CHIEF.person, DEPUTY.person}  # type: ignore[union-attr]


def test_the_answer_finds_whoever_is_there_now(story: Story) -> None:
    """Who asked has left: the question was the city's, and the city has it again."""
    case = asked(story)
    case.organisation = moved(case.organisation, without=[CITY.person], **{CITY_HEAD.person: CITY.post})
    hand(case, Reply, "check", CHIEF, opinion="已核实")
    assert item_at(case, "check").holders == (Holder(person=CITY_HEAD.person, post=CITY.post),)


def test_a_claimed_item_comes_back_claimed(story: Story) -> None:
    """Of work that two clerks of the county may do; the claim counts from the answer on."""
    to_city = {**TO_CITY, "comes_back": True}
    case = begun(story, decide(), step("wash", "work", post="vehicle_clerk", limit=TWO_DAYS, passes_on=[to_city]))
    approve(case, "settle")
    hand(case, Claim, "wash", CLERK)
    hand(case, Forward, "wash", CLERK, body="city_logistics", **SAID)
    assert item_at(case, "wash").alarm is None
    act(case.later(days=7), Reply, "wash")
    back = item_at(case, "wash")
    assert (back.holders, set(back.group), back.handling) == ((CLERK,), {CLERK, CLERK_2}, "claimed")
    assert back.alarm == date(2026, 3, 10)
    hand(case, Complete, "wash", CLERK)


# 转报


@pytest.mark.parametrize("comes_back", [True, False])
def test_what_is_forwarded_comes_back_or_goes_on(story: Story, comes_back: bool) -> None:
    """As the definition says."""
    case = checking(story, {**TO_CITY, "comes_back": comes_back})
    up(case, CHIEF, "city_logistics", Forward)
    if comes_back:
        hand(case, Reply, "check", CITY, opinion="无异议")
        hand(case, Approve, "check", CHIEF)
    else:
        assert Reply not in offers(case)
        hand(case, Approve, "check", CITY)
    assert open_steps(case) == ["settle"]
    assert not case.case.copies


# Conflicts


def test_nobody_who_must_not_act_receives_it(story: Story) -> None:
    """The applicant, one of the three administrators, who accepted it, under a hat in the body above: then it is not offered."""
    for person in (STAFF.person, "p77", CLERK.person):
        case = checking(story, UP, apart_from=["accept"])
        accepted = next(deed.actor.person for deed in case.case.deeds if deed.step == "accept")
        assert accepted == CLERK.person
        case.organisation = moved(case.organisation, without=[CITY.person], **{person: CITY.post})
        assert bodies(case, CHIEF) == []
        crafted = {"actor": CHIEF, "item": item_at(case, "check").key, "expected_version": 1, "body": "city_logistics"}
        assert code(case.tell(ReportUp(**crafted, **SAID))) == "not_possible"


def test_nobody_reports_up_to_themselves_or_to_another_signer(story: Story) -> None:
    """Two hats of one person; somebody who signs the step beside."""
    own = checking(story, UP)
    own.organisation = moved(own.organisation, without=[CITY.person], **{CHIEF.person: CITY.post})
    assert bodies(own, CHIEF) == []
    beside = checking(story, UP)
    beside.organisation = moved(beside.organisation, without=[CITY.person], **{DEPUTY.person: CITY.post})
    assert bodies(beside, CHIEF) == [("report_up", "city_logistics")]
    hand(beside, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), opinion="请把关")
    assert bodies(beside, CHIEF) == []


# With the other verbs


def test_a_return_from_above_begins_anew_in_the_county(story: Story) -> None:
    """退回环节 and 退回申请人: the step opens by its own rule again, whichever body had sent it back."""
    case = begun(story, step("look", post="deputy_head"), step("check", passes_on=[UP]), decide())
    approve(case, "look")
    up(case, CHIEF, "city_logistics")
    hand(case, ReturnToStep, "check", CITY, step="look", opinion="请补充")
    approve(case, "look")
    again = item_at(case, "check")
    assert (again.holders, again.legs) == ((CHIEF,), ())
    up(case, CHIEF, "city_logistics")
    send_back(case, "check")
    mend(case)
    approve(case, "look")
    assert item_at(case, "check").holders == (CHIEF,)


def test_a_decision_taken_back_waits_where_it_was_made(story: Story) -> None:
    """拿回 by the superior: it is the superior's again, and who reported it up is still told; not the county's to take back."""
    case = checking(story, UP)
    up(case, CHIEF, "city_logistics")
    key = item_at(case, "check").key
    hand(case, Approve, "check", CITY)
    assert code(case.tell(TakeBack(actor=CHIEF, item=key))) == "not_possible"
    case.went(TakeBack(actor=CITY, item=key))
    again = item_at(case, "check")
    assert (again.holders, [leg.by for leg in again.legs]) == ((CITY,), [CHIEF])
    assert "copy_sent" in hand(case, Approve, "check", CITY)


@pytest.mark.parametrize("where", ["before", "beside", "after"])
def test_signers_added_above_leave_the_way_as_it_is(story: Story, where: str) -> None:
    """加签 in the city: when its chief signs, the county is told."""
    case = checking(story, UP)
    up(case, CHIEF, "city_logistics")
    hand(case, AddSigners, "check", CITY, where=where, to=(CITY_HEAD,), opinion="请把关")
    first = CITY_HEAD if where == "before" else CITY
    second = CITY if where == "before" else CITY_HEAD
    told = [*hand(case, Approve, "check", first), *hand(case, Approve, "check", second)]
    assert told.count("copy_sent") == 1
    assert open_steps(case) == ["settle"]


def test_a_change_of_the_organisation_stays_in_the_body_that_has_it(story: Story) -> None:
    """重新确定办理人: the city's new chief, not the county's; nobody there: it stays and is told so."""
    case = checking(story, UP)
    up(case, CHIEF, "city_logistics")
    case.organisation = moved(case.organisation, without=[CITY.person], **{CITY_HEAD.person: CITY.post})
    case.went(Reresolve(actor=SYSTEM, item=item_at(case, "check").key))
    after: WorkItem = item_at(case, "check")
    assert (after.holders, len(after.legs)) == ((Holder(person=CITY_HEAD.person, post=CITY.post),), 1)
    case.organisation = moved(case.organisation, without=[CITY_HEAD.person])
    assert code(case.tell(Reresolve(actor=SYSTEM, item=after.key))) == "nobody_found"


def test_what_is_overdue_above_is_told_there(story: Story) -> None:
    """The due date and its rule go along; the heads are those of the body that has it."""
    case = checking(story, UP, limit=TWO_DAYS, overdue="escalate")
    up(case, CHIEF, "city_logistics")
    case.later(days=3)
    case.went(Ring(actor=SYSTEM, item=item_at(case, "check").key))
    event = case.events[-1]
    assert isinstance(event, WentOverdue)
    assert (event.heads, set(event.tell)) == ((CITY_HEAD,), {CITY.person, CITY_HEAD.person})


def test_who_waits_for_a_late_answer_is_told_too(story: Story) -> None:
    """超期 below: the asker may call it back."""
    case = checking(story, UP, DOWN, limit=TWO_DAYS, overdue="remind")
    up(case, CHIEF, "city_logistics")
    up(case, CITY, "county_logistics", SendDown)
    case.later(days=3)
    case.went(Ring(actor=SYSTEM, item=item_at(case, "check").key))
    event = case.events[-1]
    assert isinstance(event, WentOverdue)
    assert event.tell == (CHIEF.person, CITY.person)


def test_the_chain_stands_in_the_events(story: Story) -> None:
    """Who passed it on, how, to which body, to whom."""
    case = asked(story)
    chain = [event for event in case.events if isinstance(event, PassedOn)]
    assert [(one.leg.kind, one.leg.by, one.leg.body, one.holders, one.leg.answers) for one in chain] == [
        ("report_up", CHIEF, "city_logistics", (CITY,), False),
        ("send_down", CITY, "county_logistics", (CHIEF,), True),
    ]
