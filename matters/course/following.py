"""The course of a case (流转): opening steps, forking into branches and signers, joining them, and what a refusal ends."""

from collections.abc import Iterable, Mapping

from matters.case.events.children import BegunAgain, EndedWithout, SubMattersDone
from matters.case.events.course import Arrived, Forked, StepPassed
from matters.case.events.deciding import Concluded
from matters.case.events.handing import CopySent
from matters.case.events.returning import Reopened
from matters.case.forks import Arm, ArmEnd
from matters.case.items import WorkItem
from matters.case.values import ArmKey, Dropped, ItemKey, SeatKey
from matters.case.vote import outcome
from matters.commands.acts import ACT_OF
from matters.commands.items import Approve
from matters.course import children
from matters.course.entering import take_effect
from matters.course.opening import (
    NOT_NEEDED,
    open_alone,
    open_step,
    owe_duties,
    wait_for,
)
from matters.course.papers import due_at_step
from matters.course.validity import tell_result
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NobodyFound, NotPossible
from matters.errors.together import told_together
from matters.filing.slots import lost
from matters.language.branches import taken
from matters.language.rights import hidden_at
from matters.language.route.by_itself import SubMatter
from matters.language.route.spots import Spot, Within, steps_of
from matters.language.route.steps import Branching, Decide, Deliver, HumanStep, Seated, Step, walk
from matters.who.actors import Passed, holders
from matters.who.seats import sitting

NO_ROWS = "没有需要发起子事项的明细"


def open_from(decision: Decision, steps: Iterable[Step], within: Within | None = None) -> Refusal | None:
    """Open the next of the steps in a row that somebody has to do; those that pass by rule are left behind."""
    for step in steps:
        waits = _enter(decision, step)
        if isinstance(waits, Refusal):
            return waits
        if waits:
            return None
    if within is None:
        raise ValueError("no step left to open")
    return arrive(decision, within.step, within.branch, passed=True)


def resume(decision: Decision, spot: Spot) -> Refusal | None:
    """Open the step at that spot again, or what follows it."""
    return open_from(decision, spot.onward, spot.within)


def done(decision: Decision, step_id: str) -> Refusal | None:
    """Who acts at the step has done it: what it issues is due, and the case goes on."""
    due_at_step(decision, step_id)
    return go_on(decision, step_id)


def go_on(decision: Decision, step_id: str) -> Refusal | None:
    """The step is over: what follows it in its row, or in the row around it; straight back to who had returned the case."""
    _send_copies(decision, decision.matter.step(step_id))
    detour = decision.case.detour(step_id)
    if detour:
        return come_back(decision, detour.back, detour.also)
    spot = decision.matter.spot(step_id)
    return open_from(decision, spot.rest, spot.within)


def _send_copies(decision: Decision, step: Step) -> None:
    """Those to whom the definition sends a copy when the step is done (抄送)."""
    rules = step.copy_to if isinstance(step, HumanStep) else ()
    found = dict.fromkeys(holder for who in rules for holder in holders(who, decision.parties, decision.world))
    to = tuple(
        holder
        for holder in found
        if holder.person not in (decision.case.applicant.person, decision.command.actor.person)
    )
    if to:
        decision.tell(CopySent, step=step.id, to=to)


def come_back(decision: Decision, step_id: str, also: Iterable[str] = ()) -> Refusal | None:
    """The step that was left by a return goes on, and those interrupted with it; seats that had not signed open again.

    Who had signed the step itself saw what has changed since then, and signs again; else the signatures stay.
    """
    fork = decision.case.fork(step_id)
    arms = tuple(arm.id for arm in fork.arms if _outdated(decision, step_id, arm)) if fork else ()
    if arms:
        decision.tell(Reopened, step=step_id, arms=arms)
    refusal = None
    for one in (step_id, *also):
        step = decision.matter.step(one)
        if isinstance(step, Seated) and _same_bodies(decision, step):
            refusal = refusal or open_seats(decision, step)
        else:
            refusal = refusal or resume(decision, decision.matter.spot(one))
    return refusal


def _same_bodies(decision: Decision, step: Seated) -> bool:
    """Whether the step has its seats, for the bodies that are named now (逐一指定的单位); with others it is begun anew."""
    fork = decision.case.fork(step.id)
    here = {arm.seat.body for arm in fork.arms} if fork else set()
    bodies = {body for rule, *_ in step.actor_rules for body, _ in decision.parties.apart(rule)}
    return fork is not None and here == bodies


def _outdated(decision: Decision, step_id: str, arm: Arm) -> bool:
    """Whether what the signer of the seat was shown has been changed since."""
    deeds = [deed for deed in decision.case.deeds if deed.step == step_id and deed.hat.person == arm.signer]
    changed = deeds and arm.end and decision.case.changed_since(deeds[-1].seq)
    return bool(changed and changed - hidden_at(decision.matter, step_id))


def refuse(decision: Decision, step_id: str) -> Refusal | None:
    """Somebody refused at the step: its branch has failed, or the whole case."""
    within = decision.matter.spot(step_id).within
    if within:
        return arrive(decision, within.step, within.branch, passed=False)
    return tell_result(decision, "denied") or owe_duties(decision, "denied")


def arrive(
    decision: Decision, step: Branching | Seated, arm: ArmKey, *, passed: bool | None, silent: bool = False
) -> Refusal | None:
    """A branch or a signer is done; `silent`: without a word on that seat."""
    decision.tell(Arrived, step=step.id, branch=arm, passed=passed, silent=silent)
    return settle(decision, step)


def settle(decision: Decision, step: Branching | Seated) -> Refusal | None:
    """Whether the fork has passed or failed by now, and what follows."""
    fork = decision.case.fork(step.id)
    if fork is None:
        raise ValueError(f"{step.id} has not forked")
    result = outcome(step, fork)
    if result is None:
        return open_seats(decision, step) if isinstance(step, Seated) else None
    close_items(decision, step, "signed_by_another" if result else "refused")
    return passed_by_all(decision, step) if result else refuse(decision, step.id)


def passed_by_all(decision: Decision, step: Branching | Seated) -> Refusal | None:
    """Everybody needed has agreed: a decision is made by that, and the case goes on."""
    if isinstance(step, Decide):
        gone = lost(decision.matter, decision.filed.answers, decision.world)
        if gone:
            return NotPossible(action=ACT_OF[Approve].name, why=gone)
        refusal = tell_result(decision, "granted") or take_effect(decision) or owe_duties(decision, "granted")
        if refusal:
            return refusal
    return done(decision, step.id)


def close_items(decision: Decision, step: Branching | Seated, why: Dropped) -> None:
    """Nobody is needed any more at what is open inside the step."""
    within = {part.id for part in walk((step,))}
    decision.close((item for item in decision.case.items if item.step in within), why)


def sign(decision: Decision, step: Seated, seat: SeatKey | None, *, passed: bool | None) -> Refusal | None:
    """Somebody has spoken for a seat; seats for which only people are left who have spoken go with it (一人不重复签).

    A step that only one signs has no seats: it is done.
    """
    if seat is None:
        return passed_by_all(decision, step) if passed else refuse(decision, step.id)
    return arrive(decision, step, seat, passed=passed) or close_spoken_for(decision, step)


def close_spoken_for(decision: Decision, step: Seated) -> Refusal | None:
    """Close each open seat whose every holder has signed another one in this round, as they signed; it is no further vote."""
    signed = decision.case.signed(step.id)
    item = next((one for one in decision.case.items if one.step == step.id and _spoken_for(one, signed)), None)
    if item is None or item.seat is None:
        return None
    decision.close((item,), "signed_by_another")
    ends = {signed[holder.person] for holder in item.holders}
    passed = False if "refused" in ends else None if "abstained" in ends else True
    return arrive(decision, step, item.seat, passed=passed, silent=True) or close_spoken_for(decision, step)


def _spoken_for(item: WorkItem, signed: Mapping[str, ArmEnd]) -> bool:
    """One that is lent for an opinion waits until it is back: whoever gives the opinion does not sign it."""
    return item.seat is not None and item.lender is None and all(holder.person in signed for holder in item.holders)


def hand_over(decision: Decision) -> None:
    """The result paper exists and nothing else is open: deliver what was granted, or conclude."""
    deliver = decision.matter.steps[-1]
    if decision.case.result == "granted" and isinstance(deliver, Deliver) and deliver.who:
        waits = open_alone(decision, deliver)
        if waits is True:
            return
        if (
            waits
        ):  # the paper is sealed and must come out, even when the posts that hand it over have fallen vacant since
            decision.rule(StepPassed, step=deliver.id, reason="本环节暂无可办理人员，结果文书已出具，由系统办结")
    conclude(decision, None)


def conclude(decision: Decision, item: ItemKey | None) -> None:
    """The case ends with its result; the record of the whole handling becomes due."""
    case = decision.case
    decision.tell(
        Concluded, item=item, result=case.result, tell=(case.applicant.person,), paper=decision.paper("concluded")
    )


def open_seats(decision: Decision, step: Seated) -> Refusal | None:
    """Open every seat whose turn it is and that waits for nobody yet; who has signed has signed."""
    fork = decision.case.fork(step.id)
    passing: list[SeatKey] = []
    waiting = {item.seat for item in decision.case.items if item.step == step.id}
    for arm in fork.ready if fork else ():
        found = arm.who or sitting(step, arm.seat, decision.parties, decision.world)
        if arm.id in waiting:
            continue
        if isinstance(found, NobodyFound):
            return found
        if isinstance(found, Passed):
            decision.rule(StepPassed, step=step.id, reason=found.reason)
            passing.append(arm.seat)
        else:
            wait_for(decision, step, found, arm.seat, arm.legs)
    return _pass_seats(decision, step, passing) or close_spoken_for(decision, step)


def _pass_seats(decision: Decision, step: Seated, seats: list[SeatKey]) -> Refusal | None:
    """All of them are counted together with the last, so that the fork ends once."""
    for seat in seats[:-1]:
        decision.tell(Arrived, step=step.id, branch=seat, passed=True, silent=True)
    return arrive(decision, step, seats[-1], passed=True, silent=True) if seats else None


def _enter(decision: Decision, step: Step) -> bool | Refusal:
    """Whether the case waits at or inside the step now; false = the step passes."""
    if isinstance(step, Branching):
        return _fork(decision, step)
    if isinstance(step, SubMatter):
        return _begin_others(decision, step)
    return _reach_the_end(decision) if isinstance(step, Deliver) else open_step(decision, step)


def _begin_others(decision: Decision, step: SubMatter) -> bool | Refusal:
    """Have the sub-matters begun that are not there yet; when all of an earlier round stand, it goes on at once."""
    if not children.rows_wanted(step, decision.filed):
        decision.rule(StepPassed, step=step.id, reason=NO_ROWS)
        return False
    children.want(decision, step)
    return weigh(decision, step) or True


def weigh(decision: Decision, step: SubMatter) -> Refusal | None:
    """What the sub-matters for which the case waits mean by now: it goes on, is refused, or somebody has to say."""
    item = children.waiting_item(decision.case, step.id)
    standing = children.standing(step, decision.case)
    if item is None or standing == "waits":
        return None
    if standing == "done":
        decision.rule(SubMattersDone, item=item.key)
        return go_on(decision, step.id)
    if standing == "refused":
        decision.close((item,), "refused")
        return refuse(decision, step.id)
    if standing == "begins_again":
        decision.rule(BegunAgain, item=item.key)
        children.want(decision, step, {child.key for child in children.withdrawn(step, decision.case)})
        return weigh(decision, step)
    if standing == "ends":
        people = dict.fromkeys((decision.case.applicant.person, *decision.case.handlers))
        decision.rule(EndedWithout, step=step.id, tell=tuple(people))
        return None
    found = children.taking_over(step, decision.case, decision.parties, decision.world)
    if isinstance(found, NobodyFound):
        return found
    wait_for(decision, step, found)
    return None


def drop_moot(decision: Decision) -> None:
    """Consent to let an item rest is moot once the item is done."""
    items = decision.case.items
    open_keys = {item.key for item in items}
    decision.close((item for item in items if item.about and item.about not in open_keys), "moved_on")


def _reach_the_end(decision: Decision) -> bool:
    """Handing over waits for the result paper; when that is there, it happens now."""
    if decision.case.result_out:
        hand_over(decision)
    return True


def _fork(decision: Decision, step: Branching) -> bool | Refusal:
    branches = taken(step, decision.filed.answers, decision.world.today)
    if not branches:
        decision.rule(StepPassed, step=step.id, reason=NOT_NEEDED)
        return False
    decision.tell(Forked, step=step.id, branches=branches)
    opened = (open_from(decision, steps_of(step, branch), Within(step, branch)) for branch in branches)
    refusals = [refusal for refusal in opened if refusal]  # of every branch: what is missing is told at once
    return told_together(*refusals) if refusals else True
