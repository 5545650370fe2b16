"""加签、减签: more people sign a step, before, beside or after oneself.

Covers: matters/case/forks.py
"""

import pytest

from matters.case.values import SeatKey
from matters.commands.cases import RemoveSigner, TakeBack
from matters.commands.items import AddSigners, Approve, Reject, ReturnToStep
from matters.course.forecast import ahead
from matters.who.parties import parties_of
from tests.matters.forked import (
    approve,
    begun,
    code,
    countersign,
    decide,
    drops,
    hand,
    item_at,
    mend,
    open_steps,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story

ADD = {"opinion": "请一并把关"}


def reviewed(story: Story) -> Story:
    """A review by the chief, then the decision."""
    return begun(story, step("check", post="vehicle_chief"), decide())


def holders(case: Story) -> list[object]:
    """Who is asked now."""
    return [item.holders[0] for item in case.case.items]


def test_those_before_me_sign_first_and_then_it_comes_back(story: Story) -> None:
    """前加签."""
    case = reviewed(story)
    old = item_at(case, "check")
    told = hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY, CLERK_2), **ADD)
    assert told == ("signers_added", "items_closed", "step_opened", "step_opened")
    assert holders(case) == [DEPUTY, CLERK_2]
    verdict = case.tell(Approve(actor=CHIEF, item=old.key, expected_version=1))
    assert code(verdict) == "no_longer_needed"
    hand(case, Approve, "check", DEPUTY)
    assert holders(case) == [CLERK_2]
    hand(case, Approve, "check", CLERK_2)
    assert holders(case) == [CHIEF]
    hand(case, Approve, "check", CHIEF)
    assert open_steps(case) == ["settle"]


def test_those_beside_me_sign_in_any_order(story: Story) -> None:
    """并加签: the step ends when all have."""
    for first, second in ((CHIEF, DEPUTY), (DEPUTY, CHIEF)):
        case = reviewed(story)
        hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), **ADD)
        hand(case, Approve, "check", first)
        assert open_steps(case) == ["check"]
        hand(case, Approve, "check", second)
        assert open_steps(case) == ["settle"]


def test_those_after_me_follow_before_the_step_ends(story: Story) -> None:
    """后加签, and the forecast tells it."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="after", to=(DEPUTY,), **ADD)
    assert holders(case) == [CHIEF]
    foreseen = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    assert [(one.step, one.holders) for one in foreseen][:2] == [("check", (DEPUTY,)), ("settle", (HEAD,))]
    hand(case, Approve, "check", CHIEF)
    assert holders(case) == [DEPUTY]
    hand(case, Approve, "check", DEPUTY)
    assert open_steps(case) == ["settle"]


def test_the_decision_waits_for_added_signers_and_is_made_once(story: Story) -> None:
    """The last who agrees decides."""
    case = begun(story, decide())
    hand(case, AddSigners, "settle", HEAD, where="after", to=(DEPUTY,), **ADD)
    hand(case, Approve, "settle", HEAD)
    assert case.case.result is None
    hand(case, Approve, "settle", DEPUTY)
    assert case.case.result == "granted"
    assert [event.type for event in case.events].count("decided") == 1


def test_a_refusal_by_an_added_signer_refuses_the_step(story: Story) -> None:
    """They sign in earnest."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), **ADD)
    hand(case, Reject, "check", DEPUTY, opinion="不妥")
    assert case.case.result == "denied"
    assert not case.case.items


def test_nobody_is_added_who_is_not_fit(story: Story) -> None:
    """Not the applicant, not somebody who is deciding already, nobody twice; and not without a reason."""
    case = reviewed(story)
    common = {"actor": CHIEF, "item": item_at(case, "check").key, "expected_version": 1, "where": "beside"}
    assert code(case.tell(AddSigners(**common, to=(DEPUTY,)))) == "opinion_required"
    for to in ((STAFF,), (CHIEF,), (DEPUTY, DEPUTY)):
        assert code(case.tell(AddSigners(**common, to=to, **ADD))) == "unfit_person"
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), **ADD)
    again = {**common, "expected_version": 2}
    assert code(case.tell(AddSigners(**again, to=(DEPUTY,), **ADD))) == "unfit_person"


def test_adding_ends_at_the_second_level(story: Story) -> None:
    """Who was added by somebody added adds nobody."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), **ADD)
    hand(case, AddSigners, "check", DEPUTY, where="before", to=(CLERK_2,), **ADD)
    deepest = item_at(case, "check")
    wish = AddSigners(actor=CLERK_2, item=deepest.key, expected_version=1, where="before", to=(CLERK,), **ADD)
    assert code(case.tell(wish)) == "not_possible"
    for who in (CLERK_2, DEPUTY, CHIEF):
        assert holders(case) == [who]
        hand(case, Approve, "check", who)
    assert open_steps(case) == ["settle"]


def test_who_added_may_remove_and_the_step_goes_on_at_once(story: Story) -> None:
    """减签: the last one outstanding removed, the step ends; whoever has signed stays."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY, CLERK_2), **ADD)
    hand(case, Approve, "check", CHIEF)
    hand(case, Approve, "check", CLERK_2)
    remove = RemoveSigner(actor=CHIEF, step="check", seat="1+1")
    assert code(case.tell(remove.model_copy(update={"actor": CLERK_2}))) == "not_possible"
    assert code(case.tell(remove.model_copy(update={"seat": SeatKey(1, added=(2,))}))) == "not_possible"
    assert code(case.tell(remove.model_copy(update={"seat": SeatKey(1)}))) == "not_possible"
    assert case.went(remove)[-1] == "step_opened"
    assert open_steps(case) == ["settle"]
    assert ("check", "removed") in drops(case)
    assert code(case.tell(remove)) == "not_possible"


def test_removing_the_one_before_me_brings_it_back(story: Story) -> None:
    """前加签 taken off: my own turn again."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), **ADD)
    case.went(RemoveSigner(actor=CHIEF, step="check", seat="1+1"))
    assert holders(case) == [CHIEF]
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_nobody_is_removed_while_the_step_is_not_being_signed(story: Story) -> None:
    """An earlier step is done again: there is nothing to be counted anew until the case is back."""
    check = step("check", post="vehicle_chief", return_resumes="straight_back")
    case = begun(story, step("first", post="deputy_head"), check, decide())
    approve(case, "first")
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(CLERK_2,), **ADD)
    hand(case, ReturnToStep, "check", CHIEF, step="first", opinion="请再核")
    remove = RemoveSigner(actor=CHIEF, step="check", seat="1+1")
    assert code(case.tell(remove)) == "not_possible"
    approve(case, "first")
    case.went(remove)
    assert holders(case) == [CHIEF]


def test_removing_takes_those_they_added_along(story: Story) -> None:
    """Nobody is left waiting for a signer who is off."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), **ADD)
    hand(case, AddSigners, "check", DEPUTY, where="before", to=(CLERK_2,), **ADD)
    case.went(RemoveSigner(actor=CHIEF, step="check", seat="1+1"))
    assert holders(case) == [CHIEF]


@pytest.mark.parametrize("where", ["before", "beside", "after"])
@pytest.mark.parametrize("rule", ["all", "any", "in_order"])
def test_added_to_a_countersigned_step(story: Story, rule: str, where: str) -> None:
    """Whatever the vote: when everybody who is asked agrees, the step passes once."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule=rule), decide())
    hand(case, AddSigners, "sign", CHIEF, where=where, to=(CLERK_2,), **ADD)
    for _ in range(4):
        if open_steps(case) != ["settle"]:
            approve(case, "sign")
    assert open_steps(case) == ["settle"]
    signed = [deed.actor.person for deed in case.case.deeds if deed.step == "sign"]
    assert len(signed) == len(set(signed))


def test_a_share_is_of_all_with_those_added_and_without_those_removed(story: Story) -> None:
    """票签: the denominator moves by 加签 and 减签 alone, and is counted anew at once."""
    vote = {"rule": "ratio", "share": "0.6"}
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", vote=vote), decide())
    hand(case, AddSigners, "sign", CHIEF, where="beside", to=(CLERK_2, HEAD), **ADD)
    hand(case, Approve, "sign", CHIEF)
    hand(case, Approve, "sign", DEPUTY)
    assert open_steps(case) == ["sign", "sign"]
    case.went(RemoveSigner(actor=CHIEF, step="sign", seat="1+1"))
    assert open_steps(case) == ["settle"]


def test_a_return_by_an_added_signer_starts_over_without_them(story: Story) -> None:
    """重走: the step opens by its rule; the added ones belonged to the round before."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), **ADD)
    send_back(case, "check")
    assert len(case.case.items) == 1
    mend(case)
    assert holders(case) == [CHIEF]
    approve(case, "check")
    assert open_steps(case) == ["settle"]


def test_an_added_signature_may_be_taken_back_while_the_step_waits(story: Story) -> None:
    """拿回 within a step: the seat is open again."""
    case = reviewed(story)
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(DEPUTY,), **ADD)
    key = next(item.key for item in case.case.items if DEPUTY in item.holders)
    hand(case, Approve, "check", DEPUTY)
    case.went(TakeBack(actor=DEPUTY, item=key))
    assert set(holders(case)) == {CHIEF, DEPUTY}
    approve(case, "check", "check")
    assert open_steps(case) == ["settle"]


def test_nobody_is_removed_from_a_step_that_does_not_wait(story: Story) -> None:
    """It has ended by 或签, or others do an earlier step again: counted now, the votes would open what follows a second time."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule="any"), decide())
    hand(case, AddSigners, "sign", CHIEF, where="beside", to=(CLERK_2,), **ADD)
    hand(case, Approve, "sign", DEPUTY)
    remove = RemoveSigner(actor=CHIEF, step="sign", seat="1+1")
    assert code(case.tell(remove)) == "not_possible"
    assert open_steps(case) == ["settle"]
    away = begun(story, step("first"), step("check", post="deputy_head", return_resumes="straight_back"), decide())
    approve(away, "first")
    hand(away, AddSigners, "check", DEPUTY, where="beside", to=(CLERK_2,), **ADD)
    hand(away, ReturnToStep, "check", DEPUTY, step="first", **ADD)
    assert code(away.tell(remove.model_copy(update={"actor": DEPUTY, "step": "check"}))) == "not_possible"
    assert open_steps(away) == ["first"]
