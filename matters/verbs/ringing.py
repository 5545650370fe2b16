"""What happens when the day of an item has come (到期): it goes on, its claim ends, or it is overdue and somebody is told."""

from matters.case.events.handing import Released
from matters.case.events.ringing import Waited, WentOverdue
from matters.case.items import WorkItem
from matters.commands.reports import Ring
from matters.course.following import go_on
from matters.course.validity import tell_of_expiry
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.verbs.automating import give_up
from matters.verbs.inquiries import unanswered
from matters.verbs.late_materials import warn
from matters.verbs.pausing import resume_item
from matters.verbs.returning import lapse, left_undone
from matters.who.colleagues import heads, superiors, supervisors

LAPSED = "认领后逾期未办理，自动退回待办池"


def ring(decision: Decision, command: Ring) -> Refusal | None:
    """Whatever waited for this day; a day that has not come, or an item that is done, is no news."""
    item = decision.case.item(command.item)
    if item is None or item.alarm is None or decision.world.today < item.alarm:
        return None
    if item.suspended:
        return resume_item(decision, item)
    if item.purpose == "machine":
        return give_up(decision, item, "overdue")
    if item.purpose == "wait":
        decision.tell(Waited, item=item.key)
        return go_on(decision, item.step)
    if item.purpose == "validity":
        tell_of_expiry(decision, item)
        return None
    return _late(decision, item)


def _late(decision: Decision, item: WorkItem) -> Refusal | None:
    """A claim ends, or the rule for what is overdue is followed, or both."""
    today = decision.world.today
    if item.lapses and item.lapses <= today:
        decision.tell(Released, item=item.key, reason=LAPSED, tell=tuple(holder.person for holder in item.group))
    return _overdue(decision, item) if item.warns and item.warns <= today else None


def _overdue(decision: Decision, item: WorkItem) -> Refusal | None:
    """What follows when it was not done by its day."""
    if item.overdue == "proceed_noted":
        return left_undone(decision, item) if item.purpose == "own_part" else unanswered(decision, item)
    if item.overdue == "deemed_withdrawn":
        lapse(decision, item)
        return None
    if item.purpose == "late_materials":
        warn(decision, item)
    else:
        _warn(decision, decision.item(item.key))
    return None


def _warn(decision: Decision, item: WorkItem) -> None:
    """The rule of the step for what is overdue: its holders and who waits to have it back are told, and whoever else.

    The heads may act on it too; while somebody is asked for an opinion they are only told, as it goes back to who has lent it.
    """
    holding = (*item.holders, *(waiting for waiting in (item.lender, item.asker) if waiting))
    told = [holder.person for holder in holding]
    fit = heads(decision.matter, decision.case, item, decision.world) if item.overdue == "escalate" else ()
    if item.overdue == "supervise":
        told += supervisors(holding, decision.world)
    if item.overdue == "escalate":
        told += [head.person for head in superiors(decision.matter, decision.case, item, decision.world)]
    joining = () if item.lender else fit
    facts = {"rule": item.overdue, "due": item.due, "heads": joining, "tell": tuple(dict.fromkeys(told))}
    decision.tell(WentOverdue, item=item.key, **facts)
