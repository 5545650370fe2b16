"""一人一票: however many posts, seats or proxies one person has at a step that several sign, it is one vote."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matters.commands.items import Abstain, AddSigners, Approve, Claim, Reject
from matters.commands.reports import Reresolve
from matters.errors.base import Refusal
from matters.language.route.steps import Countersign
from matters.linter import findings
from matters.organisation.snapshot import SYSTEM, Holder
from tests.matters.forked import begun, countersign, decide, hand, item_at, open_steps, rerouted
from tests.matters.proxied import grant, stand_in
from tests.matters.stories import CHIEF, CLERK_2, DEPUTY, HEAD, Story, moved

POSTS = ("vehicle_chief", "deputy_head", "support_clerk", "head")
PEOPLE = (CHIEF.person, DEPUTY.person, CLERK_2.person, HEAD.person)
AS_DEPUTY = Holder(person=CHIEF.person, post=DEPUTY.post)
HALF = {"rule": "ratio", "share": "0.5"}


def posted(story: Story, *people: str) -> None:
    """These people hold the four posts, in their order, and nobody else does."""
    held = {f"county_logistics.{post}" for post in POSTS}
    others = {h.person for h in story.organisation.holdings if h.post in held or h.person in PEOPLE}
    organisation = moved(story.organisation, without=others)
    for post, person in zip(POSTS, people, strict=True):
        organisation = moved(organisation, **{person: f"county_logistics.{post}"})
    story.organisation = organisation


def voting(story: Story, vote: dict[str, Any]) -> Story:
    """A case that the four posts vote on."""
    return begun(story, countersign("sign", *POSTS, vote=vote), decide())


def test_two_posts_are_one_vote(story: Story) -> None:
    """One of three people is no half, though two of the four posts are hers."""
    posted(story, PEOPLE[0], PEOPLE[0], PEOPLE[2], PEOPLE[3])
    case = voting(story, HALF)
    assert len(case.case.items) == 3
    hand(case, Approve, "sign", CHIEF)
    assert open_steps(case) == ["sign", "sign"]
    hand(case, Approve, "sign", HEAD)
    assert open_steps(case) == ["settle"]


def test_two_weights_of_one_person_are_the_heavier(story: Story) -> None:
    """加权: two weights of two are not four of seven."""
    posted(story, PEOPLE[0], PEOPLE[0], PEOPLE[2], PEOPLE[3])
    weights = [{"signer": n, "weight": weight} for n, weight in enumerate((2, 2, 1, 2), start=1)]
    case = voting(story, {"rule": "weighted", "share": "0.5", "weights": weights})
    hand(case, Approve, "sign", CHIEF)
    assert open_steps(case) == ["sign", "sign"]
    hand(case, Reject, "sign", HEAD, opinion="不妥")
    hand(case, Abstain, "sign", Holder(person=CLERK_2.person, post="county_logistics.support_clerk"))
    assert case.case.result == "denied"


@pytest.mark.parametrize("signs_first", [True, False])
def test_a_second_seat_that_comes_later_is_no_second_vote(story: Story, signs_first: bool) -> None:
    """The deputy leaves while the vote is on and the chief becomes deputy, before or after she has signed."""
    posted(story, *PEOPLE)
    case = voting(story, HALF)
    other = next(item for item in case.case.items if DEPUTY in item.holders)
    if signs_first:
        hand(case, Approve, "sign", CHIEF)
    case.organisation = moved(case.organisation, without=(DEPUTY.person,), **{CHIEF.person: DEPUTY.post})
    case.went(Reresolve(actor=SYSTEM, item=other.key))
    if not signs_first:
        hand(case, Approve, "sign", CHIEF)
    assert open_steps(case) == ["sign", "sign"]
    hand(case, Approve, "sign", HEAD)
    assert open_steps(case) == ["settle"]


def test_a_seat_claimed_by_who_signs_another_is_no_second_vote(story: Story) -> None:
    """Two share a seat; the one who has a seat besides claims it and signs her own: one vote of three."""
    posted(story, *PEOPLE)
    story.organisation = moved(story.organisation, **{CHIEF.person: DEPUTY.post})
    case = voting(story, HALF)
    assert len(case.case.items) == 4
    hand(case, Claim, "sign", AS_DEPUTY)
    hand(case, Approve, "sign", CHIEF)
    assert open_steps(case) == ["sign", "sign"]
    hand(case, Approve, "sign", HEAD)
    assert open_steps(case) == ["settle"]


def test_one_agent_speaks_for_one_principal(story: Story) -> None:
    """代理: who has voted in the stead of one has no vote left for another."""
    posted(story, PEOPLE[0], PEOPLE[1], "p64", PEOPLE[3])
    case = voting(story, HALF)
    agent = CLERK_2
    case.organisation = moved(case.organisation, **{agent.person: "county_logistics.vehicle_clerk.2"})
    grant(case, CHIEF, agent)
    grant(case, DEPUTY, agent)
    assert not isinstance(stand_in(case, Approve, "sign", agent, CHIEF), Refusal)
    assert isinstance(stand_in(case, Approve, "sign", agent, DEPUTY), Refusal)
    assert open_steps(case) == ["sign"] * 3


def test_who_has_a_seat_is_added_to_no_other(story: Story) -> None:
    """加签: under whatever post."""
    posted(story, *PEOPLE)
    case = voting(story, HALF)
    case.organisation = moved(case.organisation, **{CHIEF.person: "county_logistics.vehicle_clerk"})
    item = next(item for item in case.case.items if HEAD in item.holders)
    for post in (CHIEF.post, "county_logistics.vehicle_clerk"):
        to = (Holder(person=CHIEF.person, post=post),)
        add = AddSigners(actor=HEAD, item=item.key, expected_version=item.version, where="beside", to=to, opinion="请")
        assert isinstance(case.tell(add), Refusal)


VOTES = {"yes": Approve, "no": Reject, "abstain": Abstain}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sits=st.lists(st.sampled_from(PEOPLE), min_size=4, max_size=4),
    said=st.lists(st.sampled_from(sorted(VOTES)), min_size=4, max_size=4),
    share=st.sampled_from(["0.25", "0.34", "0.5", "0.51", "0.67", "1"]),
    order=st.permutations(range(4)),
)
def test_a_share_is_of_people(story: Story, sits: list[str], said: list[str], share: str, order: list[int]) -> None:
    """Whoever sits on how many posts and speaks when: it passes if so many of the people agreed."""
    own = Story(story.matter, story.organisation, story.calendar)
    posted(own, *sits)
    case = voting(own, {"rule": "ratio", "share": share})
    votes = {person: said[PEOPLE.index(person)] for person in set(sits)}
    assert len(case.case.items) == len(votes)
    for person in (PEOPLE[n] for n in order):
        item = next((i for i in case.case.items if i.step == "sign" and i.holders[0].person == person), None)
        if item:
            case.went(
                VOTES[votes[person]](
                    actor=item.holders[0], item=item.key, expected_version=item.version, opinion="意见"
                )
            )
    agreed = list(votes.values()).count("yes")
    passed = Fraction(agreed, len(votes)) >= Fraction(share)
    assert (open_steps(case) == ["settle"], case.case.result == "denied") == (passed, not passed)


def test_the_linter_says_where_one_person_may_have_two_seats(story: Story) -> None:
    """Where a share counts and two rules look in one body, and nowhere else."""
    for vote, told in ((HALF, 6), ({"rule": "all"}, 0)):
        matter = rerouted(story.matter, countersign("sign", *POSTS, vote=vote), decide())
        assert isinstance(matter.step("sign"), Countersign)
        found = [finding for finding in findings(matter) if finding.rule == "one_person_two_seats"]
        assert len(found) == told
        assert all(finding.severity == "warning" and "一人只计一票" in finding.message for finding in found)


def test_who_leaves_with_the_only_vote_leaves_it_to_others(story: Story) -> None:
    """The last post of the only one who has not voted ends: nothing passes by itself, the head above or a successor votes."""
    posted(story, *PEOPLE)
    case = voting(story, {"rule": "ratio", "share": "1"})
    for one in (CHIEF, DEPUTY, HEAD):
        hand(case, Approve, "sign", one)
    item = item_at(case, "sign")
    case.organisation = moved(case.organisation, without=(item.holders[0].person,))
    to_the_head = case.tell(Reresolve(actor=SYSTEM, item=item.key))
    assert isinstance(to_the_head, tuple)
    assert [event.type for event in to_the_head] == ["holders_changed"]
    assert open_steps(case) == ["sign"]
    case.organisation = moved(case.organisation, p64=item.holders[0].post)
    case.went(Reresolve(actor=SYSTEM, item=item.key))
    hand(case, Approve, "sign", item_at(case, "sign").holders[0])
    assert open_steps(case) == ["settle"]
