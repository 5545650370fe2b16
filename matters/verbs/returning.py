"""Sending back (退回): to the applicant with what is wrong, to an earlier step, and taking one's own decision back (拿回)."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from matters.case.aggregate import Case
from matters.case.deeds import Deed
from matters.case.events.returning import (
    Lapsed,
    LeftUndone,
    Reopened,
    ReturnedToStep,
    SupplementRequested,
    TakenBack,
)
from matters.case.items import WorkItem
from matters.case.values import ArmKey, ItemKey
from matters.commands.base import Itemised
from matters.commands.cases import TakeBack
from matters.commands.items import ReturnToStep
from matters.course.following import go_on, open_seats, resume
from matters.course.opening import due_facts, wait_again
from matters.engine.decision import Decision
from matters.engine.transitions import done_again
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import FindingsRequired, NotPossible, OpinionRequired
from matters.errors.together import told_together
from matters.filing.asked import asked
from matters.language.branches import comes_before, lineage, parting
from matters.language.clock import WorkingDays
from matters.language.document import Definition
from matters.language.rights import hidden_at
from matters.language.route.spots import rows_of
from matters.language.route.steps import Acceptance, Branching, PriorReview, Resumes, Returning, Seated, Step, walk
from matters.who.superiors import must_explain, superiors_to_ask, why_not_yet


def to_applicant(decision: Decision, command: Itemised) -> Refusal | None:
    wrong = (_wrong_findings(decision, command), _another_time(decision, command))
    refusals = [one for one in wrong if one]
    if refusals:
        return told_together(*refusals)
    others = ended_with(decision.case, decision.matter, command.item)
    step = decision.matter.step(decision.item(command.item).step)
    straight = (
        isinstance(step, PriorReview | Acceptance)
        or _resumes(step, getattr(command, "resumes", None)) == "straight_back"
    )
    also = _other_steps(others, step.id) if straight else ()
    decision.tell(
        SupplementRequested,
        item=command.item,
        targets=tuple(command.findings),
        holder=decision.case.applicant,
        resume=step.id if straight else _after_acceptance(decision.matter),
        also=also,
        straight=straight,
        paper=decision.paper("supplement_requested") if step.issues else None,
        **_by_when(decision),
    )
    decision.close(others, "returned")
    return None


def _by_when(decision: Decision) -> dict[str, Any]:
    """Until when the applicant has, and what follows then, as the matter says or else the house; without a limit nothing."""
    clock, house = decision.matter.clock, decision.world.house
    if clock and clock.supplement_within:
        return {**due_facts(decision.due(clock.supplement_within)), "overdue": clock.unsupplemented}
    if house and house.supplement:
        due = decision.due(WorkingDays(kind="working_days", days=house.supplement))
        return {**due_facts(due), "overdue": "deemed_withdrawn" if house.lapses else "remind"}
    return {}


def lapse(decision: Decision, item: WorkItem) -> None:
    """What the applicant was to do has not come: the applicant is taken not to want it any more, and everybody in it is told."""
    told = (decision.case.applicant.person, *decision.case.officials)
    decision.rule(Lapsed, item=item.key, tell=told)


def left_undone(decision: Decision, item: WorkItem) -> Refusal | None:
    """The case goes on without what the applicant was to do, with a note of it."""
    decision.rule(LeftUndone, item=item.key)
    return go_on(decision, item.step)


def _other_steps(items: tuple[WorkItem, ...], here: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.step for item in items if item.step != here))


def _another_time(decision: Decision, command: Itemised) -> Refusal | None:
    """The applicant is not sent round again without a superior's reason."""
    case, item, world = decision.case, decision.item(command.item), decision.world
    superiors = superiors_to_ask(decision.matter, case, item, command.hat, world)
    if superiors:
        return NotPossible(action="再次要求补正", why=why_not_yet(superiors, world))
    silent = must_explain(decision.matter, case, item, world) and not command.opinion.strip()
    return OpinionRequired(action="再次要求补正") if silent else None


def _wrong_findings(decision: Decision, command: Itemised) -> Refusal | None:
    problems = _finding_problems(decision.matter, command, decision.item(command.item).step)
    if problems:
        return Invalid(problems=problems)
    return None if command.findings else FindingsRequired()


def _finding_problems(matter: Definition, command: Itemised, step_id: str) -> tuple[Problem, ...]:
    problems, hidden = [], hidden_at(matter, step_id)
    for target, message in command.findings.items():
        field, material = matter.field(target), matter.material(target)
        if not (material and asked(material)) and not (
            field and field.filled_by == "applicant" and field.type != "computed"
        ):
            problems.append(Problem(target, f"“{matter.label(target)[:40]}”不是申请人填报的内容"))
        elif target in hidden:
            problems.append(Problem(target, f"本环节不能查看“{matter.label(target)}”，不能就其要求补正"))
        elif not message.strip():
            problems.append(Problem(target, f"请写明“{matter.label(target)}”的问题"))
    return tuple(problems)


def _after_acceptance(matter: Definition) -> str:
    """The step from which all run again."""
    accept = next(n for n, step in enumerate(matter.steps) if isinstance(step, Acceptance))
    return matter.steps[accept + 1].id


def _resumes(step: Step, wish: Resumes | None) -> Resumes:
    """Where the case goes on: as the step says, or as who returns it chooses where it leaves that open."""
    rule = step.return_resumes if isinstance(step, Returning) else "rerun"
    return (wish or "rerun") if rule == "choose" else rule


def to_step(decision: Decision, command: ReturnToStep) -> Refusal | None:
    """An earlier step is done again; what stands open between the two needs nobody any more."""
    here, matter = decision.item(command.item).step, decision.matter
    if command.step not in returnable(matter, decision.case, here):
        return NotPossible(action=decision.action, why="只能退回到本办件中已经办理过的前序环节，请重新选择")
    straight = _resumes(matter.step(here), command.resumes) == "straight_back"
    others = ended_with(decision.case, matter, command.item, command.step)
    also = _other_steps(others, here) if straight else ()
    back, beside = (here, ()) if straight else (None, tuple(_beside(matter, decision.case, command.step)))
    decision.tell(ReturnedToStep, item=command.item, to=command.step, back=back, also=also, beside=beside)
    decision.close(others, "returned")
    if not straight:
        _reopen(decision, tuple(_branches_ended(matter, decision.case, command.step)))
    return resume(decision, matter.spot(command.step))


def ended_with(case: Case, matter: Definition, item: ItemKey, to: str | None = None) -> tuple[WorkItem, ...]:
    """The other open items that a return from this one ends: all under way, or up to the step where the two ways part."""
    if to is None:
        return tuple(other for other in case.under_way if other.key != item)
    crossing = lineage(matter, item.step)[parting(matter, to, item.step) or 0]
    inside = {step.id for step in walk(crossing.onward[:1])}
    return tuple(other for other in case.items if other.key != item and other.step in inside)


def _reopen(decision: Decision, arms: Iterable[tuple[str, ArmKey]]) -> None:
    for step_id, arm in arms:
        decision.tell(Reopened, step=step_id, arms=(arm,))


def _beside(matter: Definition, case: Case, step_id: str) -> Iterator[str]:
    """The steps sent back to that lie in other branches than this one: they keep their way."""
    others = (detour.step for detour in case.detours if detour.step != step_id)
    return (other for other in others if parting(matter, other, step_id) is None)


def returnable(matter: Definition, case: Case, here: str) -> tuple[str, ...]:
    """The earlier steps that somebody has done in this case; acceptance stays done."""
    done = {deed.step for deed in case.deeds if deed.what in ("approved", "rejected", "abstained", "completed")}
    earlier = (s.id for s in done_again(matter) if s.id in done and comes_before(matter, s.id, here))
    return tuple(step_id for step_id in earlier if _taken_this_time(matter, case, step_id, here))


def _taken_this_time(matter: Definition, case: Case, step_id: str, here: str) -> bool:
    """Whether the case has come by the branches around the step on its way here; an earlier round may have gone others."""
    for step, branch in tuple(_branches_around(matter, step_id))[parting(matter, step_id, here) :]:
        fork = case.fork(step.id)
        if fork is None or fork.under_way or fork.arm(branch) is None:
            return False
    return True


def take_back(decision: Decision, command: TakeBack) -> Refusal | None:
    """The item waits again as it did; what had opened by the decision needs nobody any more."""
    matter, case = decision.matter, decision.case
    deed = next(deed for deed in case.deeds if deed.item == command.item)
    item = next(item for item in case.closed if item.key == command.item)
    why = _too_late(matter, case, deed, item)
    if why:
        return NotPossible(action=decision.action, why=why)
    opened = tuple(_opened_by(matter, case, item))
    tell = tuple(dict.fromkeys(holder.person for one in opened for holder in one.holders))
    decision.tell(TakenBack, item=command.item, tell=tell)
    decision.close(opened, "taken_back")
    _reopen(decision, _arms_ended(matter, case, item))
    cut_off = tuple(_cut_off(matter, decision.case, deed, item))
    return _under_way_again(decision, (item, *cut_off)) or _signed_on(decision, item)


def _too_late(matter: Definition, case: Case, deed: Deed, item: WorkItem) -> str:
    """What has been built on the decision since; nothing as long as it can be taken back."""
    follows = _following(matter, case, item)
    if _gone_on(case, deed, item, follows):
        return "后续环节已有人办理，可联系其退回"
    if any(child.case_no and child.step in follows and child.seq > deed.seq for child in case.children):
        return "已据此发起子事项，可联系后续环节退回"
    if _issued_since(case, deed):
        return "已据此出具文书，可联系后续环节退回"
    return "办件退回后已重新办理，该次办理不再有效" if _done_anew(matter, case, deed, item) else ""


def _issued_since(case: Case, deed: Deed) -> bool:
    """Whether the step has issued a paper on it (中途出具): that is out, or on its way."""
    return any(order.step == deed.step and order.seq > deed.seq for order in case.orders)


def _opened_by(matter: Definition, case: Case, item: WorkItem) -> Iterator[WorkItem]:
    """What waits because the item was done."""
    follows, seats = _following(matter, case, item), _seats_after(case, item)
    return (one for one in case.items if one.step in follows or (one.step == item.step and one.seat in seats))


def _under_way_again(decision: Decision, items: tuple[WorkItem, ...]) -> Refusal | None:
    """For people they wait as they did; what waited for a day, a machine or sub-matters may have them by now."""
    refusal = None
    for item in items:
        if item.purpose in ("act", "inquiry", "own_part"):
            wait_again(decision, item)
        else:
            refusal = refusal or resume(decision, decision.matter.spot(item.step))
    return refusal


def _signed_on(decision: Decision, item: WorkItem) -> Refusal | None:
    """The other seats of a step that several sign, whose turn it is now."""
    step = decision.matter.step(item.step)
    return open_seats(decision, step) if item.seat and isinstance(step, Seated) else None


def _following(matter: Definition, case: Case, item: WorkItem) -> set[str]:
    """The steps that open once this one is left: those after it in its row and in the rows around it, and a detour's end."""
    rests = {step.id for spot in lineage(matter, item.step) for step in walk(spot.rest)}
    detour = case.detour(item.step)
    return rests | ({detour.back, *detour.also} if detour else set())


def _seats_after(case: Case, item: WorkItem) -> set[ArmKey]:
    fork = case.fork(item.step)
    return {arm.id for arm in fork.arms if item.seat in arm.after} if fork else set()


def _gone_on(case: Case, deed: Deed, item: WorkItem, follows: set[str]) -> bool:
    """Whether anybody has decided since, after this step or, of one that several sign, on it once it was left."""
    if any(open_.called and open_.step in follows for open_ in case.items):
        return True
    since, here = (later for later in case.deeds if later.seq > deed.seq), _resting_on(case, item)
    return any(later.step in follows or later.item in here for later in since)


def _resting_on(case: Case, item: WorkItem) -> set[ItemKey]:
    """The items of the same step that were done on the ground of this one: those after it, or all once the step was left."""
    fork = case.fork(item.step)
    left = not any(open_.step == item.step for open_ in case.items)
    seats = {arm.id for arm in fork.arms} if fork and left else _seats_after(case, item)
    return {one.key for one in case.closed if one.step == item.step and one.seat in seats}


def _cut_off(matter: Definition, case: Case, deed: Deed, item: WorkItem) -> Iterator[WorkItem]:
    """What waited in the branches beside, closed by a refusal, and under way again now that it is taken back."""
    dropped = {drop.item for drop in case.drops if drop.why == "refused" and drop.seq > deed.seq}
    for inside in _branches_beside(matter, case, item.step):
        if not any(one.step in inside for one in case.items):
            yield from (one for one in case.closed if one.key in dropped and one.step in inside)


def _branches_beside(matter: Definition, case: Case, step_id: str) -> Iterator[set[str]]:
    """The steps of each other branch that is under way in the forks around the step."""
    for step, branch in _branches_around(matter, step_id):
        fork = case.fork(step.id)
        beside = {arm.id for arm in fork.under_way if arm.id != branch} if fork else set()
        yield from ({part.id for part in walk(steps)} for other, steps in rows_of(step) if other in beside)


def _done_anew(matter: Definition, case: Case, deed: Deed, item: WorkItem) -> bool:
    """Whether the case has been sent back to this step or before it since: the decision belongs to a round that is over."""
    if item.seat and case.signer(item.step, item.seat) != deed.hat.person:
        return True
    around = {step.id for step, _ in _branches_around(matter, item.step)}
    since = _opened_since(case, deed, item)
    again = any(other.step == item.step and item.seat in (None, other.seat) for other in since)
    return again or any(other.step in around or comes_before(matter, other.step, item.step) for other in since)


def _opened_since(case: Case, deed: Deed, item: WorkItem) -> list[WorkItem]:
    closed_later = takewhile(lambda other: other is not item, reversed(case.closed))  # items close in order
    return [other for other in (*closed_later, *case.items) if other.seq > deed.seq]


def _arms_ended(matter: Definition, case: Case, item: WorkItem) -> Iterator[tuple[str, ArmKey]]:
    """The seat with those that went along with a signature, and the branches around the step that had arrived by the decision."""
    fork = case.fork(item.step) if item.seat else None
    for arm in fork.arms if fork else ():
        if arm.id == item.seat or (arm.end not in (None, "removed") and arm.signer is None):
            yield item.step, arm.id
    yield from _branches_ended(matter, case, item.step)


def _branches_ended(matter: Definition, case: Case, step_id: str) -> Iterator[tuple[str, str]]:
    """The branches around a step that have arrived."""
    for step, branch in _branches_around(matter, step_id):
        fork = case.fork(step.id)
        arm = fork.arm(branch) if fork else None
        if arm and arm.end:
            yield step.id, branch


def _branches_around(matter: Definition, step_id: str) -> Iterator[tuple[Branching, str]]:
    """The branches a step stands in, outermost first."""
    for spot in lineage(matter, step_id):
        if spot.within:
            yield spot.within.step, spot.within.branch
