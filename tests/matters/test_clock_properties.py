"""Time (时限) under any story: the order of independent acts gives no other date, repairs none, and what moved it sums up.

Tried on `ONCE_TEST_EXAMPLES` random cases like the other properties, see `tests/matters/test_properties.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matters.calendar import SHANGHAI, Calendar, day_begins
from matters.case.events import Event
from matters.case.events.deciding import Accepted
from matters.case.events.extending import Extended
from matters.case.events.pausing import ClockBegun, ClockResumed
from matters.case.standing import standing
from matters.commands.reports import Ring
from matters.course.timekeeping import day_by_day, moves
from matters.errors.base import Refusal
from matters.language.due_dates import days_lost, due_date
from matters.organisation.snapshot import SYSTEM
from matters.trials.golden_run import Played, Stage
from tests.matters.clocked import DUE, EVERY_REASON, X1, Y1, clocked, march, repaired, rest, rung, wake
from tests.matters.forked import approve, branch, complete, decide, fork, item_at, step
from tests.matters.random_routes import Part, middles
from tests.matters.random_stories import RandomStory
from tests.matters.stories import Story
from tests.matters.test_properties import often

EXPERTS = step("s1", "special_procedure", "support_clerk", what="expert_review", stops_clock=True)
THREE = fork("f", "parallel", branch("a", X1), branch("b", Y1), branch("c", EXPERTS))
DAYS = st.integers(3, 13)


@dataclass(frozen=True)
class Plan:
    """What one side does on which days of March: it rests from one to another, at times, and is done on the last."""

    step: str
    rests: tuple[int, int] | None
    by_itself: bool
    done: int

    def acts(self) -> Iterator[tuple[int, Callable[[Story], object]]]:
        """Its acts in order, each with its day."""
        if self.rests:
            begins, ends = self.rests
            yield begins, lambda case: rest(case, self.step, ends if self.by_itself else 31)
            yield ends, lambda case: (rung if self.by_itself else wake)(case, self.step)
        yield self.done, lambda case: (complete if self.step == "s1" else approve)(case, self.step)

    def stands(self, day: int) -> bool:
        """Whether it lets the clock stand at the end of that day: it is done, or rests."""
        return day >= self.done or (self.rests is not None and self.rests[0] <= day < self.rests[1])


@st.composite
def plans(draw: st.DrawFn, step_id: str) -> Plan:
    """Two or three days in order; a special procedure does not rest."""
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    rests = (days[0], days[1]) if step_id != "s1" and draw(st.booleans()) else None
    return Plan(step_id, rests, draw(st.booleans()), days[1] + draw(st.integers(0, 3)))


@often
@given(x=plans("x1"), y=plans("y1"), s=plans("s1"), data=st.data())
def test_any_order_of_a_days_acts_gives_the_date_of_the_plan(
    story: Story, x: Plan, y: Plan, s: Plan, data: st.DataObject
) -> None:
    """It stands while the procedure is open, or while all sides that are not done rest, and not otherwise."""
    case = clocked(story, THREE, decide())
    sides = [list(plan.acts()) for plan in (x, y, s)]
    while any(sides):
        today = min(side[0][0] for side in sides if side)
        side = data.draw(st.sampled_from([side for side in sides if side and side[0][0] == today]))
        day, act = side.pop(0)
        act(march(case, day))
    stood = [
        day for day in range(2, 31) if day < s.done or (day < max(x.done, y.done) and x.stands(day) and y.stands(day))
    ]
    lost = sum(case.calendar.is_workday(date(2026, 3, day + 1)) for day in stood)
    assert case.case.due == case.calendar.add_working_days(DUE, lost).day
    assert case.matter.clock
    days = {one.day: one.number for one in day_by_day(case.case, case.matter.clock, case.calendar, case.now)}
    assert days[case.case.due] == 10


@often
@given(begins=DAYS, ends=DAYS, what=st.sampled_from(["jump", "skip"]))
def test_a_repaired_case_has_the_dates_of_one_that_never_was_stuck_but_for_the_rest(
    story: Story, begins: int, ends: int, what: str
) -> None:
    """Whatever way out the administrators took: the rest is no time of the case, and nothing else moves."""
    stuck, free = (march(clocked(story, X1, Y1, decide()), min(begins, ends)) for _ in range(2))
    rest(stuck, "x1", 31)
    march(stuck, max(begins, ends))
    repaired(stuck, what, **({"item": item_at(stuck, "x1").key} if what == "skip" else {"step": "y1"}))
    march(free, max(begins, ends))
    approve(free, "x1")
    assert free.case.due == DUE
    lost = days_lost(free.now.replace(day=min(begins, ends)), free.now, free.calendar)
    assert stuck.case.due == free.calendar.add_working_days(DUE, lost).day
    assert item_at(stuck, "y1").due == item_at(free, "y1").due


@often
@given(route=middles(), data=st.data())
def test_every_move_of_the_date_has_its_interval_and_they_sum_up(
    story: Story, route: list[Part], data: st.DataObject
) -> None:
    """After every act of any story, also where the machine's clock is set back: nothing is counted twice or left out."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts():
        assert_accounted(case.story)


def assert_accounted(told: Story) -> None:
    """The account has no gap and no spell without length; what it says of the last day is what was told of it."""
    case, clock, calendar = told.case, told.matter.clock, told.calendar
    assert clock
    spells = case.time.spells
    assert all(spell.since < spell.to for spell in spells)
    assert all(before.to == after.since for before, after in pairwise(spells))
    due = _as_told(told.events, calendar)
    if case.started is None:
        assert (case.due, due) == (None, None)
        return
    stood = sum(move.days for move in moves(case, clock, calendar))
    assert told.matter.extension
    assert sum(case.extensions) <= told.matter.extension.at_most_days
    moved = stood + sum(case.extensions)
    counted = due_date(clock.promised, case.started, calendar, clock.first_day == "same_day").day
    assert case.due == due == calendar.add_working_days(counted, moved).day
    if standing(case, case.accounted)[0] == "running":  # what has ended since is told with the next event
        spells = tuple(case.time.of(EVERY_REASON, since=case.started))
        assert stood == sum(days_lost(spell.since, spell.to, calendar) for spell in spells)


def _as_told(events: Iterable[Event], calendar: Calendar) -> date | None:
    """The last day as each event says it, by what the one before has said; none before the clock has begun."""
    due = None
    for event in events:
        if isinstance(event, ClockBegun | Accepted):
            due = event.due or due
        elif isinstance(event, ClockResumed | Extended):
            days = event.days if isinstance(event, Extended) else _days_of(event, calendar)
            assert due
            assert days
            due = calendar.add_working_days(due, days).day
            assert due == event.due
    return due


def _days_of(event: ClockResumed, calendar: Calendar) -> int:
    assert event.until
    return days_lost(event.since, event.until, calendar)


@often
@given(route=middles(), data=st.data())
def test_a_trial_rings_when_the_product_rings(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Days that nobody acts on come one by one: as often as the product looks, what follows is the same at the same instant."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts(lengths=(2, 5)):
        pass
    told = case.story
    stage, so_far = Stage(told.matter, told.organisation, told.calendar), Played(told.filed, told.case, told.events)
    today = day_begins(told.world.today)
    days = [today + timedelta(days=n) for n in range(1, 40)]
    swept = stage.ring(so_far, told.now)
    for day in days:
        swept = sweep(stage, swept, day)
    assert stage.ring(so_far, days[-1]).events == swept.events


def sweep(stage: Stage, played: Played, now: datetime) -> Played:
    """As the product rings what is due at midnight: again and again, until nothing follows any more."""
    while True:
        before = played
        items = sorted(
            (item for item in played.case.items if item.alarm) if played.case else (), key=lambda i: (i.alarm, i.seq)
        )
        for item in items:
            if item.alarm and item.alarm <= now.astimezone(SHANGHAI).date():
                rung = stage.tell(played, Ring(actor=SYSTEM, item=item.key), now)
                after = rung if isinstance(rung, Refusal) else stage.begun(rung, now)
                played = played if isinstance(after, Refusal) else after
        if played.events == before.events:
            return played
