"""The rule of the house: lights by workdays, stages each in its turn, nothing on a day off, and the nearest region's rule."""

from datetime import date

import pytest

from matters.calendar import Calendar
from matters.lateness import HOUSE_RULE, HouseRule, HouseRules, Stage
from matters.organisation.snapshot import Organisation

# 2026-03-06 is a Friday; Monday the 9th is a day off, Saturday the 14th is worked.
CALENDAR = Calendar("test", frozenset({date(2026, 3, 9)}), frozenset({date(2026, 3, 14)}), frozenset({2026}))
RULE = HouseRule(remind=2, yellow=1, holder=1, head=2, supervisor=4)
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2026, 3, 4), "green"),
        (date(2026, 3, 5), "yellow"),
        (FRIDAY, "yellow"),
        (date(2026, 3, 7), "red"),
        (date(2026, 3, 10), "red"),
    ],
)
def test_the_light_changes_by_workdays_and_is_red_after_the_last_day(today: date, light: str) -> None:
    """Red as soon as the day is past, whether or not offices work."""
    assert RULE.light(FRIDAY, today, CALENDAR) == light


def test_what_is_due_after_days_off_is_yellow_before_them() -> None:
    """Due on Tuesday after a long weekend: Friday is one workday before it."""
    assert RULE.light(date(2026, 3, 10), FRIDAY, CALENDAR) == "yellow"


@pytest.mark.parametrize(
    ("today", "told", "now"),
    [
        (date(2026, 3, 3), None, ()),
        (date(2026, 3, 4), None, ("before",)),
        (date(2026, 3, 5), "before", ()),
        (FRIDAY, None, ("before",)),
        (date(2026, 3, 7), "before", ()),
        (date(2026, 3, 9), "before", ()),
        (date(2026, 3, 10), "before", ("holder",)),
        (date(2026, 3, 11), "before", ("holder", "head")),
        (date(2026, 3, 11), "holder", ("head",)),
        (date(2026, 3, 13), None, ("holder", "head", "supervisor")),
        (date(2026, 3, 14), "supervisor", ()),
        (date(2026, 3, 5), "head", ()),
    ],
)
def test_each_stage_comes_once_and_what_was_missed_is_made_up_for(
    today: date, told: Stage | None, now: tuple[Stage, ...]
) -> None:
    """A clock that was set back, as in the last line, tells nothing again; nothing is told on days off."""
    assert RULE.to_tell(FRIDAY, today, CALENDAR, told) == now


def test_a_stage_that_is_never_told_is_left_out() -> None:
    """0 is never, of the reminder too."""
    rule = HouseRule(remind=0, holder=1, head=0, supervisor=2)
    assert rule.to_tell(FRIDAY, FRIDAY, CALENDAR, None) == ()
    assert rule.to_tell(FRIDAY, date(2026, 3, 13), CALENDAR, None) == ("holder", "supervisor")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """Numbers out of bounds, and a chain that goes backwards."""
    assert HOUSE_RULE.problems() == ()
    wrong = HouseRule(remind=-1, yellow=61, holder=3, head=0, supervisor=2)
    assert [problem.target for problem in wrong.problems()] == ["remind", "yellow", "supervisor"]
    assert [problem.target for problem in HouseRule(supplement=-1).problems()] == ["supplement"]


def test_the_nearest_region_that_says_something_holds(organisation: Organisation) -> None:
    """The county's own before the province's; the house's where nobody says anything."""
    body = next(body for body in organisation.bodies if len(organisation.region_line(body.region)) > 1)
    own, *_, top = (region.code for region in organisation.region_line(body.region))
    assert HouseRules({}).of(body.id, organisation) == HOUSE_RULE
    assert HouseRules({top: RULE}).of(body.id, organisation) == RULE
    assert HouseRules({top: RULE, own: HOUSE_RULE}).of(body.id, organisation) == HOUSE_RULE
    assert HouseRules({own: HouseRule(remind=9)}).earliest == 9
