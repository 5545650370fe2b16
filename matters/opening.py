"""Telling that a step waits for people (待办产生), with the day on which it falls due."""

from typing import Any

from matters.calendar import DueDate
from matters.case import WorkItem
from matters.definition.clock import Limit
from matters.events import StepOpened
from matters.limits import due_date
from matters.organisation import Holder
from matters.telling import Telling


def wait_again(telling: Telling, item: WorkItem) -> None:
    """An item that was done waits once more for the same people, until the same day."""
    due = DueDate(item.due, item.provisional) if item.due else None
    facts = {**due_facts(due), **telling.resolved}
    telling.tell(StepOpened, step=item.step, seat=item.seat, holders=item.holders, **facts)


def wait_for(
    telling: Telling, step: str, holders: tuple[Holder, ...], limit: Limit | None, seat: str | None = None
) -> None:
    """The step waits for these people, from now on for as long as its limit says."""
    due = due_date(limit, telling.world.now, telling.world.calendar) if limit else None
    telling.tell(StepOpened, step=step, seat=seat, holders=holders, **due_facts(due), **telling.resolved)


def due_facts(due: DueDate | None) -> dict[str, Any]:
    """A due date as the facts of an event."""
    return {"due": due.day, "provisional": due.provisional} if due else {}
