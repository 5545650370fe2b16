"""再次补正: the applicant is not sent round again without a superior's reason.

Covers: matters/who/colleagues.py
"""

import pytest

from matters.commands.items import Advise, Approve, Delegate, Recall, RequestSupplement, Transfer
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible, OpinionRequired
from matters.organisation.snapshot import Holder
from tests.matters.forked import decide, hand, leave, rerouted
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
