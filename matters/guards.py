"""Who may do this to that item now: the checks before any rule of the step, in the order that tells the person most."""

from matters.actors import parties_of
from matters.case import STATUS_NAMES, Case, WorkItem
from matters.commands import (
    Accept,
    Approve,
    Command,
    Complete,
    Conclude,
    Decision,
    OnItem,
    RefuseAcceptance,
    Reject,
    Withdraw,
)
from matters.conditions import filled
from matters.definition import Definition
from matters.definition.route import Countersign, Deliver, HumanStep, Step
from matters.errors import (
    ActionNotOffered,
    AlreadyDecided,
    AlreadySigned,
    Invalid,
    NoLongerNeeded,
    NotApplicantsCase,
    NotFound,
    NotHolder,
    OpinionRequired,
    Problem,
    Refusal,
    SameHand,
    SelfDecision,
    Stale,
    WrongStatus,
)
from matters.filing import fill_problems
from matters.transitions import ACTION_NAMES, ALLOWED, actions_on
from matters.world import World

_DROPPED = {"refused": "不同意，办件不再继续", "returned": "退回申请人补正，补正后将重新产生待办"}


def guard(matter: Definition, case: Case, command: Command, world: World) -> Refusal | None:
    """Who, which item, which version, which status, in the order that tells the person most."""
    if isinstance(command, OnItem):
        return _item_guard(matter, case, command, world)
    if isinstance(command, Withdraw) and command.actor.person != case.applicant.person:
        return NotApplicantsCase(action="撤回办件")
    return _status_guard(case, command)


def _item_guard(matter: Definition, case: Case, command: OnItem, world: World) -> Refusal | None:
    item = next((i for i in (*case.items, *case.closed) if i.key == command.item), None)
    if item is None:
        return NotFound(what="该待办")
    if command.actor not in item.holders:
        return NotHolder(step=matter.step(item.step).name)
    over = _over(case, item, world)
    if over:
        return over
    status = _status_guard(case, command)
    if status or item not in case.items:
        return status or WrongStatus(status=STATUS_NAMES[case.status], action=ACTION_NAMES[type(command)])
    if type(command) not in actions_on(matter, case.status, item.step, supplement=item.supplement):
        return ActionNotOffered(step=matter.step(item.step).name, action=ACTION_NAMES[type(command)])
    if command.expected_version != item.version:
        return Stale()
    return _decision_guard(matter, case, command, item, world) if isinstance(command, Decision) else None


def _over(case: Case, item: WorkItem, world: World) -> Refusal | None:
    """The item is done, or somebody else's act has made it needless: who and when."""
    deed, drop = case.deed_on(item.key), case.drop_of(item.key)
    if deed:
        return AlreadyDecided(who=world.organisation.person(deed.actor.person).name, at=deed.at)
    if drop is None:
        return None
    who = world.organisation.person(drop.actor.person).name
    if drop.why == "signed_by_another":
        return AlreadyDecided(who=who, at=drop.at)
    return NoLongerNeeded(who=who, at=drop.at, why=_DROPPED[drop.why])


def _status_guard(case: Case, command: Command) -> Refusal | None:
    if type(command) in ALLOWED[case.status]:
        return None
    return WrongStatus(status=STATUS_NAMES[case.status], action=ACTION_NAMES[type(command)])


def _decision_guard(matter: Definition, case: Case, command: Decision, item: WorkItem, world: World) -> Refusal | None:
    step = matter.step(item.step)
    if command.actor.person == case.applicant.person:
        return SelfDecision()
    refusal = _same_hand(matter, case, step, command) or _opinion_guard(step, command)
    return refusal or _fills_guard(matter, case, step, command, world)


def _same_hand(matter: Definition, case: Case, step: Step, command: Decision) -> Refusal | None:
    if isinstance(step, Countersign) and command.actor.person in case.signed(step.id):
        return AlreadySigned(step=step.name)
    apart = step.apart_from if isinstance(step, HumanStep) else ()
    hand = next((d for d in case.deeds if d.step in apart and d.actor.person == command.actor.person), None)
    return SameHand(step=matter.step(hand.step).name) if hand else None


def _opinion_guard(step: Step, command: Decision) -> Refusal | None:
    if not isinstance(step, (HumanStep, Countersign)):
        return None
    declining = isinstance(command, (Reject, RefuseAcceptance))
    required = declining or (isinstance(command, (Accept, Approve, Complete)) and step.opinion.approving == "required")
    return OpinionRequired(action=ACTION_NAMES[type(command)]) if required and not command.opinion.strip() else None


def _fills_guard(matter: Definition, case: Case, step: Step, command: Decision, world: World) -> Refusal | None:
    if not isinstance(step, (HumanStep, Countersign, Deliver)):
        return None
    problems = list(fill_problems(matter, command.fills, step.rights.edit, world, parties_of(case)))
    if isinstance(command, (Accept, Approve, Complete, Conclude)):
        now = {**world.answers, **command.fills}
        missing = (key for key in step.rights.required if not filled(now.get(key)))
        problems += [Problem(key, f"请填写“{matter.label(key)}”") for key in missing]
    return Invalid(problems=tuple(problems)) if problems else None
