"""The course of a case (流转): opening steps, forking into branches and signers, joining them, and what a refusal ends."""

from collections.abc import Iterable
from typing import Any

from matters.actors import Passed, actors, kept_apart, signer, signers
from matters.calendar import DueDate
from matters.definition.clock import Limit
from matters.definition.route import Countersign, Deliver, Exclusive, HumanStep, Inclusive, Parallel, Step, walk
from matters.errors import NobodyFound, Refusal
from matters.events import Arrived, Concluded, Decided, Dropped, Forked, StepOpened, StepPassed
from matters.limits import due_date
from matters.organisation import Holder
from matters.routing import Branching, Spot, Within, outcome, spot_of, steps_of, taken
from matters.telling import Telling

NO_BRANCH = "按申请内容，无需办理本环节"


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
    """The step is done: what follows it in its row, or in the row around it."""
    spot = spot_of(telling.matter, step_id)
    return open_from(telling, spot.rest, spot.within)


def refuse(telling: Telling, step_id: str) -> Refusal | None:
    """Somebody refused at the step: its branch has failed, or the whole case."""
    within = spot_of(telling.matter, step_id).within
    if within:
        return arrive(telling, within, passed=False)
    telling.tell(Decided, result="denied", paper=telling.paper("denied"))
    return None


def arrive(telling: Telling, within: Within, *, passed: bool) -> Refusal | None:
    """A branch or a signer is done. When that settles the fork, the case goes on behind it or ends refused."""
    step = within.step
    telling.tell(Arrived, step=step.id, branch=within.branch, passed=passed)
    fork = telling.case.fork(step.id)
    if fork is None:
        raise ValueError(f"{step.id} has not forked")
    result = outcome(step, len(fork.branches), len(fork.passed), fork.refused)
    if result is None:
        return None
    close_items(telling, within.step, "signed_by_another" if result else "refused")
    return go_on(telling, step.id) if result else refuse(telling, step.id)


def close_items(telling: Telling, step: Step, why: Dropped) -> None:
    """Nobody is needed any more at what is open inside the step."""
    inside = {part.id for part in walk((step,))}
    telling.close((item for item in telling.case.items if item.step in inside), why)


def sign(telling: Telling, step: Countersign, seat: str, *, passed: bool) -> Refusal | None:
    """A signer has spoken; seats for which only people are left who have spoken go with it (一人不重复签)."""
    return arrive(telling, Within(step, seat), passed=passed) or close_spoken_for(telling, step)


def close_spoken_for(telling: Telling, step: Countersign) -> Refusal | None:
    """Close each open seat whose every holder has signed another one in this round, as they signed."""
    signed = telling.case.signed(step.id)
    for item in telling.case.items:
        people = {holder.person for holder in item.holders}
        if item.step == step.id and item.seat and people <= signed.keys():
            telling.close((item,), "signed_by_another")
            passed = all(signed[person] for person in people)
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


def reopen_seats(telling: Telling, step: Countersign) -> Refusal | None:
    """Open the seats again that were interrupted; who has signed has signed."""
    fork = telling.case.fork(step.id)
    passing = []
    for seat in fork.under_way if fork else ():
        found = signer(step, seat, telling.parties, telling.world)
        if isinstance(found, NobodyFound):
            return found
        if isinstance(found, Passed):
            telling.tell(StepPassed, step=step.id, reason=found.reason)
            passing.append(seat)
        else:
            _await(telling, step.id, found, step.limit, seat)
    for seat in passing[:-1]:  # counted together with the last, so that the fork ends once
        telling.tell(Arrived, step=step.id, branch=seat, passed=True)
    refusal = arrive(telling, Within(step, passing[-1]), passed=True) if passing else None
    return refusal or close_spoken_for(telling, step)


def _enter(telling: Telling, step: Step) -> bool | Refusal:
    """Whether the case waits at or inside the step now; false = the step passes."""
    match step:
        case HumanStep():
            return _open(telling, step)
        case Deliver():
            return _reach_the_end(telling)
        case Countersign():
            return _ask_signers(telling, step)
        case Parallel() | Exclusive() | Inclusive():
            return _fork(telling, step)
        case _:
            raise NotImplementedError(f"step kind {step.kind} is refused at publishing")


def _open(telling: Telling, step: HumanStep | Deliver) -> bool | Refusal:
    found = actors(step, telling.parties, telling.world, kept_apart(step, telling.case))
    if isinstance(found, NobodyFound):
        return found
    if isinstance(found, Passed):
        telling.tell(StepPassed, step=step.id, reason=found.reason)
        return False
    _await(telling, step.id, found, step.limit)
    return True


def _await(
    telling: Telling, step: str, holders: tuple[Holder, ...], limit: Limit | None, seat: str | None = None
) -> None:
    due = due_date(limit, telling.world.now, telling.world.calendar) if limit else None
    telling.tell(StepOpened, step=step, seat=seat, holders=holders, **due_facts(due), **telling.resolved)


def due_facts(due: DueDate | None) -> dict[str, Any]:
    """A due date as the facts of an event."""
    return {"due": due.day, "provisional": due.provisional} if due else {}


def _reach_the_end(telling: Telling) -> bool:
    """Handing over waits for the result paper; when that is there, it happens now."""
    case = telling.case
    if any(paper.paper == case.result_paper for paper in case.papers):
        hand_over(telling)
    return True


def _ask_signers(telling: Telling, step: Countersign) -> bool | Refusal:
    seats = signers(step, telling.parties, telling.world)
    if isinstance(seats, NobodyFound):
        return seats
    if not seats:
        telling.tell(StepPassed, step=step.id, reason=NO_BRANCH)
        return False
    telling.tell(Forked, step=step.id, branches=tuple(seats))
    for seat, holders in seats.items():
        _await(telling, step.id, holders, step.limit, seat)
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
