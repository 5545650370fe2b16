"""Who may do this to that item now, in the order that tells the person most, and what of the act is still lacking."""

from matters.case.aggregate import STATUS_NAMES, Case
from matters.case.filed import Filed
from matters.case.items import OF_APPLICANT, WorkItem
from matters.commands.acts import ACT_OF, ITEM_ACT_OF, ItemAct
from matters.commands.base import Command, OnItem, OnStep, Spoken
from matters.commands.cases import Submit, TakeBack, Withdraw
from matters.commands.items import Advise, Claim, Recall
from matters.engine.transitions import ALLOWED, actions_on
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import (
    ActionNotOffered,
    AlreadyDecided,
    AlreadySigned,
    ClaimedByAnother,
    ConcernedSelf,
    NoLongerNeeded,
    NotApplicantsCase,
    NotHolder,
    NotPossible,
    OpinionRequired,
    SameHand,
    SelfDecision,
    Stale,
    WrongStatus,
)
from matters.filing.asked import completed
from matters.filing.checking import fill_problems, left_out
from matters.language.document import Definition
from matters.language.rights import opinion_of, rights_of
from matters.language.route.steps import HumanStep, Step
from matters.language.words.answers import person_name, who_acted
from matters.organisation.snapshot import SYSTEM
from matters.who.actors import must_step_aside
from matters.who.concerned import concerned_in, kept_out
from matters.who.parties import Parties, parties_of
from matters.who.standing_in import not_standing_in
from matters.world import World

_DROPPED = {
    "refused": "不同意，办件不再继续",
    "returned": "退回，重新办理到本环节时将再次产生待办",
    "repaired": "修复办件，本环节不再需要办理",
    "moved_on": "办理完毕，无需再审批",
    "signers_before": "加签，加签人员办理后将再次产生待办",
    "removed": "减签",
    "taken_back": "拿回",
}
_ASIDE = "您已以其他岗位办理过本办件的其他环节，应当回避，请联系事项管理员改派"
_TAKEN_BACK = ("approved", "rejected", "abstained", "completed", "answered")


def guard(matter: Definition, case: Case, filed: Filed, command: Command, world: World) -> Refusal | None:
    """Who, in whose stead, which item, which version, which status, in the order that tells the person most."""
    if isinstance(command, OnItem):
        return _item_guard(matter, case, filed, command, world)
    if isinstance(command, TakeBack):
        return _status_guard(case, command) or _own_deed_guard(matter, case, filed, command, world)
    if isinstance(command, Withdraw) and command.actor.person != case.applicant.person:
        return NotApplicantsCase(action="撤回办件")
    return in_nobodys_stead(command) or _status_guard(case, command)


def in_nobodys_stead(command: Command) -> Refusal | None:
    """Acts that are no work on an item, filing among them, are one's own: nobody does them for somebody else (代理).

    The system files for the applicant of the case that begins another; by mandate or at the window the filing itself is asked.
    """
    if command.behalf is None or (isinstance(command, Submit) and (command.channel or command.actor == SYSTEM)):
        return None
    action = "提交申请" if isinstance(command, Submit) else ACT_OF[type(command)].name
    return NotPossible(action=action, why="代理只限于办理待办，该操作须由本人进行")


def _stead_guard(
    matter: Definition, case: Case, filed: Filed, command: Command, item: WorkItem, world: World
) -> Refusal | None:
    """Whoever acts in somebody's stead needs a proxy that covers the item; what is filled in, and follows from it, counts."""
    if command.behalf is None:
        return None
    amid = completed(matter, filed.saying(getattr(command, "fills", {})), world.today)
    why = not_standing_in(matter, case, command, item, amid, world)
    return (
        NotPossible(action=f"代{person_name(world.organisation, command.behalf.person)}办理", why=why) if why else None
    )


def _item_guard(matter: Definition, case: Case, filed: Filed, command: OnItem, world: World) -> Refusal | None:
    item = case.item_ever(command.item)
    if item is None:
        return NotFound(what="该待办")
    refusal = _stead_guard(matter, case, filed, command, item, world) or _stranger(matter, item, command, world)
    return refusal or _over(case, item, world) or _act_guard(matter, case, filed, command, item)


def _act_guard(matter: Definition, case: Case, filed: Filed, command: OnItem, item: WorkItem) -> Refusal | None:
    """Whether the item waits for this act, at this version, and by this hand."""
    status = _status_guard(case, command)
    if status or item not in case.items:
        return status or WrongStatus(status=STATUS_NAMES[case.status], action=ACT_OF[type(command)].name)
    lent = command.hat in (item.lender, item.asker) and command.hat not in item.holders
    offered = (Recall,) if lent else actions_on(matter, case.status, item)
    if type(command) not in offered:
        return ActionNotOffered(step=matter.called(item.step), action=ACT_OF[type(command)].name)
    if command.expected_version != item.version:
        return Stale()
    if isinstance(command, Claim):
        return _hand_guard(matter, case, filed, command, item)
    return _spoken_guard(matter, case, filed, command, item) if isinstance(command, Spoken) else None


def _stranger(matter: Definition, item: WorkItem, command: OnItem, world: World) -> Refusal | None:
    """The item is not the actor's: never was, or a colleague has claimed it."""
    if command.hat in (*item.holders, item.lender, item.asker):
        return None
    if command.hat in item.group:
        return ClaimedByAnother(who=world.organisation.person(item.holders[0].person).name)
    return NotHolder(step=matter.called(item.step))


def _own_deed_guard(matter: Definition, case: Case, filed: Filed, command: TakeBack, world: World) -> Refusal | None:
    """Only whose decision it was takes it back, or who made it in their stead; and only one that went on within the case."""
    deed = case.deed_on(command.item)
    theirs = deed is not None and command.hat.person == deed.hat.person and command.people <= deed.people
    if deed is None or not theirs:
        return NotPossible(action=ACT_OF[TakeBack].name, why="只能拿回您本人办理、且尚未拿回的环节")
    if deed.what not in _TAKEN_BACK:
        return NotPossible(action=ACT_OF[TakeBack].name, why="该次办理已告知申请人，或者已出具文书")
    if deed.seq < case.jumped:
        return NotPossible(action=ACT_OF[TakeBack].name, why="此后管理员已将办件转到其他环节")
    item = next(item for item in case.closed if item.key == command.item)
    return _stead_guard(matter, case, filed, command, item, world)


def _over(case: Case, item: WorkItem, world: World) -> Refusal | None:
    """The item is done, or somebody else's act has made it needless: who and when."""
    deed, drop = case.deed_on(item.key), case.drop_of(item.key)
    if deed:
        return AlreadyDecided(who=who_acted(world.organisation, deed.actor, deed.behalf), at=deed.at)
    if drop is None:
        return None
    who = who_acted(world.organisation, drop.actor, drop.behalf)
    if drop.why == "signed_by_another":
        return AlreadyDecided(who=who, at=drop.at)
    return NoLongerNeeded(who=who, at=drop.at, why=_DROPPED[drop.why])


def _status_guard(case: Case, command: Command) -> Refusal | None:
    if type(command) in ALLOWED[case.status]:
        return None
    return WrongStatus(status=STATUS_NAMES[case.status], action=ACT_OF[type(command)].name)


def _spoken_guard(matter: Definition, case: Case, filed: Filed, command: Spoken, item: WorkItem) -> Refusal | None:
    if not case.applying.isdisjoint(command.people) and item.purpose not in ("duty", "own_part"):
        return SelfDecision()
    if not command.people.isdisjoint(item.askers):
        return NotPossible(action=ACT_OF[type(command)].name, why="所请由您本人提出，须由其他人员审批")
    return _hand_guard(matter, case, filed, command, item)


def _hand_guard(matter: Definition, case: Case, filed: Filed, command: OnItem, item: WorkItem) -> Refusal | None:
    """Whether the hand may act on the item at all (回避)."""
    return _concerned(matter, case, filed, command, item) or _same_hand(matter, case, item, command)


def _concerned(matter: Definition, case: Case, filed: Filed, command: OnItem, item: WorkItem) -> Refusal | None:
    """Whom the case is about has no say in it, also by what is only filled in now (当事人回避); what they owe by it they do."""
    if item.purpose in (*OF_APPLICANT, "duty"):
        return None
    named = concerned_in(matter, filed.saying(getattr(command, "fills", {})).answers)
    step = matter.find_step(item.step) if item.purpose == "act" else None
    return None if command.people.isdisjoint(kept_out(named, step)) else ConcernedSelf()


def _same_hand(matter: Definition, case: Case, item: WorkItem, command: OnItem) -> Refusal | None:
    step = matter.find_step(item.step) if item.purpose == "act" else None
    if step is None:
        return None
    if not isinstance(command, Advise) and not command.people.isdisjoint(case.signed(step.id)):
        return AlreadySigned(step=step.name)
    apart = step.apart_from if isinstance(step, HumanStep) else ()
    hand = next((d for d in case.deeds if d.step in apart and d.people & command.people), None)
    if hand:
        return SameHand(step=matter.step(hand.step).name)
    aside = any(must_step_aside(hat, step, case.deeds) for hat in command.hats)
    return NotPossible(action=ACT_OF[type(command)].name, why=_ASIDE) if aside else None


def lacking(matter: Definition, case: Case, filed: Filed, command: Command, world: World) -> tuple[Refusal, ...]:
    """What the person has not said, or said wrongly, of an act that the guards let pass."""
    item = case.item(command.item) if isinstance(command, Spoken) else None
    if item is None or not isinstance(command, Spoken):
        return ()
    step = matter.find_step(item.step)
    opinion = lacks_opinion(ITEM_ACT_OF[type(command)], step, item, command.opinion, getattr(command, "answer", None))
    fills = (
        _fills_guard(matter, parties_of(matter, case, filed), step, command, world)
        if isinstance(command, OnStep)
        else None
    )
    return tuple(one for one in (opinion, fills) if one)


def without_faulty(command: Command, unready: tuple[Refusal, ...]) -> Command:
    """The command without the fills that are wrong: no rule of a step can tell what they mean."""
    faulty = {problem.target for one in unready if isinstance(one, Invalid) for problem in one.problems}
    if not isinstance(command, OnStep) or faulty.isdisjoint(command.fills):
        return command
    return command.model_copy(update={"fills": {k: v for k, v in command.fills.items() if k not in faulty}})


def lacks_opinion(
    act: ItemAct, step: Step | None, item: WorkItem, opinion: str, answer: str | None
) -> OpinionRequired | None:
    """Whether an opinion is demanded and not given. `answer`: of what was asked (协查)."""
    if opinion.strip():
        return None
    match act.opinion:
        case "required":
            return OpinionRequired(action=act.name)
        case "by_step" if item.purpose in ("act", "own_part") and opinion_of(step).approving == "required":
            return OpinionRequired(action=act.name)
        case "by_answer" if answer == "no":
            return OpinionRequired(action="答复‘否’")
        case _:
            return None


def _fills_guard(
    matter: Definition, parties: Parties, step: Step | None, command: OnStep, world: World
) -> Refusal | None:
    rights = rights_of(step)
    wrong = fill_problems(matter, command.fills, rights.edit, world, parties)
    now, agreeing = {**parties.says, **command.fills}, ITEM_ACT_OF[type(command)].bent == "agreeing"
    problems = (*wrong, *left_out(matter, rights, now, world.today, agreeing=agreeing))
    return Invalid(problems=problems) if problems else None
