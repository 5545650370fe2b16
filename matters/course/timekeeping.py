"""The last day of the case moves by the time in which its clock stood still: told once the clock runs again, and explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce

from matters.calendar import Calendar, DueDate, local_day
from matters.case.account import Spell
from matters.case.aggregate import Case
from matters.case.events.pausing import ClockResumed
from matters.case.standing import standing, time_until
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.language.clock import AtOnce, CalendarDays, Clock
from matters.language.due_dates import after_pause, days_lost, due_date, put_off


@dataclass(frozen=True, slots=True)
class DayOfCase:
    """A day after the clock of the case began, and whether it counts (逐日). `number`: the how many-th that does; none does not.

    `spell`: the time in which the clock stood still, by which it does not; none where it is free.
    """

    day: date
    number: int | None = None
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """By how many working days a time in which the clock stood still has moved the last day of the case."""

    spell: Spell
    days: int


def keep_time(decision: Decision) -> None:
    """Each stretch of time that moves it is told by itself, with its reason; what moves nothing is not told."""
    case, clock, calendar = decision.case, decision.matter.clock, decision.world.calendar
    if clock is None or case.due is None or not decision.events:
        return
    if standing(case, max(decision.world.now, case.accounted))[0] in ("outside", *clock.stops):
        return
    due = DueDate(case.due, case.provisional)
    for spell in case.time.of(clock.stops, since=case.counted):
        before, due = due, after_pause(due, spell.since, spell.to, calendar)
        if due.day != before.day:
            facts = {"since": spell.since, "until": spell.to, "reason": spell.reason, **due_facts(due)}
            decision.rule(ClockResumed, step=spell.steps[0] if spell.steps else "", **facts)


def last_day(case: Case, clock: Clock, since: datetime, calendar: Calendar) -> DueDate:
    """The last day of the case by a clock that began then: the limit, by what it stood still so far, and the days granted."""
    due = due_date(clock.promised, since, calendar, clock.first_day == "same_day")
    stood = case.time.of(clock.stops, since=since, to=case.counted)
    moved = reduce(lambda day, spell: after_pause(day, spell.since, spell.to, calendar), stood, due)
    return put_off(moved, sum(case.extensions), calendar)


def moves(case: Case, clock: Clock, calendar: Calendar) -> Iterator[Move]:
    """Everything that has moved the last day of the case since its clock began; what moved nothing is left out."""
    for spell in case.time.of(clock.stops, since=case.started, to=case.counted) if case.counted else ():
        days = days_lost(spell.since, spell.to, calendar)
        if days:
            yield Move(spell, days)


def standstill(case: Case, clock: Clock, now: datetime) -> Spell | None:
    """The time in which the clock stands still now, as far as it has come; the last day moves by it once it is over."""
    reason, steps = standing(case, now)
    if reason not in clock.stops:
        return None
    so_far = time_until(case, now).spells[-1:]
    return next((last for last in so_far if last.reason == reason), Spell(reason, case.accounted, now, steps))


def day_by_day(case: Case, clock: Clock, calendar: Calendar, now: datetime) -> Iterator[DayOfCase]:
    """Every day since its clock began up to the last one of the case, or to today where that is later and the case goes on.

    Of working days the last one carries the number of the limit: the days that do not count are those by which it has moved.
    """
    stood, number = tuple(time_until(case, now).of(clock.stops)), 0
    for day in _days(case, clock, now):
        spell = next((one for one in stood if _takes(one, day, calendar)), None)
        counts = spell is None and (isinstance(clock.promised, CalendarDays) or calendar.is_workday(day))
        number += counts
        yield DayOfCase(day, number if counts else None, spell)


def _days(case: Case, clock: Clock, now: datetime) -> Iterator[date]:
    if case.started is None or case.due is None or isinstance(clock.promised, AtOnce):
        return
    first = local_day(case.started) + timedelta(days=clock.first_day == "next_working_day")
    last = max(case.due, local_day(case.accounted if case.ended else now))
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _takes(spell: Spell, day: date, calendar: Calendar) -> bool:
    """Whether the day is one of those that the time takes from the clock."""
    return local_day(spell.since) < day <= local_day(spell.to) and calendar.is_workday(day)
