"""What is asked of others and owed after the decision, and what follows when it is overdue."""

from dataclasses import replace

from matters.case import Case, WorkItem
from matters.events import Answered, DutyOpened, Fulfilled, Reminded, Supervised, Unanswered
from matters.folding.changing import changed, close_with_deed, item_of


@changed.register
def _(event: Answered | Unanswered | Fulfilled, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: DutyOpened, case: Case) -> Case:
    duty = WorkItem(
        key=f"{event.seq}:{event.duty}", step=event.duty, holders=event.holders, opened_at=event.at, due=event.due,
        provisional=event.provisional, purpose="duty", organisation=event.organisation, watched=True,
    )  # fmt: skip
    return replace(case, items=(*case.items, duty))


@changed.register
def _(event: Reminded | Supervised, case: Case) -> Case:
    """Once is enough. No new version: what the holders have before them is as it was."""
    item = item_of(case, event.item)
    chased = replace(item, chased=event.at)
    return replace(case, items=tuple(chased if other is item else other for other in case.items))
