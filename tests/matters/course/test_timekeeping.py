"""办结期限: it moves by the time in which the clock stood still, whatever the order of what happened and whatever ended it.

Covers: matters/case/account.py, matters/case/standing.py
"""

from datetime import date
from typing import Any

import pytest

from matters.calendar import local_day
from matters.case.events.pausing import ClockResumed
from matters.course.timekeeping import day_by_day
from matters.language.due_dates import clock_in
from tests.matters.clocked import clocked, march, repaired, rest, rung, wake
from tests.matters.forked import BIG, approve, decide, item_at, mend, send_back, step
from tests.matters.stories import Story, varied


def moves(case: Story) -> list[tuple[str | None, int, int, date]]:
    """Each move of the due date: why, from and to which day of the month, and what it was moved to."""
    told = (event for event in case.events if isinstance(event, ClockResumed))
    return [(e.reason, local_day(e.since).day, local_day(e.until or e.at).day, e.due) for e in told]


def test_a_rest_beside_finished_work_moves_the_date_in_either_order(story: Story) -> None:
    """The other side is done on the day of the consent, before or after it: nine working days."""
    before = march(clocked(story), 3)
    approve(before, "y1")
    rest(before, "x1", 16)
    after = march(clocked(story), 3)
    rest(after, "x1", 16)
    approve(after, "y1")
    for case in (before, after):
        march(case, 16)
        rung(case, "x1")
        assert case.case.due == date(2026, 3, 27)
        assert moves(case) == [("suspension", 3, 16, date(2026, 3, 27))]


def test_the_clock_runs_while_another_side_is_worked_on(story: Story) -> None:
    """The other side is done a day after the consent: eight working days."""
    case = march(clocked(story), 3)
    rest(case, "x1", 16)
    march(case, 4)
    approve(case, "y1")
    march(case, 16)
    rung(case, "x1")
    assert case.case.due == date(2026, 3, 26)


@pytest.mark.parametrize(("passengers", "due"), [(9, date(2026, 3, 5)), (2, date(2026, 3, 3))])
def test_a_case_has_the_limit_of_its_situation(story: Story, passengers: int, due: date) -> None:
    """分情形时限: three working days for a large party, else one; each step likewise, and each day is counted by it."""
    limit = {"kind": "by_case", "cases": [{"when": BIG, "limit": _days(3)}], "otherwise": _days(1)}

    def add(document: dict[str, Any]) -> None:
        document["clock"]["promised"] = limit
        document["steps"][1]["limit"] = limit

    told = Story(varied(story.matter, add), story.organisation, story.calendar)
    files = {"notice": ("f1",)} if passengers > 5 else {}
    told.went(told.submit(passengers=passengers).model_copy(update={"materials": files}))
    told.went(told.accept())
    assert (told.case.due, told.case.items[0].due) == (due, due)
    assert told.matter.clock
    clock = clock_in(told.matter.clock, told.answers, told.world.today)
    numbered = [one.number for one in day_by_day(told.case, clock, told.calendar, told.now)]
    assert numbered == list(range(1, due.day - 1))


def _days(number: int) -> dict[str, object]:
    return {"kind": "working_days", "days": number}


@pytest.mark.parametrize("what", ["jump", "skip"])
def test_a_repair_of_what_rests_ends_its_rest(story: Story, what: str) -> None:
    """Five working days until the repair; two more of a later rest, and none between."""
    case = march(clocked(story, step("x1"), step("z1", post="deputy_head"), decide()), 3)
    rest(case, "x1", 31)
    march(case, 10)
    repaired(case, what, **({"item": item_at(case, "x1").key} if what == "skip" else {"step": "z1"}))
    assert case.case.due == date(2026, 3, 23)
    march(case, 16)
    rest(case, "z1", 18)
    march(case, 18)
    rung(case, "z1")
    assert moves(case) == [("suspension", 3, 10, date(2026, 3, 23)), ("suspension", 16, 18, date(2026, 3, 25))]


def test_a_rest_ends_on_its_day_however_late_that_is_rung(story: Story) -> None:
    """Nobody gains or loses a day by a machine that was down, neither case nor item."""
    days = {}
    for rings in (16, 20):
        case = march(clocked(story, step("x1", limit={"kind": "working_days", "days": 5}), decide()), 3)
        rest(case, "x1", 16)
        march(case, rings)
        rung(case, "x1")
        days[rings] = (case.case.due, item_at(case, "x1").due)
    assert days[16] == days[20] == (date(2026, 3, 27), date(2026, 3, 20))


def test_a_clock_set_back_during_a_rest_takes_nothing_away(story: Story) -> None:
    """The machine's clock is an hour behind what was recorded: no day is lost, none is won, and no spell is negative."""
    case = march(clocked(story, step("x1"), decide()), 3)
    rest(case, "x1", 16)
    march(case, 3, 8)
    wake(case, "x1")
    march(case, 3, 9)
    rest(case, "x1", 16)
    march(case, 5)
    wake(case, "x1")
    assert case.case.due == date(2026, 3, 18)
    assert all(spell.since < spell.to for spell in case.case.time.spells)


def test_a_supplement_and_a_rest_beside_it_count_each_day_once(story: Story) -> None:
    """A return in one branch ends the rest of the other; from then on the clock stands for the supplement."""
    case = march(clocked(story), 3)
    rest(case, "x1", 31)
    march(case, 5)
    send_back(case, "y1")
    march(case, 9)
    mend(case)
    assert case.case.due == date(2026, 3, 18)
    assert moves(case) == [("supplement", 5, 9, date(2026, 3, 18))]
