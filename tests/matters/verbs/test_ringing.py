"""到期: claims that end by themselves, and what is overdue: who is told, who may act besides, once for each due date.

Covers: matters/case/items.py
"""

from datetime import date
from typing import Any, Literal

import pytest

from matters.case.events.handing import Released
from matters.case.events.ringing import WentOverdue
from matters.case.items import WorkItem
from matters.commands.cases import TakeBack
from matters.commands.items import (
    AddSigners,
    Advise,
    Approve,
    AskSuspension,
    Claim,
    Complete,
    ConsentToSuspension,
    Delegate,
    Release,
    Resume,
    ReturnToStep,
    Transfer,
)
from matters.commands.reports import Reresolve, Ring
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import approve, begun, code, decide, hand, item_at, open_steps, step
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story, granted, moved
from tests.matters.verbs.test_pausing import resting

TWO_DAYS = {"kind": "working_days", "days": 2}  # of Monday 2 March: Wednesday 4 March
DUE, AFTER = date(2026, 3, 4), date(2026, 3, 5)
Rule = Literal["remind", "supervise", "escalate"]
SUPERVISOR = "p62"


def ring(case: Story, step_id: str) -> tuple[str, ...]:
    """The machine asks."""
    return case.went(Ring(actor=SYSTEM, item=item_at(case, step_id).key))


def group(story: Story, **more: Any) -> Story:  # noqa: ANN401
    """Work within two days that either of two clerks may do."""
    case = begun(story, decide(), step("wash", "work", post="vehicle_clerk", limit=TWO_DAYS, **more))
    approve(case, "settle")
    return case


def checking(story: Story, rule: Rule | None, **more: Any) -> Story:  # noqa: ANN401
    """The chief's review within two days."""
    overdue = {"overdue": rule} if rule else {}
    return begun(story, step("check", limit=TWO_DAYS, **overdue, **more), decide())


def warned(case: Story) -> list[WentOverdue]:
    """What was told of overdue items."""
    return [event for event in case.events if isinstance(event, WentOverdue)]


# 认领


def test_a_head_who_signs_the_step_beside_is_told_too(story: Story) -> None:
    """Her own seat is one thing, what her people leave lying another; she gets no second seat by it."""
    case = checking(story, "escalate")
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    case.later(days=3)
    item = next(item for item in case.case.items if CHIEF in item.holders)
    case.went(Ring(actor=SYSTEM, item=item.key))
    assert HEAD.person in warned(case)[0].tell
    assert warned(case)[0].heads == ()


def test_a_claim_ends_on_the_day_after_it_was_due(story: Story) -> None:
    """By the system, with its reason; the group is told and has it again, until the same day."""
    case = group(story)
    hand(case, Claim, "wash", CLERK)
    assert item_at(case, "wash").alarm == AFTER
    case.later(days=2)
    assert ring(case, "wash") == ()
    case.later(days=1)
    assert ring(case, "wash") == ("released",)
    event = case.events[-1]
    assert isinstance(event, Released)
    assert (event.actor, set(event.tell)) == (SYSTEM, {CLERK.person, CLERK_2.person})
    assert "逾期" in event.reason
    after = item_at(case, "wash")
    assert (set(after.holders), after.due, after.alarm) == ({CLERK, CLERK_2}, DUE, None)
    hand(case, Complete, "wash", CLERK_2, opinion="已洗")


def test_who_claims_it_late_has_that_day(story: Story) -> None:
    """It does not go back the moment it is claimed, nor stay with somebody for ever."""
    case = group(story).later(days=10)
    hand(case, Claim, "wash", CLERK)
    assert item_at(case, "wash").alarm == date(2026, 3, 13)
    assert ring(case, "wash") == ()
    case.later(days=1)
    assert ring(case, "wash") == ("released",)


def test_a_claim_on_what_has_no_due_date_stays(story: Story) -> None:
    """There is no day on which it could be late."""
    case = begun(story, decide(), step("wash", "work", post="vehicle_clerk"))
    approve(case, "settle")
    hand(case, Claim, "wash", CLERK)
    assert item_at(case, "wash").alarm is None


def test_what_is_lent_lapses_when_it_is_back(story: Story) -> None:
    """The opinion asked for is waited for; the claim has grown late meanwhile."""
    case = group(story)
    hand(case, Claim, "wash", CLERK)
    hand(case, Delegate, "wash", CLERK, to=(CHIEF,), opinion="请定车型")
    assert item_at(case, "wash").alarm is None
    case.later(days=4)
    hand(case, Advise, "wash", CHIEF, opinion="小型车")
    assert ring(case, "wash") == ("released",)


def test_released_or_handed_on_it_is_nobodys_claim(story: Story) -> None:
    """Given back by hand, or transferred, which is no claim."""
    case = group(story)
    hand(case, Claim, "wash", CLERK)
    hand(case, Release, "wash", CLERK)
    assert item_at(case, "wash").alarm is None
    hand(case, Claim, "wash", CLERK)
    hand(case, Transfer, "wash", CLERK, to=(CHIEF,), opinion="出差")
    assert item_at(case, "wash").alarm is None


def test_a_claimer_who_may_decide_no_more_loses_it(story: Story) -> None:
    """The post is still held, but one of the three administrators handles no business (三员)."""
    case = group(story)
    hand(case, Claim, "wash", CLERK)
    case.organisation = granted(case.organisation, CLERK.person, "system_admin", "*")
    assert case.went(Reresolve(actor=SYSTEM, item=item_at(case, "wash").key)) == ("holders_changed",)
    assert item_at(case, "wash").holders == (CLERK_2,)


# 超期


@pytest.mark.parametrize(
    ("rule", "told", "holders"),
    [
        ("remind", {CHIEF.person}, [CHIEF]),
        ("supervise", {CHIEF.person, SUPERVISOR}, [CHIEF]),
        ("escalate", {CHIEF.person, HEAD.person}, [CHIEF, HEAD]),
    ],
)
def test_who_is_told_and_who_may_act(story: Story, rule: Rule, told: set[str], holders: list[object]) -> None:
    """The holder always; the supervisors of the holder's body; its head, who may act too."""
    case = checking(story, rule)
    assert item_at(case, "check").alarm == AFTER
    case.later(days=2)
    assert ring(case, "check") == ()
    case.later(days=1)
    assert ring(case, "check") == ("went_overdue",)
    [event] = warned(case)
    assert (event.rule, event.due, set(event.tell)) == (rule, DUE, told)
    after = item_at(case, "check")
    assert (list(after.holders), after.alarm) == (holders, None)
    assert ring(case, "check") == ()


def test_a_reminder_disturbs_nobody(story: Story) -> None:
    """Who has the item open acts on it as it was."""
    case = checking(story, "remind")
    shown = item_at(case, "check")
    case.later(days=3)
    ring(case, "check")
    case.went(Approve(actor=CHIEF, item=shown.key, expected_version=shown.version))


def test_no_rule_no_reminder(story: Story) -> None:
    """The due date alone rings nothing."""
    assert item_at(checking(story, None), "check").alarm is None


def test_the_head_decides_in_place_of_the_holder(story: Story) -> None:
    """And the old page of the holder is out of date, since others may act now."""
    case = checking(story, "escalate")
    shown = item_at(case, "check")
    case.later(days=3)
    ring(case, "check")
    assert code(case.tell(Approve(actor=CHIEF, item=shown.key, expected_version=shown.version))) == "stale"
    hand(case, Approve, "check", HEAD)
    assert open_steps(case) == ["settle"]


def test_heads_who_must_not_act_are_not_asked(story: Story) -> None:
    """The applicant, who is kept apart, who holds it already: the holder alone is told."""
    kept = checking(story, "escalate", apart_from=["accept"]).later(days=3)
    accepted = next(deed for deed in kept.case.deeds if deed.step == "accept").actor
    kept.organisation = moved(kept.organisation, without=[HEAD.person], **{accepted.person: HEAD.post})
    ring(kept, "check")
    own = begun(story, step("check", post="head", limit=TWO_DAYS, overdue="escalate"), decide()).later(days=3)
    own.organisation = story.organisation
    ring(own, "check")
    for case, holder in ((kept, CHIEF), (own, HEAD)):
        [event] = warned(case)
        assert (event.heads, event.tell) == ((), (holder.person,))


def test_after_a_transfer_the_new_holder_is_told(story: Story) -> None:
    """转办 leaves the due date, and with it the day of the reminder."""
    case = checking(story, "remind")
    hand(case, Transfer, "check", CHIEF, to=(DEPUTY,), opinion="出差")
    assert item_at(case, "check").alarm == AFTER
    case.later(days=3)
    ring(case, "check")
    assert warned(case)[0].tell == (DEPUTY.person,)


@pytest.mark.parametrize("rule", ["remind", "escalate"])
def test_of_what_is_lent_lender_and_adviser_are_told(story: Story, rule: Rule) -> None:
    """委派: nobody joins; it comes back to the lender alone."""
    case = checking(story, rule)
    hand(case, Delegate, "check", CHIEF, to=(DEPUTY,), opinion="请核对")
    case.later(days=3)
    ring(case, "check")
    [event] = warned(case)
    assert {CHIEF.person, DEPUTY.person} <= set(event.tell)
    assert (event.heads, item_at(case, "check").holders) == ((), (DEPUTY,))


def test_a_rest_moves_the_day(story: Story) -> None:
    """挂起: while it rests nothing is overdue; the moved due date rings anew, also when the old one had rung."""
    case = resting(story, step("check", limit=TWO_DAYS, overdue="remind"), decide()).later(days=3)
    ring(case, "check")
    hand(case, AskSuspension, "check", CHIEF, until=date(2026, 3, 12), opinion="等候")
    hand(case, ConsentToSuspension, "check", HEAD)
    assert item_at(case, "check").alarm == date(2026, 3, 12)
    case.later(days=4)
    hand(case, Resume, "check", CHIEF)
    after = item_at(case, "check")
    assert after.due == date(2026, 3, 6)
    assert after.alarm == date(2026, 3, 7)
    assert ring(case, "check") == ("went_overdue",)
    assert [event.due for event in warned(case)] == [DUE, date(2026, 3, 6)]


def test_a_step_done_again_has_a_day_of_its_own(story: Story) -> None:
    """退回环节 opens an item anew; what was taken back (拿回) is until the same day, and told of once more."""
    case = checking(story, "remind").later(days=3)
    ring(case, "check")
    first = item_at(case, "check")
    approve(case, "check")
    case.went(TakeBack(actor=CHIEF, item=first.key))
    again = item_at(case, "check")
    assert (again.due, again.alarm) == (DUE, AFTER)
    approve(case, "check")
    hand(case, ReturnToStep, "settle", HEAD, step="check", opinion="再核")
    assert item_at(case, "check").due == date(2026, 3, 9)
    assert item_at(case, "check").alarm == date(2026, 3, 10)


def test_signers_added_are_reminded_too(story: Story) -> None:
    """加签: the step's rule is theirs."""
    case = checking(story, "remind")
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), opinion="请把关")
    assert item_at(case, "check").holders == (DEPUTY,)
    assert item_at(case, "check").alarm == AFTER


def test_a_claim_that_ends_on_a_day_that_is_overdue(story: Story) -> None:
    """One ring: the group has it again, and the head with it; a claim then keeps the heads of the group."""
    case = group(story, overdue="escalate")
    hand(case, Claim, "wash", CLERK)
    case.later(days=3)
    assert ring(case, "wash") == ("released", "went_overdue")
    everybody = item_at(case, "wash").holders
    assert set(everybody) == {CLERK, CLERK_2, HEAD}
    hand(case, Claim, "wash", HEAD)
    hand(case, Release, "wash", HEAD)
    assert item_at(case, "wash").holders == everybody


def test_heads_who_joined_stay_when_the_organisation_changes(story: Story) -> None:
    """重新确定办理人: the holders of the post as of today, and the heads who are there still."""
    case = checking(story, "escalate").later(days=3)
    ring(case, "check")
    case.organisation = moved(case.organisation, without=[CHIEF.person], **{DEPUTY.person: CHIEF.post})
    case.went(Reresolve(actor=SYSTEM, item=item_at(case, "check").key))
    after: WorkItem = item_at(case, "check")
    assert {holder.person for holder in after.holders} == {DEPUTY.person, HEAD.person}
    case.organisation = moved(case.organisation, without=[HEAD.person])
    case.went(Reresolve(actor=SYSTEM, item=after.key))
    assert {holder.person for holder in item_at(case, "check").holders} == {DEPUTY.person}


def test_what_is_done_rings_no_more(story: Story) -> None:
    """Nor does the applicant ever hear of it by the rule."""
    case = checking(story, "supervise")
    key = item_at(case, "check").key
    approve(case, "check")
    case.later(days=9)
    assert case.tell(Ring(actor=SYSTEM, item=key)) == ()
    assert STAFF.person not in {person for event in warned(case) for person in event.tell}
