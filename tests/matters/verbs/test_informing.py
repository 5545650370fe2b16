"""抄送、已阅、催办、讨论: told to others, deciding nothing.

Covers: matters/who/presence.py
"""

from matters.case.owed import owed
from matters.commands.cases import Discuss, ReadCopy, RetractCopy, Urge, Withdraw
from matters.commands.items import Approve, SendCopy
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from tests.matters.forked import approve, begun, code, countersign, decide, hand, issue, item_at, office, open_steps
from tests.matters.stories import CHIEF, CLERK, DEPUTY, HEAD, STAFF, STRANGER, Story, granted, moved


def told_by(case: Story) -> list[tuple[str, ...]]:
    """Who is told by the last event."""
    return [effect.to for effect in owed(case.events[-1])]


def test_a_copy_is_read_once_and_holds_nothing_up(story: Story) -> None:
    """The reader gets a notice; reading it again is no news; a copy of a decided case may be read still."""
    case = begun(story, decide())
    assert hand(case, SendCopy, "settle", HEAD, to=(CHIEF, DEPUTY)) == ("copy_sent",)
    assert told_by(case) == [(CHIEF.person, DEPUTY.person)]
    assert open_steps(case) == ["settle"]
    assert case.went(ReadCopy(actor=CHIEF)) == ("copy_read",)
    assert case.went(ReadCopy(actor=CHIEF)) == ()
    assert [bool(copy.read_at) for copy in case.case.copies] == [True, False]
    approve(case, "settle")
    issue(case, "reply")
    assert case.case.status == "concluded"
    assert case.went(ReadCopy(actor=DEPUTY)) == ("copy_read",)


def test_the_definition_sends_copies_when_the_step_is_done(story: Story) -> None:
    """To the head of the owner, not when the step opens."""
    review = office("a", "finance", copy_to=[{"by": "head", "of": {"body": "owner"}}])
    case = begun(story, review, decide())
    assert not case.case.copies
    assert approve(case, "a")[:2] == ("approved", "copy_sent")
    assert [copy.to for copy in case.case.copies] == [HEAD]


def test_copies_stay_within_the_bodies_that_take_part(story: Story) -> None:
    """Nobody elsewhere, not the applicant, not oneself."""
    case = begun(story, decide())
    item = item_at(case, "settle")
    for who in (STRANGER, STAFF, HEAD):
        assert code(case.tell(SendCopy(actor=HEAD, item=item.key, expected_version=1, to=(who,)))) == "unfit_person"


def test_an_unread_copy_is_taken_back_by_who_sent_it(story: Story) -> None:
    """A read one is not, and nobody else's is."""
    case = begun(story, decide())
    hand(case, SendCopy, "settle", HEAD, to=(CHIEF, DEPUTY))
    assert code(case.tell(RetractCopy(actor=CLERK, person=CHIEF.person))) == "not_possible"
    case.went(ReadCopy(actor=CHIEF))
    assert code(case.tell(RetractCopy(actor=HEAD, person=CHIEF.person))) == "not_possible"
    assert case.went(RetractCopy(actor=HEAD, person=DEPUTY.person)) == ("copy_retracted",)
    assert code(case.tell(ReadCopy(actor=DEPUTY))) == "not_possible"


def test_urging_reminds_the_holders_once_a_day(story: Story) -> None:
    """A notice and nothing else; the second on the same day is refused, the next day's is not."""
    case = begun(story, decide())
    before = case.case.items
    assert case.went(Urge(actor=STAFF)) == ("urged",)
    assert told_by(case) == [(HEAD.person,)]
    assert case.case.items == before
    refused = case.later(hours=3).tell(Urge(actor=STAFF))
    assert isinstance(refused, Refusal)
    assert "改日" in refused.message
    assert case.later(days=1).went(Urge(actor=STAFF)) == ("urged",)


def test_the_applicant_and_supervision_urge_each_for_themselves(story: Story) -> None:
    """督查 is not used up by who waits, nor the other way round; a second time on one day is refused to either."""
    story.organisation = granted(story.organisation, "p62", "supervisor", "county_logistics")
    case = begun(story, decide())
    supervisor = Holder(person="p62", post="")
    for who in (STAFF, supervisor):
        assert case.went(Urge(actor=who)) == ("urged",)
    for who in (STAFF, supervisor):
        refused = case.tell(Urge(actor=who))
        assert isinstance(refused, Refusal)
        assert "您今日已催办" in refused.message


def test_nobody_urges_himself_or_an_ended_case(story: Story) -> None:
    """Nor does anybody urge but the applicant and those who supervise."""
    case = begun(story, decide())
    assert code(case.tell(Urge(actor=HEAD))) == "not_possible"
    case.went(Withdraw(actor=STAFF))
    assert code(case.tell(Urge(actor=STAFF))) == "wrong_status"


def test_who_has_left_is_not_urged(story: Story) -> None:
    """Those who are there are; where nobody is, one reads who has to find a successor."""
    case = begun(story, countersign("sign", "vehicle_chief", "head"), decide())
    case.organisation = moved(case.organisation, without=(HEAD.person,))
    assert case.went(Urge(actor=STAFF)) == ("urged",)
    assert told_by(case) == [(CHIEF.person,)]
    case.organisation = moved(case.organisation, without=(CHIEF.person,))
    refused = case.later(days=1).tell(Urge(actor=STAFF))
    assert isinstance(refused, Refusal)
    assert "原办理人已不在岗，正由机构管理员确定接办人员" in refused.message


def test_who_handles_the_case_discusses_it_apart_from_the_decision(story: Story) -> None:
    """The others who handle or have handled it hear of it; the applicant and strangers do not take part."""
    case = begun(story, office("a", "finance"), decide())
    reviewer = item_at(case, "a").holders[0]
    hand(case, Approve, "a", reviewer)
    assert case.went(Discuss(actor=reviewer, text="已核预算")) == ("discussed",)
    (told,) = told_by(case)
    assert {CLERK.person, HEAD.person} <= set(told)
    assert STAFF.person not in told
    for who in (STAFF, STRANGER):
        assert code(case.tell(Discuss(actor=who, text="请快办"))) == "not_possible"
    assert open_steps(case) == ["settle"]
