"""Mutants of the time of a case (时限) and what they are asked: small stories, accepted on 2 March, due on the 16th."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from matters.case import standing
from matters.case.account import Reason
from matters.case.aggregate import Case
from matters.course import starting
from matters.errors.base import Refusal
from matters.verbs import extending
from tests.matters.clocked import march, rest, wake
from tests.matters.course.test_starting import accepted, timed
from tests.matters.forked import approve, item_at
from tests.matters.limit_checks import Check
from tests.matters.stories import Story
from tests.matters.verbs.test_extending import asked, consented, extendable, extended

STANDING = standing.standing


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


def it_begins_where_it_is_counted_from(story: Story) -> Iterator[str]:
    """起算: on the 10th, of which the acceptance on the 4th and a rest before know nothing."""
    case = accepted(timed(story, {"field": "depart_at"}))
    rest(march(case, 5), "first", 31)
    wake(march(case, 9), "first")
    approve(march(case, 11), "first")
    if case.case.due != date(2026, 3, 24):
        yield f"due on {case.case.due} though it begins on the 10th"


def it_begins_once_the_case_is_past(story: Story) -> Iterator[str]:
    """起算: not before the step is done."""
    case = accepted(timed(story, {"step": "first"}))
    if case.case.due is not None:
        yield f"due on {case.case.due} before it began"


def begun_at_once(case: Case, at: datetime) -> tuple[Reason, tuple[str, ...]]:
    """From when it was said."""
    return STANDING(case if case.started is None else case.replaced(started=case.accepted_at), at)


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
TIME: Mapping[str, tuple[Any, str, Any, Check]] = {
    "as long as one likes": (extending, "days_left", lambda *_: 365, no_more_than_the_cap),
    "as often as one likes": (extending, "past_asking", lambda *_: "", not_time_and_again),
    "late consent is consent": (extending, "_out_of_time", lambda *_: "", not_when_it_is_over),
    "asking is work": (standing, "CONSENTS", frozenset(), asking_is_no_work),
    "what is said is not looked at": (starting, "instant_said", lambda *_: None, it_begins_where_it_is_counted_from),
    "begun before its day": (standing, "standing", begun_at_once, it_begins_where_it_is_counted_from),
    "begun before the step is done": (starting, "_past", lambda *_: True, it_begins_once_the_case_is_past),
    "the item has no more time": (extending, "_of_item", lambda *_: (), the_item_has_the_days_too),
}
