"""How a step opens (待办产生): for whom it waits, until when, and what lets it pass without anybody."""

from datetime import date, timedelta
from typing import Any, Literal

from matters.calendar import DueDate, local_day
from matters.case.account import Reason
from matters.case.deeds import Deed
from matters.case.events.automatic import MachineAsked
from matters.case.events.course import Forked, StepOpened, StepPassed
from matters.case.events.deciding import Approved
from matters.case.events.inquiries import DutyOpened
from matters.case.events.pausing import ProcedureBegun
from matters.case.events.ringing import WaitOpened
from matters.case.items import WorkItem
from matters.case.values import Leg, SeatKey
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import ChoiceRequired, NobodyFound
from matters.filing.values import instant_said
from matters.language.rights import hidden_at
from matters.language.route.by_itself import Automatic, Wait
from matters.language.route.steps import (
    Acceptance,
    ByPeople,
    Countersign,
    Decide,
    Deliver,
    HumanStep,
    Inquiry,
    OwnPart,
    Review,
    Seated,
    Signed,
    SpecialProcedure,
    Step,
    limit_of,
)
from matters.language.route.who import ByChoice
from matters.organisation.snapshot import Holder
from matters.who.actors import Passed, actors, asked, kept_apart, owing, robots
from matters.who.seats import named, one_by_one, seats_of, several

NOT_NEEDED = "按申请内容，无需办理本环节"
WAITED_FOR, NO_DAY = "所等待的日期已到", "没有填写所等待的日期，无需等待"


def open_step(decision: Decision, step: Step) -> bool | Refusal:
    """Whether the case waits at the step now, for people, a machine, another body or a day; false = the step passes."""
    match step:
        case Inquiry():
            return _inquire(decision, step)
        case Automatic():
            return ask_machine(decision, step)
        case Wait():
            return _wait(decision, step)
        case OwnPart():
            wait_for(decision, step, (decision.case.applicant,))
            return True
        case Acceptance() | Decide() if step.instant:
            return _let_machine_try(decision, step)
        case Countersign() | HumanStep():
            return ask_people(decision, step)
    raise NotImplementedError(f"nothing opens at {step.kind}")


def ask_people(decision: Decision, step: Signed) -> bool | Refusal:
    """The people of the step have it before them now; false = it passes by rule, or is not needed for this case (特别程序)."""
    when = step.when if isinstance(step, SpecialProcedure) else None
    if when and not when.met(decision.filed.answers, decision.world.today):
        decision.rule(StepPassed, step=step.id, reason=NOT_NEEDED)
        return False
    if isinstance(step, Countersign) or several(step):
        return _ask_each(decision, step)
    return open_alone(decision, step)


def _let_machine_try(decision: Decision, step: Acceptance | Decide) -> bool | Refusal:
    """A machine checks the rules first (秒批); the people who would have to act otherwise must be there all the same."""
    found = named(step, decision.parties, decision.world)
    if isinstance(found, NobodyFound):
        return found
    decision.rule(MachineAsked, step=step.id, work="rule_check", **decision.resolved)
    return True


def ask_machine(decision: Decision, step: Automatic) -> bool | Refusal:
    """A machine has the step before it; robots of another system until they have reported or their time is over."""
    found = robots(step, decision.parties, decision.world)
    if isinstance(found, NobodyFound):
        return found
    due = decision.due(step.limit) if found else None
    facts = {**due_facts(due), **decision.resolved}
    decision.rule(MachineAsked, step=step.id, work=step.work.do, holders=found, **facts)
    return True


def open_alone(decision: Decision, step: ByPeople | Deliver) -> bool | Refusal:
    """The step has one actor, or one of a group; false = it passes by rule, or by what the same person said before."""
    found = actors(step, decision.parties, decision.world, kept_apart(step, decision.case))
    if isinstance(found, NobodyFound):
        return found
    if isinstance(found, Passed):
        decision.rule(StepPassed, step=step.id, reason=found.reason)
        return False
    if isinstance(step.who, ByChoice) and step.id not in decision.parties.chosen:
        return ChoiceRequired(step=step.name)
    same = _agreed_before(decision, step, found) if isinstance(step, Review) else None
    if same:
        before = decision.matter.step(same.step).name
        decision.rule(StepPassed, step=step.id, reason=f"沿用同一人在“{before}”环节的同意意见", same_as=same.seq)
        return False
    wait_for(decision, step, found)
    return True


def _agreed_before(decision: Decision, step: Review, found: tuple[Holder, ...]) -> Deed | None:
    """The agreement of the one who would act, if the rule of the step lets it stand for this one too (同一人重复出现).

    It says nothing about what was kept from that person there and is shown here. What was agreed to by proxy (代理) stands for
    nothing else: the one did not speak, the other not for himself.
    """
    case, rule = decision.case, step.exceptions.repeated
    people = {holder.person for holder in found}
    if rule == "ask_again" or len(people) != 1:
        return None
    agreed = _last_agreement(case.deeds[-1:] if rule == "skip_if_consecutive" else case.deeds, *people)
    here = hidden_at(decision.matter, step.id)
    if agreed is None or hidden_at(decision.matter, agreed.step) - here:
        return None
    changed = rule == "skip_if_unchanged" and case.changed_since(agreed.seq) - here
    return None if changed else agreed


def _last_agreement(deeds: tuple[Deed, ...], person: str) -> Deed | None:
    """When the person agreed last, for themselves."""
    own = (deed for deed in reversed(deeds) if deed.actor.person == person and deed.behalf is None)
    return next((deed for deed in own if deed.what == "approved"), None)


def _ask_each(decision: Decision, step: Seated) -> bool | Refusal:
    """Everybody who has a seat, or who is first in turn, has the step before them; false = nobody needs to."""
    seats = seats_of(step, decision.parties, decision.world)
    if isinstance(seats, NobodyFound):
        return seats
    if isinstance(seats, Passed) or not seats:
        decision.rule(StepPassed, step=step.id, reason=seats.reason if isinstance(seats, Passed) else NOT_NEEDED)
        return False
    after, weights = one_by_one(step, seats), {seat.id: seat.weight for seat in seats if seat.weight != 1}
    decision.tell(Forked, step=step.id, branches=tuple(seat.id for seat in seats), after=after, weights=weights)
    for seat in seats:
        if seat.id not in after:
            wait_for(decision, step, seat.holders, seat.id)
    return True


def _wait(decision: Decision, step: Wait) -> bool | Refusal:
    """For an event that a robot reports, or for a day; none when it has come, or nobody has said one."""
    found = robots(step, decision.parties, decision.world)
    if isinstance(found, NobodyFound):
        return found
    facts = {
        "organisation": decision.world.organisation.version,
        "stops_clock": _stands_still(decision, step, "special_procedure"),
    }
    if found:
        decision.rule(WaitOpened, step=step.id, holders=found, **facts)
        return True
    day = _day_waited_for(decision, step)
    if day is None or day <= decision.world.today:
        decision.rule(StepPassed, step=step.id, reason=WAITED_FOR if day else NO_DAY)
        return False
    decision.rule(WaitOpened, step=step.id, until=day, **facts)
    return True


def _day_waited_for(decision: Decision, step: Wait) -> date | None:
    """The day after so long, or that a field says."""
    if due := decision.due(step.for_time):
        return due.day + timedelta(days=1)
    said = instant_said(decision.filed.answers.get(step.for_field or ""))
    return local_day(said) if said else None


def _inquire(decision: Decision, step: Inquiry) -> bool | Refusal:
    """Another body is asked (协查), or each of several."""
    if several(step):
        return _ask_each(decision, step)
    found = asked(step, decision.parties, decision.world)
    if isinstance(found, NobodyFound):
        return found
    wait_for(decision, step, found)
    return True


def owe_duties(decision: Decision, result: Literal["granted", "denied"]) -> Refusal | None:
    """What comes from the decision for others to do (办后义务), each with its own limit; the case goes on beside it."""
    outcome, world = decision.matter.outcome, decision.world
    for duty in outcome.result(result).duties if outcome else ():
        found = owing(duty, decision.parties, world)
        if isinstance(found, NobodyFound):
            return found
        due = decision.due(duty.limit)
        decision.rule(DutyOpened, duty=duty.id, holders=found, **due_facts(due), **decision.resolved)
    return None


def wait_again(decision: Decision, item: WorkItem) -> None:
    """An item that was done or closed waits once more for the same people, until the same day."""
    due = DueDate(item.due, item.provisional) if item.due else None
    facts = {**due_facts(due), **decision.resolved, "purpose": item.purpose, "overdue": item.overdue, "legs": item.legs}
    facts["stops_clock"] = item.stops_clock and item.purpose == "own_part"
    decision.tell(StepOpened, step=item.step, seat=item.seat, holders=item.holders, **facts)
    _note_procedure(decision, item.step)


def wait_for(
    decision: Decision,
    step: Step,
    holders: tuple[Holder, ...],
    seat: SeatKey | None = None,
    legs: tuple[Leg, ...] = (),
) -> None:
    """The step waits for these people, from now on for as long as its limit says."""
    due = decision.due(limit_of(step))
    kind = {**_kind_of(decision, step), "legs": legs}
    decision.tell(StepOpened, step=step.id, seat=seat, holders=holders, **due_facts(due), **decision.resolved, **kind)
    _note_procedure(decision, step.id)


def _kind_of(decision: Decision, step: Step) -> dict[str, Any]:
    """What an item of the step waits for, and what follows when it is not done by its day."""
    match step:
        case HumanStep():
            return {"purpose": "act", "overdue": step.overdue}
        case Inquiry():
            return {"purpose": "inquiry", "overdue": step.unanswered}
        case OwnPart():
            stops = _stands_still(decision, step, "supplement")
            return {"purpose": "own_part", "overdue": step.undone, "stops_clock": stops}
        case _:
            return {"purpose": "act"}


def _note_procedure(decision: Decision, step_id: str) -> None:
    """The clock of the case stands still for it where both the step and the matter say so."""
    step = decision.matter.find_step(step_id)
    if isinstance(step, SpecialProcedure):
        stops = _stands_still(decision, step, "special_procedure")
        agreed = next((event.hat for event in decision.events if isinstance(event, Approved)), None)
        decision.rule(ProcedureBegun, step=step_id, approved_by=agreed, stops_clock=stops)


def _stands_still(decision: Decision, step: SpecialProcedure | Wait | OwnPart, reason: Reason) -> bool:
    """Both the step and the matter say so, the matter of all that stops it for that reason."""
    clock = decision.matter.clock
    return step.stops_clock and clock is not None and reason in clock.stops


def due_facts(due: DueDate | None) -> dict[str, Any]:
    """A due date as the facts of an event."""
    return {"due": due.day, "provisional": due.provisional} if due else {}
