"""Urgent use first, materials later (先办后补): what is owed since the filing comes, is needed no more, or is overdue."""

from matters.case.events.inquiries import MaterialsBrought, MaterialsOverdue, MaterialsOwed
from matters.case.items import WorkItem
from matters.commands.items import HandInLate
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.filing.checking import material_problems
from matters.filing.late_materials import Files, acts_first, missing, owed_until
from matters.language.route.steps import Acceptance, of_kind
from matters.who.colleagues import supervising
from matters.who.presence import in_post


def owe(decision: Decision, files: Files) -> None:
    """What the filing leaves for later, if it may."""
    matter, says, world = decision.matter, decision.filed.answers, decision.world
    rule = acts_first(matter, says, world.today)
    left = missing(matter, says, files, world.today) if rule else ()
    if rule and left:
        due = due_facts(owed_until(rule, world))
        decision.tell(MaterialsOwed, materials=left, holders=(decision.case.applicant,), **due, **decision.resolved)


def hand_in(decision: Decision, command: HandInLate) -> Refusal | None:
    """Some of what is owed, or all of it; nothing else, and nothing twice."""
    item, given = decision.item(command.item), command.materials
    problems = _problems(decision, item, given)
    if problems or not given:
        return Invalid(problems=problems) if problems else Invalid.of("materials", "请至少补交一份材料")
    left = tuple(one for one in item.owes if one not in given)
    decision.tell(MaterialsBrought, item=item.key, wrote=tuple(given), left=left)
    return None


def _problems(decision: Decision, item: WorkItem, given: Files) -> tuple[Problem, ...]:
    """By the rules of a filing; what the case has besides was looked at when it came."""
    label = decision.matter.label
    foreign = [
        Problem(key, f"“{label(key)[:40]}”不在应补交的材料之列，不能补交") for key in given if key not in item.owes
    ]
    empty = [
        Problem(key, f"请提交材料“{label(key)}”") for key, files in given.items() if key in item.owes and not files
    ]
    found = material_problems(decision.matter, decision.filed.answers, given, decision.world, owed=item.owes)
    wrong = [problem for problem in found if problem.target in item.owes and problem.target in given]
    return (*foreign, *empty, *wrong)


def bring_along(decision: Decision, files: Files) -> None:
    """What a supplement means for what is owed: it has brought some, or the new answers do not require it any more."""
    item, filed = decision.case.late, decision.filed
    if item is None:
        return
    brought = {**filed.materials, **files}
    left = missing(decision.matter, filed.answers, brought, decision.world.today, among=item.owes)
    if left != item.owes:
        decision.tell(MaterialsBrought, item=item.key, left=left)


def warn(decision: Decision, item: WorkItem) -> None:
    """Told once: the applicant, those of the acceptance body who accepted the case or are to, and who supervises that body."""
    holding = tuple(holder.person for holder in item.holders)
    tell = dict.fromkeys((*holding, *_accepting(decision), *supervising((decision.case.owner_body,), decision.world)))
    decision.tell(MaterialsOverdue, item=item.key, due=item.due, tell=tuple(tell))


def _accepting(decision: Decision) -> tuple[str, ...]:
    """Who has or had the case for acceptance and is there still; the heads of the body where nobody is, or a machine did it."""
    case, world = decision.case, decision.world
    desk = {step.id for step in of_kind(decision.matter.steps, Acceptance)}
    items = (item for item in (*case.closed, *case.items) if item.step in desk and item.purpose == "act")
    there = tuple(
        holder.person for item in items for holder in item.holders if in_post(holder, world.organisation, world.today)
    )
    return there or tuple(head.person for head in world.organisation.heads(case.owner_body, world.today))
