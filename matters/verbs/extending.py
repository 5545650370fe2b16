"""More time for a case (延长): asked for with its ground while there is time left, within what the definition allows."""

from matters.calendar import DueDate, day_text
from matters.case.aggregate import Case
from matters.case.events.extending import Extended, ExtensionAsked, ExtensionRefused
from matters.case.events.recounting import ItemDue
from matters.case.items import WorkItem
from matters.commands.items import AskExtension, ConsentToExtension, RefuseExtension
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NobodyFound, NotPossible
from matters.language.due_dates import put_off
from matters.language.route.demands import ExtensionRule
from matters.verbs.consenting import consenting
from matters.world import World


def ask(decision: Decision, command: AskExtension) -> Refusal | None:
    """Whoever consents by the definition gets an item; the days asked for come when it is given."""
    rule = decision.matter.extension
    if rule is None:
        raise ValueError("more time is not offered")
    why = past_asking(decision.case, rule, decision.world)
    if why:
        return NotPossible(action=decision.action, why=why)
    left = days_left(decision.case, rule)
    if command.days > left:
        return Invalid.of("days", f"按规定最多还可以延长 {left} 个工作日")
    found = consenting(decision, rule.approved_by, "延长审批")
    if isinstance(found, NobodyFound):
        return found
    organisation = decision.world.organisation.version
    decision.tell(ExtensionAsked, item=command.item, holders=found, days=command.days, organisation=organisation)
    return None


def days_left(case: Case, rule: ExtensionRule) -> int:
    """How many more working days may be asked for."""
    return rule.at_most_days - sum(case.extensions)


def past_asking(case: Case, rule: ExtensionRule, world: World) -> str:
    """Why no more time may be asked for; nothing where it may."""
    if any(item.purpose == "extension" for item in case.items):
        return "本办件已经申请延长，请等候审批"
    if len(case.extensions) >= rule.times or not days_left(case, rule):
        return f"本办件已经延长 {len(case.extensions)} 次，按规定不能再延长"
    return _out_of_time(case, world)


def _out_of_time(case: Case, world: World) -> str:
    """What has no last day, or is past it, cannot be made longer."""
    if case.due is None:
        return "办理时限尚未起算"
    return "" if world.today <= case.due else f"办结期限（{day_text(case.due)}）已过，延长只能在期限内申请和批准"


def consent(decision: Decision, command: ConsentToExtension) -> Refusal | None:
    """The case has so many days more, and so has the item from which they were asked for; the applicant is told."""
    case, asked = decision.case, decision.item(command.item)
    why = _out_of_time(case, decision.world)
    if why or case.due is None:
        return NotPossible(action=decision.action, why=why)
    about = decision.item(asked.about)
    due = put_off(DueDate(case.due, case.provisional), asked.days, decision.world.calendar)
    told = (case.applicant.person, *(holder.person for holder in about.holders))
    facts = {"about": about.key, "days": asked.days, "items": _of_item(decision, about, asked.days), "tell": told}
    decision.tell(Extended, item=asked.key, paper=decision.paper("extended"), **facts, **due_facts(due))
    return None


def _of_item(decision: Decision, item: WorkItem, days: int) -> tuple[ItemDue, ...]:
    """Until when it is to be done then, where it had a last day."""
    if item.due is None:
        return ()
    due = put_off(DueDate(item.due, item.provisional), days, decision.world.calendar)
    return (ItemDue(item=item.key, due=due.day, provisional=due.provisional),)


def refuse(decision: Decision, command: RefuseExtension) -> Refusal | None:
    """Who holds the item from which it was asked for is told."""
    about = decision.item(decision.item(command.item).about)
    decision.tell(ExtensionRefused, item=command.item, about=about.key, tell=tuple(h.person for h in about.holders))
    return None
