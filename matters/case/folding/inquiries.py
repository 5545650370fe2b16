"""What is asked of others, owed after the decision, and brought late."""

from matters.case.aggregate import Case
from matters.case.changing import changed, close_with_deed, item_of, with_item
from matters.case.events.inquiries import (
    Answered,
    DutyOpened,
    Fulfilled,
    MaterialsBrought,
    MaterialsOverdue,
    MaterialsOwed,
    Unanswered,
)
from matters.case.items import WorkItem
from matters.case.values import ItemKey
from matters.language.clock import LATE_MATERIALS


@changed.register
def _(event: Answered | Unanswered | Fulfilled, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: DutyOpened, case: Case) -> Case:
    duty = WorkItem(
        key=ItemKey(event.seq, event.duty),
        step=event.duty,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        purpose="duty",
        organisation=event.organisation,
        overdue="remind",
    )
    return case.replaced(items=(*case.items, duty))


@changed.register
def _(event: MaterialsOwed, case: Case) -> Case:
    late = WorkItem(
        key=ItemKey(event.seq, LATE_MATERIALS),
        step=LATE_MATERIALS,
        holders=event.holders,
        opened_at=event.at,
        due=event.due,
        provisional=event.provisional,
        purpose="late_materials",
        organisation=event.organisation,
        overdue="remind",
        owes=event.materials,
    )
    return case.replaced(items=(*case.items, late))


@changed.register
def _(event: MaterialsBrought, case: Case) -> Case:
    """It is done when nothing is left; until then it shows less, so whoever has it open is told by its version."""
    if not event.left:
        return close_with_deed(case, event, event.item)
    item = item_of(case, event.item)
    return with_item(case, item.replaced(owes=event.left, version=item.version + 1))


@changed.register
def _(event: MaterialsOverdue, case: Case) -> Case:
    return with_item(case, item_of(case, event.item).replaced(warned=event.due))
