"""补正期限: by when a supplement must come, and what follows when it has not."""

from datetime import date
from typing import Any

import pytest

from matters.calendar import Calendar
from matters.case.events.returning import Lapsed, SupplementRequested
from matters.case.events.ringing import WentOverdue
from matters.commands.items import Accept
from matters.commands.reports import Ring
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.lateness import HouseRule
from matters.organisation.snapshot import SYSTEM
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage
from tests.matters.stories import CLERK, STAFF, Story, varied
from tests.matters.verbs.test_recounting import before_the_notice, counted_anew


def limited(matter: Definition, unsupplemented: str = "deemed_withdrawn", days: int = 5) -> Definition:
    """The matter whose supplements must come within so many working days."""

    def add(document: dict[str, Any]) -> None:
        limit = {"kind": "working_days", "days": days}
        document["clock"] |= {"supplement_within": limit, "unsupplemented": unsupplemented}

    return varied(matter, add)


@pytest.fixture
def asked(story: Story) -> Story:
    """A case filed on Monday 2 March 2026 that the clerk has asked to be supplemented at once."""
    told = Story(limited(story.matter), story.organisation, story.calendar)
    told.went(told.submit())
    told.went(told.ask("destination"))
    return told


def ring(case: Story, day: int) -> tuple[str, ...] | Refusal:
    """That day of March has come for what the applicant owes."""
    case.now = case.now.replace(month=3, day=day)
    verdict = case.tell(Ring(actor=SYSTEM, item=case.item))
    return verdict if isinstance(verdict, Refusal) else tuple(event.type for event in verdict)


def test_it_has_a_last_day_of_its_own(asked: Story) -> None:
    """Five working days after it was asked for, whatever the limit of the case."""
    event = asked.events[-1]
    assert isinstance(event, SupplementRequested)
    (item,) = asked.case.items
    assert (event.due, item.due, item.overdue, item.alarm) == (
        date(2026, 3, 9),
        date(2026, 3, 9),
        "deemed_withdrawn",
        date(2026, 3, 10),
    )


def test_in_time_is_in_time_until_the_end_of_the_last_day(asked: Story) -> None:
    """Nothing has lapsed on the day itself; what comes then goes its usual way."""
    assert ring(asked, 9) == ()
    asked.went(asked.supplement(destination="样例镇政府"))
    assert asked.case.status == "submitted"
    asked.went(asked.accept())


def test_what_has_not_come_is_taken_as_withdrawn_and_everybody_told(asked: Story) -> None:
    """Once, by nobody; nothing of it can be done any more, and it is not the applicant who withdrew."""
    item = asked.item
    assert ring(asked, 10) == ("lapsed",)
    event = asked.events[-1]
    assert isinstance(event, Lapsed)
    assert (event.actor, event.tell) == (SYSTEM, (STAFF.person, CLERK.person))
    assert (asked.case.status, asked.case.outcome, asked.case.items) == ("withdrawn", "withdrawn", ())
    assert asked.tell(Ring(actor=SYSTEM, item=item)) == ()
    late = Accept(actor=CLERK, item=item, expected_version=1)
    assert isinstance(asked.tell(late), Refusal)


@pytest.mark.parametrize("rule", ["remind", "supervise"])
def test_where_nothing_else_is_said_the_applicant_is_reminded_and_the_case_waits(story: Story, rule: str) -> None:
    """Told once; it may still be supplemented."""
    told = Story(limited(story.matter, rule), story.organisation, story.calendar)
    told.went(told.submit(depart_at="2026-03-20T08:00", return_at="2026-03-20T18:00"))
    told.went(told.ask("destination"))
    assert ring(told, 10) == ("went_overdue",)
    event = told.events[-1]
    assert isinstance(event, WentOverdue)
    assert STAFF.person in event.tell
    assert ring(told, 11) == ()
    told.went(told.supplement(destination="样例镇政府"))
    assert told.case.status == "submitted"


def test_a_matter_without_the_word_waits_as_long_as_it_takes(story: Story) -> None:
    """As all that is published does."""
    story.went(story.submit())
    story.went(story.ask("destination"))
    (item,) = story.case.items
    assert (item.due, item.alarm) == (None, None)


@pytest.mark.parametrize(("lapses", "follows"), [(True, "lapsed"), (False, "went_overdue")])
def test_a_matter_without_the_word_has_the_rule_of_the_house(story: Story, lapses: bool, follows: str) -> None:
    """补正不来: three workdays; then the filing is taken as withdrawn, or the applicant reminded, as the region has it."""
    story.house = HouseRule(supplement=3, lapses=lapses)
    story.went(story.submit())
    story.went(story.ask("destination"))
    assert story.case.items[0].due == date(2026, 3, 5)
    assert ring(story, 5) == ()
    assert ring(story, 6) == (follows,)
    assert story.case.status == ("withdrawn" if lapses else "supplementing")


def test_what_the_matter_says_goes_before_the_rule_of_the_house(story: Story) -> None:
    """Five workdays of its own, whatever the house has."""
    told = Story(limited(story.matter), story.organisation, story.calendar, house=HouseRule(supplement=3))
    told.went(told.submit())
    told.went(told.ask("destination"))
    assert told.case.items[0].due == date(2026, 3, 9)


def test_what_the_house_gives_is_counted_anew_too(story: Story, calendar: Calendar) -> None:
    """Five workdays from 5 March, by the festival of 11 and 12 March one later; without a limit nothing is counted."""
    before = before_the_notice(calendar)
    for days, due, anew in ((5, date(2026, 3, 12), date(2026, 3, 13)), (0, None, None)):
        house = HouseRule(supplement=days)
        told = Story(story.matter, story.organisation, before, story.now.replace(day=5), house=house)
        told.went(told.submit())
        told.went(told.ask("destination"))
        assert told.case.items[0].due == due
        told.calendar = calendar
        if days:
            counted_anew(told)
        assert told.case.items[0].due == anew


def test_it_is_counted_anew_once_the_days_off_are_known(story: Story, calendar: Calendar) -> None:
    """Asked for on 5 March, the festival of 11 and 12 March moves it from the 12th to the 13th: Saturday 7 March is worked."""
    told = Story(limited(story.matter), story.organisation, before_the_notice(calendar), story.now.replace(day=5))
    told.went(told.submit())
    told.went(told.ask("destination"))
    assert told.case.items[0].due == date(2026, 3, 12)
    told.calendar = calendar
    counted_anew(told)
    assert told.case.items[0].due == date(2026, 3, 13)


def test_the_explorer_follows_it_to_its_end(story: Story) -> None:
    """Lapsing is one of the ways in which a case can end, and no case is stuck by it."""
    found = explore(Stage(limited(story.matter), story.organisation, story.calendar))
    assert found.stuck == ()
    assert "withdrawn" in found.outcomes
