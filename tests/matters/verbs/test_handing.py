"""认领、退回待办池、转办、委派、收回: the item changes hands, its due date and the case do not.

Covers: matters/verbs/reporting.py
"""

from matters.commands.items import AddSigners, Advise, Approve, Claim, Delegate, Recall, Release, Transfer
from matters.commands.reports import Reresolve
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import approve, begun, code, countersign, decide, hand, item_at, open_steps, step
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, STRANGER, Story, moved


def group(story: Story) -> Story:
    """Work that either of two clerks may do."""
    return begun(story, decide(), step("wash", "work", post="vehicle_clerk"))


def test_who_claims_has_it_alone_until_it_is_released(story: Story) -> None:
    """认领: the colleague reads who has it; given back, it is anybody's again."""
    case = group(story)
    approve(case, "settle")
    item = item_at(case, "wash")
    assert set(item.holders) >= {CLERK, CLERK_2}
    assert hand(case, Claim, "wash", CLERK) == ("claimed",)
    held = item_at(case, "wash")
    assert (held.holders, held.version, held.due) == ((CLERK,), 2, item.due)
    late = case.tell(Claim(actor=CLERK_2, item=held.key, expected_version=1))
    assert code(late) == "claimed_by_another"
    assert "认领" in late.message if isinstance(late, Refusal) else False
    assert hand(case, Release, "wash", CLERK) == ("released",)
    assert item_at(case, "wash").holders == item.holders
    hand(case, Claim, "wash", CLERK_2)


def test_one_of_two_who_claim_at_once_wins(story: Story) -> None:
    """Both saw version 1."""
    case = group(story)
    approve(case, "settle")
    key = item_at(case, "wash").key
    claims = [Claim(actor=who, item=key, expected_version=1) for who in (CLERK, CLERK_2)]
    case.went(claims[0])
    assert code(case.tell(claims[1])) == "claimed_by_another"


def test_a_claim_ends_when_its_holder_leaves(story: Story) -> None:
    """Released automatically on transfer of post: whoever holds the post now has it."""
    case = group(story)
    approve(case, "settle")
    hand(case, Claim, "wash", CLERK)
    case.organisation = moved(case.organisation, without=[CLERK.person])
    case.went(Reresolve(actor=SYSTEM, item=item_at(case, "wash").key))
    after = item_at(case, "wash")
    assert (after.holders, after.handling) == ((CLERK_2,), "plain")


def test_what_is_transferred_is_the_others_until_the_same_day(story: Story) -> None:
    """转办: I am out of it; a change of the organisation does not bring it back to me."""
    case = begun(story, decide(limit={"kind": "working_days", "days": 3}))
    item = item_at(case, "settle")
    assert hand(case, Transfer, "settle", HEAD, to=(DEPUTY,), opinion="出差") == ("transferred",)
    after = item_at(case, "settle")
    assert (after.holders, after.due) == ((DEPUTY,), item.due)
    assert case.tell(Reresolve(actor=SYSTEM, item=item.key)) == ()
    assert code(case.tell(Approve(actor=HEAD, item=item.key, expected_version=2))) == "not_holder"
    hand(case, Approve, "settle", DEPUTY)
    assert case.case.result == "granted"


def test_a_transfer_needs_its_reason_and_somebody_fit(story: Story) -> None:
    """Not the applicant, nobody of another body, nobody from whom the step is kept apart, not oneself."""
    case = begun(story, decide(apart_from=["accept"]))
    item = item_at(case, "settle")
    common = {"actor": HEAD, "item": item.key, "expected_version": 1}
    assert code(case.tell(Transfer(**common, to=(DEPUTY,)))) == "opinion_required"
    for who in (STAFF, STRANGER, CLERK, HEAD):
        assert code(case.tell(Transfer(**common, to=(who,), opinion="请代办"))) == "unfit_person"


def test_a_delegate_gives_an_opinion_and_the_decision_stays(story: Story) -> None:
    """委派: it comes back; only the lender's decision counts."""
    case = begun(story, decide())
    hand(case, Delegate, "settle", HEAD, to=(DEPUTY,), opinion="请核对里程")
    lent = item_at(case, "settle")
    assert (lent.holders, lent.lender, lent.handling) == ((DEPUTY,), HEAD, "delegated")
    assert code(case.tell(Approve(actor=DEPUTY, item=lent.key, expected_version=2))) == "action_not_offered"
    assert code(case.tell(Approve(actor=HEAD, item=lent.key, expected_version=2))) == "action_not_offered"
    assert hand(case, Advise, "settle", DEPUTY, opinion="里程无误") == ("advised",)
    assert item_at(case, "settle").holders == (HEAD,)
    assert case.case.steps_of(DEPUTY.person)
    approve(case, "settle")
    assert [deed.actor for deed in case.case.deeds if deed.step == "settle"] == [HEAD]


def test_what_was_lent_may_be_called_back(story: Story) -> None:
    """收回委派: the delegate's late opinion is refused."""
    case = begun(story, decide())
    hand(case, Delegate, "settle", HEAD, to=(DEPUTY,), opinion="请看一下")
    lent = item_at(case, "settle")
    assert hand(case, Recall, "settle", HEAD) == ("recalled",)
    late = Advise(actor=DEPUTY, item=lent.key, expected_version=2, opinion="同意")
    assert code(case.tell(late)) == "not_holder"
    approve(case, "settle")


def test_a_claimed_item_that_was_lent_comes_back_claimed(story: Story) -> None:
    """The group has it again only when it is released."""
    case = group(story)
    approve(case, "settle")
    hand(case, Claim, "wash", CLERK)
    hand(case, Delegate, "wash", CLERK, to=(CHIEF,), opinion="请定车型")
    hand(case, Advise, "wash", CHIEF, opinion="小型车")
    back = item_at(case, "wash")
    assert (back.holders, back.handling) == ((CLERK,), "claimed")


def test_nobody_is_given_a_second_seat(story: Story) -> None:
    """转办 into a countersigned step: whoever has a say in it already is not fit."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    (mine, other) = case.case.items
    common = {"actor": CHIEF, "item": mine.key, "expected_version": 1, "opinion": "出差"}
    assert code(case.tell(Transfer(**common, to=(DEPUTY,)))) == "unfit_person"
    hand(case, Approve, "sign", DEPUTY)
    assert code(case.tell(Transfer(**common, to=(DEPUTY,)))) == "unfit_person"
    hand(case, Transfer, "sign", CHIEF, to=(HEAD,), opinion="出差")
    hand(case, Approve, "sign", HEAD)
    assert open_steps(case) == ["settle"]
    assert other.key in {item.key for item in case.case.closed}


def test_who_has_lent_an_item_is_given_no_other_seat(story: Story) -> None:
    """Having signed there, they could not sign their own when it came back: the step would wait for ever."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    hand(case, Delegate, "sign", CHIEF, to=(CLERK,), opinion="请核对里程")
    other = next(item for item in case.case.items if DEPUTY in item.holders)
    common = {"actor": DEPUTY, "item": other.key, "expected_version": 1, "opinion": "出差"}
    assert code(case.tell(Transfer(**common, to=(CHIEF,)))) == "unfit_person"
    assert code(case.tell(AddSigners(**common, where="beside", to=(CHIEF,)))) == "unfit_person"


def test_what_comes_back_to_somebody_who_has_signed_meanwhile_goes_along(story: Story) -> None:
    """One of two clerks lends the seat of both and signs the seat that is hers alone."""
    for verb in (Advise, Recall):
        case = begun(story, countersign("sign", "vehicle_clerk", "support_clerk"), decide())
        own = case.case.items[1].holders[0]
        hand(case, Delegate, "sign", CLERK_2, to=(CHIEF,), opinion="请核对里程")
        hand(case, Approve, "sign", own)
        assert open_steps(case) == ["sign"]
        who, said = (CHIEF, {"opinion": "里程无误"}) if verb is Advise else (CLERK_2, {})
        hand(case, verb, "sign", who, **said)
        assert open_steps(case) == ["settle"]


def test_who_has_signed_claims_no_other_seat(story: Story) -> None:
    """It waits for the colleague, who may sign it."""
    case = begun(story, countersign("sign", "vehicle_clerk", "support_clerk"), decide())
    shared, own = case.case.items
    hand(case, Approve, "sign", own.holders[0])
    assert code(case.tell(Claim(actor=CLERK_2, item=shared.key, expected_version=1))) == "already_signed"
    hand(case, Claim, "sign", CLERK)
    hand(case, Approve, "sign", CLERK)
    assert open_steps(case) == ["settle"]
