"""What users of other products have reported, each as a test of ours. The docstrings name the project and the report."""

from datetime import date, datetime
from typing import Any

import pytest

from matters.calendar import SHANGHAI, Calendar, DueDate
from matters.case.events.course import StepPassed
from matters.case.events.deciding import Submitted
from matters.case.events.returning import Supplemented
from matters.case.fold import fold
from matters.commands.cases import TakeBack
from matters.commands.items import (
    Approve,
    Claim,
    Complete,
    Reject,
    ReturnToApplicant,
    ReturnToStep,
    Supplement,
    Transfer,
)
from matters.commands.reports import Reresolve
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.filing.outdated import outdated
from matters.language.clock import WorkingDays
from matters.language.due_dates import after_pause, due_date
from matters.organisation.snapshot import SYSTEM
from matters.who.parties import parties_of
from tests.matters.forked import (
    BIG,
    EXCEPTIONS,
    OWNER,
    act,
    approve,
    begun,
    branch,
    code,
    complete,
    countersign,
    decide,
    fork,
    hand,
    item_at,
    mend,
    office,
    open_steps,
    send_back,
    step,
)
from tests.matters.stories import (
    ANSWERS,
    CHIEF,
    CLERK,
    CLERK_2,
    DEPUTY,
    HEAD,
    STAFF,
    Story,
    moved,
    told,
    varied,
    with_review,
)

A, B = office("a", "finance"), office("b", "development_reform", return_resumes="choose")
SIGN = countersign("sign", "vehicle_chief", "deputy_head", return_resumes="choose")


def back(story: Story, at: str, to: str, resumes: str = "rerun") -> tuple[str, ...]:
    """Return from one step to another."""
    return act(story, ReturnToStep, at, step=to, resumes=resumes)


# Return


def test_a_return_from_a_countersigned_step_makes_a_new_task(story: Story) -> None:
    """ruoyi-vue-pro #668: returned from 会签 to the step before, the case could not be found any more."""
    case = begun(story, A, SIGN, decide())
    approve(case, "a")
    back(case, "sign", "a")
    assert open_steps(case) == ["a"]
    approve(case, "a", "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_a_return_to_a_step_with_several_signers_makes_a_task_for_each(story: Story) -> None:
    """ruoyi-vue-pro #727: a return to a multi-instance step created no task at all."""
    case = begun(story, SIGN, A, decide())
    approve(case, "sign", "sign")
    back(case, "a", "sign")
    assert {item.holders[0] for item in case.case.items} == {CHIEF, DEPUTY}


def test_a_parallel_task_can_be_returned(story: Story) -> None:
    """ruoyi-vue-pro #867: “并行任务不可以回退”; inside a branch, before the fork, and to the applicant."""
    route = [step("p"), fork("f", "parallel", branch("l", A, B), branch("r", office("c", "cyberspace"))), decide()]
    for to, left in (("a", ["c", "a"]), ("p", ["p"])):
        case = begun(story, *route)
        approve(case, "p", "a")
        back(case, "b", to)
        assert open_steps(case) == left
    send_back(case, "p")
    assert case.case.status == "supplementing"


def test_a_return_to_the_initiator_comes_to_the_initiator_and_back(story: Story) -> None:
    """ruoyi-vue-pro #1128: 回退到发起人."""
    case = begun(story, A, B, decide())
    approve(case, "a")
    send_back(case, "b")
    (item,) = case.case.items
    assert item.holders == (STAFF,)
    mend(case)
    approve(case, "a", "b", "settle")
    assert case.case.result == "granted"


def test_a_step_entered_again_has_its_own_due_date(story: Story) -> None:
    """ruoyi-vue-pro #1018: after a return and re-entry no reminder came; the day to remind of is there the second time."""
    case = begun(story, {**A, "limit": {"kind": "working_days", "days": 2}}, decide())
    assert item_at(case, "a").due == date(2026, 3, 4)
    send_back(case, "a")
    mend(case.later(days=7))
    assert item_at(case, "a").due == date(2026, 3, 11)


def test_a_return_from_parallel_signers_leaves_no_second_history(story: Story) -> None:
    """JeecgBoot #7460: history rows twice after a return from 会签."""
    case = begun(story, A, SIGN, decide())
    approve(case, "a", "sign")
    back(case, "sign", "a")
    approve(case, "a", "sign", "sign")
    deeds = [(deed.item, deed.actor.person) for deed in case.case.deeds]
    assert len(deeds) == len(set(deeds))
    keys = [item.key for item in (*case.case.closed, *case.case.items)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("resumes", ["rerun", "straight_back"])
def test_a_return_to_one_of_two_branches_that_have_joined_goes_on_afterwards(story: Story, resumes: str) -> None:
    """JeecgBoot #5813: both had agreed, the next one returned to one of them, and the case never came back."""
    case = begun(story, fork("f", "parallel", branch("l", A), branch("r", B)), decide(return_resumes="choose"))
    approve(case, "a", "b")
    back(case, "settle", "a", resumes)
    approve(case, "a")
    assert open_steps(case) == ["settle"]


def test_a_signers_return_to_the_applicant_does_not_go_forward(story: Story) -> None:
    """AntFlow-activiti PR #7: a signer who returned the case sent it to the next approver."""
    case = begun(story, SIGN, decide())
    send_back(case, "sign")
    assert [(item.holders, item.purpose == "supplement") for item in case.case.items] == [((STAFF,), True)]


def test_one_act_returns_a_step_with_several_signers(story: Story) -> None:
    """flowable-engine #1674: moving a multi-instance task needs another call than moving a plain one; here it is one verb."""
    for part in (step("one", post="deputy_head"), {**SIGN, "id": "one"}):
        case = begun(story, A, part, decide())
        approve(case, "a")
        assert back(case, "one", "a")[0] == "returned_to_step"
        assert open_steps(case) == ["a"]


def test_a_return_jumps_over_nobody(story: Story) -> None:
    """loonflow #98: a free choice of the state would let somebody skip an approval; only what was done, and all of it again."""
    case = begun(story, A, B, decide())
    item = item_at(case, "a")
    wish = {"actor": item.holders[0], "item": item.key, "expected_version": 1, "opinion": "重审"}
    assert code(case.tell(ReturnToStep(**wish, step="settle"))) == "action_not_offered"
    approve(case, "a", "b")
    back(case, "settle", "a")
    for one in ("a", "b", "settle"):
        assert open_steps(case) == [one]
        approve(case, one)


def test_after_a_return_the_case_goes_through_its_steps_in_order(story: Story) -> None:
    """loonflow #282: the initiator changes the form, then the approval starts in its order."""
    case = begun(story, A, B, decide())
    approve(case, "a", "b")
    send_back(case, "settle")
    mend(case)
    for one in ("a", "b", "settle"):
        assert open_steps(case) == [one]
        approve(case, one)


def test_after_a_return_the_case_may_go_straight_to_who_returned_it(story: Story) -> None:
    """loonflow #483: 提交到退回节点, so that nobody approves everything again."""
    case = begun(story, A, B, decide())
    approve(case, "a")
    act(case, ReturnToApplicant, "b", findings={"destination": "请写明。"}, resumes="straight_back")
    mend(case)
    assert open_steps(case) == ["b"]


def test_a_countersignature_can_be_taken_back(story: Story) -> None:
    """Steedos workflow #1377: 会签节点无法取回."""
    case = begun(story, SIGN, decide())
    mine = item_at(case, "sign")
    approve(case, "sign")
    case.went(TakeBack(actor=CHIEF, item=mine.key))
    assert len(case.case.items) == 2


def test_a_returned_form_can_be_changed(story: Story) -> None:
    """ferry #71: the returned form was read-only; what was found fault with may be written again."""
    case = begun(story, A, decide())
    send_back(case, "a")
    mend(case)
    (supplemented,) = (event for event in case.events if isinstance(event, Supplemented))
    assert supplemented.wrote == ("destination",)
    assert case.answers["destination"] == "样例镇政府"


def test_handing_in_again_loses_nothing(story: Story) -> None:
    """docuseal #334: what had been filled in before was gone; only the mended field differs."""
    case = begun(story, A, decide())
    before = dict(case.answers)
    send_back(case, "a")
    mend(case)
    assert {key for key, value in case.answers.items() if before.get(key) != value} == {"destination"}


def test_only_the_items_named_in_the_return_open(story: Story) -> None:
    """GovAlta ui-components #3386: a return names each item to mend, and the others stay closed."""
    case = begun(story, A, decide())
    send_back(case, "a")
    (item,) = case.case.items
    more = Supplement(actor=STAFF, item=item.key, expected_version=1, answers={"purpose": "改为参观"}, materials={})
    verdict = case.tell(more)
    assert isinstance(verdict, Refusal)
    assert "不在本次补正范围内" in verdict.message


def test_nobody_changes_a_filing_unasked(story: Story) -> None:
    """civiform #11321: applicants edit what they have submitted, and nothing shows it; here only when asked, and it is told."""
    case = begun(story, A, decide())
    item = item_at(case, "a")
    unasked = Supplement(actor=STAFF, item=item.key, expected_version=1, answers={"passengers": 1}, materials={})
    assert code(case.tell(unasked)) == "not_holder"


# Votes


def test_half_is_enough_and_one_refusal_does_not_end_the_vote(story: Story) -> None:
    """ruoyi-vue-pro #1069: with a vote of 50 %, one refusal ended the step."""
    vote = {"rule": "ratio", "share": "0.5"}
    case = begun(
        story, countersign("sign", "vehicle_chief", "deputy_head", "support_clerk", "head", vote=vote), decide()
    )
    hand(case, Reject, "sign", CHIEF, opinion="不妥")
    assert case.case.result is None
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


@pytest.mark.parametrize("refusal", ["first_refusal_ends", "collect_all"])
def test_one_refusal_among_all_who_must_sign_ends_somewhere(story: Story, refusal: str) -> None:
    """loonflow #426: one of two refused, the state stayed, and the other one had nothing to press."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", refusal=refusal), decide())
    hand(case, Reject, "sign", CHIEF, opinion="不妥")
    if case.case.result is None:
        hand(case, Approve, "sign", DEPUTY)
    assert (case.case.result, case.case.items) == ("denied", ())


# Forecast and routing


@pytest.mark.parametrize("passengers", [1, 9])
def test_the_next_approver_is_who_was_foretold(story: Story, passengers: int) -> None:
    """ruoyi-vue-pro #820: before filing, the next approver behind a condition was computed wrongly."""
    choice = fork(
        "choice", "exclusive", branch("l", step("big", post="deputy_head"), when=BIG), otherwise=[step("small")]
    )
    case = begun(story, step("first"), choice, decide(), passengers=passengers)
    foretold = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)[0]
    approve(case, "first")
    assert (open_steps(case), case.case.items[0].holders) == ([foretold.step], foretold.holders)


def test_two_conditions_that_hold_are_both_taken_where_both_are_meant(story: Story) -> None:
    """ruoyi-vue-pro #761: two held and one was followed. One in 条件分支, both in 包容分支, and the forecast says which."""
    ways = [branch("l", A, when=BIG), branch("r", B, when=BIG)]
    for kind, taken in (("exclusive", ["a"]), ("inclusive", ["a", "b"])):
        more: dict[str, Any] = {"otherwise": []} if kind == "exclusive" else {}
        case = begun(story, step("first"), fork("f", kind, *ways, **more), decide(), passengers=9)
        foretold = [
            one.step
            for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
        ]
        approve(case, "first")
        assert open_steps(case) == taken
        assert foretold == [*taken, "settle", "deliver"]


# The same act twice


def test_nine_presses_are_one_approval(story: Story) -> None:
    """codeforamerica intake #170: nine in a row; eight of ours read who has done it and when."""
    case = begun(story, A, decide())
    item = item_at(case, "a")
    press = Approve(actor=item.holders[0], item=item.key, expected_version=1)
    verdicts = [case.tell(press) for _ in range(9)]
    assert [code(verdict) for verdict in verdicts[1:]] == ["already_decided"] * 8
    assert sum(event.type == "approved" for event in case.events) == 1


def test_a_second_press_opens_no_second_step(story: Story) -> None:
    """Steedos workflow #1448: 提交到下一步后出现重复步骤."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule="any"), decide())
    first, second = case.case.items
    case.tell(Approve(actor=CHIEF, item=first.key, expected_version=1))
    case.tell(Approve(actor=CHIEF, item=first.key, expected_version=1))
    case.tell(Approve(actor=DEPUTY, item=second.key, expected_version=1))
    assert open_steps(case) == ["settle"]


def test_who_does_not_hold_a_task_any_more_does_not_complete_it(story: Story) -> None:
    """camunda-bpm-platform #4865: the task had gone to somebody else, and the first one, page still open, completed it."""
    case = begun(story, decide(), step("wash", "work", post="vehicle_clerk"))
    approve(case, "settle")
    item = item_at(case, "wash")
    late = Complete(actor=CLERK, item=item.key, expected_version=1)
    hand(case, Claim, "wash", CLERK_2)
    assert code(case.tell(late)) == "claimed_by_another"
    hand(case, Transfer, "wash", CLERK_2, to=(DEPUTY,), opinion="出差")
    assert code(case.tell(late)) == "not_holder"
    complete(case, "wash")
    assert [deed.actor for deed in case.case.deeds if deed.step == "wash"] == [DEPUTY]


# Versions


def test_a_case_goes_on_by_the_definition_it_began_on(story: Story) -> None:
    """loonflow #78: changing a workflow must not touch the cases under way; GOV.UK forms PR #248: finish what you began on."""
    told(story, "submitted")
    newer = with_review(story.matter)
    submitted = story.events[0]
    assert isinstance(submitted, Submitted)
    assert submitted.definition == story.matter.digest != newer.digest
    story.went(story.accept())
    assert open_steps(story) == ["decide"]
    fresh = told(Story(newer, story.organisation, story.calendar), "submitted")
    fresh.went(fresh.accept())
    assert open_steps(fresh) == ["check"]


def test_what_has_happened_is_read_without_the_definition(story: Story) -> None:
    """FormSG PR #7087 keeps a snapshot of the form with each submission; our case is made of its events alone."""
    told(story, "concluded")
    assert fold(story.events) == story.case


def test_a_draft_begun_earlier_does_not_get_past_new_conditions(story: Story) -> None:
    """civiform #5541: an old draft was submitted under the eligibility of the day it was begun; its applicant is told of ours."""

    def only_townships(document: dict[str, Any]) -> None:
        document["edition"]["version"] = 2
        document["guide"]["applicants"]["levels"] = ["township"]

    newer = varied(story.matter, only_townships)
    late = Story(newer, story.organisation, story.calendar)
    assert code(late.tell(late.submit())) == "not_eligible"
    assert "第 2 版" in outdated(story.matter, newer, ANSWERS, (), late.world)[0]


# Time


def on(month: int, day: int, hour: int = 8) -> datetime:
    """An hour of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def days(number: int) -> WorkingDays:
    """So many working days."""
    return WorkingDays(kind="working_days", days=number)


def test_holidays_and_swapped_days_are_known(calendar: Calendar) -> None:
    """steedos-platform #601 asks for holidays: Saturday 14 February is worked, then nothing until the 24th."""
    assert due_date(days(2), on(2, 13), calendar) == DueDate(date(2026, 2, 24), False)


def test_a_step_that_passes_by_rule_does_not_read_as_approved(story: Story) -> None:
    """steedos-platform #463: an automatic skip stood in the history as “已核准”."""
    passes = {**EXCEPTIONS, "nobody": {"passes": "本单位未设该岗位"}}
    case = begun(story, {**step("check", post="seal_chief"), "exceptions": passes}, decide())
    (passed,) = (event for event in case.events if isinstance(event, StepPassed))
    assert (passed.step, passed.reason) == ("check", "本单位未设该岗位")
    assert all(deed.step != "check" for deed in case.case.deeds)


def test_a_pause_moves_the_due_date(story: Story) -> None:
    """open-zaak #747, #885: a suspended case kept its planned end date."""
    case = begun(story, A, decide())
    due = case.case.due
    send_back(case, "a")
    mend(case.later(days=2))
    assert (due, case.case.due) == (date(2026, 3, 3), date(2026, 3, 5))


def test_the_pause_that_counts_is_the_one_that_was(calendar: Calendar) -> None:
    """gemma-zaken #1953, #436: the days it really lasted, in working days: Friday to Tuesday is two, within a day is none."""
    due = DueDate(date(2026, 3, 10), False)
    assert after_pause(due, on(3, 6), on(3, 10), calendar).day == date(2026, 3, 12)
    assert after_pause(due, on(3, 6, 9), on(3, 6, 17), calendar).day == date(2026, 3, 10)


@pytest.mark.parametrize("hour", [0, 8, 17, 23])
def test_one_working_day_is_one_day_and_not_24_office_hours(calendar: Calendar, hour: int) -> None:
    """jmix #790: P1D was due after about three days; bk-itsm: one day from Monday 08:00 fell due on Wednesday at 18:00."""
    assert due_date(days(1), on(3, 2, hour), calendar).day == date(2026, 3, 3)


# Absence, leavers, automatic skips


def test_who_left_keeps_their_name_in_the_history(story: Story) -> None:
    """Steedos workflow #48: somebody who had left stood in the history as “null”; whoever comes late still reads the name."""
    case = begun(story, step("check"), decide())
    item = item_at(case, "check")
    approve(case, "check")
    case.organisation = moved(case.organisation, without=[CHIEF.person], p64=CHIEF.post)
    verdict = case.tell(Approve(actor=CHIEF, item=item.key, expected_version=1))
    assert isinstance(verdict, Refusal)
    assert case.organisation.person(CHIEF.person).name in verdict.message


def test_replacing_a_signer_destroys_no_signature(story: Story) -> None:
    """redmine_dmsf #880: an employee left, and with the step everything they had approved was lost, dates too."""
    case = begun(story, SIGN, decide())
    hand(case, Approve, "sign", CHIEF)
    before = case.case.deeds
    case.organisation = moved(case.organisation, without=[CHIEF.person], p41=CHIEF.post)
    (item,) = case.case.items
    assert case.tell(Reresolve(actor=SYSTEM, item=item.key)) == ()
    assert case.case.deeds == before
    hand(case, Approve, "sign", DEPUTY)
    assert open_steps(case) == ["settle"]


def test_who_follows_on_a_post_gets_what_waits_there(story: Story) -> None:
    """wso2 product-is #5672: the new manager did not see the approvals that had been waiting for the old one."""
    case = begun(story, decide())
    case.organisation = moved(case.organisation, without=[HEAD.person], p43=HEAD.post)
    case.went(Reresolve(actor=SYSTEM, item=item_at(case, "settle").key))
    approve(case, "settle")
    assert [deed.actor.person for deed in case.case.deeds if deed.step == "settle"] == [DEPUTY.person]


def test_an_absent_approver_has_an_alternate(story: Story) -> None:
    """erpnext #42194: nobody but the one named could approve; here the definition says who stands in."""
    stand_in = {**EXCEPTIONS, "nobody": {"to": {"by": "post", "post": "deputy_head", "of": OWNER}}}
    told_now = Story(story.matter, moved(story.organisation, without=[CHIEF.person]), story.calendar)
    case = begun(told_now, {**step("check"), "exceptions": stand_in}, decide())
    assert item_at(case, "check").holders == (DEPUTY,)


@pytest.mark.parametrize(
    ("rule", "between", "asked"),
    [
        ("ask_again", [], True),
        ("skip_if_consecutive", [], False),
        ("skip_if_consecutive", [A], True),
        ("skip_if_unchanged", [A], False),
    ],
)
def test_the_same_approver_twice_is_asked_as_the_definition_says(
    story: Story, rule: str, between: list[dict[str, Any]], asked: bool
) -> None:
    """Steedos workflow #2111, JeecgBoot #6166, bk-itsm PR #1487 and #1488: 重复审批 as a choice of the definition."""
    again = {**step("again"), "exceptions": {**EXCEPTIONS, "repeated": rule}}
    case = begun(story, step("first"), *between, again, decide())
    approve(case, "first", *(part["id"] for part in between))
    assert open_steps(case) == (["again"] if asked else ["settle"])


def test_the_applicants_own_step_is_passed_and_never_approved_by_the_applicant(story: Story) -> None:
    """Steedos workflow #2111: 处理人就是提交人; it passes by rule with its reason, and nobody is recorded as agreeing."""
    own = {**EXCEPTIONS, "applicant": {"passes": "办理人即申请人，本人免批"}}
    check = {**step("check", post="staff", of={"body": "applicant"}), "exceptions": own}
    case = begun(story, check, decide())
    assert open_steps(case) == ["settle"]
    assert [event.reason for event in case.events if isinstance(event, StepPassed)] == ["办理人即申请人，本人免批"]
