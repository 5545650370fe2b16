"""Letting an item rest (挂起、恢复): asked for with ground and expected end, consented to by somebody else."""

from datetime import datetime

from matters.calendar import DueDate
from matters.case.events.pausing import Resumed, Suspended, SuspensionAsked, SuspensionRefused
from matters.case.items import WorkItem
from matters.commands.items import AskSuspension, ConsentToSuspension, RefuseSuspension, Resume
from matters.course.opening import due_facts
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.errors.handling import NobodyFound, NotPossible
from matters.language.due_dates import after_pause
from matters.organisation.snapshot import Holder
from matters.who.actors import decides_business, holders


def ask_suspension(telling: Telling, command: AskSuspension) -> Refusal | None:
    """Whoever consents by the definition gets an item; the work itself goes on until then."""
    rule, item, today = telling.matter.suspension, telling.item(command.item), telling.world.today
    if rule is None:
        raise ValueError("suspension is not offered")
    if any(other.about == item.key for other in telling.case.items):
        return NotPossible(action=telling.action, why="已经申请挂起，请等候审批")
    days = (command.until - today).days
    if not 1 <= days <= rule.at_most_days:
        return NotPossible(action=telling.action, why=f"预计恢复日期须在明日至 {rule.at_most_days} 日之内")
    consenting = _consenting(telling)
    if isinstance(consenting, NobodyFound):
        return consenting
    organisation = telling.world.organisation.version
    telling.tell(SuspensionAsked, item=item.key, holders=consenting, until=command.until, organisation=organisation)
    return None


def _consenting(telling: Telling) -> tuple[Holder, ...] | NobodyFound:
    """Those who may consent: neither who asks, nor in whose stead, nor the applicant."""
    rule, out = telling.matter.suspension, {*telling.command.people, telling.case.applicant.person}
    found = holders(rule.approved_by, telling.parties, telling.world) if rule else ()
    fit = tuple(h for h in found if h.person not in out and decides_business(h, telling.world))
    body = telling.world.organisation.body_name(telling.case.owner_body, telling.world.today)
    return fit or NobodyFound(body=body, step="挂起审批")


def consent(telling: Telling, command: ConsentToSuspension) -> Refusal | None:
    """The item rests; when nothing else is worked on, the clock of the case stands still if the definition says so."""
    asked = telling.item(command.item)
    if asked.about is None or asked.until is None:
        raise ValueError(f"{command.item} asks for no suspension")
    stops = telling.matter.clock is not None and "suspension" in telling.matter.clock.stops
    working = any(_works(item) and item.key != asked.about for item in telling.case.items)
    stopping = stops and not working and telling.case.stopped_at is None
    tell = tuple(holder.person for holder in telling.item(asked.about).holders)
    facts = {"about": asked.about, "until": asked.until, "stops_clock": stopping, "tell": tell}
    telling.tell(Suspended, item=asked.key, **facts)
    return None


def refuse(telling: Telling, command: RefuseSuspension) -> Refusal | None:
    """Who holds the item is told."""
    about = telling.item(telling.item(command.item).about)
    telling.tell(SuspensionRefused, item=command.item, about=about.key, tell=tuple(h.person for h in about.holders))
    return None


def resume(telling: Telling, command: Resume) -> Refusal | None:
    """The holder goes on before the day has come."""
    return resume_item(telling, telling.item(command.item))


def resume_item(telling: Telling, item: WorkItem) -> Refusal | None:
    """The item has as many working days left as it had; so has the case, if its clock stood still."""
    case, since = telling.case, item.suspended.since if item.suspended else telling.world.now
    due = _moved(telling, DueDate(item.due, item.provisional), since) if item.due else None
    ends = {}
    if case.due and case.stopped_at and case.stopped_by is None:
        of_case = _moved(telling, DueDate(case.due, case.provisional), case.stopped_at)
        ends = {"case_due": of_case.day, "case_provisional": of_case.provisional}
    tell = tuple(holder.person for holder in item.holders)
    telling.tell(Resumed, item=item.key, tell=tell, **due_facts(due), **ends)
    return None


def _moved(telling: Telling, due: DueDate, stopped: datetime) -> DueDate:
    return after_pause(due, stopped, telling.world.now, telling.world.calendar)


def _works(item: WorkItem) -> bool:
    return item.purpose in ("act", "inquiry") and item.suspended is None
