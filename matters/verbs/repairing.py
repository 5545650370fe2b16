"""Mending a case that cannot go on (修复): one administrator asks, a second one confirms; handing over (离职交接)."""

from matters.case.aggregate import Case
from matters.case.deeds import Repair
from matters.case.events.course import StepPassed
from matters.case.events.repairing import ApplicantReplaced, HandedOver, RepairAsked, RepairDropped, Repaired
from matters.case.items import BY_RULE
from matters.case.values import SeatKey
from matters.commands.cases import AskRepair, ConfirmRepair, DropRepair, HandOver, ReplaceApplicant
from matters.course.following import arrive, go_on, resume
from matters.engine.decision import Decision
from matters.errors.administering import SecondPersonNeeded
from matters.errors.base import Refusal
from matters.errors.door import Forbidden
from matters.errors.handling import NotPossible, UnfitPerson
from matters.language.document import Definition
from matters.language.route.steps import STEPS, Acceptance, Decide, Deliver, PriorReview, Seated, Step, of_kind
from matters.organisation.snapshot import Role
from matters.verbs.signing import take_off
from matters.who.actors import decides_business
from matters.who.colleagues import able

REPAIR = "修复办件"
BY_REPAIR = "由管理员修复，跳过本环节"


def ask(decision: Decision, command: AskRepair) -> Refusal | None:
    """What is asked must be possible as the case stands; whoever takes part in the case mends nothing in it."""
    if not _administers(decision, "matter_admin"):
        return Forbidden(operation=REPAIR)
    if decision.case.repair:
        return NotPossible(action=decision.action, why="已有一项修复等候第二人确认，请先确认或者收回")
    if not command.reason.strip():
        return NotPossible(action=decision.action, why="须写明理由")
    refusal = _takes_part(decision) or _impossible(decision, command)
    if refusal:
        return refusal
    admins = decision.world.organisation.administrators("matter_admin", decision.world.today)
    tell = tuple(person for person in admins if person != command.actor.person)
    decision.tell(RepairAsked, what=command.what, item=command.item, step=command.step, to=command.to, tell=tell)
    return None


def drop(decision: Decision, command: DropRepair) -> Refusal | None:
    """By the second person, or by who has asked."""
    repair = decision.case.repair
    if not _administers(decision, "matter_admin"):
        return Forbidden(operation=REPAIR)
    if repair is None:
        return NotPossible(action=decision.action, why="没有等候确认的修复")
    decision.tell(RepairDropped, tell=(repair.by.person,) if repair.by.person != command.actor.person else ())
    return None


def confirm(decision: Decision, command: ConfirmRepair) -> Refusal | None:
    """The mend is made as it was asked, if it still can be."""
    repair = decision.case.repair
    if not _administers(decision, "matter_admin"):
        return Forbidden(operation=REPAIR)
    if repair is None:
        return NotPossible(action=decision.action, why="没有等候确认的修复")
    if repair.by.person == command.actor.person:
        return SecondPersonNeeded(act="确认修复", mine="这项修复的申请人", instead="复核后确认")
    facts = {"what": repair.what, "item": repair.item, "step": repair.step, "to": repair.to}
    refusal = _takes_part(decision) or _impossible(decision, AskRepair(actor=repair.by, **facts))
    if refusal:
        return refusal
    item = decision.case.item(repair.item)
    decision.tell(Repaired, asked_by=repair.by, tell=_concerned(decision.case, repair), **facts)
    if repair.what == "jump":
        return resume(decision, decision.matter.spot(repair.step or ""))
    if repair.what == "remove_signer" and item and item.seat:
        return take_off(decision, item.step, item.seat)
    if repair.what == "skip" and item and item.purpose != "duty":  # nothing waits for a duty
        return _pass(decision, item.step, item.seat)
    return None


def _concerned(case: Case, repair: Repair) -> tuple[str, ...]:
    """Who is told of a mend: whom it concerns as the case stands, and whoever is to hold something."""
    given = (repair.to.person,) if repair.to else ()
    return tuple(dict.fromkeys((*case.affected, *given)))


def hand_over(decision: Decision, command: HandOver) -> Refusal | None:
    """The successor holds the item in place of the leaver."""
    if not _administers(decision, "org_admin"):
        return Forbidden(operation="离职交接")
    item = decision.case.item(command.item)
    if item is None or all(holder.person != command.leaver for holder in item.holders):
        return NotPossible(action=decision.action, why="该待办已不在离职人员名下")
    if not able(decision.matter, decision.case, item, command.to) or not decides_business(command.to, decision.world):
        return UnfitPerson(who=decision.world.organisation.person(command.to.person).name)
    decision.tell(HandedOver, item=item.key, leaver=command.leaver, to=command.to)
    return None


def replace_applicant(decision: Decision, command: ReplaceApplicant) -> Refusal | None:
    """Somebody else of the applicant's body, who has not handled the case."""
    if not _administers(decision, "org_admin"):
        return Forbidden(operation="离职交接")
    body = decision.world.organisation.post(command.to.post).body
    if body != decision.case.applicant_body or command.to.person in decision.case.handlers:
        return UnfitPerson(who=decision.world.organisation.person(command.to.person).name)
    decision.tell(ApplicantReplaced, to=command.to)
    return None


def _administers(decision: Decision, role: Role) -> bool:
    person, today = decision.command.actor.person, decision.world.today
    return role in decision.world.organisation.roles_of(person, today)


def _takes_part(decision: Decision) -> Refusal | None:
    case, person = decision.case, decision.command.actor.person
    acted = person in case.own or any(person in deed.people for deed in case.deeds)
    holds = any(holder.person == person for item in case.items for holder in item.holders)
    return (
        NotPossible(action=REPAIR, why="您是本办件的申请人、当事人或办理人，须由其他管理员修复")
        if acted or holds
        else None
    )


def _impossible(decision: Decision, command: AskRepair) -> Refusal | None:
    match command.what:
        case "end":
            why = "办件已作出决定，不能再终止" if decision.case.result else ""
        case "skip":
            why = _not_skipped(decision, command)
        case "jump":
            why = _not_reached(decision, command)
        case "reassign":
            why = _not_given(decision, command)
        case "remove_signer":
            why = _not_removed(decision, command)
    return NotPossible(action=REPAIR, why=why) if why else None


def _not_skipped(decision: Decision, command: AskRepair) -> str:
    item = decision.case.item(command.item)
    if item and item.purpose == "duty":
        return ""
    purposes = ("act", "wait", "machine", "sub_matter", "inquiry", "own_part")
    step = decision.matter.find_step(item.step) if item and item.purpose in purposes else None
    if step and step.skippable:
        return ""
    *most, last = (kind.word for kind in STEPS if kind.skippable)
    return f"只能跳过{'、'.join(most)}和{last}环节，以及办后义务，不能跳过受理和决定"


def _not_reached(decision: Decision, command: AskRepair) -> str:
    """Back or forth on the main row, never over the decision, wherever it is taken: in a branch that is chosen, too."""
    target = next((step for step in within_reach(decision.matter) if step.id == command.step), None)
    if target is None:
        return "只能转到主线上受理之后、办结之前的环节"
    if decision.case.accepted_at is None:
        return "办件尚未受理，不能转到其他环节"
    if decision.case.result:
        return "办件已作出决定，不能转到其他环节"
    before = decision.matter.steps[: decision.matter.steps.index(target)]
    return "不能越过决定环节" if of_kind(before, Decide) else ""


def within_reach(matter: Definition) -> tuple[Step, ...]:
    """The steps to which a mend may bring a case: on the main row, between acceptance and handing over."""
    return tuple(step for step in matter.steps if not isinstance(step, PriorReview | Acceptance | Deliver))


def _not_removed(decision: Decision, command: AskRepair) -> str:
    """Somebody added by hand alone: whom the definition names stays, and so the step keeps a signer."""
    item = decision.case.item(command.item)
    arm = item and decision.case.arm(item.step, item.seat)
    return "" if arm and arm.adder else "只能减去办理人加签的、尚未签署的人员"


def _not_given(decision: Decision, command: AskRepair) -> str:
    item, to = decision.case.item(command.item), command.to
    if item is None or item.purpose not in BY_RULE:
        return "该待办已不在办理中，请刷新页面查看最新状态"
    organisation, today = decision.world.organisation, decision.world.today
    post = organisation.find_post(to.post) if to else None
    there = to is not None and post is not None and to in organisation.holders_of(post, today)
    if not there or to is None or not decides_business(to, decision.world):
        return "所选人员不在岗，或者是系统、安全、审计管理员，请另选人员"
    if not able(decision.matter, decision.case, item, to):
        return "所选人员是申请人，或者已参与本环节或须与之分开的环节，请另选人员"
    return ""


def _pass(decision: Decision, step_id: str, seat: SeatKey | None) -> Refusal | None:
    """The step passes without anybody's word; of one that several sign the seat is counted as an abstention."""
    step = decision.matter.step(step_id)
    decision.tell(StepPassed, step=step_id, reason=BY_REPAIR)
    if seat and isinstance(step, Seated):
        return arrive(decision, step, seat, passed=None)
    return go_on(decision, step_id)
