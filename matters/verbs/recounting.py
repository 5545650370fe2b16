"""Counting limits anew (重新计算期限) when the days off of a year become known: of the case, and of each open item."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from matters.calendar import Calendar, DueDate, local_day
from matters.case.aggregate import Case
from matters.case.events.recounting import DaysCountedAnew, ItemDue
from matters.case.items import WorkItem
from matters.commands.reports import CountAnew
from matters.course.opening import due_facts
from matters.course.timekeeping import last_day
from matters.engine.decision import Decision
from matters.filing.late_materials import late_limit
from matters.language.branches import instant_of
from matters.language.clock import Clock, Limit, WorkingDays
from matters.language.document import Definition
from matters.language.due_dates import clock_in, counted_anew, due_date, limit_in
from matters.language.route.steps import limit_of


def count_anew(decision: Decision, command: CountAnew) -> None:
    """Whatever says another day then, or is no longer provisional (暂定); told once, and not at all where nothing does."""
    due, items = _of_case(decision, command), tuple(_of_items(decision, command))
    if due or items:
        decision.rule(DaysCountedAnew, calendar=command.now.version, items=items, **due_facts(due))


def _of_case(decision: Decision, command: CountAnew) -> DueDate | None:
    case, clock = decision.case, decision.matter.clock
    if clock is None or case.due is None or case.started is None or case.ended:
        return None
    clock = clock_in(clock, decision.filed.answers, decision.world.today)
    due = DueDate(case.due, case.provisional)
    found = counted_anew(due, case.started, partial(last_day, case, clock), command.before, command.now)
    return found if found != due else None


def _of_items(decision: Decision, command: CountAnew) -> Iterator[ItemDue]:
    for item in decision.case.awaited:
        limit = _limit(decision.matter, item) or _of_house(item, command.before)
        if item.due and limit:
            limit = limit_in(limit, decision.filed.answers, decision.world.today)
            due, since = DueDate(item.due, item.provisional), _waits_since(decision.case, item)
            found = counted_anew(due, since, partial(due_date, limit), command.before, command.now)
            if found != due:
                yield ItemDue(item=item.key, due=found.day, provisional=found.provisional)


def _limit(matter: Definition, item: WorkItem) -> Limit | None:
    """How long what the item waits for may take."""
    match item.purpose:
        case "duty":
            duties = matter.outcome.duties if matter.outcome else ()
            return next((duty.limit for duty in duties if duty.id == item.step), None)
        case "late_materials" | "supplement":
            return _applicants(matter.clock, item) if matter.clock else None
        case "spot_check":
            instant = instant_of(matter.step(item.step))
            return instant.spot_check.limit if instant and instant.spot_check else None
        case _:
            return limit_of(matter.step(item.step))


def _of_house(item: WorkItem, before: Calendar) -> Limit | None:
    """A supplement that the matter does not limit has had so many working days by the rule of the house."""
    if item.purpose != "supplement" or item.due is None:
        return None
    days = before.working_days_between(local_day(item.opened_at), item.due)
    return WorkingDays(kind="working_days", days=days) if days > 0 else None


def _applicants(clock: Clock, item: WorkItem) -> Limit | None:
    """How long the applicant has for what is owed."""
    if item.purpose == "supplement":
        return clock.supplement_within
    return late_limit(clock.act_first) if clock.act_first else None


def _waits_since(case: Case, item: WorkItem) -> datetime:
    """What waits once more has the day that it had when it waited first."""
    same = (one for one in (*case.closed, item) if (one.step, one.seat, one.due) == (item.step, item.seat, item.due))
    return min(one.opened_at for one in same)
