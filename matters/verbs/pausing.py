"""Letting an item rest (挂起、恢复): asked for with ground and expected end, consented to by somebody else."""

from datetime import timedelta

from matters.calendar import DueDate, day_text
from matters.case.aggregate import Case
from matters.case.events.pausing import RestEnded, Resumed, Suspended, SuspensionAsked, SuspensionRefused
from matters.case.items import WorkItem
from matters.commands.items import AskSuspension, ConsentToSuspension, RefuseSuspension, Resume
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NobodyFound, NotPossible
from matters.language.due_dates import after_pause
from matters.verbs.consenting import consenting
from matters.world import World


def ask_suspension(decision: Decision, command: AskSuspension) -> Refusal | None:
    """Whoever consents by the definition gets an item; the work itself goes on until then."""
    rule, item, today = decision.matter.suspension, decision.item(command.item), decision.world.today
    if rule is None:
        raise ValueError("suspension is not offered")
    if any(other.about == item.key and other.purpose == "suspension" for other in decision.case.items):
        return NotPossible(action=decision.action, why="本环节已经申请挂起，请等候审批")
    first, last = today + timedelta(days=1), today + timedelta(days=rule.at_most_days)
    if not first <= command.until <= last:
        return Invalid.of("until", f"预计恢复日期应在{day_text(first)}至{day_text(last)}之间")
    found = consenting(decision, rule.approved_by, "挂起审批")
    if isinstance(found, NobodyFound):
        return found
    organisation = decision.world.organisation.version
    decision.tell(SuspensionAsked, item=item.key, holders=found, until=command.until, organisation=organisation)
    return None


def consent(decision: Decision, command: ConsentToSuspension) -> Refusal | None:
    """The item rests."""
    asked = decision.item(command.item)
    if asked.about is None or asked.until is None:
        raise ValueError(f"{command.item} asks for no suspension")
    tell = tuple(holder.person for holder in decision.item(asked.about).holders)
    decision.tell(Suspended, item=asked.key, about=asked.about, until=asked.until, tell=tell)
    return None


def refuse(decision: Decision, command: RefuseSuspension) -> Refusal | None:
    """Who holds the item is told."""
    about = decision.item(decision.item(command.item).about)
    decision.tell(SuspensionRefused, item=command.item, about=about.key, tell=tuple(h.person for h in about.holders))
    return None


def end_rests(decision: Decision, before: Case) -> None:
    """A rest does not end in silence: whoever held what a return, a refusal or a repair has closed beside them is told."""
    case = decision.case
    for item in () if case.ended else before.items:
        if item.suspended and case.item(item.key) is None:
            tell = tuple(holder.person for holder in item.holders if holder.person != decision.command.actor.person)
            decision.rule(RestEnded, step=item.step, tell=tell)


def resume(decision: Decision, command: Resume) -> Refusal | None:
    """The holder goes on before the day has come."""
    return resume_item(decision, decision.item(command.item))


def resume_item(decision: Decision, item: WorkItem) -> Refusal | None:
    """The item has as many working days left as it had."""
    tell = tuple(holder.person for holder in item.holders)
    decision.tell(Resumed, item=item.key, tell=tell, **due_facts(_due_after(item, decision.world)))
    return None


def _due_after(item: WorkItem, world: World) -> DueDate | None:
    """Until when an item that has rested is to be done."""
    if item.due is None:
        return None
    due, rest = DueDate(item.due, item.provisional), item.suspended
    return after_pause(due, rest.since, min(rest.ends, world.now), world.calendar) if rest else due
