"""Letting an item rest (挂起、恢复): asked for with ground and expected end, consented to by somebody else."""

from datetime import datetime

from matters.calendar import DueDate
from matters.case.events.pausing import Resumed, Suspended, SuspensionAsked, SuspensionRefused
from matters.case.items import WorkItem
from matters.commands.items import AskSuspension, ConsentToSuspension, RefuseSuspension, Resume
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NobodyFound, NotPossible
from matters.language.due_dates import after_pause
from matters.organisation.snapshot import Holder
from matters.who.actors import decides_business, holders


def ask_suspension(decision: Decision, command: AskSuspension) -> Refusal | None:
    """Whoever consents by the definition gets an item; the work itself goes on until then."""
    rule, item, today = decision.matter.suspension, decision.item(command.item), decision.world.today
    if rule is None:
        raise ValueError("suspension is not offered")
    if any(other.about == item.key for other in decision.case.items):
        return NotPossible(action=decision.action, why="已经申请挂起，请等候审批")
    days = (command.until - today).days
    if not 1 <= days <= rule.at_most_days:
        return NotPossible(action=decision.action, why=f"预计恢复日期须在明日至 {rule.at_most_days} 日之内")
    consenting = _consenting(decision)
    if isinstance(consenting, NobodyFound):
        return consenting
    organisation = decision.world.organisation.version
    decision.tell(SuspensionAsked, item=item.key, holders=consenting, until=command.until, organisation=organisation)
    return None


def _consenting(decision: Decision) -> tuple[Holder, ...] | NobodyFound:
    """Those who may consent: neither who asks, nor in whose stead, nor the applicant."""
    rule, out = decision.matter.suspension, {*decision.command.people, decision.case.applicant.person}
    found = holders(rule.approved_by, decision.parties, decision.world) if rule else ()
    fit = tuple(h for h in found if h.person not in out and decides_business(h, decision.world))
    body = decision.world.organisation.body_name(decision.case.owner_body, decision.world.today)
    return fit or NobodyFound(body=body, step="挂起审批")


def consent(decision: Decision, command: ConsentToSuspension) -> Refusal | None:
    """The item rests; when nothing else is worked on, the clock of the case stands still if the definition says so."""
    asked = decision.item(command.item)
    if asked.about is None or asked.until is None:
        raise ValueError(f"{command.item} asks for no suspension")
    stops = decision.matter.clock is not None and "suspension" in decision.matter.clock.stops
    working = any(_works(item) and item.key != asked.about for item in decision.case.items)
    stopping = stops and not working and decision.case.stopped_at is None
    tell = tuple(holder.person for holder in decision.item(asked.about).holders)
    facts = {"about": asked.about, "until": asked.until, "stops_clock": stopping, "tell": tell}
    decision.tell(Suspended, item=asked.key, **facts)
    return None


def refuse(decision: Decision, command: RefuseSuspension) -> Refusal | None:
    """Who holds the item is told."""
    about = decision.item(decision.item(command.item).about)
    decision.tell(SuspensionRefused, item=command.item, about=about.key, tell=tuple(h.person for h in about.holders))
    return None


def resume(decision: Decision, command: Resume) -> Refusal | None:
    """The holder goes on before the day has come."""
    return resume_item(decision, decision.item(command.item))


def resume_item(decision: Decision, item: WorkItem) -> Refusal | None:
    """The item has as many working days left as it had; so has the case, if its clock stood still."""
    case, since = decision.case, item.suspended.since if item.suspended else decision.world.now
    due = _moved(decision, DueDate(item.due, item.provisional), since) if item.due else None
    ends = {}
    if case.due and case.stopped_at and case.stopped_by is None:
        of_case = _moved(decision, DueDate(case.due, case.provisional), case.stopped_at)
        ends = {"case_due": of_case.day, "case_provisional": of_case.provisional}
    tell = tuple(holder.person for holder in item.holders)
    decision.tell(Resumed, item=item.key, tell=tell, **due_facts(due), **ends)
    return None


def _moved(decision: Decision, due: DueDate, stopped: datetime) -> DueDate:
    return after_pause(due, stopped, decision.world.now, decision.world.calendar)


def _works(item: WorkItem) -> bool:
    return item.purpose in ("act", "inquiry") and item.suspended is None
