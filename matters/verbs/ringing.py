"""What happens when the day of an item has come (到期): it goes on, its claim ends, or it is overdue and somebody is told."""

from matters.case.events.handing import Released
from matters.case.events.ringing import Waited, WentOverdue
from matters.case.items import WorkItem
from matters.commands.reports import Ring
from matters.course.following import go_on
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.verbs.automating import give_up
from matters.verbs.inquiries import unanswered
from matters.verbs.late_materials import warn
from matters.verbs.pausing import resume_item
from matters.who.colleagues import heads, supervisors

LAPSED = "认领后逾期未办理，自动退回待办池"


def ring(telling: Telling, command: Ring) -> Refusal | None:
    """Whatever waited for this day; a day that has not come, or an item that is done, is no news."""
    item = telling.case.item(command.item)
    if item is None or item.alarm is None or telling.world.today < item.alarm:
        return None
    if item.suspended:
        return resume_item(telling, item)
    if item.purpose == "machine":
        return give_up(telling, item, "overdue")
    if item.purpose == "wait":
        telling.tell(Waited, item=item.key)
        return go_on(telling, item.step)
    return _late(telling, item)


def _late(telling: Telling, item: WorkItem) -> Refusal | None:
    """A claim ends, or the rule for what is overdue is followed, or both."""
    today = telling.world.today
    if item.lapses and item.lapses <= today:
        telling.tell(Released, item=item.key, reason=LAPSED, tell=tuple(holder.person for holder in item.group))
    return _overdue(telling, item) if item.warns and item.warns <= today else None


def _overdue(telling: Telling, item: WorkItem) -> Refusal | None:
    """What follows when it was not done by its day."""
    if item.overdue == "proceed_noted":
        return unanswered(telling, item)
    if item.purpose == "late_materials":
        warn(telling, item)
    else:
        _warn(telling, telling.item(item.key))
    return None


def _warn(telling: Telling, item: WorkItem) -> None:
    """The rule of the step for what is overdue: its holders and who waits to have it back are told, and whoever else.

    The heads may act on it too; while somebody is asked for an opinion they are only told, as it goes back to who has lent it.
    """
    holding = (*item.holders, *(waiting for waiting in (item.lender, item.asker) if waiting))
    told = [holder.person for holder in holding]
    fit = heads(telling.matter, telling.case, item, telling.world) if item.overdue == "escalate" else ()
    if item.overdue == "supervise":
        told += supervisors(holding, telling.world)
    told += [holder.person for holder in fit]
    joining = () if item.lender else fit
    facts = {"rule": item.overdue, "due": item.due, "heads": joining, "tell": tuple(dict.fromkeys(told))}
    telling.tell(WentOverdue, item=item.key, **facts)
