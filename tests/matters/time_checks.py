"""Mutants of the time of a case (时限) and what they are asked: small stories, accepted on 2 March, due on the 16th."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from matters.case import standing
from matters.errors.base import Refusal
from matters.verbs import extending
from tests.matters.clocked import march, rest, wake
from tests.matters.forked import item_at
from tests.matters.limit_checks import Check
from tests.matters.stories import Story
from tests.matters.verbs.test_extending import asked, consented, extendable, extended


def no_more_than_the_cap(story: Story) -> Iterator[str]:
    """延长: five days, and not six."""
    if not isinstance(asked(march(extendable(story), 3), 6), Refusal):
        yield "six days of five"


def not_time_and_again(story: Story) -> Iterator[str]:
    """延长: once, though days are left."""
    if not isinstance(asked(extended(story, 2), 2), Refusal):
        yield "extended a second time"


def not_when_it_is_over(story: Story) -> Iterator[str]:
    """延长: asked for on the last day, and consented to too late."""
    case = march(extendable(story), 16)
    asked(case)
    consented(march(case, 17))
    if case.case.due != date(2026, 3, 16):
        yield f"due on {case.case.due} after it was over"


def asking_is_no_work(story: Story) -> Iterator[str]:
    """延长: what rests beside stops the clock."""
    case = march(extendable(story), 3)
    asked(case)
    rest(case, "check", 31)
    wake(march(case, 5), "check")
    if case.case.due != date(2026, 3, 18):
        yield f"due on {case.case.due} after a rest"


def the_item_has_the_days_too(story: Story) -> Iterator[str]:
    """延长: three days from the 2nd, and five."""
    item = item_at(extended(story), "check")
    if item.due != date(2026, 3, 12):
        yield f"to be done by {item.due}"


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
TIME: Mapping[str, tuple[Any, str, Any, Check]] = {
    "as long as one likes": (extending, "days_left", lambda *_: 365, no_more_than_the_cap),
    "as often as one likes": (extending, "past_asking", lambda *_: "", not_time_and_again),
    "late consent is consent": (extending, "_out_of_time", lambda *_: "", not_when_it_is_over),
    "asking is work": (standing, "CONSENTS", frozenset(), asking_is_no_work),
    "the item has no more time": (extending, "_of_item", lambda *_: (), the_item_has_the_days_too),
}
