"""Mutants of what the applicant's line does before the owner has the filing, and what they are asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from matters.commands.items import Approve, RequestSupplement, ReturnToApplicant, Supplement
from matters.errors.base import Refusal
from matters.language.route.steps import Acceptance, PriorReview
from matters.verbs import returning
from matters.who import superiors
from tests.matters.forked import hand, item_at, open_steps
from tests.matters.limit_checks import Check
from tests.matters.stories import CLERK, STAFF, Story
from tests.matters.verbs.test_prior_review import ABOVE, WRONG, filed


def mended(story: Story) -> Story:
    """The line has returned it, and the applicant has mended it."""
    told = filed(story)
    hand(told, ReturnToApplicant, "line", ABOVE, **WRONG)
    hand(told, Supplement, "line", STAFF, answers={"destination": "样例镇政府"}, materials={})
    return told


def what_it_returns_comes_back_to_it(story: Story) -> Iterator[str]:
    """主管部门审核: nobody has passed it on yet."""
    told = filed(story)
    hand(told, ReturnToApplicant, "line", ABOVE, **WRONG)
    if told.case.resume != "line":
        yield f"goes on at {told.case.resume}"


def its_return_is_no_round_of_the_owner(story: Story) -> Iterator[str]:
    """一次性告知: the owner has not asked before."""
    told = mended(story)
    hand(told, Approve, "line", ABOVE)
    item = item_at(told, "accept")
    ask = RequestSupplement(actor=CLERK, item=item.key, expected_version=item.version, **WRONG)
    if isinstance(told.tell(ask), Refusal):
        yield "the owner may not ask once"


def no_paper_before_the_owner_has_it(story: Story) -> Iterator[str]:
    """补正告知: it would bear the owner's seal."""
    told = filed(story)
    hand(told, ReturnToApplicant, "line", ABOVE, **WRONG)
    if any(getattr(event, "paper", None) for event in told.events):
        yield "a paper is owed"
    if open_steps(told) != ["line"]:
        yield f"waits at {open_steps(told)}"


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
LINE: Mapping[str, tuple[Any, str, Any, Check]] = {
    "returned past the line": (returning, "PriorReview", Acceptance, what_it_returns_comes_back_to_it),
    "a return of the line is a round": (superiors, "of_kind", lambda *_: (), its_return_is_no_round_of_the_owner),
    "a paper of whom it has not reached": (PriorReview, "issues", True, no_paper_before_the_owner_has_it),
}
