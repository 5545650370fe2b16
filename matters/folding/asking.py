"""What is asked of others, and what follows when it is overdue."""

from dataclasses import replace

from matters.case import Case
from matters.events import Answered, Reminded, Supervised, Unanswered
from matters.folding.changing import changed, close_with_deed, item_of


@changed.register
def _(event: Answered | Unanswered, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: Reminded | Supervised, case: Case) -> Case:
    """Once is enough. No new version: what the holders have before them is as it was."""
    item = item_of(case, event.item)
    chased = replace(item, chased=event.at)
    return replace(case, items=tuple(chased if other is item else other for other in case.items))
