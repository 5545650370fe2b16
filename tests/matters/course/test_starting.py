"""起算: the clock of a case may begin with its filing, once a step is done, or on a day that the form says."""

from datetime import date
from typing import Any

import pytest

from matters.calendar import local_day
from matters.case.events.deciding import Accepted
from matters.case.events.pausing import ClockBegun
from matters.case.standing import standing
from matters.commands.items import AskExtension
from matters.commands.reports import CountAnew, Ring
from matters.course.timekeeping import day_by_day
from matters.errors.base import Refusal
from matters.language.route.demands import ExtensionRule
from matters.organisation.snapshot import SYSTEM
from tests.matters.clocked import amended, march, repaired, rest, ten_days, wake
from tests.matters.forked import (
    approve,
    branch,
    decide,
    fork,
    item_at,
    mend,
    open_steps,
    rerouted,
    send_back,
    step,
)
from tests.matters.stories import CHIEF, Story, varied
from tests.matters.verbs.test_extending import RULE, off_too

GATHER = {"id": "gather", "name": "集中", "kind": "wait", "for_field": "depart_at"}  # 10 March
FIRST, SECOND = step("first"), step("second", post="deputy_head")


def timed(story: Story, starts: object, *middle: dict[str, Any], **clock: Any) -> Story:  # noqa: ANN401 - parts of a clock
    """A matter of ten working days counted from there, in which nothing has been filed yet."""

    def add(document: dict[str, Any]) -> None:
        document["clock"] |= {"starts": starts, **clock}

    matter = varied(ten_days(rerouted(story.matter, *(middle or (FIRST, SECOND, decide())))), add)
    return Story(matter, story.organisation, story.calendar)


def filed(case: Story, **answers: Any) -> Story:  # noqa: ANN401 - answers are JSON
    """On Monday 2 March."""
    case.went(case.submit(**answers))
    return case


def accepted(case: Story, day: int = 4, **answers: Any) -> Story:  # noqa: ANN401 - answers are JSON
    """Filed on Monday 2 March, accepted on Wednesday."""
    march(filed(case, **answers), day)
    case.went(case.accept())
    return case


def begun(case: Story) -> list[date]:
    """From which days the clock was said to begin."""
    return [local_day(event.since) for event in case.events if isinstance(event, ClockBegun)]


def test_counted_from_the_filing_the_days_before_acceptance_are_the_offices(story: Story) -> None:
    """Due on Monday 16 March, whenever it is accepted; the filing alone says so."""
    case = filed(timed(story, "submitted"))
    assert (case.case.due, begun(case), standing(case.case, case.now)[0]) == (
        date(2026, 3, 16),
        [date(2026, 3, 2)],
        "running",
    )
    march(case, 4)
    case.went(case.accept())
    assert (case.case.due, begun(case)) == (date(2026, 3, 16), [date(2026, 3, 2)])
    assert case.matter.clock
    days = {one.day: one.number for one in day_by_day(case.case, case.matter.clock, case.calendar, case.now)}
    assert (days[date(2026, 3, 3)], days[date(2026, 3, 16)]) == (1, 10)


def test_counted_from_the_filing_a_supplement_before_acceptance_stops_it(story: Story) -> None:
    """Two working days with the applicant."""
    case = filed(timed(story, "submitted"))
    case.went(case.ask("destination"))
    march(case, 4)
    case.went(case.supplement(destination="样例镇政府"))
    assert case.case.due == date(2026, 3, 18)


def test_what_is_counted_from_the_acceptance_says_nothing_more(story: Story) -> None:
    """As ever: the acceptance itself says the day."""
    case = accepted(timed(story, "accepted"))
    told = next(event for event in case.events if isinstance(event, Accepted))
    assert (told.due, told.clock_apart, begun(case)) == (date(2026, 3, 18), False, [])


def test_counted_from_a_step_it_begins_once_the_case_is_past_it(story: Story) -> None:
    """Until then there is no last day, and nothing stands still; done again it begins no second time."""
    case = accepted(timed(story, {"step": "first"}))
    assert (case.case.due, standing(case.case, case.now)[0]) == (None, "outside")
    march(case, 6)
    send_back(case, "first")
    march(case, 9)
    mend(case)
    march(case, 10)
    approve(case, "first")
    assert (case.case.due, begun(case)) == (date(2026, 3, 24), [date(2026, 3, 10)])
    rest(case, "second", 31)
    march(case, 12)
    wake(case, "second")
    assert case.case.due == date(2026, 3, 26)


def test_counted_from_a_day_that_the_case_waits_for(story: Story) -> None:
    """集中: the tenth of March has come by itself; before, the wait is no time of the case."""
    case = accepted(timed(story, {"step": "gather"}, GATHER, SECOND, decide()))
    assert begun(case) == []
    march(case, 10)
    case.went(Ring(actor=SYSTEM, item=item_at(case, "gather").key))
    assert (case.case.due, open_steps(case)) == (date(2026, 3, 24), ["second"])


def test_counted_from_a_step_that_passes_by_rule(story: Story) -> None:
    """The day waited for had come when the case got there."""
    case = accepted(timed(story, {"step": "gather"}, FIRST, GATHER, SECOND, decide()))
    march(case, 11)
    approve(case, "first")
    assert begun(case) == [date(2026, 3, 11)]


def test_an_administrator_who_jumps_over_the_step_begins_it(story: Story) -> None:
    """However the case got past it."""
    case = accepted(timed(story, {"step": "first"}))
    march(case, 9)
    repaired(case, "jump", step="second")
    assert (begun(case), case.case.due) == ([date(2026, 3, 9)], date(2026, 3, 23))


def test_what_never_happens_begins_nothing(story: Story) -> None:
    """The case has no last day, cannot be extended, and ends all the same."""
    case = amended(accepted(timed(story, {"step": "first"})), extension=ExtensionRule.model_validate(RULE))
    item = item_at(case, "first")
    ask = AskExtension(actor=CHIEF, item=item.key, expected_version=item.version, opinion="事由", days=1)
    verdict = case.tell(ask)
    assert isinstance(verdict, Refusal)
    assert "尚未起算" in verdict.message
    repaired(case, "end")
    assert (case.case.ended, case.case.due, begun(case)) == ("terminated", None, [])


@pytest.mark.parametrize(
    ("leaves", "since", "due"),
    [("2026-03-10T08:00", 10, date(2026, 3, 24)), ("2026-03-03T08:00", 4, date(2026, 3, 18))],
)
def test_counted_from_a_day_that_is_said(story: Story, leaves: str, since: int, due: date) -> None:
    """From Tuesday the 10th on; where it had gone by at the acceptance on the 4th, from that."""
    case = accepted(timed(story, {"field": "depart_at"}), depart_at=leaves, return_at="2026-03-12T18:00")
    assert (case.case.due, begun(case)) == (due, [date(2026, 3, since)])


def test_before_the_day_that_is_said_nothing_stands_still_and_after_it_everything_does(story: Story) -> None:
    """A rest from the 5th to the 12th, of which the clock has missed what came after the 10th: two days."""
    case = accepted(timed(story, {"field": "depart_at"}))
    march(case, 5)
    rest(case, "first", 31)
    march(case, 12)
    assert standing(case.case, case.now)[0] == "suspension"
    wake(case, "first")
    assert case.case.due == date(2026, 3, 26)


def test_a_day_that_is_mended_is_counted_from_anew(story: Story) -> None:
    """补正: the departure is put off to the 17th."""
    case = accepted(timed(story, {"field": "depart_at"}))
    march(case, 5)
    case.went(case.give_back("depart_at"))
    march(case, 6)
    supplement = case.supplement(depart_at="2026-03-17T08:00", return_at="2026-03-17T18:00")
    case.went(supplement)
    assert (begun(case), case.case.due) == ([date(2026, 3, 10), date(2026, 3, 17)], date(2026, 3, 31))


def test_days_off_that_become_known_are_counted_from_there(story: Story) -> None:
    """One day off after the beginning."""
    case = accepted(timed(story, {"field": "depart_at"}))
    case.went(CountAnew(actor=SYSTEM, before=case.calendar, now=off_too(case.calendar, date(2026, 3, 18))))
    assert case.case.due == date(2026, 3, 25)


def test_in_a_year_that_is_not_announced_the_day_is_provisional(story: Story) -> None:
    """暂定: counted from the end of December into a January of which no day off is known."""
    case = accepted(timed(story, {"field": "depart_at"}), depart_at="2026-12-28T08:00", return_at="2026-12-28T18:00")
    assert (case.case.due, case.case.provisional) == (date(2027, 1, 11), True)


def test_two_sides_are_both_past_it(story: Story) -> None:
    """A step of the main row that has branches is done when all of them have arrived."""
    sides = fork("sides", "parallel", branch("a", FIRST), branch("b", SECOND))
    case = accepted(timed(story, {"step": "sides"}, sides, step("third"), decide()))
    approve(case, "first")
    assert begun(case) == []
    march(case, 9)
    approve(case, "second")
    assert begun(case) == [date(2026, 3, 9)]
