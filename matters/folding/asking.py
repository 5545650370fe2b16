"""What is asked of others and owed after the decision."""

from matters.case import Case, WorkItem
from matters.events import Answered, DutyOpened, Fulfilled, Unanswered
from matters.folding.changing import changed, close_with_deed


@changed.register
def _(event: Answered | Unanswered | Fulfilled, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: DutyOpened, case: Case) -> Case:
    duty = WorkItem(
        key=f"{event.seq}:{event.duty}", step=event.duty, holders=event.holders, opened_at=event.at, due=event.due,
        provisional=event.provisional, purpose="duty", organisation=event.organisation, overdue="remind",
    )  # fmt: skip
    return case.replaced(items=(*case.items, duty))
