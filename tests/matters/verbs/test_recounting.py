"""重新计算期限: once the days off of a year are known, every last day is what it would have been from the start."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from matters.calendar import Calendar
from matters.case.events.recounting import DaysCountedAnew
from matters.case.words import event_text
from matters.commands.cases import TakeBack
from matters.commands.items import Approve, AskSuspension, ConsentToSuspension, Resume
from matters.commands.reports import CheckRules, CountAnew
from matters.holidays import HolidayNotice, calendar_of, notices_of
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import act, approve, begun, begun_first, decide, hand, item_at, mend, send_back, step
from tests.matters.random_stories import LATER
from tests.matters.stories import CHIEF, HEAD, Story, decided_by_machine
from tests.matters.test_duties import CHECK, LOG, owing
from tests.matters.verbs.test_pausing import GROUND, resting

FIVE_DAYS = {"kind": "working_days", "days": 5}
TEN_DAYS = {"kind": "calendar_days", "days": 10}
# Of the year in which the stories play, from Monday 2 March on: a festival on Wednesday and Thursday 11 and 12 March, for which
# Saturday 7 March is worked. Monday 16 March is free too, so that ten days from Thursday 5 March end a day later.
FREE = (date(2026, 1, 1), date(2026, 5, 1), *(date(2026, 10, day) for day in (1, 2, 3)))
FESTIVAL = (date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 16))
NOTICE = HolidayNotice(2026, frozenset((*FREE, *FESTIVAL)), frozenset({date(2026, 3, 7)}), "样例〔2026〕1号")


def before_the_notice(calendar: Calendar) -> Calendar:
    """Only the year before is announced."""
    return calendar_of([one for one in notices_of(calendar, "") if one.year < 2026], "before")


def after_the_notice(calendar: Calendar) -> Calendar:
    """The year of the stories too."""
    return calendar_of([*notices_of(before_the_notice(calendar), ""), NOTICE], "after")


def counted_anew(case: Story) -> tuple[str, ...]:
    """The machine counts by the notice."""
    before, case.calendar = case.calendar, after_the_notice(case.calendar)
    return case.went(CountAnew(actor=SYSTEM, before=before, now=case.calendar))


def reviewed(story: Story) -> Story:
    """A review with a limit in working days and, after it, one in calendar days."""
    return begun(story, step("check", limit=FIVE_DAYS), step("again", limit=TEN_DAYS), decide())


def mended(story: Story) -> Story:
    """The applicant took two days for a supplement, and the clock stood still."""
    case = reviewed(story)
    send_back(case, "check")
    case.later(days=2)
    mend(case)
    return case


def rested(story: Story) -> Story:
    """A review that rested for a day, and a case whose clock stood still with it."""
    case = resting(story, step("check", limit=FIVE_DAYS), decide())
    hand(case, AskSuspension, "check", CHIEF, **GROUND)
    hand(case, ConsentToSuspension, "check", HEAD)
    case.later(days=1)
    hand(case, Resume, "check", CHIEF)
    return case


def taken_back(story: Story) -> Story:
    """A review that was approved and taken back the day after: it has the last day that it had."""
    case = reviewed(story)
    key = item_at(case, "check").key
    approve(case, "check")
    case.later(days=1)
    case.went(TakeBack(actor=CHIEF, item=key))
    return case


def second_review(story: Story) -> Story:
    """Ten calendar days from Thursday 5 March, which end on a Sunday."""
    case = reviewed(story)
    case.later(days=3)
    approve(case, "check")
    return case


def owed_after(story: Story) -> Story:
    """Duties after the decision, one in working and one in calendar days; the case has ended."""
    case = begun(owing(story, LOG, CHECK), decide())
    act(case, Approve, "settle")
    return case


def filed_first(story: Story) -> Story:
    """Materials are owed since the filing."""
    return begun_first(story, LATER, step("check", limit=FIVE_DAYS))


def looked_at_again(story: Story) -> Story:
    """A machine has decided, and the head looks at it again."""
    told = replace(story, matter=decided_by_machine(story.matter))
    told.went(told.submit())
    told.went(told.accept())
    told.went(CheckRules(actor=SYSTEM, item=told.item, lot=0))
    return told


STORIES = (reviewed, mended, rested, taken_back, second_review, owed_after, filed_first, looked_at_again)


@pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)
def test_every_last_day_is_what_it_would_have_been_from_the_start(story: Story, tell: Callable[[Story], Story]) -> None:
    """Of the case, and of whatever is open: the same story, told once before and once after the notice."""
    late = tell(replace(story, calendar=before_the_notice(story.calendar)))
    early = tell(replace(story, calendar=after_the_notice(story.calendar)))
    assert days(late) != days(early)
    assert counted_anew(late) == ("days_counted_anew",)
    assert days(late) == days(early)


def days(case: Story) -> list[tuple[str, date | None, bool]]:
    """Last days, and whether they are provisional."""
    items = [(item.step, item.due, item.provisional) for item in case.case.items]
    return [("", case.case.due, case.case.provisional), *items]


def test_a_case_whose_days_stay_hears_nothing(story: Story) -> None:
    """Counted once more by the same notice, or by one of which it has no day."""
    case = reviewed(replace(story, calendar=before_the_notice(story.calendar)))
    counted_anew(case)
    assert case.went(CountAnew(actor=SYSTEM, before=before_the_notice(case.calendar), now=case.calendar)) == ()


def test_whoever_has_an_item_open_is_not_disturbed(story: Story) -> None:
    """Its version stays, so that what was begun on the page can be sent."""
    case = reviewed(replace(story, calendar=before_the_notice(story.calendar)))
    version = item_at(case, "check").version
    counted_anew(case)
    assert item_at(case, "check").version == version


def test_the_history_says_the_days_that_hold_now(story: Story) -> None:
    """In Chinese, by the names of the steps."""
    case = reviewed(replace(story, calendar=before_the_notice(story.calendar)))
    counted_anew(case)
    event = case.events[-1]
    assert isinstance(event, DaysCountedAnew)
    assert event.calendar == "after"
    assert (
        event_text(case.matter, event)
        == "按新公布的放假安排，办结期限为2026年3月3日，“环节check”的办理期限为2026年3月7日"
    )
