"""Acting in somebody's stead (代理): what a proxy covers, what it never covers, and what the act counts as."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from matters.commands.base import Command, OnItem
from matters.commands.cases import TakeBack
from matters.commands.items import (
    Abstain,
    Accept,
    AddSigners,
    Approve,
    AskSuspension,
    Claim,
    Complete,
    ConsentToSuspension,
    Delegate,
    Recall,
    Reject,
    SendCopy,
    Transfer,
)
from matters.errors.base import Refusal
from matters.errors.handling import AlreadyDecided, AlreadySigned, ClaimedByAnother
from matters.language.form import MoneyField, RowsField
from matters.organisation.snapshot import Holder
from tests.matters.forked import EXCEPTIONS, begun, code, countersign, decide, hand, item_at, open_steps, step
from tests.matters.proxied import done, given, grant, stand_in, why
from tests.matters.stories import (
    CAR,
    CHIEF,
    CLERK,
    CLERK_2,
    DEPUTY,
    HEAD,
    NOW,
    STAFF,
    STRANGER,
    Story,
    moved,
    varied,
)
from tests.matters.verbs.test_pausing import GROUND, resting

AT_DEPUTY = step("look", post="deputy_head")


def checked(story: Story, *after: dict[str, Any]) -> Story:
    """A case that waits for the chief's review."""
    return begun(story, step("check"), *(after or (decide(),)))


def test_an_agent_acts_in_the_principals_stead(story: Story) -> None:
    """Every event says so, and the deed counts for the principal's hat."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    assert done(stand_in(case, Approve, "check", DEPUTY, CHIEF)) == ("approved", "step_opened")
    assert {(event.actor, event.behalf) for event in case.events[-2:]} == {(DEPUTY, CHIEF)}
    deed = case.case.deeds[-1]
    assert (deed.actor, deed.hat) == (DEPUTY, CHIEF)
    assert deed.people == {DEPUTY.person, CHIEF.person}
    assert {DEPUTY.person, CHIEF.person} <= case.case.handlers.keys()


def test_the_first_of_the_two_counts(story: Story) -> None:
    """The other reads who it was and for whom."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    stand_in(case, Approve, "check", DEPUTY, CHIEF)
    item = case.case.closed[-1]
    late = case.tell(Approve(actor=CHIEF, item=item.key, expected_version=1))
    assert isinstance(late, AlreadyDecided)
    assert late.who == "阎淑贞代欧阳若楠"
    other = checked(Story(story.matter, story.organisation, story.calendar))
    grant(other, CHIEF, DEPUTY)
    hand(other, Approve, "check", CHIEF)
    second = stand_in(other, Approve, "check", DEPUTY, CHIEF)
    assert isinstance(second, AlreadyDecided)
    assert second.who == "欧阳若楠"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": date(2026, 3, 3)}, "期限"),
        ({"since": date(2026, 2, 1), "until": date(2026, 3, 1)}, "期限"),
        ({"matters": ("MS030",)}, "不在代理范围"),
        ({"granted_at": NOW + timedelta(minutes=1)}, "代理开始之前"),
        ({"agent": HEAD.person}, "没有有效的代理授权"),
        ({"principal": HEAD}, "没有有效的代理授权"),
        ({"principal": CHIEF.model_copy(update={"post": "county_logistics.staff"})}, "没有有效的代理授权"),
    ],
)
def test_a_proxy_covers_no_more_than_it_says(story: Story, changes: dict[str, Any], said: str) -> None:
    """Days, matters, items from before, the agent and the very hat."""
    case = checked(story)
    case.proxies = (replace(given(CHIEF, DEPUTY), **changes),)
    before = case.case
    verdict = stand_in(case, Approve, "check", DEPUTY, CHIEF)
    assert (code(verdict), said in why(verdict), "代欧阳若楠办理" in why(verdict)) == ("not_possible", True, True)
    assert case.case == before


def test_without_any_proxy_nobody_stands_in(story: Story) -> None:
    """However the call was made up."""
    case = checked(story)
    assert "没有有效的代理授权" in why(stand_in(case, Approve, "check", DEPUTY, CHIEF))


def test_what_was_open_before_is_covered_where_the_proxy_says_so(story: Story) -> None:
    """From the moment of its granting."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY, granted_at=NOW + timedelta(minutes=1), open_items=True)
    assert done(stand_in(case, Approve, "check", DEPUTY, CHIEF))


def test_an_agent_of_an_agent_gets_nowhere(story: Story) -> None:
    """Neither in the agent's name nor in the principal's."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    grant(case, DEPUTY, CLERK_2)
    item = item_at(case, "check")
    for behalf, said in ((DEPUTY, "该待办不由被代理人办理"), (CHIEF, "没有有效的代理授权")):
        verdict = case.tell(Approve(actor=CLERK_2, behalf=behalf, item=item.key, expected_version=1))
        assert said in why(verdict)


@pytest.mark.parametrize("who", [DEPUTY, CHIEF], ids=["agent", "principal"])
def test_who_left_the_body_is_neither_agent_nor_principal(story: Story, who: Holder) -> None:
    """The proxy is worth nothing without a word from anybody."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    case.organisation = moved(case.organisation, without=(who.person,))
    assert code(stand_in(case, Approve, "check", DEPUTY, CHIEF)) == "not_possible"


def applied_for_by(story: Story, who: Holder) -> Story:
    """A case that waits for the chief, applied for by that person."""
    case = checked(story)
    case.so_far = replace(case.case, applicant=who)
    return case


@pytest.mark.parametrize("who", [DEPUTY, CHIEF], ids=["agent", "principal"])
@pytest.mark.parametrize("kind", [Approve, Claim, Transfer])
def test_nobody_serves_himself_by_a_proxy(story: Story, who: Holder, kind: Any) -> None:  # noqa: ANN401 - any command
    """Not in an own case, under any hat, by any act."""
    case = applied_for_by(story, who.model_copy(update={"post": "county_logistics.staff"}))
    grant(case, CHIEF, DEPUTY)
    more = {"to": (HEAD,)} if kind is Transfer else {}
    assert "申请人" in why(stand_in(case, kind, "check", DEPUTY, CHIEF, **more))


def test_who_acted_under_another_hat_does_not_stand_in(story: Story) -> None:
    """The clerk has accepted the case."""
    case = checked(story)
    grant(case, CHIEF, CLERK)
    assert "其他身份" in why(stand_in(case, Approve, "check", CLERK, CHIEF))


def test_a_principal_with_a_deed_under_another_hat_is_not_stood_in_for(story: Story) -> None:
    """What he may do himself, the agent may not."""
    case = begun(story, step("first"), AT_DEPUTY, decide())
    other_hat = CHIEF.model_copy(update={"post": "county_logistics.staff"})
    hand(case, Approve, "first", CHIEF)
    item = item_at(case, "look")
    case.so_far = replace(case.case, items=(replace(item, holders=(other_hat,)),))
    case.organisation = moved(case.organisation, p39="county_logistics.staff", p40="county_logistics.vehicle_chief")
    grant(case, other_hat, HEAD)
    assert "其他身份" in why(stand_in(case, Approve, "look", HEAD, other_hat))


def test_one_agent_goes_on_for_one_principal(story: Story) -> None:
    """Two steps of the same hat; nothing keeps them apart."""
    case = begun(story, step("first"), step("second"), decide())
    grant(case, CHIEF, DEPUTY)
    assert done(stand_in(case, Approve, "first", DEPUTY, CHIEF))
    assert done(stand_in(case, Approve, "second", DEPUTY, CHIEF))


def test_steps_kept_apart_stay_apart_for_both(story: Story) -> None:
    """受审分离: who accepted as an agent does not decide, nor does in whose stead it was."""
    case = Story(story.matter, story.organisation, story.calendar)
    case.went(case.submit())
    grant(case, CLERK, CHIEF)
    assert done(stand_in(case, Accept, "accept", CHIEF, CLERK, fills=CAR))[0] == "accepted"
    (item,) = case.case.items
    assert item.step == "decide"
    assert not {CHIEF.person, CLERK.person} & {holder.person for holder in item.holders}
    for person in (CHIEF, CLERK):
        hat = person.model_copy(update={"post": CHIEF.post})
        case.so_far = replace(case.case, items=(replace(item, holders=(hat,)),))
        assert code(case.tell(Approve(actor=hat, item=item.key, expected_version=1))) == "same_hand"


def test_who_has_stood_in_wore_another_hat(story: Story) -> None:
    """利害关系: at a later step of his own the agent steps aside, as anybody does who has acted under two posts."""
    case = begun(story, step("first"), AT_DEPUTY, decide())
    grant(case, CHIEF, DEPUTY)
    stand_in(case, Approve, "first", DEPUTY, CHIEF)
    assert open_steps(case) == ["look"]
    assert DEPUTY not in item_at(case, "look").holders
    noted = {**AT_DEPUTY, "exceptions": {**EXCEPTIONS, "conflict": "allow_noted"}}
    other = begun(Story(story.matter, story.organisation, story.calendar), step("first"), noted, decide())
    grant(other, CHIEF, DEPUTY)
    stand_in(other, Approve, "first", DEPUTY, CHIEF)
    hand(other, Approve, "look", DEPUTY)
    assert [event.noted for event in other.events if event.type == "approved"] == [None, "two_hats"]


def test_a_signature_in_somebodys_stead_is_the_principals(story: Story) -> None:
    """The seat counts for the principal; neither of the two gets another one."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    grant(case, CHIEF, HEAD)
    stand_in(case, Approve, "sign", HEAD, CHIEF)
    fork = case.case.fork("sign")
    assert fork
    assert [(arm.signer, arm.agent) for arm in fork.ended("passed")] == [(CHIEF.person, HEAD.person)]
    assert case.case.signed("sign") == {CHIEF.person: "passed", HEAD.person: "passed"}
    item = item_at(case, "sign")
    for person in (CHIEF, HEAD):
        hat = person.model_copy(update={"post": DEPUTY.post})
        case.so_far = replace(case.case, items=(replace(item, holders=(hat,)),))
        verdict = case.tell(Approve(actor=hat, item=item.key, expected_version=1))
        assert isinstance(verdict, AlreadySigned)


@pytest.mark.parametrize("rule", ["all", "in_order"])
def test_who_has_a_seat_of_their_own_stands_in_for_no_other(story: Story, rule: str) -> None:
    """Open or still to open: one person would be two voices."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule=rule), decide())
    grant(case, CHIEF, DEPUTY)
    assert "以本人身份办理" in why(stand_in(case, Approve, "sign", DEPUTY, CHIEF))


def test_who_has_signed_stands_in_for_no_other(story: Story) -> None:
    """Not after the own signature either."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", "head"), decide())
    grant(case, CHIEF, DEPUTY)
    hand(case, Approve, "sign", DEPUTY)
    assert code(stand_in(case, Approve, "sign", DEPUTY, CHIEF)) == "not_possible"


def test_a_member_of_the_group_acts_as_himself(story: Story) -> None:
    """What is his own needs no proxy."""
    case = Story(story.matter, story.organisation, story.calendar)
    case.went(case.submit())
    grant(case, CLERK, CLERK_2)
    assert "以本人身份办理" in why(stand_in(case, Accept, "accept", CLERK_2, CLERK, fills=CAR))


def test_an_item_claimed_by_a_colleague_is_the_colleagues(story: Story) -> None:
    """The agent reads who has it."""
    case = Story(story.matter, story.organisation, story.calendar)
    case.went(case.submit())
    grant(case, CLERK, CHIEF)
    hand(case, Claim, "accept", CLERK_2)
    verdict = stand_in(case, Accept, "accept", CHIEF, CLERK, fills=CAR)
    assert isinstance(verdict, ClaimedByAnother)


def test_what_an_agent_claims_is_the_principals(story: Story) -> None:
    """And stays so when the proxy ends."""
    case = Story(story.matter, story.organisation, story.calendar)
    case.went(case.submit())
    grant(case, CLERK, CHIEF)
    assert done(stand_in(case, Claim, "accept", CHIEF, CLERK)) == ("claimed",)
    assert case.case.items[0].holders == (CLERK,)


def with_amounts(story: Story) -> Story:
    """The matter asks for a price and for a table of costs, and has the chief's review fill another amount in."""

    def ask(document: dict[str, Any]) -> None:
        section = document["form"]["sections"][0]["fields"]
        amount = {"id": "amount", "label": "金额", "type": "money", "required": "optional"}
        pieces = {"id": "pieces", "label": "件数", "type": "integer", "required": "optional"}
        both = {"times": [{"field": "amount"}, {"field": "pieces"}]}
        product = {"id": "product", "label": "小计", "type": "computed", "value": both, "unit": "元"}
        costs = {"id": "costs", "label": "费用", "type": "rows", "columns": [amount, pieces, product], "at_least": 0}
        section += [amount | {"id": "price", "label": "租金"}, costs]
        section.append(amount | {"id": "granted", "label": "核定金额", "filled_by": "office"})

    matter = varied(story.matter, ask)
    assert any(isinstance(field, MoneyField) for field in matter.fields)
    assert any(isinstance(field, RowsField) for field in matter.fields)
    return Story(matter, story.organisation, story.calendar)


@pytest.mark.parametrize(
    ("answers", "fills", "covered"),
    [
        ({}, {}, True),
        ({"price": "1000.00"}, {}, True),
        ({"price": "1000.01"}, {}, False),
        ({"costs": [{"amount": "600"}, {"amount": "400"}]}, {}, True),
        ({"costs": [{"amount": "600"}, {"amount": "401"}]}, {}, False),
        ({"price": "1", "costs": [{"amount": "2000"}]}, {}, False),
        ({"costs": [{"amount": "250", "pieces": 4}]}, {}, True),
        ({"costs": [{"amount": "250", "pieces": 4}, {"amount": "1", "pieces": 1}]}, {}, False),
        ({}, {"granted": "1000"}, True),
        ({}, {"granted": "1000.01"}, False),
    ],
)
def test_an_amount_is_the_largest_that_the_form_says(
    story: Story, answers: dict[str, Any], fills: dict[str, Any], covered: bool
) -> None:
    """Every amount counts, of a table the sum, and what the agent is about to fill in."""
    check = step("check", rights={"edit": ["granted"]})
    case = begun(with_amounts(story), check, decide(), **answers)
    grant(case, CHIEF, DEPUTY, up_to=Decimal(1000))
    verdict = stand_in(case, Approve, "check", DEPUTY, CHIEF, fills=fills)
    assert (not isinstance(verdict, Refusal)) == covered
    assert covered or "上限（1,000.00元）" in why(verdict)


def test_a_matter_without_amounts_is_covered_by_any_limit(story: Story) -> None:
    """There is nothing to exceed it."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY, up_to=Decimal("0.01"))
    assert done(stand_in(case, Approve, "check", DEPUTY, CHIEF))


@pytest.mark.parametrize("kind", [Transfer, Delegate, AddSigners, SendCopy])
def test_no_item_comes_into_the_agents_own_hands(story: Story, kind: Any) -> None:  # noqa: ANN401 - any command
    """Neither passed on, nor lent, nor to be signed beside, nor to be read."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    more: dict[str, Any] = {"where": "beside"} if kind is AddSigners else {}
    assert code(stand_in(case, kind, "check", DEPUTY, CHIEF, to=(DEPUTY,), **more)) == "unfit_person"
    assert done(stand_in(case, kind, "check", DEPUTY, CHIEF, to=(HEAD,), **more))


def test_what_was_lent_in_somebodys_stead_comes_back_to_them(story: Story) -> None:
    """The agent may call it back."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    stand_in(case, Delegate, "check", DEPUTY, CHIEF, to=(CLERK_2,))
    assert case.case.items[0].lender == CHIEF
    assert done(stand_in(case, Recall, "check", DEPUTY, CHIEF)) == ("recalled",)
    assert case.case.items[0].holders == (CHIEF,)


def test_nobody_consents_to_what_he_asked_for_in_anothers_stead(story: Story) -> None:
    """Neither by another proxy, nor under the own hat, nor does in whose stead it was asked."""
    case = resting(story, step("check"), decide())
    grant(case, CHIEF, DEPUTY)
    grant(case, HEAD, DEPUTY)
    assert done(stand_in(case, AskSuspension, "check", DEPUTY, CHIEF, **GROUND)) == ("suspension_asked",)
    asked = next(item for item in case.case.items if item.purpose == "suspension")
    assert set(asked.askers) == {DEPUTY.person, CHIEF.person}
    consent = {"item": asked.key, "expected_version": 1}
    verdict = case.tell(ConsentToSuspension(actor=DEPUTY, behalf=HEAD, **consent))
    assert "须由其他人员审批" in why(verdict)
    for person in (DEPUTY, CHIEF):
        case.so_far = replace(case.case, items=tuple(replace(i, holders=(person,)) for i in case.case.items))
        assert code(case.tell(ConsentToSuspension(actor=person, **consent))) == "not_possible"


def test_a_decision_in_somebodys_stead_is_taken_back_by_either(story: Story) -> None:
    """By the principal always, by the agent as long as the proxy is in force; by no other agent."""
    case = checked(story)
    proxy = grant(case, CHIEF, DEPUTY)
    item = item_at(case, "check").key
    stand_in(case, Approve, "check", DEPUTY, CHIEF)
    assert code(case.tell(TakeBack(actor=DEPUTY, item=item))) == "not_possible"
    case.proxies = (replace(proxy, agent=HEAD.person),)
    assert code(case.tell(TakeBack(actor=HEAD, behalf=CHIEF, item=item))) == "not_possible"
    case.proxies = ()
    assert "没有有效的代理授权" in why(case.tell(TakeBack(actor=DEPUTY, behalf=CHIEF, item=item)))
    case.proxies = (proxy,)
    assert done(case.tell(TakeBack(actor=DEPUTY, behalf=CHIEF, item=item)))[0] == "taken_back"
    item = item_at(case, "check").key
    assert done(stand_in(case, Approve, "check", DEPUTY, CHIEF))
    assert done(case.tell(TakeBack(actor=CHIEF, item=item)))[0] == "taken_back"


def test_an_agent_takes_back_nothing_the_principal_decided(story: Story) -> None:
    """The first act counts."""
    case = checked(story)
    grant(case, CHIEF, DEPUTY)
    item = item_at(case, "check").key
    hand(case, Approve, "check", CHIEF)
    assert "本人办理" in why(case.tell(TakeBack(actor=DEPUTY, behalf=CHIEF, item=item)))


def test_what_is_no_work_on_an_item_is_done_by_nobody_else(story: Story) -> None:
    """Withdrawing, urging, removing signers, mending, what the system reports: refused with any proxy there is."""
    case = checked(story)
    for agent in (DEPUTY, STAFF):
        grant(case, CHIEF, agent)
    item = item_at(case, "check").key
    aside = {name: one for name, one in case.every_command(DEPUTY, item).items() if not isinstance(one, OnItem)}
    aside |= {"paper": case.paper("reply"), "of the applicant": case.every_command(STAFF, item)["withdraw"]}
    for name, command in aside.items():
        verdict = case.tell(command.model_copy(update={"behalf": CHIEF}))
        assert isinstance(verdict, Refusal), name
        assert name in ("take_back", "withdraw") or "须由本人进行" in verdict.message, name


def test_nobody_files_in_somebodys_stead(story: Story) -> None:
    """A filing is the applicant's own."""
    command: Command = story.submit().model_copy(update={"behalf": DEPUTY})
    story.proxies = (given(DEPUTY, STAFF),)
    assert "提交申请" in why(story.tell(command))


def test_an_opinion_given_by_proxy_stands_for_no_other_step(story: Story) -> None:
    """沿用前次意见: neither the principal's next step nor the agent's passes by it."""
    for post in ("vehicle_chief", "deputy_head"):
        again = {**step("again", post=post), "exceptions": {**EXCEPTIONS, "repeated": "skip_if_unchanged"}}
        case = begun(Story(story.matter, story.organisation, story.calendar), step("first"), again, decide())
        grant(case, CHIEF, DEPUTY)
        stand_in(case, Approve, "first", DEPUTY, CHIEF)
        assert open_steps(case) == ["again"]


@pytest.mark.parametrize(
    ("kind", "middle"),
    [
        (Reject, step("check")),
        (Complete, step("check", "work")),
        (Abstain, countersign("check", "vehicle_chief", "deputy_head", vote={"rule": "ratio", "share": "1"})),
    ],
)
def test_every_way_of_deciding_is_open_to_an_agent(story: Story, kind: Any, middle: dict[str, Any]) -> None:  # noqa: ANN401
    """As it is to the principal."""
    case = begun(story, middle, decide())
    grant(case, CHIEF, CLERK_2)
    assert done(stand_in(case, kind, "check", CLERK_2, CHIEF))
    assert case.case.deeds[-1].hat == CHIEF


def test_a_stranger_with_a_proxy_of_a_stranger_gets_nowhere(story: Story) -> None:
    """The principal must hold the item himself."""
    case = checked(story)
    grant(case, STRANGER, STRANGER)
    item = item_at(case, "check")
    verdict = case.tell(Approve(actor=STRANGER, behalf=STRANGER, item=item.key, expected_version=1))
    assert code(verdict) == "not_possible"
