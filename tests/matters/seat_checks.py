"""Mutants of who has a seat where bodies are named, and what they are asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from matters.commands.items import Answer, Approve, ReturnToApplicant, Supplement
from matters.course import following
from matters.errors.base import Refusal
from matters.who import seats
from matters.who.parties import Parties
from tests.matters.forked import hand, open_steps
from tests.matters.limit_checks import Check
from tests.matters.stories import STAFF, Story
from tests.matters.who.test_seats import COURT, CYBER, REFORM, asking, case, head_of, signing

APART = Parties.apart


def every_body_is_asked(story: Story) -> Iterator[str]:
    """征求意见: two bodies, two answers."""
    told = case(story, asking(), bodies=[REFORM, CYBER])
    hand(told, Answer, "ask", told.case.items[0].holders[0], answer="yes")
    if open_steps(told) != ["ask"]:
        yield "the second body was not waited for"


def nobody_named_is_refused(story: Story) -> Iterator[str]:
    """会签: somebody must, where the definition says so."""
    some = case(story, signing(), bodies=[REFORM])
    if not isinstance((again := Story(some.matter, story.organisation, story.calendar)).tell(again.submit()), Refusal):
        yield "filed without any body"


def others_sign_anew(story: Story) -> Iterator[str]:
    """直达退回人: with other bodies everybody signs."""
    told = case(story, signing(return_resumes="straight_back"), bodies=[REFORM, CYBER])
    hand(told, Approve, "sign", head_of(story, REFORM))
    hand(told, ReturnToApplicant, "sign", head_of(story, CYBER), findings={"bodies": "请核对"}, opinion="请核对")
    hand(told, Supplement, "sign", STAFF, answers={"bodies": [COURT]}, materials={})
    if [item.holders for item in told.case.items] != [(head_of(story, COURT),)]:
        yield "the new body was not asked"


def the_first_alone(parties: Parties, rule: Any) -> Iterator[tuple[str, Parties]]:  # noqa: ANN401 - a rule or a reference
    """The others are not looked at."""
    return iter(tuple(APART(parties, rule))[:1])


def whatever_is_named(decision: Any, step: Any) -> bool:  # noqa: ANN401
    """The seats stay as they were."""
    return decision.case.fork(step.id) is not None


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
SEATS: Mapping[str, tuple[Any, str, Any, Check]] = {
    "one of the bodies is enough": (Parties, "apart", the_first_alone, every_body_is_asked),
    "done without anybody": (seats, "_nobody_named", lambda *_: None, nobody_named_is_refused),
    "seats for ever": (following, "_same_bodies", whatever_is_named, others_sign_anew),
}
