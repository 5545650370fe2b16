"""The course of a case (流转): opening steps, forking into branches and signers, joining them, and what a refusal ends."""

from collections.abc import Iterable
from datetime import date

from matters import submatters
from matters.actors import Passed, actors, holders, kept_apart, one_by_one, robots, several, signer, signers
from matters.case import Deed
from matters.definition.route import (
    Accept,
    Automatic,
    ByChoice,
    Countersign,
    Decide,
    Deliver,
    Exclusive,
    HumanStep,
    Inclusive,
    Parallel,
    Review,
    Step,
    SubMatter,
    Wait,
    walk,
)
from matters.errors import ChoiceRequired, NobodyFound, NotPossible, Refusal
from matters.events import (
    Arrived,
    Concluded,
    CopySent,
    Decided,
    Dropped,
    Forked,
    MachineAsked,
    Reopened,
    StepPassed,
    SubMattersDone,
    WaitOpened,
)
from matters.filing import lost
from matters.forks import Arm
from matters.limits import due_date
from matters.opening import due_facts, wait_for
from matters.organisation import Holder
from matters.rights import hidden_at
from matters.routing import Branching, ByPeople, Signed, Spot, Within, spot_of, steps_of, taken
from matters.telling import Telling
from matters.voting import outcome

NO_BRANCH = "按申请内容，无需办理本环节"
NO_ROWS = "没有需要发起子事项的明细"
WAITED_FOR, NO_DAY = "所等待的日期已到", "没有填写所等待的日期，无需等待"


def open_from(telling: Telling, steps: Iterable[Step], within: Within | None = None) -> Refusal | None:
    """Open the next of the steps in a row that somebody has to do; those that pass by rule are left behind."""
    for step in steps:
        waits = _enter(telling, step)
        if isinstance(waits, Refusal):
            return waits
        if waits:
            return None
    if within is None:
        raise ValueError("no step left to open")
    return arrive(telling, within, passed=True)


def resume(telling: Telling, spot: Spot) -> Refusal | None:
    """Open the step at that spot again, or what follows it."""
    return open_from(telling, spot.onward, spot.within)


def go_on(telling: Telling, step_id: str) -> Refusal | None:
    """The step is done: what follows it in its row, or in the row around it; straight back to who had returned the case."""
    _send_copies(telling, telling.matter.step(step_id))
    detour = telling.case.detour(step_id)
    if detour:
        return come_back(telling, detour.back, detour.also)
    spot = spot_of(telling.matter, step_id)
    return open_from(telling, spot.rest, spot.within)


def _send_copies(telling: Telling, step: Step) -> None:
    """Those to whom the definition sends a copy when the step is done (抄送)."""
    rules = step.copy_to if isinstance(step, HumanStep) else ()
    found = dict.fromkeys(holder for who in rules for holder in holders(who, telling.parties, telling.world))
    to = tuple(holder for holder in found if holder.person not in (telling.case.applicant.person, telling.command.actor.person))
    if to:
        telling.tell(CopySent, step=step.id, to=to)


def come_back(telling: Telling, step_id: str, also: Iterable[str] = ()) -> Refusal | None:
    """The step that was left by a return goes on, and those interrupted with it; seats that had not signed open again.

    Who had signed the step itself saw what has changed since then, and signs again; else the signatures stay.
    """
    fork = telling.case.fork(step_id)
    arms = tuple(arm.id for arm in fork.arms if _outdated(telling, step_id, arm)) if fork else ()
    if arms:
        telling.tell(Reopened, step=step_id, arms=arms)
    refusal = None
    for one in (step_id, *also):
        step = telling.matter.step(one)
        if isinstance(step, Countersign | HumanStep) and telling.case.fork(one):
            refusal = refusal or open_seats(telling, step)
        else:
            refusal = refusal or resume(telling, spot_of(telling.matter, one))
    return refusal


def _outdated(telling: Telling, step_id: str, arm: Arm) -> bool:
    """Whether what the signer of the seat was shown has been changed since."""
    deeds = [deed for deed in telling.case.deeds if deed.step == step_id and deed.hat.person == arm.signer]
    changed = deeds and arm.end and telling.case.changed_since(deeds[-1].seq)
    return bool(changed and changed - hidden_at(telling.matter, step_id))


def refuse(telling: Telling, step_id: str) -> Refusal | None:
    """Somebody refused at the step: its branch has failed, or the whole case."""
    within = spot_of(telling.matter, step_id).within
    if within:
        return arrive(telling, within, passed=False)
    telling.tell(Decided, result="denied", paper=telling.paper("denied"))
    return None


def arrive(telling: Telling, within: Within, *, passed: bool | None) -> Refusal | None:
    """A branch or a signer is done."""
    telling.tell(Arrived, step=within.step.id, branch=within.branch, passed=passed)
    return settle(telling, within.step)


def settle(telling: Telling, step: Branching | Signed) -> Refusal | None:
    """Whether the fork has passed or failed by now, and what follows."""
    fork = telling.case.fork(step.id)
    if fork is None:
        raise ValueError(f"{step.id} has not forked")
    result = outcome(step, fork)
    if result is None:
        return open_seats(telling, step) if isinstance(step, Countersign | HumanStep) else None
    close_items(telling, step, "signed_by_another" if result else "refused")
    return passed_by_all(telling, step) if result else refuse(telling, step.id)


def passed_by_all(telling: Telling, step: Branching | Signed) -> Refusal | None:
    """Everybody needed has agreed: a decision is made by that, and the case goes on."""
    if isinstance(step, Decide):
        gone = lost(telling.matter, telling.world.answers, telling.world)
        if gone:
            return NotPossible(action="同意", why=gone)
        telling.tell(Decided, result="granted", paper=telling.paper("granted"))
    return go_on(telling, step.id)


def close_items(telling: Telling, step: Branching | Signed, why: Dropped) -> None:
    """Nobody is needed any more at what is open inside the step."""
    within = {part.id for part in walk((step,))}
    telling.close((item for item in telling.case.items if item.step in within), why)


def sign(telling: Telling, step: Signed, seat: str | None, *, passed: bool | None) -> Refusal | None:
    """Somebody has spoken for a seat; seats for which only people are left who have spoken go with it (一人不重复签).

    A step that only one signs has no seats: it is done.
    """
    if seat is None:
        return passed_by_all(telling, step) if passed else refuse(telling, step.id)
    return arrive(telling, Within(step, seat), passed=passed) or close_spoken_for(telling, step)


def close_spoken_for(telling: Telling, step: Signed) -> Refusal | None:
    """Close each open seat whose every holder has signed another one in this round, as they signed."""
    signed = telling.case.signed(step.id)
    for item in telling.case.items:
        people = {holder.person for holder in item.holders}
        if item.step == step.id and item.seat and people <= signed.keys():
            telling.close((item,), "signed_by_another")
            ends = {signed[person] for person in people}
            passed = True if ends == {"passed"} else None if ends == {"abstained"} else False
            return arrive(telling, Within(step, item.seat), passed=passed) or close_spoken_for(telling, step)
    return None


def hand_over(telling: Telling) -> None:
    """The result paper exists and nothing else is open: deliver what was granted, or conclude."""
    deliver = telling.matter.steps[-1]
    if telling.case.result == "granted" and isinstance(deliver, Deliver) and deliver.who:
        waits = _open(telling, deliver)
        if waits is True:
            return
        if waits:  # the paper is sealed and must come out, even when the posts that hand it over have fallen vacant since
            telling.tell(StepPassed, step=deliver.id, reason="本环节暂无可办理人员，结果文书已出具，由系统办结")
    conclude(telling, None)


def conclude(telling: Telling, item: str | None) -> None:
    """The case ends with its result; the record of the whole handling becomes due."""
    case = telling.case
    telling.tell(
        Concluded, item=item, result=case.result, tell=(case.applicant.person,), paper=telling.paper("concluded")
    )


def open_seats(telling: Telling, step: Signed) -> Refusal | None:
    """Open every seat whose turn it is and that waits for nobody yet; who has signed has signed."""
    fork, passing = telling.case.fork(step.id), []
    waiting = {item.seat for item in telling.case.items if item.step == step.id}
    for arm in fork.ready if fork else ():
        found = arm.who or signer(step, arm.id, telling.parties, telling.world)
        if arm.id in waiting:
            continue
        if isinstance(found, NobodyFound):
            return found
        if isinstance(found, Passed):
            telling.tell(StepPassed, step=step.id, reason=found.reason)
            passing.append(arm.id)
        else:
            wait_for(telling, step, found, arm.id, arm.legs)
    for seat in passing[:-1]:  # counted together with the last, so that the fork ends once
        telling.tell(Arrived, step=step.id, branch=seat, passed=True)
    refusal = arrive(telling, Within(step, passing[-1]), passed=True) if passing else None
    return refusal or close_spoken_for(telling, step)


def _enter(telling: Telling, step: Step) -> bool | Refusal:
    """Whether the case waits at or inside the step now; false = the step passes."""
    match step:
        case Deliver():
            return _reach_the_end(telling)
        case Wait() | Automatic() | SubMatter():
            return _wait_for_others(telling, step)
        case Accept() | Decide() if step.instant:
            return _let_machine_try(telling, step)
        case Countersign():
            return _ask_signers(telling, step)
        case HumanStep():
            return ask_people(telling, step)
        case Parallel() | Exclusive() | Inclusive():
            return _fork(telling, step)
        case _:
            raise NotImplementedError(f"step kind {step.kind} is refused at publishing")


def _wait_for_others(telling: Telling, step: Wait | Automatic | SubMatter) -> bool | Refusal:
    """A day or an event, a machine, or other matters: nobody of the case has to act."""
    if isinstance(step, SubMatter):
        return _begin_others(telling, step)
    return ask_machine(telling, step) if isinstance(step, Automatic) else _wait(telling, step)


def ask_people(telling: Telling, step: ByPeople) -> bool | Refusal:
    """The people of the step have it before them now; false = it passes by rule."""
    return _ask_signers(telling, step) if several(step) else _open(telling, step)


def _let_machine_try(telling: Telling, step: Accept | Decide) -> bool | Refusal:
    """A machine checks the rules first (秒批); the people who would have to act otherwise must be there all the same."""
    found = signers(step, telling.parties, telling.world) if several(step) else actors(step, telling.parties, telling.world)
    if isinstance(found, NobodyFound):
        return found
    telling.tell(MachineAsked, step=step.id, work="rule_check", **telling.resolved)
    return True


def ask_machine(telling: Telling, step: Automatic) -> bool | Refusal:
    """A machine has the step before it; robots of another system until they have reported or their time is over."""
    found = robots(step, telling.parties, telling.world)
    if isinstance(found, NobodyFound):
        return found
    due = due_date(step.limit, telling.world.now, telling.world.calendar) if step.limit and found else None
    facts = {**due_facts(due), **telling.resolved}
    telling.tell(MachineAsked, step=step.id, work=step.work.do, holders=found, **facts)
    return True


def _open(telling: Telling, step: HumanStep | Deliver) -> bool | Refusal:
    found = actors(step, telling.parties, telling.world, kept_apart(step, telling.case))
    if isinstance(found, NobodyFound):
        return found
    if isinstance(found, Passed):
        telling.tell(StepPassed, step=step.id, reason=found.reason)
        return False
    if isinstance(step.who, ByChoice) and step.id not in telling.parties.chosen:
        return ChoiceRequired(step=step.name)
    same = _agreed_before(telling, step, found) if isinstance(step, Review) else None
    if same:
        before = telling.matter.step(same.step).name
        telling.tell(StepPassed, step=step.id, reason=f"沿用同一人在“{before}”环节的同意意见", same_as=same.seq)
        return False
    wait_for(telling, step, found)
    return True


def _wait(telling: Telling, step: Wait) -> bool | Refusal:
    """For an event that a robot reports, or the day that a field says; none when it has come, or nobody has said one."""
    found = robots(step, telling.parties, telling.world)
    if isinstance(found, NobodyFound):
        return found
    if found:
        telling.tell(WaitOpened, step=step.id, holders=found, organisation=telling.world.organisation.version)
        return True
    said = str(telling.world.answers.get(step.for_field or "") or "")[:10]
    if not said or date.fromisoformat(said) <= telling.world.today:
        telling.tell(StepPassed, step=step.id, reason=WAITED_FOR if said else NO_DAY)
        return False
    telling.tell(
        WaitOpened, step=step.id, until=date.fromisoformat(said), organisation=telling.world.organisation.version
    )
    return True


def _begin_others(telling: Telling, step: SubMatter) -> bool | Refusal:
    """Have the sub-matters begun that are not there yet; when all of an earlier round stand, it goes on at once."""
    if not submatters.rows_wanted(step, telling.world):
        telling.tell(StepPassed, step=step.id, reason=NO_ROWS)
        return False
    submatters.want(telling, step)
    return weigh(telling, step) or True


def weigh(telling: Telling, step: SubMatter) -> Refusal | None:
    """What the sub-matters for which the case waits mean by now: it goes on, is refused, or somebody has to say."""
    item = submatters.waiting_item(telling.case, step.id)
    standing = submatters.standing(step, telling.case)
    if item is None or standing == "waits":
        return None
    if standing == "done":
        telling.tell(SubMattersDone, item=item.key)
        return go_on(telling, step.id)
    if standing == "refused":
        telling.close((item,), "refused")
        return refuse(telling, step.id)
    found = submatters.taking_over(step, telling.case, telling.parties, telling.world)
    if isinstance(found, NobodyFound):
        return found
    wait_for(telling, step, found)
    return None


def drop_moot(telling: Telling) -> None:
    """Consent to let an item rest is moot once the item is done."""
    items = telling.case.items
    open_keys = {item.key for item in items}
    telling.close((item for item in items if item.about and item.about not in open_keys), "moved_on")


def _agreed_before(telling: Telling, step: Review, found: tuple[Holder, ...]) -> Deed | None:
    """The agreement of the one who would act, if the rule of the step lets it stand for this one too (同一人重复出现).

    It says nothing about what was kept from that person there and is shown here. What was agreed to by proxy (代理) stands for
    nothing else: the one did not speak, the other not for himself.
    """
    case, rule = telling.case, step.exceptions.repeated
    people = {holder.person for holder in found}
    if rule == "ask_again" or len(people) != 1:
        return None
    deeds = case.deeds[-1:] if rule == "skip_if_consecutive" else case.deeds[::-1]
    own = (deed for deed in deeds if deed.what == "approved" and deed.behalf is None)
    agreed = next((deed for deed in own if deed.actor.person in people), None)
    here = hidden_at(telling.matter, step.id)
    if agreed is None or hidden_at(telling.matter, agreed.step) - here:
        return None
    changed = rule == "skip_if_unchanged" and case.changed_since(agreed.seq) - here
    return None if changed else agreed


def _reach_the_end(telling: Telling) -> bool:
    """Handing over waits for the result paper; when that is there, it happens now."""
    case = telling.case
    if any(paper.paper == case.result_paper for paper in case.papers):
        hand_over(telling)
    return True


def _ask_signers(telling: Telling, step: Signed) -> bool | Refusal:
    seats = signers(step, telling.parties, telling.world)
    if isinstance(seats, NobodyFound):
        return seats
    if not seats:
        telling.tell(StepPassed, step=step.id, reason=NO_BRANCH)
        return False
    after, weights = one_by_one(step, seats), {seat.id: seat.weight for seat in seats if seat.weight != 1}
    telling.tell(Forked, step=step.id, branches=tuple(seat.id for seat in seats), after=after, weights=weights)
    for seat in seats:
        if seat.id not in after:
            wait_for(telling, step, seat.holders, seat.id)
    return True


def _fork(telling: Telling, step: Branching) -> bool | Refusal:
    branches = taken(step, telling.world.answers, telling.world.today)
    if not branches:
        telling.tell(StepPassed, step=step.id, reason=NO_BRANCH)
        return False
    telling.tell(Forked, step=step.id, branches=branches)
    for branch in branches:
        refusal = open_from(telling, steps_of(step, branch), Within(step, branch))
        if refusal:
            return refusal
    return True
