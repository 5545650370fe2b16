"""Mutants of which body accepts, and what they are asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from matters.commands.items import RequestSupplement, Supplement
from matters.errors.base import Refusal
from matters.verbs import applying
from matters.who import parties
from tests.matters.forked import hand, item_at
from tests.matters.limit_checks import Check
from tests.matters.stories import STAFF, Story
from tests.matters.who.test_parties import by_situation


def out_of_city(story: Story) -> Story:
    """A case for which the city accepts."""
    told = Story(by_situation(story.matter), story.organisation, story.calendar)
    told.tell(told.submit(out_of_city=True, out_of_city_reason="跨市检查"))
    return told


def its_situation_has_its_owner(story: Story) -> Iterator[str]:
    """分情形受理: the city, where the car leaves it."""
    told = out_of_city(story)
    if told.so_far is None or told.case.owner_body != "city_logistics":
        yield "another body accepts it"


def who_accepted_it_keeps_it(story: Story) -> Iterator[str]:
    """补正: what is mended never makes it another body's."""
    told = out_of_city(story)
    clerk = told.case.items[0].holders[0]
    hand(told, RequestSupplement, "accept", clerk, findings={"out_of_city": "请核对"}, opinion="请核对")
    item = item_at(told, "accept")
    back = {"answers": {"out_of_city": False, "out_of_city_reason": None}, "materials": {}}
    if not isinstance(
        told.tell(Supplement(actor=STAFF, item=item.key, expected_version=item.version, **back)), Refusal
    ):
        yield "it has become the county's"


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
OWNERS: Mapping[str, tuple[Any, str, Any, Check]] = {
    "nobody is meant by a situation": (parties, "_meant", lambda *_: (), its_situation_has_its_owner),
    "another body's by a correction": (applying, "_elsewhere", lambda *_: (), who_accepted_it_keeps_it),
}
