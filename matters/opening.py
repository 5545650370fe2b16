"""Telling that a step waits for people (待办产生), with the day on which it falls due."""

from typing import Any

from matters.calendar import DueDate
from matters.case import WorkItem
from matters.definition.route import Automatic, Countersign, Deliver, HumanStep, SubMatter
from matters.events import Leg, StepOpened
from matters.limits import due_date
from matters.organisation import Holder
from matters.telling import Telling


def wait_again(telling: Telling, item: WorkItem) -> None:
    """An item that was done waits once more for the same people, until the same day."""
    due = DueDate(item.due, item.provisional) if item.due else None
    facts = {**due_facts(due), **telling.resolved, "overdue": item.overdue, "legs": item.legs}
    telling.tell(StepOpened, step=item.step, seat=item.seat, holders=item.holders, **facts)


def wait_for(
    telling: Telling,
    step: HumanStep | Countersign | Deliver | Automatic | SubMatter,
    holders: tuple[Holder, ...],
    seat: str | None = None,
    legs: tuple[Leg, ...] = (),
) -> None:
    """The step waits for these people, from now on for as long as its limit says."""
    limit = None if isinstance(step, SubMatter) else step.limit
    due = due_date(limit, telling.world.now, telling.world.calendar) if limit else None
    overdue = step.overdue if isinstance(step, HumanStep) else None
    facts = {**due_facts(due), **telling.resolved, "overdue": overdue, "legs": legs}
    telling.tell(StepOpened, step=step.id, seat=seat, holders=holders, **facts)


def due_facts(due: DueDate | None) -> dict[str, Any]:
    """A due date as the facts of an event."""
    return {"due": due.day, "provisional": due.provisional} if due else {}
