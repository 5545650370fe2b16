"""再次补正: the applicant is not sent round again without a superior's reason.

Covers: matters/who/colleagues.py
"""

import pytest

from matters.commands.items import (
    AddSigners,
    Advise,
    Approve,
    Delegate,
    Recall,
    RequestSupplement,
    ReturnToApplicant,
    Transfer,
)
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible, OpinionRequired, UnfitPerson
from matters.organisation.snapshot import Holder
from tests.matters.forked import begun, countersign, decide, hand, leave, mend, rerouted, send_back, step
from tests.matters.stories import CHIEF, CLERK, HEAD, Story, moved


@pytest.fixture
def again(story: Story) -> Story:
    """派车 that has been supplemented once and waits for acceptance again."""
    return supplemented(story)


def supplemented(story: Story) -> Story:
    """The case filed and supplemented once."""
    story.went(story.submit())
    story.went(story.ask("destination"))
    story.went(story.supplement(destination="样例镇"))
    return story


def asking_again(story: Story, actor: Holder = CLERK, opinion: str = "") -> RequestSupplement:
    """Another request, at the item that waits now."""
    (item,) = story.case.items
    here = {"item": item.key, "expected_version": item.version, "opinion": opinion}
    return RequestSupplement(actor=actor, findings={"destination": "请写明。"}, **here)


def test_the_clerk_asks_the_head_first(again: Story) -> None:
    """Who is to be asked stands in the refusal; with the head's opinion on the item, the clerk asks a second time."""
    refusal = again.tell(asking_again(again))
    assert isinstance(refusal, NotPossible)
    assert "康永年" in refusal.why
    assert "委派" in refusal.why
    leave(again, "accept", CLERK)
    again.went(again.ask("contact"))
    assert again.case.targets == ("contact",)
    assert isinstance(again.tell(again.supplement(destination="县城")), Invalid)
    assert again.went(again.supplement(contact="钟")) == ("supplemented", "step_opened")


def test_nobody_elses_opinion_will_do(again: Story) -> None:
    """A colleague who is no head gives no leave, nor does a head who was asked and has not answered."""
    hand(again, Delegate, "accept", CLERK, to=(CHIEF,), opinion="请看一下")
    hand(again, Advise, "accept", CHIEF, opinion="可以")
    assert isinstance(again.tell(asking_again(again)), NotPossible)
    hand(again, Delegate, "accept", CLERK, to=(HEAD,), opinion="请示")
    hand(again, Recall, "accept", CLERK)
    assert isinstance(again.tell(asking_again(again)), NotPossible)


def test_the_heads_opinion_is_for_this_round(again: Story) -> None:
    """A third round needs another opinion: the item is a new one."""
    leave(again, "accept", CLERK)
    again.went(asking_again(again))
    again.went(again.supplement(destination="县城"))
    assert isinstance(again.tell(asking_again(again)), NotPossible)


def test_a_head_gives_the_reason_himself(again: Story) -> None:
    """Who holds the item as the head asks nobody, and writes why."""
    hand(again, Transfer, "accept", CLERK, to=(HEAD,), opinion="请您办理")
    assert isinstance(again.tell(asking_again(again, HEAD)), OpinionRequired)
    assert not isinstance(again.tell(asking_again(again, HEAD, "地址仍不明确")), Refusal)


def test_where_there_is_no_head_to_ask_the_reason_is_written_by_who_asks(again: Story) -> None:
    """A vacant post holds nothing up."""
    again.organisation = moved(again.organisation, without=(HEAD.person,))
    assert isinstance(again.tell(asking_again(again)), OpinionRequired)
    assert not isinstance(again.tell(asking_again(again, opinion="地址仍不明确")), Refusal)


def test_the_head_who_was_asked_still_decides(story: Story) -> None:
    """An opinion on the acceptance is no acceptance: 受审分离 does not bar the head from the decision."""
    deliver = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
    case = Story(
        rerouted(story.matter, decide(apart_from=["accept"]), deliver=deliver), story.organisation, story.calendar
    )
    supplemented(case)
    leave(case, "accept", CLERK)
    case.went(asking_again(case))
    case.went(case.supplement(destination="县城"))
    case.went(case.accept())
    assert case.case.items[0].holders == (HEAD,)
    hand(case, Approve, "settle", HEAD)
    assert case.case.result == "granted"


@pytest.fixture
def checked(story: Story) -> Story:
    """A review by the chief that has been sent back once and waits again."""
    case = begun(story, step("check"), decide())
    send_back(case, "check")
    mend(case)
    return case


def returning(case: Story, actor: Holder, opinion: str = "") -> ReturnToApplicant:
    """That person sends their item back another time."""
    item = next(item for item in case.case.items if actor in item.holders)
    here = {"item": item.key, "expected_version": item.version, "opinion": opinion}
    return ReturnToApplicant(actor=actor, findings={"destination": "请写明。"}, **here)


@pytest.mark.parametrize("where", ["beside", "after"])
def test_the_heads_seat_does_not_lift_the_demand(checked: Story, where: str) -> None:
    """加签: the chief has the head sign beside or after; her leave is needed all the same, and is given beside her seat."""
    hand(checked, AddSigners, "check", CHIEF, where=where, to=(HEAD,), opinion="请把关")
    refusal = checked.tell(returning(checked, CHIEF, "地址仍不明确"))
    assert isinstance(refusal, NotPossible)
    assert "康永年" in refusal.why
    leave(checked, "check", CHIEF)
    assert not isinstance(checked.tell(returning(checked, CHIEF)), Refusal)


def test_a_head_who_signs_beside_sends_it_back_himself(checked: Story) -> None:
    """With the reason, as a head does anywhere."""
    hand(checked, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    assert isinstance(checked.tell(returning(checked, HEAD)), OpinionRequired)
    assert not isinstance(checked.tell(returning(checked, HEAD, "地址仍不明确")), Refusal)


def test_a_head_who_has_signed_has_given_no_leave(checked: Story) -> None:
    """To agree to the step is not to agree to another round; her opinion on that is no second signature."""
    hand(checked, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    hand(checked, Approve, "check", HEAD)
    assert isinstance(checked.tell(returning(checked, CHIEF, "地址仍不明确")), NotPossible)
    leave(checked, "check", CHIEF)
    assert [item.holders for item in checked.case.items] == [(CHIEF,)]
    assert not isinstance(checked.tell(returning(checked, CHIEF)), Refusal)


def test_a_head_who_signs_while_she_is_asked_signs_her_own_seat_alone(checked: Story) -> None:
    """What was lent to her for an opinion waits for the opinion."""
    hand(checked, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    hand(checked, Delegate, "check", CHIEF, to=(HEAD,), opinion="拟再次要求补正")
    lent, own = sorted(checked.case.items, key=lambda item: item.lender is None)
    checked.went(Approve(actor=HEAD, item=own.key, expected_version=own.version))
    assert [item.key for item in checked.case.items] == [lent.key]
    hand(checked, Advise, "check", HEAD, opinion="不必再补")
    assert checked.case.items[0].holders == (CHIEF,)


def test_only_an_opinion_is_asked_of_a_head_who_has_a_seat(checked: Story) -> None:
    """The item itself is not hers to take over, nor is she added a second time."""
    hand(checked, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    item = next(item for item in checked.case.items if CHIEF in item.holders)
    on = {"actor": CHIEF, "item": item.key, "expected_version": item.version, "opinion": "请", "to": (HEAD,)}
    assert isinstance(checked.tell(Transfer(**on)), UnfitPerson)
    assert isinstance(checked.tell(AddSigners(**on, where="after")), UnfitPerson)


def test_a_head_among_those_who_sign_by_rule_is_asked_too(story: Story) -> None:
    """会签 of the chief and the head."""
    case = begun(story, countersign("check", "vehicle_chief", "head"), decide())
    send_back(case, "check")
    mend(case)
    assert isinstance(case.tell(returning(case, CHIEF, "地址仍不明确")), NotPossible)
    assert not isinstance(case.tell(returning(case, HEAD, "地址仍不明确")), Refusal)
