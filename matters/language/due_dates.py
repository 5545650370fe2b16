"""Due dates (截止日) from limits, and how a pause moves them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from matters.calendar import Calendar, DueDate, day_in, local_day
from matters.language.clock import AtOnce, BatchDates, ByCase, CalendarDays, Clock, Limit, WorkingDays
from matters.language.quantities import filled


def limit_in(limit: Limit, answers: Mapping[str, Any], today: date) -> Limit:
    """The limit for a case that says this (分情形): that of the first situation that fits."""
    if not isinstance(limit, ByCase):
        return limit
    fits = next((one.limit for one in limit.cases if one.when.met(answers, today)), limit.otherwise)
    return limit_in(fits, answers, today)


def limit_so_far(limit: Limit | None, answers: Mapping[str, Any], today: date) -> Limit | None:
    """The same while the form is being filled in: what hangs on an open answer stays as it is."""
    if not isinstance(limit, ByCase):
        return limit
    looked_at = (name for one in limit.cases for name in one.when.looks_at)
    return limit_in(limit, answers, today) if all(filled(answers.get(name)) for name in looked_at) else limit


def clock_in(clock: Clock, answers: Mapping[str, Any], today: date) -> Clock:
    """The clock of a case that says this."""
    return clock.model_copy(update={"promised": limit_in(clock.promised, answers, today)})


def due_date(limit: Limit, start: datetime, calendar: Calendar, same_day: bool = False) -> DueDate:
    """The last day of the limit for a clock started at that instant. `same_day`: the day of the start counts as day one."""
    day = local_day(start)
    match limit:
        case AtOnce():
            return calendar.add_working_days(day, 0 if calendar.is_workday(day) else 1)
        case WorkingDays():
            return calendar.add_working_days(day, limit.days - (same_day and calendar.is_workday(day)))
        case CalendarDays():
            return calendar.add_calendar_days(day, limit.days - same_day)
        case BatchDates():
            return calendar.add_calendar_days(day, (_next_batch(limit, day) - day).days)
        case _:
            raise ValueError(f"{limit.kind} is settled before it is counted")


def _next_batch(limit: BatchDates, day: date) -> date:
    """The first of its dates after that day; the 29th of February is the 28th where there is none."""
    written = [tuple(map(int, one.split("-"))) for one in limit.dates]
    found = (day_in(year, month, number) for year in (day.year, day.year + 1) for month, number in written)
    return min(one for one in found if one > day)


def days_lost(stopped: datetime, resumed: datetime, calendar: Calendar) -> int:
    """How many working days a pause takes: the day on which it begins counts, the one on which it ends does not."""
    return max(calendar.working_days_between(local_day(stopped), local_day(resumed)), 0)


def after_pause(due: DueDate, stopped: datetime, resumed: datetime, calendar: Calendar) -> DueDate:
    """The due date moved by the working days the clock stood still (补正期间不计入时限)."""
    return put_off(due, days_lost(stopped, resumed, calendar), calendar)


def put_off(due: DueDate, days: int, calendar: Calendar) -> DueDate:
    """The due date so many working days later."""
    moved = calendar.add_working_days(due.day, days)
    return DueDate(moved.day, due.provisional or moved.provisional)


def counted_anew(
    due: DueDate, start: datetime, count: Callable[[datetime, Calendar], DueDate], before: Calendar, now: Calendar
) -> DueDate:
    """The due date of what has waited since `start`, by another calendar than it was counted by.

    Where `count` does not give the day as it stood, as of an item that has rested meanwhile, what was left of it stays: as many
    working days as there were from the first day on that the calendars count otherwise.
    """
    if due.day in (count(start, before).day, count(start, now).day):
        return count(start, now)
    since = max(local_day(start), now.alike_until(before))
    left = before.working_days_between(since, due.day)
    day = now.add_working_days(since, left).day if left > 0 else due.day
    return DueDate(day, due.provisional and day.year not in now.years)
