"""退回环节、直达退回人、拿回: an earlier step is done again, in every place of the route."""

import pytest

from matters.case.fold import fold
from matters.case.values import SeatKey
from matters.commands.cases import TakeBack
from matters.commands.items import Abstain, Approve, Claim, Reject, ReturnToApplicant, ReturnToStep, Supplement
from matters.commands.reports import Reresolve
from matters.course.forecast import ahead
from matters.organisation.snapshot import SYSTEM
from matters.verbs.returning import returnable
from matters.who.parties import parties_of
from tests.matters.forked import (
    BIG,
    act,
    approve,
    begun,
    branch,
    code,
    complete,
    countersign,
    decide,
    drops,
    fork,
    hand,
    issue,
    item_at,
    mend,
    office,
    open_steps,
    reject,
    step,
)
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story

A, B = office("a", "finance"), office("b", "development_reform", return_resumes="choose")
C = office("c", "cyberspace", return_resumes="choose")
SETTLE = decide(return_resumes="choose")


def back(story: Story, at: str, to: str, resumes: str = "rerun") -> tuple[str, ...]:
    """The holder at one step returns the case to another."""
    return act(story, ReturnToStep, at, step=to, resumes=resumes)


def test_a_returned_step_and_all_after_it_run_again(story: Story) -> None:
    """重走."""
    case = begun(story, A, B, C, SETTLE)
    approve(case, "a", "b")
    assert back(case, "c", "a") == ("returned_to_step", "step_opened")
    for one in ("a", "b", "c"):
        assert open_steps(case) == [one]
        approve(case, one)
    assert open_steps(case) == ["settle"]


def test_a_returned_step_goes_straight_back_to_who_returned_it(story: Story) -> None:
    """直达退回人: what lies between is not asked again; a later return starts from nothing."""
    case = begun(story, A, B, C, SETTLE)
    approve(case, "a", "b")
    back(case, "c", "a", "straight_back")
    approve(case, "a")
    assert open_steps(case) == ["c"]
    back(case, "c", "a")
    approve(case, "a")
    assert open_steps(case) == ["b"]


def test_where_to_resume_is_the_definitions_unless_it_leaves_it_open(story: Story) -> None:
    """A wish that the definition does not give is not followed."""
    fixed = office("c", "cyberspace", return_resumes="straight_back")
    case = begun(story, A, B, fixed, SETTLE)
    approve(case, "a", "b")
    back(case, "c", "a", "rerun")
    approve(case, "a")
    assert open_steps(case) == ["c"]


def test_only_earlier_steps_that_somebody_has_done(story: Story) -> None:
    """Not acceptance, not itself, not a later one, not one that does not exist, none without a reason."""
    case = begun(story, A, B, SETTLE)
    approve(case, "a")
    for to in ("accept", "b", "settle", "nowhere"):
        item = item_at(case, "b")
        wish = ReturnToStep(actor=item.holders[0], item=item.key, expected_version=1, step=to, opinion="重审")
        assert code(case.tell(wish)) == "not_possible"
    assert code(case.tell(wish.model_copy(update={"step": "a", "opinion": " "}))) == "opinion_required"


def test_a_first_step_does_not_offer_to_return(story: Story) -> None:
    """There is nothing to return to but the applicant."""
    case = begun(story, A, SETTLE)
    item = item_at(case, "a")
    wish = ReturnToStep(actor=item.holders[0], item=item.key, expected_version=1, step="accept", opinion="重审")
    assert code(case.tell(wish)) == "action_not_offered"


def test_inside_a_branch_only_this_branch_is_touched(story: Story) -> None:
    """The others go on as if nothing had happened."""
    case = begun(story, fork("f", "parallel", branch("l", A, B), branch("r", C)), SETTLE)
    approve(case, "a")
    back(case, "b", "a")
    assert sorted(open_steps(case)) == ["a", "c"]
    approve(case, "c", "a", "b")
    assert open_steps(case) == ["settle"]


def test_before_the_fork_all_branches_close_and_start_again(story: Story) -> None:
    """And who had an item open reads why it is gone."""
    case = begun(story, A, fork("f", "parallel", branch("l", B), branch("r", C)), SETTLE)
    approve(case, "a")
    other = item_at(case, "c")
    back(case, "b", "a")
    assert (open_steps(case), drops(case)) == (["a"], [("c", "returned")])
    late = Approve(actor=other.holders[0], item=other.key, expected_version=1)
    assert code(case.tell(late)) == "no_longer_needed"
    approve(case, "a")
    assert sorted(open_steps(case)) == ["b", "c"]
    approve(case, "c", "b")
    assert open_steps(case) == ["settle"]


def test_before_the_fork_and_straight_back_interrupts_no_more_than_it_must(story: Story) -> None:
    """What was open elsewhere opens again; what had arrived has arrived."""
    case = begun(
        story, A, fork("f", "parallel", branch("l", B), branch("r", C), branch("s", office("d", "secrecy"))), SETTLE
    )
    approve(case, "a", "d")
    back(case, "b", "a", "straight_back")
    assert open_steps(case) == ["a"]
    approve(case, "a")
    assert sorted(open_steps(case)) == ["b", "c"]
    approve(case, "c", "b")
    assert open_steps(case) == ["settle"]


@pytest.mark.parametrize("resumes", ["rerun", "straight_back"])
def test_into_a_branch_that_has_joined(story: Story, resumes: str) -> None:
    """Only that branch runs again, and the join waits for it anew."""
    case = begun(story, fork("f", "parallel", branch("l", A, B), branch("r", C)), SETTLE)
    approve(case, "a", "b", "c")
    back(case, "settle", "a", resumes)
    assert open_steps(case) == ["a"]
    approve(case, "a")
    if resumes == "rerun":
        assert open_steps(case) == ["b"]
        approve(case, "b")
    assert open_steps(case) == ["settle"]


def test_a_refusal_after_a_return_into_a_joined_branch_counts(story: Story) -> None:
    """收齐再定: the others have spoken, so this refusal decides."""
    case = begun(story, fork("f", "parallel", branch("l", A), branch("r", C)), SETTLE)
    approve(case, "a", "c")
    back(case, "settle", "a", "straight_back")
    reject(case, "a")
    assert case.case.result == "denied"


def test_no_return_into_a_branch_beside(story: Story) -> None:
    """Another branch is not earlier, whenever it was done."""
    case = begun(story, A, fork("f", "parallel", branch("l", office("d", "secrecy"), B), branch("r", C)), SETTLE)
    approve(case, "a", "c", "d")
    item = item_at(case, "b")
    wish = ReturnToStep(actor=item.holders[0], item=item.key, expected_version=1, step="c", opinion="重审")
    assert code(case.tell(wish)) == "not_possible"


def test_a_countersigned_step_is_signed_again_by_all(story: Story) -> None:
    """Return to 会签: everybody has a task again (yudao #668, #727)."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    approve(case, "sign", "sign")
    back(case, "settle", "sign")
    assert open_steps(case) == ["sign", "sign"]
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_from_a_countersigned_step_the_votes_stay_where_nothing_changed(story: Story) -> None:
    """Straight back, and the earlier step wrote nothing: only the open seats are asked."""
    sign = countersign("sign", "vehicle_chief", "deputy_head", return_resumes="straight_back")
    case = begun(story, A, sign, SETTLE)
    approve(case, "a", "sign")
    back(case, "sign", "a")
    approve(case, "a")
    assert [item.holders for item in case.case.items] == [(DEPUTY,)]
    approve(case, "sign")
    assert open_steps(case) == ["settle"]


def test_votes_on_what_has_changed_are_asked_again(story: Story) -> None:
    """The applicant mended what the signer had been shown."""
    sign = countersign("sign", "vehicle_chief", "deputy_head", return_resumes="straight_back")
    case = begun(story, sign, SETTLE)
    approve(case, "sign")
    act(case, ReturnToApplicant, "sign", findings={"destination": "请写明。"})
    mend(case)
    assert open_steps(case) == ["sign", "sign"]
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_work_is_done_again(story: Story) -> None:
    """承办 before the decision may be returned to."""
    case = begun(story, step("wash", "work"), SETTLE)
    complete(case, "wash")
    back(case, "settle", "wash")
    complete(case, "wash")
    assert open_steps(case) == ["settle"]


def test_the_last_decider_takes_back_before_anybody_goes_on(story: Story) -> None:
    """拿回: the next person's item is gone, my own is open again until the same day."""
    case = begun(story, {**A, "limit": {"kind": "working_days", "days": 2}}, B, SETTLE)
    mine = item_at(case, "a")
    approve(case, "a")
    theirs = item_at(case, "b")
    took = TakeBack(actor=mine.holders[0], item=mine.key)
    assert case.went(took) == ("taken_back", "items_closed", "step_opened")
    assert (open_steps(case), item_at(case, "a").due, drops(case)[-1]) == (["a"], mine.due, ("b", "taken_back"))
    late = Approve(actor=theirs.holders[0], item=theirs.key, expected_version=1)
    assert code(case.tell(late)) == "no_longer_needed"
    assert code(case.tell(took)) == "not_possible"
    approve(case, "a", "b")
    assert open_steps(case) == ["settle"]


def test_nobody_takes_back_what_others_have_gone_on_from(story: Story) -> None:
    """Nor somebody else's decision, an acceptance, or one that has made a paper."""
    case = begun(story, A, B, SETTLE)
    accepted = case.case.deeds[0]
    first = item_at(case, "a")
    approve(case, "a", "b")
    assert code(case.tell(TakeBack(actor=first.holders[0], item=first.key))) == "not_possible"
    assert code(case.tell(TakeBack(actor=CHIEF, item=first.key))) == "not_possible"
    assert code(case.tell(TakeBack(actor=accepted.actor, item=accepted.item))) == "not_possible"
    last = item_at(case, "settle")
    approve(case, "settle")
    assert code(case.tell(TakeBack(actor=HEAD, item=last.key))) == "wrong_status"


def test_a_signature_is_taken_back_while_others_are_asked(story: Story) -> None:
    """The vote is open again, the others' items stay."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    mine = item_at(case, "sign")
    hand(case, Reject, "sign", CHIEF, opinion="不妥")
    case.went(TakeBack(actor=CHIEF, item=mine.key))
    assert len(case.case.items) == 2
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_the_signature_that_ended_a_step_is_taken_back_and_the_step_is_open_again(story: Story) -> None:
    """或签: those whose seats it had closed are asked again too."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule="any"), SETTLE)
    mine = item_at(case, "sign")
    approve(case, "sign")
    case.went(TakeBack(actor=CHIEF, item=mine.key))
    assert open_steps(case) == ["sign", "sign"]
    hand(case, Approve, "sign", DEPUTY)
    assert open_steps(case) == ["settle"]


def test_of_those_who_ended_a_step_together_only_the_last_takes_back(story: Story) -> None:
    """The earlier signer asks the later one."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    first, second = case.case.items
    approve(case, "sign", "sign")
    assert code(case.tell(TakeBack(actor=CHIEF, item=first.key))) == "not_possible"
    case.went(TakeBack(actor=DEPUTY, item=second.key))
    assert [item.holders for item in case.case.items] == [(DEPUTY,)]


def test_one_by_one_the_next_signers_item_closes(story: Story) -> None:
    """依次: taken back by the last who signed, and by nobody before."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", "head", rule="in_order"), SETTLE)
    first = item_at(case, "sign")
    approve(case, "sign")
    case.went(TakeBack(actor=CHIEF, item=first.key))
    assert [item.holders for item in case.case.items] == [(CHIEF,)]
    second = item_at(case, "sign")
    approve(case, "sign", "sign")
    assert code(case.tell(TakeBack(actor=CHIEF, item=second.key))) == "not_possible"


def test_the_branch_that_had_arrived_last_is_under_way_again(story: Story) -> None:
    """拿回 behind a join: the join is open, the other branch stays done."""
    case = begun(story, fork("f", "parallel", branch("l", A), branch("r", C)), SETTLE)
    approve(case, "a")
    last = item_at(case, "c")
    approve(case, "c")
    case.went(TakeBack(actor=last.holders[0], item=last.key))
    assert open_steps(case) == ["c"]
    approve(case, "c")
    assert open_steps(case) == ["settle"]


def test_what_was_taken_back_after_a_return_still_goes_straight_back(story: Story) -> None:
    """直达退回人 is not forgotten by a 拿回."""
    case = begun(story, A, B, C, SETTLE)
    approve(case, "a", "b")
    back(case, "c", "a", "straight_back")
    again = item_at(case, "a")
    approve(case, "a")
    case.went(TakeBack(actor=again.holders[0], item=again.key))
    approve(case, "a")
    assert open_steps(case) == ["c"]


def test_a_signature_of_a_round_that_is_over_is_not_taken_back(story: Story) -> None:
    """The step was returned and is signed anew: the old word no longer stands for anything."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    mine = item_at(case, "sign")
    approve(case, "sign")
    act(case, ReturnToApplicant, "sign", findings={"destination": "请写明。"})
    mend(case)
    before = case.case.items
    assert code(case.tell(TakeBack(actor=CHIEF, item=mine.key))) == "not_possible"
    assert case.case.items == before
    approve(case, "sign", "sign")
    assert open_steps(case) == ["settle"]


def test_abstaining_counts_as_spoken(story: Story) -> None:
    """弃权 in a vote by share; elsewhere it is not offered."""
    vote = {"rule": "ratio", "share": "0.5"}
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", vote=vote), SETTLE)
    hand(case, Abstain, "sign", CHIEF)
    hand(case, Approve, "sign", DEPUTY)
    assert open_steps(case) == ["settle"]
    plain = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    item = item_at(plain, "sign")
    assert code(plain.tell(Abstain(actor=CHIEF, item=item.key, expected_version=1))) == "action_not_offered"


def test_the_case_is_the_same_when_its_events_are_read_again(story: Story) -> None:
    """Replay, with every kind of return in it."""
    case = begun(story, A, fork("f", "parallel", branch("l", B), branch("r", C)), SETTLE)
    approve(case, "a", "c")
    back(case, "b", "a", "straight_back")
    mine = item_at(case, "a")
    approve(case, "a")
    case.went(TakeBack(actor=mine.holders[0], item=mine.key))
    approve(case, "a", "b", "settle")
    issue(case, "reply")
    assert fold(case.events) == case.case
    assert case.case.status == "concluded"


def test_a_withdrawn_signer_is_not_resolved_again(story: Story) -> None:
    """Re-resolving a seat that was reopened keeps to the rule of the seat."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), SETTLE)
    mine = item_at(case, "sign")
    approve(case, "sign")
    case.went(TakeBack(actor=CHIEF, item=mine.key))
    for item in case.case.items:
        assert case.tell(Reresolve(actor=SYSTEM, item=item.key)) == ()
    assert {CLERK, STAFF}.isdisjoint(holder for item in case.case.items for holder in item.holders)


def test_what_was_decided_before_a_return_is_not_taken_back_once_it_is_done_anew(story: Story) -> None:
    """重走: the step has opened again; a second item of it would let one person decide twice."""
    case = begun(story, fork("f", "parallel", branch("l", A), branch("r", C)), SETTLE)
    mine = item_at(case, "a")
    approve(case, "a")
    act(case, ReturnToApplicant, "c", findings={"destination": "请写明。"})
    mend(case)
    took = TakeBack(actor=mine.holders[0], item=mine.key)
    assert code(case.tell(took)) == "not_possible"
    assert sorted(open_steps(case)) == ["a", "c"]
    approve(case, "a")
    assert code(case.tell(took)) == "not_possible"
    approve(case, "c", "settle")
    assert [event.type for event in case.events].count("decided") == 1


@pytest.mark.parametrize("resumes", ["rerun", "straight_back"])
def test_nothing_is_taken_back_while_an_earlier_step_is_done_again(story: Story, resumes: str) -> None:
    """The branch had been left when another one was returned to before the fork."""
    case = begun(story, step("p"), fork("f", "parallel", branch("l", A, B), branch("r", C)), SETTLE)
    approve(case, "p")
    mine = item_at(case, "a")
    approve(case, "a")
    back(case, "c", "p", resumes)
    assert code(case.tell(TakeBack(actor=mine.holders[0], item=mine.key))) == "not_possible"
    assert open_steps(case) == ["p"]


def test_a_signature_that_is_asked_again_is_not_taken_back(story: Story) -> None:
    """The seat waits already, since what was signed has changed."""
    sign = countersign("sign", "vehicle_chief", "deputy_head", return_resumes="straight_back")
    case = begun(story, sign, SETTLE)
    mine = item_at(case, "sign")
    approve(case, "sign")
    act(case, ReturnToApplicant, "sign", findings={"destination": "请写明。"})
    mend(case)
    assert code(case.tell(TakeBack(actor=CHIEF, item=mine.key))) == "not_possible"
    assert len(case.case.items) == 2


def test_a_refusal_taken_back_brings_back_what_it_had_cut_off(story: Story) -> None:
    """一票否决 inside a branch had closed the branch beside: without it the inner join would wait for ever."""
    inner = fork("g", "parallel", branch("x", A), branch("y", B), refusal="first_refusal_ends")
    case = begun(story, fork("f", "parallel", branch("l", inner), branch("r", C)), SETTLE)
    mine = item_at(case, "a")
    reject(case, "a")
    assert open_steps(case) == ["c"]
    case.went(TakeBack(actor=mine.holders[0], item=mine.key))
    assert sorted(open_steps(case)) == ["a", "b", "c"]
    approve(case, "a", "c", "b")
    assert open_steps(case) == ["settle"]


def test_what_went_along_with_a_signature_is_asked_again_when_it_is_taken_back(story: Story) -> None:
    """One of two clerks has claimed the one seat and signs the other, which is hers alone; she thinks better of it."""
    case = begun(story, countersign("sign", "vehicle_clerk", "support_clerk", "head"), SETTLE)
    shared, own, _ = case.case.items
    hand(case, Claim, "sign", CLERK_2)
    hand(case, Approve, "sign", own.holders[0])
    assert [item.holders for item in case.case.items] == [(HEAD,)]
    case.went(TakeBack(actor=own.holders[0], item=own.key))
    assert {item.seat for item in case.case.items} == {shared.seat, own.seat, SeatKey(3)}
    hand(case, Reject, "sign", own.holders[0], opinion="不妥")
    approve(case, "sign", "sign")
    assert case.case.result == "denied"


def test_no_return_into_a_branch_that_the_case_has_not_taken_this_time(story: Story) -> None:
    """The mended form leads another way; what was done on the first one would count for nothing."""
    choice = fork("choice", "exclusive", branch("l", A, when=BIG), otherwise=[B])
    case = begun(story, choice, SETTLE, passengers=9)
    approve(case, "a")
    act(case, ReturnToApplicant, "settle", findings={"passengers": "请核实。"})
    (item,) = case.case.items
    case.went(Supplement(actor=STAFF, item=item.key, expected_version=1, answers={"passengers": 1}, materials={}))
    approve(case, "b")
    assert returnable(case.matter, case.case, "settle") == ("b",)
    item = item_at(case, "settle")
    wish = ReturnToStep(actor=HEAD, item=item.key, expected_version=1, step="a", opinion="重审")
    assert code(case.tell(wish)) == "not_possible"


def test_a_return_in_one_branch_leaves_the_straight_way_of_another(story: Story) -> None:
    """直达退回人 in the left branch, 重走 in the right one."""
    left = branch("l", A, step("between"), office("late", "secrecy", return_resumes="straight_back"))
    case = begun(story, fork("f", "parallel", left, branch("r", step("first"), C)), SETTLE)
    approve(case, "a", "between", "first")
    back(case, "late", "a")
    back(case, "c", "first", "rerun")
    approve(case, "a")
    assert sorted(open_steps(case)) == ["first", "late"]
    back(case, "late", "a")
    act(case, ReturnToApplicant, "first", findings={"destination": "请写明。"})
    mend(case)
    approve(case, "a")
    assert "between" in open_steps(case)


def test_a_branch_that_had_joined_is_under_way_when_it_runs_again_from_the_inside(story: Story) -> None:
    """直达 into it first, then 重走 within it: what follows there is foretold, and the join waits for it."""
    case = begun(
        story, fork("f", "parallel", branch("l", A, step("between"), office("late", "secrecy")), branch("r", C)), SETTLE
    )
    approve(case, "a", "between", "late", "c")
    back(case, "settle", "late", "straight_back")
    back(case, "late", "a")
    foretold = [
        one.step for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    ]
    assert foretold == ["between", "late", "settle", "deliver"]
    approve(case, "a", "between", "late")
    assert open_steps(case) == ["settle"]
