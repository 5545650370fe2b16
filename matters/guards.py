"""Who may do this to that item now: the checks before any rule of the step, in the order that tells the person most."""

from matters.actors import parties_of
from matters.case import STATUS_NAMES, Case, WorkItem
from matters.commands import (
    Abstain,
    Accept,
    Answer,
    Approve,
    Claim,
    Command,
    Complete,
    Conclude,
    ConsentToSuspension,
    Decision,
    Itemised,
    OnItem,
    PassSpotCheck,
    Recall,
    SendCopy,
    Spoken,
    TakeBack,
    Withdraw,
)
from matters.conditions import filled
from matters.definition import Definition
from matters.definition.route import Automatic, Countersign, Deliver, HumanStep, Rights, Step
from matters.errors import (
    ActionNotOffered,
    AlreadyDecided,
    AlreadySigned,
    ClaimedByAnother,
    Invalid,
    NoLongerNeeded,
    NotApplicantsCase,
    NotFound,
    NotHolder,
    NotPossible,
    OpinionRequired,
    Problem,
    Refusal,
    SameHand,
    SelfDecision,
    Stale,
    WrongStatus,
)
from matters.filing import fill_problems
from matters.organisation import Holder
from matters.transitions import ACTION_NAMES, ALLOWED, actions_on
from matters.world import World

_DROPPED = {
    "refused": "不同意，办件不再继续", "returned": "退回，重新办理到本环节时将再次产生待办",
    "repaired": "修复办件，本环节不再需要办理",
    "moved_on": "办理完毕，无需再审批挂起", "signers_before": "加签，加签人员办理后将再次产生待办", "removed": "减签",
    "taken_back": "拿回",
}  # fmt: skip
_TAKEN_BACK = ("approved", "rejected", "abstained", "completed", "answered")


def guard(matter: Definition, case: Case, command: Command, world: World) -> Refusal | None:
    """Who, which item, which version, which status, in the order that tells the person most."""
    if isinstance(command, OnItem):
        return _item_guard(matter, case, command, world)
    if isinstance(command, Withdraw) and command.actor.person != case.applicant.person:
        return NotApplicantsCase(action="撤回办件")
    return _status_guard(case, command) or (_own_deed_guard(case, command) if isinstance(command, TakeBack) else None)


def _item_guard(matter: Definition, case: Case, command: OnItem, world: World) -> Refusal | None:
    item = next((i for i in (*case.items, *case.closed) if i.key == command.item), None)
    if item is None:
        return NotFound(what="该待办")
    stranger = _stranger(matter, item, command, world)
    if stranger:
        return stranger
    over = _over(case, item, world)
    if over:
        return over
    status = _status_guard(case, command)
    if status or item not in case.items:
        return status or WrongStatus(status=STATUS_NAMES[case.status], action=ACTION_NAMES[type(command)])
    offered = (Recall,) if command.hat == item.lender else actions_on(matter, case.status, item)
    if type(command) not in offered:
        return ActionNotOffered(step=matter.called(item.step), action=ACTION_NAMES[type(command)])
    if command.expected_version != item.version:
        return Stale()
    if isinstance(command, Claim):
        return _same_hand(matter, case, item, command)
    return _spoken_guard(matter, case, command, item, world) if isinstance(command, Spoken) else None


def _stranger(matter: Definition, item: WorkItem, command: OnItem, world: World) -> Refusal | None:
    """The item is not the actor's: never was, or a colleague has claimed it."""
    if command.hat in item.holders or command.hat == item.lender:
        return None
    if command.hat in item.group:
        return ClaimedByAnother(who=world.organisation.person(item.holders[0].person).name)
    return NotHolder(step=matter.called(item.step))


def _own_deed_guard(case: Case, command: TakeBack) -> Refusal | None:
    """Only who has decided takes a decision back, and only one that went on within the case."""
    deed = case.deed_on(command.item)
    if deed is None or command.actor.person != deed.actor.person:
        return NotPossible(action="拿回", why="只能拿回您本人办理、且尚未拿回的环节")
    if deed.what not in _TAKEN_BACK:
        return NotPossible(action="拿回", why="该操作已告知申请人或已产生文书")
    return None


def _over(case: Case, item: WorkItem, world: World) -> Refusal | None:
    """The item is done, or somebody else's act has made it needless: who and when."""
    deed, drop = case.deed_on(item.key), case.drop_of(item.key)
    if deed:
        return AlreadyDecided(who=_name(deed.actor, world), at=deed.at)
    if drop is None:
        return None
    who = _name(drop.actor, world)
    if drop.why == "signed_by_another":
        return AlreadyDecided(who=who, at=drop.at)
    return NoLongerNeeded(who=who, at=drop.at, why=_DROPPED[drop.why])


def _name(actor: Holder, world: World) -> str:
    """Who it was; the system has no person."""
    person = world.organisation.find_person(actor.person)
    return person.name if person else "系统"


def _status_guard(case: Case, command: Command) -> Refusal | None:
    if type(command) in ALLOWED[case.status]:
        return None
    return WrongStatus(status=STATUS_NAMES[case.status], action=ACTION_NAMES[type(command)])


def _spoken_guard(matter: Definition, case: Case, command: Spoken, item: WorkItem, world: World) -> Refusal | None:
    if command.actor.person == case.applicant.person and item.purpose != "duty":
        return SelfDecision()
    step = matter.find_step(item.step)
    refusal = _same_hand(matter, case, item, command) or _opinion_guard(step, command, item)
    return refusal or (_fills_guard(matter, case, step, command, world) if isinstance(command, Decision) else None)


def _same_hand(matter: Definition, case: Case, item: WorkItem, command: OnItem) -> Refusal | None:
    step = matter.find_step(item.step) if item.purpose == "act" else None
    if step is None:
        return None
    if command.actor.person in case.signed(step.id):
        return AlreadySigned(step=step.name)
    apart = step.apart_from if isinstance(step, HumanStep) else ()
    hand = next((d for d in case.deeds if d.step in apart and d.actor.person == command.actor.person), None)
    return SameHand(step=matter.step(hand.step).name) if hand else None


def _opinion_guard(step: Step | None, command: Spoken, item: WorkItem) -> Refusal | None:
    if command.opinion.strip() or isinstance(command, Itemised | SendCopy | Abstain | ConsentToSuspension | PassSpotCheck):
        return None
    if isinstance(command, Answer):
        return OpinionRequired(action="答复“否”") if command.answer == "no" else None
    agreeing = isinstance(command, Accept | Approve | Complete | Conclude)
    asked = isinstance(step, HumanStep | Countersign) and step.opinion.approving == "required"
    in_place_of_a_machine = isinstance(step, Automatic) and item.purpose == "act"
    required = asked or in_place_of_a_machine if agreeing else True
    return OpinionRequired(action=ACTION_NAMES[type(command)]) if required else None


def _fills_guard(matter: Definition, case: Case, step: Step | None, command: Decision, world: World) -> Refusal | None:
    rights = step.rights if isinstance(step, HumanStep | Countersign | Deliver | Automatic) else Rights()
    problems = list(fill_problems(matter, command.fills, rights.edit, world, parties_of(case)))
    if isinstance(command, (Accept, Approve, Complete, Conclude)):
        now = {**world.answers, **command.fills}
        missing = (key for key in rights.required if not filled(now.get(key)))
        problems += [Problem(key, f"请填写“{matter.label(key)}”") for key in missing]
    return Invalid(problems=tuple(problems)) if problems else None
